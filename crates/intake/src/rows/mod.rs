//! From a planned sheet to rows and problems.

mod check;
mod key;
mod merged;
mod repeat;
mod skip;
mod wide;

pub(crate) use repeat::settle as settle_repeats;

use std::ops::Range;

use lingdi_domain::values::key_digest;
use lingdi_domain::{Values, parallel};

use crate::cell::{self, Complaint, Reading};
use crate::ground::Ground;
use crate::options::ReadOptions;
use crate::plan::{Plan, PlannedColumn, unit_of_row};
use crate::problem::{Problem, Severity};
use crate::schema::{Schema, ValueType, schema};
use crate::sheet::{Origin, Sheet, SheetRow, Value};
use crate::table::{Row, RowStatus, SheetReport, Skipped};
use crate::text::{clean, excerpt};
use merged::Merged;

/// Rows that one thread reads at a time.
const SHARE: usize = 8_192;

/// Reads the rows of one sheet.
pub(crate) struct RowReader<'a> {
    pub sheet: &'a Sheet,
    pub plan: &'a Plan,
    pub options: &'a ReadOptions,
    /// The shapes of a map layer.
    pub ground: Option<&'a Ground>,
    /// Index of the sheet among the sources of the table.
    pub source: u16,
    /// Rows that other sheets of the file gave before, for temporary ids.
    pub rows_before: usize,
}

/// Rows and problems of one sheet.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub rows: Vec<Row>,
    pub problems: Vec<Problem>,
    pub skipped: Vec<Skipped>,
}

impl Gathered {
    /// These rows, then others.
    fn and(mut self, mut others: Self) -> Self {
        self.rows.append(&mut others.rows);
        self.problems.append(&mut others.problems);
        self.skipped.append(&mut others.skipped);
        self
    }
}

/// A row on its way: what was read, and what could not be.
struct Draft {
    data: Values,
    unreadable: Vec<(usize, Complaint)>,
    refused: bool,
}

impl RowReader<'_> {
    /// Reads every row below the headings.
    pub(crate) fn read(&self) -> Gathered {
        let merged = Merged::below(self.sheet, self.plan.data_start);
        let skipper = skip::Skipper::new(self.sheet, self.plan);
        let (start, end) = (self.plan.data_start, self.sheet.rows.len());
        // Temporary ids count the rows before, so that only one thread may give them.
        let share = if self.plan.temporary_ids.is_some() { end.max(1) } else { SHARE };
        let shares: Vec<_> = (start..end).step_by(share).map(|from| from..(from + share).min(end)).collect();
        let read = parallel::map(&shares, |rows| self.read_rows(rows.clone(), &merged, &skipper));
        read.into_iter().reduce(Gathered::and).unwrap_or_default()
    }

    fn read_rows(&self, rows: Range<usize>, merged: &Merged, skipper: &skip::Skipper) -> Gathered {
        let mut gathered = Gathered::default();
        gathered.rows.reserve(rows.len());
        for at in rows {
            let row = &self.sheet.rows[at];
            match skipper.reason(at, row) {
                Some("") => {}
                Some(why) => gathered.skipped.push(Skipped { row: row.number, why: why.to_owned() }),
                None => self.read_row(at, row, merged, &mut gathered),
            }
        }
        gathered
    }

    /// How the sheet was understood.
    pub(crate) fn report(&self, gathered: &mut Gathered) -> SheetReport {
        let rows = &gathered.rows;
        let mut report = SheetReport {
            name: self.sheet.name.clone(),
            source: self.source,
            first_row: rows.first().map_or(0, |row| row.row),
            last_row: rows.last().map_or(0, |row| row.row),
            skipped: std::mem::take(&mut gathered.skipped),
            ..SheetReport::default()
        };
        self.plan.describe(self.sheet, &mut report);
        report
    }

    fn read_row(&self, at: usize, row: &SheetRow, merged: &Merged, gathered: &mut Gathered) {
        let mut draft = self.draft(row, merged, gathered);
        if let Some(year) = self.plan.temporary_ids {
            let number = self.rows_before + gathered.rows.len() + 1;
            draft.data.set("code", format!("T{}-{year}-{number:05}", self.options.county));
        }
        let wide: Vec<&PlannedColumn> =
            self.plan.columns.iter().filter(|column| column.year.is_some()).collect();
        if self.sheet.origin == Origin::Text {
            self.refuse_shifted(row, &mut draft, gathered);
        }
        if wide.is_empty() {
            self.finish(at, row, draft, self.source, gathered);
        } else {
            self.finish_wide(at, row, &draft, &wide, gathered);
        }
    }

    /// Reads every column but the years of a wide table.
    fn draft(&self, row: &SheetRow, merged: &Merged, gathered: &mut Gathered) -> Draft {
        let mut draft = Draft { data: Values::default(), unreadable: Vec::new(), refused: false };
        for (field, value) in &self.plan.constants {
            draft.data.set(field.code, value.clone());
        }
        for (at, column) in self.plan.columns.iter().enumerate().filter(|(_, column)| column.year.is_none()) {
            let cell = match merged.above(self.sheet, row, column.index) {
                Some(_) if is_amount(column) => {
                    draft.unreadable.push((
                        at,
                        Complaint::new(
                            "合并单元格只有一个数值，不能分给下面各行",
                            "请在原表中取消合并，逐行填写",
                        ),
                    ));
                    continue;
                }
                Some(above) => above,
                None => row.cell(column.index),
            };
            self.read_cell(row, column, at, cell, &mut draft, gathered);
        }
        self.keep_extras(row, &mut draft);
        draft
    }

    fn read_cell(
        &self,
        row: &SheetRow,
        column: &PlannedColumn,
        at: usize,
        cell: &Value,
        draft: &mut Draft,
        gathered: &mut Gathered,
    ) {
        let unit = self.unit(row, column);
        match cell::read(cell, column.field, unit) {
            Reading::Absent => {}
            Reading::Taken(taken) => {
                if let Some(remark) = taken.remark {
                    gathered.problems.push(self.problem(row, Some(column), Severity::Warning, remark));
                }
                if let Some(written) = taken.written.filter(|_| is_area_of_record(self.options, column)) {
                    draft.data.set("area_text", written);
                }
                draft.data.set(column.field.code, taken.value);
            }
            Reading::Unreadable(complaint) => draft.unreadable.push((at, complaint)),
        }
    }

    fn unit(&self, row: &SheetRow, column: &PlannedColumn) -> Option<crate::unit::Unit> {
        let own = self.plan.unit_column.filter(|_| is_area_of_record(self.options, column));
        own.and_then(|index| unit_of_row(row.cell(index))).or(column.unit)
    }

    fn keep_extras(&self, row: &SheetRow, draft: &mut Draft) {
        for (nth, column) in (0..).zip(&self.plan.extras).filter(|(_, column)| column.kept) {
            let cell = row.cell(column.index);
            if !cell.is_blank() {
                draft.data.keep_extra(nth, clean(&cell.text()).as_ref());
            }
        }
    }

    fn finish(&self, at: usize, row: &SheetRow, mut draft: Draft, source: u16, gathered: &mut Gathered) {
        let schema = schema(self.options.kind);
        let first_problem = gathered.problems.len();
        self.require(row, schema, &mut draft, gathered);
        let complaints = check::row(self.options, &draft.data, self.plan.temporary_ids.is_some());
        for (field, severity, complaint) in complaints {
            draft.refused |= severity == Severity::Refused;
            let column = self.plan.columns.iter().find(|column| column.field.code == field);
            gathered.problems.push(self.problem(row, column, severity, complaint));
        }
        let geometry = self.place(at, row, &mut draft, gathered);
        for problem in &mut gathered.problems[first_problem..] {
            problem.sheet = source;
        }
        gathered.rows.push(Row {
            sheet: source,
            row: row.number,
            key: key_digest(&key::key(schema, &draft.data)),
            data: draft.data,
            geometry,
            status: if draft.refused { RowStatus::Refused } else { RowStatus::Ready },
        });
    }

    /// Refuses the row where a required field is missing or unreadable; other unreadable cells are
    /// not supplied, with a warning.
    fn require(&self, row: &SheetRow, schema: &Schema, draft: &mut Draft, gathered: &mut Gathered) {
        let mut unreadable = std::mem::take(&mut draft.unreadable);
        for group in schema.required.iter().filter(|group| !group.iter().any(|code| draft.data.has(code))) {
            draft.refused = true;
            let (blamed, others): (Vec<_>, Vec<_>) = unreadable
                .into_iter()
                .partition(|(at, _)| group.contains(&self.plan.columns[*at].field.code));
            unreadable = others;
            if blamed.is_empty() {
                let column = self.plan.columns.iter().find(|column| group.contains(&column.field.code));
                let complaint =
                    Complaint::new(format!("缺少{}", schema.group_label(group)), "请补填后重新提交");
                gathered.problems.push(self.problem(row, column, Severity::Refused, complaint));
            }
            for (at, complaint) in blamed {
                let column = Some(&self.plan.columns[at]);
                gathered.problems.push(self.problem(row, column, Severity::Refused, complaint));
            }
        }
        for (at, mut complaint) in unreadable {
            complaint.message.push_str("，本项按未提供处理");
            let column = Some(&self.plan.columns[at]);
            gathered.problems.push(self.problem(row, column, Severity::Warning, complaint));
        }
    }

    fn place(
        &self,
        at: usize,
        row: &SheetRow,
        draft: &mut Draft,
        gathered: &mut Gathered,
    ) -> Option<lingdi_geo::Placed> {
        let ground = self.ground?;
        let (placed, complaints) = ground.place(at - self.plan.data_start, self.options, &draft.data);
        for (severity, complaint) in complaints {
            draft.refused |= severity == Severity::Refused;
            let column = if severity == Severity::Warning {
                self.plan.columns.iter().find(|column| is_area_of_record(self.options, column))
            } else {
                None
            };
            gathered.problems.push(self.problem(row, column, severity, complaint));
        }
        placed
    }

    fn problem(
        &self,
        row: &SheetRow,
        column: Option<&PlannedColumn>,
        severity: Severity,
        complaint: Complaint,
    ) -> Problem {
        Problem {
            sheet: self.source,
            sheet_name: self.sheet.name.clone(),
            row: row.number,
            column: column.map(|column| column.letter.clone()).unwrap_or_default(),
            heading: column.map(|column| column.heading.clone()).unwrap_or_default(),
            value: column.map(|column| excerpt(&row.cell(column.index).text())).unwrap_or_default(),
            severity,
            message: complaint.message,
            remedy: complaint.remedy,
        }
    }
}

/// Sums must not be copied into every row of a merged region; names and codes may.
fn is_amount(column: &PlannedColumn) -> bool {
    matches!(
        column.field.value,
        ValueType::Area(_) | ValueType::Money(_) | ValueType::Decimal(_) | ValueType::Integer
    )
}

/// 宗地面积, the one area kept as the source wrote it.
fn is_area_of_record(options: &ReadOptions, column: &PlannedColumn) -> bool {
    options.kind == lingdi_domain::Kind::Parcels && column.field.code == "area"
}
