//! The editions that come with the program.

use std::collections::BTreeMap;

use super::{Edition, EditionError, OUTLINES, SCORING, TABLES};

macro_rules! edition {
    ($name:literal: $($file:literal),* $(,)?) => {
        ($name, &[$(($file, include_str!(concat!("../../../../policy/", $name, "/", $file)))),*])
    };
}

type Files = &'static [(&'static str, &'static str)];

const SHIPPED: [(&str, Files); 1] = [edition!("2022-7":
    "decision_rights.toml",
    "edition.toml",
    "land_uses.toml",
    "outlines.geojson",
    "parameters.toml",
    "scoring.toml",
    "switches.toml",
    "targets.toml",
    "tax_types.toml",
    "units.toml",
)];

impl Edition {
    /// Names of the shipped editions, oldest first.
    pub fn shipped_names() -> Vec<&'static str> {
        SHIPPED.iter().map(|(name, _)| *name).collect()
    }

    /// A shipped edition by name.
    pub fn shipped(name: &str) -> Result<Self, EditionError> {
        let (_, files) = SHIPPED
            .iter()
            .find(|(shipped, _)| *shipped == name)
            .ok_or_else(|| EditionError::UnknownEdition(name.to_owned(), Self::shipped_names().join("、")))?;
        let files: BTreeMap<String, String> =
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Self::parse(&files)
    }

    /// Names of the files that make an edition; a folder's other files are ignored.
    pub fn file_names() -> impl Iterator<Item = &'static str> {
        TABLES.into_iter().chain([OUTLINES, SCORING])
    }

    /// Schematic outlines (示意) of the units as GeoJSON, EPSG:4490, each feature with 单位代码,
    /// 单位名称 and 类型; `None` when the edition ships none. A unit without a division code gets
    /// its internal one.
    pub fn outlines(&self) -> Option<serde_json::Value> {
        let mut outlines: serde_json::Value = serde_json::from_str(self.files.get(OUTLINES)?).ok()?;
        for feature in outlines.get_mut("features")?.as_array_mut()? {
            let properties = feature.get_mut("properties")?.as_object_mut()?;
            let name = properties.get("单位名称").and_then(serde_json::Value::as_str).unwrap_or_default();
            if let Some(unit) = self.units.iter().find(|unit| unit.internal && unit.name == name) {
                properties.insert("单位代码".to_owned(), unit.code.clone().into());
            }
        }
        Some(outlines)
    }
}
