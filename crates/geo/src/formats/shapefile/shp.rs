//! The shapes.

use geo::{Coord, LineString, MultiPolygon};

use super::{MAX_FEATURES, rings};
use crate::bytes::Bytes;
use crate::error::GeoError;

const HEADER_SIZE: usize = 100;
const FILE_CODE: u32 = 9994;
/// A shape of more rings than this is no parcel, and pairing its holes would take too long.
const MAX_RINGS: usize = 5_000;

/// Beyond this no system has coordinates; and not-a-number would upset the geometry that follows.
const MAX_COORDINATE: f64 = 1e10;

/// A shape, or why it is none that we read; as in [`crate::Feature::geometry`].
pub(super) type Shape = Result<Option<MultiPolygon<f64>>, String>;

/// Reads all shapes in the order of the file.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Vec<Shape>, GeoError> {
    let bad = |why: &str| GeoError::BadPart { name: name.to_owned(), kind: "shp", why: why.to_owned() };
    let mut header = Bytes::new(bytes);
    if header.u32_be() != Some(FILE_CODE) {
        return Err(bad("文件开头不是 Shapefile 的标记"));
    }
    header.take(20).ok_or_else(|| bad("文件头不完整"))?;
    let declared = header.u32_be().ok_or_else(|| bad("文件头不完整"))? as usize * 2;
    let body = bytes.get(HEADER_SIZE..declared.clamp(HEADER_SIZE, bytes.len().max(HEADER_SIZE)));
    let mut body = Bytes::new(body.ok_or_else(|| bad("文件头不完整"))?);
    let mut shapes = Vec::new();
    while body.remaining() > 0 {
        if shapes.len() == MAX_FEATURES {
            return Err(GeoError::TooMany { limit: MAX_FEATURES, what: "图形" });
        }
        let truncated = || GeoError::Truncated { name: name.to_owned(), record: shapes.len() as u32 + 1 };
        shapes.push(shape(record(&mut body).ok_or_else(truncated)?));
    }
    if declared > bytes.len() {
        return Err(GeoError::Truncated { name: name.to_owned(), record: shapes.len() as u32 + 1 });
    }
    Ok(shapes)
}

/// The content of the next record, without its number and length.
fn record<'a>(body: &mut Bytes<'a>) -> Option<&'a [u8]> {
    let _number = body.u32_be()?;
    let length = body.u32_be()? as usize * 2;
    body.take(length)
}

fn shape(content: &[u8]) -> Shape {
    let mut content = Bytes::new(content);
    // Kinds with height (1x) or measure (2x) begin like the flat ones; what follows is not needed.
    match content.u32_le() {
        Some(0) => Ok(None),
        Some(5 | 15 | 25) => polygon(content),
        Some(1 | 8 | 11 | 18 | 21 | 28) => Err("图形是点，不是面，无法作为地块。请只导出面图层。".to_owned()),
        Some(3 | 13 | 23) => Err("图形是线，不是面，无法作为地块。请先在 GIS 软件中转为面。".to_owned()),
        Some(31) => Err("图形是三维面片，不是平面的面。请在 GIS 软件中转为面后重新导出。".to_owned()),
        _ => Err("图形类型无法识别，请用 GIS 软件重新导出。".to_owned()),
    }
}

fn polygon(mut content: Bytes<'_>) -> Shape {
    let damaged = || "图形数据损坏，请用 GIS 软件重新导出。".to_owned();
    content.take(32).ok_or_else(damaged)?;
    let ring_count = content.u32_le().ok_or_else(damaged)? as usize;
    let corner_count = content.u32_le().ok_or_else(damaged)? as usize;
    if ring_count > MAX_RINGS {
        return Err(format!("图形有 {ring_count} 个环，超过 {MAX_RINGS} 个，请拆分后再导入。"));
    }
    let mut starts =
        (0..ring_count).map(|_| content.u32_le().map(|s| s as usize)).collect::<Option<Vec<_>>>();
    let starts = starts.as_mut().ok_or_else(damaged)?;
    starts.push(corner_count);
    let corners = content.take(corner_count.saturating_mul(16)).ok_or_else(damaged)?;
    let rings = starts
        .windows(2)
        .map(|pair| corners.get(pair.first()? * 16..pair.last()? * 16).map(ring))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(damaged)?;
    let possible = |ring: &LineString<f64>| {
        ring.coords().all(|c| c.x.abs() < MAX_COORDINATE && c.y.abs() < MAX_COORDINATE)
    };
    if !rings.iter().all(possible) {
        return Err("图形中有无效的坐标数值，请用 GIS 软件检查该图形后重新导出。".to_owned());
    }
    Ok(Some(rings::assemble(rings)))
}

fn ring(bytes: &[u8]) -> LineString<f64> {
    let mut bytes = Bytes::new(bytes);
    std::iter::from_fn(|| Some(Coord { x: bytes.f64_le()?, y: bytes.f64_le()? })).collect()
}
