//! The worked cases of `policy/2022-7/cases/ranking/`, as an official reads them, and what holds of every
//! ranking.
#![expect(clippy::unwrap_used, reason = "a case that cannot be read is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lingdi_domain::mechanism2_appraisal::{
    Adjustment, Group, Measure, Place, Published, Scheme, UnitInput, rank, score, streak,
};
use lingdi_domain::{Month, Ratio};
use lingdi_policy::{Edition, EditionError};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;

fn edition() -> Edition {
    Edition::shipped("2022-7").unwrap()
}

fn scheme() -> Scheme {
    edition().scheme(Group::Local, "2023-09-30".parse().unwrap()).unwrap().scheme.clone()
}

#[derive(Deserialize)]
struct Cases<T> {
    #[serde(rename = "case")]
    cases: Vec<T>,
}

fn cases<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policy/2022-7/cases/ranking").join(name);
    toml::from_str::<Cases<T>>(&std::fs::read_to_string(path).unwrap()).unwrap().cases
}

/// `50 / 100`: done and due.
fn measure(text: &str) -> Measure {
    let (done, due) = text.split_once(" / ").unwrap();
    Measure { done: Ratio::parse_decimal(done).unwrap(), due: Ratio::parse_decimal(due), task: None }
}

fn points(list: Option<&Vec<String>>) -> Vec<Adjustment> {
    let one = |points: &String| Adjustment {
        points: Ratio::parse_decimal(points).unwrap(),
        reason: "督查".to_owned(),
    };
    list.into_iter().flatten().map(one).collect()
}

#[derive(Deserialize)]
struct ScoreCase {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "单位")]
    units: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(rename = "扣分", default)]
    deductions: BTreeMap<String, Vec<String>>,
    #[serde(rename = "加分", default)]
    bonuses: BTreeMap<String, Vec<String>>,
    #[serde(rename = "权重合计", default)]
    weights: BTreeMap<String, String>,
    #[serde(rename = "得分")]
    scores: BTreeMap<String, String>,
}

#[test]
fn every_worked_score_comes_out_as_written() {
    let (scheme, cases) = (scheme(), cases::<ScoreCase>("score.toml"));
    assert!(cases.len() >= 5);
    for case in cases {
        for (unit, measures) in &case.units {
            let input = UnitInput {
                unit: unit.clone(),
                measures: measures.iter().map(|(name, text)| (name.clone(), measure(text))).collect(),
                deductions: points(case.deductions.get(unit)),
                bonuses: points(case.bonuses.get(unit)),
                ..UnitInput::default()
            };
            let scored = score(&scheme, &input);
            let shown = scored.score.map_or("不参与排名".to_owned(), |score| score.to_decimal(2));
            assert_eq!(shown, case.scores[unit], "{}", case.name);
            if let Some(weights) = case.weights.get(unit) {
                assert_eq!(&scored.weights.to_decimal(0), weights, "{}", case.name);
            }
        }
    }
}

#[derive(Deserialize)]
struct PlaceCase {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "单位")]
    units: BTreeMap<String, String>,
    #[serde(rename = "逾期", default)]
    overdue: BTreeMap<String, i64>,
    #[serde(rename = "名次")]
    ranks: BTreeMap<String, usize>,
    #[serde(rename = "后两位", default)]
    bottom: BTreeSet<String>,
    #[serde(rename = "待定", default)]
    tied: BTreeSet<String>,
    #[serde(rename = "不设后两位", default)]
    off: bool,
}

#[test]
fn every_worked_ranking_comes_out_as_written() {
    let (scheme, cases) = (scheme(), cases::<PlaceCase>("places.toml"));
    assert!(cases.len() >= 7);
    for case in cases {
        let scored = case.units.iter().map(|(unit, text)| {
            let input = UnitInput {
                unit: unit.clone(),
                measures: BTreeMap::from([("出清".to_owned(), measure(text))]),
                overdue: case.overdue.get(unit).copied(),
                ..UnitInput::default()
            };
            score(&scheme, &input)
        });
        let ranking = rank(scored.collect(), 2, 5);
        for (unit, place) in &case.ranks {
            let found = ranking.units.iter().find(|one| &one.scored.unit == unit).unwrap();
            assert_eq!(found.rank, Some(*place), "{} {unit}", case.name);
        }
        if case.ranks.is_empty() {
            assert!(ranking.units.iter().all(|one| one.rank.is_none()), "{}", case.name);
        }
        let bottom: BTreeSet<_> = ranking.bottom.units.iter().cloned().collect();
        let tied: BTreeSet<_> = ranking.bottom.tied.iter().cloned().collect();
        assert_eq!((bottom, tied, ranking.bottom.off), (case.bottom, case.tied, case.off), "{}", case.name);
    }
}

#[derive(Deserialize)]
struct StreakCase {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "公布")]
    published: BTreeMap<String, String>,
    #[serde(rename = "截至")]
    as_of: Month,
    #[serde(rename = "约谈至")]
    after: Option<Month>,
    #[serde(rename = "跨年", default = "yes")]
    crosses_years: bool,
    #[serde(rename = "月份")]
    months: Vec<Month>,
    #[serde(rename = "待确认")]
    gaps: Vec<Month>,
}

fn yes() -> bool {
    true
}

#[test]
fn every_worked_streak_comes_out_as_written() {
    let cases = cases::<StreakCase>("streaks.toml");
    assert!(cases.len() >= 7);
    for case in cases {
        let place = |text: &str| match text {
            "后两位" => Place::Bottom,
            "不在后两位" => Place::Above,
            "不参与" => Place::Out,
            other => panic!("{other}"),
        };
        let published: Published =
            case.published.iter().map(|(month, text)| (Month::parse(month).unwrap(), place(text))).collect();
        let found = streak(&published, case.as_of, case.after, case.crosses_years);
        assert_eq!((found.months, found.gaps), (case.months, case.gaps), "{}", case.name);
    }
}

#[test]
fn a_scheme_whose_weights_do_not_sum_to_a_hundred_is_refused_in_words() {
    let mut files = edition().files().clone();
    let text = files["scoring.toml"].replacen("weight = \"40\"", "weight = \"41\"", 1);
    files.insert("scoring.toml".to_owned(), text);
    let refused = Edition::parse(&files).unwrap_err();
    assert!(
        matches!(&refused, EditionError::BadScheme(_)) && refused.to_string().contains("101.00"),
        "{refused}"
    );
    files.remove("scoring.toml");
    assert!(Edition::parse(&files).unwrap().schemes().is_empty(), "a plan that ranks nobody");
}

#[test]
fn every_scheme_that_is_shipped_is_marked_as_ours() {
    let edition = edition();
    assert_eq!(edition.schemes().len(), 2);
    assert!(edition.schemes().iter().all(|one| one.ours && !one.basis.is_empty()));
    assert!(edition.scheme(Group::Bureaus, "2022-03-20".parse().unwrap()).is_none(), "before the plan began");
}

/// What units did of what was due, in whole numbers; none has no task.
fn some_units() -> impl Strategy<Value = Vec<[Option<(u32, u32)>; 4]>> {
    let measure = prop::option::of((0..400_u32, 0..300_u32));
    prop::collection::vec(prop::array::uniform4(measure), 1..16)
}

const MEASURES: [&str; 4] = ["出清", "用而未尽", "连片启动", "占工非工"];

fn inputs(units: &[[Option<(u32, u32)>; 4]]) -> Vec<UnitInput> {
    let ratio = |number: u32| Ratio::integer(number.into());
    let input = |(n, unit): (usize, &[Option<(u32, u32)>; 4])| UnitInput {
        unit: n.to_string(),
        measures: MEASURES
            .iter()
            .zip(unit)
            .filter_map(|(name, measure)| {
                let (done, due) = (*measure)?;
                Some(((*name).to_owned(), Measure { done: ratio(done), due: Some(ratio(due)), task: None }))
            })
            .collect(),
        ..UnitInput::default()
    };
    units.iter().enumerate().map(input).collect()
}

proptest! {
    #[test]
    fn a_lower_score_never_stands_before_a_higher_one(units in some_units()) {
        let scheme = scheme();
        let ranking = rank(inputs(&units).iter().map(|input| score(&scheme, input)).collect(), 2, 5);
        for pair in ranking.units.windows(2) {
            prop_assert!(pair[0].scored.score >= pair[1].scored.score);
            prop_assert!(pair[0].rank.is_some() || pair[1].rank.is_none());
            prop_assert!(pair[1].rank.is_none() || pair[0].rank <= pair[1].rank);
        }
        let placed = ranking.units.iter().filter(|one| one.rank.is_some()).count();
        prop_assert!(ranking.bottom.units.len() <= 2);
        prop_assert_eq!(ranking.bottom.off, placed < 5);
    }

    #[test]
    fn doing_more_never_costs_a_place(units in some_units(), who in any::<prop::sample::Index>(), more in 1..200_u32) {
        let scheme = scheme();
        let place = |units: &[[Option<(u32, u32)>; 4]], who: usize| {
            let ranking = rank(inputs(units).iter().map(|input| score(&scheme, input)).collect(), 2, 5);
            ranking.units.iter().find(|one| one.scored.unit == who.to_string()).unwrap().rank
        };
        let who = who.index(units.len());
        let mut better = units.clone();
        if let Some((done, _)) = &mut better[who][0] {
            *done += more;
        }
        prop_assert!(place(&better, who) <= place(&units, who));
    }

    #[test]
    fn a_score_lies_between_nothing_and_a_hundred_over_the_weights_that_apply(units in some_units()) {
        let scheme = scheme();
        for input in inputs(&units) {
            let scored = score(&scheme, &input);
            let applicable = scored.items.iter().filter(|item| item.raw.is_some());
            let weights = applicable.fold(Ratio::zero(), |sum, item| sum + item.weight.clone());
            prop_assert_eq!(&scored.weights, &weights);
            if let Some(score) = &scored.score {
                prop_assert!(*score >= Ratio::zero() && *score <= Ratio::integer(100));
                // What applies is spread over the whole hundred.
                let of_weights = scored.weighted.clone() / weights * Ratio::integer(100);
                prop_assert_eq!(score, &of_weights);
            }
        }
    }

    #[test]
    fn a_task_that_nobody_has_changes_nobodys_score(units in some_units()) {
        let scheme = scheme();
        for (input, unit) in inputs(&units).into_iter().zip(&units) {
            let mut without = input.clone();
            let none = |measure: &Option<(u32, u32)>| measure.is_none_or(|(_, due)| due == 0);
            for (name, _) in MEASURES.iter().zip(unit).filter(|(_, measure)| none(measure)) {
                without.measures.remove(*name);
            }
            prop_assert_eq!(score(&scheme, &input).score, score(&scheme, &without).score);
        }
    }
}
