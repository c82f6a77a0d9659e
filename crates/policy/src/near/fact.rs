//! The facts that may be imagined otherwise, one at a time, and how each is read and set.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::{Area, Money, Source, Text};
use serde::Serialize;

use crate::facts::{Approval, CountyFacts, Finding, Tax};

/// A single fact. Parcels, firms and rows are indices into the [`CountyFacts`] it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// 入库税额 of a firm in a year, all counted kinds together.
    Tax {
        /// The firm.
        enterprise: u32,
        /// Calendar year of 入库.
        year: i32,
    },
    /// 宗地面积
    ParcelArea(u32),
    /// 闲置面积
    VacantArea(u32),
    /// 租赁面积 of a lease
    LeasedArea(u32),
    /// 用地面积 of an occupancy row
    LandUsed(u32),
    /// 已开发面积 of a supply contract
    AreaDeveloped(u32),
    /// 已投资额 of a supply contract
    InvestmentMade(u32),
    /// 约定开工日期 of a supply contract
    StartDue(u32),
    /// 交地日期 of a supply contract
    HandedOver(u32),
    /// 停工日期 of a supply contract
    SuspendedOn(u32),
    /// 供应日期
    SupplyDate(u32),
    /// 期限至 of an approval
    ApprovalUntil(u32),
    /// 现状是否闲置 becomes 否.
    NotIdle(u32),
    /// 实际用途 becomes what is registered.
    UsedAsRegistered(u32),
    /// 评价类别 D of an evaluation becomes C.
    BetterClass(u32),
    /// A supply contract is started.
    Started(u32),
    /// An approval's 整改 is complete.
    Rectified(u32),
    /// An approval of the other use is given.
    Approved(u32),
    /// An approval is taken back.
    ApprovalRevoked(u32),
    /// A 宽限 is granted.
    Graced(u32),
    /// A decision that is in force (宽限, 闲置认定, 目录认定) ends.
    DecisionEnds(u32),
    /// A 目录认定 is made: the land falls under the catalogue, or does not.
    Catalogued {
        /// The parcel.
        parcel: u32,
        /// Does it?
        falls: bool,
    },
}

/// What a fact is, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// In 分.
    Money(Money),
    /// In 0.01 m².
    Area(Area),
    /// A day.
    Day(NaiveDate),
    /// The word that the fact's kind names.
    Done,
}

/// A number that a fact has or lacks, in its own smallest unit: 分, 0.01 m² or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) present: Option<i64>,
    /// The least and the greatest number that makes sense.
    pub(super) bounds: (i64, i64),
}

/// More money than any county takes in, in 分.
const MOST_MONEY: i64 = 1 << 46;
/// A larger area than any county has, in 0.01 m².
const MOST_AREA: i64 = 1 << 42;
/// Days are moved by at most a century.
const MOST_DAYS: i64 = 36_525;

impl Value {
    /// In the smallest unit of its kind; days count from the beginning of the era.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Money(money) => money.0,
            Self::Area(area) => area.0,
            Self::Day(day) => i64::from(day.num_days_from_ce()),
            Self::Done => 0,
        }
    }

    /// The next value by `steps` of its smallest unit: 0.01 元, 0.01 m², one day.
    #[must_use]
    pub fn stepped(self, steps: i64) -> Self {
        match self {
            Self::Money(money) => Self::Money(Money(money.0.saturating_add(steps))),
            Self::Area(area) => Self::Area(Area(area.0.saturating_add(steps))),
            Self::Day(_) => Self::Day(day(self.number() + steps)),
            Self::Done => Self::Done,
        }
    }
}

fn day(number: i64) -> NaiveDate {
    i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or(NaiveDate::MAX)
}

impl Fact {
    /// Its value as the number stands for it.
    pub(super) fn value(self, number: i64) -> Value {
        match self {
            Self::Tax { .. } | Self::InvestmentMade(_) => Value::Money(Money(number)),
            Self::ParcelArea(_)
            | Self::VacantArea(_)
            | Self::LeasedArea(_)
            | Self::LandUsed(_)
            | Self::AreaDeveloped(_) => Value::Area(Area(number)),
            Self::StartDue(_)
            | Self::HandedOver(_)
            | Self::SuspendedOn(_)
            | Self::SupplyDate(_)
            | Self::ApprovalUntil(_) => Value::Day(day(number)),
            _ => Value::Done,
        }
    }

    /// The number it has, and between which it may lie. Tax is summed by kinds that only the
    /// edition knows; its number is given by whoever asks.
    pub(super) fn number(self, facts: &CountyFacts, as_of: NaiveDate) -> Number {
        let days = |present: Option<NaiveDate>| {
            let present = present.map(|day| Value::Day(day).number());
            let middle = present.unwrap_or(Value::Day(as_of).number());
            Number { present, bounds: (middle - MOST_DAYS, middle + MOST_DAYS) }
        };
        let area = |present: Option<Area>, most: i64| Number {
            present: present.map(|area| area.0),
            bounds: (0, most.max(present.map_or(0, |area| area.0))),
        };
        let parcel = |index: u32| &facts.parcels[index as usize];
        let supply = |row: u32| &facts.supplies[row as usize];
        match self {
            // Nobody is told to be refunded more than was paid.
            Self::Tax { .. } => Number { present: None, bounds: (0, MOST_MONEY) },
            Self::ParcelArea(index) => Number { present: Some(parcel(index).area.0), bounds: (1, MOST_AREA) },
            Self::VacantArea(index) => area(parcel(index).idle_area, parcel(index).area.0),
            Self::LeasedArea(row) => {
                let lease = &facts.leases[row as usize];
                area(Some(lease.area), parcel(lease.parcel).area.0)
            }
            Self::LandUsed(row) => {
                let taken = &facts.occupancies[row as usize];
                area(taken.land_area, parcel(taken.parcel).area.0)
            }
            Self::AreaDeveloped(row) => {
                area(supply(row).area_developed, supply(row).area_due.map_or(0, |area| area.0))
            }
            Self::InvestmentMade(row) => {
                let present = supply(row).investment_made.map(|money| money.0);
                let most = supply(row).investment_total.map_or(0, |money| money.0);
                Number { present, bounds: (0, most.max(present.unwrap_or(0))) }
            }
            Self::StartDue(row) => days(supply(row).start_due),
            Self::HandedOver(row) => days(supply(row).handover_on),
            Self::SuspendedOn(row) => days(supply(row).suspended_on),
            Self::SupplyDate(index) => days(parcel(index).supply_date),
            Self::ApprovalUntil(row) => days(facts.approvals[row as usize].until),
            _ => Number { present: None, bounds: (0, 0) },
        }
    }

    /// Makes the fact so. `known` is the tax that is counted for the firm and year at present.
    pub(super) fn set(self, facts: &mut CountyFacts, value: Value, known: Money, as_of: NaiveDate) {
        let before = as_of.pred_opt();
        match (self, value) {
            (Self::Tax { enterprise, year }, Value::Money(amount)) => facts.taxes.push(Tax {
                enterprise,
                year,
                tax_type: None,
                amount: Money(amount.0.saturating_sub(known.0)),
                source: nowhere(),
            }),
            (Self::ParcelArea(index), Value::Area(area)) => facts.parcels[index as usize].area = area,
            (Self::VacantArea(index), Value::Area(area)) => {
                facts.parcels[index as usize].idle_area = Some(area);
            }
            (Self::LeasedArea(row), Value::Area(area)) => facts.leases[row as usize].area = area,
            (Self::LandUsed(row), Value::Area(area)) => {
                facts.occupancies[row as usize].land_area = Some(area);
            }
            (Self::SupplyDate(index), Value::Day(day)) => {
                facts.parcels[index as usize].supply_date = Some(day);
            }
            (Self::ApprovalUntil(row), Value::Day(day)) => facts.approvals[row as usize].until = Some(day),
            (Self::NotIdle(index), _) => facts.parcels[index as usize].idle = Some(false),
            (Self::UsedAsRegistered(index), _) => {
                let parcel = &mut facts.parcels[index as usize];
                parcel.actual_use = Some(parcel.land_use.clone());
            }
            (Self::BetterClass(row), _) => facts.evaluations[row as usize].class = Text::new_static("C"),
            (Self::Rectified(row), _) => facts.approvals[row as usize].rectified_on = Some(as_of),
            (Self::Approved(parcel), _) => facts.approvals.push(approval(parcel)),
            (Self::ApprovalRevoked(row), _) => {
                facts.approvals.remove(row as usize);
            }
            (Self::Graced(parcel), _) => facts.findings.push(decision(parcel, "宽限", None)),
            (Self::DecisionEnds(row), _) => facts.findings[row as usize].to = before,
            (Self::Catalogued { parcel, falls }, _) => {
                let conclusion = if falls { "属于" } else { "不属于" };
                facts.findings.push(decision(parcel, "目录认定", Some(conclusion)));
            }
            _ => self.set_supply(facts, value, as_of),
        }
    }

    fn set_supply(self, facts: &mut CountyFacts, value: Value, as_of: NaiveDate) {
        let (Self::AreaDeveloped(row)
        | Self::InvestmentMade(row)
        | Self::StartDue(row)
        | Self::HandedOver(row)
        | Self::SuspendedOn(row)
        | Self::Started(row)) = self
        else {
            return;
        };
        let supply = &mut facts.supplies[row as usize];
        match (self, value) {
            (Self::AreaDeveloped(_), Value::Area(area)) => supply.area_developed = Some(area),
            (Self::InvestmentMade(_), Value::Money(money)) => supply.investment_made = Some(money),
            (Self::StartDue(_), Value::Day(day)) => supply.start_due = Some(day),
            (Self::HandedOver(_), Value::Day(day)) => supply.handover_on = Some(day),
            (Self::SuspendedOn(_), Value::Day(day)) => supply.suspended_on = Some(day),
            (Self::Started(_), _) => supply.started_on = Some(as_of),
            _ => {}
        }
    }
}

fn nowhere() -> Source {
    Source { batch: u32::MAX, sheet: 0, row: 0 }
}

fn approval(parcel: u32) -> Approval {
    Approval {
        parcel,
        document: Text::default(),
        approved_use: None,
        approved_on: None,
        temporary: Some(false),
        until: None,
        rectified_on: None,
        source: nowhere(),
    }
}

fn decision(parcel: u32, kind: &'static str, conclusion: Option<&'static str>) -> Finding {
    Finding {
        parcel,
        finding_type: Text::new_static(kind),
        document: Text::default(),
        basis: None,
        conclusion: conclusion.map(Text::new_static),
        from: None,
        to: None,
        source: nowhere(),
    }
}
