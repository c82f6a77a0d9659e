//! 专班: the yearly tasks broken down to the units, by their share of the parcels.

use crate::demo::siting::UNITS;
use crate::demo::write::{Cell, Sheet, text};

/// The county's tasks of a year: cleared, put to use (亩), blocks started, sites vacated (户).
struct Tasks {
    year: i32,
    document: &'static str,
    cleared: usize,
    idle: usize,
    misuse: usize,
    /// Blocks to be started and 亩 of them to be completed, by unit.
    blocks: &'static [(&'static str, usize, usize)],
}

const YEARS: [Tasks; 2] = [
    Tasks {
        year: 2022,
        document: "桐零地办〔2022〕3号（演示）",
        cleared: 3500,
        idle: 300,
        misuse: 40,
        blocks: &[("横村镇", 1, 40), ("桐庐经济开发区", 1, 60)],
    },
    Tasks {
        year: 2023,
        document: "桐零地办〔2023〕1号（演示）",
        cleared: 4000,
        idle: 400,
        misuse: 50,
        blocks: &[("横村镇", 1, 60), ("江南镇", 1, 60), ("桐庐经济开发区", 1, 80)],
    },
];

/// The sheet of a year.
pub(super) fn sheet(year: i32) -> Sheet {
    let mut sheet = Sheet::new(
        "目标任务",
        "低效工业用地整治提升年度目标任务分解",
        &["年度", "单位", "指标", "任务数", "月份", "文号"],
    );
    for tasks in YEARS.iter().filter(|one| one.year == year) {
        let mut row = |unit: &str, indicator: &'static str, amount: usize| {
            if amount > 0 {
                let (year, amount) = (tasks.year.to_string(), amount.to_string());
                sheet.rows.push(vec![
                    Cell::Number(year),
                    text(unit),
                    text(indicator),
                    Cell::Number(amount),
                    Cell::Empty,
                    text(tasks.document),
                ]);
            }
        };
        for (indicator, whole) in
            [("出清", tasks.cleared), ("用而未尽", tasks.idle), ("占工非工", tasks.misuse)]
        {
            for (unit, amount) in shares(whole) {
                row(unit, indicator, amount);
            }
        }
        for (unit, started, area) in tasks.blocks {
            row(unit, "连片启动", *started);
            row(unit, "连片面积", *area);
        }
    }
    sheet
}

/// A whole divided by the units' parcels; what rounding leaves goes to the last one, the zone.
fn shares(whole: usize) -> Vec<(&'static str, usize)> {
    let all: usize = UNITS.iter().map(|(_, parcels)| parcels).sum();
    let mut shares: Vec<_> = UNITS.iter().map(|(unit, parcels)| (*unit, whole * parcels / all)).collect();
    let given: usize = shares.iter().map(|(_, amount)| amount).sum();
    if let Some(last) = shares.last_mut() {
        last.1 += whole - given;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_together_have_the_countys_task() {
        for whole in [3500, 4000, 300, 7] {
            assert_eq!(shares(whole).iter().map(|(_, amount)| amount).sum::<usize>(), whole);
        }
    }
}
