//! Notices to a person: what they are told of deadlines, and that they read it.

use chrono::NaiveDate;
use lingdi_store::notices;
use uuid::Uuid;

use crate::authority::May;
use crate::people::Caller;
use crate::{Action, App, Result};

pub use lingdi_store::notices::Listed;

/// A page of notices.
#[derive(Debug, Clone)]
pub struct NoticePage {
    /// The notices, the newest first.
    pub rows: Vec<Listed>,
    /// Where the next page begins: day and id of the last one shown.
    pub next: Option<(NaiveDate, Uuid)>,
}

impl App {
    /// How many notices the caller has not read. Who sees no data has none.
    pub async fn notices_unread(&self, caller: &Caller) -> Result<i64> {
        if caller.actor.may(Action::Read).is_err() {
            return Ok(0);
        }
        let mut tx = self.db().read().await?;
        Ok(notices::unread(&mut tx, self.county(), &caller.actor.scope, caller.person).await?)
    }

    /// A page of the caller's notices about what they may see.
    pub async fn notices(
        &self,
        caller: &Caller,
        after: Option<(NaiveDate, Uuid)>,
        limit: usize,
    ) -> Result<NoticePage> {
        caller.actor.may(Action::Read)?;
        let (mut tx, county, scope) = (self.db().read().await?, self.county(), &caller.actor.scope);
        let mut rows = notices::page(&mut tx, county, scope, caller.person, after, limit + 1).await?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more);
        let next = last.map(|last| (last.notice.day, last.notice.id));
        Ok(NoticePage { rows, next })
    }

    /// Marks one of the caller's notices, or with no id all of them, as read. That somebody read a notice
    /// changes nothing of the county's matters, and is no event.
    pub async fn read_notices(&self, caller: &Caller, id: Option<Uuid>) -> Result<()> {
        caller.actor.may(Action::Read)?;
        let now = self.clock().now();
        let mut tx = self.db().write().await?;
        notices::mark_read(&mut tx, self.county(), caller.person, id, now).await?;
        Ok(tx.commit().await?)
    }
}
