//! 备份与恢复: the database with every original and attachment in one file, and back.
//!
//! The copy of the database in it is an SQLite file, whatever engine it was taken from, so that it can be
//! read by anybody and put back to either: the way, too, on which a county moves from one to the other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lingdi_domain::Actor;
use lingdi_store::archive::{self, CountyHead, FORMAT, Part};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::{Db, StoreError, carry, counties};
use serde::Serialize;

pub use lingdi_store::archive::Contents;

use crate::authority::May;
use crate::journal::kept_files;
use crate::{Action, App, Error, Result, VERSION};

/// A backup that was made.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// Hash of the file, as the event names it.
    pub sha256: String,
    /// Its bytes.
    pub size: u64,
    /// What it holds.
    #[serde(flatten)]
    pub contents: Contents,
}

impl App {
    /// Writes a backup to `out`, which must not exist, as everything stood at one moment. Nobody waits for it.
    pub async fn backup(&self, actor: &Actor, out: &Path) -> Result<Made> {
        actor.may(Action::Backup)?;
        if out.exists() {
            return Err(Error::Refused(format!(
                "{} 已存在，备份不覆盖旧文件。请换一个文件名。",
                out.display()
            )));
        }
        let copy = archive::beside(out, "db");
        let made = self.pack(out, &copy).await;
        remove_database(&copy);
        let made = made?;
        self.tell(actor, out, &made).await?;
        Ok(made)
    }

    async fn pack(&self, out: &Path, copy: &Path) -> Result<Made> {
        self.db().copy_to(copy).await?;
        // Files are kept before the rows that speak of them and never removed, so that those of the copy
        // are all there.
        let (counties, files) = look_into(copy).await?;
        if let Some((head, Some(n))) = counties.iter().find(|(_, broken)| broken.is_some()) {
            return Err(Error::IllegalMove(format!(
                "{} 的办理记录第 {n} 条与前文不相连，记录可能被改动，没有备份。请保留现场：停机后整体复制数据目录，并告知审计管理员。",
                head.county
            )));
        }
        let contents = Contents {
            format: FORMAT.to_owned(),
            program: VERSION.to_owned(),
            made_at: self.clock().now().to_rfc3339(),
            counties: counties.into_iter().map(|(head, _)| head).collect(),
            database: Part::default(),
            files: Vec::new(),
        };
        let (kept, out, copy) = (self.files().clone(), out.to_owned(), copy.to_owned());
        let hashes: Vec<String> = files.into_iter().collect();
        let packed = tokio::task::spawn_blocking(move || {
            let contents = archive::write(&out, &copy, &kept, &hashes, contents)?;
            let size = std::fs::metadata(&out)?.len();
            Ok::<_, StoreError>(Made { sha256: archive::sha256_of(&out)?, size, contents })
        });
        Ok(packed.await??)
    }

    async fn tell(&self, actor: &Actor, out: &Path, made: &Made) -> Result<()> {
        let event = NewEvent {
            verb: "backup_made",
            object: "backup",
            object_id: made.sha256.clone(),
            payload: serde_json::json!({
                "file": out.file_name().map(|name| name.to_string_lossy()),
                "size": made.size,
                "files": made.contents.files.len(),
            }),
            ..NewEvent::default()
        };
        let mut tx = self.db().write().await?;
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        Ok(tx.commit().await?)
    }
}

/// Puts a backup back: `db_url` names an SQLite file that is not there or an empty PostgreSQL database,
/// `files` a folder that is not there or empty. Each hash, the chain of each county, and that no file is missing are checked before anything
/// is in its place; what is refused leaves nothing behind.
pub async fn restore(db_url: &str, files: &Path, archive: &Path) -> Result<Contents> {
    let place = Place::new(db_url, files).await?;
    if !archive.is_file() {
        return Err(Error::Refused(format!("没有文件 {}。", archive.display())));
    }
    let restored = place.fill(archive).await;
    place.clear();
    restored.map_err(|error| match error {
        Error::Internal(why) => Error::Refused(format!(
            "备份文件不能用，没有恢复任何数据：{why}。请换用另一份备份，或核对文件的 sha256。"
        )),
        error => error,
    })
}

/// Where a backup goes, and where it is unpacked first.
struct Place {
    database: Target,
    files: PathBuf,
    new_database: PathBuf,
    new_files: PathBuf,
}

/// The database to be.
enum Target {
    /// A file that is not there.
    File(PathBuf),
    /// An empty database of a server.
    Server(Db),
}

impl Target {
    async fn new(db_url: &str) -> Result<Self> {
        if let Some(path) = db_url.strip_prefix("sqlite:") {
            let database = PathBuf::from(path.trim_start_matches("//"));
            if database.exists() {
                return Err(Error::Refused(format!(
                    "{} 已存在。只能恢复到空的位置，请用 --db 指定一个新文件。",
                    database.display()
                )));
            }
            return Ok(Self::File(database));
        }
        let db = Db::open(db_url).await?;
        let mut tx = db.read().await?;
        if counties::list(&mut tx).await?.is_empty() {
            return Ok(Self::Server(db));
        }
        Err(Error::Refused("这个数据库里已有数据。只能恢复到空的库，请新建一个数据库。".to_owned()))
    }

    /// Puts the unpacked database in its place, wholly or not at all.
    async fn take(&self, unpacked: &Path) -> Result<()> {
        match self {
            Self::File(path) => Ok(std::fs::rename(unpacked, path).map_err(StoreError::Files)?),
            Self::Server(server) => {
                // An older backup gets today's schema first.
                let from = Db::open(&format!("sqlite:{}", unpacked.display())).await?;
                let carried = carry(&from, server).await;
                from.close().await;
                Ok(carried?)
            }
        }
    }
}

impl Place {
    async fn new(db_url: &str, files: &Path) -> Result<Self> {
        let database = Target::new(db_url).await?;
        if std::fs::read_dir(files).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(Error::Refused(format!(
                "目录 {} 不是空的。只能恢复到空的位置，请用 --files 指定一个新目录。",
                files.display()
            )));
        }
        let new_database = match &database {
            Target::File(path) => archive::beside(path, "restoring"),
            Target::Server(_) => archive::beside(files, "restoring.db"),
        };
        let new_files = archive::beside(files, "restoring");
        Ok(Self { database, files: files.to_owned(), new_database, new_files })
    }

    async fn fill(&self, archive: &Path) -> Result<Contents> {
        self.clear();
        for folder in [self.new_database.parent(), Some(self.new_files.as_path())].into_iter().flatten() {
            std::fs::create_dir_all(folder).map_err(StoreError::Files)?;
        }
        let (archive, database, files) =
            (archive.to_owned(), self.new_database.clone(), self.new_files.clone());
        let unpacked = tokio::task::spawn_blocking(move || archive::unpack(&archive, &database, &files));
        let contents = unpacked.await??;
        self.check(&contents).await?;
        // An empty folder that waits there must go before another takes its name.
        let _ = std::fs::remove_dir(&self.files);
        std::fs::rename(&self.new_files, &self.files).map_err(StoreError::Files)?;
        let taken = self.database.take(&self.new_database).await;
        if taken.is_err() {
            // Back to where they are cleared away.
            let _ = std::fs::rename(&self.files, &self.new_files);
        }
        taken.map(|()| contents)
    }

    /// The chains are whole and end where the backup says, and no file is missing.
    async fn check(&self, contents: &Contents) -> Result<()> {
        let damaged = |why: String| Error::Internal(why);
        let (counties, files) = look_into(&self.new_database).await?;
        let told: BTreeSet<&str> = contents.files.iter().map(|part| part.sha256.as_str()).collect();
        if let Some(missing) = files.iter().find(|hash| !told.contains(hash.as_str())) {
            return Err(damaged(format!("缺少附件 {missing}")));
        }
        let heads: Vec<&CountyHead> = counties.iter().map(|(head, _)| head).collect();
        if heads != contents.counties.iter().collect::<Vec<_>>() {
            return Err(damaged("办理记录与备份目录不一致".to_owned()));
        }
        match counties.into_iter().find_map(|(head, broken)| Some((head.county, broken?))) {
            None => Ok(()),
            Some((county, n)) => Err(damaged(format!("{county} 的办理记录第 {n} 条与前文不相连"))),
        }
    }

    /// Takes away what was unpacked and is not in its place.
    fn clear(&self) {
        remove_database(&self.new_database);
        let _ = std::fs::remove_dir_all(&self.new_files);
    }
}

/// Of a copy: each county's last event with the first that does not fit, and the files its rows speak of.
async fn look_into(database: &Path) -> Result<(Vec<(CountyHead, Option<i64>)>, BTreeSet<String>)> {
    let db = Db::connect(&format!("sqlite:{}", database.display())).await?;
    let looked = async {
        let mut tx = db.read().await?;
        let (mut heads, mut files) = (Vec::new(), BTreeSet::new());
        for (county, _) in counties::list(&mut tx).await? {
            let (n, hash) = events::head(&mut tx, &county).await?;
            let chain = events::verify(&mut tx, &county).await?;
            files.append(&mut kept_files(&mut tx, &county).await?);
            heads.push((CountyHead { county, events: n, head: hash }, chain.broken.map(|(n, _)| n)));
        }
        Ok((heads, files))
    };
    let looked = looked.await;
    db.close().await;
    looked
}

/// Removes an SQLite file with what lies beside it while it is open.
fn remove_database(path: &Path) {
    for path in [
        path.to_owned(),
        PathBuf::from(format!("{}-wal", path.display())),
        PathBuf::from(format!("{}-shm", path.display())),
    ] {
        let _ = std::fs::remove_file(path);
    }
}
