//! Rows that are not simply one record: shifted ones, and those of a wide table.

use std::collections::HashSet;

use super::{Draft, Gathered, RowReader};
use crate::cell::Complaint;
use crate::plan::PlannedColumn;
use crate::problem::Severity;
use crate::sheet::SheetRow;
use crate::table::Skipped;

impl RowReader<'_> {
    /// A text line with more cells than headings has lost the columns its values belong to.
    pub(super) fn refuse_shifted(&self, row: &SheetRow, draft: &mut Draft, gathered: &mut Gathered) {
        let columns = self.plan.columns.iter().map(|column| column.index);
        let width =
            columns.chain(self.plan.extras.iter().map(|extra| extra.index)).max().map_or(0, |last| last + 1);
        if row.cells.iter().skip(width).any(|cell| !cell.is_blank()) {
            draft.refused = true;
            let complaint = Complaint::new(
                format!(
                    "本行有 {} 个值，表头只有 {width} 列，可能某个值里有未加引号的分隔符，各列已错位",
                    row.cells.len()
                ),
                "请核对本行；含逗号的值请加英文双引号，或改交 xlsx",
            );
            gathered.problems.push(self.problem(row, None, Severity::Refused, complaint));
        }
    }

    /// One row for each year that has a figure.
    pub(super) fn finish_wide(
        &self,
        at: usize,
        row: &SheetRow,
        shared: &Draft,
        wide: &[&PlannedColumn],
        gathered: &mut Gathered,
    ) {
        let rows_before = gathered.rows.len();
        let problems_before = gathered.problems.len();
        for (nth, column) in wide.iter().enumerate() {
            let mut draft = Draft {
                data: shared.data.clone(),
                unreadable: shared.unreadable.clone(),
                refused: shared.refused,
            };
            let index =
                self.plan.columns.iter().position(|other| other.index == column.index).unwrap_or_default();
            self.read_cell(row, column, index, row.cell(column.index), &mut draft, gathered);
            let is_blank =
                !draft.data.has(column.field.code) && draft.unreadable.len() == shared.unreadable.len();
            if is_blank {
                continue;
            }
            if let Some(year) = column.year {
                draft.data.set("year", year);
            }
            self.finish(at, row, draft, self.source + nth as u16, gathered);
        }
        if gathered.rows.len() == rows_before {
            gathered.skipped.push(Skipped { row: row.number, why: "各年都没有数".to_owned() });
        }
        // What is wrong with a shared cell is said once, not once a year.
        let mut said = HashSet::new();
        let mut at = 0;
        gathered.problems.retain(|problem| {
            at += 1;
            at <= problems_before || said.insert((problem.column.clone(), problem.message.clone()))
        });
    }
}
