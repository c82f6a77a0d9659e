//! 我的待办: what waits for a person, what is due, what came back, what they sent on.

use chrono::NaiveDate;
use lingdi_domain::meeting::ASSIGNED;
use lingdi_domain::moves::{Move, desk};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Scope};
use lingdi_store::events;
use lingdi_store::objects::{self, Position, Stored, Wanted};

use super::desk_counts;
use crate::authority::May;
use crate::{Action, App, Result};

/// A part of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskPart {
    /// 全部待办
    All,
    /// 已逾期: due before today.
    Overdue,
    /// 临期: due today or within the working days that the policy's switch names.
    Soon,
    /// 退回我的
    Returned,
    /// 我报送的: what the receiver has not acted on yet.
    Submitted,
    /// 待落实的议定事项: what meetings decided and gave to the actor's unit; all of them for those who see the county.
    Decided,
}

impl DeskPart {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Overdue, Self::Soon, Self::Returned, Self::Submitted, Self::Decided];

    /// The word of addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Overdue => "overdue",
            Self::Soon => "soon",
            Self::Returned => "returned",
            Self::Submitted => "submitted",
            Self::Decided => "decided",
        }
    }

    /// The word of the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "待我办理",
            Self::Overdue => "已逾期",
            Self::Soon => "临期",
            Self::Returned => "退回我的",
            Self::Submitted => "我报送的",
            Self::Decided => "待落实的议定事项",
        }
    }

    /// The part of a code; everything for one that is not known.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|part| part.code() == code).unwrap_or(Self::All)
    }
}

/// One thing on the desk.
#[derive(Debug, Clone)]
pub struct DeskRow {
    /// The object.
    pub stored: Stored,
    /// The reader's moves that begin where it stands.
    pub steps: Vec<&'static Move>,
}

/// A page of a desk.
#[derive(Debug, Clone)]
pub struct DeskPage {
    /// The things, those due first in front.
    pub rows: Vec<DeskRow>,
    /// Where the next page begins.
    pub next: Option<Position>,
    /// How many things each part holds.
    pub counts: Vec<(DeskPart, i64)>,
    /// The last day on which something is due soon.
    pub soon_until: NaiveDate,
}

impl App {
    /// One page of the actor's desk.
    pub async fn desk(
        &self,
        actor: &Actor,
        part: DeskPart,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<DeskPage> {
        actor.may(Action::Read)?;
        let rules = self.rules().await?;
        let soon_until = rules.calendar.after(rules.today, rules.numbers.soon_days);
        let (holders, recallable) = (desk::desks(actor), desk::recallable());
        let own = (actor.scope != Scope::County).then_some(actor.unit.as_str());
        let on_desk = Wanted { holders: Some(&holders), ..Wanted::default() };
        let wanted = |part| match part {
            DeskPart::All => on_desk.clone(),
            DeskPart::Overdue => Wanted { until: rules.today.pred_opt(), ..on_desk.clone() },
            DeskPart::Soon => Wanted { from: Some(rules.today), until: Some(soon_until), ..on_desk.clone() },
            DeskPart::Returned => Wanted { verbs: Some(desk::SENT_BACK), ..on_desk.clone() },
            DeskPart::Submitted => {
                Wanted { by: Some(&actor.name), verbs: Some(&recallable), ..Wanted::default() }
            }
            DeskPart::Decided => {
                Wanted { of: Some((ObjectKind::Item, ASSIGNED)), unit: own, ..Wanted::default() }
            }
        };
        let (mut tx, county, scope) = (self.db().read().await?, self.county(), &actor.scope);
        let [parts @ .., submitted, decided] = DeskPart::ALL;
        let narrowed = parts.map(wanted);
        let at = (events::last_number(&mut tx, county).await?, rules.today);
        let desk_name = desk_counts::name(&holders, scope);
        let kept = self.inner.desk_counts.kept(&desk_name, at, narrowed.len());
        let mut counts = if let Some(counts) = kept {
            counts
        } else {
            let counts = objects::part_counts(&mut tx, county, scope, &on_desk, &narrowed).await?;
            self.inner.desk_counts.keep(desk_name, at, &counts);
            counts
        };
        for part in [submitted, decided] {
            counts.push(objects::waiting_count(&mut tx, county, scope, &wanted(part)).await?);
        }
        let page = objects::waiting(&mut tx, county, scope, &wanted(part), after, limit).await?;
        let row = |stored: Stored| DeskRow { steps: desk::steps(&stored.object, actor), stored };
        Ok(DeskPage {
            rows: page.objects.into_iter().map(row).collect(),
            next: page.next,
            counts: DeskPart::ALL.into_iter().zip(counts).collect(),
            soon_until,
        })
    }

    /// How many things wait for the actor.
    pub async fn waiting(&self, actor: &Actor) -> Result<i64> {
        let holders = desk::desks(actor);
        let wanted = Wanted { holders: Some(&holders), ..Wanted::default() };
        let (mut tx, county, scope) = (self.db().read().await?, self.county(), &actor.scope);
        let at = (events::last_number(&mut tx, county).await?, self.clock().today());
        let desk_name = desk_counts::name(&holders, scope);
        if let Some(counts) = self.inner.desk_counts.kept(&desk_name, at, 1) {
            return Ok(counts[0]);
        }
        let count = objects::waiting_count(&mut tx, county, scope, &wanted).await?;
        self.inner.desk_counts.keep(desk_name, at, &[count]);
        Ok(count)
    }
}
