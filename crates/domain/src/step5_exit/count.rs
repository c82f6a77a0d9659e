//! What counts as 出清: each 亩 once.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::Area;

/// The exit of one case, as the count sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleared {
    /// 宗地代码
    pub parcel: String,
    /// Day on which the meeting confirmed it (G03).
    pub on: NaiveDate,
    /// Area that was remediated.
    pub area: Area,
    /// Area of the whole parcel.
    pub whole: Area,
}

/// 出清 by year. Under G11 a parcel never counts for more than its whole area, in the order of its
/// exits, so that a parcel that came back and left again does not count twice.
pub fn cleared(exits: &[Cleared], count_once: bool) -> BTreeMap<i32, Area> {
    let mut exits: Vec<&Cleared> = exits.iter().collect();
    exits.sort_by(|a, b| (a.on, &a.parcel).cmp(&(b.on, &b.parcel)));
    let mut counted: BTreeMap<&str, Area> = BTreeMap::new();
    let mut years: BTreeMap<i32, Area> = BTreeMap::new();
    for exit in exits {
        let before = counted.entry(&exit.parcel).or_default();
        let room = Area((exit.whole.0 - before.0).max(0));
        let area = if count_once { exit.area.min(room) } else { exit.area };
        before.0 += area.0;
        years.entry(exit.on.year()).or_default().0 += area.0;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(parcel: &str, on: &str, area: i64) -> Cleared {
        Cleared { parcel: parcel.to_owned(), on: on.parse().unwrap(), area: Area(area), whole: Area(100) }
    }

    #[test]
    fn a_parcel_that_comes_back_and_leaves_again_counts_in_the_year_of_its_first_exit() {
        let exits = [exit("a", "2023-05-01", 100), exit("a", "2022-06-01", 100), exit("b", "2023-01-01", 40)];
        let once = cleared(&exits, true);
        assert_eq!((once[&2022], once[&2023]), (Area(100), Area(40)));
        let twice = cleared(&exits, false);
        assert_eq!(twice[&2023], Area(140));
    }

    #[test]
    fn a_parcel_cleared_in_two_parts_counts_both() {
        let exits = [exit("a", "2022-06-01", 60), exit("a", "2023-06-01", 40)];
        assert_eq!(cleared(&exits, true)[&2023], Area(40));
    }
}
