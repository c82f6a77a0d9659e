//! Parcels by their code and by their older numbers.

use std::collections::HashMap;

use lingdi_domain::ParcelCode;

use super::names::several;

/// The county's parcels, ready for looking up.
#[derive(Debug, Default)]
pub struct ParcelIndex {
    by_code: HashMap<String, Vec<u32>>,
    by_alias: HashMap<String, Vec<u32>>,
}

/// Which parcel is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParcelMatch {
    /// One parcel, by its code or by the one older number that fits.
    Sure {
        /// The parcel's number.
        id: u32,
        /// Found by an older number.
        by_alias: bool,
    },
    /// Several parcels have had this number.
    Doubtful(Vec<u32>),
    /// No parcel has it.
    Unknown,
}

impl ParcelIndex {
    /// Takes in the parcels: number, code, older numbers (several separated by 、；; or ,).
    pub fn new<'a>(parcels: impl IntoIterator<Item = (u32, &'a str, Option<&'a str>)>) -> Self {
        let mut index = Self::default();
        for (id, code, aliases) in parcels {
            add(&mut index.by_code, code, id);
            for alias in aliases.into_iter().flat_map(several) {
                add(&mut index.by_alias, alias, id);
            }
        }
        index
    }

    /// The parcel of this code; its own code wins over another's older number.
    pub fn resolve(&self, code: &str) -> ParcelMatch {
        let Some(code) = ParcelCode::parse(code) else { return ParcelMatch::Unknown };
        for (index, by_alias) in [(&self.by_code, false), (&self.by_alias, true)] {
            match index.get(code.as_str()).map(Vec::as_slice) {
                None | Some([]) => {}
                Some([id]) => return ParcelMatch::Sure { id: *id, by_alias },
                Some(several) => return ParcelMatch::Doubtful(several.to_vec()),
            }
        }
        ParcelMatch::Unknown
    }
}

fn add(index: &mut HashMap<String, Vec<u32>>, code: &str, id: u32) {
    if let Some(code) = ParcelCode::parse(code) {
        let ids = index.entry(code.0).or_default();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_is_found_by_code_unit_number_and_older_numbers() {
        let index = ParcelIndex::new([
            (1, "330122001002GB00012", Some("122-08-77、122-08-78")),
            (2, "330122001002GB00013", Some("122-08-78")),
        ]);
        let sure = |id, by_alias| ParcelMatch::Sure { id, by_alias };
        assert_eq!(index.resolve("330122 001002 gb00012"), sure(1, false));
        assert_eq!(index.resolve("330122001002GB00013F00010001"), sure(2, false));
        assert_eq!(index.resolve("122-08-77"), sure(1, true));
        assert_eq!(index.resolve("122-08-78"), ParcelMatch::Doubtful(vec![1, 2]));
        assert_eq!(index.resolve("122-08-79"), ParcelMatch::Unknown);
        assert_eq!(index.resolve(" "), ParcelMatch::Unknown);
    }
}
