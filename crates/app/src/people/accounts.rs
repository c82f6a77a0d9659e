//! Accounts: their technical life, which is the 系统管理员's, and the first three of them.

use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::mechanism1_task_force::{Post, SecurityRules, Term};
use lingdi_domain::{Actor, Role};
use lingdi_store::accounts::Account;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::persons::Person;
use lingdi_store::{Tx, accounts, persons, posts, sessions};
use uuid::Uuid;

use super::doors::account_event;
use super::{passwords, sealed};
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// An account to be made. The password is a first one: whoever gets it changes it on coming in.
#[derive(Debug, Clone, Default)]
pub struct NewAccount {
    /// The name typed at the door.
    pub login: String,
    /// The person's name; somebody of that name who is known already gets the account.
    pub name: String,
    /// First password.
    pub password: String,
    /// Last day.
    pub expires_on: Option<NaiveDate>,
    /// Unit, role and 职务 of a first post; only at the machine, where nobody else confirms.
    pub post: Option<(String, Role, String)>,
}

/// One of the first three.
#[derive(Debug, Clone, Default)]
pub struct NewAdministrator {
    /// The person's name.
    pub name: String,
    /// The name typed at the door.
    pub login: String,
    /// Own password.
    pub password: String,
    /// The same once more.
    pub again: String,
}

/// An account as the page 账号 shows it.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// Its id.
    pub id: Uuid,
    /// The name typed at the door.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Posts in force, in words.
    pub titles: Vec<String>,
    /// Is it open?
    pub open: bool,
    /// Shut for wrong passwords until then; `None` when it is not.
    pub locked_until: Option<DateTime<Utc>>,
    /// Last day.
    pub expires_on: Option<NaiveDate>,
    /// Must the password be changed at the next login?
    pub must_change: bool,
    /// When somebody last came in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// The three, in the order of the set-up page.
const ADMINISTRATORS: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];

impl App {
    /// Is there no account yet, so that the first three are to be made?
    pub async fn needs_setup(&self) -> Result<bool> {
        let mut tx = self.db().read().await?;
        Ok(accounts::count(&mut tx, self.county()).await? == 0)
    }

    /// Makes the three administrators 系统, 安全, 审计: three persons, in a county without any account.
    pub async fn set_up(&self, three: &[NewAdministrator; 3]) -> Result<()> {
        let mut tx = self.db().read().await?;
        let rules = self.security(&mut tx).await?;
        drop(tx);
        let mut hashes = Vec::new();
        for (new, role) in three.iter().zip(ADMINISTRATORS) {
            let label = |error: Error| Error::Refused(format!("{}：{error}", role.label()));
            check_names(&new.login, &new.name).map_err(label)?;
            passwords::check(&new.password, &new.again, &new.login, &rules).map_err(label)?;
            hashes.push(passwords::hash(&new.password, &rules).await?);
        }
        let same = |a: usize, b: usize| {
            three[a].name.trim() == three[b].name.trim()
                || three[a].login.trim().eq_ignore_ascii_case(three[b].login.trim())
        };
        if same(0, 1) || same(0, 2) || same(1, 2) {
            return Err(Error::Refused("三个管理员必须是三个不同的人，姓名和登录名都不能相同。".to_owned()));
        }
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        if accounts::count(&mut tx, self.county()).await? > 0 {
            return Err(Error::IllegalMove("已经有账号，首次设置不再开放。请登录。".to_owned()));
        }
        let actor = Actor::program("首次设置");
        let unit = crate::shipped_units::task_force(self.county());
        for ((new, role), hash) in three.iter().zip(ADMINISTRATORS).zip(hashes) {
            let new = NewAccount {
                login: new.login.clone(),
                name: new.name.clone(),
                post: Some((unit.clone(), role, role.label().to_owned())),
                ..NewAccount::default()
            };
            self.write_account(&mut tx, &actor, &new, Some(&hash), false).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Makes an account, and the person when nobody of that name is known.
    pub async fn add_account(&self, actor: &Actor, new: &NewAccount) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        if new.post.is_some() {
            // Only who has the machine's files holds both halves of a change of rights.
            actor.may(Action::ProposeRights)?;
            actor.may(Action::ConfirmRights)?;
        }
        check_names(&new.login, &new.name)?;
        let mut tx = self.db().read().await?;
        let rules = self.security(&mut tx).await?;
        drop(tx);
        passwords::check(&new.password, &new.password, &new.login, &rules)?;
        if let Some((unit, role, _)) = &new.post {
            if *role == Role::Discipline {
                return Err(Error::Refused(
                    "纪检监察岗位由安全管理员提出、组长复核，不能随账号任职。请先开设账号，再到“组织与人员”提出任职。"
                        .to_owned(),
                ));
            }
            self.check_unit(unit, *role).await?;
        }
        let hash = passwords::hash(&new.password, &rules).await?;
        let mut tx = self.db().write().await?;
        let known = persons::list(&mut tx, self.county()).await?;
        if let Some(known) = known.iter().find(|person| person.name == new.name.trim()) {
            sealed::stays_shut(&mut tx, self.county(), known.id, self.clock().today()).await?;
        }
        self.write_account(&mut tx, actor, new, Some(&hash), true).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes person, account and first post, each with its event.
    pub(super) async fn write_account(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        new: &NewAccount,
        hash: Option<&str>,
        must_change: bool,
    ) -> Result<()> {
        let now = self.clock().now();
        let person = self.person_named(tx, actor, new.name.trim()).await?;
        let account = Account {
            id: self.ids().next(),
            person: person.id,
            login: new.login.trim().to_lowercase(),
            state: "active".to_owned(),
            password: None,
            password_set_at: None,
            must_change: false,
            failures: 0,
            locked_until: None,
            expires_on: new.expires_on,
            last_login_at: None,
            created_at: now,
        };
        match accounts::insert(tx, self.county(), &account).await {
            Err(error) if error.is_unique_violation() => {
                return Err(Error::Refused(format!("登录名“{}”已经有人用了，请换一个。", account.login)));
            }
            inserted => inserted?,
        }
        if let Some(hash) = hash {
            accounts::set_password(tx, self.county(), account.id, hash, must_change, now).await?;
        }
        let event = NewEvent { to_state: "active".to_owned(), ..account_event("account_added", &account) };
        events::record(tx, self.county(), actor, now, event).await?;
        if let Some((unit, role, title)) = &new.post {
            let post = Post {
                id: self.ids().next(),
                person: person.id,
                unit: unit.clone(),
                role: *role,
                title: title.clone(),
                term: Term { from: self.clock().today(), to: None },
            };
            self.appoint(tx, actor, &post, "").await?;
        }
        Ok(())
    }

    /// The person of this name; made when nobody has it.
    pub(super) async fn person_named(&self, tx: &mut Tx, actor: &Actor, name: &str) -> Result<Person> {
        let known = persons::list(tx, self.county()).await?;
        if let Some(known) = known.into_iter().find(|person| person.name == name) {
            return Ok(known);
        }
        let person = Person { id: self.ids().next(), name: name.to_owned() };
        let now = self.clock().now();
        persons::insert(tx, self.county(), &person, now).await?;
        let event = NewEvent {
            verb: "person_added",
            object: "person",
            object_id: person.id.to_string(),
            payload: serde_json::json!({"title": name}),
            ..NewEvent::default()
        };
        events::record(tx, self.county(), actor, now, event).await?;
        Ok(person)
    }

    /// All accounts.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<AccountView>> {
        actor.may(Action::ManageAccounts)?;
        let (now, today) = (self.clock().now(), self.clock().today());
        let mut tx = self.db().read().await?;
        let persons = persons::list(&mut tx, self.county()).await?;
        let posts = posts::list(&mut tx, self.county()).await?;
        let view = |account: Account| AccountView {
            name: persons
                .iter()
                .find(|person| person.id == account.person)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            titles: posts
                .iter()
                .filter(|post| post.person == account.person && post.term.holds(today))
                .map(|post| post.title.clone())
                .collect(),
            open: super::callers::is_open(&account, today),
            locked_until: account.locked_until.filter(|until| now < *until),
            id: account.id,
            login: account.login,
            expires_on: account.expires_on,
            must_change: account.must_change,
            last_login_at: account.last_login_at,
        };
        Ok(accounts::list(&mut tx, self.county()).await?.into_iter().map(view).collect())
    }

    /// The account of a login name, for the command line.
    pub async fn account_named(&self, actor: &Actor, login: &str) -> Result<Uuid> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.db().read().await?;
        let account = accounts::by_login(&mut tx, self.county(), &login.trim().to_lowercase()).await?;
        account.map(|account| account.id).ok_or_else(not_found)
    }

    /// Gives an account a first password again, which must be changed on coming in; its sessions end.
    pub async fn reset_password(&self, actor: &Actor, id: Uuid, password: &str) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.db().read().await?;
        let rules: std::sync::Arc<SecurityRules> = self.security(&mut tx).await?;
        let account = accounts::find(&mut tx, self.county(), id).await?.ok_or_else(not_found)?;
        sealed::stays_shut(&mut tx, self.county(), account.person, self.clock().today()).await?;
        drop(tx);
        passwords::check(password, password, &account.login, &rules)?;
        let hash = passwords::hash(password, &rules).await?;
        let mut tx = self.db().write().await?;
        let now = self.clock().now();
        accounts::set_password(&mut tx, self.county(), id, &hash, true, now).await?;
        sessions::delete_of(&mut tx, self.county(), id, "").await?;
        events::record(&mut tx, self.county(), actor, now, account_event("password_reset", &account)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens an account (also one shut for wrong passwords) or closes it, which ends its sessions, and
    /// sets its last day.
    pub async fn set_account(
        &self,
        actor: &Actor,
        id: Uuid,
        open: bool,
        expires_on: Option<NaiveDate>,
        reason: &str,
    ) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.db().write().await?;
        let account = accounts::find(&mut tx, self.county(), id).await?.ok_or_else(not_found)?;
        let state = if open { "active" } else { "disabled" };
        accounts::set_state(&mut tx, self.county(), id, state, expires_on).await?;
        if !open {
            sessions::delete_of(&mut tx, self.county(), id, "").await?;
        }
        let event = NewEvent {
            from_state: account.state.clone(),
            to_state: state.to_owned(),
            reason: reason.to_owned(),
            payload: serde_json::json!({"title": account.login, "expires_on": expires_on}),
            ..account_event(if open { "account_opened" } else { "account_closed" }, &account)
        };
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn check_names(login: &str, name: &str) -> Result<()> {
    let (login, name) = (login.trim(), name.trim());
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if login.len() < 3 || login.len() > 32 || !login.bytes().all(plain) {
        return Err(Error::Refused(format!(
            "登录名“{login}”不能用：请用 3 至 32 位字母、数字、点、横线，例如 zhangjg。"
        )));
    }
    if name.is_empty() || name.chars().count() > 20 {
        return Err(Error::Refused(
            "请填写姓名，不超过 20 个字；同名的人请加字区分，例如 张伟（横村）。".to_owned(),
        ));
    }
    Ok(())
}

fn not_found() -> Error {
    Error::NotFound("没有这个账号。请到“账号”查看全部账号。".to_owned())
}
