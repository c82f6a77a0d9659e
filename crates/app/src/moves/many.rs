//! One move on many objects: each by the one verb in a transaction of its own, with an answer for each.

use lingdi_domain::Actor;
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_store::objects;
use uuid::Uuid;

use super::{MoveRequest, Moved, load};
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// The most objects that one request moves, so that nobody waits long for the page.
pub(super) const MOST: usize = 100;

/// One move on many objects.
#[derive(Debug, Clone, Default)]
pub struct Many {
    /// The objects, each with the version that the person saw.
    pub on: Vec<(ObjectKind, Uuid, Option<i64>)>,
    /// Which move.
    pub verb: String,
    /// What is handed in with every one.
    pub input: Input,
}

/// What became of one object.
#[derive(Debug)]
pub struct Outcome {
    /// What it is.
    pub kind: ObjectKind,
    /// Which.
    pub id: Uuid,
    /// What people call it; empty for one that the actor may not see.
    pub title: String,
    /// The object after the move, or why it was not made.
    pub answer: Result<Moved>,
}

impl App {
    /// Makes one move on many objects. A refusal of one holds up no other.
    pub async fn make_moves(&self, actor: &Actor, many: Many) -> Result<Vec<Outcome>> {
        actor.may(Action::Read)?;
        if many.on.is_empty() {
            return Err(Error::Refused("还没有勾选。请先勾选要办理的事项。".to_owned()));
        }
        if many.on.len() > MOST {
            return Err(Error::Refused(format!("一次最多办理 {MOST} 件，请分几次办理。")));
        }
        let mut outcomes = Vec::new();
        for (kind, id, seen) in many.on {
            let title = self.title_of(actor, kind, id).await?;
            let ask = MoveRequest {
                id: Some(id),
                verb: many.verb.clone(),
                input: many.input.clone(),
                seen,
                ..MoveRequest::default()
            };
            outcomes.push(Outcome { kind, id, title, answer: self.make_move(actor, kind, ask).await });
        }
        Ok(outcomes)
    }

    pub(super) async fn title_of(&self, actor: &Actor, kind: ObjectKind, id: Uuid) -> Result<String> {
        let mut tx = self.db().read().await?;
        match load::object(&mut tx, self.county(), Some(actor), kind, id).await {
            Ok(objects::Stored { object, .. }) => Ok(object.title),
            Err(Error::NotFound(_)) => Ok(String::new()),
            Err(error) => Err(error),
        }
    }
}
