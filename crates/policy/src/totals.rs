//! Sums of verdicts, for the county and for each local unit.

use std::collections::HashMap;

use crate::facts::Unit;
use crate::verdict::{ParcelVerdict, Status, Totals, UnitTotals};

/// The county's sums, and one row per local unit in the official order. Parcels of a unit that is
/// not in the table stand under their own code after it, those without a unit last, under "".
pub fn of(units: &[Unit], parcels: &[ParcelVerdict]) -> (Totals, Vec<UnitTotals>) {
    let mut local: Vec<&Unit> = units.iter().filter(|unit| unit.is_local()).collect();
    local.sort_by(|left, right| (left.order, &left.code).cmp(&(right.order, &right.code)));
    let mut rows: Vec<UnitTotals> = local.iter().map(|unit| row(&unit.code, &unit.name)).collect();
    let mut place: HashMap<&str, usize> =
        local.iter().enumerate().map(|(place, unit)| (unit.code.as_str(), place)).collect();
    let known = rows.len();
    let mut totals = Totals::default();
    for parcel in parcels {
        if parcel.status == Status::OutOfScope {
            totals.out_of_scope += 1;
            continue;
        }
        add_to_county(&mut totals, parcel);
        let place = *place.entry(&parcel.unit).or_insert_with(|| {
            rows.push(row(&parcel.unit, &parcel.unit_name));
            rows.len() - 1
        });
        add_to_unit(&mut rows[place], parcel);
    }
    rows[known..]
        .sort_by(|left, right| (left.unit.is_empty(), &left.unit).cmp(&(right.unit.is_empty(), &right.unit)));
    (totals, rows)
}

fn row(code: &str, name: &str) -> UnitTotals {
    UnitTotals { unit: code.to_owned(), unit_name: name.to_owned(), ..UnitTotals::default() }
}

fn add_to_county(totals: &mut Totals, parcel: &ParcelVerdict) {
    totals.parcels += 1;
    totals.area_mu.0 += parcel.area_mu.0;
    totals.focus += u32::from(parcel.focus == Some(true));
    match parcel.status {
        Status::Listed => {
            totals.listed += 1;
            totals.listed_area_mu.0 += parcel.area_mu.0;
            totals.by_category.count(&parcel.categories);
        }
        Status::Indeterminate => totals.indeterminate += 1,
        Status::NotListed | Status::OutOfScope => {}
    }
}

fn add_to_unit(row: &mut UnitTotals, parcel: &ParcelVerdict) {
    row.parcels += 1;
    row.area_mu.0 += parcel.area_mu.0;
    row.focus += u32::from(parcel.focus == Some(true));
    match parcel.status {
        Status::Listed => {
            row.listed += 1;
            row.listed_area_mu.0 += parcel.area_mu.0;
            row.by_category.count(&parcel.categories);
        }
        Status::Indeterminate => row.indeterminate += 1,
        Status::NotListed | Status::OutOfScope => {}
    }
}
