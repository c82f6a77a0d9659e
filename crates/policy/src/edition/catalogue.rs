//! The list of every value, as `policy list` and the page 参数与口径 print it.

use chrono::NaiveDate;
use serde::Serialize;

use super::Edition;

/// One value of one setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingRow {
    /// KEY of `--set`.
    pub id: String,
    /// Name in Chinese.
    pub label: String,
    /// The value as written.
    pub value: String,
    /// The value as read: with its unit, or by the choice's label.
    pub spoken: String,
    /// Unit of the number.
    pub unit: String,
    /// Where it stands in the document; `本系统默认值` when it does not.
    pub origin: String,
    /// The clause, word for word; empty for our defaults.
    pub quote: String,
    /// First day; open when absent.
    pub from: Option<NaiveDate>,
    /// Last day, included; open when absent.
    pub to: Option<NaiveDate>,
    /// 文号
    pub document: String,
    /// On what it rests, or the hole that it fills.
    pub basis: String,
    /// G01–G16, when it fills one of these holes.
    pub hole: Option<String>,
    /// What uses it.
    pub used_in: String,
    /// What may be chosen, for choices.
    pub allowed: Vec<String>,
    /// Default of this system, not of the document.
    pub ours: bool,
}

impl Edition {
    /// Every value of every setting, in the order of the files.
    pub fn describe(&self) -> Vec<SettingRow> {
        let mut rows = Vec::new();
        for setting in &self.settings {
            for value in &setting.values {
                let ours = setting.is_ours(value);
                let clause = value.clause.as_ref().unwrap_or(&setting.clause);
                let quote = value.quote.as_ref().unwrap_or(&setting.quote);
                rows.push(SettingRow {
                    id: setting.id.clone(),
                    label: setting.label.clone(),
                    value: value.value.clone(),
                    spoken: setting.spoken(&value.value),
                    unit: setting.unit.clone(),
                    origin: if ours { "本系统默认值".to_owned() } else { clause.clone() },
                    quote: if ours { String::new() } else { quote.clone() },
                    from: value.from,
                    to: value.to,
                    document: value.document.clone(),
                    basis: if value.basis.is_empty() { setting.why.clone() } else { value.basis.clone() },
                    hole: setting.hole.clone(),
                    used_in: setting.used_in.clone(),
                    allowed: setting.allowed.iter().map(|choice| choice.value.clone()).collect(),
                    ours,
                });
            }
        }
        rows
    }
}
