//! Why a whole file was not read, in words that name the way out.

use thiserror::Error;

/// A file that cannot be read as the kind of table it was said to be. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}{}{remedy}", if .remedy.is_empty() { "" } else { " 处理办法：" })]
pub struct Refusal {
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do about it, in Chinese.
    pub remedy: String,
}

impl Refusal {
    /// A refusal with its way out.
    pub fn new(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { message: message.into(), remedy: remedy.into() }
    }
}
