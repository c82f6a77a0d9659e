//! 联系指导: what each link between a bureau and a local unit has seen of visits, and owes by the quarter.

use lingdi_domain::mechanism1_task_force::{Link, Quarter};
use lingdi_domain::moves::{machine, may_make};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Scope};
use lingdi_store::objects::{self, Filter, Stored};
use lingdi_store::posts;

use crate::authority::May;
use crate::{Action, App, Result};

/// Visits fetched at once.
const MOST: usize = 2000;

/// One link with its visits.
#[derive(Debug, Clone)]
pub struct LinkVisits {
    /// Bureau and unit, from when to when.
    pub link: Link,
    /// Its visits, the newest first.
    pub visits: Vec<Stored>,
    /// How many of them fall into the running quarter.
    pub this_quarter: usize,
}

/// Links that a reader sees, with their visits.
#[derive(Debug, Clone)]
pub struct VisitsView {
    /// Those in force, by bureau and unit.
    pub links: Vec<LinkVisits>,
    /// The running quarter.
    pub quarter: Quarter,
    /// Visits that each link owes in a quarter.
    pub owed: u32,
    /// May the reader record one?
    pub may_record: bool,
}

const RECORDED: &str = "RECORDED";

impl App {
    /// The links in force that the caller has part in, or all of them, each with its visits.
    pub async fn visits(&self, actor: &Actor) -> Result<VisitsView> {
        actor.may(Action::Read)?;
        let owed = self.rules().await?.numbers.orders.quarter_visits;
        let (today, mut tx) = (self.clock().today(), self.db().read().await?);
        let links = posts::links(&mut tx, self.county()).await?;
        let kept = self.kept_visits(&mut tx).await?;
        drop(tx);
        let (quarter, all) = (Quarter::of(today), actor.scope == Scope::County);
        let mine = |link: &Link| all || [&link.bureau, &link.unit].contains(&&actor.unit);
        let links = links.into_iter().filter(|link| link.term.holds(today) && mine(link));
        let mut links: Vec<LinkVisits> = links
            .map(|link| {
                let visits: Vec<Stored> = of_link(&kept, &link).cloned().collect();
                let this_quarter = visits.iter().filter(|visit| in_quarter(visit, quarter)).count();
                LinkVisits { link, visits, this_quarter }
            })
            .collect();
        links.sort_by(|a, b| (&a.link.bureau, &a.link.unit).cmp(&(&b.link.bureau, &b.link.unit)));
        let open = machine(ObjectKind::Visit).named("open");
        let may_record = open.is_some_and(|one| may_make(one, actor, &actor.unit));
        Ok(VisitsView { links, quarter, owed, may_record })
    }

    /// Visits that a bureau paid and owed in the quarters of the year that are over on a day. More visits in
    /// one quarter do not make up for none in another.
    pub(crate) async fn visits_owed(
        &self,
        day: chrono::NaiveDate,
    ) -> Result<std::collections::HashMap<String, (i64, i64)>> {
        let owed = self.rules().await?.numbers.orders.quarter_visits as usize;
        let mut tx = self.db().read().await?;
        let links = posts::links(&mut tx, self.county()).await?;
        let kept = self.kept_visits(&mut tx).await?;
        let mut sums = std::collections::HashMap::new();
        for link in &links {
            for quarter in Quarter::over_by(day).into_iter().filter(|quarter| link.term.holds(quarter.to)) {
                let paid = of_link(&kept, link).filter(|visit| in_quarter(visit, quarter)).count();
                let sum: &mut (i64, i64) = sums.entry(link.bureau.clone()).or_default();
                sum.0 += paid.min(owed) as i64;
                sum.1 += owed as i64;
            }
        }
        Ok(sums)
    }

    async fn kept_visits(&self, tx: &mut lingdi_store::Tx) -> Result<Vec<Stored>> {
        let filter = Filter { state: Some(RECORDED.to_owned()), ..Filter::default() };
        let (county, kind) = (self.county(), ObjectKind::Visit);
        let page = objects::list(tx, county, &Scope::County, kind, &filter, None, MOST).await?;
        let mut kept = page.objects;
        kept.sort_by_key(|visit| {
            std::cmp::Reverse((visit.object.fields.visit().and_then(|it| it.held_on), visit.object.id))
        });
        Ok(kept)
    }
}

fn of_link<'a>(kept: &'a [Stored], link: &'a Link) -> impl Iterator<Item = &'a Stored> {
    kept.iter().filter(|visit| {
        let code = visit.object.fields.visit().map(|it| it.code.as_str());
        visit.object.unit == link.bureau && code == Some(link.unit.as_str())
    })
}

fn in_quarter(visit: &Stored, quarter: Quarter) -> bool {
    visit.object.fields.visit().and_then(|it| it.held_on).is_some_and(|day| quarter.holds(day))
}
