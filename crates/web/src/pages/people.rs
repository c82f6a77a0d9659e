//! 组织与人员: units with their posts, links, delegations, and changes that wait to be confirmed.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// `POST /people/changes`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    /// `appoint`, `end_post`, `delegate`, `end_delegation`, `link` or `end_link`.
    pub kind: String,
    /// Id of what is to end, or of the post that is stood in for.
    pub id: String,
    /// Name of the person.
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// Code of the bureau or company.
    pub bureau: String,
    /// Code of the role.
    pub role: String,
    /// 职务
    pub title: String,
    /// Code of the one act that is left to a deputy; empty means all.
    pub act: String,
    /// First day.
    pub from: String,
    /// Last day; empty means open.
    pub to: String,
    /// Why, or 文号.
    pub reason: String,
}

/// A unit.
pub struct UnitRow {
    /// Its name.
    pub name: String,
    /// 类型
    pub kind: String,
    /// Its people.
    pub posts: Vec<PostRow>,
}

/// An appointment.
pub struct PostRow {
    /// Its id.
    pub id: String,
    /// Who.
    pub name: String,
    /// 职务
    pub title: String,
    /// The role in words.
    pub role: &'static str,
    /// From when to when.
    pub term: String,
    /// Is it in force?
    pub in_force: bool,
}

/// A link or a delegation.
pub struct TieRow {
    /// Its id.
    pub id: String,
    /// `县经信局 联系 横村镇`, `何静 代 章程 · 专班办公室主任`
    pub words: String,
    /// Which acts; empty for links.
    pub acts: String,
    /// From when to when.
    pub term: String,
    /// Is it in force?
    pub in_force: bool,
}

/// A change that waits.
pub struct WaitingRow {
    /// Its id.
    pub id: String,
    /// `任职`
    pub kind: &'static str,
    /// What it says.
    pub words: String,
    /// Why.
    pub reason: String,
    /// `林安 今日 09:12 提出`
    pub proposed: String,
    /// May the reader confirm or reject it?
    pub confirms: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    /// What surrounds it.
    pub frame: Frame,
    /// `23 人在任，15 个属地，14 个部门和单位`
    pub line: String,
    /// Changes that wait.
    pub waiting: Vec<WaitingRow>,
    /// 专班: unit and post, by rank, those of the past last.
    pub task_force: Vec<(String, PostRow)>,
    /// Units with people.
    pub units: Vec<UnitRow>,
    /// Units without anybody, by name.
    pub vacant: Vec<String>,
    /// Links.
    pub links: Vec<TieRow>,
    /// Delegations.
    pub delegations: Vec<TieRow>,
    /// What was typed.
    pub form: ChangeForm,
    /// Why it was refused; empty at first.
    pub problem: String,
    /// All units to choose from.
    pub all_units: Vec<Choice>,
    /// Bureaus and companies to choose from.
    pub bureaus: Vec<Choice>,
    /// Local units to choose from.
    pub local_units: Vec<Choice>,
    /// Roles to choose from.
    pub roles: Vec<Choice>,
    /// Acts that may be left to a deputy.
    pub acts: Vec<Choice>,
    /// Posts in force, to choose whose is stood in for.
    pub posts: Vec<Choice>,
    /// Names that are known.
    pub persons: Vec<String>,
}

impl PeoplePage {
    /// A believable page.
    pub fn sample() -> Self {
        let post = |name: &str, title: &str, role, in_force| PostRow {
            id: "1".to_owned(),
            name: name.to_owned(),
            title: title.to_owned(),
            role,
            term: "2022-03-21 起".to_owned(),
            in_force,
        };
        let tie = |words: &str, acts: &str| TieRow {
            id: "1".to_owned(),
            words: words.to_owned(),
            acts: acts.to_owned(),
            term: "2022-03-21 起".to_owned(),
            in_force: true,
        };
        Self {
            frame: Frame::sample(Section::People),
            line: "23 人次在任".to_owned(),
            waiting: vec![WaitingRow {
                id: "1".to_owned(),
                kind: "任职",
                words: "张建国 · 横村镇 · 横村镇工办经办（属地经办），2023-10-09 起".to_owned(),
                reason: "横委干〔2023〕18号".to_owned(),
                proposed: "林安 今日 09:12 提出，由系统管理员复核".to_owned(),
                confirms: true,
            }],
            task_force: vec![
                ("县整治提升专班".to_owned(), post("沈衡", "县长", "组长", true)),
                ("县经信局".to_owned(), post("章程", "经信局局长", "专班办公室主任", true)),
            ],
            units: vec![UnitRow {
                name: "横村镇".to_owned(),
                kind: "乡镇".to_owned(),
                posts: vec![
                    post("申屠明", "横村镇镇长", "属地领导", true),
                    post("皇甫燕", "横村镇工办经办", "属地经办", false),
                ],
            }],
            vacant: vec!["百江镇".to_owned(), "新合乡".to_owned()],
            links: vec![tie("县经信局 联系 横村镇", "")],
            delegations: vec![tie("何静 代 章程 · 专班办公室主任", "全部事项")],
            form: ChangeForm::default(),
            problem: String::new(),
            all_units: Choice::list([("330122102", "横村镇")], ""),
            bureaus: Choice::list([("330122B01", "县经信局")], ""),
            local_units: Choice::list([("330122102", "横村镇")], ""),
            roles: Choice::list([("local_clerk", "属地经办")], ""),
            acts: Choice::list([("", "全部事项"), ("freeze", "冻结和取回清单")], ""),
            posts: Choice::list([("1", "申屠明 · 横村镇镇长")], ""),
            persons: vec!["申屠明".to_owned()],
        }
    }
}
