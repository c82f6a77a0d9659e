//! 数据新鲜度: when each bureau's table came in last, and how many of its rows were matched.

use chrono::NaiveDate;
use lingdi_domain::{Actor, BatchState, Kind, Ratio};

use crate::authority::May;
use crate::seen::Seen;
use crate::{Action, App, Result, shanghai_date};

/// Kinds whose freshness an office looks at every day, by bureau.
const WATCHED: [Kind; 9] = [
    Kind::Parcels,
    Kind::Supply,
    Kind::Enterprises,
    Kind::Occupancy,
    Kind::Tax,
    Kind::Evaluation,
    Kind::Statistics,
    Kind::Leases,
    Kind::Power,
];

/// Kinds that bureaus send once a year; the others change all the time.
const YEARLY: [Kind; 4] = [Kind::Tax, Kind::Evaluation, Kind::Statistics, Kind::Power];

/// How one kind of table stands.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Which.
    pub kind: Kind,
    /// Day of the last acceptance; `None` when none is in force.
    pub last: Option<NaiveDate>,
    /// Rows in force.
    pub rows: usize,
    /// Rows of which nobody is sure which firm or parcel they mean.
    pub unmatched: usize,
    /// Is it fresh? `None` when nothing is in force, or the edition does not say how long data stay fresh.
    pub fresh: Option<bool>,
}

impl Source {
    /// Share of its rows that were matched; `None` without rows.
    pub fn matched(&self) -> Option<Ratio> {
        let matched = self.rows.saturating_sub(self.unmatched) as i128;
        (self.rows > 0).then(|| Ratio::new(matched, self.rows as i128))
    }
}

impl App {
    /// Every watched kind, in the order of the bureaus. Of the whole county for every reader: it tells of files,
    /// not of what stands in them.
    pub async fn sources(&self, actor: &Actor, seen: &Seen) -> Result<Vec<Source>> {
        actor.may(Action::Read)?;
        let today = self.clock().today();
        let batches = self.batches(&Actor::program("数据新鲜度")).await?;
        let source = |kind: Kind| {
            let in_force =
                batches.iter().filter(|batch| batch.kind == kind && batch.state == BatchState::Accepted);
            let last = in_force.clone().filter_map(|batch| batch.accepted_at).max().map(shanghai_date);
            Source {
                kind,
                last,
                rows: in_force.map(|batch| batch.rows.ready + batch.rows.conflict).sum(),
                unmatched: seen.snapshot().unmatched.iter().filter(|row| row.kind == kind).count(),
                fresh: last
                    .zip(fresh_days(seen, kind, today))
                    .map(|(day, days)| (today - day).num_days() <= days),
            }
        };
        Ok(WATCHED.into_iter().map(source).collect())
    }
}

/// For how many days a table of this kind is fresh, as the edition has it.
fn fresh_days(seen: &Seen, kind: Kind, today: NaiveDate) -> Option<i64> {
    let key = if YEARLY.contains(&kind) { "fresh_days_yearly" } else { "fresh_days" };
    seen.edition().setting(key)?.on(today)?.value.parse().ok()
}
