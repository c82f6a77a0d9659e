//! Areas, money and other quantities.

use lingdi_domain::area::AreaUnit;
use lingdi_domain::money::MoneyUnit;
use lingdi_domain::{Area, Money, Ratio};

use super::number::{Figure, figure, shifted};
use super::{Complaint, Reading, Taken};
use crate::unit::{self, Measure, Unit};

/// Reads an area; a unit in the cell wins over the column's.
pub(super) fn area(text: &str, column: Option<Unit>, default: AreaUnit) -> Reading {
    let column = column.unwrap_or(Unit { measure: Measure::Area(default), power: 0, label: default.label() });
    let Figure { decimal, behind } = match figure(text) {
        Ok(figure) => figure,
        Err(complaint) => return Reading::Unreadable(complaint),
    };
    let used = match behind {
        "" => column,
        "万" => Unit { power: column.power + 4, ..column },
        other => match unit::parse(other) {
            Some(unit) => unit,
            None => return strange_unit(text, other),
        },
    };
    let Measure::Area(measure) = used.measure else { return strange_unit(text, behind) };
    match Area::parse(&shifted(&decimal, used.power), measure) {
        Some(Area(value)) if value < 0 => {
            Reading::unreadable(format!("面积“{text}”为负数"), "请核对并填写实际面积")
        }
        Some(Area(value)) => {
            let label = if behind == "万" { format!("万{}", used.label) } else { used.label.to_owned() };
            let digits = text.strip_suffix(behind).unwrap_or(text).trim();
            let remark = other_unit(behind, used, column);
            Reading::Taken(Taken { value: value.into(), written: Some(format!("{digits} {label}")), remark })
        }
        None => too_large(text),
    }
}

/// Reads money; a unit in the cell wins over the column's.
pub(super) fn money(text: &str, column: Option<Unit>, default: MoneyUnit) -> Reading {
    let column =
        column.unwrap_or(Unit { measure: Measure::Money(default), power: 0, label: default.label() });
    let Figure { decimal, behind } = match figure(text) {
        Ok(figure) => figure,
        Err(complaint) => return Reading::Unreadable(complaint),
    };
    let used = match behind {
        "" => column,
        "万" | "亿" | "千" => unit::parse(&format!("{behind}元")).unwrap_or(column),
        other => match unit::parse(other) {
            Some(unit) => unit,
            None => return strange_unit(text, other),
        },
    };
    let Measure::Money(measure) = used.measure else { return strange_unit(text, behind) };
    match Money::parse(&shifted(&decimal, used.power), measure) {
        Some(Money(value)) => Reading::Taken(Taken {
            value: value.into(),
            written: None,
            remark: other_unit(behind, used, column),
        }),
        None => too_large(text),
    }
}

/// Reads a decimal number whose own unit, if it has one, may stand behind it.
pub(super) fn decimal(text: &str, own_unit: &str) -> Reading {
    let Figure { decimal, behind } = match figure(text) {
        Ok(figure) => figure,
        Err(complaint) => return Reading::Unreadable(complaint),
    };
    let power = match behind {
        "" => 0,
        "万" => 4,
        other if other == own_unit => 0,
        other if other.strip_prefix('万') == Some(own_unit) => 4,
        other if own_unit.is_empty() && ["个", "亩", "分", "宗", "家"].contains(&other) => 0,
        other => return strange_unit(text, other),
    };
    exact(text, &shifted(&decimal, power))
}

/// Reads a share; what is below 1 without a percent sign was a fraction.
pub(super) fn percent(text: &str) -> Reading {
    let Figure { decimal, behind } = match figure(text) {
        Ok(figure) => figure,
        Err(complaint) => return Reading::Unreadable(complaint),
    };
    match (behind, Ratio::parse_decimal(&decimal)) {
        ("", Some(share)) if share > Ratio::zero() && share < Ratio::integer(1) => Reading::taken_with(
            shifted(&decimal, 2).trim_start_matches('0').to_owned(),
            format!("“{text}”小于 1，按小数理解为 {}%", (share * Ratio::integer(100)).to_decimal(2)),
            "如原意就是百分之几，请写明 %",
        ),
        ("" | "%", Some(_)) => exact(text, &decimal),
        (other, _) => strange_unit(text, other),
    }
}

/// Reads a whole number, with a counting word behind it or not.
pub(super) fn integer(text: &str) -> Reading {
    let Figure { decimal, behind } = match figure(text) {
        Ok(figure) => figure,
        Err(complaint) => return Reading::Unreadable(complaint),
    };
    if !["", "人", "名", "个", "户", "家", "月", "月份"].contains(&behind) {
        return strange_unit(text, behind);
    }
    let (whole, fraction) = decimal.split_once('.').unwrap_or((&decimal, ""));
    match whole.parse::<i64>() {
        Ok(value) if fraction.bytes().all(|byte| byte == b'0') => Reading::taken(value),
        _ => Reading::unreadable(format!("“{text}”不是整数"), "请填写整数"),
    }
}

fn exact(text: &str, decimal: &str) -> Reading {
    match Ratio::parse_decimal(decimal) {
        Some(_) => Reading::taken(decimal),
        None => too_large(text),
    }
}

/// A unit in a cell that is not its column's is obeyed, and said.
fn other_unit(behind: &str, used: Unit, column: Unit) -> Option<Complaint> {
    let differs = !behind.is_empty() && (used.measure, used.power) != (column.measure, column.power);
    differs.then(|| {
        Complaint::new(
            format!("单元格自带单位“{behind}”，与本列的{}不同，已按单元格的单位计", column.label),
            "请核对",
        )
    })
}

fn strange_unit(text: &str, behind: &str) -> Reading {
    Reading::unreadable(format!("“{text}”中的“{behind}”不是这里认识的单位"), "请只填数字，单位写在表头括号里")
}

fn too_large(text: &str) -> Reading {
    Reading::unreadable(format!("“{text}”超出可以记录的范围"), "请核对数字和单位")
}
