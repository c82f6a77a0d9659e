//! Rows of the same key: equal ones are dropped and counted, different ones are in conflict.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use lingdi_domain::values::DigestMap;

use crate::problem::{Problem, Severity};
use crate::schema::Schema;
use crate::table::{Row, RowStatus};

/// Sets the status of repeated rows and says which rows they repeat or contradict.
pub(crate) fn settle(schema: &Schema, rows: &mut [Row], sheet_name: impl Fn(u16) -> String) -> Vec<Problem> {
    let mut problems = Vec::new();
    for group in repeated(rows) {
        // The rows of a group that differ from each other, each by its first occurrence.
        let mut distinct: Vec<usize> = Vec::new();
        for at in group {
            match distinct.iter().find(|first| same(schema, &rows[**first], &rows[at])) {
                Some(first) => {
                    problems.push(duplicate(&rows[at], &rows[*first], &sheet_name));
                    rows[at].status = RowStatus::Duplicate;
                }
                None => distinct.push(at),
            }
        }
        if distinct.len() > 1 {
            for (nth, at) in distinct.iter().enumerate() {
                let other = distinct[usize::from(nth == 0)];
                problems.push(conflict(schema, &rows[*at], &rows[other], &sheet_name));
                rows[*at].status = RowStatus::Conflict;
            }
        }
    }
    problems
}

/// Indices of the readable rows that share a key, group by group, in the order of the file.
fn repeated(rows: &[Row]) -> Vec<Vec<usize>> {
    let mut first_of: DigestMap<usize> =
        DigestMap::with_capacity_and_hasher(rows.len(), BuildHasherDefault::default());
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.status == RowStatus::Ready) {
        let first = *first_of.entry(row.key).or_insert(at);
        if first != at {
            let group = *group_of.entry(first).or_insert_with(|| {
                groups.push(vec![first]);
                groups.len() - 1
            });
            groups[group].push(at);
        }
    }
    groups
}

fn same(schema: &Schema, left: &Row, right: &Row) -> bool {
    left.geometry == right.geometry
        && schema.fields.iter().all(|field| left.data.get(field.code) == right.data.get(field.code))
}

fn duplicate(row: &Row, first: &Row, sheet_name: impl Fn(u16) -> String) -> Problem {
    let message = format!("与{}完全相同，只计一次", place(row, first, &sheet_name));
    about(row, Severity::Note, message, "无需处理", sheet_name)
}

fn conflict(schema: &Schema, row: &Row, other: &Row, sheet_name: impl Fn(u16) -> String) -> Problem {
    let mut differing: Vec<&str> = schema
        .fields
        .iter()
        .filter(|field| row.data.get(field.code) != other.data.get(field.code))
        .map(|field| field.heading)
        .collect();
    if row.geometry != other.geometry {
        differing.push("图形");
    }
    let message = format!("与{}是同一条记录，但{}不同", place(row, other, &sheet_name), differing.join("、"));
    about(row, Severity::Conflict, message, "请确认以哪一行为准，删去其余行后重新提交", sheet_name)
}

fn place(row: &Row, other: &Row, sheet_name: impl Fn(u16) -> String) -> String {
    if row.sheet == other.sheet {
        format!("第 {} 行", other.row)
    } else {
        format!("工作表“{}”第 {} 行", sheet_name(other.sheet), other.row)
    }
}

fn about(
    row: &Row,
    severity: Severity,
    message: String,
    remedy: &str,
    sheet_name: impl Fn(u16) -> String,
) -> Problem {
    Problem {
        sheet: row.sheet,
        sheet_name: sheet_name(row.sheet),
        row: row.row,
        column: String::new(),
        heading: String::new(),
        value: row.data.text("code").unwrap_or_default().to_owned(),
        severity,
        message,
        remedy: remedy.to_owned(),
    }
}
