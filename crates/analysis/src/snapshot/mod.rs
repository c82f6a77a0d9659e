//! A county's matched facts as bytes, laid out so that the facts around one parcel are found without
//! reading the rest.
//!
//! Facts lie in chunks: some hundred parcels with their occupants and evidence, some hundred firms with
//! their tax and classes. The whole county is read on every core; for one parcel, its own chunk, those
//! of its firms and those of the firms' other parcels are enough.
//!
//! The bytes are a copy of what can be made again from the store. Whoever reads them says for which
//! state of the store; bytes for another state, of another form or with a flaw are refused, and the
//! caller makes the facts anew.

mod around;
mod chunk;

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Text, parallel};
use lingdi_policy::CountyFacts;
use lingdi_policy::facts::{CatalogueItem, TaxDeclaration, Unit};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

pub use around::{Around, around};
use chunk::{FirmFacts, ParcelFacts};

/// The first bytes: what this is, and its form. Another layout of any fact is another form.
const MARK: &[u8; 8] = b"LDFACTS2";

/// Mark, state, length and sum of the contents.
const HEAD: usize = 8 + 16 + 8 + 8;

/// Parcels or firms in a chunk: small enough for one question, large enough to be read at a stretch.
const CHUNK: usize = 256;

/// Why bytes are not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Made by a program of another form.
    #[error("not facts of this form")]
    Form,
    /// Made from another state of the store.
    #[error("facts of another state")]
    State,
    /// The bytes are not what was written.
    #[error("damaged: {0}")]
    Damaged(String),
}

/// What is small, and where the chunks lie.
#[derive(Default, Serialize, Deserialize)]
struct Contents {
    county: Text,
    batches: Vec<SourceFile>,
    units: Vec<Unit>,
    tax_declarations: Vec<TaxDeclaration>,
    catalogue: Vec<CatalogueItem>,
    aliases: Vec<(Text, u32)>,
    parcels: usize,
    firms: usize,
    /// Chunks of parcels, and the code of the first parcel of each.
    parcel_chunks: Vec<(Text, Place)>,
    firm_chunks: Vec<Place>,
}

/// Where a chunk lies behind the contents, and its checksum.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place {
    offset: u64,
    length: u64,
    sum: u64,
}

/// Writes facts down, with the older numbers of parcels, ascending; `state` is the caller's name for what
/// they were made from.
///
/// # Errors
/// When a fact cannot be written, which is a fault of the program.
pub fn encode(facts: &CountyFacts, aliases: &[(Text, u32)], state: u128) -> Result<Vec<u8>, Refused> {
    let parcels = pack(&chunk::by_parcel(facts))?;
    let firms = pack(&chunk::by_firm(facts))?;
    let mut contents = Contents {
        county: facts.county.clone(),
        batches: facts.batches.clone(),
        units: facts.units.clone(),
        tax_declarations: facts.tax_declarations.clone(),
        catalogue: facts.catalogue.clone(),
        aliases: aliases.to_vec(),
        parcels: facts.parcels.len(),
        firms: facts.enterprises.len(),
        ..Contents::default()
    };
    let mut body = Vec::new();
    for (at, packed) in parcels.iter().enumerate() {
        contents.parcel_chunks.push((facts.parcels[at * CHUNK].code.clone(), place(&mut body, packed)));
    }
    for packed in &firms {
        contents.firm_chunks.push(place(&mut body, packed));
    }
    let head = postcard::to_stdvec(&contents).map_err(|error| damaged(&error))?;
    let mut out = Vec::with_capacity(HEAD + head.len() + body.len());
    out.extend_from_slice(MARK);
    out.extend_from_slice(&state.to_le_bytes());
    out.extend_from_slice(&(head.len() as u64).to_le_bytes());
    out.extend_from_slice(&xxh3_64(&head).to_le_bytes());
    out.extend_from_slice(&head);
    out.append(&mut body);
    Ok(out)
}

fn pack<T: Serialize + Sync>(rows: &[T]) -> Result<Vec<Vec<u8>>, Refused> {
    let chunks: Vec<&[T]> = rows.chunks(CHUNK).collect();
    let packed = parallel::map(&chunks, |rows| {
        let mut out = Vec::new();
        for row in *rows {
            out = postcard::to_extend(row, out)?;
        }
        Ok(out)
    });
    packed.into_iter().collect::<Result<_, _>>().map_err(|error| damaged(&error))
}

fn place(body: &mut Vec<u8>, packed: &[u8]) -> Place {
    let place = Place { offset: body.len() as u64, length: packed.len() as u64, sum: xxh3_64(packed) };
    body.extend_from_slice(packed);
    place
}

/// Reads the whole county back, if it was made from this state.
///
/// # Errors
/// See [`Refused`].
pub fn decode(bytes: &[u8], state: u128) -> Result<CountyFacts, Refused> {
    let file = |offset: u64, length: u64| {
        let start = usize::try_from(offset).ok()?;
        bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?).map(<[u8]>::to_vec)
    };
    let (contents, start) = open(&file, state)?;
    let body = bytes.get(start as usize..).ok_or_else(cut)?;
    let parcels = parallel::map(&contents.parcel_chunks, |(_, place)| unpack::<ParcelFacts>(body, *place));
    let firms = parallel::map(&contents.firm_chunks, |place| unpack::<FirmFacts>(body, *place));
    let mut facts = CountyFacts::default();
    facts.parcels.reserve(contents.parcels);
    facts.enterprises.reserve(contents.firms);
    for (at, parcel) in (0..).zip(flat(parcels)?) {
        parcel.enter(at, &mut facts);
    }
    for (at, firm) in (0..).zip(flat(firms)?) {
        firm.enter(at, &mut facts);
    }
    let Contents { county, batches, units, tax_declarations, catalogue, .. } = contents;
    Ok(CountyFacts { county, batches, units, tax_declarations, catalogue, ..facts })
}

fn flat<T>(chunks: Vec<Result<Vec<T>, Refused>>) -> Result<impl Iterator<Item = T>, Refused> {
    Ok(chunks.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten())
}

/// Bytes of the file from an offset on; `None` beyond its end.
type Fetch<'f> = &'f dyn Fn(u64, u64) -> Option<Vec<u8>>;

/// Reads the contents, and says where the chunks begin.
fn open(fetch: Fetch<'_>, state: u128) -> Result<(Contents, u64), Refused> {
    let head = fetch(0, HEAD as u64).ok_or(Refused::Form)?;
    let rest = head.strip_prefix(MARK).ok_or(Refused::Form)?;
    let (written, rest) = rest.split_first_chunk().ok_or(Refused::Form)?;
    if u128::from_le_bytes(*written) != state {
        return Err(Refused::State);
    }
    let (length, rest) = rest.split_first_chunk().ok_or(Refused::Form)?;
    let (sum, _) = rest.split_first_chunk().ok_or(Refused::Form)?;
    let length = u64::from_le_bytes(*length);
    let bytes = fetch(HEAD as u64, length).ok_or_else(cut)?;
    if xxh3_64(&bytes) != u64::from_le_bytes(*sum) {
        return Err(Refused::Damaged("contents".to_owned()));
    }
    let contents = postcard::from_bytes(&bytes).map_err(|error| damaged(&error))?;
    Ok((contents, HEAD as u64 + length))
}

fn unpack<T: for<'d> Deserialize<'d>>(body: &[u8], place: Place) -> Result<Vec<T>, Refused> {
    let (start, length) = (place.offset as usize, place.length as usize);
    rows(start.checked_add(length).and_then(|end| body.get(start..end)).ok_or_else(cut)?, place)
}

fn rows<T: for<'d> Deserialize<'d>>(mut bytes: &[u8], place: Place) -> Result<Vec<T>, Refused> {
    if xxh3_64(bytes) != place.sum {
        return Err(Refused::Damaged(format!("chunk at {}", place.offset)));
    }
    let mut rows = Vec::with_capacity(CHUNK);
    while !bytes.is_empty() {
        let (row, rest) = postcard::take_from_bytes(bytes).map_err(|error| damaged(&error))?;
        rows.push(row);
        bytes = rest;
    }
    Ok(rows)
}

fn damaged(error: &postcard::Error) -> Refused {
    Refused::Damaged(error.to_string())
}

fn cut() -> Refused {
    Refused::Damaged("its end is missing".to_owned())
}

#[cfg(test)]
mod tests;
