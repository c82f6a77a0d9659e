//! What the library does inside one process: reading the bureaus' files, judging the county.

use std::time::Instant;

use lingdi_app::identification::{Judge, Verdicts};
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::policy::Question;
use lingdi_app::{App, Ids};
use lingdi_domain::{Actor, Scope};
use lingdi_testkit::demo::{self, DemoFile};

use super::Figure;
use crate::Result;
use crate::timing::{in_milliseconds, median, milliseconds};

/// Identifications measured.
const RUNS: usize = 50;

pub(super) async fn measure() -> Result<Vec<Figure>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
    let app = App::open(&url, &folder.path().join("files"), None, Ids::random()).await?;
    let files = demo::files()?;
    let started = Instant::now();
    for file in files {
        import(&app, file).await?;
    }
    let imported = started.elapsed();

    let day = "2023-10-09".parse()?;
    let ask = Judge { as_of: Some(day), ..Judge::default() };
    let seen = app.judge(&Actor::program("bench"), &ask).await?;
    let judged = seen.whole()?;
    let question = Question { year: 2023, as_of: day, all_findings: false };
    let times = milliseconds(RUNS, || {
        Verdicts::new(&judged.snapshot.facts, &judged.edition, String::new(), question)?
            .within(&Scope::County);
        Ok(())
    })?;
    app.close().await;
    let parcels = judged.all().count();
    Ok(vec![
        Figure::new("import of all demo files, SQLite", in_milliseconds(imported) / 1_000.0, 5.0, "s"),
        Figure::new(format!("identification of {parcels} parcels, median"), median(&times), 20.0, "ms"),
        Figure::new("identification, slowest", times.last().copied().unwrap_or_default(), 20.0, "ms"),
    ])
}

async fn import(app: &App, file: DemoFile) -> Result {
    let actor = Actor::program("bench");
    let upload = Upload {
        kind: file.kind,
        file_name: file.name.to_owned(),
        bytes: file.bytes,
        recipe: Recipe { year: file.year, crs: file.crs, ..Recipe::default() },
        complete_years: file.complete,
    };
    let report = app.stage(&actor, upload, &|_, _| ()).await?;
    if let Some(batch) = report.batch {
        app.accept_batch(&actor, batch, AcceptMode::Clean).await?;
    }
    Ok(())
}
