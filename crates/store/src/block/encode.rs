//! From rows to bytes. Little endian throughout; read back by [`super::decode`].

use std::collections::HashMap;

use chrono::Datelike;
use lingdi_domain::Datum;

use super::NewRow;

/// The form of the bytes; another form gets another number.
pub(super) const FORM: u8 = 1;

/// Kinds of column.
pub(super) const TEXT: u8 = 0;
pub(super) const CODED_TEXT: u8 = 1;
pub(super) const INT: u8 = 2;
pub(super) const FLAG: u8 = 3;
pub(super) const DAY: u8 = 4;

pub(super) fn data(rows: &[NewRow]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() * 64);
    out.push(FORM);
    put_u32(&mut out, rows.len());
    put_ints(&mut out, rows.iter().map(|row| i64::from(row.sheet)));
    put_ints(&mut out, rows.iter().map(|row| i64::from(row.row)));
    put_ints(&mut out, rows.iter().map(|row| i64::from(row.standing)));
    let columns = columns(rows);
    put_u32(&mut out, columns.len());
    for (name, data) in columns {
        put_text(&mut out, &name);
        put_column(&mut out, &data);
    }
    lz4_flex::block::compress_prepend_size(&out)
}

pub(super) fn marks(rows: &[NewRow]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() * 33);
    for row in rows {
        out.extend_from_slice(&row.key.to_le_bytes());
        out.extend_from_slice(&row.values.digest().wrapping_add(shape_digest(row)).to_le_bytes());
        out.push(row.standing);
    }
    out
}

fn shape_digest(row: &NewRow) -> u128 {
    row.shape.as_ref().map_or(0, |shape| lingdi_domain::values::bytes_digest(&shape.shape))
}

pub(super) fn shapes(rows: &[NewRow]) -> Vec<u8> {
    let mut out = Vec::new();
    out.push(FORM);
    put_u32(&mut out, rows.len());
    for row in rows {
        let shape = row.shape.as_ref();
        put_bytes(&mut out, shape.map(|shape| shape.shape.as_slice()));
        put_bytes(&mut out, shape.and_then(|shape| shape.original.as_deref()));
    }
    out
}

/// The values of one field, row by row.
type Cells<'r> = Vec<Option<&'r Datum>>;

/// Fields by name, in the order they first occur; a field whose values are of two kinds (it does
/// not happen) would be text.
fn columns(rows: &[NewRow]) -> Vec<(String, Cells<'_>)> {
    let mut columns: Vec<(String, Cells<'_>)> = Vec::new();
    let mut place: Vec<(&str, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (nth, (name, datum)) in row.values.iter().enumerate() {
            // Rows of a table name their fields in the same order, nearly always.
            let known = place.get(nth).filter(|(known, _)| *known == name);
            let known = known.or_else(|| place.iter().find(|(known, _)| *known == name)).map(|(_, at)| *at);
            let column = known.unwrap_or_else(|| {
                columns.push((name.to_owned(), vec![None; rows.len()]));
                place.push((name, columns.len() - 1));
                columns.len() - 1
            });
            columns[column].1[at] = Some(datum);
        }
    }
    columns.extend(extras(rows));
    columns
}

fn extras(rows: &[NewRow]) -> impl Iterator<Item = (String, Cells<'_>)> {
    let mut columns: Vec<(u16, Cells<'_>)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        for (number, datum) in row.values.extra() {
            let known = columns.iter().position(|(known, _)| known == number).unwrap_or_else(|| {
                columns.push((*number, vec![None; rows.len()]));
                columns.len() - 1
            });
            columns[known].1[at] = Some(datum);
        }
    }
    columns.into_iter().map(|(number, cells)| (format!("extra {number}"), cells))
}

fn put_column(out: &mut Vec<u8>, cells: &Cells<'_>) {
    let number = |cell: Option<&Datum>| match cell {
        Some(Datum::Int(number)) => *number,
        Some(Datum::Flag(flag)) => i64::from(*flag),
        Some(Datum::Day(day)) => i64::from(day.num_days_from_ce()),
        _ => 0,
    };
    let all = |is: fn(&Datum) -> bool| cells.iter().flatten().all(|datum| is(datum));
    let kind = if all(|datum| matches!(datum, Datum::Int(_))) {
        INT
    } else if all(|datum| matches!(datum, Datum::Day(_))) {
        DAY
    } else if all(|datum| matches!(datum, Datum::Flag(_))) {
        FLAG
    } else {
        return put_texts(out, cells);
    };
    out.push(kind);
    put_presence(out, cells);
    put_ints(out, cells.iter().map(|cell| number(*cell)));
}

fn put_presence(out: &mut Vec<u8>, cells: &Cells<'_>) {
    if cells.iter().all(Option::is_some) {
        out.push(0);
        return;
    }
    out.push(1);
    let mut bits = vec![0_u8; cells.len().div_ceil(8)];
    for (at, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_some()) {
        bits[at / 8] |= 1 << (at % 8);
    }
    out.extend_from_slice(&bits);
}

fn put_texts(out: &mut Vec<u8>, cells: &Cells<'_>) {
    let others: Vec<Option<lingdi_domain::Text>> =
        cells.iter().map(|cell| cell.map(Datum::to_text)).collect();
    let texts: Vec<&str> = others.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
    if let Some((distinct, codes)) = codes(&texts) {
        out.push(CODED_TEXT);
        put_presence(out, cells);
        put_all(out, &distinct);
        for code in codes {
            out.extend_from_slice(&code.to_le_bytes());
        }
    } else {
        out.push(TEXT);
        put_presence(out, cells);
        put_all(out, &texts);
    }
}

/// The distinct texts and which one each row has; `None` where coding would not pay.
fn codes<'t>(texts: &[&'t str]) -> Option<(Vec<&'t str>, Vec<u16>)> {
    let mut distinct = Vec::new();
    let mut code_of: HashMap<&str, u16> = HashMap::new();
    let mut codes = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        // Settled early: a column of codes or names is not hashed to the end.
        if at >= 256 && distinct.len() * 4 > at * 3 {
            return None;
        }
        let code = *code_of.entry(text).or_insert_with(|| {
            distinct.push(*text);
            (distinct.len() - 1) as u16
        });
        codes.push(code);
    }
    (distinct.len() * 2 <= texts.len() && u16::try_from(distinct.len()).is_ok()).then_some((distinct, codes))
}

fn put_all(out: &mut Vec<u8>, texts: &[&str]) {
    put_u32(out, texts.len());
    for text in texts {
        put_u32(out, text.len());
    }
    for text in texts {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Numbers as their distance from the least, in as few bytes as the greatest needs.
fn put_ints(out: &mut Vec<u8>, values: impl Iterator<Item = i64> + Clone) {
    let (least, greatest) = values
        .clone()
        .fold((i64::MAX, i64::MIN), |(least, greatest), value| (least.min(value), greatest.max(value)));
    let spread = greatest.wrapping_sub(least) as u64;
    let width: u8 = match spread {
        _ if greatest < least => 0,
        0 => 0,
        1..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        _ => 8,
    };
    out.extend_from_slice(&least.to_le_bytes());
    out.push(width);
    if width > 0 {
        for value in values {
            let distance = value.wrapping_sub(least) as u64;
            out.extend_from_slice(&distance.to_le_bytes()[..usize::from(width)]);
        }
    }
}

fn put_bytes(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
    put_u32(out, bytes.map_or(0, <[u8]>::len));
    out.extend_from_slice(bytes.unwrap_or_default());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_bytes(out, Some(text.as_bytes()));
}

fn put_u32(out: &mut Vec<u8>, value: usize) {
    out.extend_from_slice(&(value as u32).to_le_bytes());
}
