//! 执法: inspections of two years by three authorities; some rows name the firm alone.

use chrono::{Days, NaiveDate};

use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::write::{Cell, Sheet, day, number, text};
use crate::rng::Rng;

/// Authority, its mark in numbers, what it looks at, what it orders.
const AGENCIES: &[(&str, &str, &str, &str)] = &[
    ("县综合行政执法局", "桐综执检", "违法建筑", "限期拆除"),
    ("县生态环境分局", "桐环检", "污染防治设施运行", "限期改正并复查"),
    ("县应急管理局", "桐应急检", "厂房出租安全管理", "停止违规出租，限期整改"),
];

/// The sheet of a year.
pub(super) fn sheet(county: &County, year: i32) -> Sheet {
    let headings = [
        "宗地代码",
        "统一社会信用代码",
        "当事人",
        "执法部门",
        "案号",
        "检查日期",
        "检查事项",
        "检查结果",
        "处理决定",
        "违法建筑面积（平方米）",
        "整改期限",
        "结案日期",
    ];
    let mut sheet = Sheet::new("执法检查", &format!("桐庐县工业用地执法检查情况（{year}年）"), &headings);
    let mut rng = Rng::new(&format!("inspections {year}"));
    for (index, parcel) in county.parcels.iter().enumerate() {
        let misused = matches!(parcel.story, Story::Shops | Story::LetToShops | Story::PermissionExpired);
        let chosen = rng.chance(if misused { 0.4 } else { 0.035 });
        let at = rng.below(AGENCIES.len());
        let (agency, mark, subject, order) = AGENCIES[at];
        let on = NaiveDate::from_ymd_opt(year, rng.within(1, 6) as u32, rng.within(1, 28) as u32);
        let (found, built, days, late) =
            (rng.chance(0.7), rng.between(60.0, 900.0), rng.within(20, 75) as u64, rng.chance(0.3));
        let by_firm_alone = rng.chance(0.15);
        let owner = county.owner(index);
        if !chosen || parcel.story == Story::NotIndustrial || !owner.registered {
            continue;
        }
        let after = |days: u64| on.and_then(|on| on.checked_add_days(Days::new(days)));
        let when_found = |cell: Cell| if found { cell } else { Cell::Empty };
        sheet.rows.push(vec![
            text(if by_firm_alone { "" } else { parcel.code.as_str() }),
            text(&owner.code),
            text(&owner.name),
            text(agency),
            text(format!("{mark}〔{year}〕{}号", sheet.rows.len() + 1)),
            day(on),
            text(subject),
            text(if found { "责令整改" } else { "未发现问题" }),
            when_found(text(order)),
            if at == 0 { when_found(number(built, 1)) } else { Cell::Empty },
            when_found(day(after(days))),
            if late { Cell::Empty } else { when_found(day(after(days.saturating_sub(5)))) },
        ]);
    }
    sheet
}
