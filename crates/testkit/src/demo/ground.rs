//! The ground the demo county stands on: schematic outlines and rivers, in metres.

use geo::{Coord, LineString, Polygon};
use proj4rs::Proj;
use serde_json::Value;

use super::DemoError;

/// Outlines that ship with the policy edition, schematic and labelled so.
const OUTLINES: &str = include_str!("../../../../policy/2022-7/outlines.geojson");

/// CGCS2000 / 3° Gauss–Krüger zone 40 (EPSG:4528), on whose metres everything is drawn.
const ZONE_40: &str = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=40500000 +y_0=0 +ellps=GRS80 +units=m";
const LON_LAT: &str = "+proj=longlat +ellps=GRS80";

/// A township, street or the zone.
#[derive(Debug)]
pub(crate) struct Unit {
    /// 单位名称
    pub(crate) name: String,
    /// Its outline in metres.
    pub(crate) outline: Polygon,
}

/// All units and rivers.
#[derive(Debug)]
pub(crate) struct Ground {
    /// In the order of the file.
    pub(crate) units: Vec<Unit>,
    /// Rivers and their branches, in metres.
    pub(crate) rivers: Vec<LineString>,
}

impl Ground {
    /// Reads the shipped outlines.
    pub(crate) fn read() -> Result<Self, DemoError> {
        let document: Value = serde_json::from_str(OUTLINES)?;
        let projection = Projection::new()?;
        let (mut units, mut rivers) = (Vec::new(), Vec::new());
        for feature in document["features"].as_array().ok_or(DemoError::Outlines)? {
            let coordinates = &feature["geometry"]["coordinates"];
            if feature["geometry"]["type"] == "LineString" {
                rivers.push(line(coordinates, &projection)?);
            } else {
                let name = feature["properties"]["单位名称"].as_str().ok_or(DemoError::Outlines)?;
                let outline = Polygon::new(line(&coordinates[0], &projection)?, Vec::new());
                units.push(Unit { name: name.to_owned(), outline });
            }
        }
        Ok(Self { units, rivers })
    }

    /// The unit of this name.
    pub(crate) fn unit(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }
}

fn line(coordinates: &Value, projection: &Projection) -> Result<LineString, DemoError> {
    let points = coordinates.as_array().ok_or(DemoError::Outlines)?;
    points
        .iter()
        .map(|point| {
            let number = |axis: usize| point[axis].as_f64().ok_or(DemoError::Outlines);
            projection.metres(number(0)?, number(1)?)
        })
        .collect()
}

/// From longitude and latitude to metres of the zone.
struct Projection {
    from: Proj,
    to: Proj,
}

impl Projection {
    fn new() -> Result<Self, DemoError> {
        Ok(Self { from: Proj::from_proj_string(LON_LAT)?, to: Proj::from_proj_string(ZONE_40)? })
    }

    /// Degrees → easting and northing.
    fn metres(&self, lon: f64, lat: f64) -> Result<Coord, DemoError> {
        let mut point = (lon.to_radians(), lat.to_radians(), 0.0);
        proj4rs::transform::transform(&self.from, &self.to, &mut point)?;
        Ok(Coord { x: point.0, y: point.1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lon_lat_becomes_metres_of_zone_40() {
        let point = Projection::new().unwrap().metres(119.69, 29.79).unwrap();
        assert!((point.x - 40_470_026.404).abs() < 0.002, "{}", point.x);
        assert!((point.y - 3_296_875.042).abs() < 0.002, "{}", point.y);
    }

    #[test]
    fn the_outlines_hold_fourteen_townships_and_the_zone() {
        let ground = Ground::read().unwrap();
        assert_eq!(ground.units.len(), 15);
        assert!(ground.unit("桐庐经济开发区").is_some());
        assert_eq!(ground.rivers.len(), 10);
    }
}
