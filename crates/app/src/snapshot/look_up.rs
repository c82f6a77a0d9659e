//! Looking things up in a snapshot: occupants, words, neighbours.

use chrono::NaiveDate;
use lingdi_domain::{Cell, Source, Text};
use lingdi_geo::{BBox, MultiPolygon};
use lingdi_policy::facts::Occupancy;

use super::Snapshot;

/// What a search looks through for a parcel, in the form names are compared in.
fn words(snapshot: &Snapshot, parcel: u32) -> String {
    let record = &snapshot.parcels[parcel as usize];
    let mut parts: Vec<&str> = vec![&record.code];
    let own = [&record.location, &record.owner, &record.owner_code, &record.aliases];
    parts.extend(own.into_iter().flatten().map(lingdi_domain::Text::as_str));
    let owner = snapshot.facts.parcels.get(parcel as usize).and_then(|row| row.owner);
    let firms = snapshot.occupancies_of(parcel).filter_map(|row| row.enterprise).chain(owner);
    parts.extend(snapshot.occupancies_of(parcel).filter_map(|row| row.name.as_deref()));
    for firm in firms.filter_map(|firm| snapshot.firms.get(firm as usize)) {
        parts.push(&firm.code);
        parts.push(&firm.name);
        parts.extend(firm.former_names.as_deref());
    }
    parts.sort_unstable();
    parts.dedup();
    // A line between parts keeps a word from matching across two of them.
    parts.iter().map(|part| lingdi_domain::name::normalised(part)).collect::<Vec<_>>().join("\n")
}

impl Snapshot {
    /// The cell that a field of a row was read from; the row alone when `field` is empty.
    pub fn cell(&self, source: &Source, field: &str) -> Cell {
        match self.facts.batches.get(source.batch as usize) {
            Some(file) => file.cell(source, field),
            None => Cell {
                batch: Text::default(),
                file: Text::default(),
                sheet: Text::default(),
                row: source.row,
                column: Text::default(),
            },
        }
    }

    /// The occupancy rows of a parcel.
    pub fn occupancies_of(&self, parcel: u32) -> impl Iterator<Item = &Occupancy> {
        self.facts.occupancies_of(parcel).filter_map(|at| self.facts.occupancies.get(at))
    }

    /// The firms that own or use a parcel, each once, or did so once.
    pub fn firms_of(&self, parcel: u32) -> Vec<u32> {
        let owner = self.facts.parcels.get(parcel as usize).and_then(|row| row.owner);
        let mut firms: Vec<u32> =
            self.occupancies_of(parcel).filter_map(|row| row.enterprise).chain(owner).collect();
        firms.sort_unstable();
        firms.dedup();
        firms
    }

    /// Did a firm own a parcel, or use it at any time between two days?
    pub fn had(&self, firm: u32, parcel: u32, (first, last): (NaiveDate, NaiveDate)) -> bool {
        let owns = self.facts.parcels.get(parcel as usize).and_then(|row| row.owner) == Some(firm);
        let used = |row: &Occupancy| {
            row.enterprise == Some(firm)
                && row.from.is_none_or(|from| from <= last)
                && row.to.is_none_or(|to| first <= to)
        };
        owns || self.occupancies_of(parcel).any(used)
    }

    /// Parcels that a firm owns or uses, by code.
    pub fn parcels_of_firm(&self, firm: u32) -> Vec<u32> {
        let used =
            self.facts.occupancies.iter().filter(|row| row.enterprise == Some(firm)).map(|row| row.parcel);
        let owned =
            (0..).zip(&self.facts.parcels).filter(|(_, parcel)| parcel.owner == Some(firm)).map(|(at, _)| at);
        let mut parcels: Vec<u32> = used.chain(owned).collect();
        parcels.sort_unstable();
        parcels.dedup();
        parcels
    }

    /// Names of the firms that use a parcel on a day, owners first; the 权利人 when no row says.
    pub fn occupants_on(&self, parcel: u32, day: NaiveDate) -> Vec<String> {
        let current =
            |row: &&Occupancy| row.from.is_none_or(|from| from <= day) && row.to.is_none_or(|to| day <= to);
        let mut rows: Vec<&Occupancy> = self.occupancies_of(parcel).filter(current).collect();
        rows.sort_by_key(|row| row.relation.as_deref() != Some("自有"));
        let name = |row: &Occupancy| {
            let firm = row.enterprise.and_then(|firm| self.firms.get(firm as usize));
            firm.map(|firm| firm.name.to_string()).or_else(|| row.name.as_ref().map(ToString::to_string))
        };
        let mut names: Vec<String> = Vec::new();
        for name in rows.into_iter().filter_map(name) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            names.extend(
                self.parcels
                    .get(parcel as usize)
                    .and_then(|record| record.owner.as_ref())
                    .map(ToString::to_string),
            );
        }
        names
    }

    /// Do all words occur in what is known of a parcel?
    pub fn contains_words(&self, parcel: u32, words: &[String]) -> bool {
        words.is_empty()
            || self
                .words()
                .get(parcel as usize)
                .is_some_and(|text| words.iter().all(|word| text.contains(word.as_str())))
    }

    /// Makes what people have looked at in another state.
    pub(super) fn prepare_like(&self, other: &Self) {
        if other.words.get().is_some() {
            self.words();
        }
        if other.boxes.get().is_some() {
            self.boxes();
        }
        if other.tiles.get().is_some() {
            self.tiles();
        }
    }

    fn words(&self) -> &[String] {
        self.words.get_or_init(|| {
            let parcels: Vec<u32> = (0..self.parcels.len() as u32).collect();
            lingdi_domain::parallel::map(&parcels, |parcel| words(self, *parcel))
        })
    }

    fn boxes(&self) -> &[Option<BBox>] {
        self.boxes.get_or_init(|| self.shapes.iter().map(|shape| shape.as_ref().and_then(BBox::of)).collect())
    }

    /// Codes and shapes of the parcels that reach into the surroundings of a shape: its rectangle,
    /// widened on each side by `share` of its longer side.
    pub fn around(&self, shape: &MultiPolygon<f64>, share: f64) -> Vec<(String, MultiPolygon<f64>)> {
        let Some(own) = BBox::of(shape) else { return Vec::new() };
        let side = (own.max_x - own.min_x).max(own.max_y - own.min_y);
        let window = own.widened(side * share);
        let near = |bbox: &Option<BBox>| bbox.is_some_and(|bbox| window.intersects(&bbox));
        let indices = self.boxes().iter().enumerate().filter(|(_, bbox)| near(bbox)).map(|(at, _)| at);
        indices
            .filter_map(|at| Some((self.parcels.get(at)?.code.to_string(), self.shapes.get(at)?.clone()?)))
            .collect()
    }
}
