//! Texts that go before a meeting: a drafted revision of the policy before it is published (R50), a table of
//! targets before it is accepted (R17).

use std::collections::BTreeMap;

use lingdi_domain::meeting::{Act, Item, Level, is_pending};
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::{Actor, BatchState, Kind};
use lingdi_store::batches::{self, Batch};
use lingdi_store::objects::{self, Filter};
use serde_json::Value;
use uuid::Uuid;

use crate::authority::May;
use crate::imports::HeldBack;
use crate::moves::{MoveRequest, Moved, every};
use crate::{Action, App, Error, Result};

/// What a meeting has said of a draft.
#[derive(Debug, Clone)]
pub enum Approval {
    /// The edition asks for no meeting.
    NotNeeded,
    /// No item is raised about it as it stands.
    NotAsked,
    /// An item waits for the meeting.
    Waiting(Box<Object>),
    /// The meeting agreed to it.
    Given(Box<Object>),
    /// The meeting said no.
    Refused(Box<Object>),
}

impl Approval {
    /// May the draft be published?
    pub fn allows(&self) -> bool {
        matches!(self, Self::NotNeeded | Self::Given(_))
    }

    /// The item behind it.
    pub fn item(&self) -> Option<&Object> {
        match self {
            Self::Waiting(item) | Self::Given(item) | Self::Refused(item) => Some(item),
            Self::NotNeeded | Self::NotAsked => None,
        }
    }
}

/// What an item keeps of the draft it is about: its name and the hash of what it then said.
fn mark(name: &str, hash: &str) -> String {
    format!("{name}#{hash}")
}

impl App {
    /// What the meeting has said of the draft of this name.
    pub async fn approval(&self, actor: &Actor, name: &str) -> Result<Approval> {
        actor.may(Action::Read)?;
        let (_, edition) = self.edition(Some(name), self.clock().today()).await?;
        match self.rules().await {
            Ok(rules) if !rules.numbers.policy_by_meeting => return Ok(Approval::NotNeeded),
            Ok(_) => {}
            // No meeting can be recorded under a text that is older than the program: what it lacks is what
            // the recording asks for. The text of the same edition that the program ships needs none then.
            Err(error) => {
                let shipped = edition.renewed().is_ok_and(|newer| newer.is_none());
                let only = shipped && self.draft(actor).await?.changes.is_empty();
                return if only { Ok(Approval::NotNeeded) } else { Err(error) };
            }
        }
        self.said_of(name, &mark(name, edition.hash())).await
    }

    /// What the meeting has said of a text: agreed to as it stands, or confirmed as the text that the meeting
    /// wanted changed.
    async fn said_of(&self, name: &str, wanted: &str) -> Result<Approval> {
        let mut tx = self.db().read().await?;
        let items = every(&mut tx, self.county(), ObjectKind::Item, &Filter::default()).await?;
        let mut approval = Approval::NotAsked;
        for object in items.into_iter().filter(|object| object.state != "DROPPED") {
            let Some(item) = object.fields.item() else { continue };
            let (same, changed) =
                (item.revision.as_deref() == Some(wanted), item.confirmed.as_deref() == Some(wanted));
            let said = match item.outcome.as_deref() {
                Some("agreed_with_changes") if changed => Approval::Given(Box::new(object)),
                _ if !is_about(item, name) => continue,
                _ if is_pending(&object) => Approval::Waiting(Box::new(object)),
                Some("agreed") if same => Approval::Given(Box::new(object)),
                Some("refused") if same => Approval::Refused(Box::new(object)),
                _ => continue,
            };
            let settled = matches!(approval, Approval::Given(_));
            approval = if settled { approval } else { said };
        }
        Ok(approval)
    }

    /// Writes name and hash of the changed text into the confirmation of it: that of the present draft, or of
    /// the table of targets that was handed in last. Nobody types them.
    pub(crate) async fn name_changed_text(
        &self,
        actor: &Actor,
        kind: ObjectKind,
        ask: &MoveRequest,
        input: &mut Input,
    ) -> Result<()> {
        let (ObjectKind::Item, "confirm_revision", Some(id)) = (kind, ask.verb.as_str(), ask.id) else {
            return Ok(());
        };
        input.fields.remove("confirmed");
        let mut tx = self.db().read().await?;
        let stored = objects::find(&mut tx, self.county(), id).await?;
        let item = stored.and_then(|stored| stored.object.fields.item().cloned());
        let Some(revision) = item.and_then(|item| item.revision) else { return Ok(()) };
        let text = if revision.starts_with(TARGETS) {
            let all = batches::list(&mut tx, self.county()).await?;
            let last = all.into_iter().find(|it| it.kind == Kind::Targets && it.state == BatchState::Staged);
            last.map(|batch| targets_mark(&batch))
        } else {
            drop(tx);
            match self.draft(actor).await?.name {
                None => None,
                Some(name) => {
                    let (_, edition) = self.edition(Some(&name), self.clock().today()).await?;
                    Some(mark(&name, edition.hash()))
                }
            }
        };
        // The text that the meeting saw is not a changed one.
        if let Some(text) = text.filter(|text| *text != revision) {
            input.fields.insert("confirmed".to_owned(), Value::from(text));
        }
        Ok(())
    }

    /// Why a table of targets waits for its meeting.
    pub(crate) async fn targets_held_back(&self, batch: &Batch) -> Result<Option<HeldBack>> {
        let rules = self.rules().await?;
        if !rules.numbers.targets_by_meeting {
            return Ok(None);
        }
        let owner = rules.rights.owner(Act::Assessment).map_or("会议", Level::label);
        let approval = self.said_of(&targets_name(batch), &targets_mark(batch)).await?;
        let (words, propose_to) = match &approval {
            Approval::NotNeeded | Approval::Given(_) => return Ok(None),
            Approval::NotAsked => ("还没有提请", Some(owner)),
            Approval::Waiting(_) => ("已提请，还没有议定", None),
            Approval::Refused(_) => ("会议没有同意，改好后另投一份再提请", None),
        };
        let words = format!("目标任务由{owner}议定，同意后才能接收；这份表{words}。");
        Ok(Some(HeldBack { words, propose_to, item: approval.item().map(|item| item.id) }))
    }

    /// Puts a table of targets that waits before the meeting that owns the assessment (R17); returns the item.
    pub async fn propose_targets(&self, actor: &Actor, batch: Uuid) -> Result<Moved> {
        actor.may(Action::Accept)?;
        match self.held_back(actor, batch).await? {
            Some(HeldBack { propose_to: Some(_), .. }) => {}
            Some(held_back) => return Err(Error::IllegalMove(held_back.words)),
            None => return Err(Error::IllegalMove("这个批次不用提请会议，可以直接接收。".to_owned())),
        }
        let mut tx = self.db().read().await?;
        let batch = self.find_batch(&mut tx, batch).await?;
        drop(tx);
        let fields = BTreeMap::from([
            ("act".to_owned(), serde_json::to_value(Act::Assessment)?),
            ("subject".to_owned(), Value::from(format!("目标任务分解（{}）", batch.file_name))),
            ("report".to_owned(), Value::from("目标任务表见“数据归集”，议定同意后接收生效。")),
            ("revision".to_owned(), Value::from(targets_mark(&batch))),
        ]);
        let ask = MoveRequest {
            verb: "open".to_owned(),
            input: Input { fields, ..Input::default() },
            ..MoveRequest::default()
        };
        self.make_move(actor, ObjectKind::Item, ask).await
    }

    /// Raises the item about the present draft; returns it.
    pub async fn propose_revision(&self, actor: &Actor) -> Result<Moved> {
        actor.may(Action::RevisePolicy)?;
        let draft = self.draft(actor).await?;
        let none = || Error::IllegalMove("没有草案可以提请。请先填写新值。".to_owned());
        let name = draft.name.ok_or_else(none)?;
        if let Approval::Waiting(item) = self.approval(actor, &name).await? {
            return Err(Error::IllegalMove(format!("草案已在议题“{}”中，议定后再提。", item.title)));
        }
        let (_, edition) = self.edition(Some(&name), self.clock().today()).await?;
        let differences = self.diff_revisions(actor, &draft.base, &name).await?;
        let lines: Vec<_> =
            differences.iter().map(|row| format!("{}：{} → {}", row.label, row.before, row.after)).collect();
        let fields = BTreeMap::from([
            ("act".to_owned(), serde_json::to_value(Act::PolicyDraft)?),
            ("subject".to_owned(), Value::from(format!("参数与口径修订 {name}"))),
            ("report".to_owned(), Value::from(lines.join("\n"))),
            ("revision".to_owned(), Value::from(mark(&name, edition.hash()))),
        ]);
        let ask = MoveRequest {
            verb: "open".to_owned(),
            input: Input { fields, ..Input::default() },
            ..MoveRequest::default()
        };
        self.make_move(actor, ObjectKind::Item, ask).await
    }

    /// The meeting that decides on the policy.
    pub async fn policy_owner(&self) -> Result<&'static str> {
        let (edition, _) = self.edition_nearest(self.clock().today()).await?;
        Ok(edition.rights().owner(Act::PolicyDraft).map_or("会议", Level::label))
    }

    /// The item that lets this draft be published; refuses where the edition wants one and none does. The
    /// command line writes for whoever has the files, and its event says so.
    pub(crate) async fn approving_item(&self, actor: &Actor, name: &str) -> Result<Option<Uuid>> {
        if actor.is_command_line() {
            return Ok(None);
        }
        let approval = self.approval(actor, name).await?;
        if approval.allows() {
            return Ok(approval.item().map(|item| item.id));
        }
        let owner = self.policy_owner().await?;
        Err(Error::IllegalMove(match approval.item() {
            Some(item) => format!("草案由{owner}决定，议题“{}”还没有同意。议定同意后再发布。", item.title),
            None => {
                format!("草案由{owner}决定，还没有提请。请先在“参数与口径”提请{owner}，议定同意后再发布。")
            }
        }))
    }
}

/// How the name of a table of targets begins, beside the names of revisions.
const TARGETS: &str = "targets/";

fn targets_name(batch: &Batch) -> String {
    format!("{TARGETS}{}", batch.id)
}

fn targets_mark(batch: &Batch) -> String {
    mark(&targets_name(batch), &batch.sha256)
}

fn is_about(item: &Item, name: &str) -> bool {
    let about = item.revision.as_deref().and_then(|mark| mark.split_once('#'));
    about.is_some_and(|(known, _)| known == name)
}
