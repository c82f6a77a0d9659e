//! A GeoPackage for somebody else: one layer, the same bytes for the same content.

use std::fmt::Write;

use chrono::NaiveDate;
use lingdi_geo::formats::gpkg;
use lingdi_geo::{BBox, MultiPolygon};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection};

use super::block_on;
use crate::error::Result;

/// CGCS2000 longitude and latitude: what all shapes of this system are in.
const SRS: i32 = 4490;
/// Values bound to one statement, well under the limit of 32,766.
const MOST_BOUND: usize = 10_000;

/// A layer to be written.
#[derive(Debug, Clone, Default)]
pub struct NewLayer {
    /// Name of its table: small Latin letters.
    pub name: String,
    /// Its title for people.
    pub title: String,
    /// A sentence on where it comes from.
    pub description: String,
    /// When it last changed, as the file states it. Not the clock: the same content is the same bytes.
    pub last_change: NaiveDate,
    /// Its attributes.
    pub columns: Vec<Column>,
    /// One row per feature: the shape in CGCS2000 longitude and latitude, and a value per column.
    pub rows: Vec<(Option<MultiPolygon<f64>>, Vec<Value>)>,
}

/// An attribute.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name, as people read it.
    pub name: String,
    /// What it holds.
    pub kind: ColumnType,
}

/// Types that GDAL reads: it drops BIGINT and NUMERIC columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Whole numbers.
    Integer,
    /// Other numbers.
    Real,
    /// Text.
    Text,
    /// Dates, written `YYYY-MM-DD`.
    Date,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing is known.
    Null,
    /// A whole number.
    Integer(i64),
    /// Another number.
    Real(f64),
    /// Text or a date.
    Text(String),
}

/// The bytes of a GeoPackage that holds this layer.
pub fn write(layer: &NewLayer) -> Result<Vec<u8>> {
    block_on(package(layer))?
}

async fn package(layer: &NewLayer) -> Result<Vec<u8>> {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
    // "GPKG" and version 1.3.
    let marks = "pragma application_id = 1196444487; pragma user_version = 10300; begin;";
    sqlx::raw_sql(marks).execute(&mut connection).await?;
    sqlx::raw_sql(include_str!("schema.sql")).execute(&mut connection).await?;
    describe(&mut connection, layer).await?;
    rows(&mut connection, layer).await?;
    index(&mut connection, layer).await?;
    sqlx::raw_sql("commit").execute(&mut connection).await?;
    let bytes = connection.serialize(None).await?.to_vec();
    connection.close().await?;
    Ok(bytes)
}

async fn describe(connection: &mut SqliteConnection, layer: &NewLayer) -> Result<()> {
    let mut sql = format!(
        "create table \"{}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom MULTIPOLYGON",
        layer.name
    );
    for column in &layer.columns {
        let kind = match column.kind {
            ColumnType::Integer => "INTEGER",
            ColumnType::Real => "REAL",
            ColumnType::Text => "TEXT",
            ColumnType::Date => "DATE",
        };
        let _written = write!(sql, ", \"{}\" {kind}", column.name.replace('"', "\"\""));
    }
    sql.push(')');
    sqlx::query(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    let frame = layer.rows.iter().filter_map(|(shape, _)| BBox::of(shape.as_ref()?)).reduce(BBox::union);
    sqlx::query("insert into gpkg_contents values ($1, 'features', $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(&layer.name)
        .bind(&layer.title)
        .bind(&layer.description)
        .bind(format!("{}T00:00:00.000Z", layer.last_change))
        .bind(frame.map(|b| b.min_x))
        .bind(frame.map(|b| b.min_y))
        .bind(frame.map(|b| b.max_x))
        .bind(frame.map(|b| b.max_y))
        .bind(SRS)
        .execute(&mut *connection)
        .await?;
    sqlx::query("insert into gpkg_geometry_columns values ($1, 'geom', 'MULTIPOLYGON', $2, 0, 0)")
        .bind(&layer.name)
        .bind(SRS)
        .execute(connection)
        .await?;
    Ok(())
}

async fn rows(connection: &mut SqliteConnection, layer: &NewLayer) -> Result<()> {
    let width = layer.columns.len() + 2;
    for (nth, chunk) in layer.rows.chunks(MOST_BOUND / width).enumerate() {
        let sql = format!("insert into \"{}\" values {}", layer.name, places(chunk.len(), width));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (at, (shape, values)) in chunk.iter().enumerate() {
            query = query.bind((nth * (MOST_BOUND / width) + at + 1) as i64);
            query = query.bind(shape.as_ref().map(|shape| gpkg::encode(shape, SRS)));
            for value in values {
                query = match value {
                    Value::Null => query.bind(None::<String>),
                    Value::Integer(number) => query.bind(*number),
                    Value::Real(number) => query.bind(*number),
                    Value::Text(text) => query.bind(text.as_str()),
                };
            }
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn index(connection: &mut SqliteConnection, layer: &NewLayer) -> Result<()> {
    let sql = include_str!("index.sql").replace("{layer}", &layer.name);
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await?;
    let boxes =
        (1_i64..).zip(&layer.rows).filter_map(|(id, (shape, _))| Some((id, BBox::of(shape.as_ref()?)?)));
    let boxes: Vec<_> = boxes.collect();
    for chunk in boxes.chunks(MOST_BOUND / 5) {
        let sql = format!("insert into \"rtree_{}_geom\" values {}", layer.name, places(chunk.len(), 5));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for (id, b) in chunk {
            query = query.bind(*id).bind(b.min_x).bind(b.max_x).bind(b.min_y).bind(b.max_y);
        }
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// `(?, ?), (?, ?)` for so many rows of so many values.
fn places(rows: usize, width: usize) -> String {
    let row = format!("({})", vec!["?"; width].join(", "));
    vec![row; rows].join(", ")
}
