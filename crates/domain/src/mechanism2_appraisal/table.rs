//! The table of a month: what was fed in, how it was ranked, and what was counted. Closing keeps it as
//! bytes; from those bytes alone it can be computed again.

use serde::{Deserialize, Serialize};

use super::achievement::Counted;
use super::circular::CountyFacts;
use super::period::{Portion, Standing};
use super::rank::{Bottom, Ranking, rank};
use super::scheme::{Group, Scheme};
use super::score::{Scored, UnitInput, score};
use crate::{Month, Ratio};

/// A month's inputs and result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Which month.
    pub month: Month,
    /// 排名后几位.
    pub places: usize,
    /// 参与排名的单位至少几个.
    pub least: usize,
    /// One table for each group that is ranked.
    pub groups: Vec<GroupTable>,
    /// What was counted this year up to the end of the month, by day.
    pub counted: Vec<Counted>,
    /// Units whose reports of the month are missing, with how many.
    pub missing_reports: Vec<String>,
    /// The county as a whole, for the circular; months that were closed before there was one have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub county: Option<CountyFacts>,
}

/// A group's inputs and ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTable {
    /// How it is scored.
    pub scheme: Scheme,
    /// Are its last two warned and interviewed? (G07)
    pub warned: bool,
    /// What its units did, in the official order.
    pub inputs: Vec<UnitInput>,
    /// The result.
    pub ranking: Ranking,
}

impl GroupTable {
    /// Ranks the units of a group.
    pub fn of(scheme: Scheme, warned: bool, inputs: Vec<UnitInput>, places: usize, least: usize) -> Self {
        let scored = inputs.iter().map(|input| score(&scheme, input)).collect();
        let mut ranking = rank(scored, places, least);
        if !warned {
            ranking.bottom = Bottom { off: true, ..Bottom::default() };
        }
        Self { scheme, warned, inputs, ranking }
    }
}

impl Table {
    /// The same table computed again from its inputs.
    #[must_use]
    pub fn again(&self) -> Self {
        let again = |group: &GroupTable| {
            let (scheme, inputs) = (group.scheme.clone(), group.inputs.clone());
            GroupTable::of(scheme, group.warned, inputs, self.places, self.least)
        };
        Self { groups: self.groups.iter().map(again).collect(), ..self.clone() }
    }

    /// The table of a group.
    pub fn group(&self, group: Group) -> Option<&GroupTable> {
        self.groups.iter().find(|one| one.scheme.group == group)
    }

    /// The score of a unit, in whichever group it stands.
    pub fn scored(&self, unit: &str) -> Option<(&GroupTable, &Scored)> {
        let of = |group: &GroupTable| group.ranking.units.iter().position(|one| one.scored.unit == unit);
        let (group, at) = self.groups.iter().find_map(|group| Some((group, of(group)?)))?;
        Some((group, &group.ranking.units[at].scored))
    }

    /// Its lines, as the month's object keeps them.
    pub fn standings(&self) -> Vec<Standing> {
        let lines = self.groups.iter().flat_map(|group| {
            let bottom = &group.ranking.bottom;
            group.ranking.units.iter().map(|one| {
                let unit = &one.scored.unit;
                let input = group.inputs.iter().find(|input| &input.unit == unit);
                Standing {
                    unit: unit.clone(),
                    name: one.scored.name.clone(),
                    group: group.scheme.group,
                    score: one.scored.score.clone(),
                    rank: one.rank,
                    bottom: bottom.units.contains(unit),
                    tied: bottom.tied.contains(unit),
                    portions: portions(&one.scored),
                    adjusted: one.scored.bonus.clone() - one.scored.deduction.clone(),
                    figures: input.map(|input| input.measures.clone()).unwrap_or_default(),
                }
            })
        });
        lines.collect()
    }
}

fn portions(scored: &Scored) -> Vec<Portion> {
    let points = |weight: Ratio| (weight * Ratio::integer(100)).checked_div(&scored.weights);
    let portion = |item: &super::ItemScore| {
        let got = item.raw.as_ref().and_then(|raw| points(item.weight.clone() * raw.clone()));
        Portion {
            key: item.key.clone(),
            label: item.label.clone(),
            weight: item.weight.clone(),
            most: item.raw.as_ref().and_then(|_| points(item.weight.clone())),
            got: got.unwrap_or_else(Ratio::zero),
        }
    };
    scored.items.iter().map(portion).collect()
}
