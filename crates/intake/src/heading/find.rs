//! Where a sheet's headings stand.

use std::collections::HashMap;

use super::top::{DEEPEST, Top};
use super::{BY_HAND, Match, matched, matched_year, normal_form};
use crate::schema::{AliasTable, Field};
use crate::sheet::{Origin, Sheet, Value};
use crate::unit::{self, Mention};

/// Titles, unit rows and notes above the headings are never longer than this.
const ROWS_SEARCHED: usize = 20;

/// The headings of a sheet.
#[derive(Debug)]
pub(crate) struct Head {
    /// Index of the first heading row in the sheet's rows.
    pub first: usize,
    /// Index of the first row after the headings.
    pub end: usize,
    /// Every column that has a heading.
    pub columns: Vec<HeadColumn>,
    /// Fields found and units named: how good a head it is.
    score: usize,
}

/// One column with a heading.
#[derive(Debug)]
pub(crate) struct HeadColumn {
    /// Zero-based column.
    pub index: usize,
    /// As found; the parts of a multi-row heading joined with `/`.
    pub heading: String,
    /// What it means; of several columns for one field only the surest keeps it.
    pub found: Option<Match>,
    /// The heading that was taken for the field this one names too.
    pub passed_over_for: Option<String>,
}

/// A column mapped by hand.
#[derive(Debug, Clone)]
pub(crate) struct HandMapped {
    pub field: &'static Field,
    pub column: String,
    pub mention: Mention,
}

/// How headings are recognised.
pub(crate) struct Wanted<'a> {
    pub aliases: &'static AliasTable,
    pub by_hand: &'a [HandMapped],
    /// The field that a wide table has once a year.
    pub yearly: Option<&'static Field>,
}

/// The rows of a sheet in which headings are looked for.
pub(crate) fn top(sheet: &Sheet) -> Top {
    Top::new(sheet, searched(sheet) + DEEPEST)
}

fn searched(sheet: &Sheet) -> usize {
    if sheet.origin.is_layer() { 1 } else { ROWS_SEARCHED }
}

/// The best place for headings, if any place names at least one field.
pub(crate) fn find(sheet: &Sheet, top: &Top, wanted: &Wanted<'_>) -> Option<Head> {
    let mut best: Option<Head> = None;
    for first in 0..searched(sheet).min(sheet.rows.len()) {
        if !sheet.origin.is_layer() && top.is_title(first) {
            continue;
        }
        for depth in top.depth_merged(sheet, first)..=top.depth_allowed(sheet, first) {
            let head = head(sheet, top, first, depth, wanted);
            if head.score > best.as_ref().map_or(0, |best| best.score) {
                best = Some(head);
            }
        }
    }
    best
}

/// The row that looks most like headings, for telling a person what was found instead.
pub(crate) fn likely_headings(sheet: &Sheet) -> Vec<String> {
    let texts = |row: usize| -> Vec<String> {
        sheet.rows[row]
            .cells
            .iter()
            .filter_map(|cell| match cell {
                Value::Text(text) if !text.trim().is_empty() => {
                    Some(crate::text::excerpt(&crate::text::clean(text)))
                }
                _ => None,
            })
            .collect()
    };
    (0..ROWS_SEARCHED.min(sheet.rows.len()))
        .map(texts)
        .fold(Vec::new(), |widest, row| if row.len() > widest.len() { row } else { widest })
}

fn head(sheet: &Sheet, top: &Top, first: usize, depth: usize, wanted: &Wanted<'_>) -> Head {
    let mut columns: Vec<HeadColumn> = top
        .joined(first, depth)
        .into_iter()
        .flat_map(|(index, heading)| {
            let found = recognised(&heading, wanted, sheet.origin == Origin::LayerWithCutNames);
            found.into_iter().map(move |found| HeadColumn {
                index,
                heading: heading.clone(),
                found,
                passed_over_for: None,
            })
        })
        .collect();
    keep_surest(&mut columns);
    let fields = columns.iter().filter(|column| column.found.is_some()).count();
    let units = columns
        .iter()
        .filter(|column| matches!(&column.found, Some(Match { mention: Mention::Known(_), .. })))
        .count();
    Head { first, end: first + depth, columns, score: 100 * fields + units }
}

/// What a heading means: one field, none, or all those it was mapped to by hand.
fn recognised(heading: &str, wanted: &Wanted<'_>, names_cut: bool) -> Vec<Option<Match>> {
    if !wanted.by_hand.is_empty() {
        let mapped = mapped_by_hand(heading, wanted.by_hand);
        if !mapped.is_empty() {
            return mapped;
        }
    }
    let found = matched(wanted.aliases, heading)
        .or_else(|| wanted.yearly.and_then(|field| matched_year(wanted.aliases, field, heading)))
        .or_else(|| if names_cut { matched_cut(wanted.aliases, &normal_form(heading)) } else { None });
    vec![found]
}

fn mapped_by_hand(heading: &str, by_hand: &[HandMapped]) -> Vec<Option<Match>> {
    let form = normal_form(heading);
    let last = heading.rsplit('/').next().map(normal_form);
    let names = |rule: &&HandMapped| {
        let column = normal_form(&rule.column);
        !column.is_empty() && (column == form || Some(&column) == last.as_ref())
    };
    let found = |rule: &HandMapped| Match {
        field: rule.field,
        rank: BY_HAND,
        mention: rule.mention.clone(),
        year: None,
    };
    by_hand.iter().filter(names).map(|rule| Some(found(rule))).collect()
}

/// A name cut to the ten bytes of a DBF field, if only one field can be meant.
fn matched_cut(aliases: &AliasTable, form: &str) -> Option<Match> {
    let (gbk, _, _) = encoding_rs::GBK.encode(form);
    let was_cut = (9..=10).contains(&gbk.len()) || (9..=10).contains(&form.len());
    if !was_cut {
        return None;
    }
    let mut meant: Vec<(&'static Field, usize)> =
        aliases.iter().filter(|(name, _)| name.starts_with(form)).map(|(_, known)| *known).collect();
    meant.sort_by_key(|(_, rank)| *rank);
    let (field, rank) = *meant.first()?;
    meant.iter().all(|(other, _)| other.code == field.code).then(|| Match {
        field,
        rank: rank + 1,
        mention: Mention::None,
        year: None,
    })
}

/// Of several columns that name one field (and year) the surest keeps it, then the first.
fn keep_surest(columns: &mut [HeadColumn]) {
    let mut surest: HashMap<(&'static str, Option<i32>), (usize, usize)> = HashMap::new();
    for (at, column) in columns.iter().enumerate() {
        if let Some(found) = &column.found {
            let best = surest.entry((found.field.code, found.year)).or_insert((found.rank, at));
            *best = (*best).min((found.rank, at));
        }
    }
    for at in 0..columns.len() {
        let Some(found) = &columns[at].found else { continue };
        let (_, kept) = surest[&(found.field.code, found.year)];
        if kept != at {
            columns[at].passed_over_for = Some(columns[kept].heading.clone());
            columns[at].found = None;
        }
    }
}

/// Units that rows above the data fix for the sheet: `单位：万元、亩`.
pub(crate) fn unit_rows(sheet: &Sheet, end: usize) -> Vec<(usize, Vec<unit::Unit>)> {
    (0..end.min(sheet.rows.len()))
        .filter_map(|row| {
            let units: Vec<unit::Unit> =
                sheet.rows[row].cells.iter().flat_map(|cell| unit::in_unit_row(&cell.text())).collect();
            (!units.is_empty()).then_some((row, units))
        })
        .collect()
}
