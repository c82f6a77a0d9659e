//! Facts and figures in the words of the pages.

use lingdi_domain::{Cell, Text};

use super::fact::{Fact, Value};
use crate::figures::{mu, square_metres, ten_thousand_yuan};
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

/// `增加 2.9 万元`, `提前 31 天`
pub(super) fn change(from: Value, to: Value) -> String {
    use lingdi_domain::{Area, Money};
    let moved = to.number() - from.number();
    let verb = if moved > 0 { "增加" } else { "减少" };
    match to {
        Value::Money(_) => format!("{verb} {}", ten_thousand_yuan(Money(moved.abs()))),
        Value::Area(_) => format!("{verb} {}", mu(Area(moved.abs()))),
        Value::Day(_) => format!("{} {} 天", if moved > 0 { "推后" } else { "提前" }, moved.abs()),
        Value::Done => String::new(),
    }
}

pub(super) fn of(judge: &Judge, fact: Fact) -> Words {
    let facts = judge.facts();
    let firm = |index: u32| facts.enterprises[index as usize].name.as_str();
    let plain = |subject: &str| Words { subject: subject.to_owned(), ..Words::default() };
    match fact {
        Fact::Tax { enterprise, year } => Words {
            source: judge.tax_cell(enterprise, year),
            ..plain(&format!("{} {year}年入库税额", firm(enterprise)))
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
            let lessee = lease.lessee.as_deref().unwrap_or_default();
            Words {
                source: Some(judge.cell(&lease.source, "area")),
                ..plain(&format!("{lessee} 租赁面积（{}）", lease.lease_use))
            }
        }
        Fact::LandUsed(row) => {
            let taken = &facts.occupancies[row as usize];
            let name =
                taken.enterprise.map_or_else(|| text(taken.name.as_ref()), |index| firm(index).to_owned());
            Words {
                source: Some(judge.cell(&taken.source, "land_area")),
                ..plain(&format!("{name} 用地面积"))
            }
        }
        Fact::BetterClass(row) => {
            let class = &facts.evaluations[row as usize];
            Words {
                from: class.class.to_string(),
                to: "C".to_owned(),
                source: Some(judge.cell(&class.source, "class")),
                ..plain(&format!("{} {}年评价类别", firm(class.enterprise), class.year))
            }
        }
        Fact::Approved(_) => {
            Words {
                from: "无".to_owned(), to: "有在期的改变用途批复".to_owned(), ..plain("用途批复")
            }
        }
        Fact::Graced(_) => {
            Words { from: "无".to_owned(), to: "在宽限期内".to_owned(), ..plain("宽限认定") }
        }
        Fact::Catalogued { falls, .. } => Words {
            from: "缺".to_owned(),
            to: if falls { "属于禁止类、淘汰类" } else { "不属于禁止类、淘汰类" }.to_owned(),
            ..plain("目录认定")
        },
        Fact::DecisionEnds(row) => {
            let decision = &facts.findings[row as usize];
            Words {
                from: "在期".to_owned(),
                to: "判定日前终止".to_owned(),
                source: Some(judge.cell(&decision.source, "to")),
                ..plain(&format!("{} {}", decision.finding_type, decision.document))
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
