//! Rows by what they belong to, in arrays: groups keep the order of their sources, so that the
//! order in which the caller hands rows in means nothing.

use lingdi_domain::Source;

/// For each key `0..n`, the indices of its rows.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// Group `k` is `items[starts[k]..starts[k + 1]]`.
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Groups {
    /// Groups rows by key; a row without a key is in no group.
    pub(crate) fn new<'a, T: 'a>(
        keys: usize,
        rows: &'a [T],
        key: impl Fn(&'a T) -> Option<u32>,
        source: impl Fn(&'a T) -> &'a Source,
    ) -> Self {
        let mut starts = vec![0_u32; keys + 1];
        for row in rows {
            if let Some(key) = key(row) {
                starts[key as usize + 1] += 1;
            }
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut items = vec![0_u32; starts[keys] as usize];
        for (index, row) in rows.iter().enumerate() {
            if let Some(key) = key(row) {
                items[next[key as usize] as usize] = index as u32;
                next[key as usize] += 1;
            }
        }
        for window in starts.windows(2) {
            let group = &mut items[window[0] as usize..window[1] as usize];
            if group.len() > 1 {
                group.sort_by_key(|index| source(&rows[*index as usize]));
            }
        }
        Self { starts, items }
    }

    /// The rows of a key.
    pub(crate) fn of(&self, key: u32) -> impl Iterator<Item = usize> + Clone + '_ {
        let (first, end) = (self.starts[key as usize] as usize, self.starts[key as usize + 1] as usize);
        self.items[first..end].iter().map(|index| *index as usize)
    }
}
