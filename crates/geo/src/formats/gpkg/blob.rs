//! Geometry blobs: a header of the GeoPackage, then well-known binary (GeoPackage 1.3, clause 2.1.3).

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::bbox::BBox;
use crate::bytes::Bytes;
use crate::wkb::{self, Order, WkbError};

/// Bits of the header's flags: little-endian, the box of four numbers, no corner at all.
const LITTLE: u8 = 0b0000_0001;
const BOX_XY: u8 = 0b0000_0010;
const EMPTY: u8 = 0b0001_0000;
const EXTENDED: u8 = 0b0010_0000;

/// A collection inside a collection and so on: hostile bytes must not use up the stack.
const MAX_DEPTH: usize = 8;

/// Reads a blob: a polygon, a multipolygon, or a collection of these. Heights and measures are dropped;
/// `Ok(None)` when the blob says it is empty. The refusal is a Chinese sentence, as in
/// [`crate::Feature::geometry`].
pub fn decode(blob: &[u8]) -> Result<Option<MultiPolygon<f64>>, String> {
    let damaged = || "图形数据损坏，请用 GIS 软件重新导出。".to_owned();
    let mut bytes = Bytes::new(blob);
    if bytes.take(2) != Some(b"GP") {
        return Err("图形不是 GeoPackage 的格式，请用 GIS 软件重新导出。".to_owned());
    }
    let _version = bytes.u8();
    let flags = bytes.u8().ok_or_else(damaged)?;
    let _srs = bytes.take(4).ok_or_else(damaged)?;
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(damaged()),
    };
    bytes.take(envelope).ok_or_else(damaged)?;
    if flags & EXTENDED != 0 {
        return Err("图形是扩展类型，不是面，无法读取。请在 GIS 软件中转为普通面图层后重新导出。".to_owned());
    }
    if flags & EMPTY != 0 {
        return Ok(None);
    }
    let polygons = shape(&mut bytes, 0)?;
    Ok((!polygons.is_empty()).then_some(MultiPolygon(polygons)))
}

/// Writes a blob with the box around it; 40 bytes of header, then well-known binary.
pub fn encode(geometry: &MultiPolygon<f64>, srs: i32) -> Vec<u8> {
    let mut out = b"GP\0".to_vec();
    let frame = BBox::of(geometry);
    out.push(LITTLE | if frame.is_some() { BOX_XY } else { EMPTY });
    out.extend(srs.to_le_bytes());
    for edge in frame.iter().flat_map(|b| [b.min_x, b.max_x, b.min_y, b.max_y]) {
        out.extend(edge.to_le_bytes());
    }
    out.extend(wkb::encode(geometry));
    out
}

/// The polygons of one piece of well-known binary.
fn shape(bytes: &mut Bytes<'_>, depth: usize) -> Result<Vec<Polygon<f64>>, String> {
    let truncated = |_: WkbError| "图形数据不完整，请用 GIS 软件重新导出。".to_owned();
    if depth > MAX_DEPTH {
        return Err("图形嵌套过深，请用 GIS 软件转为普通面后重新导出。".to_owned());
    }
    let (order, kind) = wkb::read_header(bytes).map_err(truncated)?;
    let (kind, numbers) = plain(kind);
    match kind {
        3 | 17 => polygon(bytes, order, numbers).map_err(truncated)?.map_or(Ok(Vec::new()), sound),
        6 | 7 | 12 | 15 | 16 => {
            let mut parts = Vec::new();
            for _ in 0..order.u32(bytes).map_err(truncated)? {
                parts.append(&mut shape(bytes, depth + 1)?);
            }
            Ok(parts)
        }
        1 | 4 => Err("图形是点，不是面，无法作为地块。请只导出面图层。".to_owned()),
        2 | 5 => Err("图形是线，不是面，无法作为地块。请先在 GIS 软件中转为面。".to_owned()),
        8..=11 => Err(
            "图形含有圆弧，不能当作折线读取。请在 GIS 软件中将圆弧转为折线（如 QGIS“转换曲线为直线”）后重新导出。"
                .to_owned(),
        ),
        other => Err(format!("图形类型（{other}）无法识别，请用 GIS 软件重新导出。")),
    }
}

/// The kind without its marks, and how many numbers a corner has: 2 flat, 3 with height or measure, 4 with
/// both. ISO adds thousands, an older habit of PostGIS sets the highest bits.
fn plain(kind: u32) -> (u32, usize) {
    let marks = [0x8000_0000, 0x4000_0000].iter().filter(|mark| kind & **mark != 0).count();
    let kind = kind & 0x0fff_ffff;
    let iso = match kind / 1000 {
        1 | 2 => 1,
        3 => 2,
        _ => 0,
    };
    (if kind < 4000 { kind % 1000 } else { kind }, 2 + iso.max(marks))
}

fn polygon(bytes: &mut Bytes<'_>, order: Order, numbers: usize) -> Result<Option<Polygon<f64>>, WkbError> {
    let mut rings = Vec::new();
    for _ in 0..order.u32(bytes)? {
        let count = order.u32(bytes)? as usize;
        // The count is not trusted: it must fit into the bytes that are there.
        let length = count.checked_mul(numbers * 8).ok_or(WkbError::Truncated)?;
        let mut corners = Bytes::new(bytes.take(length).ok_or(WkbError::Truncated)?);
        let mut ring = Vec::with_capacity(count);
        for _ in 0..count {
            ring.push(Coord { x: order.f64(&mut corners)?, y: order.f64(&mut corners)? });
            corners.take((numbers - 2) * 8).ok_or(WkbError::Truncated)?;
        }
        rings.push(LineString(ring));
    }
    let mut rings = rings.into_iter();
    Ok(rings.next().map(|exterior| Polygon::new(exterior, rings.collect())))
}

/// Not-a-number would upset the geometry that follows.
fn sound(polygon: Polygon<f64>) -> Result<Vec<Polygon<f64>>, String> {
    let finite = |ring: &LineString<f64>| ring.0.iter().all(|c| c.x.is_finite() && c.y.is_finite());
    if finite(polygon.exterior()) && polygon.interiors().iter().all(finite) {
        Ok(vec![polygon])
    } else {
        Err("图形中有无效的坐标数值，请用 GIS 软件检查该图形后重新导出。".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::{decode, encode};

    fn triangle() -> MultiPolygon<f64> {
        MultiPolygon(vec![polygon![(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.)]])
    }

    /// A blob of any kind: order of bytes, envelope, marks and kind, numbers per corner.
    fn blob(little: bool, envelope: u8, kind: u32, numbers: usize, nested: bool) -> Vec<u8> {
        let u32 = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let f64 = |n: f64| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut out = vec![b'G', b'P', 0, u8::from(little) | envelope << 1];
        out.extend(u32(4490));
        out.extend(vec![0; [0, 32, 48, 48, 64][usize::from(envelope)]]);
        if nested {
            out.push(u8::from(little));
            out.extend([u32(kind + 3), u32(1)].concat());
        }
        out.push(u8::from(little));
        out.extend([u32(kind), u32(1), u32(4)].concat());
        for corner in [[0., 0.], [4., 0.], [4., 4.], [0., 0.]] {
            corner.iter().chain(&[7.5, f64::NAN][..numbers - 2]).for_each(|n| out.extend(f64(*n)));
        }
        out
    }

    #[test]
    fn what_was_written_is_read_back_and_its_header_has_forty_bytes() {
        let written = encode(&triangle(), 4490);
        assert_eq!(decode(&written), Ok(Some(triangle())));
        assert_eq!(&written[..8], b"GP\0\x03\x8a\x11\0\0");
        assert_eq!(&written[40..45], &[1, 6, 0, 0, 0]);
        let empty = encode(&MultiPolygon(vec![]), 4490);
        assert_eq!((empty[3], decode(&empty)), (0x11, Ok(None)));
    }

    #[test]
    fn every_envelope_order_and_dimension_is_read_and_heights_are_dropped() {
        for envelope in 0..=4 {
            for (kind, numbers) in
                [(3, 2), (1003, 3), (2003, 3), (3003, 4), (0x8000_0003, 3), (0xc000_0003, 4)]
            {
                for (little, nested) in [(true, false), (false, false), (true, true), (false, true)] {
                    let read = decode(&blob(little, envelope, kind, numbers, nested));
                    assert_eq!(read, Ok(Some(triangle())), "{envelope} {kind} {little} {nested}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_polygon_is_refused_in_words() {
        for (kind, word) in [
            (1, "点"),
            (1004, "点"),
            (2, "线"),
            (3005, "线"),
            (8, "圆弧"),
            (10, "圆弧"),
            (1009, "圆弧"),
            (11, "圆弧"),
            (99, "无法识别"),
        ] {
            let why = decode(&blob(true, 1, kind, 2, false)).unwrap_err();
            assert!(why.contains(word) && why.contains('请'), "{kind}: {why}");
        }
        for (bytes, word) in [
            (b"GX\0\x01".to_vec(), "GeoPackage"),
            (b"GP\0\x0b\0\0\0\0".to_vec(), "损坏"),
            (b"GP\0\x21\0\0\0\0".to_vec(), "扩展"),
            (b"GP\0\x01\0\0\0\0\x01\x03\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(), "不完整"),
            ([b"GP\0\x01\0\0\0\0".to_vec(), b"\x01\x07\0\0\0\x01\0\0\0".repeat(100_000)].concat(), "过深"),
        ] {
            let why = decode(&bytes).unwrap_err();
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn bytes_cut_anywhere_are_refused_and_odd_numbers_too() {
        let whole = encode(&triangle(), 4490);
        for end in 0..whole.len() {
            assert!(decode(&whole[..end]).is_err(), "cut at {end}");
        }
        for number in [f64::NAN, f64::INFINITY] {
            let mut odd = whole.clone();
            odd[62..70].copy_from_slice(&number.to_le_bytes());
            assert!(decode(&odd).unwrap_err().contains("无效的坐标"));
        }
    }
}
