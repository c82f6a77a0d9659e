//! One story on every engine: each table is written, read, changed and taken back.
//!
//! SQLite always runs, on a file; PostgreSQL runs when `LINGDI_TEST_PG` names a server on which
//! databases may be made (`cargo xtask test` starts one).

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking and says what it skips"
)]

mod intervention_story;
mod object_story;

use chrono::{DateTime, TimeDelta, Utc};
use lingdi_domain::mechanism1_task_force::{Delegation, Link, Post, Term};
use lingdi_domain::values::key_digest;
use lingdi_domain::{Actor, BatchState, Kind, Role, Scope, Values};
use lingdi_store::accounts::{self, Account};
use lingdi_store::batches::{self, Batch, Problem};
use lingdi_store::block::{self, Block, Get, NewRow, NewShape};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::facts;
use lingdi_store::frozen::{self, Frozen};
use lingdi_store::persons::{self, Person};
use lingdi_store::revisions::{self, Revision};
use lingdi_store::rights_changes::{self, RightsChange};
use lingdi_store::sessions::{self, Session};
use lingdi_store::{Db, counties, posts};
use uuid::Uuid;

const COUNTY: &str = "330122";

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_696_816_800 + second, 123_456_000).unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn actor() -> Actor {
    Actor::command_line("story")
}

async fn on_every_engine<F, Fut>(name: &str, story: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("story.db").display())).await.unwrap();
    begin(&db).await;
    story(db).await;

    let Ok(server) = std::env::var("LINGDI_TEST_PG") else {
        println!("skipped on PostgreSQL: LINGDI_TEST_PG is not set");
        return;
    };
    let database = format!("story_{name}_{}", std::process::id());
    let admin = sqlx::PgPool::connect(&server).await.unwrap();
    let create =
        format!("create database {database} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
    sqlx::query(sqlx::AssertSqlSafe(create)).execute(&admin).await.unwrap();
    let (front, _) = server.rsplit_once('/').unwrap();
    let db = Db::open(&format!("{front}/{database}")).await.unwrap();
    begin(&db).await;
    story(db.clone()).await;
    db.close().await;
    sqlx::query(sqlx::AssertSqlSafe(format!("drop database {database}"))).execute(&admin).await.unwrap();
}

async fn begin(db: &Db) {
    let mut tx = db.write().await.unwrap();
    counties::insert(&mut tx, COUNTY, "桐庐县", at(0)).await.unwrap();
    tx.commit().await.unwrap();
}

fn batch(n: u128) -> Batch {
    Batch {
        id: id(n),
        kind: Kind::Tax,
        file_name: format!("税务局_{n}.xlsx"),
        sha256: format!("{n:064x}"),
        state: BatchState::Staging,
        recipe: "{}".to_owned(),
        report: "{}".to_owned(),
        complete_years: vec![2021, 2022],
        actor: "cli:story".to_owned(),
        staged_at: at(n as i64),
        seq: None,
        max_standing: 0,
        accepted_at: None,
        undone_at: None,
    }
}

fn fact(row: u32, key: &str, amount: i64, standing: u8) -> NewRow {
    let mut values = Values::default();
    values.set("code", "91330122MA0000015Q");
    values.set("year", 2022);
    values.set("amount", amount);
    let shape = NewShape { shape: vec![1, 2, 3, row as u8], original: None };
    NewRow { sheet: 0, row: row + 4, standing, key: key_digest(key), values, shape: Some(shape) }
}

async fn stage(db: &Db, n: u128, facts: &[NewRow]) {
    let mut tx = db.write().await.unwrap();
    batches::insert(&mut tx, COUNTY, &batch(n)).await.unwrap();
    batches::keep_original(&mut tx, COUNTY, &batch(n).sha256, 12, at(0)).await.unwrap();
    facts::insert(&mut tx, COUNTY, id(n), 0, &block::encode(facts)).await.unwrap();
    batches::touch(&mut tx, COUNTY, id(n), at(5)).await.unwrap();
    assert!(
        batches::set_state(&mut tx, COUNTY, id(n), BatchState::Staging, BatchState::Staged).await.unwrap()
    );
    tx.commit().await.unwrap();
}

async fn accept(db: &Db, n: u128, max_standing: i64, second: i64) -> bool {
    let mut tx = db.write().await.unwrap();
    events::lock(&mut tx, COUNTY).await.unwrap();
    let done = batches::accept(&mut tx, COUNTY, id(n), max_standing, at(second)).await.unwrap();
    tx.commit().await.unwrap();
    done
}

/// Amounts of the rows in force, in order of acceptance.
async fn in_force(db: &Db, known_at: Option<DateTime<Utc>>) -> Vec<i64> {
    let mut tx = db.read().await.unwrap();
    let mut amounts = Vec::new();
    for batch in batches::in_force(&mut tx, COUNTY, known_at).await.unwrap() {
        for bytes in facts::data(&mut tx, COUNTY, batch.id).await.unwrap() {
            let block = Block::decode(&bytes).unwrap();
            let counts = |row: &usize| i64::from(block.standing(*row)) <= batch.max_standing;
            amounts.extend((0..block.len()).filter(counts).filter_map(|row| block.int("amount").at(row)));
        }
    }
    amounts
}

#[tokio::test]
async fn a_batch_counts_from_acceptance_until_it_is_undone() {
    on_every_engine("batch", |db| async move {
        stage(&db, 1, &[fact(0, "a", 1, 0), fact(1, "b", 2, 2), fact(2, "b", 3, 1)]).await;
        assert_eq!(in_force(&db, None).await, Vec::<i64>::new());
        assert!(accept(&db, 1, 0, 10).await);
        assert_eq!(in_force(&db, None).await, [1]);

        stage(&db, 2, &[fact(0, "b", 4, 2), fact(1, "b", 5, 1)]).await;
        assert!(accept(&db, 2, 1, 20).await);
        assert!(!accept(&db, 2, 1, 21).await, "a batch is accepted once");
        assert_eq!(in_force(&db, None).await, [1, 5]);
        assert_eq!(in_force(&db, Some(at(15))).await, [1]);

        let mut tx = db.write().await.unwrap();
        assert!(batches::undo(&mut tx, COUNTY, id(1), at(30)).await.unwrap());
        assert!(!batches::undo(&mut tx, COUNTY, id(1), at(31)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(in_force(&db, None).await, [5]);
        assert_eq!(in_force(&db, Some(at(25))).await.len(), 2, "what was known then stays known then");

        let mut tx = db.read().await.unwrap();
        let order: Vec<_> =
            batches::in_force(&mut tx, COUNTY, Some(at(25))).await.unwrap().iter().map(|b| b.id).collect();
        assert_eq!(order, [id(1), id(2)]);
        let first = batches::find(&mut tx, COUNTY, id(1)).await.unwrap().unwrap();
        assert_eq!(
            (first.state, first.seq, first.complete_years),
            (BatchState::Undone, Some(1), vec![2021, 2022])
        );
        let shapes = facts::shapes(&mut tx, COUNTY, id(1)).await.unwrap().remove(0).unwrap();
        assert_eq!(block::shapes(&shapes).unwrap()[1].as_ref().unwrap().shape, [1, 2, 3, 1]);
        let marks = facts::marks(&mut tx, COUNTY, id(2)).await.unwrap().remove(0);
        assert_eq!(block::marks(&marks).unwrap()[1].key, key_digest("b"));
        assert_eq!(batches::originals(&mut tx, COUNTY).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_batch_left_half_read_is_swept_away_whole() {
    on_every_engine("sweep", |db| async move {
        let problem = Problem {
            sheet: 0,
            sheet_name: "企业明细".to_owned(),
            row_number: 7,
            column_name: "F".to_owned(),
            heading: "入库税额".to_owned(),
            value: "约120万".to_owned(),
            severity: "refused".to_owned(),
            message: "金额含文字".to_owned(),
            remedy: "请改为数字".to_owned(),
        };
        let mut tx = db.write().await.unwrap();
        batches::insert(&mut tx, COUNTY, &batch(1)).await.unwrap();
        facts::insert(&mut tx, COUNTY, id(1), 0, &block::encode(&[fact(0, "a", 1, 0)])).await.unwrap();
        batches::insert_problems(&mut tx, COUNTY, id(1), 0, &[problem]).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        assert_eq!(batches::list(&mut tx, COUNTY).await.unwrap().len(), 0, "not visible while staging");
        assert_eq!(batches::problems(&mut tx, COUNTY, id(1)).await.unwrap()[0].value, "约120万");
        assert_eq!(batches::sweep(&mut tx, COUNTY, at(0)).await.unwrap(), 0, "still being touched");
        assert_eq!(batches::sweep(&mut tx, COUNTY, at(100)).await.unwrap(), 1);
        assert!(batches::find(&mut tx, COUNTY, id(1)).await.unwrap().is_none());
        assert!(batches::problems(&mut tx, COUNTY, id(1)).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn revisions_are_drafted_published_and_superseded_and_frozen_bytes_come_back() {
    on_every_engine("revision", |db| async move {
        let revision = |n: i64, state: &str| Revision {
            id: id(n as u128),
            edition: "2022-7".to_owned(),
            number: n,
            state: state.to_owned(),
            hash: format!("{n:064x}"),
            files: "{}".to_owned(),
            note: String::new(),
            actor: "cli:story".to_owned(),
            created_at: at(n),
            published_at: None,
        };
        let mut tx = db.write().await.unwrap();
        revisions::insert(&mut tx, COUNTY, &revision(1, "published")).await.unwrap();
        revisions::insert(&mut tx, COUNTY, &revision(2, "draft")).await.unwrap();
        revisions::insert(&mut tx, COUNTY, &revision(3, "draft")).await.unwrap();
        assert!(
            revisions::update_draft(&mut tx, COUNTY, id(2), r#"{"a":"b"}"#, "hash", "会议纪要")
                .await
                .unwrap()
        );
        assert!(!revisions::update_draft(&mut tx, COUNTY, id(1), "{}", "x", "").await.unwrap());
        assert!(revisions::publish(&mut tx, COUNTY, id(2), at(9)).await.unwrap());
        assert!(!revisions::publish(&mut tx, COUNTY, id(2), at(9)).await.unwrap());
        assert!(revisions::discard(&mut tx, COUNTY, id(3)).await.unwrap());
        let states: Vec<_> =
            revisions::list(&mut tx, COUNTY).await.unwrap().into_iter().map(|r| r.state).collect();
        assert_eq!(states, ["discarded", "published", "superseded"]);

        let list = Frozen {
            id: id(7),
            kind: "preliminary_list".to_owned(),
            title: "2023 年初步清单".to_owned(),
            sha256: "0".repeat(64),
            basis: "{}".to_owned(),
            actor: "cli:story".to_owned(),
            created_at: at(1),
        };
        let content = "方埠路18号\n".repeat(1000);
        frozen::insert(&mut tx, COUNTY, &list, content.as_bytes()).await.unwrap();
        assert_eq!(frozen::content(&mut tx, COUNTY, id(7)).await.unwrap().unwrap(), content.as_bytes());
        assert_eq!(frozen::content(&mut tx, COUNTY, id(8)).await.unwrap(), None);
        assert_eq!(frozen::list(&mut tx, COUNTY).await.unwrap()[0].title, "2023 年初步清单");

        counties::set(&mut tx, COUNTY, "clock_offset_seconds", "-1").await.unwrap();
        counties::set(&mut tx, COUNTY, "clock_offset_seconds", "-2").await.unwrap();
        assert_eq!(
            counties::setting(&mut tx, COUNTY, "clock_offset_seconds").await.unwrap().as_deref(),
            Some("-2")
        );
        assert_eq!(counties::list(&mut tx).await.unwrap(), [(COUNTY.to_owned(), "桐庐县".to_owned())]);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn eight_writers_at_once_keep_one_chain_without_gaps() {
    on_every_engine("chain", |db| async move {
        let mut writers = Vec::new();
        for writer in 0..8 {
            let db = db.clone();
            writers.push(tokio::spawn(async move {
                for n in 0..10 {
                    let mut tx = db.write().await.unwrap();
                    counties::set(&mut tx, COUNTY, &format!("writer{writer}"), &n.to_string()).await.unwrap();
                    let event = NewEvent {
                        verb: "setting_changed",
                        object: "setting",
                        object_id: format!("writer{writer}"),
                        ..NewEvent::default()
                    };
                    events::record(&mut tx, COUNTY, &actor(), at(n) + TimeDelta::nanoseconds(789), event)
                        .await
                        .unwrap();
                    tx.commit().await.unwrap();
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let mut tx = db.read().await.unwrap();
        let report = events::verify(&mut tx, COUNTY).await.unwrap();
        assert_eq!((report.events, report.broken), (80, None));
        assert_eq!(events::last_number(&mut tx, COUNTY).await.unwrap(), 80);
        assert_eq!(events::list(&mut tx, COUNTY, &Scope::County, 81, 5).await.unwrap()[0].0.n, 80);
        assert_eq!(
            events::list(&mut tx, COUNTY, &Scope::Units(vec!["330122102".to_owned()]), 81, 5)
                .await
                .unwrap()
                .len(),
            0
        );
        assert_eq!(events::of_object(&mut tx, COUNTY, "setting", "writer3").await.unwrap().len(), 10);
    })
    .await;
}

#[tokio::test]
async fn an_event_can_be_neither_changed_nor_removed() {
    on_every_engine("append", |db| async move {
        let mut tx = db.write().await.unwrap();
        events::record(
            &mut tx,
            COUNTY,
            &actor(),
            at(1),
            NewEvent { verb: "test", object: "test", ..NewEvent::default() },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        for statement in ["update event set reason = 'x'", "delete from event"] {
            let refused = match &db {
                Db::Sqlite { writer, .. } => sqlx::query(statement).execute(writer).await.is_err(),
                Db::Postgres { writers, .. } => sqlx::query(statement).execute(writers).await.is_err(),
            };
            assert!(refused, "{statement}");
        }
    })
    .await;
}

fn person(n: u128, name: &str) -> Person {
    Person { id: id(n), name: name.to_owned() }
}

fn term(from: &str) -> Term {
    Term { from: from.parse().unwrap(), to: None }
}

#[tokio::test]
async fn people_hold_posts_stand_in_for_each_other_and_end_by_a_day() {
    on_every_engine("people", |db| async move {
        let mut tx = db.write().await.unwrap();
        persons::insert(&mut tx, COUNTY, &person(1, "申屠明"), at(1)).await.unwrap();
        persons::insert(&mut tx, COUNTY, &person(2, "皇甫燕"), at(2)).await.unwrap();
        let post = Post {
            id: id(10),
            person: id(1),
            unit: "330122102".to_owned(),
            role: Role::LocalLeader,
            title: "横村镇镇长".to_owned(),
            term: term("2022-03-21"),
        };
        posts::insert(&mut tx, COUNTY, &post).await.unwrap();
        let acts = vec!["freeze".to_owned(), "accept".to_owned()];
        let row = Delegation { id: id(20), post: id(10), person: id(2), acts, term: term("2023-10-01") };
        posts::delegate(&mut tx, COUNTY, &row).await.unwrap();
        let all = Delegation { id: id(21), acts: Vec::new(), ..row.clone() };
        posts::delegate(&mut tx, COUNTY, &all).await.unwrap();
        let (bureau, unit) = ("330122B01".to_owned(), "330122102".to_owned());
        let link = Link { id: id(30), bureau, unit, term: term("2022-03-21") };
        posts::link(&mut tx, COUNTY, &link).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let same = persons::insert(&mut tx, COUNTY, &person(3, "申屠明"), at(3)).await;
        assert!(same.unwrap_err().is_unique_violation());
        drop(tx);

        let mut tx = db.write().await.unwrap();
        assert_eq!(persons::find(&mut tx, COUNTY, id(2)).await.unwrap(), Some(person(2, "皇甫燕")));
        assert_eq!(persons::list(&mut tx, COUNTY).await.unwrap().len(), 2);
        assert_eq!(posts::of_person(&mut tx, COUNTY, id(1)).await.unwrap(), std::slice::from_ref(&post));
        assert_eq!(posts::find(&mut tx, COUNTY, id(10)).await.unwrap(), Some(post.clone()));
        assert_eq!(posts::delegations_to(&mut tx, COUNTY, id(2)).await.unwrap(), [row, all]);
        assert_eq!(posts::delegations(&mut tx, COUNTY).await.unwrap().len(), 2);
        assert_eq!(posts::links(&mut tx, COUNTY).await.unwrap(), [link]);
        let last = "2023-10-09".parse().unwrap();
        assert!(posts::end(&mut tx, COUNTY, id(10), last).await.unwrap());
        assert!(posts::end_delegation(&mut tx, COUNTY, id(20), last).await.unwrap());
        assert!(posts::end_link(&mut tx, COUNTY, id(30), last).await.unwrap());
        assert!(!posts::end(&mut tx, COUNTY, id(99), last).await.unwrap());
        assert_eq!(posts::list(&mut tx, COUNTY).await.unwrap()[0].term.to, Some(last));
        assert_eq!(posts::links(&mut tx, COUNTY).await.unwrap()[0].term.to, Some(last));
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn accounts_remember_passwords_and_tries_and_sessions_come_and_go() {
    on_every_engine("accounts", |db| async move {
        let account = Account {
            id: id(40),
            person: id(1),
            login: "hengcun".to_owned(),
            state: "active".to_owned(),
            password: None,
            password_set_at: None,
            must_change: false,
            failures: 0,
            locked_until: None,
            expires_on: Some("2024-12-31".parse().unwrap()),
            last_login_at: None,
            created_at: at(1),
        };
        let mut tx = db.write().await.unwrap();
        assert_eq!(accounts::count(&mut tx, COUNTY).await.unwrap(), 0);
        persons::insert(&mut tx, COUNTY, &person(1, "申屠明"), at(1)).await.unwrap();
        accounts::insert(&mut tx, COUNTY, &account).await.unwrap();
        accounts::set_password(&mut tx, COUNTY, id(40), "one", true, at(2)).await.unwrap();
        accounts::set_password(&mut tx, COUNTY, id(40), "two", false, at(3)).await.unwrap();
        let tried =
            Account { failures: 5, locked_until: Some(at(1800)), last_login_at: Some(at(4)), ..account };
        accounts::note_try(&mut tx, COUNTY, &tried).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let found = accounts::by_login(&mut tx, COUNTY, "hengcun").await.unwrap().unwrap();
        assert_eq!(found.password.as_deref(), Some("two"));
        assert_eq!((found.failures, found.locked_until, found.must_change), (5, Some(at(1800)), false));
        assert_eq!(accounts::last_passwords(&mut tx, COUNTY, id(40), 5).await.unwrap(), ["two", "one"]);
        assert_eq!(accounts::last_passwords(&mut tx, COUNTY, id(40), 1).await.unwrap(), ["two"]);
        accounts::set_state(&mut tx, COUNTY, id(40), "disabled", None).await.unwrap();
        let found = accounts::find(&mut tx, COUNTY, id(40)).await.unwrap().unwrap();
        assert_eq!((found.state.as_str(), found.failures, found.expires_on), ("disabled", 0, None));
        assert_eq!(accounts::list(&mut tx, COUNTY).await.unwrap().len(), 1);

        let session = |token: &str, second| Session {
            token: token.to_owned(),
            account: id(40),
            capacity: None,
            opened_at: at(second),
            seen_at: at(second),
        };
        for (token, second) in [("a", 10), ("b", 20), ("c", 30)] {
            sessions::insert(&mut tx, COUNTY, &session(token, second)).await.unwrap();
        }
        sessions::touch(&mut tx, COUNTY, "a", at(60)).await.unwrap();
        sessions::touch(&mut tx, COUNTY, "a", at(50)).await.unwrap();
        sessions::choose(&mut tx, COUNTY, "a", id(10)).await.unwrap();
        let seen = sessions::find(&mut tx, COUNTY, "a").await.unwrap().unwrap();
        assert_eq!((seen.seen_at, seen.capacity), (at(60), Some(id(10))), "time never runs back");
        sessions::sweep(&mut tx, COUNTY, at(5), at(25)).await.unwrap();
        assert!(sessions::find(&mut tx, COUNTY, "b").await.unwrap().is_none());
        sessions::delete_of(&mut tx, COUNTY, id(40), "a").await.unwrap();
        assert!(sessions::find(&mut tx, COUNTY, "c").await.unwrap().is_none());
        sessions::delete(&mut tx, COUNTY, "a").await.unwrap();
        assert!(sessions::find(&mut tx, COUNTY, "a").await.unwrap().is_none());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_change_of_rights_is_decided_once() {
    on_every_engine("rights", |db| async move {
        let change = RightsChange {
            id: id(50),
            state: "proposed".to_owned(),
            change: "{}".to_owned(),
            reason: "文号".to_owned(),
            proposed_by: "林安".to_owned(),
            proposed_at: at(1),
            decided_by: None,
            decided_at: None,
        };
        let mut tx = db.write().await.unwrap();
        rights_changes::insert(&mut tx, COUNTY, &change).await.unwrap();
        assert_eq!(rights_changes::in_state(&mut tx, COUNTY, "proposed").await.unwrap(), [change]);
        assert!(rights_changes::decide(&mut tx, COUNTY, id(50), "confirmed", "陈系", at(2)).await.unwrap());
        assert!(!rights_changes::decide(&mut tx, COUNTY, id(50), "rejected", "陈系", at(3)).await.unwrap());
        let found = rights_changes::find(&mut tx, COUNTY, id(50)).await.unwrap().unwrap();
        assert_eq!((found.state.as_str(), found.decided_by.as_deref()), ("confirmed", Some("陈系")));
        tx.commit().await.unwrap();
    })
    .await;
}
