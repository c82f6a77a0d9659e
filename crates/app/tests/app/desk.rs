//! The county's desk on a small county: files in, verdicts, scope, undoing, decisions, revisions.

use crate::office::Desk;
use lingdi_app::Error;
use lingdi_app::exports::{Format, Layer};
use lingdi_app::findings::NewFinding;
use lingdi_app::identification::Judge;
use lingdi_app::imports::{AcceptMode, Recipe, Upload};
use lingdi_app::parcels::{ListQuery, ParcelFilter, Reach, Sort, SortKey, Tab};
use lingdi_app::policy::edition::DatedValue;
use lingdi_domain::{Actor, Kind, Role, Scope};
use lingdi_testkit::fixtures::mini;

/// Status and categories of a parcel in 2023, such as `listed A C1`.
async fn verdict(desk: &Desk, code: &str) -> String {
    let (_, detail) = desk.app.parcel(&desk.office, &in_2023(), code).await.unwrap();
    let categories = detail.verdict.categories.iter().map(|category| category.code());
    std::iter::once(detail.verdict.status.code()).chain(categories).collect::<Vec<_>>().join(" ")
}

fn in_2023() -> Judge {
    Judge { year: Some(2023), as_of: Some("2023-10-09".parse().unwrap()), ..Judge::default() }
}

fn township(units: &[&str]) -> Actor {
    let units = units.iter().map(|unit| (*unit).to_owned()).collect();
    Actor {
        name: "属地".to_owned(),
        unit: "330122002".to_owned(),
        roles: vec![Role::LocalClerk],
        scope: Scope::Units(units),
        amounts: Scope::nothing(),
        standing_in: None,
    }
}

#[tokio::test]
async fn each_parcel_of_the_small_county_gets_the_verdict_worked_out_on_paper() {
    let desk = Desk::mini().await;
    let seen = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let judged = seen.whole().unwrap();
    assert_eq!(judged.all().count(), mini::EXPECTED.len());
    for (verdict, expected) in judged.all().zip(mini::EXPECTED) {
        assert_eq!(verdict.code(), expected.code);
        assert_eq!(verdict.status.code(), expected.status, "{}: {}", expected.code, expected.why);
        let categories: Vec<_> = verdict.categories().collect();
        assert_eq!(categories, expected.categories, "{}: {}", expected.code, expected.why);
        assert_eq!(verdict.focus, expected.focus, "{}: {}", expected.code, expected.why);
        assert_eq!(verdict.tax_per_mu().get(2022).as_deref(), expected.tax_per_mu_2022, "{}", expected.why);
    }
}

/// Answers are cached; the scope must be applied after the cache, for everyone anew.
#[tokio::test]
async fn a_township_sees_its_own_parcels_and_no_one_elses_whoever_asked_before() {
    let desk = Desk::mini().await;
    let whole = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let whole = whole.whole().unwrap();
    let first = whole.all().next().unwrap();
    let unit = first.unit();
    let (own, other) = (township(&[unit]), township(&["330122204"]));
    let all = ParcelFilter { tab: Tab::All, ..ParcelFilter::default() };
    let own_count = whole.all().filter(|parcel| parcel.unit() == unit).count();
    assert!(own_count > 0);
    for _ in 0..2 {
        for (actor, count) in [(&desk.office, 12), (&own, own_count), (&other, 0)] {
            let list =
                desk.app.list_parcels(actor, &in_2023(), &all, Sort::default(), (1, 50)).await.unwrap();
            assert_eq!(list.count, count);
            let seen = desk.app.judge(actor, &in_2023()).await.unwrap();
            let json: serde_json::Value = serde_json::from_str(&seen.identification_json().unwrap()).unwrap();
            assert_eq!(json["parcels"].as_array().unwrap().len(), count);
            let csv = desk.app.export(actor, Layer::Parcels, Format::Csv, &in_2023()).await.unwrap();
            assert_eq!(String::from_utf8(csv).unwrap().lines().count(), count + 1);
            let found = desk.app.search(actor, &in_2023(), "330122001001GB00001").await.unwrap();
            assert_eq!(found.parcels.count, count.min(1));
        }
    }
    let code = first.code();
    assert!(desk.app.parcel(&own, &in_2023(), code).await.is_ok());
    assert!(matches!(desk.app.parcel(&other, &in_2023(), code).await, Err(Error::NotFound(_))));
    assert!(desk.app.data_tasks(&other, &in_2023()).await.unwrap().missing.is_empty());
    let query = ListQuery { tab: "all".to_owned(), year: "2023".to_owned(), ..ListQuery::default() };
    let shape = whole.snapshot.shapes[0].as_ref().unwrap();
    let middle = lingdi_app::geo::BBox::of(shape).unwrap().centre();
    let (x, y) = tile_at(12, middle.x, middle.y);
    assert!(!desk.app.tile(&own, &query, (12, x, y)).await.unwrap().unwrap().is_empty());
    assert!(desk.app.tile(&other, &query, (12, x, y)).await.unwrap().unwrap().is_empty());
}

/// The list looks at a glance; the page of each parcel looks exactly. Both must say the same.
#[tokio::test]
async fn the_list_holds_the_parcels_that_are_near_to_turning_and_shows_the_nearest_first() {
    let desk = Desk::mini().await;
    let seen = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let judged = seen.whole().unwrap();
    let nearest = |code: &str| {
        let near = judged.judge.near(judged.snapshot.parcel(code).unwrap());
        let distances = near.iter().filter(|near| near.turns()).filter_map(|near| near.distance.clone());
        distances.min().map(|distance| distance.to_f64())
    };
    let sort = Sort { key: SortKey::Near, descending: false };
    for (at, (reach, part)) in [(Reach::Twentieth, 0.05), (Reach::Tenth, 0.1)].into_iter().enumerate() {
        let filter = ParcelFilter { tab: Tab::All, near: Some(reach), ..ParcelFilter::default() };
        let list = desk.app.list_parcels(&desk.office, &in_2023(), &filter, sort, (1, 50)).await.unwrap();
        assert_eq!(list.count, list.near_counts[at]);
        assert!(list.rows.iter().all(|row| nearest(&row.code).unwrap() <= part));
        assert!(list.rows.is_sorted_by(|a, b| a.closeness <= b.closeness));
    }
    let all = ParcelFilter { tab: Tab::All, ..ParcelFilter::default() };
    let list = desk.app.list_parcels(&desk.office, &in_2023(), &all, sort, (1, 50)).await.unwrap();
    assert!(list.near_counts[1] > 0, "the small county has a parcel near its line");
    assert!(list.rows[0].closeness.is_some() && list.rows[list.count - 1].closeness.is_none());
}

fn tile_at(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let n = f64::from(1_u32 << z);
    let lat = lat.to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * n;
    (((lon + 180.0) / 360.0 * n) as u32, y as u32)
}

#[tokio::test]
async fn a_township_can_neither_hand_in_nor_accept_nor_decide() {
    let desk = Desk::mini().await;
    let actor = township(&["330122002"]);
    let upload = Upload {
        kind: Kind::Tax,
        file_name: "税.csv".to_owned(),
        bytes: "统一社会信用代码,年度,入库税额(元)\n91330122MA0000015Q,2022,1\n".into(),
        recipe: Recipe::default(),
        complete_years: vec![],
    };
    assert!(matches!(desk.app.stage(&actor, upload, &|_, _| ()).await, Err(Error::Forbidden(_))));
    let batch = desk.app.batches(&desk.office).await.unwrap()[0].id;
    assert!(matches!(desk.app.undo_batch(&actor, batch, "").await, Err(Error::Forbidden(_))));
    assert!(matches!(desk.app.accept_batch(&actor, batch, AcceptMode::All).await, Err(Error::Forbidden(_))));
    assert!(matches!(
        desk.app.record_finding(&actor, &NewFinding::default()).await,
        Err(Error::Forbidden(_))
    ));
    assert!(matches!(desk.app.freeze_list(&actor, &in_2023()).await, Err(Error::Forbidden(_))));
    assert!(matches!(desk.app.publish_revision(&actor, "2022-7@1").await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn undoing_a_batch_brings_the_former_verdict_back_and_the_past_stays_as_it_was_known() {
    let desk = Desk::mini().await;
    let code = "330122001001GB00011";
    assert_eq!(verdict(&desk, code).await, "not_listed");
    let firm = desk.app.parcel(&desk.office, &in_2023(), code).await.unwrap().1.occupants[0].code.clone();
    let before = desk.app.clock().now();
    let table = format!("统一社会信用代码,年度,入库税额(万元)\n{firm},2022,149.99\n");
    let report = desk.import(Kind::Tax, "更正.csv", table, &[]).await;
    assert_eq!(report.rows.changed, 1);
    assert_eq!(verdict(&desk, code).await, "listed A");
    let then = Judge { known_at: Some(before), ..in_2023() };
    assert!(desk.app.judge(&desk.office, &then).await.unwrap().whole().unwrap().result.totals.listed == 7);
    desk.app.undo_batch(&desk.office, report.batch.unwrap(), "填错").await.unwrap();
    assert_eq!(verdict(&desk, code).await, "not_listed");
    let again = desk.app.undo_batch(&desk.office, report.batch.unwrap(), "").await;
    assert!(matches!(again, Err(Error::IllegalMove(_))));
    let audit = desk.app.audit(&desk.office).await.unwrap();
    assert!(audit.is_whole() && audit.chain.events > 18, "{audit:?}");
}

#[tokio::test]
async fn a_complete_list_proves_zero_except_for_a_firm_whose_row_was_refused() {
    let code = "330122001001GB00009";
    let desk = Desk::mini().await;
    assert_eq!(verdict(&desk, code).await, "indeterminate");
    let owner = desk.app.parcel(&desk.office, &in_2023(), code).await.unwrap().1.occupants[0].code.clone();
    let others = "统一社会信用代码,年度,入库税额(元)\n91330122MA0000015Q,2022,1\n";
    let refused = format!("{others}{owner},2022,约120万\n");
    let report = desk.import(Kind::Tax, "全量_有拒收.csv", refused, &[2022]).await;
    assert_eq!(report.rows.refused, 1);
    assert_eq!(verdict(&desk, code).await, "indeterminate", "an unreadable figure is no zero");
    desk.app.undo_batch(&desk.office, report.batch.unwrap(), "").await.unwrap();
    desk.import(Kind::Tax, "全量.csv", others, &[2022]).await;
    assert_eq!(verdict(&desk, code).await, "listed A", "absent from a complete list is zero");
}

#[tokio::test]
async fn a_persons_decision_is_a_batch_that_lists_a_parcel_and_can_be_undone() {
    let desk = Desk::mini().await;
    let code = "330122001001GB00011";
    let finding = NewFinding {
        parcel: code.to_owned(),
        finding_type: "闲置认定".to_owned(),
        document: "桐资规闲置〔2023〕7号".to_owned(),
        basis: "闲置土地处置办法".to_owned(),
        conclusion: "认定闲置".to_owned(),
        from: Some("2023-03-01".parse().unwrap()),
        to: None,
    };
    let report = desk.app.record_finding(&desk.office, &finding).await.unwrap();
    assert_eq!(verdict(&desk, code).await, "listed B");
    desk.app.undo_batch(&desk.office, report.batch.unwrap(), "录错宗地").await.unwrap();
    assert_eq!(verdict(&desk, code).await, "not_listed");
    let wrong = NewFinding { finding_type: "说不清".to_owned(), ..finding };
    let refused = desk.app.record_finding(&desk.office, &wrong).await;
    assert!(matches!(&refused, Err(Error::Refused(_))), "{refused:?}");
    assert_eq!(verdict(&desk, code).await, "not_listed", "a refused decision changes nothing");
}

#[tokio::test]
async fn a_drafted_value_counts_once_it_is_published_and_a_frozen_list_keeps_its_bytes() {
    let desk = Desk::mini().await;
    let code = "330122001001GB00008";
    let frozen = desk.app.freeze_list(&desk.office, &in_2023()).await.unwrap();
    let bytes = desk.app.frozen_list(&desk.office, frozen.id).await.unwrap();
    let value = DatedValue {
        key: "tax_line".to_owned(),
        value: "6".to_owned(),
        from: Some("2023-01-01".parse().unwrap()),
        to: None,
        document: "桐零地专〔2023〕4号".to_owned(),
        basis: "副组长联席会议".to_owned(),
    };
    desk.app.draft_value(&desk.office, value.clone()).await.unwrap();
    assert_eq!(verdict(&desk, code).await, "not_listed", "a draft is not in force");
    let draft = desk.app.draft(&desk.office).await.unwrap();
    assert_eq!(draft.changes, [value]);
    desk.app.publish_revision(&desk.office, &draft.name.unwrap()).await.unwrap();
    assert_eq!(verdict(&desk, code).await, "listed A");
    let old = Judge { policy: Some("2022-7@1".to_owned()), ..in_2023() };
    let (_, detail) = desk.app.parcel(&desk.office, &old, code).await.unwrap();
    assert_eq!(detail.verdict.status.code(), "not_listed", "the old revision judges as it did");
    assert_eq!(desk.app.frozen_list(&desk.office, frozen.id).await.unwrap(), bytes);
    assert_eq!(desk.app.diff_revisions(&desk.office, "2022-7@1", "2022-7@2").await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_same_file_twice_is_refused_and_a_dry_run_keeps_nothing() {
    let desk = Desk::mini().await;
    let batches = desk.app.batches(&desk.office).await.unwrap().len();
    let file = mini::files().remove(2);
    let refused = desk.stage(file.kind, "换个名字.csv", file.bytes.clone(), &[]).await.unwrap_err();
    assert!(refused.to_string().contains("内容完全相同"), "{refused}");
    let upload = Upload {
        kind: file.kind,
        file_name: "试.csv".to_owned(),
        bytes: [file.bytes, b"91330122MA0000031E,\xe6\x96\xb0\n".to_vec()].concat(),
        recipe: Recipe::default(),
        complete_years: vec![],
    };
    let report = desk.app.dry_run(&desk.office, upload).await.unwrap();
    assert!(report.rows.unchanged > 0 && report.batch.is_none());
    assert_eq!(desk.app.batches(&desk.office).await.unwrap().len(), batches);
}

#[tokio::test]
async fn a_day_outside_every_edition_is_refused_with_the_editions_at_hand() {
    let desk = Desk::mini().await;
    let ask = Judge { as_of: Some("2031-01-01".parse().unwrap()), ..Judge::default() };
    let refused = desk.app.judge(&desk.office, &ask).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(why) if why.contains("2022-7")), "{refused}");
}

#[tokio::test]
async fn an_empty_table_cannot_be_declared_complete() {
    let desk = Desk::mini().await;
    let empty = "统一社会信用代码,年度,入库税额(元)\n";
    let refused = desk.stage(Kind::Tax, "空.csv", empty, &[2022]).await.unwrap_err();
    assert!(matches!(&refused, Error::Refused(why) if why.contains("不能声明为全量")), "{refused}");
    assert_eq!(verdict(&desk, "330122001001GB00009").await, "indeterminate", "nobody's tax became zero");
}

#[tokio::test]
async fn a_parcel_explained_alone_is_judged_as_in_its_county() {
    let desk = Desk::mini().await;
    let explained = |code: String| {
        let desk = &desk;
        async move { desk.app.explain(&desk.office, &in_2023(), &code).await.unwrap() }
    };
    for round in ["made anew", "kept"] {
        let seen = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
        let judged = seen.whole().unwrap();
        for parcel in judged.judge.parcels() {
            let whole = judged.explained(parcel);
            let alone = explained(whole.code.to_string()).await;
            let json = |verdict| serde_json::to_value(verdict).unwrap();
            assert_eq!(json(&alone.verdict), json(&whole), "{round}: {}", whole.code);
            assert_eq!(alone.verdict.mark, whole.mark, "{round}: {}", whole.code);
            let near = |near: &[lingdi_app::policy::Near]| serde_json::to_value(near).unwrap();
            assert_eq!(near(&alone.near), near(&judged.judge.near(parcel)), "{round}: {}", whole.code);
        }
    }
    let unknown = desk.app.explain(&desk.office, &in_2023(), "330122999999GB99999").await;
    assert!(matches!(unknown, Err(Error::NotFound(_))));
    // What another delivery changed is seen, although facts of the state before are kept.
    let code = mini::EXPECTED[0].code;
    let finding = NewFinding {
        parcel: code.to_owned(),
        finding_type: "宽限".to_owned(),
        document: "测试〔2023〕1号".to_owned(),
        ..NewFinding::default()
    };
    desk.app.record_finding(&desk.office, &finding).await.unwrap();
    let seen = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let judged = seen.whole().unwrap();
    let whole = judged.explained(judged.snapshot.parcel(code).unwrap());
    assert_eq!(explained(code.to_owned()).await.verdict.mark, whole.mark);
}

#[tokio::test]
async fn a_caller_gets_no_explanation_beyond_his_scope() {
    let desk = Desk::mini().await;
    let seen = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let judged = seen.whole().unwrap();
    let verdict = judged.all().find(|verdict| !verdict.unit().is_empty()).unwrap();
    let other = township(&["330122999"]);
    assert!(desk.app.explain(&other, &in_2023(), verdict.code()).await.is_err());
    let own = township(&[verdict.unit()]);
    assert!(desk.app.explain(&own, &in_2023(), verdict.code()).await.is_ok());
}
