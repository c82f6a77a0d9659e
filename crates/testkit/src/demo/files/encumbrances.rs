//! 不动产登记: mortgages and seizures as they stood when the plan came into force, and a year later.

use chrono::{Datelike, NaiveDate};

use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::write::{Cell, Sheet, day, number, text};
use crate::rng::Rng;

const BANKS: &[&str] = &[
    "桐庐农商银行（演示）",
    "工商银行桐庐支行（演示）",
    "建设银行桐庐支行（演示）",
    "泰隆银行桐庐支行（演示）",
];

/// The sheet with what was registered or lifted by a day.
pub(super) fn sheet(county: &County, by: NaiveDate) -> Sheet {
    let headings = [
        "宗地代码",
        "类型",
        "登记证明号",
        "抵押权人或查封机关",
        "被担保债权（万元）",
        "登记日期",
        "期限至",
        "注销日期",
    ];
    let mut sheet = Sheet::new("抵押查封", "桐庐县工业用地抵押、查封登记情况", &headings);
    let mut rng = Rng::new("encumbrances");
    for (index, parcel) in county.parcels.iter().enumerate() {
        let stuck = matches!(parcel.story, Story::Suspended | Story::StandsEmpty);
        let (mortgaged, seized) = (rng.chance(0.16), stuck && rng.chance(0.25));
        let from = date(rng.within(2018, 2022), rng.within(1, 12), rng.within(1, 28));
        let price = rng.between(18.0, 40.0);
        let (bank, years) = (rng.pick(BANKS), rng.within(3, 5));
        let until = from.and_then(|from| from.with_year(from.year() + years));
        let open = |on: Option<NaiveDate>| on.filter(|on| *on <= by);
        if let Some(from) = open(from).filter(|_| mortgaged) {
            sheet.rows.push(vec![
                text(&parcel.code),
                text("抵押"),
                text(format!("浙（{}）桐庐县不动产证明第{:07}号", from.year(), 1_000 + 7 * index)),
                text(bank),
                number(parcel.mu() * price, 0),
                day(Some(from)),
                day(until),
                day(open(until)),
            ]);
        }
        let from = date(2021, rng.within(1, 12), rng.within(1, 28));
        if let Some(from) = open(from).filter(|_| seized) {
            sheet.rows.push(vec![
                text(&parcel.code),
                text("查封"),
                text(format!("（2021）浙0122执{}号", 300 + index)),
                text("桐庐县人民法院（演示）"),
                Cell::Empty,
                day(Some(from)),
                day(date(2024, from.month() as i32, from.day() as i32)),
                Cell::Empty,
            ]);
        }
    }
    sheet
}

fn date(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}
