//! Desks: objects of every kind that wait for somebody, or that somebody sent on.

use chrono::NaiveDate;
use lingdi_domain::Scope;
use lingdi_domain::object::{Holder, ObjectKind};
use sqlx::Row;

use super::list::{Bound, Order, Page, Position, Where, bound, how_many, page};
use super::row::{days, role_code};
use crate::db::{Tx, on};
use crate::error::Result;

/// Which objects; every part that is given must hold.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// On one of these desks; empty asks for none.
    pub holders: Option<&'a [Holder]>,
    /// Due on this day or after.
    pub from: Option<NaiveDate>,
    /// Due on this day or before.
    pub until: Option<NaiveDate>,
    /// Moved last by one of these moves.
    pub verbs: Option<&'a [&'static str]>,
    /// Of this kind, in one of these states.
    pub of: Option<(ObjectKind, &'a [&'static str])>,
    /// Of this unit.
    pub unit: Option<&'a str>,
    /// Open, and moved last by this person.
    pub by: Option<&'a str>,
}

impl Wanted<'_> {
    fn text(&self, county: &str, scope: &Scope) -> Where {
        let mut wanted = Where::county(county);
        wanted.scope(scope);
        if let Some(holders) = self.holders {
            let one = vec!["(holder_role = ? and holder_unit = ?)"; holders.len()].join(" or ");
            let piece = if holders.is_empty() { "1 = 0".to_owned() } else { format!("({one})") };
            let values = holders.iter().flat_map(|holder| [role_code(holder.role), holder.unit.clone()]);
            wanted.and(&piece, values.map(Bound::Text).collect());
        }
        if let Some(name) = self.by {
            wanted.and("is_open = 1 and last_actor = ?", vec![Bound::Text(name.to_owned())]);
        }
        self.narrow(&mut wanted);
        wanted
    }

    /// What a part of a desk leaves of it.
    fn narrow(&self, wanted: &mut Where) {
        if self.from.is_some() {
            wanted.and("due >= ?", vec![Bound::Text(days(self.from))]);
        }
        if self.until.is_some() {
            wanted.and("due <= ?", vec![Bound::Text(days(self.until))]);
        }
        if let Some(verbs) = self.verbs {
            let marks = vec!["?"; verbs.len()].join(", ");
            let piece = if verbs.is_empty() { "1 = 0".to_owned() } else { format!("last_verb in ({marks})") };
            wanted.and(&piece, verbs.iter().map(|verb| Bound::Text((*verb).to_owned())).collect());
        }
        if let Some((kind, states)) = self.of {
            let marks = vec!["?"; states.len()].join(", ");
            let values = std::iter::once(kind.code()).chain(states.iter().copied());
            let values = values.map(|text| Bound::Text(text.to_owned())).collect();
            wanted.and(&format!("kind = ? and state in ({marks})"), values);
        }
        if let Some(unit) = self.unit {
            wanted.and("unit = ?", vec![Bound::Text(unit.to_owned())]);
        }
    }
}

/// One page of the objects that the caller may see, those due first in front.
pub async fn waiting(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    wanted: &Wanted<'_>,
    after: Option<&Position>,
    limit: usize,
) -> Result<Page> {
    page(tx, wanted.text(county, scope), Order::Due, after, limit).await
}

/// How many they are.
pub async fn waiting_count(tx: &mut Tx, county: &str, scope: &Scope, wanted: &Wanted<'_>) -> Result<i64> {
    how_many(tx, &wanted.text(county, scope)).await
}

/// How many of them the days and moves of each part leave, in one pass: a desk counts its parts with every page.
pub async fn part_counts(
    tx: &mut Tx,
    county: &str,
    scope: &Scope,
    wanted: &Wanted<'_>,
    parts: &[Wanted<'_>],
) -> Result<Vec<i64>> {
    let mut all = wanted.text(county, scope);
    let on_desk = std::mem::take(&mut all.text);
    let count = |part: &Wanted<'_>| {
        "1 = 1".clone_into(&mut all.text);
        part.narrow(&mut all);
        format!("cast(count(*) filter (where {}) as bigint)", all.text)
    };
    let columns: Vec<String> = parts.iter().map(count).collect();
    let sql = format!("select {} from object where {on_desk}", columns.join(", "));
    Ok(on!(tx, c => {
        let row = bound!(sqlx::query(sqlx::AssertSqlSafe(sql)), all.bound).fetch_one(c).await?;
        (0..parts.len()).map(|at| row.try_get(at)).collect::<std::result::Result<_, sqlx::Error>>()
    })?)
}
