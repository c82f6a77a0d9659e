//! The compound file around an old workbook (MS-CFB): taking one stream out, and wrapping one anew.
//!
//! Read by our own code, so that what is inside is looked at, and made harmless, before a library that
//! believes every count in it reserves memory for them.

const SIGNATURE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const HEADER: usize = 512;
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// Streams shorter than this lie in the stream of small sectors.
const SMALL: usize = 4096;
/// Ids from here on are marks, no sectors.
const FIRST_MARK: u32 = 0xffff_fffa;
const FREE: u32 = 0xffff_ffff;
const END: u32 = 0xffff_fffe;
const IS_TABLE: u32 = 0xffff_fffd;

/// An opened compound file.
pub(in crate::formats) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_root: bool,
    start: u32,
    length: usize,
}

impl<'a> Container<'a> {
    /// Opens a compound file; `None` when it is none, or is cut short before its directory.
    pub(in crate::formats) fn open(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(SIGNATURE) || bytes.len() < HEADER {
            return None;
        }
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, table: Vec::new(), entries: Vec::new() };
        file.table = file.allocation_table()?;
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(Entry::read).collect();
        Some(file)
    }

    /// Is there a stream of this name?
    pub(in crate::formats) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream; `None` when it is absent or does not lie in the file as a whole.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let mut content = if entry.length < SMALL { self.small(entry)? } else { self.chain(entry.start)? };
        if content.len() < entry.length {
            return None;
        }
        content.truncate(entry.length);
        Some(content)
    }

    fn sector(&self, id: u32) -> Option<&'a [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        // The last sector of a file is sometimes written only as far as it is used.
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn allocation_table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut ids: Vec<u32> = words(&self.bytes[76..HEADER]).collect();
        let mut next = u32_at(self.bytes, 68)?;
        while next < FIRST_MARK {
            if ids.len() > most {
                return None;
            }
            let more: Vec<u32> = words(self.sector(next)?).collect();
            let (last, more) = more.split_last()?;
            ids.extend(more);
            next = *last;
        }
        let mut table = Vec::new();
        for id in ids.into_iter().filter(|id| *id < FIRST_MARK) {
            if table.len() > most + self.sector {
                break;
            }
            table.extend(words(self.sector(id)?));
        }
        Some(table)
    }

    /// The sectors of a chain, one after the other; a chain that bites its tail is none.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut id = start;
        while id < FIRST_MARK {
            if content.len() > self.bytes.len() {
                return None;
            }
            content.extend_from_slice(self.sector(id)?);
            id = *self.table.get(id as usize)?;
        }
        Some(content)
    }

    fn small(&self, entry: &Entry) -> Option<Vec<u8>> {
        let root = self.entries.iter().find(|entry| entry.is_root)?;
        let sectors = self.chain(root.start)?;
        let table: Vec<u32> = words(&self.chain(u32_at(self.bytes, 60)?)?).collect();
        let mut content = Vec::new();
        let mut id = entry.start;
        while id < FIRST_MARK && content.len() < entry.length {
            let start = (id as usize).checked_mul(MINI_SECTOR)?;
            content.extend_from_slice(sectors.get(start..start + MINI_SECTOR)?);
            id = *table.get(id as usize)?;
        }
        Some(content)
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let letters = usize::from(u16_at(bytes, 64)?).min(64) / 2;
        let name: Vec<u16> = (0..letters).filter_map(|at| u16_at(bytes, 2 * at)).collect();
        let name = String::from_utf16_lossy(&name).trim_end_matches('\0').to_owned();
        let kind = *bytes.get(66)?;
        let entry = Self {
            name,
            is_root: kind == 5,
            start: u32_at(bytes, 116)?,
            length: u32_at(bytes, 120)? as usize,
        };
        [2, 5].contains(&kind).then_some(entry)
    }
}

/// A compound file that holds one stream, as short as the format allows.
pub(in crate::formats) fn wrap(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    const IDS: usize = SECTOR / 4;
    // Sectors of the table, of the directory (one), of the stream.
    let content = stream.len().max(SMALL).div_ceil(SECTOR);
    let tables = (content + 2).div_ceil(IDS - 1);
    let chained = |first: usize, count: usize| {
        (1..count).map(move |nth| (first + nth) as u32).chain(std::iter::once(END))
    };
    let table = std::iter::repeat_n(IS_TABLE, tables).chain([END]).chain(chained(tables + 1, content));

    let mut file = vec![0; SECTOR];
    file[..8].copy_from_slice(SIGNATURE);
    for (at, value) in [(24, 0x3e_u16), (26, 4), (28, 0xfffe), (30, 12), (32, 6)] {
        file[at..at + 2].copy_from_slice(&value.to_le_bytes());
    }
    let words = [(40, 1), (44, tables as u32), (48, tables as u32), (56, SMALL as u32), (60, END), (68, END)];
    for (at, value) in words {
        file[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    let listed = (0..tables as u32).chain(std::iter::repeat(FREE));
    for (at, id) in (76..HEADER).step_by(4).zip(listed) {
        file[at..at + 4].copy_from_slice(&id.to_le_bytes());
    }
    file.extend(table.chain(std::iter::repeat(FREE)).take(tables * IDS).flat_map(u32::to_le_bytes));
    // The library wants the root to point at something, though it has no small sectors.
    file.extend(directory_entry("Root Entry", 5, 0, 0, 1));
    file.extend(directory_entry(name, 2, tables as u32 + 1, stream.len().max(SMALL), FREE));
    file.resize((tables + 2) * SECTOR, 0);
    file.extend_from_slice(stream);
    file.resize((tables + 2 + content) * SECTOR, 0);
    file
}

fn directory_entry(name: &str, kind: u8, start: u32, length: usize, child: u32) -> [u8; ENTRY] {
    let mut entry = [0; ENTRY];
    for (at, unit) in name.encode_utf16().enumerate().take(31) {
        entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = 2 * (name.len() as u8 + 1);
    entry[66] = kind;
    for (at, value) in [(68, FREE), (72, FREE), (76, child), (116, start), (120, length as u32)] {
        entry[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    entry
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrapped_comes_out_as_it_was() {
        for length in [0, 4095, 4096, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let file = wrap("Workbook", &stream);
            let opened = Container::open(&file).unwrap();
            assert!(opened.has("workbook") && !opened.has("Book"));
            assert_eq!(&opened.stream("Workbook").unwrap()[..length], stream);
            assert_eq!(opened.stream("Book"), None);
        }
    }

    #[test]
    fn a_file_cut_short_or_bent_gives_nothing_and_does_not_hang() {
        let file = wrap("Workbook", &vec![7; 50_000]);
        for end in [0, 8, 100, 511, 5_000, 30_000] {
            let opened = Container::open(&file[..end]);
            assert_eq!(opened.and_then(|opened| opened.stream("Workbook")), None, "{end}");
        }
        let mut circle = file.clone();
        // The sector after the first of the stream is the first again.
        circle[4096 + 8..4096 + 12].copy_from_slice(&2_u32.to_le_bytes());
        assert_eq!(Container::open(&circle).unwrap().stream("Workbook"), None);
    }
}
