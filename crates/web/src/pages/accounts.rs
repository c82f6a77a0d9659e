//! 账号: who may log in, and the numbers of account security.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};

/// `POST /accounts`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    /// Login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// First password.
    pub password: String,
    /// Last day; empty means open.
    pub expires: String,
}

/// An account.
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// Login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// Posts in force; empty when there are none.
    pub titles: String,
    /// `正常`, `已停用`, `锁定至 09:42`
    pub state: String,
    /// `good`, `warn` or empty.
    pub tone: &'static str,
    /// Is it open?
    pub open: bool,
    /// Is it shut for wrong passwords?
    pub locked: bool,
    /// Last day; `长期` when open.
    pub expires: String,
    /// When somebody last came in.
    pub last_login: String,
}

/// A number of account security.
pub struct RuleRow {
    /// Its key.
    pub key: &'static str,
    /// What it means.
    pub label: &'static str,
    /// The number in force.
    pub value: i64,
    /// Is it the shipped one?
    pub is_shipped: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "accounts.html")]
pub struct AccountsPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The accounts.
    pub accounts: Vec<AccountRow>,
    /// The numbers.
    pub rules: Vec<RuleRow>,
    /// What a password must be.
    pub rule: String,
    /// What was typed.
    pub form: AccountForm,
    /// Why it was refused; empty at first.
    pub problem: String,
}

impl AccountsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = |login: &str, name: &str, state: &str, tone, open, locked| AccountRow {
            id: "1".to_owned(),
            login: login.to_owned(),
            name: name.to_owned(),
            titles: "横村镇工办经办".to_owned(),
            state: state.to_owned(),
            tone,
            open,
            locked,
            expires: "长期".to_owned(),
            last_login: "今日 08:56".to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Accounts),
            accounts: vec![
                row("hengcun.jb", "皇甫燕", "正常", "good", true, false),
                row("fenshui.jb", "毛小芳", "锁定至 09:42", "warn", true, true),
                row("ducha", "江波", "已停用", "", false, false),
            ],
            rules: vec![RuleRow {
                key: "idle_minutes",
                label: "几分钟没有操作自动退出",
                value: 30,
                is_shipped: true,
            }],
            rule: "至少 10 位，大写、小写、数字、其他符号至少 3 类，不含登录名".to_owned(),
            form: AccountForm::default(),
            problem: "登录名“ducha”已经有人用了，请换一个。".to_owned(),
        }
    }
}
