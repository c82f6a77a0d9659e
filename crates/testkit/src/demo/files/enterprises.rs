//! 市监局: the register of firms.

use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::victim::{Victims, full_width};
use crate::demo::write::{Cell, Sheet, day, text};

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings = [
        "序号",
        "统一社会信用代码",
        "企业名称",
        "曾用名",
        "行业代码",
        "企业规模",
        "成立日期",
        "登记状态",
        "注销日期",
        "住所",
    ];
    let mut sheet = Sheet::new("企业登记", "桐庐县企业登记信息（截至2023年9月）", &headings);
    for firm in county.firms.iter().filter(|firm| firm.registered) {
        sheet.rows.push(vec![
            Cell::Number((sheet.rows.len() + 1).to_string()),
            text(&firm.code),
            text(&firm.name),
            text(firm.former.clone().unwrap_or_default()),
            text(firm.industry),
            text(if firm.above_scale { "规上" } else { "规下" }),
            day(firm.founded),
            text(if firm.gone.is_some() { "注销" } else { "存续" }),
            day(firm.gone),
            text(&firm.address),
        ]);
    }
    spoil(county, &mut sheet);
    sheet
}

fn spoil(county: &County, sheet: &mut Sheet) {
    const CODE: &str = "统一社会信用代码";
    let mut victims = Victims::among(sheet.rows.len(), "dirt enterprises");
    for row in victims.take(3, |_| true) {
        sheet.set(row, CODE, text(full_width(&sheet.text(row, CODE))));
    }
    for row in victims.take(4, |_| true) {
        sheet.set(row, CODE, text(sheet.text(row, CODE).to_lowercase()));
    }
    for row in victims.take(2, |_| true) {
        let mut again = sheet.rows[row].clone();
        again[0] = Cell::Number((sheet.rows.len() + 1).to_string());
        sheet.rows.push(again);
    }
    // Without its code a firm cannot be registered; these have no industrial land.
    let used: Vec<&str> = county.tenures.iter().map(|row| county.firms[row.firm].code.as_str()).collect();
    let owners: Vec<&str> = (0..county.parcels.len())
        .filter(|parcel| county.parcels[*parcel].story == Story::NotIndustrial)
        .map(|parcel| county.owner(parcel).code.as_str())
        .collect();
    let landless = |row: usize| {
        let code = sheet.text(row, CODE);
        !used.contains(&code.as_str()) && !owners.contains(&code.as_str())
    };
    for row in victims.take(2, landless) {
        sheet.set(row, CODE, Cell::Empty);
    }
}
