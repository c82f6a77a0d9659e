//! 临界: parcels whose verdict is near to turning, for filters and for sorting.

use lingdi_domain::Ratio;

use crate::identification::Verdicts;
use crate::seen::{Seen, Shown};

/// How near a parcel must be, as part of its line. Bands show, they never decide a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Within 5 % of the line.
    Twentieth,
    /// Within 10 % of the line.
    Tenth,
}

impl Reach {
    /// All, the nearest first.
    pub const ALL: [Self; 2] = [Self::Twentieth, Self::Tenth];

    /// In per cent: the word of addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Twentieth => "5",
            Self::Tenth => "10",
        }
    }

    fn part(self) -> Ratio {
        match self {
            Self::Twentieth => Ratio::new(1, 20),
            Self::Tenth => Ratio::new(1, 10),
        }
    }
}

impl Verdicts {
    /// How far a parcel's nearest figure is from the line at which its verdict turns, as part of the
    /// line, for showing and for sorting; `None` when no single figure turns it. The whole county is
    /// looked at once.
    pub fn closeness_of(&self, parcel: u32) -> Option<f64> {
        self.closeness().get(parcel as usize).copied().flatten()
    }

    /// The least reach that holds a parcel; exact at its edge.
    pub(crate) fn find_reach(&self, parcel: u32) -> Option<Reach> {
        let closeness = self.closeness_of(parcel);
        Reach::ALL.into_iter().find(|reach| self.judge.is_within(parcel, closeness, &reach.part()))
    }
}

impl Seen {
    /// Is a parcel so near to turning? Never where that would tell an amount.
    pub fn is_near(&self, shown: Shown<'_>, reach: Reach) -> bool {
        !shown.is_masked() && self.judged.reach_of(shown.parcel()).is_some_and(|least| least <= reach)
    }
}
