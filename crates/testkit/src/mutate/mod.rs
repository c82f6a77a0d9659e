//! Files that nobody meant to write: sound ones with bytes, numbers and blocks changed.
//!
//! The same purpose makes the same file for ever, so a failure is named by a word and a number.

mod container;
mod edit;

use crate::rng::Rng;

/// A mutated file never grows past its seed by more than this.
const MOST_GROWTH: usize = 1 << 20;

/// A file made of the seeds, which must not be empty; one purpose, one file.
///
/// Of a zip archive or a gzip file, half of the time what is inside is changed and packed again with sums
/// that are right, so that the readers behind the unpacking are reached.
///
/// # Panics
/// Without seeds.
pub fn mutated(seeds: &[Vec<u8>], purpose: &str) -> Vec<u8> {
    let mut rng = Rng::new(purpose);
    let seed = &seeds[rng.below(seeds.len())];
    let other = &seeds[rng.below(seeds.len())];
    if rng.chance(0.7)
        && let Some(packed) = container::repacked(seed, &mut rng)
    {
        return packed;
    }
    let mut bytes = seed.clone();
    edit::several(&mut bytes, other, &mut rng);
    bytes
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::io::{Cursor, Read, Write};

    use super::*;

    fn zipped() -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "b.xml"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&b"<row r=\"17\"/>".repeat(20)).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn a_purpose_makes_one_file_and_another_purpose_another() {
        let seeds = [b"a,b\n1,2\n".repeat(9), zipped()];
        let files: HashSet<Vec<u8>> = (0..200).map(|step| mutated(&seeds, &format!("x {step}"))).collect();
        assert!(files.len() > 180, "{}", files.len());
        assert_eq!(mutated(&seeds, "x 7"), mutated(&seeds, "x 7"));
    }

    #[test]
    fn what_is_inside_an_archive_is_changed_under_sums_that_are_right() {
        let seeds = [zipped()];
        let mut sound_but_changed = 0;
        for step in 0..100 {
            let bytes = mutated(&seeds, &format!("zip {step}"));
            let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(&bytes)) else { continue };
            let mut parts = Vec::new();
            let whole = (0..archive.len())
                .all(|at| archive.by_index(at).is_ok_and(|mut part| part.read_to_end(&mut parts).is_ok()));
            sound_but_changed += usize::from(whole && parts != b"<row r=\"17\"/>".repeat(40));
        }
        assert!(sound_but_changed > 40, "{sound_but_changed}");
    }

    #[test]
    fn nothing_grows_without_end() {
        let seeds = [vec![b'x'; 100_000], Vec::new()];
        for step in 0..300 {
            assert!(mutated(&seeds, &format!("size {step}")).len() <= 200_000 + MOST_GROWTH);
        }
    }
}
