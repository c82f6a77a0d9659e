//! Lists of objects: the one place where a statement is put together.

use lingdi_domain::Scope;
use lingdi_domain::object::{Holder, ObjectKind};
use sqlx::FromRow;
use uuid::Uuid;

use super::row::{COLUMNS, Row, Stored, days, role_code};
use crate::db::{Tx, on};
use crate::error::Result;

/// How many objects of a kind a unit has in a state.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct UnitCount {
    /// Code of the unit; empty for the office.
    pub unit: String,
    /// Code of the state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// Which objects of a kind.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<String>,
    /// Of this unit.
    pub unit: Option<String>,
    /// On this desk.
    pub holder: Option<Holder>,
    /// Of this year.
    pub year: Option<i64>,
    /// Due on this day or before.
    pub due_by: Option<chrono::NaiveDate>,
}

/// Where a page ends: the sort keys of its last object, which are never missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Due day as it is kept.
    pub due: String,
    /// Id.
    pub id: Uuid,
}

impl Position {
    /// Where an object stands.
    pub fn of(stored: &Stored) -> Self {
        Self { due: days(stored.object.due), id: stored.object.id }
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Objects by due day and id.
    pub objects: Vec<Stored>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Position>,
}

/// How many objects of a kind there are in a state.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Counted {
    /// Code of the state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// A value bound to a statement.
pub(super) enum Bound {
    Text(String),
    Int(i64),
    Id(Uuid),
}

/// Pieces of a `where`, with what is bound to them.
pub(super) struct Where {
    pub(super) text: String,
    pub(super) bound: Vec<Bound>,
}

impl Where {
    fn new(county: &str, kind: ObjectKind) -> Self {
        let mut wanted = Self::county(county);
        wanted.and("kind = ?", vec![Bound::Text(kind.code().to_owned())]);
        wanted
    }

    /// Objects of every kind.
    pub(super) fn county(county: &str) -> Self {
        Self { text: "county = $1".to_owned(), bound: vec![Bound::Text(county.to_owned())] }
    }

    /// `piece` holds `?` for each value.
    pub(super) fn and(&mut self, piece: &str, values: Vec<Bound>) {
        self.text.push_str(" and ");
        let mut values = values.into_iter();
        for part in piece.split_inclusive('?') {
            let Some(front) = part.strip_suffix('?') else {
                self.text.push_str(part);
                continue;
            };
            self.bound.extend(values.next());
            self.text.push_str(front);
            self.text.push('$');
            self.text.push_str(&self.bound.len().to_string());
        }
    }

    pub(super) fn scope(&mut self, scope: &Scope) {
        if let Scope::Units(units) = scope {
            let marks = vec!["?"; units.len()].join(", ");
            let piece = if units.is_empty() { "1 = 0".to_owned() } else { format!("unit in ({marks})") };
            self.and(&piece, units.iter().cloned().map(Bound::Text).collect());
        }
    }

    fn filter(&mut self, filter: &Filter) {
        if let Some(state) = &filter.state {
            self.and("state = ?", vec![Bound::Text(state.clone())]);
        }
        if let Some(unit) = &filter.unit {
            self.and("unit = ?", vec![Bound::Text(unit.clone())]);
        }
        if let Some(holder) = &filter.holder {
            let values = vec![Bound::Text(role_code(holder.role)), Bound::Text(holder.unit.clone())];
            self.and("holder_role = ? and holder_unit = ?", values);
        }
        if let Some(year) = filter.year {
            self.and("year = ?", vec![Bound::Int(year)]);
        }
        if let Some(day) = filter.due_by {
            self.and("due <= ?", vec![Bound::Text(day.to_string())]);
        }
    }
}

/// A statement with its values on either engine.
macro_rules! bound {
    ($query:expr, $values:expr) => {
        $values.iter().fold($query, |query, value| match value {
            Bound::Text(text) => query.bind(text.as_str()),
            Bound::Int(number) => query.bind(*number),
            Bound::Id(id) => query.bind(*id),
        })
    };
}
pub(super) use bound;

/// In which order a page lists objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Those due first in front.
    Due,
    /// Those made last in front.
    Newest,
}

/// Meetings, their items and months of appraisal are looked up by when they were; all else by when it is due.
fn order(kind: ObjectKind) -> Order {
    if matches!(kind, ObjectKind::Meeting | ObjectKind::Item | ObjectKind::Period) {
        Order::Newest
    } else {
        Order::Due
    }
}

/// One page of the objects of a kind that the caller may see: those due first in front, of meetings and
/// items the newest.
pub async fn list(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    kind: ObjectKind,
    filter: &Filter,
    after: Option<&Position>,
    limit: usize,
) -> Result<Page> {
    let mut wanted = Where::new(county, kind);
    wanted.scope(scope);
    wanted.filter(filter);
    page(tx, wanted, order(kind), after, limit).await
}

/// One page of what a statement asks for.
pub(super) async fn page(
    tx: &mut Tx,
    mut wanted: Where,
    order: Order,
    after: Option<&Position>,
    limit: usize,
) -> Result<Page> {
    if let Some(after) = after {
        let due = || Bound::Text(after.due.clone());
        match order {
            Order::Due => {
                wanted.and("due >= ? and (due > ? or id > ?)", vec![due(), due(), Bound::Id(after.id)]);
            }
            Order::Newest => wanted.and("id < ?", vec![Bound::Id(after.id)]),
        }
    }
    wanted.bound.push(Bound::Int(limit as i64 + 1));
    let by = match order {
        Order::Due => "due, id",
        Order::Newest => "id desc",
    };
    let sql = format!(
        "select {COLUMNS} from object where {} order by {by} limit ${}",
        wanted.text,
        wanted.bound.len()
    );
    let mut rows: Vec<Row> = on!(tx, c => {
        bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), wanted.bound).fetch_all(c).await
    })?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let objects: Vec<Stored> = rows.into_iter().map(Row::into_stored).collect::<Result<_>>()?;
    let last = objects.last().filter(|_| more);
    let next = last.map(Position::of);
    Ok(Page { objects, next })
}

/// How many objects a statement asks for.
pub(super) async fn how_many(tx: &mut Tx, wanted: &Where) -> Result<i64> {
    let sql = format!("select cast(count(*) as bigint) from object where {}", wanted.text);
    let (count,): (i64,) = on!(tx, c => {
        bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), wanted.bound).fetch_one(c).await
    })?;
    Ok(count)
}

/// Objects bound at once, far below the limits of either engine.
const AT_ONCE: usize = 500;

#[derive(FromRow)]
struct TiedRow {
    #[sqlx(flatten)]
    row: Row,
    tied_to: Uuid,
}

/// Objects of a kind that tied themselves by this name to one of these, each with the one it is tied
/// to, oldest first.
pub async fn tied_to_any(
    tx: &mut Tx,
    county: &str,
    kind: ObjectKind,
    role: &str,
    to: &[Uuid],
) -> Result<Vec<(Uuid, Stored)>> {
    let mut found = Vec::new();
    for some in to.chunks(AT_ONCE) {
        let mut wanted =
            Where { text: "link.county = $1".to_owned(), bound: vec![Bound::Text(county.to_owned())] };
        let texts = [role, kind.code()].map(|text| Bound::Text(text.to_owned()));
        wanted.and("link.role = ? and link.from_kind = ?", texts.into());
        let marks = vec!["?"; some.len()].join(", ");
        wanted.and(&format!("link.to_id in ({marks})"), some.iter().copied().map(Bound::Id).collect());
        let sql = format!(
            "select {COLUMNS}, link.to_id as tied_to from link \
             cross join object where object.county = link.county and object.id = link.from_id \
             and {} order by link.to_id, object.id",
            wanted.text
        );
        let rows: Vec<TiedRow> = on!(tx, c => {
            bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), wanted.bound).fetch_all(c).await
        })?;
        for TiedRow { row, tied_to } in rows {
            found.push((tied_to, row.into_stored()?));
        }
    }
    Ok(found)
}

/// How many objects of a kind each unit has in each state.
pub async fn counts_by_unit(tx: &mut Tx, county: &str, kind: ObjectKind) -> Result<Vec<UnitCount>> {
    Ok(on!(tx, c => {
        sqlx::query_as(
            "select unit, state, cast(count(*) as bigint) as count from object \
             where county = $1 and kind = $2 group by unit, state order by unit, state")
            .bind(county).bind(kind.code()).fetch_all(c).await
    })?)
}

/// How many objects of a kind the caller may see, by state.
pub async fn counts(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    kind: ObjectKind,
    filter: &Filter,
) -> Result<Vec<Counted>> {
    let mut wanted = Where::new(county, kind);
    wanted.scope(scope);
    wanted.filter(filter);
    // Grouped by a term that no index holds: SQLite would otherwise walk the states of the whole county to
    // have them in order, where it should count a unit's few.
    let sql = format!(
        "select state || '' as state, cast(count(*) as bigint) as count from object where {} \
         group by state || '' order by state || ''",
        wanted.text
    );
    Ok(on!(tx, c => {
        bound!(sqlx::query_as(sqlx::AssertSqlSafe(sql)), wanted.bound).fetch_all(c).await
    })?)
}
