use thiserror::Error;

/// What can go wrong with the database or the files folder. The messages are for the log and the
/// command line; pages show a sentence of their own.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database answered with an error.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration could not be applied.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address names no database we know.
    #[error("cannot use {url:?} as a database: {why}")]
    Address {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// A row holds what the program never writes.
    #[error("the database holds an inconsistent row: {0}")]
    Inconsistent(String),
    /// A backup is none, or is damaged.
    #[error("backup: {0}")]
    Archive(String),
    /// The files folder could not be read or written.
    #[error("files folder: {0}")]
    Files(#[from] std::io::Error),
}

impl StoreError {
    /// Did a unique key refuse the row? SQLite gives no constraint name, so ask at the call.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// Result of every function here.
pub type Result<T> = std::result::Result<T, StoreError>;
