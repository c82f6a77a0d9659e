//! Texts of the register by their fingerprints, in tables small enough that half a million rows
//! can look up theirs.

use std::hash::BuildHasherDefault;

use lingdi_domain::values::{DigestMap, key_digest};

/// At which places of the register each text stands; nearly always at one.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// A place, or from [`SEVERAL`] on an index into `several`.
    by_text: DigestMap<u32>,
    several: Vec<Vec<u32>>,
}

/// No register has as many firms.
const SEVERAL: u32 = 1 << 31;

impl Places {
    pub(super) fn with_capacity(texts: usize) -> Self {
        Self {
            by_text: DigestMap::with_capacity_and_hasher(texts, BuildHasherDefault::default()),
            several: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, text: &str, at: usize) {
        let at = at as u32;
        let Some(known) = self.by_text.get_mut(&key_digest(text)) else {
            self.by_text.insert(key_digest(text), at);
            return;
        };
        if *known >= SEVERAL {
            self.several[(*known - SEVERAL) as usize].push(at);
        } else {
            self.several.push(vec![*known, at]);
            *known = SEVERAL + self.several.len() as u32 - 1;
        }
    }

    /// The places of a text in the order of the register; empty when it stands nowhere.
    pub(super) fn of(&self, text: &str) -> Vec<usize> {
        match self.by_text.get(&key_digest(text)) {
            None => Vec::new(),
            Some(several) if *several >= SEVERAL => {
                self.several[(*several - SEVERAL) as usize].iter().map(|at| *at as usize).collect()
            }
            Some(one) => vec![*one as usize],
        }
    }

    /// The only place of a text.
    pub(super) fn only(&self, text: &str) -> Option<usize> {
        self.by_text.get(&key_digest(text)).filter(|known| **known < SEVERAL).map(|one| *one as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn a_text_is_found_at_every_place_where_it_stands() {
        let mut places = Places::with_capacity(4);
        for (at, text) in ["甲", "乙", "甲", "甲"].into_iter().enumerate() {
            places.add(text, at);
        }
        assert_eq!(places.of("甲"), [0, 2, 3]);
        assert_eq!(places.of("乙"), [1]);
        assert!(places.of("丙").is_empty());
        assert_eq!(["甲", "乙", "丙"].map(|text| places.only(text)), [None, Some(1), None]);
    }
}
