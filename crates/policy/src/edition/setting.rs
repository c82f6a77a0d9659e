//! Parameters and switches: a name, what it is for, and values with the dates they hold.

use chrono::NaiveDate;
use lingdi_domain::Ratio;
use serde::{Deserialize, Serialize};

use super::EditionError;

/// A parameter of the document, or a switch of ours where the document is silent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Setting {
    /// Stable id: the KEY of `--set`.
    pub id: String,
    /// Name in Chinese.
    pub label: String,
    /// What a value looks like.
    pub kind: SettingKind,
    /// Unit of the number: 亩, 万元/亩, %.
    #[serde(default)]
    pub unit: String,
    /// Where it belongs in the document.
    #[serde(default)]
    pub clause: String,
    /// The clause, word for word.
    #[serde(default)]
    pub quote: String,
    /// G01–G16, when it fills one of these holes.
    pub hole: Option<String>,
    /// The hole in words: why a default of ours is needed.
    #[serde(default)]
    pub why: String,
    /// Which judgement or figure uses it.
    #[serde(default)]
    pub used_in: String,
    /// A default of this system, not of the document (本系统默认值).
    #[serde(default)]
    pub ours: bool,
    /// May be `none`: the rule is then not applied.
    #[serde(default)]
    pub optional: bool,
    /// For choices: what may be chosen.
    #[serde(default)]
    pub allowed: Vec<Choice>,
    /// The values; where two overlap, the later in this list holds.
    #[serde(rename = "value")]
    pub values: Vec<SettingValue>,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    /// A decimal or a fraction `a/b`, not negative.
    Number,
    /// `YYYY-MM-DD`
    Date,
    /// One of [`Setting::allowed`].
    Choice,
    /// Numbers separated by commas.
    List,
}

/// One position of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Choice {
    /// As written in `--set`.
    pub value: String,
    /// As read on the page.
    pub label: String,
}

/// A value and the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SettingValue {
    /// First day; open when absent.
    pub from: Option<NaiveDate>,
    /// Last day, included; open when absent.
    pub to: Option<NaiveDate>,
    /// As written.
    pub value: String,
    /// 文号 of the document that set it.
    #[serde(default)]
    pub document: String,
    /// On what it rests.
    #[serde(default)]
    pub basis: String,
    /// Overrides [`Setting::ours`].
    pub ours: Option<bool>,
    /// Overrides [`Setting::clause`].
    pub clause: Option<String>,
    /// Overrides [`Setting::quote`].
    pub quote: Option<String>,
}

/// The spelling of "not applied".
pub(crate) const NONE: &str = "none";

impl Setting {
    /// The value that holds on a day.
    pub fn on(&self, day: NaiveDate) -> Option<&SettingValue> {
        self.values
            .iter()
            .rev()
            .find(|value| value.from.is_none_or(|from| from <= day) && value.to.is_none_or(|to| day <= to))
    }

    /// Is this value a default of ours?
    pub fn is_ours(&self, value: &SettingValue) -> bool {
        value.ours.unwrap_or(self.ours)
    }

    /// The value as a person reads it: a choice by its label, a number with its unit.
    pub fn spoken(&self, value: &str) -> String {
        match self.kind {
            _ if value == NONE => "不用".to_owned(),
            SettingKind::Choice => {
                let choice = self.allowed.iter().find(|choice| choice.value == value);
                choice.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
            }
            SettingKind::Number if self.unit == "%" => format!("{value}%"),
            SettingKind::Number if !self.unit.is_empty() => format!("{value} {}", self.unit),
            _ => value.to_owned(),
        }
    }

    /// Refuses a value that does not fit.
    pub(crate) fn check(&self, value: &str) -> Result<(), EditionError> {
        let fits = match self.kind {
            _ if value == NONE => self.optional,
            SettingKind::Number => number(value).is_some(),
            SettingKind::Date => value.parse::<NaiveDate>().is_ok(),
            SettingKind::Choice => self.allowed.iter().any(|choice| choice.value == value),
            SettingKind::List => numbers(value).is_some(),
        };
        if fits {
            return Ok(());
        }
        Err(EditionError::BadValue {
            key: self.id.clone(),
            label: self.label.clone(),
            value: value.to_owned(),
            why: self.wanted(),
        })
    }

    fn wanted(&self) -> String {
        let wanted = match self.kind {
            SettingKind::Number => "要填不为负的数，如 3、0.5 或 1/3".to_owned(),
            SettingKind::Date => "要填日期，如 1999-01-01".to_owned(),
            SettingKind::Choice => {
                let values: Vec<&str> = self.allowed.iter().map(|choice| choice.value.as_str()).collect();
                format!("只能是 {}", values.join("、"))
            }
            SettingKind::List => "要填用逗号分开的数，如 1,2,3".to_owned(),
        };
        if self.optional { format!("{wanted}，或 {NONE}") } else { wanted }
    }
}

/// Refuses ids that appear twice and values that do not fit.
pub(super) fn check(settings: &[Setting]) -> Result<(), EditionError> {
    for (index, setting) in settings.iter().enumerate() {
        if settings[..index].iter().any(|earlier| earlier.id == setting.id) {
            return Err(EditionError::TwiceKey(setting.id.clone()));
        }
        for value in &setting.values {
            setting.check(&value.value)?;
        }
    }
    Ok(())
}

/// A decimal or a fraction `a/b`, not negative.
pub(crate) fn number(text: &str) -> Option<Ratio> {
    let value = match text.split_once('/') {
        Some((above, below)) => Ratio::parse_decimal(above)?.checked_div(&Ratio::parse_decimal(below)?)?,
        None => Ratio::parse_decimal(text)?,
    };
    (!value.is_negative()).then_some(value)
}

/// Numbers separated by commas, at least one, with a positive sum.
pub(crate) fn numbers(text: &str) -> Option<Vec<Ratio>> {
    let list: Option<Vec<Ratio>> = text.split(',').map(|part| number(part.trim())).collect();
    list.filter(|list| list.iter().any(|weight| !weight.is_zero()))
}
