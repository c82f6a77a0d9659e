//! Where a sheet's headings stand.

use std::collections::{BTreeMap, HashMap};

use super::{BY_HAND, Match, matched, matched_year, normal_form};
use crate::schema::{AliasTable, Field};
use crate::sheet::{Merge, Sheet, Value};
use crate::unit::{self, Mention};

/// Titles, unit rows and notes above the headings are never longer than this.
const ROWS_SEARCHED: usize = 20;
/// Headings are at most this many rows deep.
const DEEPEST: usize = 3;

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

/// The best place for headings, if any place names at least one field.
pub(crate) fn find(sheet: &Sheet, wanted: &Wanted<'_>) -> Option<Head> {
    let searched = if sheet.first_row_is_heading { 1 } else { ROWS_SEARCHED };
    let top = Top::new(sheet, searched + DEEPEST);
    let mut best: Option<Head> = None;
    for first in 0..searched.min(sheet.rows.len()) {
        if !sheet.first_row_is_heading && top.is_title(first) {
            continue;
        }
        for depth in top.depth_merged(sheet, first)..=top.depth_allowed(sheet, first) {
            let head = head(sheet, &top, first, depth, wanted);
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
                Value::Text(text) if !text.trim().is_empty() => Some(crate::text::clean(text)),
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
            let found = recognised(&heading, wanted, sheet.names_cut);
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
    let form = normal_form(heading);
    let last = heading.rsplit('/').next().map(normal_form);
    let mapped: Vec<Option<Match>> = wanted
        .by_hand
        .iter()
        .filter(|rule| {
            let column = normal_form(&rule.column);
            !column.is_empty() && (column == form || Some(&column) == last.as_ref())
        })
        .map(|rule| {
            Some(Match { field: rule.field, rank: BY_HAND, mention: rule.mention.clone(), year: None })
        })
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let found = matched(wanted.aliases, heading)
        .or_else(|| wanted.yearly.and_then(|field| matched_year(wanted.aliases, field, heading)))
        .or_else(|| if names_cut { matched_cut(wanted.aliases, &form) } else { None });
    vec![found]
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

/// The first rows of a sheet as text, merged cells filled.
struct Top {
    rows: Vec<BTreeMap<usize, String>>,
    numbers: Vec<u32>,
    filled_sideways: bool,
}

impl Top {
    fn new(sheet: &Sheet, count: usize) -> Self {
        let rows = &sheet.rows[..count.min(sheet.rows.len())];
        let mut top = Self {
            rows: rows
                .iter()
                .map(|row| {
                    let texts = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
                    texts.map(|(column, cell)| (column, crate::text::clean(&cell.text()))).collect()
                })
                .collect(),
            numbers: rows.iter().map(|row| row.number).collect(),
            filled_sideways: sheet.merges.is_empty() && !sheet.first_row_is_heading,
        };
        for merge in &sheet.merges {
            top.fill(merge);
        }
        top
    }

    /// Writes the text of a merged region into each of its cells.
    fn fill(&mut self, merge: &Merge) {
        let Ok(anchor) = self.numbers.binary_search(&(merge.first_row + 1)) else { return };
        let Some(text) = self.rows[anchor].get(&(merge.first_column as usize)).cloned() else { return };
        let last_column = merge.last_column.min(merge.first_column + 1024) as usize;
        for (row, number) in self.rows.iter_mut().zip(&self.numbers).skip(anchor) {
            if *number > merge.last_row + 1 {
                break;
            }
            for column in merge.first_column as usize..=last_column {
                row.entry(column).or_insert_with(|| text.clone());
            }
        }
    }

    /// A title says one thing, however many cells it is merged over; headings say several.
    fn is_title(&self, row: usize) -> bool {
        let mut texts = self.rows[row].values();
        let first = texts.next();
        texts.all(|text| Some(text) == first)
    }

    /// Headings reach at least as deep as the regions merged downwards from their first row: what
    /// stands beside such a region, one row lower, is a heading too.
    fn depth_merged(&self, sheet: &Sheet, first: usize) -> usize {
        if sheet.first_row_is_heading {
            return 1;
        }
        let start = self.numbers[first] - 1;
        let from_here = sheet.merges.iter().filter(|merge| merge.first_row == start);
        let deepest = from_here.map(|merge| merge.last_row - start + 1).max().unwrap_or(1);
        (deepest as usize).clamp(1, DEEPEST)
    }

    /// How many rows from `first` on can be headings: neighbours that hold no figures.
    fn depth_allowed(&self, sheet: &Sheet, first: usize) -> usize {
        if sheet.first_row_is_heading {
            return 1;
        }
        let is_heading = |row: usize| {
            sheet.rows[row].cells.iter().all(|cell| match cell {
                Value::Empty | Value::Text(_) => true,
                Value::Number(number) => (1949.0..=2100.0).contains(number),
                _ => false,
            })
        };
        (0..DEEPEST)
            .take_while(|depth| {
                let row = first + depth;
                row < self.rows.len()
                    && u64::from(self.numbers[row]) == u64::from(self.numbers[first]) + *depth as u64
                    && is_heading(row)
            })
            .count()
    }

    /// The headings of `depth` rows from `first` on, equal parts said once.
    fn joined(&self, first: usize, depth: usize) -> BTreeMap<usize, String> {
        let mut parts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (level, row) in self.rows[first..first + depth].iter().enumerate() {
            let is_upper = level + 1 < depth;
            if is_upper && self.filled_sideways {
                for (column, text) in self.spread(first + level, first + depth - 1) {
                    parts.entry(column).or_default().push(text);
                }
            } else {
                for (column, text) in row {
                    parts.entry(*column).or_default().push(text);
                }
            }
        }
        parts
            .into_iter()
            .map(|(column, mut parts)| {
                parts.dedup();
                (column, parts.join("/"))
            })
            .collect()
    }

    /// An upper heading of a file without merged regions reaches over the empty cells to its right,
    /// as far as there is a lower heading.
    fn spread(&self, upper: usize, lowest: usize) -> BTreeMap<usize, &str> {
        let mut spread: BTreeMap<usize, &str> = BTreeMap::new();
        let columns = self.rows[upper].keys().chain(self.rows[lowest].keys()).copied();
        let columns: std::collections::BTreeSet<usize> = columns.collect();
        let mut current: Option<&str> = None;
        for column in columns {
            current = self.rows[upper].get(&column).map(String::as_str).or(current);
            if let Some(text) = current {
                spread.insert(column, text);
            }
        }
        spread
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
