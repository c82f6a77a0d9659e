//! Objects, ties, files and repeated requests, on every engine.

use chrono::NaiveDate;
use lingdi_domain::case::Case;
use lingdi_domain::object::{Attachment, Fields, Holder, Last, Object, ObjectKind};
use lingdi_domain::{Role, Scope};
use lingdi_store::notices::{self, Notice};
use lingdi_store::objects::{self, Filter, Wanted};
use lingdi_store::persons::{self, Person};
use lingdi_store::{Db, attachments, idempotency, links};

use super::{COUNTY, at, id, on_every_engine};

const UNIT: &str = "330122102";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn case(n: u128, state: &'static str, due: Option<&str>) -> Object {
    let unit = if n.is_multiple_of(2) { UNIT } else { "330122109" };
    Object {
        id: id(n),
        kind: ObjectKind::Case,
        state,
        resumes: None,
        unit: unit.to_owned(),
        number: format!("2023-{n:04}"),
        title: format!("地块{n}"),
        parcel: format!("330122102001GB{n:05}"),
        due: due.map(day),
        holder: Some(Holder { role: Role::LocalClerk, unit: unit.to_owned() }),
        version: 1,
        last: Last { verb: "send".to_owned(), from: "CANDIDATE".to_owned(), actor: "科员".to_owned() },
        hands: [("submit".to_owned(), vec!["科员".to_owned(), "王镇长".to_owned()])].into(),
        fields: Fields::Case(Box::new(Case { year: 2023, owner: "某厂".to_owned(), ..Case::default() })),
    }
}

async fn put(db: &Db, objects: &[Object]) {
    let mut tx = db.write().await.unwrap();
    for object in objects {
        objects::insert(&mut tx, COUNTY, object, 2023, at(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_object_comes_back_as_it_was_and_is_saved_only_over_what_was_seen() {
    on_every_engine("object", |db| async move {
        let stored = case(1, "VERIFYING", Some("2023-10-30"));
        put(&db, std::slice::from_ref(&stored)).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(objects::find(&mut tx, COUNTY, id(1)).await.unwrap().unwrap().object, stored);
        let moved = Object {
            state: "SUSPENDED",
            resumes: Some("VERIFYING"),
            due: None,
            holder: None,
            version: 2,
            ..stored.clone()
        };
        assert!(objects::update(&mut tx, COUNTY, &moved, 1, at(2)).await.unwrap());
        assert!(!objects::update(&mut tx, COUNTY, &moved, 1, at(3)).await.unwrap(), "seen was version 1");
        let found = objects::find(&mut tx, COUNTY, id(1)).await.unwrap().unwrap();
        assert_eq!((found.object, found.year, found.moved_at), (moved, 2023, at(2)));
        assert!(objects::find(&mut tx, "330123", id(1)).await.unwrap().is_none(), "another county's");
    })
    .await;
}

#[tokio::test]
async fn meetings_are_paged_from_the_newest_on_whatever_is_due() {
    on_every_engine("meetings", |db| async move {
        let meeting = |n: u128, due: Option<&str>| Object {
            kind: ObjectKind::Meeting,
            fields: Fields::empty(ObjectKind::Meeting),
            ..case(n, "PLANNED", due)
        };
        put(&db, &[meeting(1, Some("2023-10-30")), meeting(2, None), meeting(3, None)]).await;
        let (kind, filter) = (ObjectKind::Meeting, Filter::default());
        let mut tx = db.read().await.unwrap();
        let first = objects::list(&mut tx, COUNTY, &Scope::County, kind, &filter, None, 2).await.unwrap();
        let rest = objects::list(&mut tx, COUNTY, &Scope::County, kind, &filter, first.next.as_ref(), 2);
        let rest = rest.await.unwrap();
        let numbers = first.objects.iter().chain(&rest.objects).map(|stored| stored.object.number.clone());
        assert_eq!(numbers.collect::<Vec<_>>(), ["2023-0003", "2023-0002", "2023-0001"]);
        assert!(rest.next.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_list_is_paged_by_due_day_within_filter_and_scope() {
    on_every_engine("objects", |db| async move {
        put(
            &db,
            &[
                case(1, "VERIFYING", Some("2023-10-30")),
                case(2, "VERIFYING", Some("2023-10-20")),
                case(3, "VERIFIED", None),
                case(4, "VERIFYING", Some("2023-10-30")),
                case(5, "VERIFYING", None),
            ],
        )
        .await;
        let mut tx = db.read().await.unwrap();
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = objects::list(
                &mut tx,
                COUNTY,
                &Scope::County,
                ObjectKind::Case,
                &Filter::default(),
                after.as_ref(),
                2,
            )
            .await
            .unwrap();
            assert!(page.objects.len() <= 2);
            seen.extend(page.objects.iter().map(|stored| stored.object.number.clone()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        // Due first; without a due day last.
        assert_eq!(seen, ["2023-0002", "2023-0001", "2023-0004", "2023-0003", "2023-0005"]);
        let own = Scope::Units(vec![UNIT.to_owned()]);
        let desk = Holder { role: Role::LocalClerk, unit: UNIT.to_owned() };
        for (scope, filter, count) in [
            (Scope::County, Filter { state: Some("VERIFIED".to_owned()), ..Filter::default() }, 1),
            (Scope::County, Filter { unit: Some(UNIT.to_owned()), ..Filter::default() }, 2),
            (Scope::County, Filter { due_by: Some(day("2023-10-25")), ..Filter::default() }, 1),
            (Scope::County, Filter { holder: Some(desk), year: Some(2023), ..Filter::default() }, 2),
            (own.clone(), Filter::default(), 2),
            (Scope::Units(Vec::new()), Filter::default(), 0),
        ] {
            let page =
                objects::list(&mut tx, COUNTY, &scope, ObjectKind::Case, &filter, None, 10).await.unwrap();
            assert_eq!(page.objects.len(), count, "{filter:?}");
            let counts = objects::counts(&mut tx, COUNTY, &scope, ObjectKind::Case, &filter).await.unwrap();
            assert_eq!(counts.iter().map(|count| count.count).sum::<i64>(), count as i64);
        }
        let by_unit = objects::counts_by_unit(&mut tx, COUNTY, ObjectKind::Case).await.unwrap();
        let of = |unit: &str| by_unit.iter().filter(|one| one.unit == unit).map(|one| one.count).sum::<i64>();
        assert_eq!((of(UNIT), of("330122109")), (2, 3));
        let about = objects::about(&mut tx, COUNTY, "330122102001GB00002", ObjectKind::Case).await.unwrap();
        assert_eq!(about.len(), 1);
        assert_eq!(
            objects::parcels(&mut tx, COUNTY, ObjectKind::Case).await.unwrap()[0],
            ("330122102001GB00001".to_owned(), 1, id(1))
        );
    })
    .await;
}

#[tokio::test]
async fn ties_are_seen_from_both_ends_and_files_lie_with_their_object() {
    on_every_engine("ties", |db| async move {
        let (new, old) = (case(1, "CANDIDATE", None), case(2, "EXITED", None));
        put(&db, &[new.clone(), old.clone()]).await;
        let mut tx = db.write().await.unwrap();
        for _ in 0..2 {
            links::insert(&mut tx, COUNTY, &new, "former", (ObjectKind::Case, old.id), at(3)).await.unwrap();
        }
        let names = |ties: Vec<links::Tie>| ties.iter().map(links::Tie::name).collect::<Vec<_>>();
        assert_eq!(names(links::of(&mut tx, COUNTY, new.id).await.unwrap()), ["former"]);
        assert_eq!(names(links::of(&mut tx, COUNTY, old.id).await.unwrap()), ["successor"]);
        let tied = objects::tied(&mut tx, COUNTY, new.id).await.unwrap();
        assert_eq!(
            (tied[0].tie.name(), tied[0].stored.object.id, tied.len()),
            ("former".to_owned(), old.id, 1)
        );
        let tied = objects::tied(&mut tx, COUNTY, old.id).await.unwrap();
        assert_eq!((tied[0].tie.name(), tied[0].stored.object.id), ("successor".to_owned(), new.id));
        let makers = objects::tied_to(&mut tx, COUNTY, old.id, ObjectKind::Case).await.unwrap();
        assert_eq!(makers.iter().map(|stored| stored.object.id).collect::<Vec<_>>(), [new.id]);
        let file = Attachment {
            id: id(9),
            sha256: "a".repeat(64),
            name: "现场.jpg".to_owned(),
            media: "image/jpeg".to_owned(),
            size: 3,
            shows: "现场照片".to_owned(),
            dated: Some(day("2023-10-01")),
        };
        attachments::insert(&mut tx, COUNTY, new.id, &file, "经办", at(4)).await.unwrap();
        let kept = attachments::find(&mut tx, COUNTY, id(9)).await.unwrap().unwrap();
        assert_eq!((&kept.file, kept.object, kept.actor.as_str(), kept.at), (&file, new.id, "经办", at(4)));
        assert_eq!(attachments::of(&mut tx, COUNTY, new.id).await.unwrap().len(), 1);
        assert!(attachments::of(&mut tx, COUNTY, old.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn numbers_run_on_without_gaps_per_kind_and_year() {
    on_every_engine("numbers", |db| async move {
        let mut tx = db.write().await.unwrap();
        for wanted in 1..=3 {
            assert_eq!(objects::next_number(&mut tx, COUNTY, ObjectKind::Case, 2023).await.unwrap(), wanted);
        }
        assert_eq!(objects::next_number(&mut tx, COUNTY, ObjectKind::Case, 2024).await.unwrap(), 1);
        assert_eq!(objects::next_number(&mut tx, COUNTY, ObjectKind::Plan, 2023).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_kept_under_its_key_once() {
    on_every_engine("repeated", |db| async move {
        let mut tx = db.write().await.unwrap();
        idempotency::insert(&mut tx, COUNTY, ("经办", "k1"), ("hash", "{}"), at(1)).await.unwrap();
        let found = idempotency::find(&mut tx, COUNTY, "经办", "k1").await.unwrap();
        assert_eq!(found, Some(("hash".to_owned(), "{}".to_owned())));
        assert_eq!(idempotency::find(&mut tx, COUNTY, "领导", "k1").await.unwrap(), None);
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let again = idempotency::insert(&mut tx, COUNTY, ("经办", "k1"), ("other", "{}"), at(2)).await;
        assert!(again.unwrap_err().is_unique_violation());
    })
    .await;
}

#[tokio::test]
async fn a_desk_holds_what_waits_there_of_every_kind_and_who_sent_something_finds_it() {
    on_every_engine("desk", |db| async move {
        let overdue = case(2, "VERIFYING", Some("2023-10-01"));
        let returned = Object {
            last: Last { verb: "return".to_owned(), from: "REPORTED".to_owned(), actor: "主任".to_owned() },
            ..case(4, "VERIFYING", None)
        };
        let over = Object { holder: None, ..case(6, "EXITED", None) };
        put(&db, &[overdue, returned, over, case(1, "VERIFYING", None)]).await;
        let mut tx = db.write().await.unwrap();
        let desk = [Holder { role: Role::LocalClerk, unit: UNIT.to_owned() }];
        let on_desk = Wanted { holders: Some(&desk), ..Wanted::default() };
        let cases = [
            (on_desk.clone(), vec![2, 4]),
            (Wanted { until: Some(day("2023-10-08")), ..on_desk.clone() }, vec![2]),
            (Wanted { from: Some(day("2023-10-02")), ..on_desk.clone() }, vec![4]),
            (Wanted { verbs: Some(&["return", "refuse"]), ..on_desk.clone() }, vec![4]),
            (Wanted { holders: Some(&[]), ..Wanted::default() }, vec![]),
            (Wanted { by: Some("科员"), ..Wanted::default() }, vec![2, 1]),
            (Wanted { of: Some((ObjectKind::Case, &["VERIFYING"])), ..Wanted::default() }, vec![2, 1, 4]),
            (Wanted { of: Some((ObjectKind::Plan, &["VERIFYING"])), ..Wanted::default() }, vec![]),
            (Wanted { unit: Some("330122109"), ..Wanted::default() }, vec![1]),
        ];
        for (wanted, expected) in cases {
            let page = objects::waiting(&mut tx, COUNTY, &Scope::County, &wanted, None, 10).await.unwrap();
            let found: Vec<_> = page.objects.iter().map(|stored| stored.object.id).collect();
            assert_eq!(found, expected.iter().map(|n| id(*n)).collect::<Vec<_>>(), "{wanted:?}");
            let count = objects::waiting_count(&mut tx, COUNTY, &Scope::County, &wanted).await.unwrap();
            assert_eq!(count as usize, expected.len());
            let nobody = Scope::nothing();
            assert_eq!(objects::waiting_count(&mut tx, COUNTY, &nobody, &wanted).await.unwrap(), 0);
        }
        let first = objects::waiting(&mut tx, COUNTY, &Scope::County, &on_desk, None, 1).await.unwrap();
        let next = objects::waiting(&mut tx, COUNTY, &Scope::County, &on_desk, first.next.as_ref(), 1)
            .await
            .unwrap();
        assert_eq!(next.objects[0].object.id, id(4));
        assert!(next.next.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_object_that_goes_to_another_unit_is_in_its_sight_and_no_longer_in_the_others() {
    on_every_engine("goes_to", |db| async move {
        let own = case(2, "VERIFYING", None);
        put(&db, std::slice::from_ref(&own)).await;
        let mut tx = db.write().await.unwrap();
        let gone = Object { unit: "330122109".to_owned(), version: 2, ..own };
        assert!(objects::update(&mut tx, COUNTY, &gone, 1, at(2)).await.unwrap());
        assert_eq!(objects::find(&mut tx, COUNTY, id(2)).await.unwrap().unwrap().object, gone);
        let seen = |unit: &str| Scope::Units(vec![unit.to_owned()]);
        for (unit, count) in [(UNIT, 0), ("330122109", 1)] {
            let (scope, all) = (seen(unit), Filter::default());
            let page = objects::list(&mut tx, COUNTY, &scope, ObjectKind::Case, &all, None, 10).await;
            assert_eq!(page.unwrap().objects.len(), count, "{unit}");
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_is_told_once_of_each_step_and_reads_it_once() {
    on_every_engine("notices", |db| async move {
        let (own, other) =
            (case(2, "VERIFYING", Some("2023-10-07")), case(1, "VERIFYING", Some("2023-10-09")));
        put(&db, &[own.clone(), other.clone()]).await;
        let mut tx = db.write().await.unwrap();
        for (n, name) in [(91, "皇甫燕"), (92, "申屠明")] {
            let person = Person { id: id(n), name: name.to_owned() };
            persons::insert(&mut tx, COUNTY, &person, at(1)).await.unwrap();
        }
        let notice = |n, person, object: &Object, step: &str, on: &str| Notice {
            id: id(n),
            person: id(person),
            object: object.id,
            due: object.due.unwrap(),
            step: step.to_owned(),
            day: day(on),
            state: object.state.to_owned(),
        };
        let first = notice(11, 91, &own, "1", "2023-09-28");
        assert!(notices::insert(&mut tx, COUNTY, &first, at(2)).await.unwrap());
        let again = Notice { id: id(12), ..first.clone() };
        assert!(!notices::insert(&mut tx, COUNTY, &again, at(3)).await.unwrap(), "told already");
        for one in [
            notice(13, 91, &own, "overdue", "2023-10-08"),
            notice(14, 92, &own, "overdue", "2023-10-08"),
            notice(15, 91, &other, "1", "2023-10-08"),
        ] {
            assert!(notices::insert(&mut tx, COUNTY, &one, at(3)).await.unwrap());
        }
        let told = notices::told(&mut tx, COUNTY, own.id).await.unwrap();
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], first);
        tx.commit().await.unwrap();

        let mut tx = db.write().await.unwrap();
        let unit = Scope::Units(vec![UNIT.to_owned()]);
        let ids = |page: Vec<notices::Listed>| page.iter().map(|one| one.notice.id).collect::<Vec<_>>();
        let all = notices::page(&mut tx, COUNTY, &Scope::County, id(91), None, 10).await.unwrap();
        assert_eq!(ids(all.clone()), [id(15), id(13)], "what was told before says less");
        assert_eq!((all[1].times, all[1].title.as_str(), all[1].is_over), (2, "地块2", false));
        let page = notices::page(&mut tx, COUNTY, &unit, id(91), Some((day("2023-10-08"), id(14))), 10).await;
        assert_eq!(ids(page.unwrap()), [id(13)]);
        for (scope, count) in [(&Scope::County, 2), (&unit, 1), (&Scope::nothing(), 0)] {
            assert_eq!(notices::unread(&mut tx, COUNTY, scope, id(91)).await.unwrap(), count);
        }
        let theirs = notices::mark_read(&mut tx, COUNTY, id(92), Some(id(13)), at(4)).await.unwrap();
        assert_eq!(theirs, 0, "it is somebody else's");
        assert_eq!(notices::mark_read(&mut tx, COUNTY, id(91), Some(id(13)), at(4)).await.unwrap(), 2);
        assert_eq!(notices::mark_read(&mut tx, COUNTY, id(91), None, at(5)).await.unwrap(), 1);
        assert_eq!(notices::unread(&mut tx, COUNTY, &Scope::County, id(91)).await.unwrap(), 0);
        let read = notices::page(&mut tx, COUNTY, &Scope::County, id(91), None, 10).await.unwrap();
        assert_eq!(read[1].read_at, Some(at(4)));

        let moved = Object { state: "VERIFIED", due: None, version: 2, ..own };
        assert!(objects::update(&mut tx, COUNTY, &moved, 1, at(6)).await.unwrap());
        let page = notices::page(&mut tx, COUNTY, &unit, id(91), None, 10).await.unwrap();
        assert!(page.iter().all(|one| one.is_over));
        let fresh = Notice { id: id(16), step: "leader".to_owned(), ..again };
        assert!(notices::insert(&mut tx, COUNTY, &fresh, at(7)).await.unwrap());
        let unread = notices::unread(&mut tx, COUNTY, &unit, id(91)).await.unwrap();
        assert_eq!(unread, 0, "the matter has moved on");
    })
    .await;
}

#[tokio::test]
async fn what_tied_itself_to_many_comes_at_once() {
    on_every_engine("tied", |db| async move {
        let cases = [case(1, "EXECUTING", None), case(2, "EXECUTING", None), case(3, "EXECUTING", None)];
        let plan = |n, case: &Object| Object {
            id: id(n),
            kind: ObjectKind::Plan,
            state: "FILED",
            number: format!("2023-{n:04}"),
            fields: Fields::empty(ObjectKind::Plan),
            ..case.clone()
        };
        let plans = [plan(21, &cases[0]), plan(22, &cases[1]), plan(23, &cases[0])];
        put(&db, &cases).await;
        put(&db, &plans).await;
        let mut tx = db.write().await.unwrap();
        for (plan, case) in [(0, 0), (1, 1), (2, 0)] {
            let to = (ObjectKind::Case, cases[case].id);
            links::insert(&mut tx, COUNTY, &plans[plan], "case", to, at(3)).await.unwrap();
        }
        let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
        let found = objects::tied_to_any(&mut tx, COUNTY, ObjectKind::Plan, "case", &ids).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|(to, stored)| (to, stored.object.id)).collect();
        assert_eq!(found, [(id(1), id(21)), (id(1), id(23)), (id(2), id(22))]);
        assert!(
            objects::tied_to_any(&mut tx, COUNTY, ObjectKind::Plan, "case", &[]).await.unwrap().is_empty()
        );
    })
    .await;
}
