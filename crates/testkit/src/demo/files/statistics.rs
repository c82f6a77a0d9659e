//! 统计局: yearly statistics of firms above scale, in 千元.

use crate::demo::county::County;
use crate::demo::tax::YEARS;
use crate::demo::write::{Sheet, number, text};
use crate::rng::Rng;

/// The sheet of a year.
pub(super) fn sheet(county: &County, year: i32) -> Sheet {
    let headings = [
        "统一社会信用代码",
        "单位详细名称",
        "统计年度",
        "营业收入（千元）",
        "工业增加值（千元）",
        "平均用工人数",
        "研发费用（千元）",
        "综合能耗（吨标煤）",
    ];
    let mut sheet =
        Sheet::new("规上年报", &format!("规模以上工业企业主要指标（{year}年度，注意保密）"), &headings);
    let mut rng = Rng::new(&format!("statistics {year}"));
    let at = YEARS.iter().position(|known| *known == year).unwrap_or_default();
    for (firm, paid) in county.firms.iter().zip(&county.taxes) {
        let (share, value, hands) =
            (rng.between(0.035, 0.075), rng.between(0.19, 0.27), rng.between(600.0, 1_500.0));
        let (research, coal) = (rng.between(0.012, 0.045), rng.between(0.004, 0.03));
        let Some(yuan) = paid[at].filter(|_| firm.above_scale) else { continue };
        let revenue = yuan as f64 / share / 1_000.0;
        sheet.rows.push(vec![
            text(&firm.code),
            text(&firm.name),
            text(year.to_string()),
            number(revenue, 0),
            number(revenue * value, 0),
            number((revenue / hands).ceil() + 8.0, 0),
            number(revenue * research, 0),
            number(revenue * coal, 1),
        ]);
    }
    sheet.footer = vec![vec![text("制表：演示")]];
    sheet
}
