//! Who uses which parcel: the occupancy rows, and the 权利人 where a parcel has none.

use lingdi_domain::{Area, Ratio, Source};

use crate::county::County;
use crate::facts::{CountyFacts, Occupancy};
use crate::index::Groups;

/// One firm's use of one parcel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    pub(crate) parcel: u32,
    /// `None` while nobody has said which firm is meant.
    pub(crate) firm: Option<u32>,
    /// The occupancy row; `None` for a 权利人 taken as sole occupant.
    row: Option<u32>,
}

impl Use {
    pub(crate) fn row<'a>(&self, facts: &'a CountyFacts) -> Option<&'a Occupancy> {
        self.row.map(|row| &facts.occupancies[row as usize])
    }

    /// Where it stands.
    pub(crate) fn source<'a>(&self, facts: &'a CountyFacts) -> &'a Source {
        self.row(facts).map_or(&facts.parcels[self.parcel as usize].source, |row| &row.source)
    }
}

/// All uses, by parcel and by firm.
#[derive(Debug)]
pub(crate) struct Uses {
    pub(crate) all: Vec<Use>,
    /// Uses of parcel `p` are `all[starts[p]..starts[p + 1]]`.
    starts: Vec<u32>,
    pub(crate) by_firm: Groups,
}

impl Uses {
    pub(crate) fn new(facts: &County, owner_as_occupant: bool) -> Self {
        let mut all = Vec::with_capacity(facts.occupancies.len() + facts.parcels.len());
        let mut starts = vec![0];
        for (parcel, record) in facts.parcels.iter().enumerate() {
            let parcel = parcel as u32;
            for row in facts.index.occupancies.of(parcel) {
                all.push(Use { parcel, firm: facts.occupancies[row].enterprise, row: Some(row as u32) });
            }
            if all.len() == starts[starts.len() - 1] as usize
                && owner_as_occupant
                && (record.owner.is_some() || record.owner_name.is_some())
            {
                all.push(Use { parcel, firm: record.owner, row: None });
            }
            starts.push(all.len() as u32);
        }
        Self { by_firm: by_firm(facts, &all), all, starts }
    }

    /// Positions in `all` of the uses of a parcel.
    pub(crate) fn of(&self, parcel: u32) -> std::ops::Range<usize> {
        self.starts[parcel as usize] as usize..self.starts[parcel as usize + 1] as usize
    }

    /// Land used, in 0.01 m²: as given; by floor area out of what the other rows
    /// leave; the whole parcel for its 权利人. `None` when the row gives neither. Floor areas are
    /// compared among the rows `in_force`.
    pub(crate) fn land(
        &self,
        facts: &CountyFacts,
        taken: &Use,
        in_force: impl Fn(&Occupancy) -> bool,
    ) -> Option<Land> {
        let parcel = &facts.parcels[taken.parcel as usize];
        let Some(row) = taken.row(facts) else { return Some(Land::Given(parcel.area)) };
        if let Some(area) = row.land_area {
            return Some(Land::Given(area));
        }
        let floor = row.floor_area?;
        let (mut land_given, mut floors) = (Area(0), Area(0));
        for other in &self.all[self.of(taken.parcel)] {
            let Some(other) = other.row(facts).filter(|other| in_force(other)) else { continue };
            match (other.land_area, other.floor_area) {
                (Some(area), _) => land_given.0 += area.0,
                (None, Some(area)) => floors.0 += area.0,
                (None, None) => {}
            }
        }
        let left = Area(parcel.area.0 - land_given.0);
        (left.0 > 0 && floors.0 > 0).then_some(Land::ByFloor { floor, floors, left })
    }
}

/// Positions of each firm's uses; those that nobody has matched are in no group.
fn by_firm(facts: &CountyFacts, all: &[Use]) -> Groups {
    let matched: Vec<(u32, u32)> =
        (0..).zip(all).filter_map(|(at, taken)| taken.firm.map(|firm| (firm, at))).collect();
    let source = |(_, at): &(u32, u32)| all[*at as usize].source(facts);
    Groups::new(facts.enterprises.len(), &matched, |(firm, _)| *firm, source).through(|row| matched[row].1)
}

/// The land of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Land {
    Given(Area),
    /// `floor ÷ floors × left`
    ByFloor {
        floor: Area,
        floors: Area,
        left: Area,
    },
}

impl Land {
    /// For a first look, in 0.01 m².
    pub(crate) fn approx(self) -> f64 {
        match self {
            Self::Given(area) => area.0 as f64,
            Self::ByFloor { floor, floors, left } => floor.0 as f64 / floors.0 as f64 * left.0 as f64,
        }
    }

    /// Exact, in 亩.
    pub(crate) fn mu(self) -> Ratio {
        match self {
            Self::Given(area) => area.mu(),
            Self::ByFloor { floor, floors, left } => Ratio::new(floor.0.into(), floors.0.into()) * left.mu(),
        }
    }
}
