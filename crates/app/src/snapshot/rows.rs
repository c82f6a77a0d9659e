//! The rows in force, by kind: blocks as the store keeps them, the newest of each key.

use std::collections::HashMap;

use lingdi_domain::values::DigestSet;
use lingdi_domain::{Kind, Source, parallel};
use lingdi_geo::MultiPolygon;
use lingdi_store::batches::Batch;
use lingdi_store::block::{self, Block};
use lingdi_store::{Tx, facts};
use serde::de::DeserializeOwned;

use crate::{Error, Result};

/// Kinds whose shapes are used.
const DRAWN: [Kind; 2] = [Kind::Parcels, Kind::Units];

/// The rows in force, by kind, in order of acceptance.
#[derive(Default)]
pub(super) struct Rows {
    by_kind: HashMap<Kind, Vec<Chunk>>,
}

/// Some thousand rows of one batch.
pub(super) struct Chunk {
    batch: u32,
    pub(super) block: Block,
    /// Shapes, row by row; empty when the kind has none.
    shapes: Vec<Option<MultiPolygon<f64>>>,
    /// Rows in force.
    kept: Kept,
}

/// Which rows of a chunk count.
enum Kept {
    /// Those up to a standing.
    Standing(u8),
    /// These: others have the key of a later batch's row.
    Rows(Vec<bool>),
}

/// What the store gives for one batch.
pub(super) struct Raw {
    number: u32,
    kind: Kind,
    max_standing: u8,
    data: Vec<Vec<u8>>,
    shapes: Vec<Option<Vec<u8>>>,
    /// Marks, where another batch of the kind is in force too.
    marks: Vec<Vec<u8>>,
}

/// Fetches the batches of some kinds; each keeps its number among all `batches`.
pub(super) async fn fetch(
    tx: &mut Tx,
    county: &str,
    batches: &[Batch],
    wanted: impl Fn(Kind) -> bool,
    shapes_too: bool,
) -> Result<Vec<Raw>> {
    let mut all = Vec::new();
    for (number, batch) in (0..).zip(batches).filter(|(_, batch)| wanted(batch.kind)) {
        let alone = batches.iter().filter(|other| other.kind == batch.kind).count() == 1;
        let drawn = shapes_too && DRAWN.contains(&batch.kind);
        all.push(Raw {
            number,
            kind: batch.kind,
            max_standing: batch.max_standing as u8,
            data: facts::data(tx, county, batch.id).await?,
            shapes: if drawn { facts::shapes(tx, county, batch.id).await? } else { Vec::new() },
            marks: if alone { Vec::new() } else { facts::marks(tx, county, batch.id).await? },
        });
    }
    Ok(all)
}

impl Rows {
    /// Unpacks what was fetched, on every core.
    pub(super) fn new(raw: &[Raw]) -> Result<Self> {
        let packed: Vec<(&Raw, usize)> =
            raw.iter().flat_map(|batch| (0..batch.data.len()).map(move |n| (batch, n))).collect();
        let chunks = parallel::map(&packed, |(batch, n)| Chunk::unpack(batch, *n));
        let mut rows = Self::default();
        for ((batch, _), chunk) in packed.iter().zip(chunks) {
            rows.by_kind.entry(batch.kind).or_default().push(chunk?);
        }
        for (kind, chunks) in &mut rows.by_kind {
            keep_newest(chunks, raw.iter().filter(|batch| batch.kind == *kind))?;
        }
        Ok(rows)
    }

    /// The chunks of one kind.
    pub(super) fn of(&self, kind: Kind) -> &[Chunk] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// How many rows of one kind there are, at most.
    pub(super) fn count(&self, kind: Kind) -> usize {
        self.of(kind).iter().map(|chunk| chunk.block.len()).sum()
    }

    /// The records of one kind, with where they stand.
    pub(super) fn records<T: DeserializeOwned + Send>(&self, kind: Kind) -> Result<Vec<(Source, T)>> {
        let read = parallel::map(self.of(kind), |chunk| {
            chunk
                .rows()
                .map(|row| Ok((chunk.source(row), chunk.block.record(row)?)))
                .collect::<Result<Vec<_>>>()
        });
        let mut all = Vec::with_capacity(self.count(kind));
        for records in read {
            all.extend(records?);
        }
        Ok(all)
    }
}

impl Chunk {
    fn unpack(batch: &Raw, n: usize) -> Result<Self> {
        let packed = batch.shapes.get(n).and_then(Option::as_deref);
        let shapes = packed.map(block::shapes).transpose()?.unwrap_or_default();
        let shapes = shapes.into_iter().map(|shape| shape.map(|shape| decode(&shape.shape)).transpose());
        Ok(Self {
            batch: batch.number,
            block: Block::decode(&batch.data[n])?,
            shapes: shapes.collect::<Result<_>>()?,
            kept: Kept::Standing(batch.max_standing),
        })
    }

    /// Indices of the rows in force.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.block.len()).filter(|row| match &self.kept {
            Kept::Standing(most) => self.block.standing(*row) <= *most,
            Kept::Rows(kept) => kept[*row],
        })
    }

    /// Where a row stands.
    pub(super) fn source(&self, row: usize) -> Source {
        Source { batch: self.batch, sheet: self.block.sheet(row), row: self.block.number(row) }
    }

    /// The shape of a row.
    pub(super) fn shape(&self, row: usize) -> Option<&MultiPolygon<f64>> {
        self.shapes.get(row)?.as_ref()
    }
}

fn decode(bytes: &[u8]) -> Result<MultiPolygon<f64>> {
    lingdi_geo::wkb::decode(bytes).map_err(|error| Error::Internal(error.to_string()))
}

/// Of rows with the same key in several batches, only that of the latest acceptance counts.
fn keep_newest<'r>(chunks: &mut [Chunk], batches: impl Iterator<Item = &'r Raw>) -> Result<()> {
    let marks: Vec<(u8, &[u8])> = batches
        .flat_map(|batch| batch.marks.iter().map(|marks| (batch.max_standing, marks.as_slice())))
        .collect();
    if marks.is_empty() {
        return Ok(());
    }
    let mut seen = DigestSet::default();
    for (chunk, (most, bytes)) in chunks.iter_mut().zip(marks).rev() {
        let marks = block::marks(bytes)?;
        // Within a batch keys in force are different, so the order in a chunk does not matter.
        chunk.kept =
            Kept::Rows(marks.iter().map(|mark| mark.standing <= most && seen.insert(mark.key)).collect());
    }
    Ok(())
}
