//! 政策起草制定 (R50): a drafted revision goes to the meeting that owns it before it is published.

use std::collections::BTreeMap;

use lingdi_domain::Actor;
use lingdi_domain::meeting::{Act, Item, Level, is_pending};
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_store::objects::Filter;
use serde_json::Value;
use uuid::Uuid;

use crate::authority::May;
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
        let wanted = mark(name, edition.hash());
        let mut tx = self.db().read().await?;
        let items = every(&mut tx, self.county(), ObjectKind::Item, &Filter::default()).await?;
        let mut approval = Approval::NotAsked;
        for object in items {
            let Some(item) = object.fields.item().filter(|item| is_about(item, name)) else { continue };
            let same = item.revision.as_deref() == Some(wanted.as_str());
            // A text that the meeting wanted changed is another text than the one it saw.
            let changed = item.outcome.as_deref() == Some("agreed_with_changes");
            let said = match item.outcome.as_deref() {
                _ if object.state == "DROPPED" => continue,
                _ if is_pending(&object) => Approval::Waiting(Box::new(object)),
                Some("agreed" | "agreed_with_changes") if same || changed => {
                    Approval::Given(Box::new(object))
                }
                Some("refused") if same => Approval::Refused(Box::new(object)),
                _ => continue,
            };
            let settled = matches!(approval, Approval::Given(_));
            approval = if settled { approval } else { said };
        }
        Ok(approval)
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

fn is_about(item: &Item, name: &str) -> bool {
    let about = item.revision.as_deref().and_then(|mark| mark.split_once('#'));
    about.is_some_and(|(known, _)| known == name)
}
