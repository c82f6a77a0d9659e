//! The demo county with its history, built once and looked at from all sides.

use std::collections::{BTreeMap, BTreeSet};

use lingdi_app::{App, Filter, Ids, shanghai_date};
use lingdi_domain::mechanism2_appraisal::Group;
use lingdi_domain::mechanism2_appraisal::achievement::{What, counted};
use lingdi_domain::moves::{Effect, Machine, State, To, machine};
use lingdi_domain::object::{Fields, Object, ObjectKind};
use lingdi_domain::step4_remediation::Path;
use lingdi_domain::{Actor, Area};

use super::{COUNTY, fill};

/// Does an object never rest in this state, because every move into it is followed by another?
fn is_passed_through(machine: &Machine, state: &State) -> bool {
    let mut into = machine.all().filter(|one| one.to == To::State(state.code)).peekable();
    let goes_on = |effect: &Effect| matches!(effect, Effect::Then(_));
    into.peek().is_some() && into.all(|one| one.effects.iter().any(goes_on))
}

fn is_out(case: &Object) -> bool {
    ["PRE_EXITED", "EXITED"].contains(&case.state)
}

async fn every_object(app: &App, kind: ObjectKind) -> Vec<Object> {
    let (actor, filter) = (Actor::program("test"), Filter::default());
    let page = app.objects(&actor, kind, &filter, None, 10_000).await.unwrap();
    assert!(page.next.is_none());
    page.objects.into_iter().map(|stored| stored.object).collect()
}

async fn everything_has_happened(app: &App) {
    for kind in ObjectKind::ALL {
        let objects = every_object(app, kind).await;
        let states: BTreeSet<_> = objects.iter().map(|object| object.state).collect();
        let machine = machine(kind);
        // How far an interview is, the county's own figures say.
        let led = ["ANSWERED", "LIFTED", "CLOSED"];
        let wanted = machine.states.iter().filter(|state| {
            !is_passed_through(machine, state) && (kind != ObjectKind::Interview || led.contains(&state.code))
        });
        let absent: Vec<_> =
            wanted.filter(|state| !states.contains(state.code)).map(|state| state.code).collect();
        assert!(absent.is_empty(), "no {} in {absent:?}", kind.code());
    }
    let plans = every_object(app, ObjectKind::Plan).await;
    let cases = every_object(app, ObjectKind::Case).await;
    let out: BTreeSet<_> =
        cases.iter().filter(|case| is_out(case)).map(|case| case.parcel.as_str()).collect();
    let left = plans.iter().filter(|plan| plan.state == "CLOSED" && out.contains(plan.parcel.as_str()));
    let walked: BTreeSet<_> =
        left.filter_map(|plan| plan.fields.plan()?.path).map(|path| format!("{path:?}")).collect();
    assert!(Path::CHOICES.iter().all(|(path, _)| walked.contains(*path)), "left by {walked:?}");
    let blocks = every_object(app, ObjectKind::Block).await;
    assert!(blocks.iter().any(|block| block.title.contains("5 宗") && block.state == "COMPLETED"));
    let started = blocks.iter().filter_map(|block| match &block.fields {
        Fields::Block(fields) => fields.started_on.map(|_| fields.mode.clone().unwrap_or_default()),
        _ => None,
    });
    let modes: BTreeSet<_> = started.collect();
    assert!(["B1", "B2", "B3"].iter().all(|mode| modes.contains(*mode)), "started in the modes {modes:?}");
}

async fn the_journal_is_whole_and_in_its_years(app: &App) {
    let office = Actor::program("test");
    assert!(app.chain(&office).await.unwrap().broken.is_none());
    let mut events = app.events(&office, None, 100_000).await.unwrap();
    events.reverse();
    let days = events.iter().map(|(event, _)| shanghai_date(event.at));
    let (first, last) = (days.clone().min().unwrap(), days.max().unwrap());
    assert_eq!(first, "2022-03-21".parse().unwrap());
    assert!(last >= "2023-10-08".parse().unwrap() && last <= "2023-10-09".parse().unwrap(), "{last}");
    assert!(events.is_sorted_by_key(|(event, _)| event.at), "events lie in the order of their times");
    let people: BTreeSet<_> = events.iter().map(|(event, _)| event.actor.as_str()).collect();
    assert!(people.len() > 35, "{people:?}");
    let moves = events.iter().filter(|(event, _)| event.verb == "confirm");
    assert!(
        moves.clone().count() > 300 && moves.into_iter().all(|(event, _)| event.payload.contains("\"item\""))
    );
}

async fn each_mu_counts_once_and_some_units_are_ahead(app: &App) {
    let cases = every_object(app, ObjectKind::Case).await;
    let mut exits = Vec::new();
    let mut units: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for object in &cases {
        let case = object.fields.case().unwrap();
        let unit = units.entry(&object.unit).or_default();
        if known.insert(&object.parcel) {
            unit.1 += case.area.0;
        }
        if case.cleared_on.is_some() {
            unit.0 += case.counted_area().0;
            exits.push((object.parcel.as_str(), case.area));
        }
    }
    let parcels: BTreeMap<_, _> = exits.iter().copied().collect();
    assert!(parcels.len() < exits.len(), "a parcel came back and left again");
    let mut years: BTreeMap<i32, Area> = BTreeMap::new();
    for row in counted(&cases, &[], true).iter().filter(|row| row.what == What::Cleared) {
        years.entry(chrono::Datelike::year(&row.on)).or_default().0 += row.amount;
    }
    let sum = |areas: &mut dyn Iterator<Item = Area>| areas.map(|area| area.0).sum::<i64>();
    assert_eq!(sum(&mut years.values().copied()), sum(&mut parcels.values().copied()));
    let mu = |year| years[&year].mu().to_f64();
    assert!((1_000.0..3_500.0).contains(&mu(2022)) && (1_800.0..4_000.0).contains(&mu(2023)), "{years:?}");
    let shares = units.values().map(|(cleared, all)| *cleared as f64 / *all as f64);
    assert!(
        shares.clone().any(|share| share > 0.65) && shares.into_iter().any(|share| share < 0.4),
        "{units:?}"
    );
}

/// 2022-06 to 2023-09: the last one closed and not out, the one before not certified.
async fn sixteen_months_are_closed_and_come_out_again_as_they_were(app: &App) {
    let office = Actor::program("test");
    let mut periods = every_object(app, ObjectKind::Period).await;
    periods.retain(|object| object.fields.period().is_some_and(|period| period.closings > 0));
    let mut months: Vec<_> = periods.iter().filter_map(|object| object.fields.period()?.month).collect();
    months.sort_unstable();
    assert_eq!(
        (months.len(), months[0].to_string(), months[15].to_string()),
        (16, "2022-06".into(), "2023-09".into())
    );
    let certified = periods.iter().filter(|object| object.state == "CERTIFIED").count();
    assert_eq!(certified, 14);
    for month in months {
        assert!(app.replay_month(&office, month).await.unwrap().is_same(), "{month}");
    }
    let view = app.ranking(&office, None).await.unwrap();
    let local: Vec<_> = view
        .lines
        .iter()
        .filter(|line| line.standing.rank.is_some() && line.standing.group == Group::Local)
        .collect();
    let share = |line: &&lingdi_app::appraisal::Line| {
        let cleared = &line.standing.figures["出清"];
        cleared.done.checked_div(cleared.due.as_ref().unwrap()).unwrap().to_f64()
    };
    assert_eq!((view.month.to_string(), local.len()), ("2023-08".to_owned(), 15));
    assert!(local.iter().any(|line| share(line) > 1.0) && local.iter().any(|line| share(line) < 0.5));
    assert_eq!(local.iter().filter(|line| line.standing.bottom).count(), 2);
}

#[tokio::test]
async fn the_demo_county_has_lived_from_the_first_day_of_the_plan_to_its_business_date() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("lingdi.db").display());
    let files = lingdi_testkit::demo::files().unwrap();
    fill(&url, &folder.path().join("files"), files, false).await.unwrap();
    let app = App::open(&url, &folder.path().join("files"), Some(COUNTY), Ids::random()).await.unwrap();
    everything_has_happened(&app).await;
    the_journal_is_whole_and_in_its_years(&app).await;
    each_mu_counts_once_and_some_units_are_ahead(&app).await;
    sixteen_months_are_closed_and_come_out_again_as_they_were(&app).await;
    app.close().await;
}
