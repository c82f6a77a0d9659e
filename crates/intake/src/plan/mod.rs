//! What each column of a sheet is read as, decided before the first row is.

mod mapping;
mod units;
mod year;

pub(crate) use mapping::{Mapping, mapping};
pub(crate) use units::of_row as unit_of_row;

use lingdi_domain::Datum;

use crate::cell::Complaint;
use crate::heading::{self, Head, HeadColumn, Wanted};
use crate::options::ReadOptions;
use crate::schema::{Field, KeyPart, Schema, alias_table, schema};
use crate::sheet::{Origin, Sheet, SheetRow, column_letter};
use crate::table::{Column, SheetReport, Skipped, Unmapped};
use crate::unit::{Unit, in_unit_row};
use lingdi_domain::Kind;

/// How a sheet is read.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Index of the first heading row in the sheet's rows.
    pub head_first: usize,
    /// Index of the first row below the headings.
    pub data_start: usize,
    /// Columns with a field.
    pub columns: Vec<PlannedColumn>,
    /// Columns without one.
    pub extras: Vec<ExtraColumn>,
    /// The column that names the unit of each row's area.
    pub unit_column: Option<usize>,
    /// Values that every row shares.
    pub constants: Vec<(&'static Field, Datum)>,
    /// Rows get a temporary id of this year, since no column holds a parcel code.
    pub temporary_ids: Option<i32>,
    /// What to tell about whole columns: column, severity of a warning, words.
    pub warnings: Vec<(Option<usize>, Complaint)>,
}

/// A column with a field.
#[derive(Debug)]
pub(crate) struct PlannedColumn {
    pub field: &'static Field,
    pub index: usize,
    /// Column letter, or field name of a map file.
    pub letter: String,
    pub heading: String,
    pub unit: Option<Unit>,
    /// Nobody named the unit; it was taken by default.
    pub unit_is_guess: bool,
    pub year: Option<i32>,
}

/// A column without a field.
#[derive(Debug)]
pub(crate) struct ExtraColumn {
    pub index: usize,
    pub letter: String,
    pub heading: String,
    /// Row numbers and ids of the file itself say nothing about the land.
    pub kept: bool,
}

/// Why a sheet cannot be read as the kind asked for.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// What is missing, as a person reads it.
    pub missing: Vec<String>,
    /// Headings found.
    pub headings: Vec<String>,
    /// Heading row, from 1; 0 when nothing looked like headings.
    pub row: u32,
    /// How many fields were found.
    pub fields: usize,
}

impl Plan {
    /// Does some column or constant supply the field?
    pub(crate) fn supplies(&self, code: &str) -> bool {
        self.columns.iter().any(|column| column.field.code == code)
            || self.constants.iter().any(|(field, _)| field.code == code)
            || (code == "code" && self.temporary_ids.is_some())
    }
}

impl Plan {
    /// Enters headings and columns into the report of a sheet.
    pub(crate) fn describe(&self, sheet: &Sheet, report: &mut SheetReport) {
        if !sheet.origin.is_layer() {
            report.header_rows = (sheet.rows[self.head_first].number, sheet.rows[self.data_start - 1].number);
            let above = sheet.rows[..self.head_first].iter().filter(|row| !row.is_blank());
            let above: Vec<Skipped> =
                above.map(|row| Skipped { row: row.number, why: above_heading(row).to_owned() }).collect();
            report.skipped.splice(0..0, above);
        }
        report.columns = self
            .columns
            .iter()
            .map(|column| Column {
                field: column.field.code.to_owned(),
                letter: column.letter.clone(),
                heading: column.heading.clone(),
                unit: column.unit.map(|unit| unit.label.to_owned()),
                year: column.year,
            })
            .collect();
        report.unmapped = self
            .extras
            .iter()
            .map(|extra| Unmapped { letter: extra.letter.clone(), heading: extra.heading.clone() })
            .collect();
    }
}

/// Decides how a sheet is read, or says what it lacks.
pub(crate) fn plan(
    sheet: &Sheet,
    options: &ReadOptions,
    mapping: &Mapping,
    file_name: &str,
) -> Result<Plan, Misfit> {
    let schema = schema(options.kind);
    let wanted = Wanted {
        aliases: alias_table(options.kind),
        by_hand: &mapping.columns,
        yearly: if options.kind == Kind::Tax { schema.field("amount") } else { None },
    };
    let Some(head) = heading::find(sheet, &heading::top(sheet), &wanted) else {
        return Err(Misfit {
            missing: Vec::new(),
            headings: heading::likely_headings(sheet),
            row: 0,
            fields: 0,
        });
    };
    let head_row = if sheet.origin.is_layer() { 0 } else { sheet.rows[head.first].number };
    let headings = head.columns.iter().map(|column| column.heading.clone()).collect();
    let mut plan = columns(sheet, head, mapping, schema);
    year::settle(&mut plan, sheet, options, file_name);
    if options.kind == Kind::Parcels && !plan.supplies("code") && !mapping.is_empty() {
        plan.temporary_ids = options.year;
    }
    units::settle(&mut plan, sheet);
    let missing = missing(&plan, schema, mapping);
    if missing.is_empty() {
        Ok(plan)
    } else {
        Err(Misfit { missing, headings, row: head_row, fields: plan.columns.len() })
    }
}

fn columns(sheet: &Sheet, head: Head, mapping: &Mapping, schema: &'static Schema) -> Plan {
    let mut plan = Plan {
        head_first: head.first,
        data_start: head.end,
        columns: Vec::new(),
        extras: Vec::new(),
        unit_column: None,
        constants: mapping.constants.clone(),
        temporary_ids: None,
        warnings: Vec::new(),
    };
    for column in head.columns {
        add_column(&mut plan, sheet, column, mapping);
    }
    settle_wide(&mut plan, schema);
    keep_unheaded(&mut plan, sheet);
    plan
}

/// A column that holds data and has no heading is kept under its letter, and said.
fn keep_unheaded(plan: &mut Plan, sheet: &Sheet) {
    if sheet.origin.is_layer() {
        return;
    }
    let headed: Vec<usize> = plan
        .columns
        .iter()
        .map(|column| column.index)
        .chain(plan.extras.iter().map(|extra| extra.index))
        .chain(plan.unit_column)
        .collect();
    let rows = sheet.rows.get(plan.data_start..).unwrap_or_default();
    let width = match sheet.origin {
        // In a text file a cell too many shifts its row, which is refused for that.
        Origin::Text => headed.iter().max().map_or(0, |last| last + 1),
        _ => rows.iter().map(|row| row.cells.len()).max().unwrap_or(0),
    };
    for index in (0..width).filter(|index| !headed.contains(index)) {
        let filled = rows.iter().filter(|row| !row.cell(index).is_blank()).count();
        if filled > 0 {
            let letter = column_letter(index);
            let message = format!("{letter} 列有 {filled} 行数据而没有表头，按列号原样保留");
            plan.warnings
                .push((Some(index), Complaint::new(message, "如是需要的项目，请补上表头或指定映射")));
            plan.extras.push(ExtraColumn { index, heading: format!("{letter} 列"), letter, kept: true });
        }
    }
    plan.extras.sort_by_key(|extra| extra.index);
}

fn add_column(plan: &mut Plan, sheet: &Sheet, column: HeadColumn, mapping: &Mapping) {
    let letter = if sheet.origin.is_layer() { column.heading.clone() } else { column_letter(column.index) };
    if let Some(taken) = &column.passed_over_for {
        let message = format!("“{}”与“{taken}”像是同一项，已取“{taken}”，本列按原样保留", column.heading);
        plan.warnings.push((Some(column.index), Complaint::new(message, "如应取本列，请指定映射")));
    }
    match column.found {
        Some(found) if !mapping.constants.iter().any(|(field, _)| field.code == found.field.code) => {
            let unit = match found.mention {
                crate::unit::Mention::Known(unit) => Some(unit),
                _ => None,
            };
            plan.columns.push(PlannedColumn {
                field: found.field,
                index: column.index,
                letter,
                heading: column.heading,
                unit,
                unit_is_guess: false,
                year: found.year,
            });
        }
        _ => {
            let form = crate::text::normal_form(&column.heading);
            if ["面积单位", "MJDW", "计量单位"].contains(&form.as_str()) {
                plan.unit_column = Some(column.index);
            }
            let kept = !["序号", "行号", "OBJECTID", "FID", "SHAPELENG", "SHAPELENGTH", "SHAPEAREA"]
                .contains(&form.as_str());
            let said_before = plan.extras.iter().any(|extra| extra.heading == column.heading);
            let heading =
                if said_before { format!("{}（{letter}）", column.heading) } else { column.heading };
            plan.extras.push(ExtraColumn { index: column.index, letter, heading, kept });
        }
    }
}

/// A table is long or wide, not both: with a column of years the year columns are extras; without,
/// an undated figure beside them is.
fn settle_wide(plan: &mut Plan, schema: &'static Schema) {
    let is_wide = plan.columns.iter().any(|column| column.year.is_some()) && !plan.supplies("year");
    let yearly: Vec<&str> =
        plan.columns.iter().filter(|column| column.year.is_some()).map(|column| column.field.code).collect();
    let is_key = |code: &str| schema.key.contains(&KeyPart::Field("year")) && yearly.contains(&code);
    let (kept, dropped): (Vec<_>, Vec<_>) =
        std::mem::take(&mut plan.columns).into_iter().partition(|column| {
            if is_wide { column.year.is_some() || !is_key(column.field.code) } else { column.year.is_none() }
        });
    plan.columns = kept;
    plan.extras.extend(dropped.into_iter().map(|column| ExtraColumn {
        index: column.index,
        letter: column.letter,
        heading: column.heading,
        kept: true,
    }));
    plan.extras.sort_by_key(|extra| extra.index);
}

fn above_heading(row: &SheetRow) -> &'static str {
    if row.cells.iter().any(|cell| !in_unit_row(&cell.text()).is_empty()) { "单位行" } else { "标题" }
}

fn missing(plan: &Plan, schema: &Schema, mapping: &Mapping) -> Vec<String> {
    let is_wide = plan.columns.iter().any(|column| column.year.is_some());
    let mut missing: Vec<String> = schema
        .required
        .iter()
        .filter(|group| !group.iter().any(|code| plan.supplies(code) || (*code == "year" && is_wide)))
        .map(|group| schema.group_label(group))
        .collect();
    for rule in &mapping.columns {
        let found = plan.columns.iter().any(|column| column.field.code == rule.field.code);
        if !found {
            missing.push(format!("映射所指的列“{}”", rule.column));
        }
    }
    missing
}
