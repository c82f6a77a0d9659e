//! T1: every file of the county into the database, durable and indexed, as whole processes; beside
//! ogr2ogr, COPY, btrees and the projected copy in PostgreSQL.

use std::path::Path;

use super::Run;
use crate::county::{Cost, County};
use crate::recipes::{PARCEL_FILES, parcels};
use crate::scripts::{self, Line, Postgres, find};
use crate::table::{Goal, Peer, Row, Unit};
use crate::timing::Spread;
use crate::{Result, say};

/// The whole import for each format of the parcels that is there and is read.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    let mut costs: Vec<(&str, Cost)> = Vec::new();
    for _ in 0..run.runs {
        costs.extend(once(run)?);
    }
    if costs.is_empty() {
        return Err("no file of parcels is read".into());
    }
    // Only the county that stays is needed from here on.
    let _ = std::fs::remove_dir_all(run.place.county(run.size).with_extension("parcels"));
    let peers = peers(run)?;
    let mut rows = Vec::new();
    for (format, _) in PARCEL_FILES {
        let of: Vec<Cost> =
            costs.iter().filter(|(known, _)| *known == format).map(|(_, cost)| *cost).collect();
        if !of.is_empty() {
            rows.push(seconds(run, format, &of, &peers));
            rows.push(peak(run, format, &of));
        }
    }
    Ok(rows)
}

/// One whole import per format. The first format that is read builds the county that stays; the
/// others read their parcels into a county of their own and share its time for the tables.
fn once(run: &Run) -> Result<Vec<(&'static str, Cost)>> {
    let (data, folder) = (run.place.data(run.size), run.place.county(run.size));
    let mut costs = Vec::new();
    let mut shared: Option<Cost> = None;
    for (format, file) in PARCEL_FILES.into_iter().filter(|(_, file)| data.join(file).exists()) {
        let place = if shared.is_some() { folder.with_extension("parcels") } else { folder.clone() };
        let county = County::make(&place)?;
        let Some(alone) = county.import_parcels(&parcels(file), &data)? else { continue };
        let tables = if let Some(tables) = shared { tables } else { tables(&county, &data)? };
        shared = Some(tables);
        say(format!("  {format}: parcels {:.2} s, tables {:.2} s", alone.seconds, tables.seconds));
        let whole = Cost { seconds: alone.seconds + tables.seconds, peak: alone.peak.max(tables.peak) };
        costs.push((format, whole));
    }
    Ok(costs)
}

fn tables(county: &County, data: &Path) -> Result<Cost> {
    let tables = county.import_tables(data)?;
    county.finish()?;
    Ok(tables)
}

fn peers(run: &Run) -> Result<Vec<Line>> {
    if !run.place.has_peers() {
        return Ok(Vec::new());
    }
    let _server = Postgres::start(run.place, run.size)?;
    scripts::run(run.place, "t1_load.py", run.size, &["pg"])
}

fn peak(run: &Run, format: &str, costs: &[Cost]) -> Row {
    let peaks = Spread::of(costs.iter().map(|cost| cost.peak).collect());
    let what = format!("its peak memory, parcels {format}");
    let goal = run.ten_times("T1", &what);
    Row::new("T1", run.size, what, Unit::Megabytes, peaks).goal(goal)
}

fn seconds(run: &Run, format: &str, costs: &[Cost], peers: &[Line]) -> Row {
    let seconds = Spread::of(costs.iter().map(|cost| cost.seconds).collect());
    let peer =
        whole(format, peers).map(|median| Peer { name: "ogr2ogr + COPY + indexes".to_owned(), median });
    Row::new("T1", run.size, format!("whole import, parcels {format}"), Unit::Seconds, seconds)
        .beside(peer)
        .goal(run.at_goal_size(Goal::Ratio(1.0, 0.2)))
}

/// The steps that together leave PostgreSQL with the same county.
fn whole(format: &str, peers: &[Line]) -> Option<f64> {
    let parcels = format!("parcels {format} -> table + GiST");
    let steps = [
        ("ogr2ogr->PostGIS", parcels.as_str()),
        ("PostgreSQL COPY", "all 6 tables from csv"),
        ("PostgreSQL", "btree indexes"),
        ("PostGIS", "project to EPSG:4549 + GiST"),
    ];
    steps.into_iter().map(|(peer, what)| Some(find(peers, peer, what)?.median_s)).sum()
}
