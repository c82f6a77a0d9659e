//! What a reader hands over: one layer of features, as the file has them.

use geo::MultiPolygon;

use crate::bbox::BBox;
use crate::crs::{Crs, UnsupportedCrs};

/// One layer of a file, untouched: coordinates in the file's own system, attributes as text.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Name of the layer, or empty when the format has none.
    pub name: String,
    /// What the file says of its coordinates. `Ok(None)`: it says nothing, ask [`crate::crs::judge()`].
    /// `Err`: it names a system that we do not convert; a person may still override it.
    pub declared_crs: Result<Option<Crs>, UnsupportedCrs>,
    /// Names of the attributes, in the file's order.
    pub fields: Vec<String>,
    /// The features, in the file's order.
    pub features: Vec<Feature>,
    /// Encoding the text was read with, as a label such as `GBK`.
    pub encoding: Option<String>,
}

/// One feature of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its number in the file, from 1. Deleted rows keep their numbers, so gaps are possible.
    pub number: u32,
    /// Values in the order of [`Layer::fields`]. Missing and blank are `None`. Numbers are plain decimal
    /// text without float noise, dates `YYYY-MM-DD`, yes and no `是` and `否`.
    pub attributes: Vec<Option<String>>,
    /// `Ok(None)`: the feature has no shape. `Err`: it has one, but no polygon that can be read; the text
    /// says why, in Chinese.
    pub geometry: Result<Option<MultiPolygon<f64>>, String>,
}

impl Layer {
    /// The rectangle around every shape, in the file's own numbers; `None` without any shape.
    pub fn bounds(&self) -> Option<BBox> {
        self.features
            .iter()
            .filter_map(|feature| feature.geometry.as_ref().ok()?.as_ref())
            .filter_map(BBox::of)
            .reduce(BBox::union)
    }
}
