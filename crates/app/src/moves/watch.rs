//! The daily watch: what the calendar brings is turned into facts, see `lingdi_domain::watch`.
//!
//! It may run as often as one likes and after any stop; what was done is not done again.

use chrono::NaiveDate;
use lingdi_domain::case::Case;
use lingdi_domain::mechanism1_task_force::{Delegation, Post};
use lingdi_domain::moves::Decision;
use lingdi_domain::object::{Holder, Input, Object, ObjectKind};
use lingdi_domain::watch::{COME_DUE, WARNED, notices as due_notices};
use lingdi_domain::{Actor, Month, Scope};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::notices::{self, Notice};
use lingdi_store::objects::{self, Filter, Stored, Wanted};
use lingdi_store::posts;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::make::Hand;
use super::{Rules, load};
use crate::authority::May;
use crate::clock::shanghai_date;
use crate::{Action, App, Error, Result};

/// Objects looked at in one transaction, so that nobody waits long for the writer.
const CHUNK: usize = 200;

/// What a run of the watch did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Watch {
    /// The day it ran for.
    pub day: NaiveDate,
    /// Is it a working day? On others nothing is done; the next working day catches up.
    pub working: bool,
    /// Overall plans, plans for the year and monthly reports that units were asked for.
    pub called: usize,
    /// Months whose appraisal was opened.
    pub opened: usize,
    /// Agreements whose checkpoint came due.
    pub came_due: usize,
    /// Notices made.
    pub told: usize,
}

impl App {
    /// Runs the watch of a day, today or one that was missed.
    pub async fn watch(&self, actor: &Actor, day: NaiveDate) -> Result<Watch> {
        actor.may(Action::Watch)?;
        let today = self.clock().today();
        if day > today {
            return Err(Error::Refused(format!("{day} 还没有到，今天是 {today}。请填今天或以前的日期。")));
        }
        let rules = self.rules_on(day).await?;
        let mut done = Watch {
            day,
            working: rules.calendar.is_working(day),
            called: 0,
            opened: 0,
            came_due: 0,
            told: 0,
        };
        if !done.working {
            return Ok(done);
        }
        done.called = self.call_for_overall_plans(actor, &rules).await?;
        done.called += self.call_for_battle_plans(actor, &rules).await?;
        done.called += self.call_for_unit_reports(actor, &rules).await?;
        done.opened = self.open_the_month(actor, &rules).await?;
        done.told = self.tell_of_deadlines(actor, &rules).await?;
        done.came_due = self.let_checkpoints_come_due(actor, day).await?;
        if done.came_due > 0 {
            done.told += self.tell_of_deadlines(actor, &rules).await?;
        }
        Ok(done)
    }

    /// Opens the books of the month that is over, where land was under work in it and nobody did, so that
    /// the office is told of the reports it has to check and of the day of closing (R61, R62). Of months
    /// that a longer stop passed over, the last alone.
    async fn open_the_month(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let month = Month::of(rules.today).back(1);
        let under_work = Filter { state: Some("EXECUTING".to_owned()), ..Filter::default() };
        let mut tx = self.db().read().await?;
        let cases = load::every(&mut tx, self.county(), ObjectKind::Case, &under_work).await?;
        let periods = load::every(&mut tx, self.county(), ObjectKind::Period, &Filter::default()).await?;
        drop(tx);
        let in_work = |one: &Object| one.fields.case().is_some_and(|case| is_worked_in(case, month));
        let known = |one: &Object| one.fields.period().is_some_and(|period| period.month >= Some(month));
        if periods.iter().any(known) || !cases.iter().any(in_work) {
            return Ok(0);
        }
        let (rules, tx) = (self.rules_on(rules.today).await?, self.db().write().await?);
        let mut input = Input::default();
        input.fields.insert("month".to_owned(), json!(month));
        let mut hand = Hand::new(self, tx, actor, rules, None);
        hand.make_new(ObjectKind::Period, Decision::Following, "open", &mut input).await?;
        hand.commit().await?;
        Ok(1)
    }

    /// Moves each agreement whose next checkpoint has come, each in a transaction of its own.
    async fn let_checkpoints_come_due(&self, actor: &Actor, day: NaiveDate) -> Result<usize> {
        let wanted = Filter { state: Some("PERFORMING".to_owned()), due_by: Some(day), ..Filter::default() };
        let (mut moved, mut after) = (0, None);
        loop {
            let mut tx = self.db().read().await?;
            let (county, kind) = (self.county(), ObjectKind::Agreement);
            let page =
                objects::list(&mut tx, county, &Scope::County, kind, &wanted, after.as_ref(), CHUNK).await?;
            drop(tx);
            for Stored { object, .. } in page.objects {
                match self.come_due(actor, day, object.id, object.version).await {
                    Ok(()) => moved += 1,
                    // Somebody was faster: what they made of it counts.
                    Err(Error::Stale(_) | Error::IllegalMove(_) | Error::Missing(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(moved);
            }
        }
    }

    async fn come_due(&self, actor: &Actor, day: NaiveDate, id: Uuid, seen: i64) -> Result<()> {
        let (rules, tx) = (self.rules_on(day).await?, self.db().write().await?);
        let mut hand = Hand::new(self, tx, actor, rules, None);
        let (by, input) = (Decision::Following, Input::default());
        hand.move_it(ObjectKind::Agreement, id, by, COME_DUE, &input, Some(seen)).await?;
        hand.commit().await
    }

    /// Makes the notices that are missing up to the day of the rules.
    async fn tell_of_deadlines(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let farthest = rules.numbers.limits.remind_days.iter().copied().max().unwrap_or(0);
        let until = Some(rules.calendar.after(rules.today, farthest));
        let wanted = Wanted { until, ..Wanted::default() };
        let (mut told, mut after) = (0, None);
        loop {
            let mut tx = self.db().read().await?;
            let people = People::of(&mut tx, self.county()).await?;
            let county = self.county();
            let page =
                objects::waiting(&mut tx, county, &Scope::County, &wanted, after.as_ref(), CHUNK).await?;
            let mut missing = Vec::new();
            for stored in &page.objects {
                let known = notices::told(&mut tx, self.county(), stored.object.id).await?;
                let new = people.notices(self, stored, rules).into_iter();
                missing.extend(new.filter(|one| !known.iter().any(|known| is_same(known, one))));
            }
            drop(tx);
            if !missing.is_empty() {
                told += self.save_notices(actor, rules.today, missing).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(told + self.tell_of_places(actor, rules).await?);
            }
        }
    }

    /// Units that stand in the last two of a published ranking are told once for each publication.
    async fn tell_of_places(&self, actor: &Actor, rules: &Rules) -> Result<usize> {
        let filter = Filter { state: Some(WARNED.to_owned()), ..Filter::default() };
        let (county, kind, scope) = (self.county(), ObjectKind::Interview, Scope::County);
        let mut tx = self.db().read().await?;
        let people = People::of(&mut tx, county).await?;
        let page = objects::list(&mut tx, county, &scope, kind, &filter, None, CHUNK).await?;
        let mut missing = Vec::new();
        for stored in &page.objects {
            let known = notices::told(&mut tx, county, stored.object.id).await?;
            let new = people.notices(self, stored, rules).into_iter();
            missing.extend(new.filter(|one| !known.iter().any(|known| is_same(known, one))));
        }
        drop(tx);
        if missing.is_empty() { Ok(0) } else { self.save_notices(actor, rules.today, missing).await }
    }

    async fn save_notices(&self, actor: &Actor, day: NaiveDate, missing: Vec<Notice>) -> Result<usize> {
        let (now, county) = (self.clock().now(), self.county());
        let mut tx = self.db().write().await?;
        // Of two servers that watch at once, the second finds what the first told.
        events::lock(&mut tx, county).await?;
        let mut told = 0;
        for notice in missing {
            told += usize::from(notices::insert(&mut tx, county, &notice, now).await?);
        }
        if told > 0 {
            let event = NewEvent {
                verb: "noticed",
                object: "notice",
                object_id: day.to_string(),
                payload: json!({"told": told}),
                ..NewEvent::default()
            };
            events::record(&mut tx, county, actor, now, event).await?;
        }
        tx.commit().await?;
        Ok(told)
    }
}

/// Had the work on a site begun by the end of a month?
fn is_worked_in(case: &Case, month: Month) -> bool {
    case.working_since.is_some_and(|day| Month::of(day) <= month)
}

/// Do they tell the same person the same of one object?
fn is_same(one: &Notice, other: &Notice) -> bool {
    (one.due, &one.step, one.person) == (other.due, &other.step, other.person)
}

/// Who sat at which desk on which day, those who stood in for them included.
struct People {
    posts: Vec<Post>,
    delegations: Vec<Delegation>,
}

impl People {
    async fn of(tx: &mut lingdi_store::Tx, county: &str) -> Result<Self> {
        Ok(Self { posts: posts::list(tx, county).await?, delegations: posts::delegations(tx, county).await? })
    }

    /// The people at a desk on the day on which they were to be told, so that a stop changes nothing;
    /// the desk of the office is the same whatever the unit of its people.
    fn at(&self, desk: &Holder, day: NaiveDate) -> Vec<Uuid> {
        let here = |post: &&Post| {
            post.role == desk.role && (desk.unit.is_empty() || post.unit == desk.unit) && post.term.holds(day)
        };
        let mut people = Vec::new();
        for post in self.posts.iter().filter(here) {
            people.push(post.person);
            let deputies = self.delegations.iter().filter(|one| one.post == post.id && one.term.holds(day));
            people.extend(deputies.map(|delegation| delegation.person));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    fn notices(&self, app: &App, stored: &Stored, rules: &Rules) -> Vec<Notice> {
        let (object, since) = (&stored.object, shanghai_date(stored.moved_at));
        let Some(due) = object.due else { return Vec::new() };
        let (limits, calendar) = (&rules.numbers.limits, &rules.calendar);
        let mut notices = Vec::new();
        for one in due_notices(object, since, rules.today, limits, calendar) {
            for person in self.at(&one.to, one.day) {
                notices.push(Notice {
                    id: app.ids().next(),
                    person,
                    object: object.id,
                    due,
                    step: one.step.code(),
                    day: one.day,
                    state: object.state.to_owned(),
                });
            }
        }
        notices
    }
}
