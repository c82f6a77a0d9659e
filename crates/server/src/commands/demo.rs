//! The demo county: synthetic files as the bureaus would send them, through the real importers.

use std::path::Path;

use chrono::NaiveDate;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::people::DemoPerson;
use lingdi_app::{App, Ids};
use lingdi_domain::Actor;

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
        build(&args.data, args.on.as_deref()).await?;
        restart();
    }
    let app = App::open(&url, &args.data.join("files"), Some(COUNTY), Ids::random()).await?;
    seed(&app).await?;
    super::serve::serve(app, args.listen, false).await
}

/// The people of the demo, unless accounts are there already.
async fn seed(app: &App) -> super::Result<()> {
    let people = lingdi_testkit::demo::people::PEOPLE.map(|person| DemoPerson {
        login: person.login,
        name: person.name,
        unit: person.unit,
        role: person.role,
        title: person.title,
    });
    let (links, deputy) = (lingdi_testkit::demo::people::LINKS, lingdi_testkit::demo::people::DEPUTY);
    app.seed_demo_people(&people, &links, deputy).await
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
async fn build(data: &Path, on: Option<&str>) -> super::Result<()> {
    let fail =
        |error: std::io::Error| lingdi_app::Error::Internal(format!("无法写入 {}：{error}", data.display()));
    output::say("building the demo county (synthetic data, 演示数据) …");
    let workshop = data.join("building");
    if workshop.exists() {
        std::fs::remove_dir_all(&workshop).map_err(fail)?;
    }
    std::fs::create_dir_all(workshop.join("演示_来文")).map_err(fail)?;
    let own = format!("sqlite:{}", workshop.join("lingdi.db").display());
    let url = on.map_or(own, str::to_owned);
    let (year, month, day) = BUSINESS_DATE;
    let business_date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    lingdi_app::create_demo(&url, COUNTY, business_date).await?;
    let app = App::open(&url, &data.join("files"), Some(COUNTY), Ids::random()).await?;
    let files = tokio::task::spawn_blocking(lingdi_testkit::demo::files).await?;
    for file in files.map_err(|error| lingdi_app::Error::Internal(error.to_string()))? {
        std::fs::write(workshop.join("演示_来文").join(file.name), &file.bytes).map_err(fail)?;
        import(&app, file).await?;
    }
    app.close().await;
    let letters = data.join("演示_来文");
    if letters.exists() {
        std::fs::remove_dir_all(&letters).map_err(fail)?;
    }
    std::fs::rename(workshop.join("演示_来文"), letters).map_err(fail)?;
    if on.is_none() {
        std::fs::rename(workshop.join("lingdi.db"), data.join("lingdi.db")).map_err(fail)?;
    }
    std::fs::remove_dir_all(&workshop).map_err(fail)
}

async fn import(app: &App, file: lingdi_testkit::demo::DemoFile) -> super::Result<()> {
    let actor = Actor::program("演示数据");
    let recipe = Recipe { year: file.year, crs: file.crs, ..Recipe::default() };
    let name = file.name;
    let upload = Upload {
        kind: file.kind,
        file_name: name.to_owned(),
        bytes: file.bytes,
        recipe,
        complete_years: file.complete,
    };
    let report = app.stage(&actor, upload, &|_, _| ()).await?;
    if let Some(id) = report.batch {
        app.accept_batch(&actor, id, AcceptMode::Clean).await?;
    }
    output::say(&format!(
        "  {name}: {} rows, {} refused, {} in conflict, {} unmatched",
        report.rows.read, report.rows.refused, report.rows.conflict, report.rows.unmatched
    ));
    Ok(())
}
