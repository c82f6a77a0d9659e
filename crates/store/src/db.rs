use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::sync::watch;

use crate::error::{Result, StoreError};

/// A database, of either engine.
#[derive(Debug, Clone)]
pub enum Db {
    /// Embedded: many readers, one writer.
    Sqlite {
        /// Connections for reading.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
        /// Counts what this program has committed.
        commits: Commits,
    },
    /// A server shared by several of our servers.
    Postgres {
        /// Connections for reading.
        readers: PgPool,
        /// Connections for writing: apart, so that whoever holds one may still read without waiting for
        /// others who do the same.
        writers: PgPool,
        /// Counts what this program has committed.
        commits: Commits,
    },
}

/// How many transactions that write this program has committed, for whoever waits for the next.
pub type Commits = watch::Sender<u64>;

/// An open transaction, of either engine, and where its commit is counted when it may write. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>, Option<Commits>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>, Option<Commits>),
}

/// Runs one expression on the connection of either engine: the text is written once and compiled
/// for both.
macro_rules! on {
    ($tx:expr, $connection:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx, _) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on;

static SQLITE_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…` and brings its schema up to date.
    pub async fn open(url: &str) -> Result<Self> {
        let db = Self::connect(url).await?;
        db.migrate().await?;
        Ok(db)
    }

    /// Opens without touching the schema.
    pub async fn connect(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return Self::connect_sqlite(path.trim_start_matches("//")).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?;
            let pool = || PgPoolOptions::new().max_connections(8);
            let readers = pool().connect_with(options.clone()).await?;
            crate::dialect::check_postgres_collation(&readers, url).await?;
            let writers = pool().connect_with(options).await?;
            return Ok(Self::Postgres { readers, writers, commits: Commits::new(0) });
        }
        Err(StoreError::Address {
            url: url.to_owned(), why: "write sqlite:PATH or postgres://…".to_owned()
        })
    }

    async fn connect_sqlite(path: &str) -> Result<Self> {
        if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // KiB for each connection; indexes that every page counts in stay out of the way of files.
            .pragma("cache_size", "-8000")
            .busy_timeout(Duration::from_secs(30));
        // The writer goes first: it makes the file and turns on WAL before anyone reads.
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let readers = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Ok(Self::Sqlite { readers, writer, commits: Commits::new(0) })
    }

    /// Applies the migrations that are missing.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => SQLITE_MIGRATIONS.run(writer).await?,
            Self::Postgres { writers, .. } => POSTGRES_MIGRATIONS.run(writers).await?,
        }
        Ok(())
    }

    /// A transaction for reading: it sees one state of the database until it is dropped.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?, None),
            Self::Postgres { readers, .. } => {
                let begin = "begin isolation level repeatable read, read only";
                Tx::Postgres(readers.begin_with(begin).await?, None)
            }
        })
    }

    /// A transaction for writing. On SQLite it takes the write lock at once, so that it cannot
    /// fail half-way for another writer.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, commits, .. } => {
                Tx::Sqlite(writer.begin_with("begin immediate").await?, Some(commits.clone()))
            }
            Self::Postgres { writers, commits, .. } => {
                Tx::Postgres(writers.begin().await?, Some(commits.clone()))
            }
        })
    }

    /// Copies the whole database, as it stands at one moment, into a new SQLite file, while others read and
    /// write.
    pub async fn copy_to(&self, path: &Path) -> Result<()> {
        if let Self::Sqlite { readers, .. } = self {
            return crate::dialect::copy_sqlite(readers, path).await;
        }
        let copy = Self::open(&format!("sqlite:{}", path.display())).await?;
        let carried = crate::carry(self, &copy).await;
        copy.close().await;
        carried
    }

    /// Counts what this program commits; other programs on the same database are not heard.
    pub fn commits(&self) -> watch::Receiver<u64> {
        let (Self::Sqlite { commits, .. } | Self::Postgres { commits, .. }) = self;
        commits.subscribe()
    }

    /// `SQLite` or `PostgreSQL`, for people.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    /// Closes every connection; on SQLite this folds the write-ahead log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, .. } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { readers, writers, .. } => {
                readers.close().await;
                writers.close().await;
            }
        }
    }
}

impl Tx {
    /// Makes everything done in this transaction durable and visible.
    pub async fn commit(self) -> Result<()> {
        let commits = match self {
            Self::Sqlite(tx, commits) => {
                tx.commit().await?;
                commits
            }
            Self::Postgres(tx, commits) => {
                tx.commit().await?;
                commits
            }
        };
        if let Some(commits) = commits {
            commits.send_modify(|count| *count += 1);
        }
        Ok(())
    }
}
