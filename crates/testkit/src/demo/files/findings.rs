//! 资规局、经信局、专班: what persons decided on paper.

use chrono::NaiveDate;

use super::catalogue;
use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::write::{Cell, Sheet, day, text};
use crate::rng::Rng;

/// What is decided about a parcel.
struct Decision {
    kind: &'static str,
    bureau: &'static str,
    basis: String,
    conclusion: &'static str,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings = ["宗地代码", "类型", "文号", "依据（目录版本、条目）", "结论", "起始日期", "终止日期"];
    let mut sheet = Sheet::new("人工认定", "桐庐县低效工业用地人工认定台账", &headings);
    let mut rng = Rng::new("findings");
    for (index, parcel) in county.parcels.iter().enumerate() {
        let serial = sheet.rows.len() + 1;
        let Some(decision) = decision(county, index, &mut rng) else { continue };
        sheet.rows.push(vec![
            text(&parcel.code),
            text(decision.kind),
            text(format!("{}〔2023〕演{serial}号", decision.bureau)),
            text(decision.basis),
            text(decision.conclusion),
            day(decision.from),
            day(decision.to),
        ]);
    }
    sheet.footer = vec![vec![text("填表人：演示"), Cell::Empty]];
    sheet
}

fn decision(county: &County, index: usize, rng: &mut Rng) -> Option<Decision> {
    let parcel = &county.parcels[index];
    let on = NaiveDate::from_ymd_opt;
    let catalogue = |conclusion| Decision {
        kind: "目录认定",
        bureau: "桐经信认",
        basis: format!(
            "{} {}：{}",
            catalogue::NAME,
            catalogue::VERSION,
            catalogue::item(county.owner(index).industry).unwrap_or_default()
        ),
        conclusion,
        from: on(2022, 9, 1),
        to: None,
    };
    let grace = |basis: &str, from, to| Decision {
        kind: "宽限",
        bureau: "桐专班办",
        basis: basis.to_owned(),
        conclusion: "同意宽限",
        from,
        to,
    };
    match parcel.story {
        // Every second one has its 认定书; the others rest on the contract alone.
        Story::NeverStarted if rng.chance(0.5) => Some(Decision {
            kind: "闲置认定",
            bureau: "桐资规闲",
            basis: "闲置土地处置办法".to_owned(),
            conclusion: "闲置土地",
            from: on(2022, rng.within(3, 12) as u32, 1),
            to: None,
        }),
        Story::Obsolete => Some(catalogue("属淘汰类")),
        Story::ObsoleteCleared => Some(catalogue("不属于禁止类、淘汰类")),
        Story::NewlySupplied => Some(grace("新供地建设期", parcel.supplied, on(2025, 6, 30))),
        Story::InGrace => Some(grace("履约监管协议约定提升期", on(2022, 1, 1), on(2024, 12, 31))),
        Story::Ordinary if parcel.mu() >= 95.0 => Some(Decision {
            kind: "重大地块",
            bureau: "桐专班办",
            basis: "面积较大".to_owned(),
            conclusion: "列为重大地块",
            from: on(2023, 1, 1),
            to: None,
        }),
        _ => None,
    }
}
