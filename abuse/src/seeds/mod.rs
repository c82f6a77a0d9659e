//! Sound files to begin with: small ones made here, and those of the shared data folder where it is present.

mod made;
mod xls;

use std::io;
use std::path::{Path, PathBuf};

use crate::Reader;

/// Files of the shared data folder: folder, and how the name ends.
const SHARED: [(Reader, &str, &str); 18] = [
    (Reader::Xlsx, "nasty-files/xlsx", ".xlsx"),
    (Reader::Xls, "cn-landchina-xls", ".xls"),
    (Reader::Dbf, "nasty-files/dbf-shp", ".dbf"),
    (Reader::Shapefile, "cn-boundaries", ".zip"),
    (Reader::Shp, "nasty-files/dbf-shp", ".shp"),
    (Reader::GeoJson, "cn-boundaries", ".geojson"),
    (Reader::Place, "cn-boundaries", ".geojson"),
    (Reader::Survey, "cn-survey-txt", ".txt"),
    (Reader::GeoPackage, "nasty-files/gpkg-fgb", ".gpkg"),
    (Reader::Gzip, "cn-boundaries", ".gz"),
    (Reader::Csv, "cn-survey-txt", ".txt"),
    (Reader::Csv, "cn-uscc", ".csv"),
    // Not theirs: each reader meets what another would take.
    (Reader::Xlsx, "cn-boundaries", ".zip"),
    (Reader::Xls, "nasty-files/xlsx", "encrypted_out.xlsx"),
    (Reader::Shapefile, "nasty-files/dbf-shp", ".shp"),
    (Reader::GeoPackage, "nasty-files/gpkg-fgb", ".fgb"),
    (Reader::Survey, "nasty-files/dbf-shp", ".PRJ"),
    (Reader::Crs, "nasty-files/dbf-shp", ".PRJ"),
];

/// The seeds of a reader, in a fixed order.
pub fn of(reader: Reader) -> io::Result<Vec<Vec<u8>>> {
    let made = made::of(reader)?;
    let mut seeds = Vec::new();
    for (_, folder, ending) in SHARED.iter().filter(|(whose, ..)| *whose == reader) {
        for path in files(folder, ending)? {
            seeds.push(std::fs::read(path)?);
        }
    }
    // As often as the others: only in them is every row one that the reader knows.
    let times = seeds.len() / made.len() + 1;
    seeds.extend(std::iter::repeat_n(made, times).flatten());
    Ok(seeds)
}

/// The folders of a reader that are not here, for a test to say so.
pub fn missing(reader: Reader) -> Vec<PathBuf> {
    let folders = SHARED.iter().filter(|(whose, ..)| *whose == reader).map(|(_, folder, _)| shared(folder));
    folders.filter(|folder| !folder.exists()).collect()
}

fn shared(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(folder)
}

fn files(folder: &str, ending: &str) -> io::Result<Vec<PathBuf>> {
    let folder = shared(folder);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without it, only the first lines of a reader would ever be under abuse.
    #[test]
    fn each_reader_reads_the_seed_made_for_it() {
        for reader in Reader::ALL {
            for (nth, seed) in made::of(reader).unwrap().iter().enumerate() {
                assert!(reader.read(seed), "{reader} refuses its seed {nth}");
            }
        }
    }
}
