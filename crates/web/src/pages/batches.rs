//! 数据归集: drop a file, see what came in, fetch blank forms for the bureaus.

use askama::Template;
use lingdi_domain::Kind;

use crate::frame::{Frame, Section};
use crate::parts::Pager;

/// A file that was handed in.
#[derive(Debug, Clone)]
pub struct BatchRow {
    /// Its page.
    pub href: String,
    /// File name.
    pub file: String,
    /// `入库税收`, or `未识别`.
    pub kind: String,
    /// `1,261 行接收 · 14 行待匹配 · 7 行拒收`
    pub rows: String,
    /// State in words.
    pub state: &'static str,
    /// `good`, `warn`, `bad` or empty.
    pub tone: &'static str,
    /// `今日 08:56`
    pub when: String,
    /// Who handed it in.
    pub who: String,
}

impl BatchRow {
    /// A few batches.
    pub fn samples() -> Vec<Self> {
        let row = |file: &str, kind: &str, rows: &str, state, tone, when: &str| Self {
            href: "/batches/0192a7".to_owned(),
            file: file.to_owned(),
            kind: kind.to_owned(),
            rows: rows.to_owned(),
            state,
            tone,
            when: when.to_owned(),
            who: "本机操作员".to_owned(),
        };
        vec![
            row(
                "2022年度企业入库税收.xlsx",
                "入库税收",
                "1,286 行，拒收 7，待匹配 14",
                "待接收",
                "warn",
                "今日 08:56",
            ),
            row("桐庐县工业宗地_202309.zip", "宗地", "2,612 行", "已接收", "good", "10月7日 16:20"),
            row("供地台账.csv", "供地合同", "418 行", "已接收", "good", "10月7日 16:02"),
            row("用电-9月.xls", "未识别", "表头没有一列能对上", "待接收", "bad", "9月6日 09:11"),
            row("占用关系.xlsx", "占用关系", "3,204 行", "已撤销", "", "9月1日 10:40"),
        ]
    }
}

/// A blank form to hand to a bureau.
pub struct FormRow {
    /// Kind code, as in `/templates/tax.xlsx`.
    pub code: &'static str,
    /// Its Chinese name.
    pub label: &'static str,
    /// Who usually fills it in.
    pub bureau: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "batches.html")]
pub struct BatchesPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Batches, newest first.
    pub batches: Vec<BatchRow>,
    /// Where in the list we are.
    pub pager: Pager,
    /// What a file may weigh at most: `200 MB`.
    pub limit: String,
}

impl BatchesPage {
    /// Blank forms, in the order in which they are best handed in.
    pub fn forms(&self) -> Vec<FormRow> {
        let form = |kind: &Kind| FormRow { code: kind.code(), label: kind.label(), bureau: bureau(*kind) };
        Kind::ALL.iter().map(form).collect()
    }

    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Intake),
            batches: BatchRow::samples(),
            pager: Pager::new(1, 20, 5, "批", |page| format!("/batches?page={page}")),
            limit: "200 MB".to_owned(),
        }
    }

    /// The page of a new county.
    pub fn sample_empty() -> Self {
        Self { batches: vec![], ..Self::sample() }
    }
}

/// The bureau that usually supplies a kind of table.
pub fn bureau(kind: Kind) -> &'static str {
    match kind {
        Kind::Parcels | Kind::Supply | Kind::Approvals | Kind::Zones | Kind::Encumbrances => "资规局",
        Kind::Enterprises => "市监局",
        Kind::Tax => "税务局",
        Kind::Evaluation | Kind::Catalogue | Kind::Occupancy => "经信局",
        Kind::Statistics => "统计局",
        Kind::Power => "供电公司",
        Kind::Inspections => "执法局",
        Kind::Leases | Kind::Verification => "属地",
        Kind::Units | Kind::Holidays | Kind::Findings | Kind::Targets | Kind::Ledger => "专班办公室",
    }
}
