//! When a path is completed (domain.md §2.1, exit criteria per path), and the facts that show it.

use chrono::NaiveDate;

use crate::case::Case;
use crate::moves::{Field, FieldKind, Situation, Verdict, holds};
use crate::object::Object;
use crate::step4_remediation::Path;

/// Facts that a unit reports while the work goes on.
pub(super) const FIELDS: &[Field] = &[
    Field::new("progress_month", "月份", FieldKind::Month).required().hint("如 2023-09"),
    Field::new("progress", "本月进展", FieldKind::Prose).required(),
    Field::new("progress_percent", "累计完成比例（%）", FieldKind::Whole).hint("0 到 100"),
    Field::new("invested", "累计完成投资（万元）", FieldKind::Wan),
    Field::new("change_registered_on", "兼并重组：变更登记日期", FieldKind::Day),
    Field::new("project_contract", "兼并重组：新项目合同", FieldKind::Text),
    Field::new("reached", "兼并重组：税收或投资已达到约定", FieldKind::Flag),
    Field::new("acquisition_contract", "收购收储：合同编号", FieldKind::Text),
    Field::new("title_transferred_on", "收购收储：权属或占有转移日期", FieldKind::Day),
    Field::new("vacant_on", "收购收储：腾空日期", FieldKind::Day),
    Field::new("power_cut_on", "取缔关停：水电工业用途停止日期", FieldKind::Day),
    Field::new("licence_ended", "取缔关停：证照注销、变更或设备拆除", FieldKind::Text),
    Field::new("vacated_on", "腾退出清：腾退日期", FieldKind::Day),
    Field::new("first_check_on", "腾退出清：第一次现场核查", FieldKind::Day),
    Field::new("second_check_on", "腾退出清：第二次现场核查", FieldKind::Day),
    Field::new("started_on", "限期开发：开工日期", FieldKind::Day),
    Field::new("handed_back_on", "限期开发：土地交回日期", FieldKind::Day),
];

/// Days that a unit reports, each with the name of its field.
pub(super) fn days(case: &Case) -> [(&'static str, Option<NaiveDate>); 9] {
    [
        ("变更登记日期", case.change_registered_on),
        ("权属或占有转移日期", case.title_transferred_on),
        ("腾空日期", case.vacant_on),
        ("水电工业用途停止日期", case.power_cut_on),
        ("腾退日期", case.vacated_on),
        ("第一次现场核查", case.first_check_on),
        ("第二次现场核查", case.second_check_on),
        ("开工日期", case.started_on),
        ("土地交回日期", case.handed_back_on),
    ]
}

/// Is the path completed? Says what is missing.
pub(super) fn reached(case: &Case, path: Path, at: &Situation<'_>) -> Verdict {
    // In a block: its own work is done, or the block as a whole was accepted.
    if at.tied("block").any(|block| block.state == "COMPLETED") {
        return Ok(());
    }
    match path {
        Path::S1 | Path::S2 | Path::S3 | Path::S4 | Path::S5 => agreement_kept(at),
        Path::M => all(&[
            ("变更登记日期", case.change_registered_on.is_some()),
            ("新项目合同", case.project_contract.is_some()),
            ("税收或投资已达到约定", case.reached == Some(true)),
        ]),
        Path::A => all(&[
            ("收储合同编号", case.acquisition_contract.is_some()),
            ("权属或占有转移日期", case.title_transferred_on.is_some()),
            ("腾空日期", case.vacant_on.is_some()),
        ]),
        Path::K1 => all(&[
            ("水电工业用途停止日期", case.power_cut_on.is_some()),
            ("证照注销、变更或设备拆除", case.licence_ended.is_some()),
        ]),
        Path::K2 => vacated(case, at),
        Path::U => {
            all(&[("开工日期或土地交回日期", case.started_on.is_some() || case.handed_back_on.is_some())])
        }
    }
}

fn all(wanted: &[(&str, bool)]) -> Verdict {
    let lacks: Vec<_> = wanted.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    holds(lacks.is_empty(), &format!("完成标准还缺：{}。请在“填报进度”中补齐。", lacks.join("、")))
}

fn agreement_kept(at: &Situation<'_>) -> Verdict {
    let kept = |one: &Object| {
        let agreement = one.fields.agreement();
        let due = agreement.is_some_and(|agreement| {
            agreement.checkpoints.iter().filter(|point| point.due <= at.today).all(super::Checkpoint::is_met)
        });
        due && ["PERFORMING", "FULFIL_PROPOSED", "ENDED_FULFILLED"].contains(&one.state)
    };
    holds(
        at.tied("agreement").any(kept),
        "履约监管协议尚未履约到位：协议须在履约中，到期检查点全部通过。请在协议页面登记检查结果。",
    )
}

fn vacated(case: &Case, at: &Situation<'_>) -> Verdict {
    all(&[
        ("腾退日期", case.vacated_on.is_some()),
        ("第一次现场核查", case.first_check_on.is_some()),
        ("第二次现场核查", case.second_check_on.is_some()),
    ])?;
    let gap =
        case.first_check_on.zip(case.second_check_on).map(|(first, second)| (second - first).num_days());
    let wanted = at.numbers.vacate_gap_days;
    holds(
        gap.is_some_and(|gap| gap >= i64::from(wanted)),
        &format!("两次现场核查须相隔至少 {wanted} 天。请在期满后再核查一次。"),
    )
}
