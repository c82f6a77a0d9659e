//! What holds for every county, whatever its facts.
#![expect(clippy::unwrap_used, reason = "a county that cannot be judged is a failed test")]

use lingdi_domain::source::SourceFile;
use lingdi_domain::{Area, Money, Ratio, Source};
use lingdi_policy::facts::{CountyFacts, Enterprise, Evaluation, Occupancy, Parcel, Tax, TaxDeclaration};
use lingdi_policy::verdict::{Answer, FirmYearState, ParcelVerdict};
use lingdi_policy::{County, Edition, Judge, Question, identify};
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;

const YEARS: std::ops::Range<i32> = 2019..2022;

fn question() -> Question {
    Question { year: 2022, as_of: chrono::NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(), all_findings: true }
}

fn source(row: usize) -> Source {
    Source { batch: 0, sheet: 0, row: row as u32 + 1 }
}

fn area() -> impl Strategy<Value = Area> {
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
    fn county()(
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
            batches: vec![SourceFile { sha256: "0".repeat(64), name: "县.xlsx".into(), sheets: Vec::new() }],
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

fn ready(facts: &CountyFacts) -> Arc<County> {
    Arc::new(County::from(facts.clone()))
}

fn verdicts(facts: &CountyFacts, settings: &[(&str, &str)]) -> Vec<ParcelVerdict> {
    let edition = Edition::shipped("2022-7").unwrap().with_overrides(settings.iter().copied()).unwrap();
    let judge = Judge::new(&ready(facts), &Arc::new(edition), question()).unwrap();
    (0..facts.parcels.len() as u32).map(|parcel| judge.verdict(parcel)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_firms_tax_is_divided_without_loss(facts in county()) {
        let verdicts = verdicts(&facts, &[]);
        for year in YEARS {
            for firm in 0..4 {
                let parts: Vec<_> = verdicts
                    .iter()
                    .flat_map(|verdict| &verdict.detail.as_ref().unwrap().years)
                    .filter(|told| told.year == year)
                    .flat_map(|told| &told.parts)
                    .filter(|part| part.enterprise == Some(firm))
                    .collect();
                if parts.is_empty() || parts.iter().any(|part| part.share.is_none()) {
                    continue;
                }
                let shares: Ratio = parts.iter().filter_map(|part| part.share.clone()).sum();
                prop_assert_eq!(shares, Ratio::integer(1));
                if parts[0].state == FirmYearState::Matched {
                    let divided: Ratio = parts.iter().filter_map(|part| part.part.clone()).sum();
                    prop_assert_eq!(divided, parts[0].amount.unwrap().ten_thousand_yuan());
                }
            }
        }
    }

    #[test]
    fn the_first_look_and_the_exact_calculation_agree(
        facts in county(),
        policy in select(vec!["merge_to_parcel", "follow_owner"]),
        annualise in select(vec!["on", "off"]),
        missing in select(vec!["unknown", "zero"]),
    ) {
        let line = Ratio::integer(3);
        let settings = [("lessee_policy", policy), ("annualise", annualise), ("missing_tax", missing)];
        for verdict in verdicts(&facts, &settings) {
            let detail = verdict.detail.as_ref().unwrap();
            for told in &detail.years {
                let exact = told.per_mu.as_ref().map(|value| value.to_decimal(4));
                prop_assert_eq!(verdict.tax_per_mu.get(told.year), exact, "{} {}", told.year, &told.arithmetic);
            }
            if let Some(per_mu) = &detail.years.last().unwrap().per_mu {
                prop_assert_eq!(verdict.answers.a, Answer::from(*per_mu < line));
            } else {
                prop_assert_ne!(verdict.answers.a, Answer::Yes);
            }
        }
    }

    #[test]
    fn the_order_of_rows_means_nothing(facts in county(), seed in any::<u64>()) {
        let edition = Arc::new(Edition::shipped("2022-7").unwrap());
        let mut mixed = facts.clone();
        let turn = |length: usize| if length == 0 { 0 } else { (seed % length as u64) as usize };
        mixed.occupancies.reverse();
        let by = turn(mixed.taxes.len());
        mixed.taxes.rotate_left(by);
        mixed.evaluations.reverse();
        mixed.tax_declarations.reverse();
        let bytes = |facts: &CountyFacts| serde_json::to_string(&identify(&ready(facts), &edition, &question()).unwrap()).unwrap();
        prop_assert_eq!(bytes(&facts), bytes(&mixed));
    }

    #[test]
    fn a_tolerance_only_ever_lets_more_in(facts in county()) {
        let rank = |focus: Option<bool>| match focus { Some(false) => 0, None => 1, Some(true) => 2 };
        let strict = verdicts(&facts, &[("area_tolerance", "0")]);
        for (with, without) in verdicts(&facts, &[]).iter().zip(&strict) {
            prop_assert_eq!(with.answers.a, without.answers.a);
            prop_assert!(rank(with.answers.focus.known()) >= rank(without.answers.focus.known()));
            prop_assert!(with.answers.b == without.answers.b || with.answers.b == Answer::Yes);
            prop_assert!(!without.detail.as_ref().unwrap().tolerance_used);
        }
    }

    #[test]
    fn sums_are_the_sums_of_the_parcels(facts in county()) {
        let edition = Arc::new(Edition::shipped("2022-7").unwrap());
        let all = identify(&ready(&facts), &edition, &question()).unwrap();
        let units: u32 = all.by_unit.iter().map(|unit| unit.parcels).sum();
        prop_assert_eq!(units, all.totals.parcels);
        let area: Area = all.by_unit.iter().map(|unit| unit.area_mu).sum();
        prop_assert_eq!(area, all.totals.area_mu);
        prop_assert_eq!(all.parcels.len() as u32, all.totals.parcels + all.totals.out_of_scope);
    }
}
