//! One file per page: its view struct, its query and form, a sample. Templates bear the same name.

pub mod accounts;
pub mod batch;
pub mod batches;
pub mod block;
pub mod cockpit;
pub mod desk;
pub mod door;
pub mod dossier;
pub mod error;
pub mod events;
pub mod home;
pub mod list;
pub mod map;
pub mod meeting;
pub mod notices;
pub mod object;
pub mod parcel;
pub mod people;
pub mod policy;
pub mod progress;
pub mod ranking;
pub mod search;
pub mod targets;
pub mod tasks;
