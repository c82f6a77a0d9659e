//! The demo county's files, as an importer meets them.

use std::collections::HashSet;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use lingdi_domain::Kind;
use lingdi_geo::BBox;
use lingdi_intake::{ReadOptions, RowStatus, Table, read};
use lingdi_testkit::demo::{self, DemoFile, ODDITIES, Outcome};
use zip::ZipArchive;

/// 桐庐, rounded outwards.
const COUNTY: BBox = BBox { min_x: 119.17, min_y: 29.58, max_x: 119.98, max_y: 30.1 };

/// Written once for all tests.
static FILES: LazyLock<Vec<DemoFile>> =
    LazyLock::new(|| demo::files().expect("the demo county can be written"));
/// Read once for all tests, in the order of [`FILES`].
static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| FILES.iter().map(table).collect());

fn table(file: &DemoFile) -> Table {
    let mut options = ReadOptions::new(file.kind, "330122");
    options.county_box = Some(COUNTY);
    options.year = file.year;
    options.crs = file.crs;
    read(file.name, &file.bytes, &options).unwrap_or_else(|refusal| panic!("{}: {refusal:?}", file.name))
}

fn archive(file: &DemoFile) -> Option<ZipArchive<Cursor<&[u8]>>> {
    ZipArchive::new(Cursor::new(file.bytes.as_slice())).ok()
}

#[test]
fn the_bytes_are_the_same_every_time() {
    let again = demo::files().unwrap();
    assert_eq!(again.len(), FILES.len());
    for (first, second) in FILES.iter().zip(&again) {
        assert!(first.name == second.name && first.bytes == second.bytes, "{}", first.name);
    }
}

#[test]
fn no_file_holds_the_time_at_which_it_was_made() {
    for file in &*FILES {
        let Some(mut archive) = archive(file) else { continue };
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            assert!(part.last_modified().is_none_or(|time| time.year() == 1980), "{}", file.name);
            let name = part.name().unwrap().into_owned();
            if name == "docProps/core.xml" {
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                assert_eq!(text.matches("2023-09-28T00:00:00Z").count(), 2, "{}", file.name);
            }
        }
    }
}

#[test]
fn every_file_says_that_it_is_a_demonstration() {
    for file in &*FILES {
        assert!(file.name.starts_with("演示_"));
        let (gbk, _, _) = encoding_rs::GBK.encode("演示数据");
        let says_so = |bytes: &[u8]| {
            bytes.windows(12).any(|text| text == "演示数据".as_bytes())
                || bytes.windows(8).any(|text| text == &*gbk)
        };
        let parts = archive(file).map(|mut archive| {
            (0..archive.len()).any(|index| {
                let mut bytes = Vec::new();
                archive.by_index(index).unwrap().read_to_end(&mut bytes).unwrap();
                says_so(&bytes)
            })
        });
        assert!(parts.unwrap_or_else(|| says_so(&file.bytes)), "{}", file.name);
    }
}

#[test]
fn the_dirt_is_what_the_table_of_oddities_says() {
    for (file, table) in FILES.iter().zip(&*TABLES) {
        for (outcome, status) in [
            (Outcome::Refused, RowStatus::Refused),
            (Outcome::Conflict, RowStatus::Conflict),
            (Outcome::Duplicate, RowStatus::Duplicate),
        ] {
            let stated: usize = ODDITIES
                .iter()
                .filter(|oddity| oddity.outcome == outcome && file.name.contains(oddity.file))
                .map(|oddity| oddity.rows)
                .sum();
            let found = table.rows.iter().filter(|row| row.status == status).count();
            assert_eq!(found, stated, "{} {outcome:?}", file.name);
        }
    }
    for oddity in ODDITIES {
        assert!(FILES.iter().any(|file| file.name.contains(oddity.file)), "{}", oddity.what);
    }
}

#[test]
fn every_row_about_land_names_a_parcel_of_the_cadastre() {
    let ready = |table: &'static Table| table.rows.iter().filter(|row| row.status == RowStatus::Ready);
    let parcels: HashSet<&str> = ready(&TABLES[0]).filter_map(|row| row.data.text("code")).collect();
    assert_eq!(parcels.len(), 2_600);
    let about_land = [
        Kind::Supply,
        Kind::Occupancy,
        Kind::Approvals,
        Kind::Leases,
        Kind::Power,
        Kind::Encumbrances,
        Kind::Findings,
    ];
    for (file, table) in FILES.iter().zip(&*TABLES).filter(|(file, _)| about_land.contains(&file.kind)) {
        for row in ready(table) {
            let parcel = row.data.text("parcel").unwrap();
            assert!(parcels.contains(parcel), "{} row {}: {parcel}", file.name, row.row);
        }
    }
}

#[test]
fn four_years_of_tax_are_declared_complete() {
    let years: Vec<i32> = FILES.iter().flat_map(|file| file.complete.clone()).collect();
    assert_eq!(years, [2019, 2020, 2021, 2022]);
}
