//! 派单 on a real database: two bureaus receive an order, one returns it, one reports; it is put off and closed.
//! And visits of bureaus to the units they are linked to.

use lingdi_app::exports::Format;
use lingdi_app::moves::Moved;
use lingdi_app::orders::{About, OrdersQuery};
use lingdi_app::people::RightsChange;
use lingdi_app::{Error, Filter};
use lingdi_domain::mechanism1_task_force::Term;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::progress::Colour;
use lingdi_domain::{Actor, Month, Role, Scope};
use uuid::Uuid;

use crate::moves::{Office, ask};
use crate::office::Desk;

const LEAD: &str = "330122B02";
const OTHER: &str = "330122B07";
const POWER: &str = "330122B12";

fn person(name: &str) -> Actor {
    let (role, unit) = match name {
        "组长" => (Role::Leader, ""),
        "副组长" => (Role::DeputyLeader, ""),
        "资规局" => (Role::BureauLiaison, LEAD),
        "乙局领导" => (Role::BureauLeader, OTHER),
        "乙局" => (Role::BureauLiaison, OTHER),
        "丙局" => (Role::BureauLiaison, POWER),
        _ => panic!("nobody is called {name}"),
    };
    let scope = if unit.is_empty() { Scope::County } else { Scope::Units(vec![unit.to_owned()]) };
    Actor { unit: unit.to_owned(), roles: vec![role], scope, ..Actor::program(name) }
}

struct Story {
    office: Office,
    names: [String; 3],
    site: Object,
}

impl Story {
    async fn begin() -> Self {
        let office = Office::of(Desk::mini_on("2023-10-09").await).await;
        let id = office.verified().await;
        let site = office.case(id).await;
        let units = office.desk.app.units().await.unwrap();
        let name =
            |code: &str| units.iter().find(|unit| unit.code.as_str() == code).unwrap().name.to_string();
        Self { names: [name(LEAD), name(OTHER), name(POWER)], office, site }
    }

    async fn go(
        &self,
        kind: ObjectKind,
        id: Uuid,
        who: &str,
        verb: &str,
        pairs: &[(&str, &str)],
    ) -> Result<Moved, Error> {
        let ask = lingdi_app::moves::MoveRequest { id: Some(id), ..ask(verb, pairs) };
        let actor = match who {
            "主任" | "科员" => self.office.actor(who),
            who => person(who),
        };
        self.office.desk.app.make_move(&actor, kind, ask).await
    }

    async fn order(&self, id: Uuid, who: &str, verb: &str, pairs: &[(&str, &str)]) -> Result<Moved, Error> {
        self.go(ObjectKind::Order, id, who, verb, pairs).await
    }

    async fn task(&self, id: Uuid, who: &str, verb: &str, pairs: &[(&str, &str)]) -> Result<Moved, Error> {
        self.go(ObjectKind::OrderTask, id, who, verb, pairs).await
    }

    /// Drafted from the site as it was chosen on the map.
    async fn drafted(&self, assisting: &str) -> Uuid {
        let about = About { parcels: vec![self.site.parcel.clone()], ..About::default() };
        let drafting = self.office.desk.app.drafting(&self.office.actor("科员"), &about).await.unwrap();
        assert_eq!(drafting.chosen.len(), 1);
        let form = [
            ("subject", "违法出租联合处置"),
            ("content", "查处违法转租"),
            ("standard", "转租户全部搬离"),
            ("deadline", "2023-10-31"),
            ("lead", self.names[0].as_str()),
            ("assisting", assisting),
        ];
        let site = ("site", ObjectKind::Case, drafting.chosen[0].id);
        self.office.opened(ObjectKind::Order, "科员", &[site], &form).await.unwrap()
    }

    async fn issued(&self, assisting: &str) -> Uuid {
        let order = self.drafted(assisting).await;
        self.order(order, "科员", "submit", &[]).await.unwrap();
        self.order(order, "组长", "issue", &[]).await.unwrap();
        order
    }

    /// The task that a unit now has, found as its own person finds it.
    async fn task_of(&self, who: &str) -> Uuid {
        let (actor, filter) = (person(who), Filter::default());
        let tasks =
            self.office.desk.app.objects(&actor, ObjectKind::OrderTask, &filter, None, 10).await.unwrap();
        let mut own = tasks.objects.into_iter().filter(|task| task.object.unit == actor.unit);
        own.rfind(|task| task.object.state != "WITHDRAWN").unwrap().object.id
    }

    async fn state(&self, order: Uuid) -> &'static str {
        let seen = self.office.desk.app.order(&self.office.actor("主任"), order).await.unwrap();
        seen.seen.stored.object.state
    }
}

fn sentence(refused: Result<Moved, Error>) -> String {
    refused.unwrap_err().to_string()
}

#[tokio::test]
async fn an_order_to_two_bureaus_is_returned_by_one_reported_by_one_put_off_and_closed() {
    let story = Story::begin().await;
    let app = &story.office.desk.app;
    let order = story.drafted(&story.names[1]).await;
    story.order(order, "科员", "submit", &[]).await.unwrap();
    assert!(sentence(story.order(order, "副组长", "issue", &[]).await).contains("由组长办理"));
    assert_eq!(story.state(order).await, "PENDING_SIGN");
    story.order(order, "组长", "issue", &[]).await.unwrap();

    // Each unit sees the order and its own task, nobody else's; a bureau without a task sees nothing.
    assert_eq!(app.orders(&person("资规局"), &OrdersQuery::default()).await.unwrap().lines.len(), 1);
    assert!(app.orders(&person("丙局"), &OrdersQuery::default()).await.unwrap().lines.is_empty());
    assert!(matches!(app.order(&person("丙局"), order).await, Err(Error::NotFound(_))));
    assert_eq!(app.order(&person("乙局"), order).await.unwrap().tasks.len(), 2);
    assert_eq!(app.waiting(&person("乙局")).await.unwrap(), 1);
    let theirs = story.task_of("乙局").await;
    assert!(story.task(theirs, "资规局", "sign", &[]).await.is_err());

    // It is the wrong unit: back to draft, on to another one.
    story.task(theirs, "乙局领导", "return_order", &[("reason", "不属本局职责")]).await.unwrap();
    assert_eq!(story.state(order).await, "REJECTED_BY_UNIT");
    story.order(order, "科员", "redraft", &[("reason", "改派")]).await.unwrap();
    story.order(order, "科员", "edit", &[("assisting", &story.names[2])]).await.unwrap();
    story.order(order, "科员", "submit", &[]).await.unwrap();
    story.order(order, "组长", "issue", &[]).await.unwrap();

    let (lead, power) = (story.task_of("资规局").await, story.task_of("丙局").await);
    for (id, who) in [(lead, "资规局"), (power, "丙局")] {
        story.task(id, who, "sign", &[]).await.unwrap();
    }
    let photo = ("photo", "2023-10-09");
    let early = sentence(story.task(lead, "资规局", "apply", &[("opinion", "已搬离"), photo]).await);
    assert!(early.contains("还没有办结反馈"), "{early}");
    story.task(power, "丙局", "report", &[("opinion", "已断电"), photo]).await.unwrap();

    let ask = [("reason", "诉讼未结"), ("date", "2023-11-15")];
    story.task(lead, "资规局", "ask_extension", &ask).await.unwrap();
    story.order(order, "组长", "grant_extension", &[("date", "2023-11-15")]).await.unwrap();
    story.task(lead, "资规局", "apply", &[("opinion", "已搬离"), photo]).await.unwrap();
    story.order(order, "科员", "verify", &[("verified", "现场核验属实")]).await.unwrap();
    assert!(sentence(story.order(order, "主任", "close", &[]).await).contains("线下签批代录"));
    story.order(order, "组长", "close", &[("closing", "同意销号")]).await.unwrap();

    let view = app.orders(&story.office.actor("主任"), &OrdersQuery::default()).await.unwrap();
    assert_eq!((view.tally.closed, view.tally.on_time, view.tally.open), (1, 1, 0));
    assert_eq!(view.sign_days.unwrap().to_decimal(1), "0.0");
    let seen = app.order(&story.office.actor("主任"), order).await.unwrap();
    assert_eq!(seen.tasks.len(), 4, "those withdrawn stay on record");
    let dossier = app.dossier(&story.office.actor("主任"), &story.site.parcel, None).await.unwrap();
    assert_eq!(dossier.of(ObjectKind::Order).count(), 1);
    let csv =
        app.export_orders(&story.office.actor("主任"), &OrdersQuery::default(), Format::Csv).await.unwrap();
    assert!(String::from_utf8(csv).unwrap().contains("违法出租联合处置"));
    assert!(app.audit(&story.office.actor("主任")).await.unwrap().is_whole());
}

#[tokio::test]
async fn what_is_late_turns_red_and_lowers_the_rate_of_those_who_owe_it() {
    let mut story = Story::begin().await;
    story.issued("").await;
    let lead = story.task_of("资规局").await;
    story.task(lead, "资规局", "sign", &[]).await.unwrap();
    let rate = async |story: &Story, month: &str| {
        let office = story.office.actor("主任");
        let view = story.office.desk.app.ranking(&office, Month::parse(month)).await.unwrap();
        let line = view.lines.iter().find(|line| line.standing.unit == LEAD).unwrap();
        line.standing.score.clone().map(|score| score.to_decimal(0))
    };
    assert_eq!(rate(&story, "2023-10").await, None, "nothing is due: not applicable, not full marks");
    story.office.desk.on("2023-11-02").await;
    let view = story.office.desk.app.orders(&person("资规局"), &OrdersQuery::default()).await.unwrap();
    assert_eq!((view.tally.overdue, view.lines[0].light), (1, Some(Colour::Red)));
    assert_eq!(rate(&story, "2023-11").await.as_deref(), Some("0"));
    let refused = sentence(
        story.task(lead, "资规局", "ask_extension", &[("reason", "忙"), ("date", "2023-12-01")]).await,
    );
    assert!(refused.contains("办理时限 2023-10-31 已过"), "{refused}");
    let watched = story.office.desk.app.watch(&story.office.desk.office, "2023-11-02".parse().unwrap()).await;
    assert!(watched.unwrap().working);
}

#[tokio::test]
async fn an_order_goes_to_units_that_are_there_and_only_the_office_drafts_it() {
    let story = Story::begin().await;
    let app = &story.office.desk.app;
    let about = About { parcels: vec![story.site.parcel.clone()], ..About::default() };
    assert!(matches!(app.drafting(&person("资规局"), &about).await, Err(Error::Forbidden(_))));
    let unknown = About { parcels: vec!["330122999999GB99999".to_owned()], ..About::default() };
    assert!(matches!(app.drafting(&story.office.actor("科员"), &unknown).await, Err(Error::Refused(_))));
    for (lead, words) in [("火星局", "不是本县的单位"), ("330122T01", "不接收派单")] {
        let refused =
            story.office.opened(ObjectKind::Order, "科员", &[], &[("subject", "事"), ("lead", lead)]).await;
        assert!(refused.unwrap_err().to_string().contains(words), "{lead}");
    }
    let none = app.orders(&story.office.actor("主任"), &OrdersQuery::default()).await.unwrap();
    assert!(none.lines.is_empty() && none.tally.rate().is_none() && none.sign_days.is_none());
}

#[tokio::test]
async fn a_bureau_records_visits_to_units_it_is_linked_to_and_owes_one_a_quarter() {
    let desk = Desk::mini_on("2023-10-09").await;
    let local = Office::of(desk).await;
    let unit = local.unit.clone();
    let change = RightsChange::Link {
        bureau: LEAD.to_owned(),
        unit: unit.clone(),
        term: Term { from: "2023-01-01".parse().unwrap(), to: None },
    };
    let person_of = |role, name: &str| Actor { roles: vec![role], ..Actor::command_line(name) };
    let app = &local.desk.app;
    let security = person_of(Role::SecurityAdmin, "安全");
    app.propose_rights(&security, &change, "联系分工").await.unwrap();
    let id = app.roster(&security).await.unwrap().waiting[0].id;
    app.confirm_rights(&person_of(Role::SystemAdmin, "系统"), id).await.unwrap();
    let bureau = Actor { scope: Scope::Units(vec![LEAD.to_owned(), unit.clone()]), ..person("资规局") };
    let name =
        app.units().await.unwrap().iter().find(|one| one.code.as_str() == unit).unwrap().name.to_string();
    let visit =
        |unit: &str, on: &str| ask("open", &[("name", unit), ("what", "帮助企业制定方案"), ("date", on)]);
    let elsewhere = app.make_move(&bureau, ObjectKind::Visit, visit("分水镇", "2023-10-08")).await;
    assert!(elsewhere.unwrap_err().to_string().contains("不是本单位所联系的"));
    let ahead = app.make_move(&bureau, ObjectKind::Visit, visit(&name, "2023-10-10")).await;
    assert!(ahead.unwrap_err().to_string().contains("晚于今天"));
    app.make_move(&bureau, ObjectKind::Visit, visit(&name, "2023-10-08")).await.unwrap();
    let wrong = app.make_move(&bureau, ObjectKind::Visit, visit(&name, "2023-07-03")).await.unwrap();
    let seen = app.visits(&bureau).await.unwrap();
    assert_eq!((seen.links.len(), seen.links[0].visits.len(), seen.links[0].this_quarter), (1, 2, 1));
    assert!(seen.may_record && app.visits(&person("丙局")).await.unwrap().links.is_empty());

    // One of three quarters that are over: a third of 15 points, the only indicator that applies.
    let score = async || {
        let view = app.ranking(&local.actor("主任"), Month::parse("2023-09")).await.unwrap();
        let line = view.lines.into_iter().find(|line| line.standing.unit == LEAD).unwrap();
        line.standing.score.map(|score| score.to_decimal(2))
    };
    assert_eq!(score().await.as_deref(), Some("33.33"));
    let void =
        lingdi_app::moves::MoveRequest { id: Some(wrong.id), ..ask("void", &[("reason", "重复登记")]) };
    app.make_move(&bureau, ObjectKind::Visit, void).await.unwrap();
    assert_eq!(score().await.as_deref(), Some("0.00"));
}
