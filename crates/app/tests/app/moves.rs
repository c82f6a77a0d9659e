//! Moves through the one verb, on a real database: a list becomes cases, cases go their way, two people
//! cannot both decide.

use crate::office::Desk;
use lingdi_app::identification::Judge;
use lingdi_app::moves::{MoveRequest, Moved, NewFile};
use lingdi_app::{Error, Filter};
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::{Actor, Role, Scope};
use serde_json::Value;
use uuid::Uuid;

const JPG: &[u8] = b"\xFF\xD8\xFF\xE0 a photo";

pub(crate) struct Office {
    pub(crate) desk: Desk,
    pub(crate) unit: String,
    pub(crate) list: Uuid,
}

impl Office {
    /// The small county with its list frozen.
    pub(crate) async fn with_list() -> Self {
        Self::of(Desk::mini().await).await
    }

    /// People at this desk, with its list frozen.
    pub(crate) async fn of(desk: Desk) -> Self {
        let list = desk.app.freeze_list(&desk.office, &Judge::present()).await.unwrap().id;
        let seen = desk.app.judge(&desk.office, &Judge::present()).await.unwrap();
        let unit = seen.whole().unwrap().all().next().unwrap().unit().to_owned();
        Self { desk, unit, list }
    }

    pub(crate) fn actor(&self, name: &str) -> Actor {
        let (role, unit) = match name {
            "经办" => (Role::LocalClerk, self.unit.as_str()),
            "领导" => (Role::LocalLeader, self.unit.as_str()),
            "邻镇" => (Role::LocalLeader, "330122999"),
            "科员" => (Role::OfficeClerk, ""),
            "主任" => (Role::OfficeHead, ""),
            _ => panic!("nobody is called {name}"),
        };
        let scope = if unit.is_empty() { Scope::County } else { Scope::Units(vec![unit.to_owned()]) };
        Actor { unit: unit.to_owned(), roles: vec![role], scope, ..Actor::program(name) }
    }

    /// `name=value` pairs; `reason`, `date` and `photo` are what moves ask for, the rest are fields.
    pub(crate) async fn go(
        &self,
        kind: ObjectKind,
        id: Uuid,
        who: &str,
        verb: &str,
        pairs: &[(&str, &str)],
    ) -> Result<Moved, Error> {
        self.desk
            .app
            .make_move(&self.actor(who), kind, MoveRequest { id: Some(id), ..ask(verb, pairs) })
            .await
    }

    pub(crate) async fn opened(
        &self,
        kind: ObjectKind,
        who: &str,
        links: &[(&str, ObjectKind, Uuid)],
        pairs: &[(&str, &str)],
    ) -> Result<Uuid, Error> {
        let mut ask = ask("open", pairs);
        ask.input.links = links.iter().map(|(role, kind, id)| ((*role).to_owned(), *kind, *id)).collect();
        Ok(self.desk.app.make_move(&self.actor(who), kind, ask).await?.id)
    }

    pub(crate) async fn case(&self, id: Uuid) -> Object {
        self.desk.app.object(&self.actor("主任"), ObjectKind::Case, id).await.unwrap().stored.object
    }

    pub(crate) async fn state(&self, id: Uuid) -> &'static str {
        self.case(id).await.state
    }

    /// Cases in a state, by parcel.
    pub(crate) async fn cases(&self, state: &str) -> Vec<Object> {
        let filter = Filter { state: Some(state.to_owned()), ..Filter::default() };
        let page =
            self.desk.app.objects(&self.actor("主任"), ObjectKind::Case, &filter, None, 100).await.unwrap();
        let mut cases: Vec<_> = page.objects.into_iter().map(|stored| stored.object).collect();
        cases.sort_by(|a, b| a.parcel.cmp(&b.parcel));
        cases
    }

    /// An item on the agenda of a held meeting.
    pub(crate) async fn item(
        &self,
        level: &str,
        act: &str,
        proposal: &str,
        kind: ObjectKind,
        targets: &[Uuid],
    ) -> Result<Uuid, Error> {
        let pairs = [("level", level), ("name", "会议"), ("date", "2023-10-09")];
        let meeting = self.opened(ObjectKind::Meeting, "科员", &[], &pairs).await?;
        self.go(ObjectKind::Meeting, meeting, "科员", "collect", &[]).await?;
        let targets: Vec<_> = targets.iter().map(|id| ("target", kind, *id)).collect();
        let pairs = [("act", act), ("subject", "议题"), ("proposal", proposal)];
        let item = self.opened(ObjectKind::Item, "科员", &targets, &pairs).await?;
        self.go(ObjectKind::Item, item, "科员", "pre_review", &[]).await?;
        self.put(item, meeting).await?;
        self.go(ObjectKind::Meeting, meeting, "科员", "fix_agenda", &[]).await?;
        let held = [("date", "2022-01-10"), ("chair", "主任"), ("attendance", "全体")];
        self.go(ObjectKind::Meeting, meeting, "科员", "hold", &held).await?;
        Ok(item)
    }

    /// Puts an item on the agenda of a meeting.
    pub(crate) async fn put(&self, item: Uuid, meeting: Uuid) -> Result<Moved, Error> {
        let mut on_agenda = MoveRequest { id: Some(item), ..ask("put_on_agenda", &[]) };
        on_agenda.input.links = vec![("meeting".to_owned(), ObjectKind::Meeting, meeting)];
        self.desk.app.make_move(&self.actor("科员"), ObjectKind::Item, on_agenda).await
    }

    /// A matter that somebody brings in.
    pub(crate) async fn proposed(&self, actor: &Actor, pairs: &[(&str, &str)]) -> Result<Uuid, Error> {
        Ok(self.desk.app.make_move(actor, ObjectKind::Item, ask("propose", pairs)).await?.id)
    }

    pub(crate) async fn agreed(
        &self,
        level: &str,
        act: &str,
        proposal: &str,
        kind: ObjectKind,
        targets: &[Uuid],
    ) {
        let item = self.item(level, act, proposal, kind, targets).await.unwrap();
        self.go(ObjectKind::Item, item, "主任", "agree", &[("reason", "同意")]).await.unwrap();
    }

    /// The list sent out and the first case verified and heard.
    pub(crate) async fn verified(&self) -> Uuid {
        self.desk.app.send_out(&self.actor("科员"), self.list, None).await.unwrap();
        let id = self.cases("VERIFYING").await[0].id;
        self.go(ObjectKind::Case, id, "经办", "draft_verification", &[("verdict", "true_as_listed")])
            .await
            .unwrap();
        self.go(ObjectKind::Case, id, "领导", "submit_verification", &[("photo", "2022-01-05")])
            .await
            .unwrap();
        self.go(ObjectKind::Case, id, "主任", "skip_notice", &[("reason", "企业已注销")]).await.unwrap();
        id
    }
}

pub(crate) fn ask(verb: &str, pairs: &[(&str, &str)]) -> MoveRequest {
    let mut ask = MoveRequest { verb: verb.to_owned(), ..MoveRequest::default() };
    for (name, value) in pairs {
        match *name {
            "reason" => (*value).clone_into(&mut ask.input.reason),
            "date" => ask.input.date = value.parse().ok(),
            "photo" => ask.files.push(NewFile {
                name: "现场.jpg".to_owned(),
                bytes: JPG.to_vec(),
                shows: "现场照片".to_owned(),
                dated: value.parse().ok(),
            }),
            _ => {
                ask.input.fields.insert((*name).to_owned(), Value::String((*value).to_owned()));
            }
        }
    }
    ask
}

#[tokio::test]
async fn a_frozen_list_becomes_cases_once() {
    let office = Office::with_list().await;
    let sent = office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    assert!(
        sent.opened > 3 && sent.sent + sent.refused.len() == sent.opened && sent.returned == 0,
        "{sent:?}"
    );
    let cases = office.cases("VERIFYING").await;
    assert_eq!(cases.len(), sent.sent);
    assert!(
        cases.iter().all(|case| case.due == sent.deadline && case.holder.as_ref().unwrap().unit == case.unit)
    );
    let case = cases[0].fields.case().unwrap();
    assert!(case.area.0 > 0 && !case.categories.is_empty() && case.list == Some(office.list.to_string()));
    let again = office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    assert_eq!((again.opened, again.known), (0, sent.opened));
    let denied = office.desk.app.send_out(&office.actor("领导"), office.list, None).await;
    assert!(matches!(denied, Err(Error::Forbidden(_))));
}

/// 从清单到出库，再到返库：每一步都有人、有依据，办理记录首尾相连。
#[tokio::test]
async fn a_case_goes_from_the_list_to_its_exit() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    office.agreed("office", "confirmed_list", "confirm", ObjectKind::Case, &[id]).await;
    office.agreed("office", "entry_exit", "enter", ObjectKind::Case, &[id]).await;
    assert_eq!(office.state(id).await, "PLANNING", "the plan desk follows the entry by itself");
    let plan = [
        ("path", "K1"),
        ("cause", "散乱污"),
        ("measures", "关停"),
        ("milestones", "2022-02-01 停水停电"),
        ("end_date", "2022-12-31"),
        ("persons", "镇长"),
        ("legal_basis", "桐环罚〔2022〕1号"),
    ];
    let plan =
        office.opened(ObjectKind::Plan, "经办", &[("case", ObjectKind::Case, id)], &plan).await.unwrap();
    office.go(ObjectKind::Plan, plan, "经办", "submit", &[]).await.unwrap();
    office.go(ObjectKind::Plan, plan, "领导", "report", &[]).await.unwrap();
    assert_eq!(office.state(id).await, "PLAN_REVIEW");
    office.go(ObjectKind::Plan, plan, "领导", "recall", &[]).await.unwrap();
    assert_eq!(office.state(id).await, "PLANNING", "the case comes back with its plan");
    office.go(ObjectKind::Plan, plan, "领导", "report", &[]).await.unwrap();
    office.go(ObjectKind::Plan, plan, "主任", "file", &[]).await.unwrap();
    office.go(ObjectKind::Case, id, "科员", "start", &[]).await.unwrap();
    office
        .go(ObjectKind::Plan, plan, "经办", "close_milestone", &[("milestone", "1"), ("photo", "2022-02-01")])
        .await
        .unwrap();
    let report = [
        ("progress_month", "2022-02"),
        ("progress", "已关停"),
        ("power_cut_on", "2022-02-01"),
        ("licence_ended", "已注销"),
    ];
    office.go(ObjectKind::Case, id, "经办", "report_progress", &report).await.unwrap();
    office.go(ObjectKind::Case, id, "领导", "declare_done", &[("photo", "2022-02-02")]).await.unwrap();
    office.go(ObjectKind::Case, id, "科员", "begin_evaluation", &[]).await.unwrap();
    let sheet = [("tax_before", "1.2"), ("tax_after", "0"), ("photo", "2022-02-03")];
    office.go(ObjectKind::Case, id, "科员", "pass", &sheet).await.unwrap();
    office.agreed("office", "entry_exit", "exit", ObjectKind::Case, &[id]).await;
    let view = office.desk.app.object(&office.actor("主任"), ObjectKind::Case, id).await.unwrap();
    assert_eq!((view.stored.object.state, view.stored.object.holder), ("EXITED", None));
    let verbs: Vec<_> = view.events.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs[..4], ["open", "send", "draft_verification", "submit_verification"]);
    let exit: Value = serde_json::from_str(&view.events.last().unwrap().payload).unwrap();
    assert!(exit["item"].is_string(), "the exit names its decision item");
    let tie = view.ties.iter().find(|tie| tie.role == "plan").unwrap();
    assert_eq!(tie.object.state, "CLOSED");
    assert!(office.desk.app.chain(&office.desk.office).await.unwrap().broken.is_none());

    // A later run lists the parcel again: a new case, tied to the old one.
    let list = office.desk.app.freeze_list(&office.desk.office, &Judge::present()).await.unwrap().id;
    let sent = office.desk.app.send_out(&office.actor("科员"), list, None).await.unwrap();
    assert_eq!((sent.opened, sent.returned), (1, 1));
    let new = office
        .cases("VERIFYING")
        .await
        .into_iter()
        .find(|case| case.fields.case().unwrap().returned)
        .unwrap();
    let view = office.desk.app.object(&office.actor("主任"), ObjectKind::Case, new.id).await.unwrap();
    assert!(view.ties.iter().any(|tie| tie.role == "former" && tie.object.id == id));
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_is_told_what_stands_now() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    let item = office.item("office", "confirmed_list", "confirm", ObjectKind::Case, &[id]).await.unwrap();
    let seen = office
        .desk
        .app
        .object(&office.actor("主任"), ObjectKind::Item, item)
        .await
        .unwrap()
        .stored
        .object
        .version;
    let decide = |verb: &'static str| {
        let request = MoveRequest {
            id: Some(item),
            seen: Some(seen),
            ..ask(verb, &[("reason", "意见"), ("rejection", "met")])
        };
        let (app, actor) = (office.desk.app.clone(), office.actor("主任"));
        async move { app.make_move(&actor, ObjectKind::Item, request).await }
    };
    let (first, second) = tokio::join!(decide("agree"), decide("refuse"));
    let (won, lost) = if first.is_ok() { (first, second) } else { (second, first) };
    assert_eq!(won.unwrap().state, "DECIDED");
    let Err(Error::Stale(why)) = lost else { panic!("{lost:?}") };
    assert!(why.contains("现在是“已议定”"), "{why}");
    assert!(["CONFIRMED", "REJECTED"].contains(&office.state(id).await));
}

#[tokio::test]
async fn a_meeting_cannot_take_up_what_another_level_owns() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    for (level, act) in
        [("office", "acquisition_plan"), ("deputy", "confirmed_list"), ("leader", "entry_exit")]
    {
        let refused = office.item(level, act, "confirm", ObjectKind::Case, &[id]).await;
        assert!(matches!(refused, Err(Error::Missing(_))), "{level} {act}: {refused:?}");
    }
    let items = office
        .desk
        .app
        .objects(&office.actor("主任"), ObjectKind::Item, &Filter::default(), None, 10)
        .await
        .unwrap();
    assert!(items.objects.iter().all(|item| item.object.state != "ON_AGENDA"));
    assert_eq!(office.state(id).await, "VERIFIED");
}

/// A target that cannot move takes the whole decision back.
#[tokio::test]
async fn a_decision_moves_all_its_targets_or_none() {
    let office = Office::with_list().await;
    let good = office.verified().await;
    let bad = office.cases("VERIFYING").await[0].id;
    office
        .go(
            ObjectKind::Case,
            bad,
            "经办",
            "draft_verification",
            &[("verdict", "not_so"), ("verification_note", "已拆除")],
        )
        .await
        .unwrap();
    office
        .go(ObjectKind::Case, bad, "领导", "submit_verification", &[("photo", "2022-01-05")])
        .await
        .unwrap();
    let item =
        office.item("office", "confirmed_list", "confirm", ObjectKind::Case, &[good, bad]).await.unwrap();
    let refused = office.go(ObjectKind::Item, item, "主任", "agree", &[("reason", "同意")]).await;
    let Err(Error::Missing(missing)) = refused else { panic!("{refused:?}") };
    assert!(missing.iter().any(|one| one.sentence.contains("核实结论不是")));
    assert_eq!((office.state(good).await, office.state(bad).await), ("VERIFIED", "VERIFIED"));
}

#[tokio::test]
async fn a_neighbour_neither_sees_nor_moves_a_case() {
    let office = Office::with_list().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let id = office.cases("VERIFYING").await[0].id;
    let neighbour = office.actor("邻镇");
    assert!(matches!(
        office.desk.app.object(&neighbour, ObjectKind::Case, id).await,
        Err(Error::NotFound(_))
    ));
    let moved =
        office.go(ObjectKind::Case, id, "邻镇", "submit_verification", &[("photo", "2022-01-05")]).await;
    assert!(matches!(moved, Err(Error::NotFound(_))));
    let page =
        office.desk.app.objects(&neighbour, ObjectKind::Case, &Filter::default(), None, 10).await.unwrap();
    assert!(page.objects.is_empty());
}

#[tokio::test]
async fn a_request_sent_twice_is_done_once_and_a_key_is_for_one_request() {
    let office = Office::with_list().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let id = office.cases("VERIFYING").await[0].id;
    let request = MoveRequest {
        id: Some(id),
        key: Some("k".to_owned()),
        ..ask("draft_verification", &[("verdict", "unclear"), ("verification_note", "待查")])
    };
    let once =
        office.desk.app.make_move(&office.actor("经办"), ObjectKind::Case, request.clone()).await.unwrap();
    let twice =
        office.desk.app.make_move(&office.actor("经办"), ObjectKind::Case, request.clone()).await.unwrap();
    assert_eq!((&once, office.case(id).await.version), (&twice, once.version));
    let other = MoveRequest { verb: "submit_verification".to_owned(), ..request };
    let refused = office.desk.app.make_move(&office.actor("经办"), ObjectKind::Case, other).await;
    assert!(matches!(refused, Err(Error::Refused(why)) if why.contains("Idempotency-Key")));
}

/// The page offers what the verb would do, and the files come back byte for byte.
#[tokio::test]
async fn offers_are_those_of_the_reader_and_files_come_back() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    let verbs = |name: &'static str| {
        let (app, actor) = (office.desk.app.clone(), office.actor(name));
        async move {
            let view = app.object(&actor, ObjectKind::Case, id).await.unwrap();
            view.offers.iter().map(|offer| offer.made.verb).collect::<Vec<_>>()
        }
    };
    assert!(verbs("主任").await.contains(&"return_verification"));
    assert!(!verbs("经办").await.contains(&"return_verification"));
    let view = office.desk.app.object(&office.actor("主任"), ObjectKind::Case, id).await.unwrap();
    let proposals: Vec<_> = view.proposals.iter().map(|one| (one.verb, one.level.unwrap().label())).collect();
    assert_eq!(proposals, [("confirm", "办公室例会"), ("reject", "办公室例会")]);
    let (file, bytes) =
        office.desk.app.attachment(&office.actor("经办"), view.files[0].file.id).await.unwrap();
    assert_eq!((file.media.as_str(), bytes.as_slice()), ("image/jpeg", JPG));
    assert!(office.desk.app.attachment(&office.actor("邻镇"), file.id).await.is_err());
    assert!(office.desk.app.audit(&office.desk.office).await.unwrap().is_whole());
}

/// Moving cases leaves the judged county where it is: nothing is computed anew.
#[tokio::test]
async fn a_move_does_not_unsettle_the_snapshot() {
    let office = Office::with_list().await;
    let before = office.desk.app.snapshot(None).await.unwrap();
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let after = office.desk.app.snapshot(None).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&before, &after));
}

/// 分割：各宗随原案件所在的一步继续，原案件终止。
#[tokio::test]
async fn a_divided_parcel_goes_on_in_its_parts() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    office.agreed("office", "confirmed_list", "confirm", ObjectKind::Case, &[id]).await;
    office.agreed("office", "entry_exit", "enter", ObjectKind::Case, &[id]).await;
    let parts = [("parts", "330122001001GB00901 10\n330122001001GB00902 5"), ("photo", "2022-01-05")];
    office.go(ObjectKind::Case, id, "科员", "split", &parts).await.unwrap();
    assert_eq!(office.state(id).await, "SPLIT");
    let parts: Vec<_> = office.cases("PLANNING").await;
    assert_eq!(
        parts.iter().map(|part| part.parcel.as_str()).collect::<Vec<_>>(),
        ["330122001001GB00901", "330122001001GB00902"]
    );
    assert!(
        parts.iter().all(|part| part.fields.case().unwrap().entered_on.is_some() && part.holder.is_some())
    );
    let view = office.desk.app.object(&office.actor("主任"), ObjectKind::Case, id).await.unwrap();
    assert_eq!(view.ties.iter().filter(|tie| tie.role == "part").count(), 2);
}

#[test]
fn every_kind_has_an_address_and_a_first_move() {
    for kind in ObjectKind::ALL {
        assert_eq!(ObjectKind::from_code(kind.code()), Some(kind));
        assert!(machine(kind).named("open").is_some());
    }
    assert_eq!(Input::default().reason, "");
}

#[tokio::test]
async fn a_dossier_holds_what_was_known_on_its_day_and_only_for_those_who_may_see_it() {
    let office = Office::with_list().await;
    let before = office.desk.app.clock().now();
    let id = office.verified().await;
    let (app, parcel) = (&office.desk.app, office.case(id).await.parcel);
    let dossier = app.dossier(&office.actor("经办"), &parcel, None).await.unwrap();
    let case = dossier.of(ObjectKind::Case).next().unwrap();
    assert_eq!((case.stored.object.id, case.files.len()), (id, 1));
    let verbs: Vec<_> = case.events.iter().map(|event| event.verb.as_str()).collect();
    assert_eq!(verbs, ["open", "send", "draft_verification", "submit_verification", "skip_notice"]);
    let drafted = case.events[2].at;
    assert_eq!(case.state_at(drafted), Some("VERIFYING"));
    assert_eq!(case.state_at(before), None);
    assert_eq!(case.handed_in_by(drafted)["verdict"], "true_as_listed");
    assert!(case.handed_in_by(case.events[1].at).is_empty());

    let then = app.dossier(&office.actor("经办"), &parcel, Some(drafted)).await.unwrap();
    assert_eq!((then.objects[0].events.len(), then.objects[0].files.len()), (3, 0));
    let earlier = app.dossier(&office.actor("经办"), &parcel, Some(before)).await.unwrap();
    assert!(earlier.objects.is_empty());
    assert!(app.dossier(&office.actor("邻镇"), &parcel, None).await.unwrap().objects.is_empty());
    let nobody = app.dossier(&office.actor("主任"), "330122999999GB99999", None).await;
    assert!(matches!(nobody, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn the_journal_comes_page_by_page_each_checked_against_the_one_before() {
    let office = Office::with_list().await;
    office.verified().await;
    let (app, head) = (&office.desk.app, office.actor("主任"));
    let whole = app.events(&head, None, i64::MAX).await.unwrap();
    let (mut before, mut numbers) = (None, Vec::new());
    loop {
        let page = app.journal(&head, "", before, 3).await.unwrap();
        assert!(page.events.iter().all(|listed| listed.fits) && page.total == Some(whole.len() as i64));
        numbers.extend(page.events.iter().map(|listed| listed.event.n));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(numbers, whole.iter().map(|(event, _)| event.n).collect::<Vec<_>>());
    let cases = app.journal(&head, "cases", None, 1000).await.unwrap().events;
    let expected = whole.iter().filter(|(event, _)| event.object == "cases").count();
    assert!(expected > 0 && cases.len() == expected && cases.iter().all(|listed| listed.fits));
    let own = app.journal(&office.actor("领导"), "", None, 1000).await.unwrap();
    assert!(own.total.is_none() && own.events.iter().all(|listed| listed.event.unit == office.unit));
    assert_eq!(own.events.len(), whole.iter().filter(|(event, _)| event.unit == office.unit).count());
}
