//! The pages of the product.

pub mod assets;
pub mod chart;
pub mod format;
pub mod frame;
mod icon;
pub mod pages;
pub mod parts;

pub use icon::icon;
