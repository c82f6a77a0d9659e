//! 考核: the table of a month as it stands now or as it was closed, one unit's arithmetic, and where its
//! pace leads.

pub(crate) mod circular;
mod county_facts;
mod inputs;
mod view;

pub use circular::CircularView;
pub(crate) use inputs::Achievements;
pub use view::{Line, MonthTab, RankingView, Shown, TargetPace, UnitView};

use lingdi_domain::mechanism2_appraisal::Table;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Month};
use lingdi_store::objects::Filter;

use crate::authority::May;
use crate::moves::every;
use crate::{Action, App, Error, Result};

/// What computing a closed month again has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// Which month.
    pub month: Month,
    /// Hash of the bytes that were kept.
    pub kept: String,
    /// Hash of the bytes computed from their inputs now.
    pub computed: String,
}

impl Replay {
    /// Are they the same bytes?
    pub fn is_same(&self) -> bool {
        self.kept == self.computed
    }
}

impl App {
    /// Every month's object, the earliest month first.
    pub(crate) async fn periods(&self) -> Result<Vec<Object>> {
        let mut tx = self.db().read().await?;
        let mut periods = every(&mut tx, self.county(), ObjectKind::Period, &Filter::default()).await?;
        periods.sort_by_key(|object| object.fields.period().and_then(|period| period.month));
        Ok(periods)
    }

    /// Computes a closed month again from the inputs that were kept with it.
    pub async fn replay_month(&self, actor: &Actor, month: Month) -> Result<Replay> {
        actor.may(Action::Freeze)?;
        let periods = self.periods().await?;
        let of_month = |object: &&Object| object.fields.period().is_some_and(|it| it.month == Some(month));
        let period = periods.iter().find(of_month).and_then(|object| object.fields.period());
        let kept = period.and_then(|period| Some((period.frozen.clone()?, period.sha256.clone()?)));
        let (id, sha256) = kept
            .ok_or_else(|| Error::Refused(format!("{}还没有关账，没有可以重算的数据。", month.spoken())))?;
        let bytes = self.monthly_bytes(&id).await?;
        let table: Table = serde_json::from_slice(&bytes)?;
        let again = serde_json::to_vec(&table.again())?;
        Ok(Replay { month, kept: sha256, computed: lingdi_store::files::sha256(&again) })
    }
}
