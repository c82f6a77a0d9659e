//! A text of the policy that is older than the program: the newer one is offered, never taken over by itself.

use lingdi_domain::Actor;
use lingdi_policy::Edition;
use lingdi_policy::edition::{Difference, diff};
use serde::Serialize;

use crate::authority::May;
use crate::revisions::unreadable;
use crate::{Action, App, Error, Result};

/// A newer text of the edition in force, as the program ships it. Nothing of it holds until it is published.
#[derive(Debug, Clone, Serialize)]
pub struct Offer {
    /// What would differ from the revision in force.
    pub differences: Vec<Difference>,
}

impl Offer {
    /// What the revision in force does not have at all.
    pub fn added(&self) -> impl Iterator<Item = &Difference> {
        self.differences.iter().filter(|row| row.before.is_empty())
    }

    /// In one sentence, with the way on.
    pub fn sentence(&self) -> String {
        format!(
            "随系统发布的文本比现行口径新，有 {} 处不同，其中新增 {} 项。没有自动采用：请在“参数与口径”核对并采用，\
             或执行 lingdi policy renew。",
            self.differences.len(),
            self.added().count()
        )
    }
}

impl App {
    /// What is to be said at the start when the program ships a newer text of the edition in force.
    pub async fn shipped_offer(&self) -> Result<Option<String>> {
        let (edition, _) = self.edition_nearest(self.clock().today()).await?;
        Ok(offer(&edition)?.map(|offer| offer.sentence()))
    }

    /// Makes a draft of the text that the program ships, under the values that people put over the edition
    /// in force; returns its name. Errors: nothing newer is shipped, or there is a draft already.
    pub async fn draft_shipped(&self, actor: &Actor) -> Result<String> {
        actor.may(Action::RevisePolicy)?;
        let draft = self.draft(actor).await?;
        if let Some(name) = draft.name {
            return Err(Error::IllegalMove(format!("已有草案 {name}。请先发布或放弃，再采用新版文本。")));
        }
        let (_, edition) = self.edition(Some(&draft.base), self.clock().today()).await?;
        let none = || Error::IllegalMove("现行口径已是随系统发布的文本，没有新版可采用。".to_owned());
        let renewed = edition.renewed().map_err(unreadable)?.ok_or_else(none)?;
        self.save_draft(actor, &renewed, "采用随系统发布的新版文本".to_owned()).await
    }
}

/// What the program ships beyond the text of an edition.
pub(crate) fn offer(edition: &Edition) -> Result<Option<Offer>> {
    let renewed = edition.renewed().map_err(unreadable)?;
    let offer = renewed.map(|renewed| Offer { differences: diff(edition, &renewed) });
    Ok(offer.filter(|offer| !offer.differences.is_empty()))
}
