//! Coordinate systems by name: `EPSG:4528`, URNs, addresses.

use super::{Crs, plain_name};

pub(super) fn read(text: &str) -> Option<Crs> {
    let text = text.trim();
    let plain = plain_name(text);
    if plain.ends_with("CRS84") {
        return Some(Crs::Wgs84);
    }
    code(text).and_then(Crs::from_epsg)
}

/// The EPSG code that a name states, whether we convert it or not.
pub(super) fn code(text: &str) -> Option<u32> {
    let text = text.trim();
    let last = text.rsplit([':', '/', '#']).next()?.trim();
    let code = last.parse().ok()?;
    (last == text || plain_name(text).contains("EPSG")).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_usual_spelling_of_a_code_is_read() {
        for (text, epsg) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", Some(4326)),
            ("OGC:CRS84", Some(4326)),
            ("urn:ogc:def:crs:EPSG::4490", Some(4490)),
            ("urn:ogc:def:crs:EPSG:6.9:4528", Some(4528)),
            ("http://www.opengis.net/def/crs/EPSG/0/4549", Some(4549)),
            ("http://www.opengis.net/gml/srs/epsg.xml#4490", Some(4490)),
            ("EPSG:4513", Some(4513)),
            ("epsg:4554", Some(4554)),
            (" 4528 ", Some(4528)),
            ("EPSG:2385", None),
            ("urn:ogc:def:crs:EPSG::3857", Some(3857)),
            ("EPSG:900913", Some(3857)),
            ("EPSG:2249", Some(2249)),
            ("http://www.opengis.net/def/crs/EPSG/0/27700", Some(27700)),
            ("urn:ogc:def:crs:ESRI::4528", None),
            ("桐庐独立坐标系", None),
            ("", None),
        ] {
            assert_eq!(read(text).map(crate::Crs::epsg), epsg, "{text}");
        }
    }
}
