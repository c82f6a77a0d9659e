//! Coordinate systems as well-known text, the content of a `.prj` file.
//!
//! Judged by parameters, not by the title: titles differ between programs, parameters do not.

use super::gauss_kruger::{FALSE_EASTING, PREFIX_STEP, Zone};
use super::{Crs, UnsupportedCrs, name, plain_name, titles};

/// Reads well-known text; `Ok(None)` when it is blank.
pub(super) fn read(text: &str) -> Result<Option<Crs>, UnsupportedCrs> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Ok(None);
    }
    let Some(root) = Node::parse(text) else {
        return name::read(text).map(Some).ok_or_else(|| UnsupportedCrs::new(text));
    };
    let system = root.systems().next().unwrap_or(&root);
    let crs = match system.keyword.as_str() {
        "PROJCS" | "PROJCRS" | "PROJECTEDCRS" => projected(system),
        _ => geographic(system),
    };
    let crs = crs.or_else(|| system.registered());
    crs.map(Some).ok_or_else(|| UnsupportedCrs::new(system.name().unwrap_or(text)))
}

fn geographic(system: &Node) -> Option<Crs> {
    if system.is_cgcs2000() {
        return Some(Crs::Cgcs2000);
    }
    let datum = system.find("DATUM").or_else(|| system.find("ENSEMBLE")).unwrap_or(system);
    let wgs84 = |name: &str| ["WGS84", "WGS1984", "WORLDGEODETICSYSTEM1984"].iter().any(|w| name.contains(w));
    wgs84(&plain_name(datum.name()?)).then_some(Crs::Wgs84)
}

fn projected(system: &Node) -> Option<Crs> {
    let method = system.find("PROJECTION").or_else(|| system.find("METHOD"))?.name().map(plain_name)?;
    let metres = system.children.iter().find(|n| matches!(n.keyword.as_str(), "UNIT" | "LENGTHUNIT"));
    let sound = system.is_cgcs2000()
        && ["GAUSSKRUGER", "TRANSVERSEMERCATOR"].contains(&method.as_str())
        && metres.and_then(|unit| unit.numbers.first()).is_none_or(|factor| close(*factor, 1.0))
        && system.parameter(&["SCALEFACTOR", "SCALEFACTORATNATURALORIGIN"]).is_none_or(|k| close(k, 1.0))
        && system.parameter(&["LATITUDEOFORIGIN", "LATITUDEOFNATURALORIGIN"]).is_none_or(|p| close(p, 0.0))
        && system.parameter(&["FALSENORTHING"]).is_none_or(|n| close(n, 0.0));
    if !sound {
        return None;
    }
    let meridian = system.parameter(&["CENTRALMERIDIAN", "LONGITUDEOFNATURALORIGIN"])?;
    let zone = Zone::at(meridian).filter(|zone| close(f64::from(zone.central_meridian()), meridian))?;
    let prefix = system.parameter(&["FALSEEASTING"])? - FALSE_EASTING;
    let prefixed = close(prefix, f64::from(zone.number()) * PREFIX_STEP);
    (prefixed || close(prefix, 0.0)).then_some(Crs::GaussKruger { zone, prefixed })
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

/// One `KEYWORD["text", number, CHILD[…]]` of well-known text.
#[derive(Debug, Default)]
struct Node {
    keyword: String,
    texts: Vec<String>,
    numbers: Vec<f64>,
    children: Vec<Node>,
}

impl Node {
    /// Deeper nesting than this is no coordinate system; the limit keeps hostile text from the stack.
    const MAX_DEPTH: usize = 16;

    fn parse(text: &str) -> Option<Self> {
        Self::parse_at(&mut text.chars().peekable(), 0)
    }

    fn parse_at(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, depth: usize) -> Option<Self> {
        if depth > Self::MAX_DEPTH {
            return None;
        }
        let mut node = Self { keyword: word(chars).to_ascii_uppercase(), ..Self::default() };
        if node.keyword.is_empty() || !matches!(chars.next()?, '[' | '(') {
            return None;
        }
        loop {
            skip_space(chars);
            match *chars.peek()? {
                ']' | ')' => {
                    chars.next();
                    skip_space(chars);
                    return Some(node);
                }
                ',' => {
                    chars.next();
                }
                '"' => {
                    chars.next();
                    node.texts.push(chars.by_ref().take_while(|c| *c != '"').collect());
                }
                c if c.is_ascii_alphabetic() => node.child_or_word(chars, depth)?,
                _ => node.numbers.push(word(chars).parse().ok()?),
            }
        }
    }

    /// A child, or a bare word such as the direction of an axis, which tells us nothing.
    fn child_or_word(
        &mut self,
        chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
        depth: usize,
    ) -> Option<()> {
        let mut ahead = chars.clone();
        word(&mut ahead);
        if matches!(ahead.peek(), Some('[' | '(')) {
            self.children.push(Self::parse_at(chars, depth + 1)?);
        } else {
            *chars = ahead;
        }
        Some(())
    }

    fn name(&self) -> Option<&str> {
        self.texts.first().map(String::as_str)
    }

    /// The horizontal systems in this text, the outermost first.
    fn systems(&self) -> impl Iterator<Item = &Self> {
        const SYSTEMS: [&str; 8] = [
            "PROJCS",
            "PROJCRS",
            "PROJECTEDCRS",
            "GEOGCS",
            "GEOGCRS",
            "GEODCRS",
            "GEOGRAPHICCRS",
            "GEODETICCRS",
        ];
        self.all().into_iter().filter(|node| SYSTEMS.contains(&node.keyword.as_str()))
    }

    fn all(&self) -> Vec<&Self> {
        let mut nodes = vec![self];
        let mut next = 0;
        while let Some(node) = nodes.get(next).copied() {
            nodes.extend(&node.children);
            next += 1;
        }
        nodes
    }

    fn find(&self, keyword: &str) -> Option<&Self> {
        self.all().into_iter().find(|node| node.keyword == keyword)
    }

    fn parameter(&self, names: &[&str]) -> Option<f64> {
        self.all()
            .into_iter()
            .filter(|node| node.keyword == "PARAMETER")
            .find(|node| node.name().map(plain_name).is_some_and(|name| names.contains(&name.as_str())))
            .and_then(|node| node.numbers.first().copied())
    }

    /// The system of the register that this text names by code or by title.
    fn registered(&self) -> Option<Crs> {
        let is_own = |node: &&Self| ["AUTHORITY", "ID"].contains(&node.keyword.as_str());
        let code =
            self.children.iter().find(is_own).filter(|own| own.name() == Some("EPSG")).and_then(|own| {
                let number = own.numbers.first().map(|number| *number as u32);
                number.or_else(|| own.texts.get(1)?.parse().ok())
            });
        match code {
            Some(code) => Crs::from_epsg(code),
            None => titles::epsg(self.name()?).and_then(Crs::from_epsg),
        }
    }

    fn is_cgcs2000(&self) -> bool {
        const NAMES: [&str; 4] = [
            "CHINA2000",
            "CGCS2000",
            "CHINAGEODETICCOORDINATESYSTEM2000",
            "CHINESEGEODETICCOORDINATESYSTEM2000",
        ];
        let datum = self.find("DATUM").and_then(Self::name).map(plain_name).unwrap_or_default();
        NAMES.iter().any(|name| datum.contains(name))
    }
}

fn skip_space(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    while chars.next_if(|c| c.is_whitespace()).is_some() {}
}

/// The characters up to the next separator.
fn word(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    skip_space(chars);
    let mut word = String::new();
    while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !",[]()\"".contains(*c)) {
        word.push(c);
    }
    skip_space(chars);
    word
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::Crs;
    use crate::crs::Unsupported;

    const ESRI_40: &str = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

    fn epsg(text: &str) -> Option<u32> {
        read(text).ok().flatten().map(Crs::epsg)
    }

    #[test]
    fn spellings_of_esri_and_gdal_and_the_second_edition_mean_the_same() {
        let gdal = ESRI_40
            .replace("D_China_2000", "China_2000")
            .replace("Gauss_Kruger", "Transverse_Mercator")
            .replace("Meter", "metre")
            .replace(",PARAMETER", ",\n    PARAMETER");
        let second = r#"PROJCRS["CGCS2000 / 3-degree Gauss-Kruger CM 120E",BASEGEOGCRS["China Geodetic Coordinate System 2000",DATUM["China 2000",ELLIPSOID["CGCS2000",6378137,298.257222101,LENGTHUNIT["metre",1]]]],CONVERSION["Gauss-Kruger CM 120E",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0],PARAMETER["Longitude of natural origin",120],PARAMETER["Scale factor at natural origin",1],PARAMETER["False easting",500000],PARAMETER["False northing",0]],CS[Cartesian,2],AXIS["northing (X)",north,ORDER[1]],LENGTHUNIT["metre",1]]"#;
        assert_eq!(epsg(ESRI_40), Some(4528));
        assert_eq!(epsg(&gdal), Some(4528));
        assert_eq!(epsg(second), Some(4549));
        assert_eq!(epsg(&ESRI_40.replace("40500000.0", "500000.0")), Some(4549));
        assert_eq!(epsg(&ESRI_40.replace("40500000.0", "39500000").replace("120.0", "117.0")), Some(4527));
    }

    #[test]
    fn a_prefix_that_belongs_to_another_meridian_is_not_believed() {
        assert_eq!(epsg(&ESRI_40.replace("40500000.0", "39500000.0")), None);
        assert_eq!(epsg(&ESRI_40.replace("120.0", "121.0")), None);
        assert_eq!(epsg(&ESRI_40.replace("\"Meter\",1.0", "\"Foot\",0.3048")), None);
    }

    #[test]
    fn an_older_datum_is_refused_with_the_reason() {
        let xian =
            ESRI_40.replace("D_China_2000", "D_Xian_1980").replace("CGCS2000_3_Degree", "Xian_1980_3_Degree");
        let refusal = read(&xian).unwrap_err();
        assert_eq!(refusal.why, Unsupported::SecretShift);
        assert!(refusal.to_string().contains("Xian_1980_3_Degree_GK_Zone_40"), "{refusal}");
        let coded = xian.replace("Xian_1980", "X").replace("1.0]]", "1.0],AUTHORITY[\"EPSG\",\"2364\"]]");
        assert!(read(&coded).is_err(), "a code does not help");
    }

    #[test]
    fn systems_of_other_countries_are_read_by_code_or_by_title() {
        let boston = r#"GEOGCS["GCS_North_American_1927",DATUM["D_North_American_1927",SPHEROID["Clarke_1866",6378206.4,294.9786982]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]]"#;
        let gdal = r#"PROJCS["NAD83 / Massachusetts Mainland (ftUS)",GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]],AUTHORITY["EPSG","4269"]],PROJECTION["Lambert_Conformal_Conic_2SP"],AUTHORITY["EPSG","2249"]]"#;
        let second = r#"PROJCRS["WGS 84 / UTM zone 50N",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]]],CONVERSION["UTM zone 50N",METHOD["Transverse Mercator",ID["EPSG",9807]]],ID["EPSG",32650]]"#;
        let web = r#"PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]]],PROJECTION["Mercator_Auxiliary_Sphere"],UNIT["Meter",1]]"#;
        let utm = r#"PROJCS["WGS_1984_UTM_Zone_50N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137,298.257223563]]],PROJECTION["Transverse_Mercator"],UNIT["Meter",1]]"#;
        for (text, code) in [(boston, 4267), (gdal, 2249), (second, 32650), (web, 3857), (utm, 32650)] {
            assert_eq!(epsg(text), Some(code), "{text:.40}");
        }
    }

    #[test]
    fn blank_says_nothing_and_garbage_is_refused_without_panic() {
        assert_eq!(read(" \r\n\0"), Ok(None));
        for text in ["GEOGCS[", "]]]]", "GEOGCS[\"", &"A[".repeat(10_000), "PROJCS[\"x\",GEOGCS[1]]", "[,,]"]
        {
            assert!(read(text).is_err(), "{text:.20}");
        }
    }
}
