//! A table of targets as the demo's task force takes it in: put before a sitting of the 副组长联席会议, agreed
//! to, accepted.

use lingdi_app::imports::AcceptMode;
use lingdi_app::moves::{MoveRequest, NewFile};
use lingdi_app::{App, Error};
use lingdi_domain::Actor;
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_testkit::demo::history::Paper;
use uuid::Uuid;

/// Takes a staged table through its meeting.
pub(super) async fn take_in(app: &App, batch: Uuid) -> super::super::Result<()> {
    let desk = Desk { app, clerk: app.demo_actor("keyuan").await?, head: app.demo_actor("bangong").await? };
    let item = app.propose_targets(&desk.clerk, batch).await?.id;
    let meeting = desk.convene(item).await?;
    desk.decide(item).await?;
    desk.minutes(meeting).await?;
    app.accept_batch(&desk.head, batch, AcceptMode::Clean).await?;
    Ok(())
}

/// Who keeps the meeting.
struct Desk<'a> {
    app: &'a App,
    clerk: Actor,
    head: Actor,
}

impl Desk<'_> {
    async fn convene(&self, item: Uuid) -> super::super::Result<Uuid> {
        let words = [
            ("level", "deputy"),
            ("name", "副组长联席会议（目标任务专题）"),
            ("place", "县政府 3 号楼 201 会议室"),
        ];
        let meeting = self.go(&self.clerk, ObjectKind::Meeting, None, "open", input("", &words)).await?;
        self.meeting(meeting, "collect", &[]).await?;
        self.go(&self.clerk, ObjectKind::Item, Some(item), "pre_review", Input::default()).await?;
        let mut put = Input::default();
        put.links.push(("meeting".to_owned(), ObjectKind::Meeting, meeting));
        self.go(&self.clerk, ObjectKind::Item, Some(item), "put_on_agenda", put).await?;
        self.meeting(meeting, "fix_agenda", &[]).await?;
        let held = [("chair", "方文渊"), ("attendance", "出席：方文渊、章程、俞国平、吴越、钱宁；请假：无")];
        self.meeting(meeting, "hold", &held).await?;
        Ok(meeting)
    }

    async fn decide(&self, item: Uuid) -> super::super::Result<()> {
        let words = [("responsible", "县低效工业用地整治提升专班办公室")];
        let agreed = input("会议同意，印发各属地执行。", &words);
        self.go(&self.head, ObjectKind::Item, Some(item), "agree", agreed).await?;
        let done = input("已印发。", &[]);
        self.go(&self.clerk, ObjectKind::Item, Some(item), "finish", done).await?;
        Ok(())
    }

    async fn minutes(&self, meeting: Uuid) -> super::super::Result<()> {
        let text = "会议议定：同意年度目标任务分解方案，印发各属地执行。";
        self.meeting(meeting, "draft_minutes", &[("minutes", text)]).await?;
        let today = self.app.clock().today();
        let paper = Paper { title: "会议纪要签发稿", photo: false, dated: today, variant: 0 };
        let bytes = paper.bytes().map_err(|error| Error::Internal(error.to_string()))?;
        let scan = NewFile { name: paper.name(), bytes, shows: paper.shows().to_owned(), dated: Some(today) };
        let ask = MoveRequest {
            id: Some(meeting),
            verb: "sign_minutes".to_owned(),
            input: input("", &[("signed_by", "方文渊")]),
            files: vec![scan],
            ..MoveRequest::default()
        };
        self.app.make_move(&self.head, ObjectKind::Meeting, ask).await?;
        self.meeting(meeting, "publish", &[]).await
    }

    async fn meeting(&self, id: Uuid, verb: &str, words: &[(&str, &str)]) -> super::super::Result<()> {
        self.go(&self.clerk, ObjectKind::Meeting, Some(id), verb, input("", words)).await?;
        Ok(())
    }

    async fn go(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        id: Option<Uuid>,
        verb: &str,
        input: Input,
    ) -> super::super::Result<Uuid> {
        let input = Input { date: Some(self.app.clock().today()), ..input };
        let ask = MoveRequest { id, verb: verb.to_owned(), input, ..MoveRequest::default() };
        Ok(self.app.make_move(actor, kind, ask).await?.id)
    }
}

fn input(reason: &str, words: &[(&str, &str)]) -> Input {
    let fields = words.iter().map(|(name, words)| ((*name).to_owned(), (*words).into()));
    Input { reason: reason.to_owned(), fields: fields.collect(), ..Input::default() }
}
