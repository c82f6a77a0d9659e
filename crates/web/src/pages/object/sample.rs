use lingdi_domain::MainCategory;
use lingdi_domain::moves::{Missing, machine};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::step4_remediation::progress::Colour;
use serde_json::Map;

use super::{
    FileRow, Happened, MoveForm, NewObjectPage, ObjectPage, ObjectRow, ObjectsPage, ObjectsQuery,
    ProposalRow, TieRow,
};
use crate::frame::{Frame, Section};
use crate::pages::list::Tab;
use crate::pages::progress::{LightView, ProgressView};
use crate::parts::{Choice, Letter};

impl ObjectsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let tab = |label, count: &str, current| Tab {
            label,
            count: count.to_owned(),
            href: "/cases".to_owned(),
            current,
        };
        let row = |title: &str, state, tone, holder: &str, due: &str, overdue| ObjectRow {
            href: "/cases/0".to_owned(),
            title: title.to_owned(),
            parcel: "330122102003GB00047".to_owned(),
            code: "2023-0017 · 330122 102003 GB00047".to_owned(),
            unit: "横村镇".to_owned(),
            letters: vec![Letter(MainCategory::A), Letter(MainCategory::D)],
            area: "33.61".to_owned(),
            state,
            tone,
            holder: holder.to_owned(),
            due: due.to_owned(),
            overdue,
            light: overdue.then(|| LightView::of(Colour::Red)),
        };
        Self {
            frame: Frame::sample(Section::Cases),
            title: "低效地块库",
            path: "/cases".to_owned(),
            total: "128".to_owned(),
            tabs: vec![
                tab("全部", "128", true),
                tab("待属地核实", "84", false),
                tab("已核实待认定", "44", false),
            ],
            units: Choice::list([("", "全部"), ("330122102", "横村镇")], ""),
            years: Choice::list([("", "全部"), ("2023", "2023")], ""),
            lights: LightView::choices(""),
            query: ObjectsQuery::default(),
            rows: vec![
                row("东溪工业园3号", "待属地核实", "warn", "横村镇 属地经办", "2023-10-05", true),
                row("歌舞路35号", "已核实待认定", "dai", "专班办公室", "", false),
            ],
            next: Some("/cases?after=2023-10-30~0".to_owned()),
            first: None,
            new: None,
            beside: vec![("/nominations", "发现线索"), ("/plans", "一地一方案")],
            has_land: true,
            whose: "属地",
            day: "期限",
            sheet: Some("/cases/verification.xlsx".to_owned()),
            takes_sheet: true,
            picks: true,
        }
    }

    /// Before a list was sent out.
    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), tabs: Vec::new(), next: None, total: "0".to_owned(), ..Self::sample() }
    }
}

fn form(kind: ObjectKind, verb: &str) -> MoveForm {
    let one = machine(kind).named(verb).unwrap_or_else(|| &machine(kind).moves[0][0]);
    MoveForm::new(one, format!("/{}/0/moves/{verb}", kind.code()), 3, &Map::new(), &[])
}

impl ObjectPage {
    /// A believable page: a case that waits for the office.
    pub fn sample() -> Self {
        let mut notice = form(ObjectKind::Case, "serve_notice");
        notice.refuse(&[
            Missing::new("notified_how", "请填写“送达方式”。"),
            Missing::new("date", "送达日期晚于今天，请按送达回证填写。"),
        ]);
        Self {
            frame: Frame::sample(Section::Cases),
            kind: "低效地块案件",
            list: "/cases".to_owned(),
            title: "东溪工业园3号".to_owned(),
            number: "2023-0017".to_owned(),
            state: "已核实待认定",
            tone: "dai",
            holder: "专班办公室".to_owned(),
            due: "2023-10-20".to_owned(),
            overdue: false,
            parcel: "/parcels/330122102003GB00047".to_owned(),
            dossier: "/dossiers/330122102003GB00047".to_owned(),
            facts: [("宗地代码", "330122 102003 GB00047"), ("宗地面积", "33.61 亩"), ("核实结论", "属实")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ties: vec![TieRow {
                role: "原案件",
                href: "/cases/1".to_owned(),
                title: "东溪工业园3号".to_owned(),
                state: "已出库",
                tone: "good",
            }],
            files: vec![
                FileRow {
                    href: "/attachments/0".to_owned(),
                    name: "现场.jpg".to_owned(),
                    note: "现场照片 · 2023-10-01 · 412 KB".to_owned(),
                    pdf: false,
                },
                FileRow {
                    href: "/attachments/1".to_owned(),
                    name: "核实意见.pdf".to_owned(),
                    note: "文件 · 2023-10-01 · 96 KB".to_owned(),
                    pdf: true,
                },
            ],
            events: vec![Happened {
                at: "2023-10-09 09:12".to_owned(),
                actor: "横村镇经办，王镇长 2023-10-08 签批".to_owned(),
                act: "提交核实结果".to_owned(),
                states: "待属地核实 → 已核实待认定".to_owned(),
                reason: String::new(),
                paper: true,
                item: String::new(),
            }],
            moves: vec![
                form(ObjectKind::Case, "return_verification"),
                notice,
                MoveForm { paper: true, ..form(ObjectKind::Case, "submit_verification") },
                MoveForm {
                    missing: vec!["尚未填写核实结论。请由属地经办“填写核实结果”后再提交。".to_owned()],
                    ..form(ObjectKind::Case, "begin_evaluation")
                },
                MoveForm::recall("/cases/0/moves/recall".to_owned(), 3),
            ],
            proposals: vec![ProposalRow {
                label: "认定",
                level: "办公室例会",
                missing: vec!["陈述申辩期到 2023-10-16 为止。".to_owned()],
                href: "/items/new?verb=confirm".to_owned(),
            }],
            begins: vec![("/objections/new".to_owned(), "提出异议")],
            map: None,
            notice_sheet: "/cases/0/notice".to_owned(),
            progress: Some(ProgressView::sample()),
            order: Some(crate::pages::orders::OrderPanel::sample()),
        }
    }
}

impl NewObjectPage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Cases),
            kind: "一地一方案",
            list: "/plans".to_owned(),
            about: "东溪工业园3号".to_owned(),
            form: MoveForm { open: true, ..form(ObjectKind::Plan, "open") },
        }
    }
}
