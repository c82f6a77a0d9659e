//! 承诺书: the roster pasted from a table, and the text that is signed.

use askama::Template;
use serde::Deserialize;

use crate::frame::{Frame, Section};

/// A pasted roster.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RosterForm {
    /// One person a line: 姓名, 单位, 职务, 任职日期.
    pub table: String,
    /// 签订期限
    pub sign_by: String,
}

/// The text.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TextForm {
    /// Paragraph by paragraph.
    pub text: String,
}

/// The page.
#[derive(Template)]
#[template(path = "pledges/roster.html")]
pub struct RosterPage {
    /// What surrounds it.
    pub frame: Frame,
    /// `已签 38 人，共 41 人`
    pub line: String,
    /// What was pasted.
    pub form: RosterForm,
    /// The text that is signed.
    pub text: String,
    /// Is it ours, because the county has not typed its own?
    pub ours: bool,
    /// May the reader change roster and text?
    pub keeps: bool,
    /// Why something was refused; empty at first.
    pub problem: String,
}

impl RosterPage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Pledges),
            line: "已签 38 人，共 41 人".to_owned(),
            form: RosterForm { table: String::new(), sign_by: "2023-10-31".to_owned() },
            text: "本人郑重承诺：不干扰全县低效工业用地整治提升工作。".to_owned(),
            ours: true,
            keeps: true,
            problem: String::new(),
        }
    }
}
