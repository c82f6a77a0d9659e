//! Who is behind a request: from the cookie's token to an actor.
//!
//! Kept in memory and compared with the county's event number: whatever changes a session, an account or an
//! appointment is an event, so that the number of the last one tells whether the memory still holds: at once for
//! what this program wrote, a quarter of a second later for what another did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lingdi_domain::Actor;
use lingdi_domain::mechanism1_task_force::{SecurityRules, SessionTimes};
use lingdi_store::accounts::Account;
use lingdi_store::sessions::Session;
use lingdi_store::{Tx, accounts, persons, sessions};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Capacity;
use super::capacities::nobody;
use crate::{App, Result};

/// Name of the cookie that carries the token.
pub const COOKIE: &str = "lingdi_session";

/// Who is behind a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// As whom they act.
    pub actor: Actor,
    /// The person.
    pub person: Uuid,
    /// The person's own name.
    pub name: String,
    /// The account's login name.
    pub login: String,
    /// Everything they may act as.
    pub capacities: Vec<Capacity>,
    /// The one they act in; `None` without a post in force.
    pub capacity: Option<Uuid>,
    /// Must the password be changed before anything else?
    pub must_change: bool,
    pub(super) account: Uuid,
    /// Hash of the token.
    pub(super) token: String,
}

impl Caller {
    /// The post they act in, in words; empty without one.
    pub fn title(&self) -> &str {
        let present = self.capacities.iter().find(|capacity| Some(capacity.id) == self.capacity);
        present.map_or("", |capacity| capacity.title.as_str())
    }
}

/// The token in a `Cookie` header.
pub fn token_in(cookies: &str) -> Option<&str> {
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(name, _)| *name == COOKIE).map(|(_, token)| token)
}

/// Callers seen lately, by hash of the token.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<HashMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    caller: Arc<Caller>,
    times: SessionTimes,
    /// `seen_at` as the database has it.
    written: DateTime<Utc>,
    rules: Arc<SecurityRules>,
    /// Event number and day at which all this was read.
    read_at: (i64, NaiveDate),
}

/// Callers kept at most; more are swept when they have gone.
const KEPT: usize = 4096;

impl App {
    /// Who is behind a token; `None` when nobody is, or when the session is over.
    pub async fn caller(&self, token: &str) -> Result<Option<Arc<Caller>>> {
        let token = token_hash(token);
        let now = self.clock().now();
        let read_at = (self.last_event().await?, self.clock().today());
        let kept = self.kept_caller(&token);
        let fresh = kept.clone().filter(|kept| kept.read_at == read_at);
        let fresh = fresh.filter(|kept| kept.times.end(now, &kept.rules).is_none());
        let kept = if let Some(kept) = fresh {
            kept
        } else {
            let mut tx = self.db().read().await?;
            let Some(kept) = self.read_caller(&mut tx, &token, kept, read_at).await? else {
                return Ok(None);
            };
            kept
        };
        let caller = Arc::clone(&kept.caller);
        self.note_request(token, kept, now);
        Ok(Some(caller))
    }

    async fn read_caller(
        &self,
        tx: &mut Tx,
        token: &str,
        before: Option<Kept>,
        read_at: (i64, NaiveDate),
    ) -> Result<Option<Kept>> {
        let now = self.clock().now();
        let rules = self.security(tx).await?;
        let Some(session) = sessions::find(tx, self.county(), token).await? else { return Ok(None) };
        // Another server may have seen them later than this one, or this one may not have written it yet.
        let remembered = before.map_or(session.seen_at, |kept| kept.times.seen_at);
        let times = SessionTimes { opened_at: session.opened_at, seen_at: session.seen_at.max(remembered) };
        let Some(account) = accounts::find(tx, self.county(), session.account).await? else {
            return Ok(None);
        };
        if times.end(now, &rules).is_some() || !is_open(&account, read_at.1) {
            return Ok(None);
        }
        let caller = self.caller_of(tx, &session, &account, &rules, read_at.1).await?;
        Ok(Some(Kept { caller: Arc::new(caller), times, written: session.seen_at, rules, read_at }))
    }

    async fn caller_of(
        &self,
        tx: &mut Tx,
        session: &Session,
        account: &Account,
        rules: &SecurityRules,
        day: NaiveDate,
    ) -> Result<Caller> {
        let person = persons::find(tx, self.county(), account.person).await?;
        let name = person.map(|person| person.name).unwrap_or_default();
        let capacities = self.capacities(tx, account.person, &name, day).await?;
        let chosen = capacities.iter().find(|capacity| Some(capacity.id) == session.capacity);
        let present = chosen.or_else(|| capacities.first());
        Ok(Caller {
            actor: present.map_or_else(|| nobody(&name), |capacity| capacity.actor.clone()),
            capacity: present.map(|capacity| capacity.id),
            login: account.login.clone(),
            must_change: must_change(account, self.clock().now(), rules),
            account: account.id,
            person: account.person,
            token: session.token.clone(),
            capacities,
            name,
        })
    }

    fn kept_caller(&self, token: &str) -> Option<Kept> {
        self.inner.sessions.0.lock().ok()?.get(token).cloned()
    }

    /// Remembers that a request came, and now and then writes it down, without anybody waiting for it.
    fn note_request(&self, token: String, kept: Kept, now: DateTime<Utc>) {
        let late = now - kept.written >= TimeDelta::seconds(kept.rules.touch_seconds);
        let times = SessionTimes { seen_at: now, ..kept.times };
        let kept = Kept { times, written: if late { now } else { kept.written }, ..kept };
        if let Ok(mut all) = self.inner.sessions.0.lock() {
            if all.len() >= KEPT {
                all.retain(|_, kept| kept.times.end(now, &kept.rules).is_none());
            }
            all.insert(token.clone(), kept);
        }
        if late {
            let app = self.clone();
            tokio::spawn(async move {
                if let Err(error) = app.write_request(&token, now).await {
                    tracing::warn!(%error, "cannot note a request");
                }
            });
        }
    }

    async fn write_request(&self, token: &str, at: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db().write().await?;
        sessions::touch(&mut tx, self.county(), token, at).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// May anybody come in by this account on this day?
pub(super) fn is_open(account: &Account, day: NaiveDate) -> bool {
    account.state == "active" && account.expires_on.is_none_or(|last| day <= last)
}

/// Must the password be changed first: it was given by somebody else, or it is too old?
fn must_change(account: &Account, now: DateTime<Utc>, rules: &SecurityRules) -> bool {
    let old = |set_at| now - set_at >= TimeDelta::days(rules.password_days);
    account.must_change || account.password_set_at.is_some_and(old)
}

pub(super) fn token_hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(token_in("a=1; lingdi_session=abc; b=2"), Some("abc"));
        assert_eq!(token_in("xlingdi_session=abc"), None);
        assert_eq!(token_in(""), None);
    }
}
