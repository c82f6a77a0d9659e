//! Files handed in together: the parts of a Shapefile belong to one another.

/// Endings of the parts. `.shp` leads; without it the others are files of their own.
const PARTS: [&str; 6] = ["shp", "dbf", "shx", "prj", "cpg", "xml"];

/// Packs the parts of each Shapefile, found by stem whatever the case of its letters, into one archive in the
/// place of its `.shp`. The same parts make the same archive. A `.shp` alone and all other files stay as
/// they are.
pub fn bundled(files: Vec<(String, Vec<u8>)>) -> crate::Result<Vec<(String, Vec<u8>)>> {
    let is_shp = |name: &str| part(name).is_some_and(|(_, ending)| ending == "shp");
    let stem_of = |name: &str| part(name).map(|(stem, _)| stem);
    let stems: Vec<String> =
        files.iter().filter(|(name, _)| is_shp(name)).filter_map(|(name, _)| stem_of(name)).collect();
    // Files that stay as they are, and a place for each archive where its .shp stood.
    let (mut out, mut parts) = (Vec::new(), Vec::new());
    let has_place = |out: &[(String, Vec<u8>)], stem: &str| {
        out.iter().any(|(name, _)| is_shp(name) && stem_of(name).as_deref() == Some(stem))
    };
    for (name, bytes) in files {
        match stem_of(&name).filter(|stem| stems.contains(stem)) {
            None => out.push((name, bytes)),
            Some(stem) => {
                if is_shp(&name) && !has_place(&out, &stem) {
                    out.push((name.clone(), Vec::new()));
                }
                parts.push((stem, name, bytes));
            }
        }
    }
    for (name, bytes) in out.iter_mut().filter(|(name, _)| is_shp(name)) {
        let stem = stem_of(name);
        let (mut own, others) =
            parts.into_iter().partition::<Vec<_>, _>(|(of, ..)| Some(of) == stem.as_ref());
        parts = others;
        if own.len() <= 1 {
            *bytes = own.pop().map(|(_, _, bytes)| bytes).unwrap_or_default();
            continue;
        }
        own.sort_by_key(|(_, other, _)| PARTS.iter().position(|p| part(other).is_some_and(|(_, o)| o == *p)));
        let packed: Vec<(&str, &[u8])> =
            own.iter().map(|(_, other, bytes)| (other.as_str(), bytes.as_slice())).collect();
        *bytes = lingdi_geo::archive::pack(&packed)
            .map_err(|error| crate::Error::Internal(format!("cannot pack {name}: {error}")))?;
        *name = format!("{}.zip", name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem));
    }
    Ok(out)
}

/// Stem in small letters and ending of a part; `宗地.shp.xml` is one, too.
fn part(name: &str) -> Option<(String, &'static str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    let ending = PARTS.into_iter().find(|part| ending.eq_ignore_ascii_case(part))?;
    let stem = stem.to_lowercase();
    Some(match ending {
        "xml" => (stem.strip_suffix(".shp")?.to_owned(), ending),
        _ => (stem, ending),
    })
}

#[cfg(test)]
mod tests {
    use super::bundled;

    fn names(given: &[&str]) -> Vec<String> {
        let files: Vec<_> = given.iter().map(|name| ((*name).to_owned(), name.as_bytes().to_vec())).collect();
        bundled(files).unwrap().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn parts_come_together_by_stem_and_everything_else_stays() {
        for (given, expected) in [
            (vec!["宗地.shp", "宗地.DBF", "宗地.prj", "税收.xlsx"], vec!["宗地.zip", "税收.xlsx"]),
            (vec!["a.dbf", "A.SHP", "b.shp", "b.dbf"], vec!["A.zip", "b.zip"]),
            (vec!["a.shp"], vec!["a.shp"]),
            (vec!["a.dbf"], vec!["a.dbf"]),
            (vec!["a.shp", "b.dbf", "c.xml"], vec!["a.shp", "b.dbf", "c.xml"]),
            (vec!["a.shp", "a.shp.xml", "a.cpg"], vec!["a.zip"]),
        ] {
            assert_eq!(names(&given), expected, "{given:?}");
        }
    }

    #[test]
    fn the_same_parts_in_any_order_make_the_same_archive() {
        let pack =
            |order: [&str; 3]| bundled(order.map(|name| (name.to_owned(), name.into())).into()).unwrap();
        assert_eq!(pack(["a.shp", "a.dbf", "a.prj"]), pack(["a.prj", "a.dbf", "a.shp"]));
    }
}
