//! Small counties of any facts, around the lines where verdicts turn.

use std::sync::Arc;

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Area, Money, Source};
use lingdi_policy::facts::{CountyFacts, Enterprise, Evaluation, Occupancy, Parcel, Tax, TaxDeclaration};
use lingdi_policy::{County, Question};
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const YEARS: std::ops::Range<i32> = 2019..2022;

pub(crate) fn question() -> Question {
    Question { year: 2022, as_of: chrono::NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(), all_findings: true }
}

pub(crate) fn source(row: usize) -> Source {
    Source { batch: 0, sheet: 0, row: row as u32 + 1 }
}

pub(crate) fn area() -> impl Strategy<Value = Area> {
    // Around the lines of 20 and 5 亩, and anywhere.
    prop_oneof![(1_332_900_i64..1_333_700), (333_000_i64..333_700), (10_000_i64..9_000_000)].prop_map(Area)
}

fn parcel() -> impl Strategy<Value = Parcel> {
    (area(), proptest::option::of(0_u32..4), proptest::option::of(area()), any::<bool>()).prop_map(
        |(area, owner, idle_area, idle)| Parcel {
            code: "".into(),
            area,
            location: None,
            area_text: None,
            land_use: "工业用地".into(),
            actual_use: None,
            owner_name: owner.map(|owner| format!("企业{owner}").into()),
            owner,
            supply_date: None,
            unit: None,
            floor_area_ratio: None,
            idle: Some(idle).filter(|idle| *idle),
            idle_area,
            source: source(0),
        },
    )
}

fn occupancy() -> impl Strategy<Value = Occupancy> {
    let day = || proptest::option::weighted(0.4, (2018_i32..2024, 1_u32..366));
    let date =
        |day: Option<(i32, u32)>| day.and_then(|(year, day)| chrono::NaiveDate::from_yo_opt(year, day));
    (0_u32..4, 0_u32..4, area(), any::<bool>(), day(), day()).prop_map(
        move |(parcel, firm, area, floor, from, to)| Occupancy {
            parcel,
            enterprise: Some(firm),
            name: None,
            relation: None,
            land_area: Some(area).filter(|_| !floor),
            floor_area: Some(area).filter(|_| floor),
            from: date(from),
            to: date(to),
            source: source(0),
        },
    )
}

fn tax() -> impl Strategy<Value = Tax> {
    let kinds = vec![None, Some("增值税"), Some("契税"), Some("增值税留抵退税"), Some("没有这种税")];
    (0_u32..4, YEARS, select(kinds), -50_000_000_i64..500_000_000).prop_map(
        |(enterprise, year, kind, amount)| Tax {
            enterprise,
            year,
            tax_type: kind.map(Into::into),
            amount: Money(amount),
            source: source(0),
        },
    )
}

prop_compose! {
    pub(crate) fn county()(
        parcels in proptest::collection::vec(parcel(), 4),
        occupancies in proptest::collection::vec(occupancy(), 0..8),
        taxes in proptest::collection::vec(tax(), 0..16),
        complete in proptest::collection::vec(YEARS, 0..3),
        classes in proptest::collection::vec((0_u32..4, 2019_i32..2023, select(vec!["A", "D"])), 0..4),
    ) -> CountyFacts {
        let firm = |index: usize| Enterprise {
            code: format!("{index}").into(), name: format!("企业{index}").into(), industry: None, founded_on: None,
            deregistered_on: None, source: source(index),
        };
        let mut facts = CountyFacts {
            county: "330122".into(),
            batches: vec![SourceFile { sha256: "0".repeat(64).into(), name: "县.xlsx".into(), sheets: Vec::new() }],
            parcels, occupancies, taxes,
            enterprises: (0..4).map(firm).collect(),
            tax_declarations: complete.into_iter()
                .map(|year| TaxDeclaration { year, batch: 0, possibly_meant: vec![3] }).collect(),
            evaluations: classes.into_iter().enumerate()
                .map(|(row, (enterprise, year, class))| Evaluation { enterprise, year, class: class.into(), source: source(300 + row) })
                .collect(),
            ..CountyFacts::default()
        };
        for (index, parcel) in facts.parcels.iter_mut().enumerate() {
            parcel.code = format!("330122001001GB{index:05}").into();
            parcel.source = source(100 + index);
        }
        facts.occupancies.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(200 + row));
        facts.taxes.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(400 + row));
        facts
    }
}

pub(crate) fn ready(facts: &CountyFacts) -> Arc<County> {
    Arc::new(County::from(facts.clone()))
}
