//! Which unit each column of areas or money is in.

use lingdi_domain::area::AreaUnit;
use lingdi_domain::money::MoneyUnit;

use super::{Plan, PlannedColumn};
use crate::cell::Complaint;
use crate::heading::unit_rows;
use crate::schema::{UnitRule, ValueType};
use crate::sheet::{Sheet, Value};
use crate::unit::{self, Measure, Unit};

/// Heading (or mapping), then the sheet's unit row, then the canonical heading, then a neighbour of
/// the same measure, then the default; the last two are guesses and are said.
pub(super) fn settle(plan: &mut Plan, sheet: &Sheet) {
    let of_sheet: Vec<Unit> =
        unit_rows(sheet, plan.data_start + 2).into_iter().flat_map(|(_, units)| units).collect();
    let named: Vec<Unit> = plan.columns.iter().filter_map(|column| column.unit).collect();
    let has_unit_column = plan.unit_column.is_some();
    let mut warnings = Vec::new();
    for column in plan.columns.iter_mut().filter(|column| column.unit.is_none()) {
        let Some((fallback, is_fixed)) = fallback(column.field.value) else { continue };
        if let Some(unit) = only_one(&of_sheet, fallback) {
            column.unit = Some(unit);
            continue;
        }
        column.unit = Some(fallback);
        if is_fixed || (has_unit_column && matches!(fallback.measure, Measure::Area(_))) {
            continue;
        }
        let (unit, why) = match only_one(&named, fallback) {
            Some(unit) => (unit, "与表内其他列相同"),
            None => (fallback, "默认"),
        };
        column.unit = Some(unit);
        column.unit_is_guess = true;
        let hint = likelier(sheet, plan.data_start, column, unit);
        let message = format!("“{}”没有写明单位，按{}计（{why}）{hint}", column.heading, unit.label);
        let remedy = format!(
            "请核对；单位不同时写进表头括号，或映射 {}(单位)={}",
            column.field.heading, column.heading
        );
        warnings.push((Some(column.index), Complaint::new(message, remedy)));
    }
    plan.warnings.extend(warnings);
}

fn fallback(value: ValueType) -> Option<(Unit, bool)> {
    let area = |unit: AreaUnit| Unit { measure: Measure::Area(unit), power: 0, label: unit.label() };
    let money = |unit: MoneyUnit| Unit { measure: Measure::Money(unit), power: 0, label: unit.label() };
    match value {
        ValueType::Area(rule) => Some((area(rule.unit()), rule.is_fixed())),
        ValueType::Money(rule) => Some((money(UnitRule::unit(rule)), rule.is_fixed())),
        _ => None,
    }
}

/// The unit of the same measure, if all agree on one.
fn only_one(units: &[Unit], like: Unit) -> Option<Unit> {
    let same = |unit: &&Unit| std::mem::discriminant(&unit.measure) == std::mem::discriminant(&like.measure);
    let mut of_measure = units.iter().filter(same);
    let first = of_measure.next()?;
    of_measure.all(|unit| unit == first).then_some(*first)
}

/// What the figures themselves look like, where that is another unit than the one taken: a hint to
/// the clerk, never acted upon.
fn likelier(sheet: &Sheet, start: usize, column: &PlannedColumn, taken: Unit) -> &'static str {
    if !matches!(taken.measure, Measure::Area(_)) {
        return "";
    }
    let mut figures: Vec<f64> = sheet.rows[start.min(sheet.rows.len())..]
        .iter()
        .take(500)
        .filter_map(|row| match row.cell(column.index) {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.replace(',', "").trim().parse().ok(),
            _ => None,
        })
        .filter(|figure| *figure > 0.0)
        .collect();
    figures.sort_by(f64::total_cmp);
    let Some(median) = figures.get(figures.len() / 2) else { return "" };
    let looks = match median {
        m if *m > 2000.0 => "平方米",
        m if *m < 15.0 && m.fract() != 0.0 => "公顷",
        _ => "亩",
    };
    match looks {
        same if same == taken.label => "",
        "平方米" => "；从数值看更像平方米",
        "公顷" => "；从数值看更像公顷",
        _ => "；从数值看更像亩",
    }
}

/// The unit that a row's own unit column names.
pub(crate) fn of_row(cell: &Value) -> Option<Unit> {
    unit::parse(&cell.text())
}
