//! 历年台账: what a row is checked against beside itself, before anybody accepts it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDate;
use lingdi_domain::step3_register::carried;
use lingdi_domain::{Area, Ratio, Values};
use lingdi_intake::{Problem, Row, RowStatus, Severity, Table};
use lingdi_policy::facts::Unit;

use crate::{App, Result, Snapshot};

/// What is known when a ledger comes in.
pub(super) struct Known {
    snapshot: Arc<Snapshot>,
    units: Arc<Vec<Unit>>,
    /// Parcels with a case that is not over.
    open: HashSet<String>,
    /// 地块编号 that were carried over before.
    sites: HashSet<String>,
    tolerance: Ratio,
    today: NaiveDate,
}

/// The code of a unit written by code or by name.
pub(crate) fn unit_code(units: &[Unit], written: &str) -> Option<String> {
    let known =
        |unit: &&Unit| unit.is_local() && (unit.code.as_str() == written || unit.name.as_str() == written);
    units.iter().find(known).map(|unit| unit.code.to_string())
}

impl App {
    pub(super) async fn known_to_ledger(&self) -> Result<Known> {
        let rules = self.rules().await?;
        let (open, sites) = self.carried_sites().await?;
        Ok(Known {
            snapshot: self.snapshot(None).await?,
            units: self.units().await?,
            open,
            sites,
            tolerance: rules.numbers.area_tolerance,
            today: self.clock().today(),
        })
    }
}

impl Known {
    /// Refuses the rows that cannot become cases, each with its reason.
    pub(super) fn check(&self, table: &mut Table) {
        let mut taken: HashMap<String, u32> = HashMap::new();
        let mut problems = Vec::new();
        let names: HashMap<u16, String> =
            table.sheets.iter().map(|sheet| (sheet.source, sheet.name.clone())).collect();
        for row in
            table.rows.iter_mut().filter(|row| matches!(row.status, RowStatus::Ready | RowStatus::Conflict))
        {
            let wrong = self.wrong(&row.data).or_else(|| self.again(row, &mut taken));
            if let Some(wrong) = wrong {
                row.status = RowStatus::Refused;
                problems.push(problem(row, names.get(&row.sheet).cloned().unwrap_or_default(), wrong));
            }
        }
        table.problems.append(&mut problems);
    }

    fn wrong(&self, row: &Values) -> Option<carried::Wrong> {
        let late = |field| row.day(field).is_some_and(|day| day > self.today);
        if let Some(field) =
            ["determined_on", "entered_on", "cleared_on"].into_iter().find(|field| late(field))
        {
            return Some((field, "日期晚于今天".to_owned(), "请核对日期"));
        }
        // Who leaves today, leaves by the meeting.
        if row.day("cleared_on") == Some(self.today) {
            let remedy = "今天出库的请提请办公室例会，不能作为期初数导入";
            return Some(("cleared_on", "出清日期是今天".to_owned(), remedy));
        }
        if row.text("site").is_some_and(|site| self.sites.contains(site)) {
            return Some(("site", "这个地块编号已经导入过".to_owned(), "如需重新导入，请先撤销原批次"));
        }
        let at = row.text("parcel").and_then(|code| self.snapshot.parcel(code));
        let record = at.map(|at| &self.snapshot.parcels[at as usize]);
        match row.text("unit") {
            Some(name) if unit_code(&self.units, name).is_none() => {
                return Some((
                    "unit",
                    format!("没有属地“{name}”"),
                    "请按单位表填写乡镇、街道或开发区的全称或代码",
                ));
            }
            None if record.is_none() => {
                return Some((
                    "unit",
                    "没有属地，宗地数据中也查不到".to_owned(),
                    "请补填属地，或先归集这宗地",
                ));
            }
            _ => {}
        }
        let written = ["cleared_area", "area"].into_iter().filter_map(|field| Some((field, row.int(field)?)));
        let Some(record) = record else {
            let none = row.int("area").is_none();
            return none
                .then(|| ("area", "没有面积，宗地数据中也查不到".to_owned(), "请补填面积，或先归集这宗地"));
        };
        let most = record.area.mu() + self.tolerance.clone();
        let (field, area) = written.into_iter().find(|(_, area)| Area(*area).mu() > most)?;
        let registered = record.area.mu().to_decimal(2);
        let told = format!("{} 亩大于宗地登记面积 {registered} 亩", Area(area).mu().to_decimal(2));
        Some((field, told, "请核对宗地代码和面积的单位"))
    }

    /// A parcel has one open case at a time, whether it is there already or further up in the sheet; while
    /// one runs, a ledger says nothing of the parcel, not even that it left.
    fn again(&self, row: &Row, taken: &mut HashMap<String, u32>) -> Option<carried::Wrong> {
        let state = carried::state(&row.data).ok()?;
        let parcel = row.data.text("parcel")?;
        let known =
            self.snapshot.parcel(parcel).map(|at| self.snapshot.parcels[at as usize].code.to_string());
        let parcel = known.unwrap_or_else(|| parcel.to_owned());
        if self.open.contains(&parcel) {
            return Some(("parcel", "这宗地已有进行中的案件".to_owned(), "请核对；不必再导入"));
        }
        if matches!(state, "PRE_EXITED" | "EXITED") {
            return None;
        }
        let earlier = taken.insert(parcel, row.row)?;
        // In a conflict of one site the rows are told apart by whoever accepts.
        (row.status == RowStatus::Ready).then(|| {
            ("parcel", format!("这宗地在第 {earlier} 行已有，尚未出清"), "一宗地同时只能有一个案件，请留一行")
        })
    }
}

fn problem(row: &Row, sheet_name: String, (field, message, remedy): carried::Wrong) -> Problem {
    let heading =
        lingdi_intake::schema(lingdi_domain::Kind::Ledger).field(field).map_or("", |field| field.heading);
    let value = row.data.text(field).map(str::to_owned).or_else(|| Some(row.data.day(field)?.to_string()));
    Problem {
        sheet: row.sheet,
        sheet_name,
        row: row.row,
        column: String::new(),
        heading: heading.to_owned(),
        value: value.unwrap_or_default(),
        severity: Severity::Refused,
        message,
        remedy: remedy.to_owned(),
    }
}
