//! From bytes to rows. Damaged bytes are an error, never a panic.

use super::column::{Column, Data, Days, Flags, Ints, Presence, Texts};
use super::encode::{CODED_TEXT, DAY, FLAG, FORM, INT, TEXT};
use super::{Block, Mark, NewShape};
use crate::error::{Result, StoreError};

/// A block never unpacks to more: 4,096 rows of generous text.
const MOST: usize = 256 << 20;
/// A block never has more rows: a few bytes could announce four thousand million.
const MOST_ROWS: usize = 1 << 20;

pub(super) fn data(bytes: &[u8]) -> Result<Block> {
    let (size, packed) = lz4_flex::block::uncompressed_size(bytes).map_err(damaged)?;
    if size > MOST {
        return Err(broken("its size"));
    }
    let plain = lz4_flex::block::decompress(packed, size).map_err(damaged)?;
    let mut input = Input { rest: &plain };
    input.form()?;
    let rows = input.u32()?;
    if rows > MOST_ROWS {
        return Err(broken("its number of rows"));
    }
    let (sheets, numbers, standings) = (input.ints(rows)?, input.ints(rows)?, input.ints(rows)?);
    let count = input.u32()?;
    let mut columns = Vec::new();
    for _ in 0..count {
        let name = String::from_utf8(input.bytes()?.to_vec()).map_err(damaged)?;
        columns.push(Column { name, data: input.column(rows)? });
    }
    Ok(Block { rows, sheets, numbers, standings, columns })
}

pub(super) fn marks(bytes: &[u8]) -> Result<Vec<Mark>> {
    let number = |bytes: &[u8]| bytes.try_into().map(u128::from_le_bytes).map_err(damaged);
    let mark =
        |row: &[u8]| Ok(Mark { key: number(&row[..16])?, digest: number(&row[16..32])?, standing: row[32] });
    bytes.chunks_exact(33).map(mark).collect()
}

pub(super) fn shapes(bytes: &[u8]) -> Result<Vec<Option<NewShape>>> {
    let mut input = Input { rest: bytes };
    input.form()?;
    let rows = input.u32()?;
    let mut shapes = Vec::new();
    for _ in 0..rows {
        let (shape, original) = (input.bytes()?, input.bytes()?);
        let original = (!original.is_empty()).then(|| original.to_vec());
        shapes.push((!shape.is_empty()).then(|| NewShape { shape: shape.to_vec(), original }));
    }
    Ok(shapes)
}

/// What is left to read.
struct Input<'b> {
    rest: &'b [u8],
}

impl<'b> Input<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or_else(|| broken("its end"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    fn form(&mut self) -> Result<()> {
        match self.byte()? {
            FORM => Ok(()),
            other => {
                Err(StoreError::Inconsistent(format!("a block of form {other}, made by a newer program")))
            }
        }
    }

    fn u32(&mut self) -> Result<usize> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().map_err(damaged)?) as usize)
    }

    fn bytes(&mut self) -> Result<&'b [u8]> {
        let length = self.u32()?;
        self.take(length)
    }

    fn ints(&mut self, rows: usize) -> Result<Vec<i64>> {
        let least = i64::from_le_bytes(self.take(8)?.try_into().map_err(damaged)?);
        let width = usize::from(self.byte()?);
        let wide = |chunk: &[u8]| {
            let mut bytes = [0_u8; 8];
            bytes[..chunk.len()].copy_from_slice(chunk);
            least.wrapping_add(u64::from_le_bytes(bytes) as i64)
        };
        match width {
            0 => Ok(vec![if rows == 0 { 0 } else { least }; rows]),
            1 | 2 | 4 | 8 => {
                Ok(self.take(rows.saturating_mul(width))?.chunks_exact(width).map(wide).collect())
            }
            _ => Err(broken("a width")),
        }
    }

    fn column(&mut self, rows: usize) -> Result<Data> {
        let kind = self.byte()?;
        let presence = self.presence(rows)?;
        Ok(match kind {
            TEXT => Data::Text(self.texts(presence)?),
            CODED_TEXT => {
                let texts = self.texts(presence)?;
                let codes = self.take(rows.saturating_mul(2))?.chunks_exact(2);
                let codes = codes.map(|code| u16::from_le_bytes([code[0], code[1]])).collect();
                Data::Text(Texts { codes: Some(codes), ..texts })
            }
            INT => Data::Int(Ints { presence, values: self.ints(rows)? }),
            FLAG => Data::Flag(Flags(Ints { presence, values: self.ints(rows)? })),
            DAY => Data::Day(Days(Ints { presence, values: self.ints(rows)? })),
            _ => return Err(broken("a kind of column")),
        })
    }

    fn presence(&mut self, rows: usize) -> Result<Presence> {
        Ok(match self.byte()? {
            0 => None,
            _ => Some(self.take(rows.div_ceil(8))?.to_vec()),
        })
    }

    fn texts(&mut self, presence: Presence) -> Result<Texts> {
        let count = self.u32()?;
        let lengths = self.take(count.saturating_mul(4))?;
        let mut ends = Vec::with_capacity(count);
        let mut end = 0_u32;
        for length in lengths.chunks_exact(4) {
            let length = u32::from_le_bytes(length.try_into().map_err(damaged)?);
            end = end.checked_add(length).ok_or_else(|| broken("a length"))?;
            ends.push(end);
        }
        let bytes = std::str::from_utf8(self.take(end as usize)?).map_err(damaged)?.to_owned();
        Ok(Texts { presence, bytes, ends, codes: None })
    }
}

fn damaged(error: impl std::fmt::Display) -> StoreError {
    broken(&error.to_string())
}

fn broken(what: &str) -> StoreError {
    StoreError::Inconsistent(format!("a block of rows is damaged: {what}"))
}
