//! The tasks, in the order in which they are measured: the first builds the county for the others.

mod closing;
mod desk;
mod identify;
mod load;
mod matching;
mod memory;
mod people;
mod workbook;

use crate::Result;
use crate::county::County;
use crate::place::Place;
use crate::table::{Goal, Row, Rows};

/// What a task needs to know.
pub(crate) struct Run<'a> {
    pub(crate) place: &'a Place,
    /// Parcels of the county.
    pub(crate) size: u64,
    /// How often what takes long is run.
    pub(crate) runs: usize,
    /// What was measured before.
    pub(crate) rows: &'a Rows,
}

/// A task by its name in the table.
pub(crate) struct Task {
    pub(crate) name: &'static str,
    pub(crate) measure: fn(&Run) -> Result<Vec<Row>>,
}

/// Every task.
pub(crate) const ALL: [Task; 8] = [
    Task { name: "T1", measure: load::measure },
    Task { name: "T2", measure: identify::measure },
    Task { name: "T8", measure: workbook::measure },
    Task { name: "T9", measure: matching::measure },
    Task { name: "memory", measure: memory::measure },
    Task { name: "desk", measure: desk::measure },
    Task { name: "people", measure: people::measure },
    Task { name: "closing", measure: closing::measure },
];

/// The size for which the goals are stated.
const GOAL_SIZE: u64 = 100_000;

impl Run<'_> {
    /// The county that T1 built.
    fn county(&self) -> Result<County> {
        County::found(&self.place.county(self.size))
            .ok_or_else(|| "there is no county yet: run T1 first".into())
    }

    /// A goal that is stated for one size only.
    fn at_goal_size(&self, goal: Goal) -> Goal {
        if self.size == GOAL_SIZE { goal } else { Goal::None }
    }

    /// Ten times the parcels may take ten times the memory.
    fn ten_times(&self, task: &str, what: &str) -> Goal {
        let smaller = self.rows.median(task, GOAL_SIZE, what).filter(|_| self.size == 10 * GOAL_SIZE);
        smaller.map_or(Goal::None, |smaller| Goal::AtMost(10.0 * smaller))
    }
}
