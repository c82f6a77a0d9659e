//! Closing a month, and what its publication sets off: warnings of the units that stand last, interviews
//! of those that stood there for as many months as the document says.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use lingdi_domain::mechanism2_appraisal::{
    Group, Interview, Period, Place, Published, Standing, Streak, Table, streak,
};
use lingdi_domain::moves::{Decision, is_open};
use lingdi_domain::object::{Fields, Input, Linked, Object, ObjectKind};
use lingdi_domain::{Actor, Month};
use lingdi_store::Tx;
use lingdi_store::frozen::Frozen;
use lingdi_store::objects::Filter;
use serde_json::{Value, json};
use uuid::Uuid;

use super::make::Hand;
use super::{MoveRequest, load, prepare};
use crate::{App, Error, Result, VERSION};

/// Kind of the bytes that are kept of a closed month.
pub(crate) const MONTHLY_TABLE: &str = "monthly_table";

/// The table of a month as it is closed.
pub(super) struct DrawnMonth {
    table: Table,
    content: Vec<u8>,
    frozen: Frozen,
}

impl DrawnMonth {
    /// Puts it into the month's object; the bytes are kept once the move is agreed to.
    pub(super) fn into_period(self, object: &mut Object) -> (Frozen, Vec<u8>) {
        if let Fields::Period(period) = &mut object.fields {
            period.standings = self.table.standings();
            period.missing_reports = self.table.missing_reports;
            period.frozen = Some(self.frozen.id.to_string());
            period.sha256 = Some(self.frozen.sha256.clone());
        }
        (self.frozen, self.content)
    }
}

impl App {
    /// The table of the month that is closed or corrected.
    pub(super) async fn drawn_month(&self, actor: &Actor, ask: &MoveRequest) -> Result<Option<DrawnMonth>> {
        let Some(id) = ask.id else { return Ok(None) };
        let mut tx = self.db().read().await?;
        let stored = load::object(&mut tx, self.county(), Some(actor), ObjectKind::Period, id).await?;
        drop(tx);
        let Some(month) = stored.object.fields.period().and_then(|period| period.month) else {
            return Ok(None);
        };
        let (table, edition) = self.month_table(month).await?;
        let content = serde_json::to_vec(&table)?;
        let frozen = Frozen {
            id: self.ids().next(),
            kind: MONTHLY_TABLE.to_owned(),
            title: format!("{}考核（第 {} 次关账）", month.spoken(), stored.object.version),
            sha256: lingdi_store::files::sha256(&content),
            basis: json!({"month": month, "edition_hash": edition, "program": VERSION}).to_string(),
            actor: actor.name.clone(),
            created_at: self.clock().now(),
        };
        Ok(Some(DrawnMonth { table, content, frozen }))
    }
}

/// Every month's object there is: one month has one.
pub(super) async fn others(tx: &mut Tx, county: &str) -> Result<Vec<Linked>> {
    let all = load::every(tx, county, ObjectKind::Period, &Filter::default()).await?;
    Ok(all.into_iter().map(|object| Linked { role: "sibling".to_owned(), object }).collect())
}

/// The published rankings that count for streaks, by month.
fn counting(periods: &[Object], certified_only: bool) -> BTreeMap<Month, (Uuid, &Period)> {
    let counts = |object: &&Object| !certified_only || object.state == "CERTIFIED";
    let published = periods.iter().filter(counts).filter_map(|object| {
        let period = object.fields.period().filter(|period| !period.published.is_empty())?;
        Some((period.month?, (object.id, period)))
    });
    published.collect()
}

/// Where a unit stood, month by month.
fn places(months: &BTreeMap<Month, (Uuid, &Period)>, unit: &str) -> Published {
    months.iter().map(|(month, (_, period))| (*month, period.place(unit).unwrap_or(Place::Out))).collect()
}

/// Was an interview triggered by it, that still stands?
fn was_triggered(object: &Object) -> bool {
    let triggered = object.fields.interview().is_some_and(|one| one.triggered_on.is_some());
    triggered && object.state != "ANNULLED"
}

/// The present streak of a unit under the rules of the day.
pub(crate) fn present_streak(
    periods: &[Object],
    interviews: &[Object],
    unit: &str,
    rules: &lingdi_domain::numbers::Appraisal,
) -> Streak {
    let months = counting(periods, rules.certified_only);
    let Some((&last, _)) = months.last_key_value() else { return Streak::default() };
    let own = interviews.iter().filter(|one| one.unit == unit && was_triggered(one));
    let answered = own.filter_map(|one| one.fields.interview()?.months.last().copied()).max();
    streak(&places(&months, unit), last, answered.filter(|_| rules.restarts), rules.crosses_years)
}

impl Hand<'_> {
    /// Warns, lifts and triggers by the rankings as they are published now.
    pub(super) async fn warn_units(&mut self) -> Result<()> {
        let county = self.app.county();
        let rules = self.rules().numbers.appraisal.clone();
        let periods = load::every(&mut self.tx, county, ObjectKind::Period, &Filter::default()).await?;
        let months = counting(&periods, rules.certified_only);
        let Some((&last, (_, newest))) = months.last_key_value() else { return Ok(()) };
        let due = self.next_publication(last, rules.publish_day);
        let warned = |one: &&Standing| one.group == Group::Local || rules.with_departments;
        for standing in newest.published.iter().filter(warned) {
            let interviews = self.interviews_of(&standing.unit).await?;
            self.note_changed_bases(&months, &standing.unit, &interviews).await?;
            let streak = present_streak(&periods, &interviews, &standing.unit, &rules);
            let open = |one: &&Object| ["WARNED", "ANSWERED"].contains(&one.state);
            let present = interviews.iter().find(open);
            // Rolling (G15): months that an interview was held for count on, but trigger no second one.
            let known = interviews.iter().any(|one| {
                was_triggered(one)
                    && one.fields.interview().is_some_and(|it| it.months.first() == streak.months.first())
            });
            match present {
                _ if streak.months.is_empty() || known => {
                    if let Some(present) = present {
                        self.lead(present.id, "lift", Input::default()).await?;
                    }
                }
                Some(present) if is_same(present, &streak) => {}
                present => {
                    let input = basis(standing, &streak, &months, rules.bottom_months, due);
                    let moved = match present {
                        Some(present) => self.lead(present.id, "warn", input).await?,
                        None => self.open_warning(standing, &streak, &input).await?,
                    };
                    if moved.fields.interview().is_some_and(Interview::is_due) {
                        self.lead(moved.id, "trigger", Input::default()).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Day by which the month after this one is published.
    fn next_publication(&self, month: Month, day: u32) -> NaiveDate {
        self.rules().calendar.on_or_after(month.next().next().day(day))
    }

    async fn interviews_of(&mut self, unit: &str) -> Result<Vec<Object>> {
        let filter = Filter { unit: Some(unit.to_owned()), ..Filter::default() };
        load::every(&mut self.tx, self.app.county(), ObjectKind::Interview, &filter).await
    }

    /// An interview whose months were corrected says so; what was issued is annulled only by a document.
    async fn note_changed_bases(
        &mut self,
        months: &BTreeMap<Month, (Uuid, &Period)>,
        unit: &str,
        interviews: &[Object],
    ) -> Result<()> {
        for one in interviews.iter().filter(|one| was_triggered(one) && is_open(one)) {
            let Some(interview) = one.fields.interview() else { continue };
            let still = |month: &Month| {
                months.get(month).is_none_or(|(_, period)| period.place(unit) == Some(Place::Bottom))
            };
            let gone: Vec<_> =
                interview.months.iter().filter(|month| !still(month)).map(|it| it.spoken()).collect();
            let words = gone.join("、");
            if words != interview.basis_changed.clone().unwrap_or_default() {
                let fields = BTreeMap::from([("basis_changed".to_owned(), json!(words))]);
                self.lead(one.id, "change_basis", Input { fields, ..Input::default() }).await?;
            }
        }
        Ok(())
    }

    async fn open_warning(&mut self, standing: &Standing, streak: &Streak, input: &Input) -> Result<Object> {
        let first = streak.months.first().copied().map(Month::spoken).unwrap_or_default();
        let blank = Object {
            unit: standing.unit.clone(),
            title: format!("{}排名居后两位（{first}起）", standing.name),
            ..prepare::nothing(self.app.ids().next(), ObjectKind::Interview)
        };
        let year = i64::from(self.rules().today.year());
        self.put_new(blank, year, Vec::new(), Decision::Following, "open", input).await
    }

    async fn lead(&mut self, id: Uuid, verb: &str, input: Input) -> Result<Object> {
        let moved = self.move_it(ObjectKind::Interview, id, Decision::Following, verb, &input, None);
        Box::pin(moved).await
    }
}

/// Does the warning say what the streak says?
fn is_same(present: &Object, streak: &Streak) -> bool {
    let fields = present.fields.interview();
    fields.is_some_and(|fields| fields.months == streak.months && fields.gaps == streak.gaps)
}

/// What a warning rests on: the months, tied to the rankings that prove them.
fn basis(
    standing: &Standing,
    streak: &Streak,
    months: &BTreeMap<Month, (Uuid, &Period)>,
    needed: u32,
    due: NaiveDate,
) -> Input {
    let proof = streak.months.iter().filter_map(|month| months.get(month));
    let fields: [(&str, Value); 4] = [
        ("name", json!(standing.name)),
        ("months", json!(streak.months)),
        ("gaps", json!(streak.gaps)),
        ("needed", json!(needed)),
    ];
    Input {
        date: Some(due),
        fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        links: proof.map(|(id, _)| ("basis".to_owned(), ObjectKind::Period, *id)).collect(),
        ..Input::default()
    }
}

impl App {
    /// The bytes that were kept of a closed month.
    pub(crate) async fn monthly_bytes(&self, id: &str) -> Result<Vec<u8>> {
        let absent = || Error::Internal(format!("没有关账时保存的数据 {id}"));
        let id = id.parse().ok().ok_or_else(absent)?;
        let mut tx = self.db().read().await?;
        lingdi_store::frozen::content(&mut tx, self.county(), id).await?.ok_or_else(absent)
    }
}
