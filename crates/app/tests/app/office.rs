//! A county's desk in a folder of its own, as the office sits at it.

use lingdi_app::imports::{AcceptMode, Recipe, Report, Upload};
use lingdi_app::{App, Error, Ids};
use lingdi_domain::{Actor, Kind};
use lingdi_testkit::fixtures::mini;

pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) office: Actor,
    folder: tempfile::TempDir,
}

impl Desk {
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
        let app = App::open(&url, &folder.path().join("files"), None, Ids::random()).await.unwrap();
        Self { app, office: Actor::command_line("test"), folder }
    }

    /// Where its database and files lie.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The same place, in the morning of another day.
    pub(crate) async fn on(&mut self, day: &str) {
        self.app.close().await;
        let url = format!("sqlite:{}", self.folder.path().join("lingdi.db").display());
        lingdi_app::create_demo(&url, "330122", day.parse().unwrap()).await.unwrap();
        self.app = App::open(&url, &self.folder.path().join("files"), None, Ids::random()).await.unwrap();
    }

    /// The small county.
    pub(crate) async fn mini() -> Self {
        Self::filled(Self::empty().await).await
    }

    /// The small county on a day.
    pub(crate) async fn mini_on(day: &str) -> Self {
        let mut desk = Self::empty().await;
        desk.on(day).await;
        Self::filled(desk).await
    }

    async fn filled(desk: Self) -> Self {
        for file in mini::files() {
            desk.import(file.kind, file.name, file.bytes, &[]).await;
        }
        desk
    }

    pub(crate) async fn import(
        &self,
        kind: Kind,
        name: &str,
        bytes: impl Into<Vec<u8>>,
        complete: &[i32],
    ) -> Report {
        let report = self.stage(kind, name, bytes, complete).await.unwrap();
        self.app.accept_batch(&self.office, report.batch.unwrap(), AcceptMode::Clean).await.unwrap()
    }

    pub(crate) async fn stage(
        &self,
        kind: Kind,
        name: &str,
        bytes: impl Into<Vec<u8>>,
        complete: &[i32],
    ) -> Result<Report, Error> {
        let upload = Upload { complete_years: complete.to_vec(), ..upload(kind, name, bytes, &[]) };
        self.app.stage(&self.office, upload, &|_, _| ()).await
    }
}

/// A file with a mapping; a mapped one may come from anywhere.
pub(crate) fn upload(kind: Kind, name: &str, bytes: impl Into<Vec<u8>>, map: &[&str]) -> Upload {
    let map: Vec<_> = map.iter().map(|rule| (*rule).to_owned()).collect();
    let recipe = Recipe { anywhere: !map.is_empty(), map, ..Recipe::default() };
    Upload { kind, file_name: name.to_owned(), bytes: bytes.into(), recipe, complete_years: vec![] }
}
