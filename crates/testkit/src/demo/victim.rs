//! Which rows of a table get dirty.

use crate::rng::Rng;

/// Rows in a fixed random order, each handed out once, so that no row is spoilt twice.
#[derive(Debug)]
pub(crate) struct Victims(Vec<usize>);

impl Victims {
    /// Among the first `count` rows.
    pub(crate) fn among(count: usize, purpose: &str) -> Self {
        let mut order: Vec<usize> = (0..count).collect();
        Rng::new(purpose).shuffle(&mut order);
        Self(order)
    }

    /// The next `count` rows for which `fits` holds.
    pub(crate) fn take(&mut self, count: usize, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut taken = Vec::new();
        self.0.retain(|row| {
            let take = taken.len() < count && fits(*row);
            if take {
                taken.push(*row);
            }
            !take
        });
        taken
    }
}

/// ASCII as it looks when typed with a Chinese input method.
pub(crate) fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}
