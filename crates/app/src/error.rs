use lingdi_store::StoreError;
use thiserror::Error;

/// What a verb can answer instead of doing what was asked. Messages are Chinese sentences that
/// name what happened and the way out; the command line prints them, pages show them.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no such thing, or the caller may not know of it.
    #[error("{0}")]
    NotFound(String),
    /// The caller may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The object is not in a state from which this can be done.
    #[error("{0}")]
    IllegalMove(String),
    /// The input cannot be used.
    #[error("{0}")]
    Refused(String),
    /// Our fault, or the machine's.
    #[error("系统内部出错，操作没有生效，已有数据不受影响：{0}")]
    Internal(String),
}

/// Result of every verb.
pub type Result<T> = std::result::Result<T, Error>;

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.to_string())
    }
}
