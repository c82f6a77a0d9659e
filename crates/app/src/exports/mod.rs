//! Files out: a layer as csv, xlsx, geojson or GeoPackage, under the caller's scope.

mod geojson;
mod geopackage;
mod layers;
mod orders;
mod sheet;

pub(crate) use geojson::geometry;
use lingdi_domain::{Actor, Scope};

use crate::authority::May;
use crate::identification::{Judge, Verdicts};
use crate::parcels::{ParcelFilter, Sort, Tab};
use crate::seen::Seen;
use crate::{Action, App, Error, Result};

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// Every parcel with its verdict.
    Parcels,
    /// Listed and indeterminate parcels.
    List,
    /// Who uses which parcel.
    Occupancy,
    /// Units with their outlines.
    Units,
}

/// Forms of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated, UTF-8 with byte order mark, so that Excel and WPS show Chinese.
    Csv,
    /// Excel workbook with real numbers.
    Xlsx,
    /// RFC 7946.
    Geojson,
    /// GeoPackage 1.3, CGCS2000 longitude and latitude.
    Geopackage,
}

impl Format {
    /// The form that a file name's ending asks for.
    pub fn from_name(name: &str) -> Result<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("geojson") => Ok(Self::Geojson),
            Some("gpkg") => Ok(Self::Geopackage),
            _ => {
                Err(Error::Refused(format!("不支持导出为“{name}”。请使用 .csv、.xlsx、.geojson 或 .gpkg。")))
            }
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Geojson => "application/geo+json",
            Self::Geopackage => "application/geopackage+sqlite3",
        }
    }
}

impl App {
    /// A whole layer as a file.
    pub async fn export(&self, actor: &Actor, layer: Layer, format: Format, ask: &Judge) -> Result<Vec<u8>> {
        let filter = ParcelFilter { tab: Tab::All, ..ParcelFilter::default() };
        self.export_filtered(actor, layer, format, ask, &filter, Sort::default()).await
    }

    /// A layer as a file, narrowed and sorted as a list is (layers of parcels only).
    pub async fn export_filtered(
        &self,
        actor: &Actor,
        layer: Layer,
        format: Format,
        ask: &Judge,
        filter: &ParcelFilter,
        sort: Sort,
    ) -> Result<Vec<u8>> {
        actor.may(Action::Read)?;
        let seen = self.judge(actor, ask).await?;
        let demo = crate::county::is_demo(self.db(), self.county()).await?;
        let filter = filter.clone();
        let day = self.clock().today();
        let write = move || write(&seen, (layer, format), &filter, sort, Stamp { day, demo });
        tokio::task::spawn_blocking(write).await?
    }

    /// The answer of `identify` in the form a file name asks for.
    pub async fn identification_file(&self, actor: &Actor, ask: &Judge, name: &str) -> Result<Vec<u8>> {
        if name.to_ascii_lowercase().ends_with(".json") {
            let verdicts = self.verdicts(actor, ask).await?;
            return Ok(identification_json(&verdicts)?.into_bytes());
        }
        self.export(actor, Layer::List, Format::from_name(name)?, ask).await
    }
}

/// What is printed beside the rows: when, and whether the data are synthetic.
#[derive(Debug, Clone, Copy)]
struct Stamp {
    day: chrono::NaiveDate,
    demo: bool,
}

/// The contract of `identify --format json` for the whole county, byte for byte the same on both engines.
pub fn identification_json(verdicts: &Verdicts) -> Result<String> {
    Ok(serde_json::to_string_pretty(&verdicts.within(&Scope::County))?)
}

fn write(
    seen: &Seen,
    (layer, format): (Layer, Format),
    filter: &ParcelFilter,
    sort: Sort,
    stamp: Stamp,
) -> Result<Vec<u8>> {
    match format {
        Format::Geojson => return geojson::write(seen, layer, filter, sort),
        Format::Geopackage => return geopackage::write(seen, layer, filter, sort, stamp),
        Format::Csv | Format::Xlsx => {}
    }
    let sheet = layers::sheet(seen, layer, filter, sort, stamp);
    match format {
        Format::Csv => sheet.to_csv(),
        _ => sheet.to_xlsx(),
    }
}
