//! 专班: who uses which parcel.

use crate::demo::county::County;
use crate::demo::victim::Victims;
use crate::demo::write::{Cell, Sheet, day, number, text};
use crate::rng::Rng;

const PARCEL: &str = "宗地代码";

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings = [
        "宗地代码",
        "统一社会信用代码",
        "用地单位",
        "用地关系",
        "用地面积",
        "建筑面积（平方米）",
        "起始日期",
        "终止日期",
        "坐落",
    ];
    let mut sheet = Sheet::new("占用关系", "桐庐县工业用地占用关系核对表", &headings);
    sheet.unit = "单位：亩";
    sheet.groups = vec![("", 1), ("用地单位", 3), ("占用情况", 4), ("", 1)];
    let mut rng = Rng::new("occupancy");
    for tenure in county.tenures.iter().filter(|tenure| tenure.listed) {
        let (parcel, firm) = (&county.parcels[tenure.parcel], &county.firms[tenure.firm]);
        let floors = rng.between(0.6, 1.6);
        sheet.rows.push(vec![
            text(&parcel.code),
            text(&firm.code),
            text(&firm.name),
            text(tenure.relation),
            number(tenure.land, 2),
            number(tenure.land * 2_000.0 / 3.0 * floors, 0),
            day(tenure.from),
            day(tenure.to),
            text(&parcel.location),
        ]);
    }
    spoil(&mut sheet);
    sheet.footer = vec![vec![text("填表人：演示"), Cell::Empty, text("审核人：演示")]];
    sheet
}

fn spoil(sheet: &mut Sheet) {
    let mut victims = Victims::among(sheet.rows.len(), "dirt occupancy");
    floor_area_only(sheet);
    let own = |row: usize| sheet.text(row, "用地关系") == "自有";
    let (in_mu, lower, nameless) = (victims.take(1, own), victims.take(3, own), victims.take(12, own));
    for row in in_mu {
        sheet.set(row, "建筑面积（平方米）", text("12.5亩"));
    }
    for row in lower {
        sheet.set(row, PARCEL, text(sheet.text(row, PARCEL).to_lowercase()));
    }
    for row in nameless {
        sheet.set(row, "统一社会信用代码", Cell::Empty);
    }
}

/// On some parcels with several users nobody has measured the land, only the floors.
fn floor_area_only(sheet: &mut Sheet) {
    let shared: Vec<usize> = (1..sheet.rows.len())
        .filter(|row| sheet.text(*row, PARCEL) == sheet.text(row - 1, PARCEL))
        .step_by(60)
        .collect();
    for row in shared {
        let parcel = sheet.text(row, PARCEL);
        for row in 0..sheet.rows.len() {
            if sheet.text(row, PARCEL) == parcel {
                sheet.set(row, "用地面积", Cell::Empty);
            }
        }
    }
}
