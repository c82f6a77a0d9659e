//! Accounts, sessions, appointments, and what each of two people sees of the same county.

use crate::office::Desk;
use chrono::NaiveDate;
use lingdi_app::exports::{Format, Layer};
use lingdi_app::identification::Judge;
use lingdi_app::parcels::{ListQuery, ParcelFilter, Sort, SortKey, Tab};
use lingdi_app::people::{NewAccount, NewAdministrator, RightsChange};
use lingdi_app::seen::ShownTax;
use lingdi_app::{Action, Error, May};
use lingdi_domain::mechanism1_task_force::Term;
use lingdi_domain::{Actor, Role, Scope};

const FIRST: &str = "Fenshui#2047";
const OWN: &str = "Hengcun#2048";

fn machine() -> Actor {
    Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..Actor::command_line("test") }
}

fn administrator(login: &str, name: &str) -> NewAdministrator {
    let password = format!("{}#Gu9-{name}", "Wx");
    NewAdministrator { name: name.to_owned(), login: login.to_owned(), again: password.clone(), password }
}

fn three() -> [NewAdministrator; 3] {
    [
        administrator("xitong", "陈系系系"),
        administrator("anquan", "林安安安"),
        administrator("shenji", "许审审审"),
    ]
}

async fn add(desk: &Desk, login: &str, name: &str, unit: &str, role: Role) {
    let post = Some((unit.to_owned(), role, format!("{name}的职务")));
    let new = NewAccount {
        login: login.to_owned(),
        name: name.to_owned(),
        password: FIRST.to_owned(),
        post,
        ..NewAccount::default()
    };
    desk.app.add_account(&machine(), &new).await.unwrap();
}

/// Logs in, changing the first password when it must be.
async fn enter(desk: &Desk, login: &str) -> Actor {
    let token = desk.app.log_in(login, FIRST).await.unwrap().token;
    let caller = desk.app.caller(&token).await.unwrap().unwrap();
    assert!(caller.must_change);
    desk.app.change_password(&caller, FIRST, OWN, OWN).await.unwrap();
    let caller = desk.app.caller(&token).await.unwrap().unwrap();
    assert!(!caller.must_change);
    caller.actor.clone()
}

fn in_2023() -> Judge {
    Judge { year: Some(2023), as_of: Some("2023-10-09".parse().unwrap()), ..Judge::default() }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn refused<T: std::fmt::Debug>(result: Result<T, Error>, words: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[tokio::test]
async fn the_first_three_are_made_once_and_are_three_people() {
    let desk = Desk::empty().await;
    assert!(desk.app.needs_setup().await.unwrap());
    let mut same = three();
    same[2].name = same[0].name.clone();
    refused(desk.app.set_up(&same).await, "三个不同的人");
    let mut weak = three();
    weak[1].password = "123456".to_owned();
    weak[1].again = "123456".to_owned();
    refused(desk.app.set_up(&weak).await, "安全管理员：新口令不合规则");
    desk.app.set_up(&three()).await.unwrap();
    assert!(!desk.app.needs_setup().await.unwrap());
    assert!(matches!(desk.app.set_up(&three()).await, Err(Error::IllegalMove(_))));

    let token = desk.app.log_in("XiTong", &three()[0].password).await.unwrap().token;
    let system = desk.app.caller(&token).await.unwrap().unwrap();
    assert!(system.actor.is(Role::SystemAdmin) && !system.must_change, "own password, no change needed");
    assert!(matches!(desk.app.judge(&system.actor, &Judge::present()).await, Err(Error::Forbidden(_))));
    assert!(desk.app.accounts(&system.actor).await.unwrap().len() == 3);
}

#[tokio::test]
async fn five_wrong_passwords_shut_the_door_even_to_the_right_one_until_it_is_opened() {
    let desk = Desk::mini().await;
    add(&desk, "zhangjg", "张建国", "330122002", Role::LocalClerk).await;
    for _ in 0..4 {
        refused(desk.app.log_in("zhangjg", "wrong").await, "登录名或口令不对");
    }
    refused(desk.app.log_in("zhangjg", "wrong").await, "已锁定");
    refused(desk.app.log_in("zhangjg", FIRST).await, "已锁定");
    refused(desk.app.log_in("nobody", FIRST).await, "登录名或口令不对");
    let id = desk.app.account_named(&machine(), "zhangjg").await.unwrap();
    desk.app.set_account(&machine(), id, true, None, "本人来电核实").await.unwrap();
    let token = desk.app.log_in("zhangjg", FIRST).await.unwrap().token;
    assert!(desk.app.caller(&token).await.unwrap().is_some());
    let verbs: Vec<String> = desk
        .app
        .events(&desk.office, None, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|(event, _)| event.verb)
        .filter(|verb| verb.starts_with("log"))
        .collect();
    assert_eq!(verbs.iter().filter(|verb| *verb == "login_failed").count(), 5);
    assert_eq!(verbs.iter().filter(|verb| *verb == "logged_in").count(), 1);
    assert!(desk.app.audit(&desk.office).await.unwrap().is_whole());
}

/// Guessing from many places at once must not get further than guessing in turn.
#[tokio::test(flavor = "multi_thread")]
async fn guessing_in_parallel_gets_no_further() {
    let desk = Desk::mini().await;
    add(&desk, "zhangjg", "张建国", "330122002", Role::LocalClerk).await;
    let tries = (0..12).map(|_| {
        let app = desk.app.clone();
        tokio::spawn(async move { app.log_in("zhangjg", "wrong").await.unwrap_err().to_string() })
    });
    let mut told = Vec::new();
    for one in tries.collect::<Vec<_>>() {
        told.push(one.await.unwrap());
    }
    assert_eq!(told.iter().filter(|words| words.contains("登录名或口令不对")).count(), 4, "{told:?}");
    refused(desk.app.log_in("zhangjg", FIRST).await, "已锁定");
}

#[tokio::test]
async fn a_password_must_be_new_good_and_known() {
    let desk = Desk::mini().await;
    add(&desk, "zhangjg", "张建国", "330122002", Role::LocalClerk).await;
    let token = desk.app.log_in("zhangjg", FIRST).await.unwrap().token;
    let other = desk.app.log_in("zhangjg", FIRST).await.unwrap().token;
    let caller = desk.app.caller(&token).await.unwrap().unwrap();
    let change =
        async |old: &str, new: &str, again: &str| desk.app.change_password(&caller, old, new, again).await;
    refused(change("wrong", OWN, OWN).await, "原口令不对");
    refused(change(FIRST, OWN, "else").await, "两次输入");
    refused(change(FIRST, "short", "short").await, "至少 10 位");
    refused(change(FIRST, "Zhangjg#2047x", "Zhangjg#2047x").await, "登录名");
    refused(change(FIRST, FIRST, FIRST).await, "相同");
    let mut old = FIRST.to_owned();
    for n in 0..4 {
        let new = format!("{OWN}{n}");
        change(&old, &new, &new).await.unwrap();
        old = new;
    }
    refused(change(&old, FIRST, FIRST).await, "最近 5 个");
    change(&old, OWN, OWN).await.unwrap();
    change(OWN, FIRST, FIRST).await.unwrap();
    assert!(desk.app.caller(&other).await.unwrap().is_none(), "other sessions end with the password");
    assert!(desk.app.caller(&token).await.unwrap().is_some());
    desk.app.log_out(&caller).await.unwrap();
    assert!(desk.app.caller(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_closed_or_expired_account_lets_nobody_in_and_ends_its_sessions() {
    let desk = Desk::mini().await;
    add(&desk, "zhangjg", "张建国", "330122002", Role::LocalClerk).await;
    let token = desk.app.log_in("zhangjg", FIRST).await.unwrap().token;
    assert!(desk.app.caller(&token).await.unwrap().is_some());
    let id = desk.app.account_named(&machine(), "zhangjg").await.unwrap();
    desk.app.set_account(&machine(), id, false, None, "调离").await.unwrap();
    assert!(desk.app.caller(&token).await.unwrap().is_none());
    refused(desk.app.log_in("zhangjg", FIRST).await, "停用");
    desk.app.set_account(&machine(), id, true, Some(day("2020-01-01")), "").await.unwrap();
    refused(desk.app.log_in("zhangjg", FIRST).await, "过期");
    desk.app.set_account(&machine(), id, true, None, "").await.unwrap();
    desk.app.reset_password(&machine(), id, "Tongjun#2050").await.unwrap();
    refused(desk.app.log_in("zhangjg", FIRST).await, "不对");
    let token = desk.app.log_in("zhangjg", "Tongjun#2050").await.unwrap().token;
    assert!(desk.app.caller(&token).await.unwrap().unwrap().must_change);
}

#[tokio::test]
async fn a_right_needs_two_administrators_and_takes_effect_at_once() {
    let desk = Desk::mini().await;
    desk.app.set_up(&three()).await.unwrap();
    let mut actors = Vec::new();
    for new in three() {
        let token = desk.app.log_in(&new.login, &new.password).await.unwrap().token;
        actors.push(desk.app.caller(&token).await.unwrap().unwrap().actor.clone());
    }
    let [system, security, audit] = actors.try_into().unwrap();
    let new = NewAccount {
        login: "zhangjg".to_owned(),
        name: "张建国".to_owned(),
        password: FIRST.to_owned(),
        ..NewAccount::default()
    };
    desk.app.add_account(&system, &new).await.unwrap();
    let token = desk.app.log_in("zhangjg", FIRST).await.unwrap().token;
    let caller = desk.app.caller(&token).await.unwrap().unwrap();
    assert!(caller.actor.may(Action::Read).is_err(), "an account without a post opens nothing");

    let today = desk.app.clock().today();
    let appoint = |role, unit: &str| RightsChange::Appoint {
        name: "张建国".to_owned(),
        unit: unit.to_owned(),
        role,
        title: "旧县街道经办".to_owned(),
        term: Term { from: today, to: None },
    };
    let good = appoint(Role::LocalClerk, "330122002");
    assert!(matches!(desk.app.propose_rights(&system, &good, "文号").await, Err(Error::Forbidden(_))));
    assert!(matches!(desk.app.propose_rights(&desk.office, &good, "文号").await, Err(Error::Forbidden(_))));
    refused(desk.app.propose_rights(&security, &good, " ").await, "缘由");
    refused(
        desk.app.propose_rights(&security, &appoint(Role::LocalClerk, "330122B01"), "文号").await,
        "不设",
    );
    desk.app.propose_rights(&security, &good, "旧街办〔2023〕1号").await.unwrap();
    let waiting = desk.app.roster(&security).await.unwrap().waiting;
    assert!(waiting[0].words.contains("张建国 · 旧县街道"), "{waiting:?}");
    let id = waiting[0].id;
    assert!(matches!(desk.app.confirm_rights(&security, id).await, Err(Error::Forbidden(_))));
    assert!(matches!(desk.app.confirm_rights(&audit, id).await, Err(Error::Forbidden(_))));
    assert!(desk.app.caller(&token).await.unwrap().unwrap().actor.may(Action::Read).is_err());
    desk.app.confirm_rights(&system, id).await.unwrap();
    assert!(matches!(desk.app.confirm_rights(&system, id).await, Err(Error::IllegalMove(_))));
    let caller = desk.app.caller(&token).await.unwrap().unwrap();
    assert!(caller.actor.may(Action::Read).is_ok());
    assert_eq!(caller.actor.scope, Scope::Units(vec!["330122002".to_owned()]));

    let exclusive = appoint(Role::AuditAdmin, "330122T01");
    refused(desk.app.propose_rights(&security, &exclusive, "文号").await, "三员分立");

    let post = desk.app.roster(&security).await.unwrap();
    let post = post.units.iter().find(|unit| unit.code == "330122002").unwrap().posts[0].clone();
    let end = RightsChange::EndPost { id: post.id, last: today.pred_opt().unwrap() };
    desk.app.propose_rights(&security, &end, "调离").await.unwrap();
    let id = desk.app.roster(&security).await.unwrap().waiting[0].id;
    desk.app.reject_rights(&system, id, "日期不对").await.unwrap();
    desk.app.propose_rights(&security, &end, "调离").await.unwrap();
    let id = desk.app.roster(&security).await.unwrap().waiting[0].id;
    desk.app.confirm_rights(&system, id).await.unwrap();
    assert!(desk.app.caller(&token).await.unwrap().unwrap().actor.may(Action::Read).is_err());
    assert!(desk.app.audit(&desk.office).await.unwrap().is_whole());
}

#[tokio::test]
async fn a_link_opens_a_township_to_a_bureau_and_a_delegation_a_post_to_a_deputy() {
    let desk = Desk::mini().await;
    add(&desk, "liaison", "徐琳", "330122B02", Role::BureauLiaison).await;
    add(&desk, "mayor", "申屠明", "330122002", Role::LocalLeader).await;
    add(&desk, "clerk", "皇甫燕", "330122002", Role::LocalClerk).await;
    add(&desk, "second", "另一人", "330122T01", Role::SystemAdmin).await;
    let liaison = desk.app.log_in("liaison", FIRST).await.unwrap().token;
    let clerk = desk.app.log_in("clerk", FIRST).await.unwrap().token;
    let second = Actor { name: "另一人".to_owned(), ..machine() };
    let actor = async |token: &str| desk.app.caller(token).await.unwrap().unwrap().actor.clone();
    let own = Scope::Units(vec!["330122B02".to_owned()]);
    assert_eq!(actor(&liaison).await.scope, own, "what they raise themselves, and no parcel");

    let today = desk.app.clock().today();
    let term = Term { from: today, to: Some(today + chrono::TimeDelta::days(9)) };
    let link = RightsChange::Link { bureau: "330122B02".to_owned(), unit: "330122002".to_owned(), term };
    let reversed = RightsChange::Link { bureau: "330122002".to_owned(), unit: "330122B02".to_owned(), term };
    refused(desk.app.propose_rights(&machine(), &reversed, "文号").await, "名单");
    let roster = desk.app.roster(&machine()).await.unwrap();
    let posts = roster.units.iter().flat_map(|unit| &unit.posts);
    let mayor = posts.clone().find(|post| post.name == "申屠明").unwrap().id;
    let delegate = RightsChange::Delegate {
        post: mayor,
        name: "皇甫燕".to_owned(),
        acts: vec!["record_finding".to_owned()],
        term,
    };
    for change in [link, delegate] {
        desk.app.propose_rights(&machine(), &change, "文号").await.unwrap();
        let id = desk.app.roster(&machine()).await.unwrap().waiting[0].id;
        desk.app.confirm_rights(&second, id).await.unwrap();
    }
    let linked = Scope::Units(vec!["330122002".to_owned(), "330122B02".to_owned()]);
    assert_eq!(actor(&liaison).await.scope, linked);
    let caller = desk.app.caller(&clerk).await.unwrap().unwrap();
    assert!(caller.actor.is(Role::LocalClerk) && caller.capacities.len() == 2);
    desk.app.choose_capacity(&caller, caller.capacities[1].id).await.unwrap();
    let deputy = actor(&clerk).await;
    assert!(deputy.is(Role::LocalLeader) && deputy.name == "皇甫燕（代申屠明）", "{deputy:?}");
    assert_eq!(deputy.amounts, Scope::Units(vec!["330122002".to_owned()]));
    assert!(deputy.is_entrusted_with("record_finding") && !deputy.is_entrusted_with("freeze"));
    let foreign = desk.app.caller(&liaison).await.unwrap().unwrap();
    assert!(matches!(desk.app.choose_capacity(&foreign, mayor).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn the_numbers_of_security_are_data_within_limits() {
    let desk = Desk::mini().await;
    add(&desk, "zhangjg", "张建国", "330122002", Role::LocalClerk).await;
    refused(desk.app.set_security_rule(&machine(), "lock_failures", 100).await, "3 至 10");
    assert!(matches!(
        desk.app.set_security_rule(&desk.office, "lock_failures", 3).await,
        Err(Error::Forbidden(_))
    ));
    desk.app.set_security_rule(&machine(), "lock_failures", 3).await.unwrap();
    for _ in 0..2 {
        refused(desk.app.log_in("zhangjg", "wrong").await, "不对");
    }
    refused(desk.app.log_in("zhangjg", "wrong").await, "已锁定");
    let rules = desk.app.security_rules(&machine()).await.unwrap();
    let rule = rules.iter().find(|rule| rule.key == "lock_failures").unwrap();
    assert_eq!((rule.value, rule.shipped), (3, 5));
}

/// The same county before two people of one township: its leader sees amounts, its clerk bands.
#[tokio::test]
async fn tax_is_an_amount_to_the_leader_and_a_band_to_the_clerk_wherever_it_stands() {
    let desk = Desk::mini().await;
    let whole = desk.app.judge(&desk.office, &in_2023()).await.unwrap();
    let whole = whole.whole().unwrap();
    let known = whole
        .all()
        .find(|parcel| {
            parcel.status.code() == "listed"
                && parcel.tax_per_mu().get(2022).is_some_and(|tax| tax != "0.0000")
        })
        .unwrap();
    let (code, unit) = (known.code(), known.unit());
    let amount = known.tax_per_mu().get(2022).unwrap();
    add(&desk, "mayor", "申屠明", unit, Role::LocalLeader).await;
    add(&desk, "clerk", "皇甫燕", unit, Role::LocalClerk).await;
    add(&desk, "county", "陆川", "330122", Role::Leader).await;
    let (leader, clerk, county) =
        (enter(&desk, "mayor").await, enter(&desk, "clerk").await, enter(&desk, "county").await);
    let all = ParcelFilter { tab: Tab::All, ..ParcelFilter::default() };
    for (actor, open) in [(&desk.office, true), (&leader, true), (&clerk, false), (&county, false)] {
        let (seen, detail) = desk.app.parcel(actor, &in_2023(), code).await.unwrap();
        let shown = detail.tax.iter().find(|(year, _)| *year == 2022).unwrap().1.clone();
        let told = format!("{:?}{:?}", detail.verdict, seen.near(&detail));
        assert_eq!(matches!(shown, ShownTax::Amount(_)), open, "{shown:?}");
        assert_eq!(told.contains(amount.trim_end_matches('0')), open, "{}: {told}", actor.name);
        assert_eq!(detail.verdict.detail.unwrap().years.is_empty(), !open);
        assert_eq!(seen.identification_json().unwrap().contains(&amount), open);

        let list = desk.app.list_parcels(actor, &in_2023(), &all, Sort::default(), (1, 50)).await.unwrap();
        let row = list.rows.iter().find(|row| row.code == *code).unwrap();
        assert_eq!(row.tax.iter().any(|(_, tax)| tax.amount().is_some()), open);
        assert!(open || row.closeness.is_none() && row.verdict.tax_per_mu.get(2022).is_none());
        assert!(open || list.near_counts == [0, 0]);
        for format in [Format::Csv, Format::Geojson, Format::Geopackage] {
            let file = desk.app.export(actor, Layer::List, format, &in_2023()).await.unwrap();
            let text = String::from_utf8_lossy(&file).into_owned();
            if format != Format::Geopackage {
                assert_eq!(text.contains(&amount), open, "{format:?} {}", actor.name);
            }
            assert!(open || ["<3", "3–5", "≥5"].iter().any(|band| text.contains(band)), "{format:?}");
        }
        let answer = desk.app.verdicts(actor, &in_2023()).await;
        assert_eq!(answer.is_ok(), actor.name == desk.office.name, "the raw verdicts are the office's");
        let explained = desk.app.explain(actor, &in_2023(), code).await.unwrap();
        assert_eq!(
            format!("{:?}{:?}", explained.verdict, explained.near).contains(amount.trim_end_matches('0')),
            open
        );
        let query = ListQuery { tab: "all".to_owned(), year: "2023".to_owned(), ..ListQuery::default() };
        assert!(desk.app.tile(actor, &query, (0, 0, 0)).await.is_ok());
    }
}

/// Sorted by tax, the rows of one band stand by code where amounts are masked: their order would tell them.
#[tokio::test]
async fn the_order_of_masked_rows_tells_no_more_than_their_bands() {
    let desk = Desk::mini().await;
    add(&desk, "county", "陆川", "330122", Role::Leader).await;
    let leader = enter(&desk, "county").await;
    let all = ParcelFilter { tab: Tab::All, ..ParcelFilter::default() };
    let sort = Sort { key: SortKey::Tax, descending: false };
    let list = desk.app.list_parcels(&leader, &in_2023(), &all, sort, (1, 50)).await.unwrap();
    let rows: Vec<(String, String)> = list
        .rows
        .iter()
        .map(|row| {
            let tax = serde_json::to_value(&row.tax[2].1).unwrap();
            (tax.as_str().unwrap_or("~").to_owned(), row.code.clone())
        })
        .collect();
    for pair in rows.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        assert!(pair[0].1 < pair[1].1, "{rows:?}");
    }
    let mut runs: Vec<&str> = rows.iter().map(|(band, _)| band.as_str()).collect();
    runs.dedup();
    let mut once = runs.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(runs.len(), once.len(), "each band is one run: {runs:?}");
}

/// 专班的组成和任期：组长在前，已卸任的列在最后。
#[tokio::test]
async fn the_task_force_is_listed_by_rank_with_its_terms_and_the_past_last() {
    let desk = Desk::mini().await;
    for (login, name, role) in [
        ("keyuan", "何静", Role::OfficeClerk),
        ("fuzu", "卢平", Role::DeputyLeader),
        ("zuzhang", "沈衡", Role::Leader),
        ("zhuren", "章程", Role::OfficeHead),
        ("zhen", "申屠明", Role::LocalLeader),
    ] {
        let unit = if role == Role::LocalLeader { "330122002" } else { "330122T01" };
        add(&desk, login, name, unit, role).await;
    }
    let roster = desk.app.roster(&machine()).await.unwrap();
    let names: Vec<_> = roster.task_force().iter().map(|(_, post)| post.name.as_str()).collect();
    assert_eq!(names, ["沈衡", "卢平", "章程", "何静"], "a township is no part of it");
    let mut former = roster.clone();
    for unit in &mut former.units {
        unit.posts.iter_mut().filter(|post| post.name == "沈衡").for_each(|post| {
            post.in_force = false;
            post.term.to = Some(day("2022-12-31"));
        });
    }
    let last = former.task_force().pop().map(|(_, post)| (post.name.clone(), post.term.to));
    assert_eq!(last, Some(("沈衡".to_owned(), Some(day("2022-12-31")))));
    let stranger = Actor { roles: vec![Role::LocalClerk], ..machine() };
    refused(desk.app.roster(&stranger).await, "查看组织与人员");
}
