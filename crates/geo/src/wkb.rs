//! Well-known binary, in which the store keeps shapes.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::bytes::Bytes;

const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// Why bytes are not the shape they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WkbError {
    /// The bytes end before the shape does.
    #[error("图形数据不完整")]
    Truncated,
    /// The bytes hold something else than a plain polygon or multipolygon.
    #[error("图形数据不是多边形（类型 {0}）")]
    NotPolygon(u32),
    /// Bytes follow the shape.
    #[error("图形数据之后有多余内容")]
    Trailing,
}

/// Writes a multipolygon, little-endian.
pub fn encode(geometry: &MultiPolygon<f64>) -> Vec<u8> {
    let mut out = Vec::new();
    header(&mut out, MULTI_POLYGON, geometry.0.len());
    for polygon in geometry {
        header(&mut out, POLYGON, 1 + polygon.interiors().len());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            out.extend((ring.0.len() as u32).to_le_bytes());
            for corner in ring {
                out.extend(corner.x.to_le_bytes());
                out.extend(corner.y.to_le_bytes());
            }
        }
    }
    out
}

/// Reads a polygon or multipolygon in either byte order; a polygon becomes a multipolygon of one.
pub fn decode(bytes: &[u8]) -> Result<MultiPolygon<f64>, WkbError> {
    let mut bytes = Bytes::new(bytes);
    let (order, kind) = read_header(&mut bytes)?;
    let polygons = match kind {
        POLYGON => vec![read_polygon(&mut bytes, order)?],
        MULTI_POLYGON => (0..order.u32(&mut bytes)?)
            .map(|_| match read_header(&mut bytes)? {
                (order, POLYGON) => read_polygon(&mut bytes, order),
                (_, other) => Err(WkbError::NotPolygon(other)),
            })
            .collect::<Result<_, _>>()?,
        other => return Err(WkbError::NotPolygon(other)),
    };
    if bytes.remaining() > 0 {
        return Err(WkbError::Trailing);
    }
    Ok(MultiPolygon(polygons))
}

fn header(out: &mut Vec<u8>, kind: u32, count: usize) {
    out.push(1);
    out.extend(kind.to_le_bytes());
    out.extend((count as u32).to_le_bytes());
}

/// Order of the bytes of a number.
#[derive(Clone, Copy)]
pub(crate) enum Order {
    Little,
    Big,
}

impl Order {
    pub(crate) fn u32(self, bytes: &mut Bytes<'_>) -> Result<u32, WkbError> {
        match self {
            Self::Little => bytes.u32_le(),
            Self::Big => bytes.u32_be(),
        }
        .ok_or(WkbError::Truncated)
    }

    pub(crate) fn f64(self, bytes: &mut Bytes<'_>) -> Result<f64, WkbError> {
        match self {
            Self::Little => bytes.f64_le(),
            Self::Big => bytes.f64_be(),
        }
        .ok_or(WkbError::Truncated)
    }
}

/// Order and kind that a shape begins with.
pub(crate) fn read_header(bytes: &mut Bytes<'_>) -> Result<(Order, u32), WkbError> {
    let order = if bytes.u8().ok_or(WkbError::Truncated)? == 0 { Order::Big } else { Order::Little };
    Ok((order, order.u32(bytes)?))
}

fn read_polygon(bytes: &mut Bytes<'_>, order: Order) -> Result<Polygon<f64>, WkbError> {
    let mut rings = Vec::new();
    for _ in 0..order.u32(bytes)? {
        // The count is not trusted: corners are gathered as they are read.
        let corners = (0..order.u32(bytes)?)
            .map(|_| Ok(Coord { x: order.f64(bytes)?, y: order.f64(bytes)? }))
            .collect::<Result<Vec<_>, WkbError>>()?;
        rings.push(LineString(corners));
    }
    let mut rings = rings.into_iter();
    Ok(Polygon::new(rings.next().unwrap_or_else(|| LineString(Vec::new())), rings.collect()))
}

#[cfg(test)]
mod tests {
    use geo::{MultiPolygon, polygon};

    use super::{WkbError, decode, encode};

    fn with_hole() -> MultiPolygon<f64> {
        MultiPolygon(vec![
            polygon!(exterior: [(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.)], interiors: [[(x: 2., y: 1.), (x: 3., y: 1.), (x: 3., y: 2.)]]),
            polygon![(x: 9., y: 9.), (x: 10., y: 9.), (x: 10., y: 10.)],
        ])
    }

    #[test]
    fn what_was_written_is_read_back() {
        assert_eq!(decode(&encode(&with_hole())), Ok(with_hole()));
        assert_eq!(decode(&encode(&MultiPolygon(vec![]))), Ok(MultiPolygon(vec![])));
    }

    #[test]
    fn bytes_cut_anywhere_are_refused() {
        let whole = encode(&with_hole());
        for end in 0..whole.len() {
            assert_eq!(decode(&whole[..end]), Err(WkbError::Truncated), "cut at {end}");
        }
        assert_eq!(decode(&[whole.as_slice(), &[0]].concat()), Err(WkbError::Trailing));
    }

    #[test]
    fn a_false_count_neither_panics_nor_takes_memory() {
        let mut lie = vec![1, 6, 0, 0, 0];
        lie.extend(u32::MAX.to_le_bytes());
        assert_eq!(decode(&lie), Err(WkbError::Truncated));
        assert_eq!(decode(&[1, 1, 0, 0, 0]), Err(WkbError::NotPolygon(1)));
    }

    #[test]
    fn a_big_endian_polygon_becomes_a_multipolygon() {
        let mut bytes = vec![0, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 4];
        for value in [0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0_f64] {
            bytes.extend(value.to_be_bytes());
        }
        let expected = MultiPolygon(vec![polygon![(x: 0., y: 0.), (x: 1., y: 0.), (x: 1., y: 1.)]]);
        assert_eq!(decode(&bytes), Ok(expected));
    }
}
