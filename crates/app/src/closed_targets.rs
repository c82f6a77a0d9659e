//! Tasks of months that are closed stay as they are: a table that would change one is refused as a whole.
//! A year's task may change at any time and counts for the months that are still open (核减, R70a).

use std::collections::{BTreeMap, BTreeSet};

use lingdi_domain::record::Target;
use lingdi_domain::{Kind, Month, Text};
use lingdi_store::batches::Batch;

use crate::imports::unit_code;
use crate::targets::plain;
use crate::{App, Result};

/// Changes that are named one by one.
const NAMED: usize = 3;

impl App {
    /// What keeps a table of targets from being accepted: tasks of closed months that it would change.
    pub(crate) async fn changes_closed_months(&self, batch: &Batch) -> Result<Option<String>> {
        let mut closed = BTreeMap::new();
        for month in self.closed_months().await? {
            closed.insert(month, None);
        }
        let units = self.units().await?;
        let mut changes = Vec::new();
        for (_, target) in self.records::<Target>(Kind::Targets, std::slice::from_ref(batch)).await? {
            let month = target.month.and_then(|number| Month::parse(&format!("{}-{number:02}", target.year)));
            let Some((month, kept)) = month.and_then(|month| Some((month, closed.get_mut(&month)?))) else {
                continue;
            };
            // A table has many rows of one month, whose tasks are read once.
            let tasks = match kept {
                Some(tasks) => tasks,
                None => kept.insert(self.tasks_of(month).await?),
            };
            let unit = unit_code(&units, &target.unit).unwrap_or_else(|| target.unit.to_string());
            let set = tasks.of_month(&unit, &target.indicator, month);
            if set != Some(&target.amount) {
                let before = set.map_or_else(|| "未设".to_owned(), plain);
                let (unit, indicator): (&Text, &Text) = (&target.unit, &target.indicator);
                changes.push(format!(
                    "{unit}{}的{indicator}任务（{before} → {}）",
                    month.spoken(),
                    plain(&target.amount)
                ));
            }
        }
        if changes.is_empty() {
            return Ok(None);
        }
        let more = if changes.len() > NAMED { format!("等 {} 处", changes.len()) } else { String::new() };
        changes.truncate(NAMED);
        Ok(Some(format!(
            "这份表会改变已关账月份的任务：{}{more}。已关账的月份以月底前议定的任务为准，“更正重算”也不改变；请从表中去掉这些月份，只改以后月份或全年的任务。",
            changes.join("、")
        )))
    }

    /// Months whose table is frozen.
    async fn closed_months(&self) -> Result<BTreeSet<Month>> {
        let periods = self.periods().await?;
        let closed = periods.iter().filter(|object| object.state != "OPEN");
        Ok(closed.filter_map(|object| object.fields.period()?.month).collect())
    }
}
