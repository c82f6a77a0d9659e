//! What differs between two editions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Edition;

/// One setting or table that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Id of the setting, or name of the file.
    pub id: String,
    /// Name in Chinese.
    pub label: String,
    /// In the first edition; empty when absent.
    pub before: String,
    /// In the second edition; empty when absent.
    pub after: String,
}

/// Settings whose values differ, then other files whose text differs.
pub fn diff(first: &Edition, second: &Edition) -> Vec<Difference> {
    let (before, after) = (values(first), values(second));
    let mut found: Vec<Difference> = Vec::new();
    for (id, (label, _)) in before.iter().chain(&after) {
        let text = |side: &BTreeMap<String, (String, String)>| side.get(id).map(|(_, text)| text.clone());
        let (old, new) = (text(&before).unwrap_or_default(), text(&after).unwrap_or_default());
        if old != new && found.iter().all(|difference| difference.id != *id) {
            found.push(Difference { id: id.clone(), label: label.clone(), before: old, after: new });
        }
    }
    for (file, label) in [
        ("edition.toml", "文件信息"),
        ("targets.toml", "目标任务"),
        ("land_uses.toml", "用途词表"),
        ("tax_types.toml", "税种表"),
        ("units.toml", "属地单位"),
        ("decision_rights.toml", "议事决策权限"),
    ] {
        if first.files.get(file) != second.files.get(file) {
            let hash = |edition: &Edition| {
                edition.files.get(file).map_or(String::new(), |_| edition.about.name.clone())
            };
            found.push(Difference {
                id: file.to_owned(),
                label: label.to_owned(),
                before: hash(first),
                after: hash(second),
            });
        }
    }
    found
}

/// Id → name and all values in one line.
fn values(edition: &Edition) -> BTreeMap<String, (String, String)> {
    let mut rows: BTreeMap<String, (String, String)> = BTreeMap::new();
    for row in edition.describe() {
        let term = match (row.from, row.to) {
            (None, None) => String::new(),
            (from, to) => format!(
                "（{}至{}）",
                from.map_or(String::new(), |day| day.to_string()),
                to.map_or(String::new(), |day| day.to_string())
            ),
        };
        let text = &mut rows.entry(row.id).or_insert((row.label, String::new())).1;
        let separator = if text.is_empty() { "" } else { "；" };
        *text = format!("{text}{separator}{}{term}", row.spoken);
    }
    rows
}
