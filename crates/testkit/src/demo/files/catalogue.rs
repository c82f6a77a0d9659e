//! 经信局: the catalogue of industries, in extracts of our own making.

use crate::demo::write::{Sheet, text};

/// Name under which findings cite it.
pub(super) const NAME: &str = "产业导向目录（演示）";
/// Its version.
pub(super) const VERSION: &str = "2019年本（演示）";

/// Class, item, candidate codes of GB/T 4754.
const ITEMS: &[(&str, &str, &str)] = &[
    ("鼓励", "高端制笔及笔头材料", "2412"),
    ("鼓励", "微创医疗器械", "3584"),
    ("鼓励", "智能物流输送装备", "3434"),
    ("允许", "一般五金制品", "3351"),
    ("限制", "普通石材初加工", "3032"),
    ("淘汰", "含氰电镀工艺", "3360"),
    ("淘汰", "落后棉印染前处理设备", "1713"),
    ("淘汰", "小规模化学制浆造纸生产线", "2221"),
    ("禁止", "未达标的皮革鞣制加工", "1910"),
];

/// The item of the catalogue that may be meant by a code.
pub(super) fn item(industry: &str) -> Option<&'static str> {
    ITEMS.iter().find(|(_, _, code)| *code == industry).map(|(_, item, _)| *item)
}

/// The sheet.
pub(super) fn sheet() -> Sheet {
    let mut sheet = Sheet::new(
        "产业目录",
        "产业导向目录摘录（演示条目，非正式文本）",
        &["目录名称", "版本", "类别", "条目", "行业代码"],
    );
    for (class, item, industry) in ITEMS {
        sheet.rows.push(vec![text(NAME), text(VERSION), text(*class), text(*item), text(*industry)]);
    }
    sheet
}
