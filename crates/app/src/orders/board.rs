//! Orders as the board, the list, the page of one and the score read them.

use std::collections::HashMap;

use chrono::NaiveDate;
use lingdi_domain::mechanism1_task_force::{Course, Tally};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::progress::Colour;
use lingdi_domain::{Actor, Ratio, Scope};
use lingdi_store::Tx;
use lingdi_store::attachments;
use lingdi_store::objects::{self, Filter, Position, Stored};
use uuid::Uuid;

use crate::authority::May;
use crate::moves::ObjectView;
use crate::{Action, App, Result};

/// Which orders.
#[derive(Debug, Clone, Default)]
pub struct OrdersQuery {
    /// In this state.
    pub state: Option<String>,
    /// That went to this unit.
    pub unit: Option<String>,
    /// Of this year.
    pub year: Option<i64>,
    /// With this light.
    pub light: Option<Colour>,
}

/// An order on the board.
#[derive(Debug, Clone)]
pub struct OrderLine {
    /// The order.
    pub order: Stored,
    /// Its tasks in force, the lead's first.
    pub tasks: Vec<Object>,
    /// Its light while the units are at work.
    pub light: Option<Colour>,
}

/// The orders that a reader sees.
#[derive(Debug, Clone)]
pub struct OrdersView {
    /// Those that the query leaves, the newest first.
    pub lines: Vec<OrderLine>,
    /// How many there are by state, whatever state and light were asked for.
    pub states: Vec<(&'static str, usize)>,
    /// How many there are by light.
    pub lights: Vec<(Colour, usize)>,
    /// 在办、逾期、按期销号率: of the orders, or of what the unit owes of them.
    pub tally: Tally,
    /// 平均签收时间, in days from the signature; `None` while nobody has signed for one.
    pub sign_days: Option<Ratio>,
}

/// One order with what its units do.
#[derive(Debug, Clone)]
pub struct OrderView {
    /// The order with the reader's moves.
    pub seen: ObjectView,
    /// Its tasks, those withdrawn too, oldest first.
    pub tasks: Vec<Stored>,
    /// What it is about: cases, blocks, items, warnings, with the name of the tie.
    pub about: Vec<(String, Object)>,
    /// Files handed in with its tasks, oldest first.
    pub files: Vec<attachments::Kept>,
    /// Its light.
    pub light: Option<Colour>,
}

/// What one unit owes of an order.
#[derive(Debug, Clone)]
pub(crate) struct Owed {
    pub(crate) unit: String,
    pub(crate) course: Course,
}

const WITHDRAWN: &str = "WITHDRAWN";

/// The name by which a task is tied to its order.
const TIE: &str = "order";

impl App {
    /// The orders that the caller may see: all of them, or those that went to their units.
    pub async fn orders(&self, actor: &Actor, query: &OrdersQuery) -> Result<OrdersView> {
        actor.may(Action::Read)?;
        let rules = self.rules().await?;
        let (today, days) = (self.clock().today(), rules.numbers.orders.light_days);
        let mut tx = self.db().read().await?;
        let all = every_order(&mut tx, self.county()).await?;
        drop(tx);
        let seen = |line: &OrderLine| {
            let own = line.tasks.iter().any(|task| actor.scope.allows(&task.unit));
            let to = query.unit.as_ref();
            (own || actor.scope == Scope::County)
                && to.is_none_or(|unit| line.tasks.iter().any(|task| task.unit == *unit))
                && query.year.is_none_or(|year| line.order.year == year)
        };
        let lit = |line| OrderLine { light: light(&line, today, days), ..line };
        let lines: Vec<OrderLine> = all.into_iter().filter(seen).map(lit).collect();
        // A unit's figures are those of what it owes, the office's those of whole orders.
        let whose = query.unit.as_deref().or((actor.scope != Scope::County).then_some(actor.unit.as_str()));
        let courses = lines.iter().flat_map(|line| courses(line, whose));
        let tally = Tally::of(courses.collect::<Vec<_>>().into_iter(), today);
        let sign_days = sign_days(lines.iter().flat_map(|line| signed(line, whose)));
        let states = lingdi_domain::moves::machine(ObjectKind::Order).states.iter().map(|state| state.code);
        let of_state = |code| lines.iter().filter(|line| line.order.object.state == code).count();
        let states = states.map(|code| (code, of_state(code))).collect();
        let of_light = |colour| lines.iter().filter(|line| line.light == Some(colour)).count();
        let lights = Colour::ALL.into_iter().map(|colour| (colour, of_light(colour))).collect();
        let wanted = |line: &OrderLine| {
            query.state.as_deref().is_none_or(|state| line.order.object.state == state)
                && query.light.is_none_or(|colour| line.light == Some(colour))
        };
        Ok(OrdersView { lines: lines.into_iter().filter(wanted).collect(), states, lights, tally, sign_days })
    }

    /// One order, with what each of its units does.
    pub async fn order(&self, actor: &Actor, id: Uuid) -> Result<OrderView> {
        let seen = self.object(actor, ObjectKind::Order, id).await?;
        let rules = self.rules().await?;
        let mut tx = self.db().read().await?;
        let tied = objects::tied(&mut tx, self.county(), id).await?;
        let (tasks, about): (Vec<_>, Vec<_>) =
            tied.into_iter().partition(|tied| tied.stored.object.kind == ObjectKind::OrderTask);
        let tasks: Vec<Stored> = tasks.into_iter().map(|tied| tied.stored).collect();
        let mut files = Vec::new();
        for task in &tasks {
            files.extend(attachments::of(&mut tx, self.county(), task.object.id).await?);
        }
        drop(tx);
        let course = Course::of(&seen.stored.object);
        let light =
            course.and_then(|course| course.light(self.clock().today(), rules.numbers.orders.light_days));
        let about = about.into_iter().map(|tied| (tied.tie.name(), tied.stored.object)).collect();
        Ok(OrderView { seen, tasks, about, files, light })
    }

    /// Orders that were issued by a day, as they stand at its end: whole ones over the county, else what the
    /// units of the scope owe.
    pub(crate) async fn orders_on(&self, scope: &Scope, day: NaiveDate) -> Result<Tally> {
        let mut tx = self.db().read().await?;
        let all = every_order(&mut tx, self.county()).await?;
        let of = |line: &OrderLine| {
            let order = &line.order.object;
            if *scope == Scope::County {
                return Course::of(order).into_iter().collect::<Vec<_>>();
            }
            let own = line.tasks.iter().filter(|task| scope.allows(&task.unit));
            own.filter_map(|task| Course::of_task(order, task.fields.order_task()?)).collect()
        };
        let issued = all.iter().flat_map(of).filter(|course| course.issued_on <= day);
        Ok(Tally::of(issued, day))
    }

    /// What every unit owes of every order that was not cancelled.
    pub(crate) async fn owed(&self) -> Result<Vec<Owed>> {
        let mut tx = self.db().read().await?;
        let all = every_order(&mut tx, self.county()).await?;
        let owed = all.iter().flat_map(|line| {
            let of = |task: &Object| {
                let course = Course::of_task(&line.order.object, task.fields.order_task()?)?;
                Some(Owed { unit: task.unit.clone(), course })
            };
            line.tasks.iter().filter_map(of).collect::<Vec<_>>()
        });
        Ok(owed.collect())
    }
}

/// Every order with its tasks in force, the newest first.
async fn every_order(tx: &mut Tx, county: &str) -> Result<Vec<OrderLine>> {
    let (mut orders, mut after): (Vec<Stored>, Option<Position>) = (Vec::new(), None);
    loop {
        let (kind, filter) = (ObjectKind::Order, Filter::default());
        let page = objects::list(tx, county, &Scope::County, kind, &filter, after.as_ref(), 1000).await?;
        orders.extend(page.objects);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let ids: Vec<Uuid> = orders.iter().map(|stored| stored.object.id).collect();
    let mut tasks: HashMap<Uuid, Vec<Object>> = HashMap::new();
    for (order, task) in objects::tied_to_any(tx, county, ObjectKind::OrderTask, TIE, &ids).await? {
        if task.object.state != WITHDRAWN {
            tasks.entry(order).or_default().push(task.object);
        }
    }
    orders.sort_by_key(|stored| std::cmp::Reverse((stored.created_at, stored.object.id)));
    let line = |order: Stored| {
        let mut tasks = tasks.remove(&order.object.id).unwrap_or_default();
        tasks.sort_by_key(|task| !task.fields.order_task().is_some_and(|task| task.lead));
        OrderLine { order, tasks, light: None }
    };
    Ok(orders.into_iter().map(line).collect())
}

fn light(line: &OrderLine, today: NaiveDate, yellow_days: u32) -> Option<Colour> {
    Course::of(&line.order.object)?.light(today, yellow_days)
}

/// Of a whole order, or of what one unit owes of it.
fn courses(line: &OrderLine, whose: Option<&str>) -> Vec<Course> {
    let order = &line.order.object;
    match whose {
        None => Course::of(order).into_iter().collect(),
        Some(unit) => {
            let own = line.tasks.iter().filter(|task| task.unit == unit);
            own.filter_map(|task| Course::of_task(order, task.fields.order_task()?)).collect()
        }
    }
}

/// Days from the signature of the order to that of each unit.
fn signed(line: &OrderLine, whose: Option<&str>) -> Vec<i64> {
    let issued = line.order.object.fields.order().and_then(|order| order.issued_on);
    let own = line.tasks.iter().filter(|task| whose.is_none_or(|unit| task.unit == unit));
    own.filter_map(|task| Some((task.fields.order_task()?.signed_on? - issued?).num_days())).collect()
}

fn sign_days(days: impl Iterator<Item = i64>) -> Option<Ratio> {
    let days: Vec<i64> = days.collect();
    let count = i128::try_from(days.len()).ok().filter(|count| *count > 0)?;
    Some(Ratio::new(days.iter().sum::<i64>().into(), count))
}
