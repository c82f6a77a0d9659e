//! 期初导入: the rows of an accepted ledger become cases, and are taken back with their batch.

use std::collections::HashSet;

use chrono::Datelike;
use lingdi_domain::case::Case;
use lingdi_domain::moves::{Decision, is_open};
use lingdi_domain::object::{Fields, Input, Object, ObjectKind};
use lingdi_domain::record::LedgerEntry;
use lingdi_domain::step3_register::carried::{Carried, category, state, year_of};
use lingdi_domain::{Actor, Kind, Values};
use lingdi_store::batches::Batch;
use lingdi_store::objects::{self, Filter};
use lingdi_store::{Tx, links};

use super::make::Hand;
use super::prepare::{Origin, case_on, nothing};
use super::{Rules, load};
use crate::imports::unit_code;
use crate::{App, Error, Result, Snapshot};

/// What stands in a batch of a ledger, made into cases before the transaction that opens them.
pub(crate) struct Ledger {
    /// Each with its row, and why it was made, for the journal.
    origins: Vec<(u32, String, Origin)>,
    rules: Rules,
}

impl App {
    /// Makes the cases of a ledger; nothing is written yet.
    pub(crate) async fn ledger_cases(&self, batch: &Batch) -> Result<Ledger> {
        let rules = self.rules().await?;
        let (snapshot, units) = (self.snapshot(None).await?, self.units().await?);
        let entries = self.records::<LedgerEntry>(Kind::Ledger, std::slice::from_ref(batch)).await?;
        let mut origins = Vec::with_capacity(entries.len());
        for (lingdi_domain::Source { row, .. }, entry) in entries {
            let unit = entry.unit.as_deref().and_then(|unit| unit_code(&units, unit));
            let origin = self.carried(batch, &snapshot, unit, &entry, &rules)?;
            let document = entry.document.as_deref().map(|it| format!("，依据 {it}")).unwrap_or_default();
            origins.push((row, format!("历年台账 {} 第 {row} 行{document}", batch.file_name), origin));
        }
        Ok(Ledger { origins, rules })
    }

    /// Opens them all, or none, and commits.
    pub(crate) async fn carry_over(&self, actor: &Actor, tx: Tx, ledger: Ledger) -> Result<()> {
        let mut hand = Hand::new(self, tx, actor, ledger.rules, None);
        for (row, reason, Origin { object, year }) in ledger.origins {
            if !object.parcel.is_empty() {
                let known =
                    objects::about(&mut hand.tx, self.county(), &object.parcel, ObjectKind::Case).await?;
                if let Some(open) = known.iter().find(|stored| is_open(&stored.object)) {
                    return Err(Error::IllegalMove(format!(
                        "第 {row} 行的宗地 {} 已有进行中的案件 {}，整批没有接收。请放弃这个批次，去掉这一行后重新投入。",
                        object.parcel, open.object.number
                    )));
                }
            }
            let input = Input { reason, ..Input::default() };
            hand.put_new(object, year, Vec::new(), Decision::Following, "carry_over", &input).await?;
        }
        hand.commit().await
    }

    /// Takes the cases of a batch back, and commits; refused when one of them has moved since.
    pub(crate) async fn take_back(
        &self,
        actor: &Actor,
        tx: Tx,
        rules: Rules,
        batch: &Batch,
        reason: &str,
    ) -> Result<()> {
        let mut hand = Hand::new(self, tx, actor, rules, None);
        let id = batch.id.to_string();
        let mut cases =
            load::every(&mut hand.tx, self.county(), ObjectKind::Case, &Filter::default()).await?;
        cases.retain(|case| carried_of(case).is_some_and(|carried| carried.batch == id));
        for case in &cases {
            let ties = links::of(&mut hand.tx, self.county(), case.id).await?;
            if case.version > 1 || !ties.is_empty() {
                return Err(Error::IllegalMove(format!(
                    "“{}”（{}）导入后已经办理过，这个批次不能再撤销。个别有误的，请提请例会撤销案件。",
                    case.title, case.number
                )));
            }
        }
        let input = Input { reason: reason.to_owned(), ..Input::default() };
        for case in cases {
            let (kind, by) = (ObjectKind::Case, Decision::Following);
            hand.move_it(kind, case.id, by, "take_back", &input, Some(case.version)).await?;
        }
        hand.commit().await
    }

    /// Parcels with an open case, and 地块编号 that were carried over and stand.
    pub(crate) async fn carried_sites(&self) -> Result<(HashSet<String>, HashSet<String>)> {
        let mut tx = self.db().read().await?;
        let cases = load::every(&mut tx, self.county(), ObjectKind::Case, &Filter::default()).await?;
        let open = cases.iter().filter(|case| is_open(case)).map(|case| case.parcel.clone());
        let standing = cases.iter().filter(|case| case.last.verb != "take_back");
        let sites = standing.filter_map(|case| Some(carried_of(case)?.site.clone()));
        Ok((open.collect(), sites.collect()))
    }

    fn carried(
        &self,
        batch: &Batch,
        snapshot: &Snapshot,
        unit: Option<String>,
        entry: &LedgerEntry,
        rules: &Rules,
    ) -> Result<Origin> {
        let state =
            state(&said(entry)).map_err(|(_, what, _)| Error::Refused(format!("{}：{what}", entry.site)))?;
        let text = |value: &Option<lingdi_domain::Text>| value.as_ref().map(ToString::to_string);
        let days = [entry.determined_on, entry.entered_on, entry.cleared_on];
        let year = year_of(days).unwrap_or_else(|| rules.today.year());
        let at = entry.parcel.as_deref().and_then(|code| snapshot.parcel(code));
        let (known, title) = match at {
            Some(at) => case_on(snapshot, at, year, rules.today),
            None => (unregistered(entry, year), text(&entry.name).unwrap_or_else(|| entry.site.to_string())),
        };
        let registered = at.and_then(|at| snapshot.facts.parcels.get(at as usize));
        let own_unit = registered.and_then(|parcel| parcel.unit.as_ref()).map(ToString::to_string);
        let fields = Case {
            categories: entry.category.as_deref().and_then(category).into_iter().collect(),
            confirmed_on: entry.determined_on,
            entered_on: entry.entered_on,
            cleared_on: entry.cleared_on,
            remediated_area: entry.cleared_area,
            owner: if known.owner.is_empty() {
                text(&entry.name).unwrap_or_default()
            } else {
                known.owner.clone()
            },
            carried: Some(Carried {
                state: state.to_owned(),
                site: entry.site.to_string(),
                batch: batch.id.to_string(),
                path: text(&entry.path),
                category: text(&entry.category),
                document: text(&entry.document),
            }),
            ..known
        };
        let watched = entry.cleared_on.filter(|_| state == "PRE_EXITED");
        let object = Object {
            unit: unit.or(own_unit).unwrap_or_default(),
            parcel: at.map_or_else(
                || text(&entry.parcel).unwrap_or_default(),
                |at| snapshot.parcels[at as usize].code.to_string(),
            ),
            title,
            due: watched
                .and_then(|day| day.checked_add_months(chrono::Months::new(rules.numbers.watch_months))),
            fields: Fields::Case(Box::new(fields)),
            ..nothing(self.ids().next(), ObjectKind::Case)
        };
        Ok(Origin { object, year: i64::from(year) })
    }
}

/// A site whose parcel is not in the register: what the sheet itself says.
fn unregistered(entry: &LedgerEntry, year: i32) -> Case {
    Case {
        year,
        area: entry.area.unwrap_or_default(),
        no_shape_reason: Some("期初导入，宗地数据中没有这宗地".to_owned()),
        round: 1,
        ..Case::default()
    }
}

/// The fields of an entry that say its state.
fn said(entry: &LedgerEntry) -> Values {
    let mut row = Values::default();
    if let Some(status) = entry.status.as_deref() {
        row.set("status", status);
    }
    let days = [
        ("determined_on", entry.determined_on),
        ("entered_on", entry.entered_on),
        ("cleared_on", entry.cleared_on),
    ];
    for (name, day) in days {
        if let Some(day) = day {
            row.set(name, day);
        }
    }
    row
}

fn carried_of(case: &Object) -> Option<&Carried> {
    case.fields.case()?.carried.as_ref()
}
