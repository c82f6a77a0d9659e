use lingdi_domain::moves::{Missing, Refusal};
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
    /// Somebody was faster: the object is not what the caller saw.
    #[error("{0}")]
    Stale(String),
    /// Something is missing for a move; each says the way out.
    #[error("{}", sentences(.0))]
    Missing(Vec<Missing>),
    /// The input cannot be used.
    #[error("{0}")]
    Refused(String),
    /// Our fault, or the machine's.
    #[error("系统内部出错，操作没有生效，已有数据不受影响：{0}")]
    Internal(String),
}

/// Result of every verb.
pub type Result<T> = std::result::Result<T, Error>;

fn sentences(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.sentence.as_str()).collect::<Vec<_>>().join(" ")
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unknown(why) => Self::NotFound(why),
            Refusal::Forbidden(why) => Self::Forbidden(why),
            Refusal::Illegal(why) => Self::IllegalMove(why),
            Refusal::Missing(missing) => Self::Missing(missing),
        }
    }
}

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
