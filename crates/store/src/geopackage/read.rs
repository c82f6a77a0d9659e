//! A GeoPackage that somebody sent.

use std::collections::HashSet;

use lingdi_domain::parallel;
use lingdi_geo::crs::UnsupportedCrs;
use lingdi_geo::formats::gpkg;
use lingdi_geo::{Crs, Feature, GeoError, Layer};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteOwnedBuf, SqliteRow, SqliteValueRef};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Decode, Row, TypeInfo, ValueRef};

use super::block_on;

/// More than this is no county's layer.
const MAX_FEATURES: usize = 2_000_000;
/// More values than this are refused, whatever the number of rows.
const MAX_VALUES: usize = 50_000_000;
/// The tables that describe the others; a view in the place of one may never end.
const CATALOGUE: [&str; 3] = ["gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"];
/// Rows fetched at a time.
const CHUNK: i64 = 5_000;

/// Reads every layer of features and every plain table, in the order of the file's list of contents. Views
/// and virtual tables are left out: a hostile one never ends.
///
/// # Errors
/// A sentence for the person who sent the file, when it cannot be opened or holds no layer.
pub fn read(bytes: &[u8]) -> Result<Vec<Layer>, GeoError> {
    block_on(layers(bytes)).map_err(|error| bad(&error))?
}

fn bad(error: &dyn std::fmt::Display) -> GeoError {
    let error = error.to_string();
    let why = match error.split_once("no such table: ") {
        Some((_, table)) => format!("缺少 {table} 表"),
        None => "文件内部结构损坏".to_owned(),
    };
    GeoError::BadGeoPackage { why }
}

async fn layers(bytes: &[u8]) -> Result<Vec<Layer>, GeoError> {
    let mut connection = open(bytes).await.map_err(|error| bad(&error))?;
    let result = all(&mut connection).await;
    let _closed = connection.close().await;
    result
}

async fn open(bytes: &[u8]) -> Result<SqliteConnection, sqlx::Error> {
    // A file in write-ahead mode cannot be opened in memory; its log did not come along anyway.
    let buffer = if bytes.get(18..20).is_none_or(|versions| versions == [1, 1]) {
        SqliteOwnedBuf::try_from(bytes)?
    } else {
        let mut bytes = bytes.to_vec();
        bytes[18..20].fill(1);
        SqliteOwnedBuf::try_from(bytes.as_slice())?
    };
    // A chunk is fetched without the database's own thread and this one waiting for each other.
    let options = SqliteConnectOptions::new().in_memory(true).row_buffer_size(CHUNK as usize);
    let mut connection = options.connect().await?;
    connection.deserialize(None, buffer, true).await?;
    sqlx::query("pragma trusted_schema = off").execute(&mut connection).await?;
    sqlx::query("pragma cell_size_check = on").execute(&mut connection).await?;
    Ok(connection)
}

async fn all(connection: &mut SqliteConnection) -> Result<Vec<Layer>, GeoError> {
    let tables = tables(connection).await.map_err(|error| bad(&error))?;
    if let Some(view) =
        CATALOGUE.iter().find(|name| tables.views.iter().any(|view| view.eq_ignore_ascii_case(name)))
    {
        return Err(bad(&format!("{view} 不是普通的表")));
    }
    let tables = tables.ordinary;
    let contents = contents(connection).await.map_err(|error| bad(&error))?;
    let mut layers = Vec::new();
    let mut seen = HashSet::new();
    for content in &contents {
        if content.is_readable() && tables.contains(&content.table) && seen.insert(&content.table) {
            layers.push(layer(connection, content).await?);
        }
    }
    if layers.is_empty() {
        let found: Vec<_> = contents.iter().take(5).map(|content| content.table.as_str()).collect();
        return Err(GeoError::NoLayer {
            found: if found.is_empty() { "空".to_owned() } else { found.join("、") },
        });
    }
    Ok(layers)
}

/// Names of what can be selected from.
#[derive(Default)]
struct Tables {
    ordinary: Vec<String>,
    /// Views and virtual tables.
    views: Vec<String>,
}

async fn tables(connection: &mut SqliteConnection) -> Result<Tables, sqlx::Error> {
    let rows = sqlx::query("pragma table_list").fetch_all(connection).await?;
    let mut tables = Tables::default();
    for row in &rows {
        let name = row.try_get("name")?;
        let is_ordinary = row.try_get::<String, _>("type").is_ok_and(|kind| kind == "table");
        if is_ordinary { &mut tables.ordinary } else { &mut tables.views }.push(name);
    }
    Ok(tables)
}

/// A line of the list of contents.
struct Content {
    table: String,
    kind: String,
    srs: Option<i64>,
}

impl Content {
    fn is_readable(&self) -> bool {
        ["features", "attributes", "aspatial"].iter().any(|kind| self.kind.eq_ignore_ascii_case(kind))
    }
}

async fn contents(connection: &mut SqliteConnection) -> Result<Vec<Content>, sqlx::Error> {
    let rows = sqlx::query("select table_name, data_type, srs_id from gpkg_contents limit 1000")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Content { table: row.try_get(0)?, kind: row.try_get(1)?, srs: row.try_get(2).unwrap_or(None) })
        })
        .collect()
}

async fn layer(connection: &mut SqliteConnection, content: &Content) -> Result<Layer, GeoError> {
    let describe = async |connection: &mut SqliteConnection| {
        let shapes = shape_column(connection, content).await?;
        let declared_crs = match shapes.as_ref().and_then(|shapes| shapes.1).or(content.srs) {
            Some(srs) if shapes.is_some() => declared(connection, srs).await?,
            _ => Ok(None),
        };
        let columns = columns(connection, content, shapes.map(|shapes| shapes.0).as_deref()).await?;
        Ok((columns, declared_crs))
    };
    let (columns, declared_crs) = describe(connection).await.map_err(|error: sqlx::Error| bad(&error))?;
    let features = features(connection, content, &columns).await?;
    let fields = columns.iter().filter(|column| column.role != Role::Shape).map(|c| c.name.clone()).collect();
    Ok(Layer { name: content.table.clone(), declared_crs, fields, features, encoding: None })
}

/// Name of the column of shapes, and the number of their system.
async fn shape_column(
    connection: &mut SqliteConnection,
    content: &Content,
) -> Result<Option<(String, Option<i64>)>, sqlx::Error> {
    if !content.kind.eq_ignore_ascii_case("features") {
        return Ok(None);
    }
    let row = sqlx::query("select column_name, srs_id from gpkg_geometry_columns where table_name = $1")
        .bind(&content.table)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1).unwrap_or(None)))).transpose()
}

async fn declared(
    connection: &mut SqliteConnection,
    srs: i64,
) -> Result<Result<Option<Crs>, UnsupportedCrs>, sqlx::Error> {
    let row = sqlx::query(
        "select organization, organization_coordsys_id, definition from gpkg_spatial_ref_sys where srs_id = $1",
    )
    .bind(srs)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(Ok(None)) };
    let text = |at: usize| row.try_get::<String, _>(at).unwrap_or_default();
    Ok(gpkg::declared_crs(&text(0), row.try_get(1).unwrap_or(srs), &text(2)))
}

/// A column that is read.
struct Source {
    name: String,
    role: Role,
}

#[derive(PartialEq, Eq)]
enum Role {
    Shape,
    YesNo,
    Plain,
}

/// All columns but the feature id, which is the number of the feature.
async fn columns(
    connection: &mut SqliteConnection,
    content: &Content,
    shapes: Option<&str>,
) -> Result<Vec<Source>, sqlx::Error> {
    let sql = format!("pragma table_info({})", quoted(&content.table));
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(connection).await?;
    let mut columns = Vec::with_capacity(rows.len());
    for row in &rows {
        let (name, kind): (String, String) = (row.try_get("name")?, row.try_get("type").unwrap_or_default());
        let is_id = row.try_get::<i64, _>("pk")? > 0 && kind.eq_ignore_ascii_case("integer");
        let role = if shapes.is_some_and(|shapes| shapes.eq_ignore_ascii_case(&name)) {
            Role::Shape
        } else if kind.eq_ignore_ascii_case("boolean") {
            Role::YesNo
        } else {
            Role::Plain
        };
        if !is_id {
            columns.push(Source { name, role });
        }
    }
    Ok(columns)
}

async fn features(
    connection: &mut SqliteConnection,
    content: &Content,
    columns: &[Source],
) -> Result<Vec<Feature>, GeoError> {
    let names: Vec<_> = columns.iter().map(|column| quoted(&column.name)).collect();
    let sql = format!(
        "select _rowid_{}{} from {} where _rowid_ > $1 order by _rowid_ limit $2",
        if names.is_empty() { "" } else { ", " },
        names.join(", "),
        quoted(&content.table)
    );
    let mut rows = Vec::new();
    let mut last = i64::MIN;
    loop {
        let query = sqlx::query(AssertSqlSafe(sql.clone())).bind(last).bind(CHUNK);
        let chunk = query.fetch_all(&mut *connection).await.map_err(|error| bad(&error))?;
        let read = parallel::map(&chunk, |row| Ok((row.try_get(0)?, feature(row, columns)?)));
        let read: Result<Vec<(i64, Feature)>, sqlx::Error> = read.into_iter().collect();
        rows.extend(read.map_err(|error| bad(&error))?);
        last = rows.last().map_or(last, |(last, _)| *last);
        if rows.len() > MAX_FEATURES {
            return Err(GeoError::TooMany { limit: MAX_FEATURES, what: "图形" });
        }
        if rows.len().saturating_mul(columns.len()) > MAX_VALUES {
            return Err(GeoError::TooMany { limit: MAX_VALUES, what: "数据格" });
        }
        if chunk.len() < CHUNK as usize {
            return Ok(numbered(rows));
        }
    }
}

/// Features carry the id that GIS programs show, unless one of the ids is no possible number.
fn numbered(rows: Vec<(i64, Feature)>) -> Vec<Feature> {
    let possible = rows.iter().all(|(id, _)| u32::try_from(*id).is_ok_and(|id| id > 0));
    rows.into_iter()
        .zip(1..)
        .map(|((id, feature), nth)| Feature { number: if possible { id as u32 } else { nth }, ..feature })
        .collect()
}

fn feature(row: &SqliteRow, columns: &[Source]) -> Result<Feature, sqlx::Error> {
    let mut feature =
        Feature { number: 0, attributes: Vec::with_capacity(columns.len()), geometry: Ok(None) };
    for (at, column) in (1..).zip(columns) {
        let value = row.try_get_raw(at)?;
        match column.role {
            Role::Shape => feature.geometry = shape(value),
            Role::YesNo => feature.attributes.push(text(value, true)),
            Role::Plain => feature.attributes.push(text(value, false)),
        }
    }
    Ok(feature)
}

fn shape(value: SqliteValueRef<'_>) -> Result<Option<lingdi_geo::MultiPolygon<f64>>, String> {
    if value.is_null() {
        return Ok(None);
    }
    let blob: &[u8] = Decode::<sqlx::Sqlite>::decode(value).unwrap_or_default();
    gpkg::decode(blob)
}

/// A value as text, by what it is, not by what its column was declared: SQLite lets them differ.
fn text(value: SqliteValueRef<'_>, yes_no: bool) -> Option<String> {
    if value.is_null() {
        return None;
    }
    match Stored::of(&value) {
        Stored::Whole => match <i64 as Decode<sqlx::Sqlite>>::decode(value).ok()? {
            number if yes_no => Some(if number == 0 { "否" } else { "是" }.to_owned()),
            number => Some(number.to_string()),
        },
        Stored::Real => gpkg::real(<f64 as Decode<sqlx::Sqlite>>::decode(value).ok()?),
        Stored::Blob => None,
        Stored::Text => gpkg::text(<&[u8] as Decode<sqlx::Sqlite>>::decode(value).ok()?),
    }
}

/// What a value is.
enum Stored {
    Whole,
    Real,
    Blob,
    Text,
}

impl Stored {
    fn of(value: &SqliteValueRef<'_>) -> Self {
        match value.type_info().name() {
            "INTEGER" | "BOOLEAN" => Self::Whole,
            "REAL" => Self::Real,
            "BLOB" => Self::Blob,
            _ => Self::Text,
        }
    }
}

/// A name as SQL wants it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
