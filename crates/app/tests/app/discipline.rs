//! 督查, 表彰, 承诺书, 过问记录 and 只读账号: who may do and see what, and by which ways nothing gets out.

use lingdi_app::exports::{Format, Layer};
use lingdi_app::identification::Judge;
use lingdi_app::interventions::NewIntervention;
use lingdi_app::people::{NewAccount, RightsChange};
use lingdi_app::{Action, Error, Filter, May};
use lingdi_domain::mechanism1_task_force::Term;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::object::ObjectKind::{Case, Commendation, Defect, Pledge, Supervision};
use lingdi_domain::{Actor, Month, Role, Scope, StandingIn};
use uuid::Uuid;

use crate::appraisal::county;
use crate::moves::{Office, ask};
use crate::office::Desk;

const FIRST: &str = "Fenshui#2047";
const OWN: &str = "Hengcun#2048";
const PARCEL: &str = "330122001001GB00001";
/// What nobody but the 纪检监察 may ever find.
const SECRET: [&str; 2] = ["密谈暂缓", "某不具名副职"];

fn of(role: Role, name: &str) -> Actor {
    let sees = [Role::Leader, Role::DeputyLeader, Role::OfficeHead, Role::OfficeClerk, Role::WorkGroup];
    let county = sees.contains(&role) || [Role::Inspector, Role::Observer].contains(&role);
    let scope = if county { Scope::County } else { Scope::nothing() };
    let unit = if role == Role::Inspector { "330122B13" } else { "330122" };
    Actor {
        roles: vec![role],
        unit: unit.to_owned(),
        scope,
        amounts: Scope::nothing(),
        ..Actor::program(name)
    }
}

fn inspector() -> Actor {
    of(Role::Inspector, "江波")
}

fn said<T>(refused: Result<T, Error>) -> String {
    match refused {
        Err(Error::Missing(missing)) => missing.into_iter().map(|one| one.sentence).collect(),
        Err(error) => error.to_string(),
        Ok(_) => panic!("it was let through"),
    }
}

async fn make(
    office: &Office,
    who: &Actor,
    (kind, id): (ObjectKind, Option<Uuid>),
    verb: &str,
    pairs: &[(&str, &str)],
    link: Option<(&str, ObjectKind, Uuid)>,
) -> Result<Uuid, Error> {
    let mut ask = lingdi_app::moves::MoveRequest { id, ..ask(verb, pairs) };
    ask.input.links = link.map(|(role, kind, id)| (role.to_owned(), kind, id)).into_iter().collect();
    Ok(office.desk.app.make_move(who, kind, ask).await?.id)
}

async fn round(office: &Office, units: &str) -> Result<Uuid, Error> {
    let plan = [
        ("subject", "一季度督查"),
        ("team_leader", "江波"),
        ("team", "徐琳 县资规局"),
        ("units", units),
        ("scope", "方案落实"),
        ("begins_on", "2023-03-01"),
        ("ends_on", "2023-03-10"),
    ];
    let id = make(office, &inspector(), (Supervision, None), "open", &plan, None).await?;
    make(office, &inspector(), (Supervision, Some(id)), "begin", &[], None).await
}

async fn defect(office: &Office, round: Uuid, pairs: &[(&str, &str)]) -> Result<Uuid, Error> {
    let mut all = vec![
        ("unit", "百江镇"),
        ("place", "百江村"),
        ("what", "现场与月报不符"),
        ("rectify_by", "2023-03-20"),
        ("photo", "2023-03-03"),
    ];
    all.extend(pairs);
    make(office, &inspector(), (Defect, None), "open", &all, Some(("supervision", Supervision, round))).await
}

#[tokio::test]
async fn what_the_team_finds_goes_to_its_unit_costs_points_and_stays_out_of_closed_months() {
    let mut office = county("2023-03-03").await;
    assert!(said(round(&office, "百江镇\n没有的镇").await).contains("没有的镇"));
    let round = round(&office, "百江镇\n横村镇").await.unwrap();
    assert!(said(defect(&office, round, &[("unit", "分水镇")]).await).contains("百江镇、横村镇"));
    assert!(said(defect(&office, round, &[("parcel", "330122999")]).await).contains("宗地数据中没有"));
    let id = defect(&office, round, &[]).await.unwrap();
    let app = office.desk.app.clone();
    let (leader, other) = (office.actor("领导"), office.actor("邻镇"));
    assert_eq!(app.object(&leader, Defect, id).await.unwrap().stored.object.unit, office.unit);
    assert!(matches!(app.object(&other, Defect, id).await, Err(Error::NotFound(_))));
    let at = async |office: &Office| {
        let month = Month::parse("2023-03").unwrap();
        let unit = office.unit.clone();
        office.desk.app.unit_ranking(&office.actor("主任"), month, &unit).await.unwrap().scored
    };
    assert_eq!(at(&office).await.deduction.to_decimal(1), "0.5", "open, its day has not passed");
    office.desk.on("2023-04-10").await;
    let scored = at(&office).await;
    assert_eq!(scored.deduction.to_decimal(1), "1.0", "not reported by its day");
    let period = office.opened(ObjectKind::Period, "科员", &[], &[("month", "2023-03")]).await.unwrap();
    office.go(ObjectKind::Period, period, "科员", "close", &[]).await.unwrap();
    let measures = [("measures", "限期整改"), ("responsible", "王")];
    office.go(Defect, id, "经办", "accept", &measures).await.unwrap();
    let report = [("rectified", "已更正"), ("photo", "2023-04-10")];
    office.go(Defect, id, "领导", "submit", &report).await.unwrap();
    let outsider = of(Role::Inspector, "外组");
    let by_other = make(&office, &outsider, (Defect, Some(id)), "verify", &[("reason", "属实")], None).await;
    assert!(said(by_other).contains("督查组名单"));
    make(&office, &inspector(), (Defect, Some(id)), "verify", &[("reason", "属实")], None).await.unwrap();
    office.go(Defect, id, "科员", "close", &[]).await.unwrap();
    assert_eq!(at(&office).await.deduction.to_decimal(1), "1.0", "a closed month stays as it was closed");
    let month = Month::parse("2023-03").unwrap();
    assert!(office.desk.app.replay_month(&office.actor("主任"), month).await.unwrap().is_same());
}

#[tokio::test]
async fn a_defect_on_a_parcel_stands_in_its_dossier_and_a_circular_is_for_all_once_it_is_issued() {
    let office = Office::of(Desk::mini_on("2023-03-03").await).await;
    let app = &office.desk.app;
    let unit =
        app.units().await.unwrap().iter().find(|unit| unit.code == office.unit).unwrap().name.to_string();
    let round = round(&office, &unit).await.unwrap();
    defect(&office, round, &[("unit", unit.as_str()), ("parcel", PARCEL)]).await.unwrap();
    let dossier = app.dossier(&office.actor("主任"), PARCEL, None).await.unwrap();
    assert_eq!(dossier.of(Defect).count(), 1);
    assert_eq!(dossier.of(Supervision).count(), 1, "with the round it was found in");
    let reader = of(Role::Reader, "人大");
    assert!(matches!(app.circular(&reader, Supervision, round).await, Err(Error::NotFound(_))));
    let text = [("overview", "总体较好"), ("demands", "逐项整改")];
    make(&office, &inspector(), (Supervision, Some(round)), "draft", &text, None).await.unwrap();
    let document = [("document", "桐零地办〔2023〕9号")];
    office.go(Supervision, round, "主任", "issue", &document).await.unwrap();
    let seen = app.circular(&reader, Supervision, round).await.unwrap();
    assert_eq!(seen.fields.supervision().unwrap().defects.len(), 1);
    let neighbour = app.circular(&office.actor("邻镇"), Supervision, round).await;
    assert!(neighbour.is_ok(), "what was issued is for all units");
}

#[tokio::test]
async fn a_commendation_is_decided_through_an_item_of_the_deputies_meeting() {
    let office = Office::of(Desk::mini().await).await;
    let unit = office.desk.app.units().await.unwrap()[1].name.to_string();
    let named = [("name", "年度先进"), ("cause", "突出"), ("deeds", "率先清零"), ("units", unit.as_str())];
    let unknown = [("name", "年度先进"), ("cause", "突出"), ("deeds", "清零"), ("units", "没有的镇")];
    assert!(said(office.opened(Commendation, "领导", &[], &unknown).await).contains("没有的镇"));
    let id = office.opened(Commendation, "领导", &[], &named).await.unwrap();
    office.go(Commendation, id, "科员", "review", &[("reason", "属实")]).await.unwrap();
    assert!(office.go(Commendation, id, "主任", "commend", &[]).await.is_err());
    office.agreed("deputy", "commendation", "commend", Commendation, &[id]).await;
    let app = &office.desk.app;
    let decided = app.object(&office.actor("主任"), Commendation, id).await.unwrap().stored.object;
    assert_eq!(decided.state, "DECIDED");
    let reader = of(Role::Reader, "人大");
    assert!(app.circular(&reader, Commendation, id).await.is_err(), "names are public with the circular");
    let circular = [("document", "桐零地办〔2023〕5号"), ("appeal", "学习先进")];
    office.go(Commendation, id, "主任", "issue", &circular).await.unwrap();
    assert!(app.circular(&reader, Commendation, id).await.is_ok());
    assert_eq!(app.published(&reader).await.unwrap().circulars.len(), 1);
}

#[tokio::test]
async fn the_roster_of_pledges_is_the_offices_and_the_disciplines_alone() {
    let office = Office::of(Desk::mini().await).await;
    let app = &office.desk.app;
    let (head, day) = (office.actor("主任"), "2023-10-31".parse().unwrap());
    let bad = app.take_in_pledges(&head, "周某\t县人大", day).await;
    assert!(said(bad).contains("第 1 行"));
    let roster = "姓名\t单位\t职务\n周某某\t县人大\t副主任\n吴某某\t县政协\t副主席";
    let taken = app.take_in_pledges(&head, roster, day).await.unwrap();
    assert_eq!((taken.added, taken.known), (2, 0));
    let again = app.take_in_pledges(&head, roster, day).await.unwrap();
    assert_eq!((again.added, again.known), (0, 2), "pasted twice, listed once");
    let discipline = of(Role::Discipline, "聂正");
    let all = app.objects(&discipline, Pledge, &Filter::default(), None, 10).await.unwrap().objects;
    assert_eq!(all.len(), 2);
    let id = all.iter().find(|one| one.object.title == "周某某").unwrap().object.id;
    let scan = [("date", "2022-01-10"), ("photo", "2022-01-10")];
    let by_reader = make(&office, &discipline, (Pledge, Some(id)), "sign", &scan, None).await;
    assert!(matches!(by_reader, Err(Error::Forbidden(_))));
    office.go(Pledge, id, "科员", "sign", &scan).await.unwrap();
    let seen = app.object(&discipline, Pledge, id).await.unwrap();
    assert!(app.attachment(&discipline, seen.files[0].file.id).await.is_ok());

    let text = app.pledge_text(&discipline).await.unwrap();
    assert!(text.ours, "labelled as ours until the county types its own");
    assert!(said(app.set_pledge_text(&discipline, "改").await).contains("专班办公室"));
    assert!(said(app.set_pledge_text(&head, " ").await).contains("不能空"));
    app.set_pledge_text(&head, "县定正文").await.unwrap();
    assert!(!app.pledge_text(&head).await.unwrap().ours);

    let others = Role::ALL
        .into_iter()
        .filter(|role| ![Role::OfficeHead, Role::OfficeClerk, Role::Discipline].contains(role));
    for role in others {
        let who = of(role, "外人");
        assert!(app.objects(&who, Pledge, &Filter::default(), None, 10).await.is_err(), "{role:?}");
        assert!(app.object_counts(&who, Pledge, &Filter::default()).await.is_err(), "{role:?}");
        assert!(app.object(&who, Pledge, id).await.is_err(), "{role:?}");
        assert!(app.events_of(&who, "pledges", &id.to_string()).await.is_err(), "{role:?}");
        assert!(app.attachment(&who, seen.files[0].file.id).await.is_err(), "{role:?}");
        assert!(app.pledge_text(&who).await.is_err(), "{role:?}");
        let journal = app.journal(&who, "pledges", None, 50).await.map(|page| format!("{:?}", page.events));
        let told = journal.unwrap_or_default();
        assert!(!told.contains("周某某") && !told.contains("县人大"), "{role:?} {told}");
        let events = app.events(&who, None, 100).await.map(|events| format!("{events:?}"));
        assert!(!events.unwrap_or_default().contains("周某某"), "{role:?}");
        let moved = make(&office, &who, (Pledge, Some(id)), "check", &[("reason", "查")], None).await;
        assert!(moved.is_err(), "{role:?}");
    }
    let audit = of(Role::AuditAdmin, "审计");
    assert_eq!(app.journal(&audit, "pledges", None, 50).await.unwrap().events.len(), 3, "that it happened");
}

fn asked_about() -> NewIntervention {
    NewIntervention {
        parcel: PARCEL.to_owned(),
        who: SECRET[1].to_owned(),
        happened_on: "2022-01-05".parse().ok(),
        channel: "电话".to_owned(),
        content: format!("{}入库", SECRET[0]),
    }
}

#[tokio::test]
async fn what_was_asked_is_read_by_the_discipline_alone_and_leaks_by_no_way() {
    let office = Office::of(Desk::mini().await).await;
    let app = &office.desk.app;
    app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let writer = office.actor("经办");
    for (spoiled, words) in [
        (NewIntervention { who: String::new(), ..asked_about() }, "过问人"),
        (NewIntervention { happened_on: None, ..asked_about() }, "过问日期"),
        (NewIntervention { happened_on: "2999-01-01".parse().ok(), ..asked_about() }, "晚于今天"),
        (NewIntervention { channel: "心电感应".to_owned(), ..asked_about() }, "过问方式"),
        (NewIntervention { content: " ".to_owned(), ..asked_about() }, "过问内容"),
        (NewIntervention { parcel: "330122999".to_owned(), ..asked_about() }, "代码留空"),
    ] {
        assert!(said(app.write_intervention(&writer, spoiled).await).contains(words), "{words}");
    }
    app.write_intervention(&writer, asked_about()).await.unwrap();
    let may_not_write = [Role::Reader, Role::Observer, Role::Discipline, Role::SystemAdmin, Role::AuditAdmin];
    for role in may_not_write {
        assert!(app.write_intervention(&of(role, "外人"), asked_about()).await.is_err(), "{role:?}");
    }

    let everybody: Vec<Actor> = Role::ALL.into_iter().map(|role| of(role, "某人")).collect();
    let people = everybody.into_iter().chain([writer.clone(), Actor::command_line("root")]);
    for who in people.filter(|who| !who.is(Role::Discipline)) {
        let refused = app.read_interventions(&who, None, 10).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{:?}", who.roles);
        let found = everything(&office, &who).await;
        for word in SECRET {
            assert!(!found.contains(word), "{:?} finds {word}", who.roles);
        }
    }
    let discipline = of(Role::Discipline, "聂正");
    let log = app.read_interventions(&discipline, None, 10).await.unwrap();
    assert_eq!((log.rows.len(), log.rows[0].who.as_str()), (1, SECRET[1]));
    assert!(log.rows[0].content.contains(SECRET[0]) && log.rows[0].written_by == "经办");

    let audit = of(Role::AuditAdmin, "审计");
    let journal = app.journal(&audit, "intervention", None, 100).await.unwrap().events;
    let count = |verb: &str| journal.iter().filter(|listed| listed.event.verb == verb).count();
    assert_eq!(count("intervention_written"), 1);
    assert_eq!(count("intervention_read"), 1, "every reading is an event");
    assert_eq!(count("intervention_refused"), Role::ALL.len() - 1 + 2, "and every attempt");
    let read = journal.iter().find(|listed| listed.event.verb == "intervention_read").unwrap();
    assert_eq!(read.event.actor, "聂正");
    assert!(read.event.payload.contains(&log.rows[0].id.to_string()), "which entries were shown");
    assert!(app.chain(&audit).await.unwrap().broken.is_none());
}

/// All that somebody gets to see of the county by any verb that reads.
async fn everything(office: &Office, who: &Actor) -> String {
    let app = &office.desk.app;
    let ask = Judge::present();
    let mut found = Vec::new();
    for kind in ObjectKind::ALL {
        let page = app.objects(who, kind, &Filter::default(), None, 100).await;
        found.push(format!("{:?}", page.map(|page| page.objects).unwrap_or_default()));
    }
    let cases = office.cases("VERIFYING").await;
    found
        .push(format!("{:?}", app.object(who, Case, cases[0].id).await.map(|seen| (seen.events, seen.ties))));
    found.push(format!("{:?}", app.dossier(who, PARCEL, None).await.map(|dossier| dossier.objects)));
    found.push(format!("{:?}", app.parcel(who, &ask, PARCEL).await.map(|(_, detail)| detail)));
    found.push(format!("{:?}", app.journal(who, "", None, 500).await.map(|page| page.events)));
    found.push(format!("{:?}", app.events(who, None, 1000).await));
    found.push(format!("{:?}", app.published(who).await));
    for word in SECRET {
        let searched = app.search(who, &ask, word).await;
        let searched = searched.map(|found| (found.parcels.count, found.firms.len()));
        assert!(!matches!(searched, Ok(sums) if sums != (0, 0)), "search");
    }
    for layer in [Layer::Parcels, Layer::List] {
        let bytes = app.export(who, layer, Format::Csv, &ask).await.unwrap_or_default();
        found.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    found.push(format!("{:?}", app.frozen_lists(who).await));
    let bytes = app.frozen_list(who, office.list).await.unwrap_or_default();
    found.push(String::from_utf8_lossy(&bytes).into_owned());
    found.concat()
}

fn change(role: Role) -> RightsChange {
    RightsChange::Appoint {
        name: "聂正".to_owned(),
        unit: "330122".to_owned(),
        role,
        title: "县纪委监委干部".to_owned(),
        term: Term { from: "2022-01-01".parse().unwrap(), to: None },
    }
}

#[tokio::test]
async fn the_reader_of_the_log_is_appointed_by_the_security_administrator_and_the_leader_in_person() {
    let office = Office::of(Desk::mini().await).await;
    let app = &office.desk.app;
    let (security, system) = (of(Role::SecurityAdmin, "林安"), of(Role::SystemAdmin, "陈系"));
    let leader = of(Role::Leader, "陆川");
    let deputy = Actor {
        standing_in: Some(StandingIn { principal: "陆川".to_owned(), acts: Vec::new() }),
        ..of(Role::Leader, "何静（代陆川）")
    };
    let post = Some(("330122".to_owned(), Role::Discipline, "纪检".to_owned()));
    let new = NewAccount {
        login: "jiwei".into(),
        name: "聂正".into(),
        password: FIRST.into(),
        post,
        ..NewAccount::default()
    };
    let both = Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..Actor::command_line("root") };
    assert!(said(app.add_account(&both, &new).await).contains("组长复核"), "not even at the machine");

    app.propose_rights(&security, &change(Role::Discipline), "桐纪函〔2022〕4号").await.unwrap();
    let waiting = app.roster(&leader).await.unwrap().waiting;
    let id = waiting[0].id;
    assert!(waiting[0].confirms && waiting[0].by == Role::Leader);
    assert!(!app.roster(&system).await.unwrap().waiting[0].confirms, "no button that is refused");
    for wrong in [&system, &security, &deputy, &office.actor("主任"), &both] {
        let refused = app.confirm_rights(wrong, id).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{} {refused:?}", wrong.name);
    }
    assert!(app.roster(&leader).await.unwrap().units.iter().flat_map(|unit| &unit.posts).next().is_none());
    let key = |login: &str| NewAccount { post: None, login: login.to_owned(), ..new.clone() };
    app.add_account(&both, &key("jiwei")).await.unwrap();
    assert!(said(app.confirm_rights(&leader, id).await).contains("初始口令"), "an administrator knows it");
    let token = app.log_in("jiwei", FIRST).await.unwrap().token;
    let caller = app.caller(&token).await.unwrap().unwrap();
    app.change_password(&caller, FIRST, OWN, OWN).await.unwrap();
    app.confirm_rights(&leader, id).await.unwrap();
    let account = app.account_named(&both, "jiwei").await.unwrap();
    assert!(said(app.reset_password(&both, account, "Fenshui#2049").await).contains("纪检监察岗位"));
    assert!(said(app.add_account(&both, &key("jiwei2")).await).contains("纪检监察岗位"));
    let roster = app.roster(&leader).await.unwrap();
    let post = roster.units.iter().flat_map(|unit| &unit.posts).find(|post| post.role == Role::Discipline);
    let post = post.unwrap().id;

    let delegate = RightsChange::Delegate {
        post,
        name: "聂正".to_owned(),
        acts: Vec::new(),
        term: Term { from: "2022-01-01".parse().unwrap(), to: "2022-02-01".parse().ok() },
    };
    assert!(said(app.propose_rights(&security, &delegate, "函").await).contains("不设代理"));
    let second = app.propose_rights(&security, &change(Role::Observer), "函").await;
    assert!(said(second).contains("不兼任其他岗位"));
    let end = RightsChange::EndPost { id: post, last: "2022-06-30".parse().unwrap() };
    app.propose_rights(&security, &end, "函").await.unwrap();
    let id = app.roster(&leader).await.unwrap().waiting[0].id;
    assert!(
        app.confirm_rights(&system, id).await.is_err(),
        "nor is the reader sent away behind the leader's back"
    );
    app.confirm_rights(&leader, id).await.unwrap();

    app.propose_rights(
        &security,
        &RightsChange::Link {
            bureau: "330122B01".to_owned(),
            unit: "330122102".to_owned(),
            term: Term { from: "2022-01-01".parse().unwrap(), to: None },
        },
        "函",
    )
    .await
    .unwrap();
    let id = app.roster(&leader).await.unwrap().waiting[0].id;
    assert!(app.confirm_rights(&leader, id).await.is_err(), "all else stays with the 系统管理员");
}

#[tokio::test]
async fn an_account_that_only_reads_finds_what_is_published_and_may_do_nothing() {
    let office = county("2023-03-03").await;
    let app = &office.desk.app;
    let reader = of(Role::Reader, "人大");
    for action in Action::all() {
        assert_eq!(reader.may(action).is_ok(), action == Action::ReadPublished, "{action:?}");
    }
    let id = office.opened(ObjectKind::Period, "科员", &[], &[("month", "2023-02")]).await.unwrap();
    office.go(ObjectKind::Period, id, "科员", "close", &[]).await.unwrap();
    let month = Month::parse("2023-02");
    let before = app.ranking(&reader, month).await.unwrap();
    assert!(before.lines.is_empty() && before.missing_reports.is_empty(), "nothing before it is out");
    assert!(app.published(&reader).await.unwrap().rankings.is_empty());
    office.go(ObjectKind::Period, id, "主任", "publish", &[]).await.unwrap();
    assert!(!app.ranking(&reader, None).await.unwrap().lines.is_empty());
    assert_eq!(app.published(&reader).await.unwrap().rankings.len(), 1);
    assert!(app.targets(&reader, None).await.is_ok());
    let (_, sums) = app.published_list(&reader, office.list).await.unwrap();
    assert!(sums.totals.parcels > 0);

    let ask = Judge::present();
    assert!(app.judge(&reader, &ask).await.is_err());
    assert!(app.parcel(&reader, &ask, PARCEL).await.is_err());
    assert!(app.dossier(&reader, PARCEL, None).await.is_err());
    assert!(app.frozen_list(&reader, office.list).await.is_err(), "its bytes hold firms and amounts");
    assert!(app.unit_ranking(&reader, month.unwrap(), &office.unit).await.is_err());
    assert!(app.journal(&reader, "", None, 10).await.is_err());
    for kind in ObjectKind::ALL {
        assert!(app.objects(&reader, kind, &Filter::default(), None, 10).await.is_err(), "{kind:?}");
    }
    assert!(app.object(&reader, ObjectKind::Period, id).await.is_err(), "not who did what on the way");
}
