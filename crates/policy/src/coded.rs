//! Texts that many rows share: each is kept, and looked up in the tables of an edition, once.

use std::collections::HashMap;

use lingdi_domain::Text;

/// Which word each row has.
#[derive(Debug, Default)]
pub(crate) struct Coded {
    words: Vec<Text>,
    /// By row: place among the words.
    codes: Vec<Option<u32>>,
}

impl Coded {
    pub(crate) fn of<'a>(rows: impl Iterator<Item = Option<&'a Text>>) -> Self {
        let (mut words, mut codes) = (Vec::new(), Vec::with_capacity(rows.size_hint().0));
        let mut known: HashMap<&'a Text, u32> = HashMap::new();
        // Rows often repeat the word of the row before.
        let mut last: Option<(&Text, u32)> = None;
        for row in rows {
            let code = row.map(|text| match last {
                Some((word, code)) if word == text => code,
                _ => *known.entry(text).or_insert_with(|| {
                    words.push(text.clone());
                    words.len() as u32 - 1
                }),
            });
            last = row.zip(code).or(last);
            codes.push(code);
        }
        Self { words, codes }
    }

    /// The code of a row; `None` when it has no word.
    pub(crate) fn of_row(&self, row: u32) -> Option<u32> {
        self.codes[row as usize]
    }

    /// What is to be known of each row, found once for each word.
    pub(crate) fn each<T: Copy>(&self, read: impl Fn(&str) -> T) -> ByWord<T> {
        ByWord(self.words.iter().map(|word| read(word)).collect())
    }

    /// The words, by code.
    pub(crate) fn words(&self) -> &[Text] {
        &self.words
    }
}

/// Something known of each word.
#[derive(Debug, Default)]
pub(crate) struct ByWord<T>(Vec<T>);

impl<T: Copy> ByWord<T> {
    /// Of the word of a row; `None` when it has none.
    pub(crate) fn of(&self, coded: &Coded, row: u32) -> Option<T> {
        coded.of_row(row).map(|code| self.0[code as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_up_once_and_told_of_every_row() {
        let rows = [Some("工业"), None, Some("办公"), Some("工业")].map(|word| word.map(Text::from));
        let coded = Coded::of(rows.iter().map(Option::as_ref));
        assert_eq!(coded.words(), ["工业", "办公"]);
        let lengths = coded.each(|word| word.chars().count());
        let told: Vec<Option<usize>> = (0..4).map(|row| lengths.of(&coded, row)).collect();
        assert_eq!(told, [Some(2), None, Some(2), Some(2)]);
    }
}
