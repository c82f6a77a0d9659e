//! What happened to a parcel, so that every category, doubt and exception occurs.

use crate::rng::Rng;

/// The story of one parcel. Whether it is also 亩均低效 follows from its tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    /// In production.
    Ordinary,
    /// Registered for another use than industry.
    NotIndustrial,
    /// Contract without a start, more than a year overdue: 用而未尽, statutory idle.
    NeverStarted,
    /// Started, little done, stopped more than a year ago: 用而未尽, statutory idle.
    Suspended,
    /// 现状是否闲置 or 实际用途 says so: 用而未尽, under-used.
    StandsEmpty,
    /// A good part of it is unused: 用而未尽, under-used.
    PartEmpty,
    /// A contract without any date from which a delay could be counted: unknown.
    ContractUndated,
    /// Newly supplied, being built, in grace.
    NewlySupplied,
    /// Shops instead of production: 占工非工.
    Shops,
    /// Production, but a part let to shops: 占工非工.
    LetToShops,
    /// Temporary change of use, expired: 占工非工.
    PermissionExpired,
    /// Change of use with a permission in force: none.
    Permitted,
    /// Used as a store: nobody can say yet.
    Store,
    /// 淘汰类 by decision: 其他类型.
    Obsolete,
    /// Its code stands in the catalogue, nobody has decided: unknown.
    ObsoleteHint,
    /// Its code stands in the catalogue, decided not to be meant.
    ObsoleteCleared,
    /// D class in the year before: 其他类型.
    ClassD,
    /// Its owner was deregistered: tax unknown.
    OwnerGone,
    /// Its owner was founded this year: tax unknown.
    OwnerNew,
    /// Its owner is in no register: tax unknown.
    OwnerUnknown,
    /// Low tax in grace by agreement.
    InGrace,
}

/// How many parcels have each story; all others are ordinary.
const SHARES: &[(Story, usize)] = &[
    (Story::NeverStarted, 24),
    (Story::Suspended, 11),
    (Story::StandsEmpty, 23),
    (Story::PartEmpty, 30),
    (Story::ContractUndated, 8),
    (Story::NewlySupplied, 32),
    (Story::Shops, 46),
    (Story::LetToShops, 22),
    (Story::PermissionExpired, 18),
    (Story::Permitted, 14),
    (Story::Store, 14),
    (Story::Obsolete, 10),
    (Story::ObsoleteHint, 10),
    (Story::ObsoleteCleared, 3),
    (Story::ClassD, 42),
    (Story::OwnerGone, 6),
    (Story::OwnerNew, 8),
    (Story::OwnerUnknown, 8),
    (Story::InGrace, 12),
];

/// How many parcels are not industrial by their registered use.
const NOT_INDUSTRIAL: usize = 102;

/// Gives every parcel its story; the worse an estate, the likelier it has one to tell.
pub(crate) fn allot(qualities: &[f64]) -> Vec<Story> {
    let mut rng = Rng::new("stories");
    let mut stories = vec![Story::Ordinary; qualities.len()];
    let mut order: Vec<(f64, usize)> =
        qualities.iter().enumerate().map(|(index, quality)| (quality + 0.5 * rng.normal(), index)).collect();
    order.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut told: Vec<Story> =
        SHARES.iter().flat_map(|(story, count)| std::iter::repeat_n(*story, *count)).collect();
    rng.shuffle(&mut told);
    let mut poorer: Vec<usize> = order.iter().map(|(_, index)| *index).take(told.len() * 3).collect();
    rng.shuffle(&mut poorer);
    for (index, story) in poorer.iter().zip(told) {
        stories[*index] = story;
    }
    let mut left = NOT_INDUSTRIAL;
    while left > 0 {
        let index = rng.below(stories.len());
        if stories[index] == Story::Ordinary {
            stories[index] = Story::NotIndustrial;
            left -= 1;
        }
    }
    stories
}

impl Story {
    /// Does the owner produce there, so that tax worth the name is paid?
    pub(crate) fn produces(self) -> bool {
        !matches!(
            self,
            Self::NeverStarted | Self::Suspended | Self::StandsEmpty | Self::NewlySupplied | Self::OwnerNew
        )
    }

    /// How its tax per 亩 compares with an ordinary parcel's.
    pub(crate) fn yield_factor(self) -> f64 {
        match self {
            Self::NeverStarted | Self::Suspended | Self::StandsEmpty => 0.04,
            Self::NewlySupplied | Self::InGrace => 0.1,
            Self::Shops | Self::PermissionExpired => 0.5,
            Self::ClassD => 0.4,
            Self::PartEmpty | Self::LetToShops | Self::Obsolete | Self::ObsoleteHint => 0.7,
            _ => 1.0,
        }
    }
}
