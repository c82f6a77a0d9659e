//! The small county's files, as an importer meets them.

use lingdi_intake::{ReadOptions, RowStatus, read};
use lingdi_testkit::fixtures::mini;

#[test]
fn every_row_is_read_without_any_problem() {
    for file in mini::files() {
        let table = read(file.name, &file.bytes, &ReadOptions::new(file.kind, "330122")).unwrap();
        assert!(table.problems.is_empty(), "{}: {:?}", file.name, table.problems);
        assert!(!table.rows.is_empty() && table.rows.iter().all(|row| row.status == RowStatus::Ready));
    }
}

#[test]
fn the_parcels_are_those_whose_verdicts_are_stated() {
    let parcels = &mini::files()[0];
    let table = read(parcels.name, &parcels.bytes, &ReadOptions::new(parcels.kind, "330122")).unwrap();
    let codes: Vec<&str> = table.rows.iter().map(|row| row.data.text("code").unwrap()).collect();
    let stated: Vec<&str> = mini::EXPECTED.iter().map(|parcel| parcel.code).collect();
    assert_eq!(codes, stated);
}
