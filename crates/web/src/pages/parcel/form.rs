//! The form 人工认定: what a person decided on paper about a parcel.

use serde::{Deserialize, Serialize};

use crate::parts::Choice;

/// The kinds of decision, in the words of the `findings` table.
pub const FINDING_TYPES: [&str; 5] = ["闲置认定", "目录认定", "宽限", "重大地块", "异地纳税"];

/// `POST /parcels/{code}/findings`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    /// 类型
    pub finding_type: String,
    /// 文号
    pub document: String,
    /// 依据（目录版本、条目）
    pub basis: String,
    /// 结论
    pub conclusion: String,
    /// 起始日期, `YYYY-MM-DD`
    pub from: String,
    /// 终止日期, the last day included; empty when open
    pub to: String,
}

/// The form with what was typed and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct FindingFormView {
    /// What was typed.
    pub values: FindingForm,
    /// Field → sentence.
    pub problems: Vec<(&'static str, String)>,
}

/// One text field of the form.
pub struct TextField<'a> {
    /// Name as sent.
    pub name: &'static str,
    /// Its words.
    pub label: &'static str,
    /// An example, shown while it is empty.
    pub hint: &'static str,
    /// What was typed.
    pub value: &'a str,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
}

impl FindingFormView {
    /// The text fields, in the order of the `findings` table.
    pub fn fields<'a>(&'a self) -> Vec<TextField<'a>> {
        let values = &self.values;
        let fields = [
            ("document", "文号", "如 桐资规闲置〔2023〕7号", &values.document),
            ("basis", "依据", "目录版本、条目", &values.basis),
            ("conclusion", "结论", "", &values.conclusion),
            ("from", "起始日期", "如 2023-10-09", &values.from),
            ("to", "终止日期，含当日", "不填为长期", &values.to),
        ];
        let field = |(name, label, hint, value): (&'static str, _, _, &'a String)| TextField {
            name,
            label,
            hint,
            value,
            problem: self.problem(name),
        };
        fields.map(field).into()
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<&str> {
        let problem = self.problems.iter().find(|(name, _)| *name == field);
        problem.map(|(_, sentence)| sentence.as_str())
    }

    /// The kinds to choose from.
    pub fn kinds(&self) -> Vec<Choice> {
        Choice::list(FINDING_TYPES.map(|kind| (kind, kind)), &self.values.finding_type)
    }
}
