//! Which cases go out of the ordinary way, so that everything that may happen has happened once.

use lingdi_domain::Category;
use lingdi_domain::object::ObjectKind::{Agreement, Case, Plan};

use super::case::{Listed, Twist};
use super::pen::Stop;

/// How a case goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Special {
    /// By which path; by its category when `None`.
    pub(super) walk: Option<&'static str>,
    pub(super) twist: Twist,
    pub(super) stop: Stop,
    /// Working days that the plan is late.
    pub(super) late: u32,
    /// The unit has not answered yet.
    pub(super) out: bool,
}

const fn twist(twist: Twist) -> Special {
    Special { twist, ..Special::PLAIN }
}

const fn on(walk: &'static str, twist: Twist) -> Special {
    Special { walk: Some(walk), twist, ..Special::PLAIN }
}

const fn stops(walk: &'static str, late: u32, stop: Stop) -> Special {
    Special { walk: Some(walk), stop, late, ..Special::PLAIN }
}

const OF_2022: &[Special] = &[
    on("S1", Twist::Fails),
    on("S5", Twist::Fails),
    Special { late: 130, stop: Some((Case, "REWORK")), ..on("S5", Twist::Fails) },
    on("S5", Twist::Relapses),
    on("A", Twist::Refused),
    on("A", Twist::Changed),
    on("S3", Twist::Replanned),
    on("S1", Twist::Cured),
    on("S2", Twist::Cured),
    on("S1", Twist::Broken),
    on("S2", Twist::Ended),
    on("S3", Twist::Transferred),
    on("S4", Twist::Split),
    twist(Twist::Suspended),
    twist(Twist::Withdrawn),
    twist(Twist::Objects),
    twist(Twist::Objects),
    twist(Twist::Upheld),
    on("K1", Twist::None),
    on("K2", Twist::None),
    on("U", Twist::None),
];

const OF_2023: &[Special] = &[
    stops("S1", 60, Some((Agreement, "DRAFT"))),
    stops("S5", 60, Some((Agreement, "NEGOTIATING"))),
    stops("S3", 55, Some((Agreement, "SIGNED"))),
    stops("S1", 55, Some((Agreement, "REPORTED"))),
    stops("S2", 50, Some((Agreement, "FILED"))),
    stops("S5", 5, Some((Agreement, "CHECK_DUE"))),
    Special { stop: Some((Agreement, "WARNING")), ..on("S5", Twist::Broken) },
    Special { stop: Some((Agreement, "BREACH_PROPOSED")), ..on("S5", Twist::Broken) },
    stops("K2", 65, Some((Plan, "DRAFT"))),
    stops("M", 65, Some((Plan, "LOCAL_REVIEW"))),
    stops("U", 60, Some((Plan, "REPORTED"))),
    Special { late: 50, ..on("M", Twist::SentBack) },
    stops("K1", 0, Some((Case, "DONE_PENDING_EVAL"))),
    stops("K2", 0, Some((Case, "EVALUATING"))),
    stops("M", 0, Some((Case, "EXIT_PENDING"))),
    stops("K1", 0, Some((Case, "EXIT_PENDING"))),
    stops("S1", 0, Some((Case, "VERIFIED"))),
    stops("S1", 0, Some((Case, "CONFIRMED"))),
    twist(Twist::Suspended),
    twist(Twist::Objects),
    twist(Twist::Upheld),
    Special { late: 20, ..on("A", Twist::Changed) },
    Special { late: 50, ..on("A", Twist::None) },
    Special { late: 58, ..on("A", Twist::None) },
    Special { late: 70, ..on("A", Twist::None) },
    Special { late: 78, ..on("A", Twist::None) },
    Special { late: 86, ..on("A", Twist::None) },
];

/// The special cases of a list.
pub(super) fn of(year: i32) -> &'static [Special] {
    if year == 2022 { OF_2022 } else { OF_2023 }
}

impl Special {
    /// Nothing special.
    pub(super) const PLAIN: Self = Self { walk: None, twist: Twist::None, stop: None, late: 0, out: false };

    /// What becomes of the many: most are as listed, some are not, some plans are late.
    pub(super) fn ordinary(year: i32, number: usize) -> Self {
        let late = match number % 10 {
            0..6 => 0,
            6 | 7 => 25,
            8 => 60,
            _ => 130,
        };
        let twist = match number % 23 {
            4 => Twist::NotSo(number % 3),
            13 => Twist::NotSo(4),
            9 => Twist::Unclear,
            _ => Twist::None,
        };
        let out = year == 2023 && number % 31 == 30;
        Self { twist, late, out, ..Self::PLAIN }
    }

    /// A parcel that had left the database: mostly the bureaus' tables are behind, now and then it is true.
    pub(super) fn of_returned(number: usize) -> Self {
        if number.is_multiple_of(9) { on("K1", Twist::None) } else { twist(Twist::NotSo(5)) }
    }

    /// Has the unit not answered yet?
    pub(super) fn is_still_out(&self) -> bool {
        self.out
    }

    /// Can this case go that way?
    pub(super) fn fits(&self, site: &Listed) -> bool {
        let first = site.categories.first().copied();
        let wanted = match self.walk {
            Some("U") => site.categories.contains(&Category::B),
            Some("K2") => matches!(first, Some(Category::C1 | Category::C2)),
            Some(path) if path.starts_with('S') => first == Some(Category::A),
            _ => true,
        };
        wanted && !site.owner.is_empty() && site.has_shape && (4.0..45.0).contains(&site.mu)
    }
}
