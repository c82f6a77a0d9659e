//! One file per page: its view struct, its query and form, a sample. Templates bear the same name.

pub mod list;
