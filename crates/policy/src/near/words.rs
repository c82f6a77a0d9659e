//! Facts and figures in the words of the pages.

use lingdi_domain::{Area, Cell, Money, Ratio, Text};

use super::fact::{Fact, Value};
use super::{Bound, Near};
use crate::figures::{mu, plain, square_metres, ten_thousand_yuan};
use crate::judge::Judge;

/// A fact in words. `from` and `to` are filled where the fact is a word.
#[derive(Default)]
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) source: Option<Cell>,
}

/// `36.9 万元`, `20 亩（13333.34 平方米）`, `2021-06-01`
pub(super) fn value(value: Value) -> String {
    match value {
        Value::Money(money) => ten_thousand_yuan(money),
        Value::Area(area) => format!("{}（{}）", mu(area), square_metres(area)),
        Value::Day(day) => day.to_string(),
        Value::Done => String::new(),
    }
}

/// `增加 2.9 万元`, `提前 31 天`; what is less than 100 元 or 10 m² in the small unit, to be read.
pub(super) fn change(from: Value, to: Value) -> String {
    let moved = to.number() - from.number();
    let verb = if moved > 0 { "增加" } else { "减少" };
    match to {
        Value::Money(_) if moved.abs() < SMALL_MONEY => {
            format!("{verb} {} 元", plain(&Ratio::new(moved.abs().into(), 100)))
        }
        Value::Money(_) => format!("{verb} {}", ten_thousand_yuan(Money(moved.abs()))),
        Value::Area(_) if moved.abs() < SMALL_AREA => format!("{verb} {}", square_metres(Area(moved.abs()))),
        Value::Area(_) => format!("{verb} {}", mu(Area(moved.abs()))),
        Value::Day(_) => format!("{} {} 天", if moved > 0 { "推后" } else { "提前" }, moved.abs()),
        Value::Done => String::new(),
    }
}

/// In 分.
const SMALL_MONEY: i64 = 10_000;
/// In 0.01 m².
const SMALL_AREA: i64 = 1_000;

pub(super) fn of(judge: &Judge, fact: Fact) -> Words {
    let facts = judge.facts();
    let firm = |index: u32| facts.enterprises[index as usize].name.as_str();
    let named = |subject: &str| Words { subject: subject.to_owned(), ..Words::default() };
    match fact {
        Fact::Tax { enterprise, year } => Words {
            source: judge.tax_cell(enterprise, year),
            ..named(&format!("{} {year}年入库税额", firm(enterprise)))
        },
        Fact::ParcelArea(index) => on_parcel(judge, index, "宗地面积", "area"),
        Fact::VacantArea(index) => on_parcel(judge, index, "闲置面积", "idle_area"),
        Fact::SupplyDate(index) => on_parcel(judge, index, "供应日期", "supply_date"),
        Fact::NotIdle(index) => Words {
            from: "是".to_owned(),
            to: "否".to_owned(),
            ..on_parcel(judge, index, "现状是否闲置", "idle")
        },
        Fact::UsedAsRegistered(index) => {
            let parcel = &facts.parcels[index as usize];
            Words {
                from: text(parcel.actual_use.as_ref()),
                to: parcel.land_use.to_string(),
                ..on_parcel(judge, index, "实际用途", "actual_use")
            }
        }
        Fact::LeasedArea(row) => {
            let lease = &facts.leases[row as usize];
            let lessee = lease.lessee.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
            Words {
                source: Some(judge.cell(&lease.source, "area")),
                ..named(&format!("{lessee}租赁面积（{}）", lease.lease_use))
            }
        }
        Fact::LandUsed(row) => {
            let taken = &facts.occupancies[row as usize];
            let name =
                taken.enterprise.map_or_else(|| text(taken.name.as_ref()), |index| firm(index).to_owned());
            Words {
                source: Some(judge.cell(&taken.source, "land_area")),
                ..named(&format!("{name} 用地面积"))
            }
        }
        Fact::BetterClass(row) => {
            let class = &facts.evaluations[row as usize];
            Words {
                from: class.class.to_string(),
                to: "C".to_owned(),
                source: Some(judge.cell(&class.source, "class")),
                ..named(&format!("{} {}年评价类别", firm(class.enterprise), class.year))
            }
        }
        Fact::Approved(_) => {
            Words {
                from: "无".to_owned(), to: "有在期的改变用途批复".to_owned(), ..named("用途批复")
            }
        }
        Fact::Graced(_) => {
            Words { from: "无".to_owned(), to: "在宽限期内".to_owned(), ..named("宽限认定") }
        }
        Fact::Catalogued { falls, .. } => Words {
            from: "缺".to_owned(),
            to: if falls { "属于禁止类、淘汰类" } else { "不属于禁止类、淘汰类" }.to_owned(),
            ..named("目录认定")
        },
        Fact::DecisionEnds(row) => {
            let decision = &facts.findings[row as usize];
            Words {
                from: "在期".to_owned(),
                to: "判定日前终止".to_owned(),
                source: Some(judge.cell(&decision.source, "to")),
                ..named(&format!("{} {}", decision.finding_type, decision.document))
            }
        }
        Fact::ApprovalUntil(row) => approval(judge, row, "期限至", "until", ["", ""]),
        Fact::Rectified(row) => approval(judge, row, "整改", "rectified_on", ["未完成", "判定日前完成"]),
        Fact::ApprovalRevoked(row) => approval(judge, row, "效力", "document", ["在期", "撤销"]),
        Fact::AreaDeveloped(row) => contract(judge, row, "已开发面积", "area_developed"),
        Fact::InvestmentMade(row) => contract(judge, row, "已投资额", "investment_made"),
        Fact::StartDue(row) => contract(judge, row, "约定开工日期", "start_due"),
        Fact::HandedOver(row) => contract(judge, row, "交地日期", "handover_on"),
        Fact::SuspendedOn(row) => contract(judge, row, "停工日期", "suspended_on"),
        Fact::Started(row) => Words {
            from: "无".to_owned(),
            to: "判定日前开工".to_owned(),
            ..contract(judge, row, "实际开工日期", "started_on")
        },
    }
}

fn text(written: Option<&Text>) -> String {
    written.map(ToString::to_string).unwrap_or_default()
}

fn on_parcel(judge: &Judge, index: u32, subject: &str, field: &str) -> Words {
    let source = &judge.facts().parcels[index as usize].source;
    Words { subject: subject.to_owned(), source: Some(judge.cell(source, field)), ..Words::default() }
}

fn contract(judge: &Judge, row: u32, subject: &str, field: &str) -> Words {
    let source = &judge.facts().supplies[row as usize].source;
    Words {
        subject: format!("供地合同{subject}"),
        source: Some(judge.cell(source, field)),
        ..Words::default()
    }
}

fn approval(judge: &Judge, row: u32, subject: &str, field: &str, [from, to]: [&str; 2]) -> Words {
    let approval = &judge.facts().approvals[row as usize];
    Words {
        subject: format!("批复 {} {subject}", approval.document),
        from: from.to_owned(),
        to: to.to_owned(),
        source: Some(judge.cell(&approval.source, field)),
    }
}

impl Near {
    /// Where the fact must lie: `≥ 90 万元`, `2021-06-01 或以后`, `否`.
    pub fn target(&self) -> String {
        match (self.bound, self.value) {
            (Bound::Is, _) => self.to.clone(),
            (Bound::AtLeast, Value::Day(_)) => format!("{} 或以后", self.to),
            (Bound::AtMost, Value::Day(_)) => format!("{} 或以前", self.to),
            (Bound::AtLeast, _) => format!("≥ {}", self.to),
            (Bound::AtMost, _) => format!("≤ {}", self.to),
        }
    }

    /// What turns, in words: `列入→不列入`, `重点 是→否`; or what holds the parcel: `另有 B 类依据`.
    pub fn turn(&self) -> String {
        if !self.turns() {
            let held: Vec<&str> = self.held_by.iter().map(|category| category.code()).collect();
            return format!("不再属 {} 类，另有 {} 类依据", self.rule, held.join("、"));
        }
        let mut turns = Vec::new();
        if self.before.status != self.after.status {
            turns.push(format!("{}→{}", self.before.status.label(), self.after.status.label()));
        }
        if self.before.focus != self.after.focus {
            turns.push(format!("重点 {}→{}", yes_no(self.before.focus), yes_no(self.after.focus)));
        }
        turns.join("，")
    }

    /// All of it in one line: `甲公司 2021年入库税额 87 万元 → ≥ 90 万元（增加 3 万元）：列入→不列入`.
    pub fn sentence(&self) -> String {
        let change = if self.change.is_empty() { String::new() } else { format!("（{}）", self.change) };
        format!("{} {} → {}{change}：{}", self.subject, self.from, self.target(), self.turn())
    }
}

fn yes_no(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "是",
        Some(false) => "否",
        None => "不确定",
    }
}
