//! What holds for every county, whatever its facts.
#![expect(clippy::unwrap_used, reason = "a county that cannot be judged is a failed test")]

mod counties;

use std::sync::Arc;

use counties::{YEARS, county, question, ready};
use lingdi_domain::{Area, Ratio};
use lingdi_policy::facts::CountyFacts;
use lingdi_policy::verdict::{Answer, FirmYearState, ParcelVerdict};
use lingdi_policy::{Edition, Judge, identify};
use proptest::prelude::*;
use proptest::sample::select;

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
                prop_assert_eq!(verdict.mark.answers.a, Answer::from(*per_mu < line));
            } else {
                prop_assert_ne!(verdict.mark.answers.a, Answer::Yes);
            }
        }
    }

    #[test]
    fn a_mark_says_what_the_told_verdict_says(
        facts in county(),
        policy in select(vec!["merge_to_parcel", "follow_owner", "separate"]),
        aggregation in select(vec!["all_years", "last", "mean"]),
    ) {
        let settings = [("lessee_policy", policy), ("agg", aggregation)];
        let edition = Arc::new(Edition::shipped("2022-7").unwrap().with_overrides(settings).unwrap());
        let judge = Judge::new(&ready(&facts), &edition, question()).unwrap();
        for parcel in judge.parcels() {
            let told = judge.verdict(parcel);
            prop_assert_eq!(judge.mark(parcel), told.mark);
            prop_assert_eq!((told.status, told.focus), (told.mark.status, told.mark.focus));
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
            prop_assert_eq!(with.mark.answers.a, without.mark.answers.a);
            prop_assert!(rank(with.mark.answers.focus.known()) >= rank(without.mark.answers.focus.known()));
            prop_assert!(with.mark.answers.b == without.mark.answers.b || with.mark.answers.b == Answer::Yes);
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
