//! A generated county in our database: built by whole processes, opened by the library.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use lingdi_app::identification::{Judge, Verdicts};
use lingdi_app::policy::Edition;
use lingdi_app::{App, Ids, Snapshot};

use crate::flags::question;
use crate::place::repository;
use crate::process::{self, Ran};
use crate::recipes::{Recipe, TABLES};
use crate::{Result, say};

/// A folder with a database in it.
#[derive(Debug, Clone)]
pub(crate) struct County {
    pub(crate) folder: PathBuf,
}

/// What an import took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// Greatest memory of its processes, in MB.
    pub(crate) peak: f64,
}

impl Cost {
    fn add(&mut self, ran: &Ran) {
        self.seconds += ran.seconds;
        self.peak = self.peak.max(ran.peak);
    }
}

impl County {
    /// An empty county in an empty folder.
    pub(crate) fn make(folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let county = Self { folder: folder.to_owned() };
        process::run(county.command()?.args(["--county", "330122", "init"]), None)?.or_fail()?;
        Ok(county)
    }

    /// The county that an earlier run left, if it is whole.
    pub(crate) fn found(folder: &Path) -> Option<Self> {
        folder.join("whole").exists().then(|| Self { folder: folder.to_owned() })
    }

    /// The program on this county.
    pub(crate) fn command(&self) -> Result<Command> {
        let mut command = process::lingdi()?;
        command.args(["--db", &self.url()]);
        Ok(command)
    }

    /// Imports the parcels from one file; `None` when the program does not read that format.
    pub(crate) fn import_parcels(&self, parcels: &Recipe, data: &Path) -> Result<Option<Cost>> {
        let ran = process::run(self.command()?.args(parcels.arguments(data)), None)?;
        if ran.status.code() == Some(2) {
            say(format!("  {}: {}", parcels.file, ran.errors.trim()));
            return Ok(None);
        }
        let mut cost = Cost::default();
        cost.add(&ran.or_fail()?);
        Ok(Some(cost))
    }

    /// Imports every other table.
    pub(crate) fn import_tables(&self, data: &Path) -> Result<Cost> {
        let mut cost = Cost::default();
        for table in &TABLES {
            cost.add(&process::run(self.command()?.args(table.arguments(data)), None)?.or_fail()?);
        }
        Ok(cost)
    }

    /// Puts the benches' edition into force, and says that the county is whole.
    pub(crate) fn finish(&self) -> Result {
        let policy = repository().join("benches/policy");
        process::run(self.command()?.args(["policy", "import"]).arg(policy), None)?.or_fail()?;
        process::run(self.command()?.args(["policy", "publish", "bench@1"]), None)?.or_fail()?;
        fs::write(self.folder.join("whole"), "")?;
        Ok(())
    }

    /// A copy of the county, for a measurement that changes it.
    pub(crate) fn copy(&self, folder: &Path) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        fs::copy(self.folder.join("lingdi.db"), folder.join("lingdi.db"))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// The county opened in this process.
    pub(crate) async fn open(&self) -> Result<App> {
        Ok(App::open(&self.url(), &self.folder.join("files"), None, Ids::random()).await?)
    }

    /// Address of its database.
    pub(crate) fn url(&self) -> String {
        format!("sqlite:{}", self.folder.join("lingdi.db").display())
    }
}

/// The flags' question as the library takes it.
pub(crate) fn ask() -> Result<Judge> {
    let question = question()?;
    Ok(Judge {
        policy: Some("bench".to_owned()),
        year: Some(question.year),
        as_of: Some(question.as_of),
        ..Judge::default()
    })
}

/// The benches' edition, read from its folder.
pub(crate) fn edition() -> Result<Edition> {
    let folder = repository().join("benches/policy");
    let files = Edition::file_names()
        .filter_map(|name| Some((name.to_owned(), fs::read_to_string(folder.join(name)).ok()?)))
        .collect();
    Ok(Edition::parse(&files)?)
}

/// What a judgement in memory needs.
pub(crate) struct InMemory {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) edition: Arc<Edition>,
}

impl InMemory {
    /// Judges every parcel, as the product does.
    pub(crate) fn judge(&self) -> Result<Verdicts> {
        Ok(Verdicts::new(&self.snapshot.facts, &self.edition, String::new(), question()?)?)
    }

    /// Loads the county's facts.
    pub(crate) async fn load(app: &App) -> Result<Self> {
        Ok(Self { snapshot: app.snapshot(None).await?, edition: Arc::new(edition()?) })
    }
}
