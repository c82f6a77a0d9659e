//! How long the shared strings of an old workbook are.

use super::container::{u16_at, u32_at};
use super::records::{CONTINUE, Place, record};

/// Bytes of each shared string once it is text, as far as the table can be followed.
pub(super) fn lengths(stream: &[u8], table: Place) -> Vec<u32> {
    let mut cursor = Cursor { stream, at: table.start + 8, end: table.end };
    let mut lengths = Vec::new();
    while let Some(length) = cursor.string() {
        lengths.push(length);
    }
    lengths
}

/// A reading position in a record and those that continue it.
struct Cursor<'a> {
    stream: &'a [u8],
    at: usize,
    end: usize,
}

impl Cursor<'_> {
    fn string(&mut self) -> Option<u32> {
        const WIDE: u8 = 1;
        const PHONETIC: u8 = 4;
        const RICH: u8 = 8;
        if self.at >= self.end {
            self.next_record()?;
        }
        let letters = usize::from(u16_at(self.stream, self.at)?);
        let flags = *self.stream.get(self.at + 2)?;
        self.at += 3;
        let mut behind = 0;
        if flags & RICH != 0 {
            behind += 4 * usize::from(u16_at(self.stream, self.at)?);
            self.at += 2;
        }
        if flags & PHONETIC != 0 {
            behind += u32_at(self.stream, self.at)? as usize;
            self.at += 4;
        }
        self.letters(letters, flags & WIDE != 0)?;
        self.skip(behind)?;
        // A letter of two bytes becomes at most three.
        Some(3 * letters as u32)
    }

    fn letters(&mut self, count: usize, wide: bool) -> Option<()> {
        let mut left = count;
        let mut size = if wide { 2 } else { 1 };
        loop {
            let here = left.min(self.end.saturating_sub(self.at) / size);
            self.at += here * size;
            left -= here;
            if left == 0 {
                return Some(());
            }
            self.next_record()?;
            // A string that is continued says anew how wide its letters are.
            size = if self.stream.get(self.at)? & 1 != 0 { 2 } else { 1 };
            self.at += 1;
        }
    }

    fn skip(&mut self, count: usize) -> Option<()> {
        let mut left = count;
        loop {
            let here = left.min(self.end.saturating_sub(self.at));
            self.at += here;
            left -= here;
            if left == 0 {
                return Some(());
            }
            self.next_record()?;
        }
    }

    fn next_record(&mut self) -> Option<()> {
        let next = record(self.stream, self.end).filter(|next| next.kind == CONTINUE)?;
        (self.at, self.end) = (next.start, next.end);
        Some(())
    }
}
