//! Vector tiles.
