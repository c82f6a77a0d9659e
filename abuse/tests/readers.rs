//! No reader panics, hangs or takes more than its share, whatever the bytes.
//!
//! `LINGDI_ABUSE_SECONDS` says for how long each is tried (20), `LINGDI_ABUSE_SEED` with which inputs (1).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "the helpers of a test may fail it and tell")]

use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use lingdi_abuse::{Reader, Report, keep, seeds, worker};

/// A worker that is at the same input for so long will never end.
const PATIENCE: Duration = Duration::from_mins(1);

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn endures(reader: Reader) {
    let (seconds, seed) = (setting("LINGDI_ABUSE_SECONDS", 20), setting("LINGDI_ABUSE_SEED", 1));
    for folder in seeds::missing(reader) {
        println!("without the seeds of {}, which is not here", folder.display());
    }
    // The limit is for the machine's sake: what a reader may take is measured, and is much less.
    let bounded = r#"ulimit -v 8388608; exec "$0" "$@""#;
    let mut command = Command::new("sh");
    command.args(["-c", bounded, env!("CARGO_BIN_EXE_lingdi-abuse"), "run"]);
    command.args([reader.to_string(), seed.to_string(), "0".to_owned(), seconds.to_string()]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (output, stalled) = attended(reader, child);
    if !output.status.success() {
        let step = step(reader);
        let input = lingdi_abuse::input(reader, &seeds::of(reader).unwrap(), seed, step);
        let path = keep(reader, seed, step, &input).unwrap();
        let how = if stalled { "never ended".to_owned() } else { output.status.to_string() };
        let words = String::from_utf8_lossy(&output.stderr);
        panic!("{reader}: {how} at step {step}\n{words}\n{}", replay(reader, &path.display()));
    }
    let report: Report = serde_json::from_slice(&output.stdout).unwrap();
    println!("{reader}: {}", serde_json::to_string(&report).unwrap());
    assert!(report.inputs > 0, "{reader}: no input was read");
    let faults: Vec<String> = report
        .faults
        .iter()
        .map(|fault| {
            let path = lingdi_abuse::folder().join(format!("{reader}-{seed}-{}.bin", fault.step));
            format!("step {}: {}\n{}", fault.step, fault.what, replay(reader, &path.display()))
        })
        .collect();
    assert!(faults.is_empty(), "{reader}:\n{}", faults.join("\n"));
}

fn replay(reader: Reader, path: &dyn std::fmt::Display) -> String {
    format!("  again: cargo run -p lingdi-abuse -- replay {reader} {path}")
}

/// Waits for the worker, unless it stands still.
fn attended(reader: Reader, mut child: Child) -> (Output, bool) {
    let (mut last, mut since) = (step(reader), Instant::now());
    while child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(100));
        let now = step(reader);
        if now != last {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > PATIENCE {
            child.kill().unwrap();
            return (child.wait_with_output().unwrap(), true);
        }
    }
    (child.wait_with_output().unwrap(), false)
}

fn step(reader: Reader) -> u64 {
    let bytes = std::fs::read(worker::progress(reader)).unwrap_or_default();
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

macro_rules! each {
    ($($test:ident: $reader:ident,)*) => {$(
        #[test]
        fn $test() {
            endures(Reader::$reader);
        }
    )*};
}

each! {
    no_workbook_brings_its_reader_down: Xlsx,
    no_old_workbook_brings_its_reader_down: Xls,
    no_delimited_text_brings_its_reader_down: Csv,
    no_dbase_table_brings_its_reader_down: Dbf,
    no_zipped_shapefile_brings_its_reader_down: Shapefile,
    no_bare_shapes_bring_their_reader_down: Shp,
    no_geojson_brings_its_reader_down: GeoJson,
    no_coordinates_bring_the_repair_of_rings_down: Place,
    no_survey_text_brings_its_reader_down: Survey,
    no_geopackage_brings_its_reader_down: GeoPackage,
    no_gzip_brings_its_reader_down: Gzip,
    no_binary_shape_brings_its_reader_down: Blob,
    no_block_of_the_store_brings_its_reader_down: Block,
    no_coordinate_system_brings_its_reader_down: Crs,
}
