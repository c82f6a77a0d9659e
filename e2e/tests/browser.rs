//! Journeys through a real Chromium, scripted in `browser/journeys.mjs`.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use lingdi_e2e::{Lingdi, Server, binary};

/// The browser: what the test run hands over, else the system's.
fn chromium() -> Option<PathBuf> {
    let path = env::var_os("LINGDI_TEST_CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from);
    if path.exists() {
        return Some(path);
    }
    assert_ne!(env::var("CI").as_deref(), Ok("true"), "{} is not here: install chromium", path.display());
    #[expect(clippy::print_stdout, reason = "a test must say what it skipped")]
    {
        println!("skipped: {} is not here; set LINGDI_TEST_CHROMIUM", path.display());
    }
    None
}

/// The scripts in a folder with their packages, fetched once per lock file into `target/npm`.
///
/// Node looks for packages beside the script, so that the scripts are copied there for each run.
fn scripts() -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("browser");
    let cache = binary().ancestors().nth(2).unwrap().join("npm");
    let mut hasher = DefaultHasher::new();
    fs::read(source.join("package-lock.json")).unwrap().hash(&mut hasher);
    let home = cache.join(format!("{:016x}", hasher.finish()));
    fs::create_dir_all(&cache).unwrap();
    let guard = fs::File::create(cache.join(".lock")).unwrap();
    guard.lock().unwrap();
    if !home.exists() {
        let partial = home.with_extension("partial");
        fs::create_dir_all(&partial).unwrap();
        for name in ["package.json", "package-lock.json"] {
            fs::copy(source.join(name), partial.join(name)).unwrap();
        }
        let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        assert!(
            Command::new("npm").args(npm).current_dir(&partial).status().unwrap().success(),
            "npm ci failed"
        );
        fs::rename(&partial, &home).unwrap();
    }
    for name in ["browser.mjs", "cast.mjs", "cockpit.mjs", "journeys.mjs", "orders.mjs", "story.mjs"] {
        fs::copy(source.join(name), home.join(name)).unwrap();
    }
    home
}

fn walk(journey: &str) {
    let Some(chromium) = chromium() else { return };
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let output = Command::new("node")
        .arg(scripts().join("journeys.mjs"))
        .arg(format!("http://{}", server.address))
        .arg(journey)
        .env("LINGDI_TEST_CHROMIUM", chromium)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_wall_shows_the_cockpit_whole_and_legible_lives_and_is_walked_by_keyboard_with_the_network_cut() {
    let Some(chromium) = chromium() else { return };
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let pictures = lingdi.folder().join("pictures");
    let output = Command::new("node")
        .arg(scripts().join("cockpit.mjs"))
        .arg(format!("http://{}", server.address))
        .arg(&pictures)
        .env("LINGDI_TEST_CHROMIUM", chromium)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pictures = fs::read_dir(pictures).unwrap().map(|entry| entry.unwrap());
    let sizes: Vec<u64> = pictures.map(|entry| entry.metadata().unwrap().len()).collect();
    assert!(sizes.len() == 7 && sizes.iter().all(|size| *size > 50_000), "{sizes:?}");
}

/// A story told as several people, on a demo county of its own, with so many pictures at least.
fn tell(script: &str, lingdi: &Lingdi, server: &Server, least: usize) {
    let Some(chromium) = chromium() else { return };
    let pictures = lingdi.folder().join("pictures");
    let output = Command::new("node")
        .arg(scripts().join(script))
        .arg(format!("http://{}", server.address))
        .arg(&pictures)
        .env("LINGDI_TEST_CHROMIUM", chromium)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(fs::read_dir(pictures).unwrap().count() >= least);
}

/// The demo county without its history on a PostgreSQL database; `None` where there is none.
fn on_postgres(name: &str) -> Option<(Lingdi, Server)> {
    let lingdi = Lingdi::on_postgres(name)?;
    let folder = lingdi.folder().join("demo");
    let place = [
        "--data",
        &folder.to_string_lossy(),
        "--on",
        lingdi.db(),
        "--tables-only",
        "--listen",
        "127.0.0.1:0",
    ];
    let server = lingdi.serve(&[&["demo"][..], &place].concat());
    Some((lingdi, server))
}

#[test]
fn a_parcel_goes_from_the_sheet_to_its_exit_as_seven_people() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    tell("story.mjs", &lingdi, &server, 21);
}

#[test]
fn the_same_story_is_told_on_postgresql() {
    let Some((lingdi, server)) = on_postgres("story") else { return };
    tell("story.mjs", &lingdi, &server, 21);
}

#[test]
fn an_order_goes_from_the_map_over_two_bureaus_to_its_end() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    tell("orders.mjs", &lingdi, &server, 8);
}

#[test]
fn the_story_of_an_order_is_told_on_postgresql() {
    let Some((lingdi, server)) = on_postgres("orders") else { return };
    tell("orders.mjs", &lingdi, &server, 8);
}

#[test]
fn a_card_leads_to_the_page_that_was_asked_for_and_out_again() {
    walk("aCardLeadsToThePageAndOut");
}

#[test]
fn an_appointment_needs_two_administrators() {
    walk("anAppointmentNeedsTwo");
}

#[test]
fn from_home_over_a_filtered_list_to_the_printed_sheet_of_a_parcel() {
    walk("fromHomeToTheSheet");
}

#[test]
fn a_file_dropped_on_the_page_is_recognised_accepted_and_found() {
    walk("aDroppedFileIsAccepted");
}

#[test]
fn the_map_draws_and_a_click_on_a_parcel_opens_its_card() {
    walk("aClickOnTheMapOpensACard");
}

#[test]
fn a_machine_without_webgl_sees_the_servers_drawing() {
    walk("withoutWebGlTheServerDraws");
}

#[test]
fn every_page_fits_a_phone_and_a_desk_stays_here_and_logs_no_error() {
    walk("everyPageFitsAPhone");
}
