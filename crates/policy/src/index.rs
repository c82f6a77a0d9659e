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
    /// Groups rows by key.
    pub(crate) fn new<'a, T: 'a>(
        keys: usize,
        rows: &'a [T],
        key: impl Fn(&'a T) -> u32,
        source: impl Fn(&'a T) -> &'a Source,
    ) -> Self {
        let mut starts = vec![0_u32; keys + 1];
        for row in rows {
            starts[key(row) as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut items = vec![0_u32; starts[keys] as usize];
        for (index, row) in rows.iter().enumerate() {
            let next = &mut next[key(row) as usize];
            items[*next as usize] = index as u32;
            *next += 1;
        }
        for window in starts.windows(2) {
            let group = &mut items[window[0] as usize..window[1] as usize];
            // Rows nearly always come in the order of their sources.
            if !group.is_sorted_by_key(|index| source(&rows[*index as usize])) {
                group.sort_by_key(|index| source(&rows[*index as usize]));
            }
        }
        Self { starts, items }
    }

    /// The same groups of other things, one for each row.
    pub(crate) fn through(mut self, item: impl Fn(usize) -> u32) -> Self {
        for index in &mut self.items {
            *index = item(*index as usize);
        }
        self
    }

    /// Has a key any rows?
    pub(crate) fn any(&self, key: u32) -> bool {
        self.of(key).next().is_some()
    }

    /// The rows of a key.
    pub(crate) fn of(&self, key: u32) -> impl Iterator<Item = usize> + Clone + '_ {
        let end = |at: u32| self.starts.get(at as usize).map_or(0, |start| *start as usize);
        self.items[end(key)..end(key + 1)].iter().map(|index: &u32| *index as usize)
    }
}
