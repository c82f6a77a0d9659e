//! What the program draws up by itself for a move that asks for it (`Effect::Draw`).

use lingdi_domain::Actor;
use lingdi_domain::moves::{Effect, machine};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_store::frozen::Frozen;

use super::appraisal::DrawnMonth;
use super::battle_plan::DrawnBattlePlan;
use super::overall::DrawnPlan;
use super::unit_report::DrawnReport;
use super::{MoveRequest, Rules};
use crate::{App, Result};

/// What was drawn up.
pub(super) enum Drawn {
    /// Sites and targets of a unit.
    Plan(DrawnPlan),
    /// The table of a month.
    Month(Box<DrawnMonth>),
    /// Tasks and sites of a unit's year.
    BattlePlan(DrawnBattlePlan),
    /// The figures of a unit's month.
    Report(Box<DrawnReport>),
}

impl Drawn {
    /// Puts it into the object that is moved; answers what is to be kept as bytes.
    pub(super) fn put_into(self, object: &mut Object) -> Option<(Frozen, Vec<u8>)> {
        match self {
            Self::Plan(plan) => {
                plan.into_plan(object);
                None
            }
            Self::Month(month) => Some(month.into_period(object)),
            Self::BattlePlan(plan) => {
                plan.into_plan(object);
                None
            }
            Self::Report(report) => report.into_report(object),
        }
    }
}

impl App {
    /// Draws up what the move asks for; fetched before the transaction begins.
    pub(super) async fn drawn(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        ask: &MoveRequest,
        rules: &Rules,
    ) -> Result<Option<Drawn>> {
        let draws = machine(kind).named(&ask.verb).is_some_and(|one| one.effects.contains(&Effect::Draw));
        Ok(match kind {
            _ if !draws => None,
            ObjectKind::Period => self.drawn_month(actor, ask).await?.map(Box::new).map(Drawn::Month),
            ObjectKind::BattlePlan => {
                Some(Drawn::BattlePlan(self.drawn_battle_plan(actor, ask, rules).await?))
            }
            ObjectKind::UnitReport => {
                self.drawn_report(actor, ask, rules).await?.map(Box::new).map(Drawn::Report)
            }
            _ => Some(Drawn::Plan(self.drawn_plan(actor, &actor.unit, rules).await?)),
        })
    }
}
