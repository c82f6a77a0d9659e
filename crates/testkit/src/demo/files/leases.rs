//! 属地: leases of plants.

use chrono::NaiveDate;

use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::victim::Victims;
use crate::demo::words::{BRAND_FIRST, BRAND_SECOND, SHOPS};
use crate::demo::write::{Cell, Sheet, day, number, text};
use crate::rng::Rng;

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings = [
        "宗地代码",
        "出租人代码",
        "承租人代码",
        "承租人",
        "租赁面积（亩）",
        "起租日期",
        "到期日期",
        "租赁用途",
        "备注",
    ];
    let mut sheet = Sheet::new("厂房租赁", "桐庐县工业厂房租赁登记表", &headings);
    let mut rng = Rng::new("leases");
    for tenure in county.tenures.iter().filter(|tenure| tenure.relation != "自有") {
        if rng.chance(0.75) {
            let firm = &county.firms[tenure.firm];
            let purpose = rng.pick(&["工业", "生产", "厂房"]);
            let term = (tenure.from, NaiveDate::from_ymd_opt(2025, 12, 31));
            let tenant = (firm.code.as_str(), firm.name.clone());
            sheet.rows.push(row(county, tenure.parcel, tenant, tenure.land, term, purpose));
        }
    }
    for (index, parcel) in county.parcels.iter().enumerate() {
        let Some((share, ended)) = shop(parcel.story, &mut rng) else { continue };
        let (purpose, trade) = rng.pick(SHOPS);
        let name = format!("桐庐县{}{}{trade}", rng.pick(BRAND_FIRST), rng.pick(BRAND_SECOND));
        let last =
            if ended { NaiveDate::from_ymd_opt(2021, 12, 31) } else { NaiveDate::from_ymd_opt(2026, 6, 30) };
        let term = (NaiveDate::from_ymd_opt(rng.within(2018, 2020), 7, 1), last);
        sheet.rows.push(row(county, index, ("", name), parcel.mu() * share, term, purpose));
    }
    for row in Victims::among(sheet.rows.len(), "dirt leases").take(2, |_| true) {
        sheet.set(row, "起租日期", text("2019年3月"));
    }
    sheet
}

type Term = (Option<NaiveDate>, Option<NaiveDate>);

fn row(
    county: &County,
    parcel: usize,
    tenant: (&str, String),
    land: f64,
    term: Term,
    purpose: &str,
) -> Vec<Cell> {
    let owner = county.owner(parcel);
    vec![
        text(&county.parcels[parcel].code),
        text(if owner.registered { owner.code.as_str() } else { "" }),
        text(tenant.0),
        text(tenant.1),
        number(land, 2),
        day(term.0),
        day(term.1),
        text(purpose),
        text("演示数据"),
    ]
}

/// Share of the parcel that is let to a shop, and whether the lease is over.
fn shop(story: Story, rng: &mut Rng) -> Option<(f64, bool)> {
    match story {
        Story::LetToShops => Some((rng.between(0.12, 0.4), false)),
        // A canteen or an office within what is allowed, and shops that have moved out.
        Story::Ordinary if rng.chance(0.008) => Some((rng.between(0.02, 0.05), false)),
        Story::Ordinary if rng.chance(0.004) => Some((rng.between(0.1, 0.3), true)),
        _ => None,
    }
}
