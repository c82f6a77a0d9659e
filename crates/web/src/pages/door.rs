//! Login, password and first set-up: pages without a side bar.

use askama::Template;

/// What stands above each of them.
#[derive(Debug, Clone)]
pub struct Entrance {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
}

impl Entrance {
    /// The first character of the county's name, for the seal.
    pub fn seal(&self) -> char {
        self.county.chars().next().unwrap_or('零')
    }

    fn sample() -> Self {
        Self { county: "桐庐县".to_owned(), demo: true }
    }
}

/// A person of the demo who may be let in by a click.
#[derive(Debug, Clone)]
pub struct Card {
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// The role in words.
    pub role: &'static str,
    /// 职务
    pub title: String,
    /// Name of the unit.
    pub unit: String,
}

/// Cards with a heading.
#[derive(Debug, Clone)]
pub struct CardGroup {
    /// `属地`
    pub label: &'static str,
    /// The cards.
    pub cards: Vec<Card>,
}

/// Cards of a group that are shown at once; more are folded away.
const SHOWN: usize = 8;

impl CardGroup {
    /// How many cards are folded away.
    pub fn folded(&self) -> usize {
        self.cards.len().saturating_sub(SHOWN)
    }

    /// Does the folded part begin with the card at this place, from 0?
    pub fn folds_at(&self, place: &usize) -> bool {
        *place == SHOWN
    }
}

/// `GET /login`
#[derive(Template)]
#[template(path = "door/login.html")]
pub struct LoginPage {
    /// What stands above.
    pub entrance: Entrance,
    /// The login name typed before.
    pub login: String,
    /// Where to go on to.
    pub next: String,
    /// Why it did not work; empty at first.
    pub problem: String,
    /// Words after a deed; may be empty.
    pub said: String,
    /// Cards of the demo; none elsewhere.
    pub groups: Vec<CardGroup>,
}

/// `GET /password`
#[derive(Template)]
#[template(path = "door/password.html")]
pub struct PasswordPage {
    /// What stands above.
    pub entrance: Entrance,
    /// Whose.
    pub login: String,
    /// What a password must be.
    pub rule: String,
    /// Must it be changed before anything else?
    pub forced: bool,
    /// Why it did not work; empty at first.
    pub problem: String,
}

/// The fields of one of the three administrators.
#[derive(Debug, Clone)]
pub struct AdministratorFields {
    /// `system`, `security` or `audit`.
    pub key: &'static str,
    /// `系统管理员`
    pub title: &'static str,
    /// What it is for.
    pub duty: &'static str,
    /// The name typed before.
    pub name: String,
    /// The login name typed before.
    pub login: String,
}

/// `GET /setup`
#[derive(Template)]
#[template(path = "door/setup.html")]
pub struct SetupPage {
    /// What stands above.
    pub entrance: Entrance,
    /// What a password must be.
    pub rule: String,
    /// The token by which the page was opened; may be empty.
    pub token: String,
    /// Why it did not work; empty at first.
    pub problem: String,
    /// The three.
    pub administrators: Vec<AdministratorFields>,
}

const RULE: &str = "至少 10 位，大写、小写、数字、其他符号至少 3 类，不含登录名";

impl LoginPage {
    /// The demo, after a wrong password.
    pub fn sample() -> Self {
        let card = |login: &str, name: &str, role, title: &str, unit: &str| Card {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            title: title.to_owned(),
            unit: unit.to_owned(),
        };
        Self {
            entrance: Entrance::sample(),
            login: "zhangjg".to_owned(),
            next: "/list?tab=all".to_owned(),
            problem: "登录名或口令不对。".to_owned(),
            said: String::new(),
            groups: vec![CardGroup {
                label: "专班办公室",
                cards: vec![card("bangong", "章程", "专班办公室主任", "专班办公室主任", "县专班办公室")],
            }],
        }
    }
}

impl PasswordPage {
    /// At the first login.
    pub fn sample() -> Self {
        Self {
            entrance: Entrance::sample(),
            login: "zhangjg".to_owned(),
            rule: RULE.to_owned(),
            forced: true,
            problem: "新口令不合规则：口令至少 10 位。".to_owned(),
        }
    }
}

impl SetupPage {
    /// Of a county without accounts.
    pub fn sample() -> Self {
        let fields = |key, title| AdministratorFields {
            key,
            title,
            duty: "查看和验证全部办理记录",
            name: String::new(),
            login: String::new(),
        };
        Self {
            entrance: Entrance { demo: false, ..Entrance::sample() },
            rule: RULE.to_owned(),
            token: String::new(),
            problem: String::new(),
            administrators: vec![
                fields("system", "系统管理员"),
                fields("security", "安全管理员"),
                fields("audit", "审计管理员"),
            ],
        }
    }
}
