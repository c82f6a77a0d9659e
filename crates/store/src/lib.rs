//! All SQL, for SQLite and PostgreSQL, and the folder of original files.
//!
//! One text per statement serves both engines; the few places where they must differ are in
//! `dialect`. Functions take a [`Tx`], so that the caller (crate `app`) decides what belongs into
//! one transaction, and the county, which leads every key.
//!
//! Rows of a file are kept in one table, `fact`, whatever their kind. A fact is never changed: it
//! counts from the moment its batch is accepted until the batch is undone, and of several facts
//! with the same kind and key the one of the batch accepted last is in force.

pub mod accounts;
pub mod archive;
pub mod attachments;
pub mod batches;
pub mod block;
mod carry;
pub mod counties;
mod db;
mod dialect;
mod error;
pub mod events;
pub mod facts;
pub mod files;
pub mod frozen;
pub mod geopackage;
pub mod idempotency;
pub mod interventions;
pub mod links;
pub mod notices;
pub mod objects;
pub mod persons;
pub mod posts;
pub mod revisions;
pub mod rights_changes;
pub mod sessions;

pub use carry::carry;
pub use db::{Commits, Db, Tx};
pub use error::{Result, StoreError};
pub use files::Files;
