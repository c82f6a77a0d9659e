//! The layers that have shapes, as GeoPackage: the same columns and figures as the table.

use lingdi_geo::MultiPolygon;
use lingdi_store::geopackage::{Column, ColumnType, NewLayer, Value};

use super::layers::{listed, sheet};
use super::sheet::{Cell, Sheet};
use super::{Layer, Stamp};
use crate::parcels::{ParcelFilter, Sort};
use crate::seen::Seen;
use crate::{Error, Result};

pub(super) fn write(
    seen: &Seen,
    layer: Layer,
    filter: &ParcelFilter,
    sort: Sort,
    stamp: Stamp,
) -> Result<Vec<u8>> {
    Ok(lingdi_store::geopackage::write(&drawn(seen, layer, filter, sort, stamp)?)?)
}

/// The layer with its shapes. The day it was exported on is left out: what is the same is the same file.
pub(super) fn drawn(
    seen: &Seen,
    layer: Layer,
    filter: &ParcelFilter,
    sort: Sort,
    stamp: Stamp,
) -> Result<NewLayer> {
    let name = match layer {
        Layer::Parcels => "parcels",
        Layer::List => "list",
        Layer::Units => "units",
        Layer::Occupancy => {
            return Err(Error::Refused("占用关系没有图形，请导出为 .csv 或 .xlsx。".to_owned()));
        }
    };
    let shapes = shapes(seen, layer, filter, sort);
    let table = sheet(seen, layer, filter, sort, stamp);
    let columns = columns(&table);
    let rows = shapes
        .into_iter()
        .zip(&table.rows)
        .map(|(shape, row)| (shape.cloned(), row.iter().zip(&columns).map(value).collect()))
        .collect();
    Ok(NewLayer {
        name: name.to_owned(),
        title: table.title.clone(),
        description: format!(
            "{}口径 {}，{} 年度，判定日 {}，口径指纹 {}",
            if stamp.demo { "演示数据　" } else { "" },
            seen.revision(),
            seen.year(),
            seen.as_of(),
            seen.edition_hash()
        ),
        last_change: seen.as_of(),
        columns,
        rows,
    })
}

/// The shapes in the order of the table's rows.
fn shapes<'a>(
    seen: &'a Seen,
    layer: Layer,
    filter: &ParcelFilter,
    sort: Sort,
) -> Vec<Option<&'a MultiPolygon<f64>>> {
    let snapshot = seen.snapshot();
    let parcels = match layer {
        Layer::Units => {
            let units = super::layers::units(seen);
            return units
                .map(|unit| {
                    let outline = snapshot.outlines.iter().find(|outline| outline.unit.code == unit.code);
                    outline.map(|outline| &outline.shape)
                })
                .collect();
        }
        Layer::List => listed(seen, filter, sort),
        _ => seen.filtered(filter, sort),
    };
    parcels
        .into_iter()
        .map(|shown| snapshot.shapes.get(shown.parcel() as usize).and_then(Option::as_ref))
        .collect()
}

/// Types of the columns, from their cells; a column without any is told by the unit in its heading.
fn columns(table: &Sheet) -> Vec<Column> {
    let kind = |at: usize, heading: &str| {
        let mut cells =
            table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !matches!(cell, Cell::Empty));
        match cells.next() {
            Some(Cell::Number(_, 0)) => ColumnType::Integer,
            Some(Cell::Number(..)) => ColumnType::Real,
            Some(Cell::Date(_)) => ColumnType::Date,
            None if heading.ends_with('）') => ColumnType::Real,
            Some(_) | None => ColumnType::Text,
        }
    };
    let headings = table.headings.iter().enumerate();
    headings.map(|(at, (heading, _))| Column { name: heading.clone(), kind: kind(at, heading) }).collect()
}

fn value((cell, column): (&Cell, &Column)) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(words) => Value::Text(words.clone()),
        Cell::Date(day) => Value::Text(day.to_string()),
        Cell::Number(decimal, _) if column.kind == ColumnType::Integer => {
            decimal.parse().map_or_else(|_| Value::Text(decimal.clone()), Value::Integer)
        }
        Cell::Number(decimal, _) => {
            decimal.parse().map_or_else(|_| Value::Text(decimal.clone()), Value::Real)
        }
    }
}
