//! 驾驶舱: its figures are those of targets, ranking and list, within the reader's scope; one still serves
//! everybody until something happens, and then screens hear of it.

use std::sync::Arc;
use std::time::Duration;

use lingdi_app::cockpit::{Asked, Cockpit, Tone, definitions};
use lingdi_app::identification::Judge;
use lingdi_app::{App, Error, Ids};
use lingdi_domain::object::ObjectKind::Case;
use lingdi_domain::{Kind, Month, Ratio};

use crate::appraisal::{LEDGER, county, month, unit};
use crate::moves::Office;

async fn seen(office: &Office, who: &str, unit: Option<&str>, month: Option<&str>) -> Cockpit {
    let asked = asked(unit, month);
    office.desk.app.cockpit(&office.actor(who), &asked).await.unwrap().view.clone()
}

fn asked(unit: Option<&str>, month: Option<&str>) -> Asked {
    Asked { unit: unit.map(str::to_owned), month: month.and_then(Month::parse) }
}

/// A figure: value, target, and its rate and time line in thousandths.
fn told(view: &Cockpit, key: &str) -> [Option<String>; 4] {
    let figure = view.figure(key).unwrap();
    let whole = |ratio: &Ratio| ratio.to_decimal(0);
    let thousandths = |ratio: &Ratio| (ratio.clone() * Ratio::integer(1000)).to_decimal(0);
    [
        figure.value.as_ref().map(whole),
        figure.target.as_ref().map(whole),
        figure.rate.as_ref().map(thousandths),
        figure.line.as_ref().map(thousandths),
    ]
}

fn some<const N: usize>(texts: [&str; N]) -> [Option<String>; N] {
    texts.map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()))
}

/// January to April: 37 亩 each month, of 4,000 that the policy asks for.
#[tokio::test]
async fn the_strip_states_what_targets_ranking_and_list_state() {
    let office = county("2023-05-04").await;
    let (app, head) = (&office.desk.app, office.actor("主任"));
    let view = seen(&office, "主任", None, None).await;
    assert_eq!(
        told(&view, "cleared_year"),
        some(["148", "4000", "37", "333"]),
        "four of twelve months are over"
    );
    assert_eq!(view.figure("cleared_year").unwrap().tone, Some(Tone::Low));
    // 3,500 of 2022 and a third of 4,000 are due of 10,000.
    assert_eq!(told(&view, "cleared"), some(["148", "10000", "15", "483"]));
    let sums = app.targets(&head, Some(2023)).await.unwrap().sums;
    assert_eq!(view.figure("cleared_year").unwrap().value.as_ref(), Some(&sums[0].done));
    let listed = app.judge(&head, &Judge::present()).await.unwrap().sums().0;
    assert_eq!(view.figure("listed").unwrap().value, Some(listed.listed_area_mu.mu()));
    assert_eq!(view.data.indeterminate, listed.indeterminate);
    assert_eq!(told(&view, "orders"), [None, None, None, None], "no source is not zero");
    assert!(view.alerts.iter().any(|alert| alert.what == "本年出清落后序时"));
    let counts = view.steps.each_ref().map(|step| (step.key, step.count));
    assert_eq!(counts[4], ("exited", 24));
    assert_eq!(
        Some(&view.steps[4].area),
        view.figure("cleared").unwrap().value.as_ref(),
        "as it was counted"
    );
    assert_eq!(view.curve.len(), 34, "March 2022 to December 2024");
    let april = view.curve.iter().find(|one| one.month == month("2023-04")).unwrap();
    assert_eq!(april.cleared.as_ref().unwrap().to_decimal(0), "37");
    assert_eq!(view.curve.last().unwrap().cleared, None, "what has not come is not zero");

    let ranking = app.ranking(&head, Some(month("2023-04"))).await.unwrap();
    let first = ranking.lines.iter().find(|line| line.standing.rank == Some(1)).unwrap();
    assert_eq!((view.ranks.month, &view.ranks.rows[0].unit), (ranking.month, &first.standing.unit));
    assert_eq!(view.ranks.rows[0].score, first.standing.score);
    assert!(definitions().iter().all(|one| !one.formula.is_empty()));
    for figure in &view.figures {
        assert!(lingdi_app::cockpit::definition(figure.key).is_some(), "{} has no definition", figure.key);
    }
}

#[tokio::test]
async fn a_unit_sees_its_own_figures_against_its_own_task_and_no_other_units() {
    let office = county("2023-05-04").await;
    let own = seen(&office, "领导", None, None).await;
    assert_eq!(told(&own, "cleared_year"), some(["4", "120", "33", "333"]));
    assert_eq!(told(&own, "cleared")[1], None, "2022 and 2024 were not set for it");
    assert_eq!(own.ranks.rows.len(), 1, "April is not published");
    let asked_for = seen(&office, "主任", Some(&office.unit), None).await;
    assert_eq!(told(&asked_for, "cleared_year"), told(&own, "cleared_year"));
    assert_eq!(asked_for.unit.unwrap().1, "百江镇");
    assert_eq!(told(&seen(&office, "邻镇", None, None).await, "cleared_year")[0], Some("0".to_owned()));
    let elsewhere = unit(&office.desk, "横村镇").await;
    for (who, code) in [("领导", elsewhere.as_str()), ("主任", "330122999"), ("主任", "330122B01")] {
        let refused = office.desk.app.cockpit(&office.actor(who), &asked(Some(code), None)).await;
        assert!(matches!(refused, Err(Error::NotFound(_))), "{who} {code}");
    }
}

#[tokio::test]
async fn a_closed_month_keeps_its_sums_and_the_present_one_goes_on() {
    let office = county("2023-05-04").await;
    office.publish("2023-02").await;
    let late = format!(
        "{LEDGER}LD-X,,桐庐补录厂,百江镇,亩均低效,60,已出清,关停,2022-05-01,2022-06-01,2023-02-21,,\n"
    );
    office.desk.import(Kind::Ledger, "补录.csv", late, &[]).await;
    let now = seen(&office, "主任", None, None).await;
    let february = seen(&office, "主任", None, Some("2023-02")).await;
    let january = seen(&office, "主任", None, Some("2023-01")).await;
    assert_eq!(told(&now, "cleared_year")[0], Some("208".to_owned()));
    assert_eq!(told(&february, "cleared_year"), some(["74", "4000", "19", "167"]));
    assert!(february.frozen && !february.live && now.live && !january.frozen);
    assert_eq!(february.figure("listed").unwrap().value, None, "the list is judged now, not then");
    for (month, words) in [("2023-06", "还没有到"), ("2022-02", "没有更早的数")] {
        let refused = office.desk.app.cockpit(&office.actor("主任"), &asked(None, Some(month))).await;
        let refused = refused.unwrap_err().to_string();
        assert!(refused.contains(words) && refused.contains("请选"), "{refused}");
    }
}

#[tokio::test]
async fn every_figure_opens_the_rows_that_make_it() {
    let office = county("2023-05-04").await;
    let head = office.actor("主任");
    let open = async |key: &str| office.desk.app.cockpit_figure(&head, key, &Asked::default()).await.unwrap();
    let cleared = open("cleared_year").await;
    let sum = cleared.rows.iter().fold(Ratio::zero(), |sum, row| sum + row.amount.clone());
    assert_eq!((cleared.rows.len(), Some(sum)), (24, cleared.figure.unwrap().value));
    assert!(cleared.rows.windows(2).all(|pair| pair[0].on >= pair[1].on), "the newest first");
    assert_eq!(open("registered").await.rows.len(), 24);
    let absent = office.desk.app.cockpit_figure(&head, "nothing", &Asked::default()).await;
    assert!(matches!(absent, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn one_still_serves_all_of_a_scope_until_something_happens() {
    let office = Office::with_list().await;
    let (app, head, clerk) = (&office.desk.app, office.actor("主任"), office.actor("科员"));
    let ask = Asked::default();
    let first = app.cockpit(&head, &ask).await.unwrap();
    let same = app.cockpit(&clerk, &ask).await.unwrap();
    assert!(Arc::ptr_eq(&first, &same), "counted once for both");
    let own = app.cockpit(&office.actor("领导"), &ask).await.unwrap();
    assert!(!Arc::ptr_eq(&first, &own), "another scope is another still");
    app.send_out(&clerk, office.list, None).await.unwrap();
    let after = app.cockpit(&head, &ask).await.unwrap();
    assert_ne!(first.etag, after.etag);
    assert!(after.view.steps[0].count > 0);
    let case = office.cases("VERIFYING").await[0].id;
    let written = [("verdict", "true_as_listed"), ("verified_on", "2023-01-01")];
    office.go(Case, case, "经办", "draft_verification", &written).await.unwrap();
    let again = app.cockpit(&head, &ask).await.unwrap();
    assert!(!Arc::ptr_eq(&after, &again), "looked at anew after every event");
    assert_eq!(after.etag, again.etag, "but nothing on the screen has changed");
    let forbidden = lingdi_domain::Actor { roles: vec![lingdi_domain::Role::AuditAdmin], ..head };
    assert!(matches!(app.cockpit(&forbidden, &ask).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn who_listens_hears_of_events_here_and_of_those_of_another_program() {
    let office = Office::with_list().await;
    let app = &office.desk.app;
    let mut pulse = app.pulse();
    let url = format!("sqlite:{}", office.desk.folder().join("lingdi.db").display());
    let other = App::open(&url, &office.desk.folder().join("files"), None, Ids::random()).await.unwrap();
    let mut heard = Vec::new();
    for teller in [app, &other] {
        // Let what was known before be told first.
        let settled = Duration::from_millis(600);
        while tokio::time::timeout(settled, pulse.changed()).await.is_ok() {}
        teller.freeze_list(&office.desk.office, &Judge::present()).await.unwrap();
        let told = tokio::time::timeout(Duration::from_secs(5), pulse.changed()).await;
        told.expect("an event is heard of").unwrap();
        heard.extend(pulse.borrow_and_update().map(|beat| beat.event));
    }
    assert!(heard.len() == 2 && heard[0] < heard[1], "{heard:?}");
    app.end_pulse();
    pulse.changed().await.unwrap();
    assert!(pulse.borrow().is_none(), "streams end with the program");
}
