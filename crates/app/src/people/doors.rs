//! Coming in, going out, changing the password, choosing the post to act in.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use lingdi_domain::Actor;
use lingdi_domain::mechanism1_task_force::{Lock, SecurityRules};
use lingdi_store::accounts::Account;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::sessions::Session;
use lingdi_store::{Tx, accounts, persons, sessions};
use serde_json::json;
use uuid::Uuid;

use super::callers::{is_open, token_hash};
use super::{Caller, passwords};
use crate::{App, Error, Result, shanghai_date};

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// For the browser alone; we keep its hash.
    pub token: String,
}

/// The same words for an unknown name and for a wrong password.
const WRONG: &str = "登录名或口令不对";

impl App {
    /// Lets somebody in by login name and password. Failures in a row shut the account for a while.
    pub async fn log_in(&self, login: &str, password: &str) -> Result<Opened> {
        let login = login.trim().to_lowercase();
        let mut tx = self.db().read().await?;
        let rules = self.security(&mut tx).await?;
        let account = accounts::by_login(&mut tx, self.county(), &login).await?;
        drop(tx);
        if let Some(account) = &account {
            refuse_locked(account, self.clock().now())?;
        }
        let hashes = account.iter().filter_map(|account| account.password.clone()).collect();
        let right = passwords::matches_any(password, hashes, &rules).await?;
        let Some(account) = account else {
            tracing::warn!("login with an unknown name");
            return Err(wrong(&rules));
        };
        self.settle_try(account.id, right, &rules).await
    }

    /// Writes down how a try went. The chain's lock puts tries in a row, so that guessing in parallel
    /// gets no further than guessing in turn.
    async fn settle_try(&self, id: Uuid, right: bool, rules: &Arc<SecurityRules>) -> Result<Opened> {
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        let account = accounts::find(&mut tx, self.county(), id).await?.ok_or_else(|| wrong(rules))?;
        let now = self.clock().now();
        refuse_locked(&account, now)?;
        if !right {
            let lock = Lock { failures: account.failures, until: account.locked_until };
            let lock = lock.after_failure(now, rules);
            let account = Account { failures: lock.failures, locked_until: lock.until, ..account };
            accounts::note_try(&mut tx, self.county(), &account).await?;
            let event = NewEvent {
                to_state: if lock.until.is_some() { "locked" } else { "" }.to_owned(),
                ..account_event("login_failed", &account)
            };
            events::record(&mut tx, self.county(), &Actor::program("未登录"), now, event).await?;
            tx.commit().await?;
            return Err(lock.until.map_or_else(|| wrong(rules), |until| shut(until, now)));
        }
        refuse_closed(&account, now, rules)?;
        let opened = self.open_session(&mut tx, &account, "logged_in", rules).await?;
        tx.commit().await?;
        Ok(opened)
    }

    /// Opens a session for an account whose door is open.
    pub(super) async fn open_session(
        &self,
        tx: &mut Tx,
        account: &Account,
        verb: &'static str,
        rules: &SecurityRules,
    ) -> Result<Opened> {
        let now = self.clock().now();
        let account =
            Account { failures: 0, locked_until: None, last_login_at: Some(now), ..account.clone() };
        accounts::note_try(tx, self.county(), &account).await?;
        let (idle, absolute) =
            (TimeDelta::minutes(rules.idle_minutes), TimeDelta::hours(rules.absolute_hours));
        sessions::sweep(tx, self.county(), now - absolute, now - idle).await?;
        let token = hex::encode(passwords::random::<32>()?);
        let session = Session {
            token: token_hash(&token),
            account: account.id,
            capacity: None,
            opened_at: now,
            seen_at: now,
        };
        sessions::insert(tx, self.county(), &session).await?;
        let person = persons::find(tx, self.county(), account.person).await?;
        let name = person.map(|person| person.name).unwrap_or_default();
        let capacities = self.capacities(tx, account.person, &name, self.clock().today()).await?;
        let actor =
            capacities.first().map_or_else(|| super::capacities::nobody(&name), |first| first.actor.clone());
        events::record(tx, self.county(), &actor, now, account_event(verb, &account)).await?;
        Ok(Opened { token })
    }

    /// Ends a session.
    pub async fn log_out(&self, caller: &Caller) -> Result<()> {
        let mut tx = self.db().write().await?;
        sessions::delete(&mut tx, self.county(), &caller.token).await?;
        let event = NewEvent {
            verb: "logged_out",
            object: "account",
            object_id: caller.account.to_string(),
            payload: json!({"title": caller.login}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), &caller.actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Chooses another of one's posts, or a delegation, to act in.
    pub async fn choose_capacity(&self, caller: &Caller, id: Uuid) -> Result<()> {
        let Some(capacity) = caller.capacities.iter().find(|capacity| capacity.id == id) else {
            return Err(Error::Forbidden("这不是您在任的岗位，没有切换。请从姓名菜单里选择。".to_owned()));
        };
        let mut tx = self.db().write().await?;
        sessions::choose(&mut tx, self.county(), &caller.token, id).await?;
        let event = NewEvent {
            verb: "capacity_chosen",
            object: "account",
            object_id: caller.account.to_string(),
            payload: json!({"title": capacity.title}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), &capacity.actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Changes one's own password; other sessions of the account end.
    pub async fn change_password(&self, caller: &Caller, old: &str, new: &str, again: &str) -> Result<()> {
        let mut tx = self.db().read().await?;
        let rules = self.security(&mut tx).await?;
        let account = accounts::find(&mut tx, self.county(), caller.account).await?;
        let former =
            accounts::last_passwords(&mut tx, self.county(), caller.account, rules.password_history).await?;
        drop(tx);
        let Some(present) = account.and_then(|account| account.password) else {
            return Err(Error::Refused("演示账号没有口令，不用修改。".to_owned()));
        };
        if !passwords::matches_any(old, vec![present], &rules).await? {
            return Err(Error::Refused("原口令不对，没有改动。忘记原口令的，请系统管理员重置。".to_owned()));
        }
        passwords::check(new, again, &caller.login, &rules)?;
        if passwords::matches_any(new, former, &rules).await? {
            return Err(Error::Refused(format!(
                "新口令与最近 {} 个口令之一相同，请换一个。",
                rules.password_history
            )));
        }
        let hash = passwords::hash(new, &rules).await?;
        let now = self.clock().now();
        let mut tx = self.db().write().await?;
        accounts::set_password(&mut tx, self.county(), caller.account, &hash, false, now).await?;
        sessions::delete_of(&mut tx, self.county(), caller.account, &caller.token).await?;
        let event = NewEvent {
            verb: "password_changed",
            object: "account",
            object_id: caller.account.to_string(),
            payload: json!({"title": caller.login}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), &caller.actor, now, event).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// An event about an account.
pub(super) fn account_event(verb: &'static str, account: &Account) -> NewEvent {
    NewEvent {
        verb,
        object: "account",
        object_id: account.id.to_string(),
        payload: json!({"title": account.login}),
        ..NewEvent::default()
    }
}

fn wrong(rules: &SecurityRules) -> Error {
    Error::Refused(format!(
        "{WRONG}。连续输错 {} 次，账号锁定 {} 分钟。忘记口令请联系系统管理员重置。",
        rules.lock_failures, rules.lock_minutes
    ))
}

fn shut(until: DateTime<Utc>, now: DateTime<Utc>) -> Error {
    let minutes = (until - now).num_seconds().max(0) / 60 + 1;
    Error::Refused(format!("连续输错口令，账号已锁定。请 {minutes} 分钟后再试，或请系统管理员解锁。"))
}

fn refuse_locked(account: &Account, now: DateTime<Utc>) -> Result<()> {
    let lock = Lock { failures: account.failures, until: account.locked_until };
    lock.shut_until(now).map_or(Ok(()), |until| Err(shut(until, now)))
}

/// Told only to whoever knows the password.
fn refuse_closed(account: &Account, now: DateTime<Utc>, rules: &SecurityRules) -> Result<()> {
    if !is_open(account, shanghai_date(now)) {
        return Err(Error::Refused("账号已停用或已过期。请联系系统管理员。".to_owned()));
    }
    let last = account.last_login_at.or(account.password_set_at).unwrap_or(account.created_at);
    let last = last.max(account.password_set_at.unwrap_or(last));
    if now - last >= TimeDelta::days(rules.dormant_days) {
        return Err(Error::Refused(format!(
            "账号超过 {} 天没有登录，已停用。请联系系统管理员重置口令后再用。",
            rules.dormant_days
        )));
    }
    Ok(())
}
