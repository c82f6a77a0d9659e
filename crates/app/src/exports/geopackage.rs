//! The layers that have shapes, as GeoPackage: the same columns and figures as the table.

use lingdi_geo::MultiPolygon;
use lingdi_store::geopackage::{Column, ColumnType, NewLayer, Value};

use super::layers::{self, listed};
use super::sheet::{self, Cell, Holds};
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
    let table = layers::sheet(seen, layer, filter, sort, stamp);
    let columns: Vec<Column> = table.columns.iter().map(column).collect();
    let (mut rows, mut shapes) = (Vec::with_capacity(shapes.len()), shapes.into_iter());
    table.rows.each(|row| {
        let values = row.iter().zip(&columns).map(value).collect();
        rows.push((shapes.next().flatten().cloned(), values));
        Ok(())
    })?;
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

fn column(column: &sheet::Column) -> Column {
    let kind = match column.holds {
        Holds::Text => ColumnType::Text,
        Holds::Number(0) => ColumnType::Integer,
        Holds::Number(_) => ColumnType::Real,
        Holds::Date => ColumnType::Date,
    };
    Column { name: column.heading.clone(), kind }
}

fn value((cell, column): (&Cell, &Column)) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(words) => Value::Text(words.clone()),
        Cell::Date(day) => Value::Text(day.to_string()),
        Cell::Number { scaled, places: 0 } if column.kind == ColumnType::Integer => Value::Integer(*scaled),
        Cell::Number { scaled, places } => Value::Real(sheet::to_f64(*scaled, *places)),
    }
}
