//! Places in the ranking, and who stands in the last two.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::score::Scored;

/// A unit with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Its score with the arithmetic.
    #[serde(flatten)]
    pub scored: Scored,
    /// Its place, equal places counted as 1, 2, 2, 4; `None` for who does not take part.
    pub rank: Option<usize>,
}

/// All units of one group, the best first, those without a place last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// The units.
    pub units: Vec<Ranked>,
    /// Who stands in the last two.
    pub bottom: Bottom,
}

/// 后两位
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bottom {
    /// Too few units take part, or the group has no such rule: nobody is counted.
    pub off: bool,
    /// Units that stand there beyond doubt.
    pub units: Vec<String>,
    /// Units whose tie would make them more than there are places: the office decides.
    pub tied: Vec<String>,
}

/// Ranks units. `places` are the last ones that count (2), `least` the units that must take part for
/// the rule to hold (5); `order` breaks the order of print between equals, never the place.
pub fn rank(scored: Vec<Scored>, places: usize, least: usize) -> Ranking {
    let (mut placed, out): (Vec<Scored>, Vec<Scored>) =
        scored.into_iter().partition(|scored| scored.score.is_some());
    // Stable: units that are equal in all stay in the official order.
    placed.sort_by(better_first);
    let mut units: Vec<Ranked> = Vec::new();
    for (at, scored) in placed.into_iter().enumerate() {
        let equal = units.last().filter(|last| better_first(&last.scored, &scored) == Ordering::Equal);
        let rank = equal.and_then(|last| last.rank).unwrap_or(at + 1);
        units.push(Ranked { scored, rank: Some(rank) });
    }
    let bottom = bottom(&units, places, least);
    units.extend(out.into_iter().map(|scored| Ranked { scored, rank: None }));
    Ranking { units, bottom }
}

/// Score, then rate of the first indicator, then its amount, then fewer overdue orders.
fn better_first(a: &Scored, b: &Scored) -> Ordering {
    let (rate_a, done_a, overdue_a) = &a.tie_break;
    let (rate_b, done_b, overdue_b) = &b.tie_break;
    (b.score.cmp(&a.score))
        .then_with(|| rate_b.cmp(rate_a))
        .then_with(|| done_b.cmp(done_a))
        .then_with(|| overdue_a.cmp(overdue_b))
}

/// A unit is among the last two when at least N − 2 are strictly better. A tie that reaches over the
/// border takes nobody in by itself.
fn bottom(placed: &[Ranked], places: usize, least: usize) -> Bottom {
    let all = placed.len();
    if all < least || all <= places {
        return Bottom { off: true, ..Bottom::default() };
    }
    let name = |one: &Ranked| one.scored.unit.clone();
    // Of a place in the order 1, 2, 2, 4 one less is the number of those strictly better.
    let beyond = |one: &&Ranked| one.rank.is_some_and(|rank| rank > all - places);
    let units: Vec<String> = placed.iter().filter(beyond).map(name).collect();
    if units.len() >= places {
        return Bottom { units, ..Bottom::default() };
    }
    let border = placed.get(all - 1 - units.len()).and_then(|one| one.rank);
    let tied = placed.iter().filter(|one| one.rank == border).map(name).collect();
    Bottom { units, tied, ..Bottom::default() }
}
