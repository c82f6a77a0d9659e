//! From posts, delegations and links in force on a day to the actors a person may be.

use chrono::NaiveDate;
use lingdi_domain::mechanism1_task_force::{Link, Post};
use lingdi_domain::{Actor, Role, Scope, StandingIn};
use lingdi_store::{Tx, persons, posts};
use uuid::Uuid;

use crate::{App, Result, authority};

/// One thing a person may act as: the holder of a post, or who stands in for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// Id of the post or of the delegation.
    pub id: Uuid,
    /// 职务: `横村镇镇长`, `代 陆川 · 横村镇镇长`.
    pub title: String,
    /// The role.
    pub role: Role,
    /// The person, so appointed.
    pub actor: Actor,
}

impl App {
    /// What a person may act as on a day: own posts first.
    pub(super) async fn capacities(
        &self,
        tx: &mut Tx,
        person: Uuid,
        name: &str,
        day: NaiveDate,
    ) -> Result<Vec<Capacity>> {
        let county = self.county();
        let own = posts::of_person(tx, county, person).await?;
        let left = posts::delegations_to(tx, county, person).await?;
        let mut links = posts::links(tx, county).await?;
        links.retain(|link| link.term.holds(day));
        let mut capacities: Vec<Capacity> = Vec::new();
        for post in own.iter().filter(|post| post.term.holds(day)) {
            capacities.push(Capacity {
                id: post.id,
                title: post.title.clone(),
                role: post.role,
                actor: holder(post, name, &links),
            });
        }
        for delegation in left.iter().filter(|delegation| delegation.term.holds(day)) {
            let Some(post) = posts::find(tx, county, delegation.post).await? else { continue };
            if !post.term.holds(day) {
                continue;
            }
            let principal = persons::find(tx, county, post.person).await?;
            let principal = principal.map(|person| person.name).unwrap_or_default();
            capacities.push(Capacity {
                id: delegation.id,
                title: format!("代 {principal} · {}", post.title),
                role: post.role,
                actor: Actor {
                    name: format!("{name}（代{principal}）"),
                    standing_in: Some(StandingIn { principal, acts: delegation.acts.clone() }),
                    ..holder(&post, name, &links)
                },
            });
        }
        Ok(capacities)
    }
}

fn holder(post: &Post, name: &str, links: &[Link]) -> Actor {
    let (scope, amounts) = authority::sight(post.role, &post.unit, links);
    Actor {
        name: name.to_owned(),
        unit: post.unit.clone(),
        roles: vec![post.role],
        scope,
        amounts,
        standing_in: None,
    }
}

/// A person without a post in force: may change the password and leave, nothing else.
pub(super) fn nobody(name: &str) -> Actor {
    Actor {
        name: name.to_owned(),
        unit: String::new(),
        roles: Vec::new(),
        scope: Scope::nothing(),
        amounts: Scope::nothing(),
        standing_in: None,
    }
}
