//! 参数与口径: the numbers of the document with their clauses, our defaults marked as ours, and the
//! draft of a revision.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::parts::Choice;

/// `POST /policy/draft`: a dated value to put over the present one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftForm {
    /// Id of the setting.
    pub key: String,
    /// 值
    pub value: String,
    /// 起, `YYYY-MM-DD`; empty when open
    pub from: String,
    /// 止, the last day included; empty when open
    pub to: String,
    /// 文号
    pub document: String,
    /// 依据
    pub basis: String,
}

/// A value with its term.
pub struct ValueRow {
    /// As a person reads it: `20 亩`, `合并到宗地`.
    pub value: String,
    /// `2022-12-31 止`, `2023 年`; empty when it always holds.
    pub term: String,
    /// 文号 or basis.
    pub basis: String,
    /// Is it a default of ours?
    pub ours: bool,
    /// Does it hold on the business date?
    pub in_force: bool,
}

/// A parameter or a switch.
pub struct SettingRow {
    /// Its id, the KEY of `--set`.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Why a default is needed, for a hole of the document; may be empty.
    pub why: String,
    /// `G01`, or empty.
    pub hole: String,
    /// Which judgement uses it.
    pub used_in: String,
    /// Its values.
    pub values: Vec<ValueRow>,
}

/// Settings under one clause.
pub struct ClauseGroup {
    /// `三（一）`
    pub clause: String,
    /// The clause, word for word; may be empty.
    pub quote: String,
    /// The settings.
    pub settings: Vec<SettingRow>,
}

/// What a draft would change.
pub struct DiffRow {
    /// Id of the setting: sent to take the change back.
    pub key: String,
    /// Its name.
    pub label: String,
    /// In force.
    pub before: String,
    /// In the draft.
    pub after: String,
    /// 文号 and basis.
    pub basis: String,
    /// Can it be taken out of the draft by itself?
    pub removable: bool,
}

/// A revision that is not yet in force.
pub struct DraftView {
    /// `本机操作员 10月9日 09:12 起草`
    pub line: String,
    /// Its changes.
    pub changes: Vec<DiffRow>,
    /// Does it rest on the newer text that the program ships?
    pub renews: bool,
    /// What publishing would do to the list; empty when unknown.
    pub effect: String,
    /// The meeting that decides on it.
    pub owner: &'static str,
    /// May it be published as it stands?
    pub may_publish: bool,
    /// May it be taken to the meeting?
    pub may_propose: bool,
    /// What the meeting has said, and the address of its item; `None` where none is asked.
    pub approval: Option<(String, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "policy.html")]
pub struct PolicyPage {
    /// What surrounds it.
    pub frame: Frame,
    /// `2022-7`
    pub edition: String,
    /// Title of the document.
    pub title: String,
    /// Its 文号.
    pub document: String,
    /// Its term.
    pub term: String,
    /// Revision in force, `修订 2`.
    pub revision: String,
    /// Hash of the revision in force, short.
    pub fingerprint: String,
    /// Numbers of the document, in its order.
    pub parameters: Vec<ClauseGroup>,
    /// Where the document is silent.
    pub switches: Vec<SettingRow>,
    /// 评分办法, those in force first.
    pub schemes: Vec<SchemeView>,
    /// What differs in the newer text that the program ships; `None` when there is none, or a draft is open.
    pub shipped: Option<Vec<DiffRow>>,
    /// The draft; `None` when there is none.
    pub draft: Option<DraftView>,
    /// What was typed.
    pub form: DraftForm,
    /// What is wrong with it, one sentence each.
    pub problems: Vec<String>,
    /// Settings to choose from.
    pub keys: Vec<Choice>,
}

/// 评分办法
pub struct SchemeView {
    /// Its title.
    pub title: String,
    /// When it holds.
    pub term: String,
    /// Is it ours, since the document names no indicators?
    pub ours: bool,
    /// What it rests on.
    pub basis: String,
    /// Indicator, weight, and what it is made of.
    pub indicators: Vec<(String, String, String)>,
    /// Caps, points taken off and added, in one line.
    pub limits: String,
}

impl SchemeView {
    fn sample() -> Self {
        let row =
            |name: &str, weight: &str, parts: &str| (name.to_owned(), weight.to_owned(), parts.to_owned());
        Self {
            title: "乡镇（街道）、开发区月度评分办法（2022版）".to_owned(),
            term: "2022-03-21 起".to_owned(),
            ours: true,
            basis: "原文没有写指标和权重".to_owned(),
            indicators: vec![
                row("出清面积", "40", "出清"),
                row("连片整治", "15", "连片启动 0.5、连片完成面积 0.5"),
            ],
            limits: "完成率计分上限 1 · 扣分至多 10 分 · 加分至多 5 分".to_owned(),
        }
    }
}

impl PolicyPage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Policy),
            edition: "2022-7".to_owned(),
            title: "桐庐县推进工业全域治理 加快低效用地整治提升三年行动计划（2022-2024年）".to_owned(),
            document: "桐政办〔2022〕7号".to_owned(),
            term: "2022-03-21 至 2025-03-20".to_owned(),
            revision: "随系统发布的原版".to_owned(),
            fingerprint: "a41c…9e07".to_owned(),
            parameters: sample_parameters(),
            switches: sample_switches(),
            schemes: vec![SchemeView::sample()],
            shipped: None,
            draft: Some(DraftView {
                renews: false,
                line: "本机操作员 10月9日 09:12 起草".to_owned(),
                changes: vec![DiffRow {
                    key: "entry_tax".to_owned(),
                    label: "亩均低效：亩均税收线".to_owned(),
                    before: "5 万元/亩（2023-01-01 起）".to_owned(),
                    after: "6 万元/亩（2024-01-01 起）".to_owned(),
                    basis: "桐零地专〔2023〕4号".to_owned(),
                    removable: true,
                }],
                effect: "发布后按 2024 年度计：低效用地 641 → 742 宗。".to_owned(),
                owner: "副组长联席会议",
                may_publish: false,
                may_propose: true,
                approval: Some(("修订由副组长联席会议决定，还没有提请。".to_owned(), String::new())),
            }),
            form: DraftForm::default(),
            problems: vec![],
            keys: Choice::list(
                [("focus_tax", "重点整治：亩均税收线"), ("lessee_policy", "承租企业税收归属")],
                "",
            ),
        }
    }

    /// The page without a draft, after a mistake in the form.
    pub fn sample_mistake() -> Self {
        let form = DraftForm { key: "focus_tax".to_owned(), value: "三".to_owned(), ..DraftForm::default() };
        let problems =
            vec!["“三”不能用作“重点整治：亩均税收线”：要填不为负的数，如 3、0.5 或 1/3。".to_owned()];
        Self { draft: None, form, problems, ..Self::sample() }
    }

    /// The page of a county whose text is older than the program.
    pub fn sample_older() -> Self {
        let row = DiffRow {
            key: "fresh_yearly".to_owned(),
            label: "数据新鲜度：年度数据".to_owned(),
            before: String::new(),
            after: "400 天".to_owned(),
            basis: String::new(),
            removable: false,
        };
        Self { draft: None, shipped: Some(vec![row]), ..Self::sample() }
    }
}

fn value(value: &str, term: &str, basis: &str, ours: bool, in_force: bool) -> ValueRow {
    ValueRow { value: value.to_owned(), term: term.to_owned(), basis: basis.to_owned(), ours, in_force }
}

fn sample_parameters() -> Vec<ClauseGroup> {
    let document = "桐政办〔2022〕7号";
    let setting = |key: &str, label: &str, used_in: &str, values| SettingRow {
        key: key.to_owned(),
        label: label.to_owned(),
        why: String::new(),
        hole: String::new(),
        used_in: used_in.to_owned(),
        values,
    };
    vec![
        ClauseGroup {
            clause: "三（三）".to_owned(),
            quote: "1999年1月1日以后供应的工业用地，未经批准擅自改变用途用于非工业企业（含租赁）经营"
                .to_owned(),
            settings: vec![setting(
                "supply_since",
                "占工非工：供应日期起点",
                "C1、C2 判定",
                vec![value("1999-01-01", "", document, false, true)],
            )],
        },
        ClauseGroup {
            clause: "四".to_owned(),
            quote: "重点整治20亩以上、连续三年亩均税收低于3万元的低效工业用地".to_owned(),
            settings: vec![
                setting(
                    "focus_area",
                    "重点整治：宗地面积下限",
                    "重点整治判定",
                    vec![
                        value("20 亩", "2022-12-31 止", document, false, false),
                        value("0 亩", "2023-01-01 起", "原文 2023 年没有写面积，按不设下限", true, true),
                    ],
                ),
                setting(
                    "focus_tax",
                    "重点整治：亩均税收线",
                    "重点整治判定",
                    vec![
                        value("3 万元/亩", "2022-12-31 止", document, false, false),
                        value("5 万元/亩", "2023-01-01 至 2023-12-31", document, false, true),
                    ],
                ),
            ],
        },
    ]
}

fn sample_switches() -> Vec<SettingRow> {
    let switch = |hole: &str, key: &str, label: &str, why: &str, chosen: &str| SettingRow {
        key: key.to_owned(),
        label: label.to_owned(),
        why: why.to_owned(),
        hole: hole.to_owned(),
        used_in: "A 判定".to_owned(),
        values: vec![value(chosen, "", "", true, true)],
    };
    vec![
        switch("G01", "entry_tax", "亩均低效：亩均税收线", "三（一）没有写多少为低效", "5 万元/亩"),
        switch("G16", "area_tolerance", "面积容差", "20.00 亩按平方米入库时会短少 0.000005 亩", "0.005 亩"),
        switch("", "lessee_policy", "承租企业税收归属", "文件没有写承租企业的税收算给谁", "合并到宗地"),
    ]
}
