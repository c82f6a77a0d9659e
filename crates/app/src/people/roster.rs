//! The page 组织与人员: units with their posts, links, delegations, and changes that wait to be confirmed.

use chrono::NaiveDate;
use lingdi_domain::mechanism1_task_force::{Delegation, Link, Post, Term};
use lingdi_domain::{Actor, Role};
use lingdi_policy::facts::Unit;
use lingdi_store::persons::Person;
use lingdi_store::{persons, posts, rights_changes};
use uuid::Uuid;

use super::rights::{ChangeView, RightsChange, may_confirm};
use crate::authority::May;
use crate::{Action, App, Result};

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct Roster {
    /// Units in the official order, each with its posts.
    pub units: Vec<UnitView>,
    /// Links, by bureau.
    pub links: Vec<LinkView>,
    /// Delegations, the newest first.
    pub delegations: Vec<DelegationView>,
    /// Changes that wait to be confirmed.
    pub waiting: Vec<ChangeView>,
    /// Names of all persons.
    pub persons: Vec<String>,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct UnitView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// 类型
    pub kind: String,
    /// Who is appointed there, in force first.
    pub posts: Vec<PostView>,
}

/// An appointment.
#[derive(Debug, Clone)]
pub struct PostView {
    /// Its id.
    pub id: Uuid,
    /// The person's name.
    pub name: String,
    /// 职务
    pub title: String,
    /// The role.
    pub role: Role,
    /// From when to when.
    pub term: Term,
    /// Is it in force today?
    pub in_force: bool,
}

/// A link.
#[derive(Debug, Clone)]
pub struct LinkView {
    /// Its id.
    pub id: Uuid,
    /// Name of the bureau or company.
    pub bureau: String,
    /// Name of the local unit.
    pub unit: String,
    /// From when to when.
    pub term: Term,
    /// Is it in force today?
    pub in_force: bool,
}

/// A delegation.
#[derive(Debug, Clone)]
pub struct DelegationView {
    /// Its id.
    pub id: Uuid,
    /// Whose post.
    pub principal: String,
    /// The post.
    pub title: String,
    /// Who stands in.
    pub deputy: String,
    /// Which acts, in words.
    pub acts: String,
    /// From when to when.
    pub term: Term,
    /// Is it in force today?
    pub in_force: bool,
}

impl Roster {
    /// 专班: its head, its deputies, its office and its inspectors, each with post and term, those of the past
    /// after those in force (R53).
    pub fn task_force(&self) -> Vec<(&UnitView, &PostView)> {
        let rank = |role: Role| TASK_FORCE.iter().position(|known| *known == role);
        let posts = self.units.iter().flat_map(|unit| unit.posts.iter().map(move |post| (unit, post)));
        let mut roster: Vec<_> = posts.filter(|(_, post)| rank(post.role).is_some()).collect();
        roster.sort_by_key(|(_, post)| (!post.in_force, rank(post.role), post.term.from));
        roster
    }
}

/// Roles of the task force, the head first.
const TASK_FORCE: [Role; 6] =
    [Role::Leader, Role::DeputyLeader, Role::OfficeHead, Role::OfficeClerk, Role::WorkGroup, Role::Inspector];

impl App {
    /// How many changes of rights wait to be confirmed.
    pub async fn changes_waiting(&self, actor: &Actor) -> Result<u64> {
        actor.may(Action::ReadPeople)?;
        let mut tx = self.db().read().await?;
        Ok(rights_changes::in_state(&mut tx, self.county(), "proposed").await?.len() as u64)
    }

    /// Units, posts, links and delegations.
    pub async fn roster(&self, actor: &Actor) -> Result<Roster> {
        actor.may(Action::ReadPeople)?;
        let units = self.units().await?;
        let today = self.clock().today();
        let county = self.county();
        let mut tx = self.db().read().await?;
        let book = Book {
            units: &units,
            persons: persons::list(&mut tx, county).await?,
            posts: posts::list(&mut tx, county).await?,
            delegations: posts::delegations(&mut tx, county).await?,
            links: posts::links(&mut tx, county).await?,
            today,
        };
        let waiting = rights_changes::in_state(&mut tx, county, "proposed").await?;
        let waiting = waiting.into_iter().filter_map(|row| {
            let change: RightsChange = serde_json::from_str(&row.change).ok()?;
            Some(ChangeView {
                confirms: may_confirm(actor, change.is_of_discipline(&book.posts)).is_ok(),
                by: if change.is_of_discipline(&book.posts) { Role::Leader } else { Role::SystemAdmin },
                id: row.id,
                kind: change.label(),
                words: book.words(&change),
                reason: row.reason,
                proposed_by: row.proposed_by,
                proposed_at: row.proposed_at,
            })
        });
        Ok(Roster {
            waiting: waiting.collect(),
            units: units.iter().map(|unit| book.unit(unit)).collect(),
            links: book.links.iter().map(|link| book.link(link)).collect(),
            delegations: book.delegations.iter().rev().map(|row| book.delegation(row)).collect(),
            persons: book.persons.iter().map(|person| person.name.clone()).collect(),
        })
    }
}

/// What the views are read from.
struct Book<'a> {
    units: &'a [Unit],
    persons: Vec<Person>,
    posts: Vec<Post>,
    delegations: Vec<Delegation>,
    links: Vec<Link>,
    today: NaiveDate,
}

impl Book<'_> {
    fn unit(&self, unit: &Unit) -> UnitView {
        let mut posts: Vec<PostView> = self
            .posts
            .iter()
            .filter(|post| unit.code == post.unit)
            .map(|post| PostView {
                id: post.id,
                name: self.person(post.person),
                title: post.title.clone(),
                role: post.role,
                term: post.term,
                in_force: post.term.holds(self.today),
            })
            .collect();
        posts.sort_by_key(|post| (!post.in_force, post.role));
        UnitView {
            code: unit.code.to_string(),
            name: unit.name.to_string(),
            kind: unit.kind.to_string(),
            posts,
        }
    }

    fn link(&self, link: &Link) -> LinkView {
        LinkView {
            id: link.id,
            bureau: self.unit_name(&link.bureau),
            unit: self.unit_name(&link.unit),
            term: link.term,
            in_force: link.term.holds(self.today),
        }
    }

    fn delegation(&self, row: &Delegation) -> DelegationView {
        let post = self.posts.iter().find(|post| post.id == row.post);
        DelegationView {
            id: row.id,
            principal: post.map(|post| self.person(post.person)).unwrap_or_default(),
            title: post.map(|post| post.title.clone()).unwrap_or_default(),
            deputy: self.person(row.person),
            acts: acts(&row.acts),
            term: row.term,
            in_force: row.term.holds(self.today),
        }
    }

    fn person(&self, id: Uuid) -> String {
        self.persons
            .iter()
            .find(|person| person.id == id)
            .map(|person| person.name.clone())
            .unwrap_or_default()
    }

    fn unit_name(&self, code: &str) -> String {
        self.units.iter().find(|unit| unit.code == code).map_or(code, |unit| unit.name.as_str()).to_owned()
    }

    fn words(&self, change: &RightsChange) -> String {
        match change {
            RightsChange::Appoint { name, unit, role, title, term } => {
                format!("{name} · {} · {title}（{}），{}", self.unit_name(unit), role.label(), words(*term))
            }
            RightsChange::EndPost { id, last } => {
                let post = self.posts.iter().find(|post| post.id == *id);
                let whose = post.map(|post| format!("{} · {}", self.person(post.person), post.title));
                format!("{}，任至 {last}", whose.unwrap_or_default())
            }
            RightsChange::Delegate { post, name, acts: codes, term } => {
                let post = self.posts.iter().find(|known| known.id == *post);
                let whose = post.map(|post| format!("{} · {}", self.person(post.person), post.title));
                format!("{name} 代 {}，{}，{}", whose.unwrap_or_default(), acts(codes), words(*term))
            }
            RightsChange::EndDelegation { id, last } => {
                let row = self.delegations.iter().find(|row| row.id == *id).map(|row| self.delegation(row));
                let whose = row.map(|row| format!("{} 代 {}", row.deputy, row.principal));
                format!("{}，至 {last}", whose.unwrap_or_default())
            }
            RightsChange::Link { bureau, unit, term } => {
                format!("{} 联系 {}，{}", self.unit_name(bureau), self.unit_name(unit), words(*term))
            }
            RightsChange::EndLink { id, last } => {
                let row = self.links.iter().find(|row| row.id == *id).map(|row| self.link(row));
                let whose = row.map(|row| format!("{} 联系 {}", row.bureau, row.unit));
                format!("{}，至 {last}", whose.unwrap_or_default())
            }
        }
    }
}

fn words(term: Term) -> String {
    term.to.map_or_else(|| format!("{} 起", term.from), |to| format!("{} 至 {to}", term.from))
}

/// Acts by their codes, in words.
fn acts(codes: &[String]) -> String {
    if codes.is_empty() {
        return "全部事项".to_owned();
    }
    let label = |code: &String| {
        Action::all()
            .find(|action| action.code() == code)
            .map_or_else(|| code.clone(), |a| a.label().to_owned())
    };
    codes.iter().map(label).collect::<Vec<_>>().join("、")
}
