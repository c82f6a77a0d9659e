//! Sums of verdicts, for the county and for each local unit.

use lingdi_domain::{Area, Text};

use crate::county::County;
use crate::facts::Unit;
use crate::verdict::{Mark, Status, Totals, UnitTotals};

/// The county's sums, and one row per local unit in the official order. Parcels of a unit that is
/// not in the table stand under their own code after it, those without a unit last, under "".
pub(crate) fn of(county: &County, marks: impl Iterator<Item = (u32, Mark)>) -> (Totals, Vec<UnitTotals>) {
    let mut local: Vec<&Unit> = county.units.iter().filter(|unit| unit.is_local()).collect();
    local.sort_by(|left, right| (left.order, &left.code).cmp(&(right.order, &right.code)));
    let mut rows: Vec<UnitTotals> = local.iter().map(|unit| row(&unit.code, &unit.name)).collect();
    let known = rows.len();
    let words = &county.words.unit;
    let mut place = |code: &str| {
        let found = rows.iter().position(|row| row.unit == code);
        found.unwrap_or_else(|| {
            let name = county.unit_names.get(code).map(Text::as_str).unwrap_or_default();
            rows.push(row(code, name));
            rows.len() - 1
        })
    };
    let places: Vec<usize> = words.words().iter().map(|code| place(code)).collect();
    let nowhere = place("");
    let mut totals = Totals::default();
    for (parcel, mark) in marks {
        if mark.status == Status::OutOfScope {
            totals.out_of_scope += 1;
            continue;
        }
        let at = words.of_row(parcel).map_or(nowhere, |code| places[code as usize]);
        add(&mut rows[at], county.area_of(parcel), mark);
    }
    // A unit that is in no table is told of only where it has parcels in scope.
    let mut place = 0;
    rows.retain(|row| {
        place += 1;
        place <= known || row.parcels > 0
    });
    rows[known..]
        .sort_by(|left, right| (left.unit.is_empty(), &left.unit).cmp(&(right.unit.is_empty(), &right.unit)));
    for row in &rows {
        totals.add(row);
    }
    (totals, rows)
}

fn row(code: &str, name: &str) -> UnitTotals {
    UnitTotals { unit: code.to_owned(), unit_name: name.to_owned(), ..UnitTotals::default() }
}

fn add(row: &mut UnitTotals, area: Area, mark: Mark) {
    row.parcels += 1;
    row.area_mu.0 += area.0;
    row.focus += u32::from(mark.focus == Some(true));
    match mark.status {
        Status::Listed => {
            row.listed += 1;
            row.listed_area_mu.0 += area.0;
            row.by_category.count(&mark.answers);
        }
        Status::Indeterminate => row.indeterminate += 1,
        Status::NotListed | Status::OutOfScope => {}
    }
}
