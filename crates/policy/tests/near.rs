//! What is said to turn a verdict turns it, and one step less does not.
#![expect(clippy::unwrap_used, reason = "a county that cannot be judged is a failed test")]

mod counties;

use std::sync::Arc;

use chrono::NaiveDate;
use counties::{area, county, question, ready, source};
use lingdi_domain::{Area, Money, Ratio};
use lingdi_policy::Mark;
use lingdi_policy::facts::{Approval, CountyFacts, Finding, Lease, Supply};
use lingdi_policy::{Bound, Edition, Judge, Near, Standing, Status};
use proptest::prelude::*;
use proptest::sample::select;

fn day() -> impl Strategy<Value = Option<NaiveDate>> {
    let known = (2019_i32..2024, 1_u32..366).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day));
    prop_oneof![Just(None), known]
}

fn supply() -> impl Strategy<Value = Supply> {
    let areas = || proptest::option::of(area());
    let money = || proptest::option::of((0_i64..900_000_000).prop_map(Money));
    (0_u32..4, [day(), day(), day(), day()], areas(), areas(), money(), money()).prop_map(
        |(
            parcel,
            [handover_on, start_due, started_on, suspended_on],
            area_due,
            area_developed,
            investment_total,
            investment_made,
        )| Supply {
            parcel,
            signed_on: None,
            handover_on,
            start_due,
            started_on,
            suspended_on,
            area_due,
            area_developed,
            investment_total,
            investment_made,
            source: source(500),
        },
    )
}

fn lease() -> impl Strategy<Value = Lease> {
    (0_u32..4, 1_i64..900_000, select(vec!["商业", "仓储", "生产"]), day()).prop_map(
        |(parcel, area, lease_use, to)| Lease {
            parcel,
            lessee: None,
            area: Area(area),
            from: None,
            to,
            lease_use: lease_use.into(),
            source: source(600),
        },
    )
}

fn approval() -> impl Strategy<Value = Approval> {
    (0_u32..4, proptest::option::of(any::<bool>()), day(), day()).prop_map(
        |(parcel, temporary, until, rectified_on)| Approval {
            parcel,
            document: "批".into(),
            approved_use: None,
            approved_on: None,
            temporary,
            until,
            rectified_on,
            source: source(700),
        },
    )
}

fn finding() -> impl Strategy<Value = Finding> {
    let kinds = vec!["宽限", "闲置认定", "目录认定", "异地纳税"];
    (0_u32..4, select(kinds), proptest::option::of(Just("不构成")), day(), day()).prop_map(
        |(parcel, kind, conclusion, from, to)| Finding {
            parcel,
            finding_type: kind.into(),
            document: "文".into(),
            basis: None,
            conclusion: conclusion.map(Into::into),
            from,
            to,
            source: source(800),
        },
    )
}

prop_compose! {
    /// A county with contracts, leases, approvals and decisions as well.
    fn papers()(
        mut facts in county(),
        supplies in proptest::collection::vec(supply(), 0..3),
        leases in proptest::collection::vec(lease(), 0..3),
        approvals in proptest::collection::vec(approval(), 0..2),
        findings in proptest::collection::vec(finding(), 0..3),
        supplied in proptest::collection::vec(proptest::option::of(1990_i32..2010), 4),
        uses in proptest::collection::vec(select(vec![None, Some("商业"), Some("仓储"), Some("空置")]), 4),
    ) -> CountyFacts {
        (facts.supplies, facts.leases, facts.approvals, facts.findings) = (supplies, leases, approvals, findings);
        for ((parcel, year), written) in facts.parcels.iter_mut().zip(supplied).zip(uses) {
            parcel.supply_date = year.and_then(|year| NaiveDate::from_yo_opt(year, 1));
            parcel.actual_use = written.map(Into::into);
        }
        facts.supplies.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(500 + row));
        facts.leases.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(600 + row));
        facts.approvals.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(700 + row));
        facts.findings.iter_mut().enumerate().for_each(|(row, fact)| fact.source = source(800 + row));
        facts
    }
}

fn judged(facts: &CountyFacts, edition: &Arc<Edition>) -> Judge {
    Judge::new(&ready(facts), edition, question()).unwrap()
}

/// The verdict of a parcel with a fact moved so many steps beyond where it is said to turn.
fn moved(facts: &CountyFacts, edition: &Arc<Edition>, parcel: u32, near: &Near, steps: i64) -> Mark {
    let mut facts = facts.clone();
    near.apply(&mut facts, question().as_of, steps);
    judged(&facts, edition).mark(parcel)
}

/// One step back, towards the present.
fn back(near: &Near) -> i64 {
    if near.bound == Bound::AtLeast { -1 } else { 1 }
}

fn settings() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    (
        select(vec!["merge_to_parcel", "follow_owner", "separate"]),
        select(vec!["all_years", "mean", "weighted", "last"]),
        select(vec!["unknown", "zero"]),
        select(vec!["owner_or_majority", "owner", "any_occupant"]),
        select(vec!["on", "off"]),
    )
        .prop_map(|(lessee, agg, missing, who, switch)| {
            vec![
                ("lessee_policy", lessee),
                ("agg", agg),
                ("missing_tax", missing),
                ("d2_who", who),
                ("annualise", switch),
                ("restart_at_transfer", switch),
                ("focus_excludes_idle", switch),
            ]
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn each_near_fact_turns_the_verdict_as_said_and_one_step_less_does_not(
        facts in papers(),
        settings in settings(),
    ) {
        let edition = Arc::new(Edition::shipped("2022-7").unwrap().with_overrides(settings).unwrap());
        let judge = judged(&facts, &edition);
        for parcel in judge.parcels() {
            let before = Standing::of(judge.mark(parcel));
            for near in judge.near(parcel) {
                prop_assert_eq!(near.before, before);
                let turned = moved(&facts, &edition, parcel, &near, 0);
                let after = Standing::of(turned);
                prop_assert_eq!(near.after, after, "{:?}", &near);
                prop_assert_eq!(near.turns(), after != before, "{:?}", &near);
                if near.bound == Bound::Is {
                    continue;
                }
                let short = moved(&facts, &edition, parcel, &near, back(&near));
                let less = Standing::of(short);
                if near.turns() {
                    prop_assert_ne!(less, after, "{:?}", &near);
                } else {
                    let applies = |mark: Mark| mark.categories().any(|one| one.code() == near.rule);
                    prop_assert!(applies(short) && !applies(turned), "{:?}", &near);
                    prop_assert_eq!(&near.held_by, &turned.categories().collect::<Vec<_>>());
                }
                if !near.is_missing() && near.turns() {
                    let still = |less: Standing| less.status == before.status && after.status != before.status
                        || less.focus == before.focus && after.focus != before.focus;
                    prop_assert!(still(less), "{:?} {:?}", less, &near);
                }
            }
        }
    }

    #[test]
    fn what_is_within_a_tenth_at_a_glance_is_as_near_exactly(facts in papers()) {
        let edition = Arc::new(Edition::shipped("2022-7").unwrap());
        let judge = judged(&facts, &edition);
        for parcel in judge.parcels() {
            // Farther off, moving one fact so far may move another figure across its line as well.
            let Some(distance) = judge.closeness(parcel, judge.mark(parcel)).filter(|far| *far < 0.1) else { continue };
            let near = judge.near(parcel);
            let exact = near.iter().filter(|near| near.turns()).filter_map(|near| near.distance.as_ref());
            let exact: Vec<f64> = exact.map(Ratio::to_f64).collect();
            // A step of 0.01 m² or 0.01 元 past the line is more than the figure lacks.
            let told = exact.iter().any(|exact| (exact - distance).abs() <= 1e-5 + 1e-4 * distance);
            prop_assert!(told, "{} {:?} {:#?}", distance, exact, judge.verdict(parcel));
        }
    }

    #[test]
    fn a_parcel_held_by_two_categories_is_not_said_to_leave_the_list_by_one(facts in papers()) {
        let edition = Arc::new(Edition::shipped("2022-7").unwrap());
        let judge = judged(&facts, &edition);
        for parcel in judge.parcels() {
            let near = judge.near(parcel);
            for near in near.iter().filter(|near| !near.turns()) {
                prop_assert_eq!(near.before.status, Status::Listed);
                prop_assert_eq!(near.before, near.after);
            }
        }
    }
}
