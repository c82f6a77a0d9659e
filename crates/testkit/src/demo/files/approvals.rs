//! 资规局: approvals to change the use.

use chrono::{Datelike, NaiveDate};

use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::write::{Cell, Sheet, day, text};
use crate::rng::Rng;

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings =
        ["宗地代码", "批复文号", "批准用途", "批复日期", "是否临时", "有效期至", "整改完成时间", "权利人"];
    let mut sheet = Sheet::new("用途批复", "桐庐县工业用地改变用途批复台账", &headings);
    let mut rng = Rng::new("approvals");
    for (index, parcel) in county.parcels.iter().enumerate() {
        let serial = sheet.rows.len() + 1;
        let Some((approved, temporary, until, rectified)) = decision(parcel.story, &mut rng) else {
            continue;
        };
        let year = approved.map_or(2020, |day| day.year());
        sheet.rows.push(vec![
            text(&parcel.code),
            text(format!("桐资规用〔{year}〕演{serial}号")),
            text(rng.pick(&["商业", "办公", "研发", "培训"])),
            day(approved),
            text(if temporary { "是" } else { "否" }),
            day(until),
            day(rectified),
            text(&county.owner(index).name),
        ]);
    }
    sheet.footer = vec![vec![text("审核人：演示"), Cell::Empty]];
    sheet
}

type Decision = (Option<NaiveDate>, bool, Option<NaiveDate>, Option<NaiveDate>);

/// Day, whether temporary, until when, and when the former use was restored.
fn decision(story: Story, rng: &mut Rng) -> Option<Decision> {
    let on = |year: i32, rng: &mut Rng| {
        NaiveDate::from_ymd_opt(year, rng.within(1, 12) as u32, rng.within(1, 28) as u32)
    };
    match story {
        Story::PermissionExpired => {
            Some((on(rng.within(2016, 2018), rng), true, on(rng.within(2020, 2022), rng), None))
        }
        Story::Permitted if rng.chance(0.5) => Some((on(2021, rng), true, on(2025, rng), None)),
        Story::Permitted => Some((on(rng.within(2014, 2020), rng), false, None, None)),
        // Expired as well, but put right.
        Story::Ordinary if rng.chance(0.004) => Some((on(2017, rng), true, on(2020, rng), on(2021, rng))),
        _ => None,
    }
}
