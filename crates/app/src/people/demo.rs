//! The people of the demo county: invented, without passwords, let in by a card.

use lingdi_domain::mechanism1_task_force::{Delegation, Link, Post, Term};
use lingdi_domain::{Actor, Role};
use lingdi_store::accounts::Account;
use lingdi_store::{Tx, accounts, events, posts};

use super::accounts::NewAccount;
use super::doors::Opened;
use crate::{App, Error, Result};

/// One invented person.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// Login name.
    pub login: &'static str,
    /// Name.
    pub name: &'static str,
    /// Code of the unit.
    pub unit: &'static str,
    /// The role.
    pub role: Role,
    /// 职务
    pub title: &'static str,
}

/// A card on the login page of the demo.
#[derive(Debug, Clone)]
pub struct DemoCard {
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Name of the unit.
    pub unit: String,
    /// 职务
    pub title: String,
    /// The role.
    pub role: Role,
}

impl App {
    /// Brings in the people of the demo county and what links its bureaus to its units; nothing
    /// elsewhere. `links` are bureau and unit.
    pub async fn seed_demo_people(&self, people: &[DemoPerson], links: &[(&str, &str)]) -> Result<()> {
        if !self.is_demo().await? || !self.needs_setup().await? {
            return Ok(());
        }
        let actor = Actor::program("演示数据");
        let today = self.clock().today();
        let start = chrono::NaiveDate::from_ymd_opt(2022, 3, 21).unwrap_or(today);
        let term = Term { from: start, to: None };
        let mut tx = self.db().write().await?;
        for person in people {
            let new = NewAccount {
                login: person.login.to_owned(),
                name: person.name.to_owned(),
                ..NewAccount::default()
            };
            self.write_account(&mut tx, &actor, &new, None, false).await?;
            let known = self.person_named(&mut tx, &actor, person.name).await?;
            // Appointed by two people, in the demo too.
            if person.role == Role::Discipline {
                continue;
            }
            let post = Post {
                id: self.ids().next(),
                person: known.id,
                unit: person.unit.to_owned(),
                role: person.role,
                title: person.title.to_owned(),
                term,
            };
            self.appoint(&mut tx, &actor, &post, "演示数据").await?;
        }
        for (bureau, unit) in links {
            let row =
                Link { id: self.ids().next(), bureau: (*bureau).to_owned(), unit: (*unit).to_owned(), term };
            posts::link(&mut tx, self.county(), &row).await?;
        }
        let event = events::NewEvent {
            verb: "demo_people_seeded",
            object: "person",
            payload: serde_json::json!({"title": "演示人员", "links": links}),
            ..events::NewEvent::default()
        };
        events::record(&mut tx, self.county(), &actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets one person of the demo stand in for another for a month from today, by their login names.
    pub async fn seed_demo_deputy(&self, deputy: &str, principal: &str) -> Result<()> {
        let today = self.clock().today();
        let mut tx = self.db().write().await?;
        let deputy = self.demo_account(&mut tx, deputy).await?;
        let principal = self.demo_account(&mut tx, principal).await?;
        let held = posts::of_person(&mut tx, self.county(), principal.person).await?;
        let Some(post) = held.into_iter().find(|post| post.term.holds(today)) else { return Ok(()) };
        let term = Term { from: today, to: Some(today + chrono::TimeDelta::days(30)) };
        let row = Delegation {
            id: self.ids().next(),
            post: post.id,
            person: deputy.person,
            acts: Vec::new(),
            term,
        };
        posts::delegate(&mut tx, self.county(), &row).await?;
        let event = events::NewEvent {
            verb: "demo_people_seeded",
            object: "person",
            object_id: deputy.person.to_string(),
            payload: serde_json::json!({"title": "演示代理", "delegation": row.id}),
            ..events::NewEvent::default()
        };
        let actor = Actor::program("演示数据");
        events::record(&mut tx, self.county(), &actor, self.clock().now(), event).await?;
        Ok(tx.commit().await?)
    }

    /// As whom a person of the demo acts today, for performing its history.
    pub async fn demo_actor(&self, login: &str) -> Result<Actor> {
        let mut tx = self.db().read().await?;
        let account = self.demo_account(&mut tx, login).await?;
        let person = lingdi_store::persons::find(&mut tx, self.county(), account.person).await?;
        let name = person.map(|person| person.name).unwrap_or_default();
        let today = self.clock().today();
        let capacities = self.capacities(&mut tx, account.person, &name, today).await?;
        let own = capacities.into_iter().next().map(|capacity| capacity.actor);
        own.ok_or_else(|| Error::NotFound(format!("演示人员“{login}”没有任职。")))
    }

    /// An account of the demo that has no password; there are none in a real county.
    async fn demo_account(&self, tx: &mut Tx, login: &str) -> Result<Account> {
        let account = accounts::by_login(tx, self.county(), login).await?;
        let account = account.filter(|account| account.password.is_none() && account.state == "active");
        account.ok_or_else(|| Error::NotFound("没有这张演示名片。请返回登录页重新选择。".to_owned()))
    }

    /// One card for each person of the demo, in the order of the roles; none in a real county.
    pub async fn demo_cards(&self) -> Result<Vec<DemoCard>> {
        if !self.is_demo().await? {
            return Ok(Vec::new());
        }
        let units = self.units().await?;
        let today = self.clock().today();
        let mut tx = self.db().read().await?;
        let all = accounts::list(&mut tx, self.county()).await?;
        let mut cards = Vec::new();
        for account in all.into_iter().filter(|account| account.password.is_none()) {
            let held = posts::of_person(&mut tx, self.county(), account.person).await?;
            let Some(post) = held.into_iter().find(|post| post.term.holds(today)) else { continue };
            let person = lingdi_store::persons::find(&mut tx, self.county(), account.person).await?;
            let unit = units.iter().find(|unit| unit.code == post.unit);
            let card = DemoCard {
                login: account.login,
                name: person.map(|person| person.name).unwrap_or_default(),
                unit: unit.map(|unit| unit.name.to_string()).unwrap_or_default(),
                title: post.title,
                role: post.role,
            };
            cards.push((post.id, card));
        }
        // Leader and clerk of a local unit stand together, in the order in which people were seated.
        let group = |role| if role == Role::LocalClerk { Role::LocalLeader } else { role };
        cards.sort_by_key(|(seated, card)| (group(card.role), *seated));
        Ok(cards.into_iter().map(|(_, card)| card).collect())
    }

    /// Lets somebody in by a card of the demo: only in the demo county, only by an account without a
    /// password. The caller has made sure that the server listens on this machine alone.
    pub async fn log_in_to_demo(&self, login: &str) -> Result<Opened> {
        if !self.is_demo().await? {
            return Err(Error::Forbidden("只有演示县可以不用口令登录。请用登录名和口令登录。".to_owned()));
        }
        let mut tx = self.db().write().await?;
        let rules = self.security(&mut tx).await?;
        let account = self.demo_account(&mut tx, login).await?;
        let opened = self.open_session(&mut tx, &account, "logged_in", &rules).await?;
        tx.commit().await?;
        Ok(opened)
    }
}
