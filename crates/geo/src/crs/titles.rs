//! Titles of coordinate systems that programs write without a code (ESRI does).

use super::plain_name;

/// Titles as letters and digits, in the spellings of ESRI and of the register, and their codes.
const TITLES: [(&str, u32); 14] = [
    ("WGS1984WEBMERCATORAUXILIARYSPHERE", 3857),
    ("WGS1984WEBMERCATOR", 3857),
    ("WGS84PSEUDOMERCATOR", 3857),
    ("POPULARVISUALISATIONCRSMERCATOR", 3857),
    ("GCSNORTHAMERICAN1927", 4267),
    ("NAD27", 4267),
    ("GCSNORTHAMERICAN1983", 4269),
    ("NAD83", 4269),
    ("GCSETRS1989", 4258),
    ("ETRS89", 4258),
    ("BRITISHNATIONALGRID", 27700),
    ("OSGB1936BRITISHNATIONALGRID", 27700),
    ("OSGB36BRITISHNATIONALGRID", 27700),
    ("RGF1993LAMBERT93", 2154),
];

/// The EPSG code of a title.
pub(super) fn epsg(title: &str) -> Option<u32> {
    let plain = plain_name(title);
    let listed = TITLES.iter().find(|(known, _)| *known == plain).map(|(_, code)| *code);
    listed.or_else(|| utm(&plain))
}

/// `WGS_1984_UTM_Zone_50N` and `WGS 84 / UTM zone 50N`.
fn utm(plain: &str) -> Option<u32> {
    let zone = ["WGS1984UTMZONE", "WGS84UTMZONE"].iter().find_map(|front| plain.strip_prefix(front))?;
    let (number, hemisphere) = zone.split_at_checked(zone.len().checked_sub(1)?)?;
    let number: u32 = number.parse().ok().filter(|number| (1..=60).contains(number))?;
    match hemisphere {
        "N" => Some(32600 + number),
        "S" => Some(32700 + number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::epsg;

    #[test]
    fn a_title_is_known_in_either_spelling_or_not_at_all() {
        for (title, code) in [
            ("WGS_1984_UTM_Zone_50N", Some(32650)),
            ("WGS 84 / UTM zone 1S", Some(32701)),
            ("WGS_1984_UTM_Zone_61N", None),
            ("WGS_1984_UTM_Zone_", None),
            ("GCS_North_American_1983", Some(4269)),
            ("British_National_Grid", Some(27700)),
            ("桐庐独立坐标系", None),
            ("", None),
        ] {
            assert_eq!(epsg(title), code, "{title}");
        }
    }
}
