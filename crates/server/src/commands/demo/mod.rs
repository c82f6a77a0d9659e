//! The demo county: synthetic files as the bureaus would send them, through the real importers, and a
//! history of its cases, performed by its people through the verbs of every day.

mod discipline;
mod interviews;
mod perform;
mod targets;
#[cfg(test)]
mod tests;
mod unit_papers;

use std::path::Path;

use chrono::NaiveDate;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::people::DemoPerson;
use lingdi_app::{App, Ids};
use lingdi_domain::{Actor, Kind};
use lingdi_testkit::demo::DemoFile;
use lingdi_testkit::demo::people::DEPUTY;

use crate::cli::DemoArgs;
use crate::output;

/// 桐庐县
const COUNTY: &str = "330122";

/// A Monday, on which the demo county begins.
const BUSINESS_DATE: (i32, u32, u32) = (2023, 10, 9);

pub(super) async fn run(args: DemoArgs) -> super::Result {
    let database = args.data.join("lingdi.db");
    let url = args.on.clone().unwrap_or_else(|| format!("sqlite:{}", database.display()));
    let absent = match &args.on {
        Some(url) => lingdi_app::is_empty(url).await?,
        None => !database.exists(),
    };
    if absent {
        build(&args).await?;
        restart();
    }
    let app = App::open(&url, &args.data.join("files"), Some(COUNTY), Ids::random()).await?;
    super::serve::serve(app, args.listen, false).await
}

/// The people of the demo.
async fn seed(app: &App) -> super::Result<()> {
    let people = lingdi_testkit::demo::people::PEOPLE.iter().map(|person| DemoPerson {
        login: person.login,
        name: person.name,
        unit: person.unit,
        role: person.role,
        title: person.title,
    });
    let people: Vec<_> = people.collect();
    app.seed_demo_people(&people, &lingdi_testkit::demo::people::LINKS).await?;
    discipline::appoint(app).await
}

/// Replaces this process by a fresh one that finds the county built: building leaves the process
/// with half as much memory again as serving needs. Where that cannot be done, serving goes on here.
fn restart() {
    #[cfg(unix)]
    if let Ok(program) = std::env::current_exe() {
        use std::os::unix::process::CommandExt;
        let error = std::process::Command::new(program).args(std::env::args_os().skip(1)).exec();
        tracing::warn!(%error, "cannot restart");
    }
}

/// Builds the county beside its final place and moves it there when it is whole, so that a demo
/// interrupted half-way starts afresh; a database on a server is filled where it stands.
async fn build(args: &DemoArgs) -> super::Result<()> {
    let data = args.data.as_path();
    let fail =
        |error: std::io::Error| lingdi_app::Error::Internal(format!("无法写入 {}：{error}", data.display()));
    output::say("building the demo county (synthetic data, 演示数据) …");
    let workshop = data.join("building");
    if workshop.exists() {
        std::fs::remove_dir_all(&workshop).map_err(fail)?;
    }
    std::fs::create_dir_all(workshop.join("演示_来文")).map_err(fail)?;
    let own = format!("sqlite:{}", workshop.join("lingdi.db").display());
    let url = args.on.clone().unwrap_or(own);
    let files = tokio::task::spawn_blocking(lingdi_testkit::demo::files).await?;
    let files = files.map_err(|error| lingdi_app::Error::Internal(error.to_string()))?;
    for file in &files {
        std::fs::write(workshop.join("演示_来文").join(file.name), &file.bytes).map_err(fail)?;
    }
    fill(&url, &data.join("files"), files, args.tables_only).await?;
    let letters = data.join("演示_来文");
    if letters.exists() {
        std::fs::remove_dir_all(&letters).map_err(fail)?;
    }
    std::fs::rename(workshop.join("演示_来文"), letters).map_err(fail)?;
    if args.on.is_none() {
        std::fs::rename(workshop.join("lingdi.db"), data.join("lingdi.db")).map_err(fail)?;
    }
    std::fs::remove_dir_all(&workshop).map_err(fail)
}

/// Fills an empty database: with the files alone, or with the whole history.
async fn fill(url: &str, folder: &Path, files: Vec<DemoFile>, tables_only: bool) -> super::Result<()> {
    let (year, month, day) = BUSINESS_DATE;
    let business_date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    lingdi_app::create_demo(url, COUNTY, business_date).await?;
    if !tables_only {
        return perform::history(url, folder, files).await;
    }
    let app = App::open(url, folder, Some(COUNTY), Ids::random()).await?;
    // Targets are agreed to by a meeting, and without the history nobody meets.
    for file in files.into_iter().filter(|file| file.kind != Kind::Targets) {
        import(&app, file).await?;
    }
    seed(&app).await?;
    let (deputy, principal) = DEPUTY;
    app.seed_demo_deputy(deputy, principal).await?;
    discipline::write_interventions(&app).await?;
    app.close().await;
    Ok(())
}

async fn import(app: &App, file: DemoFile) -> super::Result<()> {
    let actor = Actor::program("演示数据");
    let recipe = Recipe { year: file.year, crs: file.crs, ..Recipe::default() };
    let (name, kind) = (file.name, file.kind);
    let upload =
        Upload { kind, file_name: name.to_owned(), bytes: file.bytes, recipe, complete_years: file.complete };
    let report = app.stage(&actor, upload, &|_, _| ()).await?;
    match report.batch {
        Some(id) if kind == Kind::Targets => targets::take_in(app, id).await?,
        Some(id) => {
            app.accept_batch(&actor, id, AcceptMode::Clean).await?;
        }
        None => {}
    }
    output::say(&format!(
        "  {name}: {} rows, {} refused, {} in conflict, {} unmatched",
        report.rows.read, report.rows.refused, report.rows.conflict, report.rows.unmatched
    ));
    Ok(())
}
