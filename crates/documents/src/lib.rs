//! Official documents: what each form says, drafted from values, and how it looks on paper.
//!
//! A form ([`circular`]) drafts a [`Document`]; a writer ([`docx`]) sets it by GB/T 9704-2012. Pages print the
//! same [`Document`], so that paper and file say the same.

pub mod circular;
mod document;
mod docx;

pub use document::{Column, Document, Level, Part, Sheet};
pub use docx::docx;
