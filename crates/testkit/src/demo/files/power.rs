//! 供电: electricity of 2022.

use crate::demo::DemoError;
use crate::demo::county::County;
use crate::demo::story::Story;
use crate::demo::write::{Cell, Sheet, gbk_csv, text};
use crate::rng::Rng;

/// The text file, in GBK.
pub(super) fn csv(county: &County) -> Result<Vec<u8>, DemoError> {
    let headings = ["户号", "户名", "统一社会信用代码", "宗地代码", "用电类别", "年度", "年用电量（千瓦时）"];
    let mut sheet = Sheet::new("", "桐庐县工业园区用电量（2022年）", &headings);
    let mut rng = Rng::new("power");
    for (index, parcel) in county.parcels.iter().enumerate() {
        if parcel.story == Story::NotIndustrial || !rng.chance(0.62) {
            continue;
        }
        let owner = county.owner(index);
        let kwh = parcel.mu() * owner.rate.min(60.0) * rng.between(900.0, 3_200.0);
        let commercial = matches!(parcel.story, Story::Shops | Story::PermissionExpired) || rng.chance(0.05);
        sheet.rows.push(vec![
            text(format!("33{:011}", 10_000_000 + 37 * index)),
            text(&owner.name),
            text(if owner.registered { owner.code.as_str() } else { "" }),
            text(&parcel.code),
            text(if commercial { "一般工商业用电" } else { "大工业用电" }),
            text("2022"),
            Cell::Number(format!("{kwh:.0}")),
        ]);
    }
    gbk_csv(&sheet)
}
