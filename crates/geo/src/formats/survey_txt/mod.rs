//! 国土 TXT, the text of boundary points that the ministry's filing systems exchange (界址点坐标交换格式).
//!
//! There is no public standard of it; what is read here are the variants seen in public code and samples:
//! sections before the points, GBK or UTF-8, keys without values, either order of the two axes, eastings with
//! or without the number of the zone, point lines without a ring's number, rings left open, counts that are
//! wrong, areas in 公顷, 平方米 or 亩.

mod lines;
mod plot;
mod system;
#[cfg(test)]
mod tests;

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::crs::{Unsupported, UnsupportedCrs};
use crate::error::GeoError;
use crate::layer::Layer;
use lines::Plot;

/// Section marks that only this format has.
const MARKS: [&str; 2] = ["[地块坐标]", "[属性描述]"];
/// What each plot's own line says, beside the number of its points.
const FIELDS: [&str; 7] =
    ["地块编号", "地块名称", "地块面积", "记录图形属性", "图幅号", "地块用途", "地类编码"];
/// The field that we add: the unit the areas turned out to be in.
pub const UNIT_FIELD: &str = "面积单位";
/// More plots than this are no county's.
const MAX_PLOTS: usize = 1_000_000;

/// A file that was read, and what a person should know about it, in Chinese.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// The plots.
    pub layer: Layer,
    /// What was wrong with the file and how it was read.
    pub notes: Vec<String>,
}

/// Whether the bytes are such a text, whatever they are called.
pub fn is_one(bytes: &[u8]) -> bool {
    const SEARCHED: usize = 64 << 10;
    let start = &bytes[..bytes.len().min(SEARCHED)];
    let encodings = match Encoding::for_bom(start) {
        Some((encoding, _)) => [encoding; 2],
        None => [UTF_8, GB18030],
    };
    encodings.iter().any(|encoding| {
        let text = encoding.decode(start).0;
        text.lines().any(|line| MARKS.contains(&line.trim()))
    })
}

/// Reads the plots of a file, in `encoding` if given, else by its look.
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Survey, GeoError> {
    let (text, encoding) = decode(bytes, encoding)?;
    let file = lines::read(&text);
    if file.plots.is_empty() {
        return Err(GeoError::NoPlots);
    }
    if file.plots.len() > MAX_PLOTS {
        return Err(GeoError::TooMany { limit: MAX_PLOTS, what: "地块" });
    }
    let mut notes = Vec::new();
    let axes = system::axes(&file.plots);
    if axes.is_swapped {
        notes.push(format!("文件把{}写在前面，已按数值对调。", axes.first_label()));
    }
    let declared_crs = system::declared(&file.header, &file.plots, axes);
    notes.extend(counts_differ(&file.plots));
    let shapes: Vec<_> = file.plots.iter().map(|plot| plot::shape(plot, axes)).collect();
    let unit = plot::unit(&file.plots, &shapes);
    if unit != plot::USUAL_UNIT {
        notes.push(format!("“地块面积”通常以公顷计；与图形面积比较，本文件按{unit}读取，请核对。"));
    }
    let mut fields: Vec<String> = FIELDS.iter().map(|field| (*field).to_owned()).collect();
    let most = file.plots.iter().map(|plot| plot.attributes.len()).max().unwrap_or(0).max(FIELDS.len());
    fields.extend((FIELDS.len()..most).map(|nth| {
        file.column_names.get(nth).cloned().unwrap_or_else(|| format!("附加项{}", nth + 1 - FIELDS.len()))
    }));
    fields.push(UNIT_FIELD.to_owned());
    let features = (1..).zip(file.plots.into_iter().zip(shapes));
    let features = features.map(|(number, (plot, shape))| plot::feature(number, plot, shape, most, unit));
    let layer = Layer {
        name: "地块坐标".to_owned(),
        declared_crs,
        fields,
        features: features.collect(),
        encoding: Some(encoding.name().to_owned()),
    };
    Ok(Survey { layer, notes })
}

fn decode(bytes: &[u8], wanted: Option<&str>) -> Result<(String, &'static Encoding), GeoError> {
    let (marked, body) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), &bytes[length..]),
        None => (None, bytes),
    };
    let told = wanted
        .map(|label| {
            let unknown = || GeoError::UnknownEncoding { label: label.chars().take(40).collect() };
            Encoding::for_label(label.as_bytes()).ok_or_else(unknown)
        })
        .transpose()?;
    let tried = match told.or(marked) {
        Some(encoding) => vec![encoding],
        None => vec![UTF_8, GB18030],
    };
    tried
        .into_iter()
        .find_map(|encoding| {
            let text = encoding.decode_without_bom_handling_and_without_replacement(body)?;
            Some((text.into_owned(), encoding))
        })
        .ok_or(GeoError::UnreadableText)
}

/// The number of points that a plot announces may count the closing one or not; else it is wrong.
fn counts_differ(plots: &[Plot]) -> Option<String> {
    let differs = |plot: &&Plot| {
        plot.announced.is_some_and(|count| {
            let open = plot.points.len() - plot.closing_points().min(plot.points.len());
            count != plot.points.len() && count != open
        })
    };
    let mut wrong = plots.iter().filter(differs);
    let first = wrong.next()?;
    Some(format!(
        "{} 个地块写明的界址点数与实际不符（如第 {} 行写 {} 个，实有 {} 个），已按实际读取。",
        1 + wrong.count(),
        first.line,
        first.announced.unwrap_or(0),
        first.points.len()
    ))
}

/// A system that the header names and we do not convert.
fn unsupported(name: &str, secret_shift: bool) -> UnsupportedCrs {
    let why = if secret_shift { Unsupported::SecretShift } else { Unsupported::Unknown };
    UnsupportedCrs { name: name.chars().take(80).collect(), why }
}
