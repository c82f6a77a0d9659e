//! 完成情况: what counts towards the targets, each 亩 once (G04, G10, G11). Computed from what the moves
//! stamped on cases and blocks: days of exit, of the start of a block, of its phases.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::category::MainCategory;
use crate::object::{Fields, Object, ObjectKind};
use crate::{Area, Month, Ratio};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// 出清, 亩
    Cleared,
    /// 用而未尽盘活, 亩
    Idle,
    /// 连片启动, 个
    BlockStart,
    /// 连片面积, 亩
    BlockArea,
    /// 占工非工处置, 户
    Misuse,
}

impl What {
    /// All, in the order of the document.
    pub const ALL: [Self; 5] = [Self::Cleared, Self::Idle, Self::BlockStart, Self::BlockArea, Self::Misuse];

    /// The indicator's name in the table of targets.
    pub fn indicator(self) -> &'static str {
        match self {
            Self::Cleared => "出清",
            Self::Idle => "用而未尽",
            Self::BlockStart => "连片启动",
            Self::BlockArea => "连片面积",
            Self::Misuse => "占工非工",
        }
    }

    /// What of an indicator's name in the table of targets.
    pub fn from_indicator(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.indicator() == name)
    }

    /// 亩, 个 or 户.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Cleared | Self::Idle | Self::BlockArea => "亩",
            Self::BlockStart => "个",
            Self::Misuse => "户",
        }
    }

    fn is_area(self) -> bool {
        self.unit() == "亩"
    }
}

/// One thing that counts, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Towards what.
    pub what: What,
    /// Code of the unit it counts for.
    pub unit: String,
    /// Day from which it counts.
    pub on: NaiveDate,
    /// Land that counts, in 0.01 m²; of blocks started and firms disposed of, how many. Zero for land that
    /// had counted before.
    pub amount: i64,
    /// What was moved: a case or a block.
    pub kind: ObjectKind,
    /// Which one.
    pub object: Uuid,
    /// Its number.
    pub number: String,
    /// What people call it.
    pub title: String,
    /// 宗地代码; empty for a block.
    pub parcel: String,
}

impl Counted {
    /// The amount in the indicator's unit.
    pub fn figure(&self) -> Ratio {
        figure(self.what, self.amount)
    }
}

/// 亩 of an area, else the number itself.
pub fn figure(what: What, amount: i64) -> Ratio {
    if what.is_area() { Area(amount).mu() } else { Ratio::integer(amount.into()) }
}

/// A block with the cases merged into it, which are cleared when the block is accepted.
#[derive(Debug, Clone)]
pub struct BlockLand {
    /// The block.
    pub block: Object,
    /// Its cases in state 并入连片.
    pub merged: Vec<Object>,
}

/// All that counts, by day. Under `count_once` (G11) a parcel never counts for more than its area, in
/// the order of its exits, and a firm's site is disposed of once.
pub fn counted(cases: &[Object], blocks: &[BlockLand], count_once: bool) -> Vec<Counted> {
    let mut exits: Vec<(NaiveDate, &Object)> = Vec::new();
    let left = |case: &&Object| case.fields.case().is_some_and(|fields| fields.cleared_on.is_some());
    for case in cases.iter().filter(left) {
        exits.extend(case.fields.case().and_then(|fields| fields.cleared_on).map(|on| (on, case)));
    }
    let mut rows = Vec::new();
    for land in blocks {
        let Fields::Block(block) = &land.block.fields else { continue };
        exits.extend(block.completed_on.iter().flat_map(|on| land.merged.iter().map(|case| (*on, case))));
        rows.extend(block.started_on.map(|on| row(What::BlockStart, on, 1, &land.block)));
        let mut before = 0;
        let phases = block.phases.iter().map(|phase| (phase.on, phase.area.0));
        for (on, so_far) in phases.chain(block.completed_on.map(|on| (on, block.union_area.0))) {
            if so_far != before {
                rows.push(row(What::BlockArea, on, so_far - before, &land.block));
            }
            before = so_far;
        }
    }
    exits.sort_by(|(day_a, a), (day_b, b)| (day_a, &a.parcel, a.id).cmp(&(day_b, &b.parcel, b.id)));
    exits.dedup_by(|(_, a), (_, b)| a.id == b.id);
    count_exits(&exits, count_once, &mut rows);
    rows.sort_by(|a, b| (a.on, a.what, &a.parcel, a.object).cmp(&(b.on, b.what, &b.parcel, b.object)));
    rows
}

fn count_exits(exits: &[(NaiveDate, &Object)], count_once: bool, rows: &mut Vec<Counted>) {
    // Sites of old ledgers may have no 宗地代码: each is land of its own.
    let land = |object: &Object| match object.parcel.as_str() {
        "" => object.id.to_string(),
        code => code.to_owned(),
    };
    let mut known: BTreeMap<(What, String), i64> = BTreeMap::new();
    for (on, object) in exits {
        let Some(case) = object.fields.case() else { continue };
        let is = |letter| case.categories.iter().any(|category| category.main() == letter);
        let mut count = |what: What, amount: i64, whole: i64| {
            let before = known.entry((what, land(object))).or_default();
            let amount = if count_once { amount.min((whole - *before).max(0)) } else { amount };
            *before += amount;
            rows.push(row(what, *on, amount, object));
        };
        let (area, whole) = (case.counted_area().0, case.area.0);
        count(What::Cleared, area, whole);
        if is(MainCategory::B) {
            count(What::Idle, area, whole);
        }
        if is(MainCategory::C) {
            count(What::Misuse, 1, 1);
        }
    }
}

fn row(what: What, on: NaiveDate, amount: i64, object: &Object) -> Counted {
    Counted {
        what,
        unit: object.unit.clone(),
        on,
        amount,
        kind: object.kind,
        object: object.id,
        number: object.number.clone(),
        title: object.title.clone(),
        parcel: object.parcel.clone(),
    }
}

/// Of these rows, what a unit reached in a year up to the end of a month, in the indicator's unit.
pub fn done(rows: &[Counted], what: What, unit: &str, month: Month) -> Ratio {
    let in_time = |row: &&Counted| {
        row.what == what && row.unit == unit && Month::of(row.on) <= month && same_year(row, month)
    };
    figure(what, rows.iter().filter(in_time).map(|row| row.amount).sum())
}

fn same_year(row: &Counted, month: Month) -> bool {
    Month::of(row.on).year() == month.year()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Category;
    use crate::case::Case;
    use crate::object::{Hands, Last};
    use crate::step4_remediation::{Block, Phase};

    fn object(kind: ObjectKind, n: u128, parcel: &str, fields: Fields) -> Object {
        Object {
            id: Uuid::from_u128(n),
            kind,
            state: "EXITED",
            resumes: None,
            unit: "330122102".to_owned(),
            number: format!("2022-{n:04}"),
            title: parcel.to_owned(),
            parcel: parcel.to_owned(),
            due: None,
            holder: None,
            version: 1,
            hands: Hands::default(),
            last: Last::default(),
            fields,
        }
    }

    fn exit(n: u128, parcel: &str, on: &str, part: Option<i64>, categories: &[Category]) -> Object {
        let case = Case {
            area: Area(5_000),
            remediated_area: part.map(Area),
            categories: categories.to_vec(),
            cleared_on: on.parse().ok(),
            ..Case::default()
        };
        object(ObjectKind::Case, n, parcel, Fields::Case(Box::new(case)))
    }

    fn sum(rows: &[Counted], what: What) -> i64 {
        rows.iter().filter(|row| row.what == what).map(|row| row.amount).sum()
    }

    #[test]
    fn a_parcel_that_left_twice_counts_in_the_year_it_left_first() {
        let cases = [
            exit(2, "a", "2024-05-06", None, &[Category::B, Category::C1]),
            exit(1, "a", "2022-09-30", None, &[Category::B, Category::C1]),
        ];
        let rows = counted(&cases, &[], true);
        let year = |year| Month::parse(&format!("{year}-12")).unwrap();
        let done = |what, at| done(&rows, what, "330122102", year(at));
        assert_eq!((done(What::Cleared, 2022), done(What::Cleared, 2024)), (Area(5_000).mu(), Ratio::zero()));
        assert_eq!((done(What::Misuse, 2022), done(What::Misuse, 2024)), (Ratio::integer(1), Ratio::zero()));
        assert_eq!(sum(&rows, What::Idle), 5_000);
        assert_eq!(sum(&counted(&cases, &[], false), What::Cleared), 10_000, "the other position of G11");
    }

    #[test]
    fn sites_without_a_parcel_code_count_each() {
        let cases = [exit(1, "", "2022-05-06", None, &[]), exit(2, "", "2022-06-07", None, &[])];
        assert_eq!(sum(&counted(&cases, &[], true), What::Cleared), 10_000);
    }

    #[test]
    fn a_block_counts_its_start_its_phases_and_its_merged_sites_once() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let phase = |on: &str, area| Phase { on: day(on), area: Area(area) };
        let block = Block {
            union_area: Area(9_000),
            started_on: Some(day("2023-02-01")),
            phases: vec![phase("2023-04-01", 3_000), phase("2023-06-01", 6_000)],
            completed_on: Some(day("2023-08-01")),
            ..Block::default()
        };
        let merged = exit(3, "m", "2023-01-01", None, &[]);
        let Fields::Case(mut case) = merged.fields.clone() else { unreachable!() };
        case.cleared_on = None;
        let merged = Object { state: "MERGED", fields: Fields::Case(case), ..merged };
        let land = BlockLand {
            block: object(ObjectKind::Block, 9, "", Fields::Block(Box::new(block))),
            merged: vec![merged],
        };
        let rows = counted(&[], &[land], true);
        let of = |what| rows.iter().filter(|row| row.what == what).map(|row| row.amount).collect::<Vec<_>>();
        assert_eq!(of(What::BlockArea), [3_000, 3_000, 3_000]);
        assert_eq!((of(What::BlockStart), of(What::Cleared)), (vec![1], vec![5_000]));
    }

    proptest! {
        /// G04, G11: whatever leaves how often and in what parts, no indicator counts more of a parcel
        /// than its area, the sub-indicators lie within the total, and the order of the records is nothing.
        #[test]
        fn no_mu_counts_twice(exits in prop::collection::vec((0..4_u8, 0..900_u64, 1..5_001_i64, any::<bool>(), any::<bool>()), 0..40)) {
            let mut cases: Vec<Object> = exits.iter().zip(1..).map(|((parcel, days, part, idle, misuse), n)| {
                let on = NaiveDate::from_ymd_opt(2022, 3, 21).unwrap() + chrono::Days::new(*days);
                let mut categories = vec![Category::A];
                if *idle { categories.push(Category::B) }
                if *misuse { categories.push(Category::C2) }
                exit(n, &parcel.to_string(), &on.to_string(), Some(*part), &categories)
            }).collect();
            let rows = counted(&cases, &[], true);
            for parcel in 0..4_u8 {
                let own: Vec<Counted> = rows.iter().filter(|row| row.parcel == parcel.to_string()).cloned().collect();
                prop_assert!(sum(&own, What::Cleared) <= 5_000 && sum(&own, What::Misuse) <= 1);
                prop_assert!(sum(&own, What::Idle) <= 5_000);
                prop_assert!(own.iter().all(|row| row.amount >= 0));
            }
            cases.reverse();
            prop_assert_eq!(rows, counted(&cases, &[], true));
        }
    }
}
