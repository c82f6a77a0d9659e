//! GeoPackage files. They are SQLite, so their SQL lies here; what of them is geometry lies in
//! `lingdi_geo::formats::gpkg`.
//!
//! A file is opened in memory, never from disk, and never the database of this system. The functions
//! block; call them where blocking is allowed.

mod read;
mod write;

use std::future::Future;

pub use read::read;
pub use write::{Column, ColumnType, NewLayer, Value, write};

/// Runs to its end on a thread of its own, so that callers inside and outside of a runtime may wait.
fn block_on<T: Send>(work: impl Future<Output = T> + Send) -> std::io::Result<T> {
    std::thread::scope(|scope| {
        let run = || Ok(tokio::runtime::Builder::new_current_thread().build()?.block_on(work));
        let stopped = |_| Err(std::io::Error::other("the thread that reads a GeoPackage stopped"));
        scope.spawn(run).join().unwrap_or_else(stopped)
    })
}
