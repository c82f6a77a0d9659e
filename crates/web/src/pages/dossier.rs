//! 一地一档: the sixteen sections of a site's file, on a page and on paper, and what changed between two days.

use askama::Template;
use serde::{Deserialize, Serialize};

use crate::chart::minimap::MiniMap;
use crate::frame::{Frame, Section};

use crate::parts::SourceView;

use super::object::Happened;

/// `GET /dossiers/{code}`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DossierQuery {
    /// As it was known at the end of this day; empty for now.
    pub known: String,
    /// Compared with how it was known at the end of this day; empty for no comparison.
    pub since: String,
}

/// A table of a section.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// What it is about; may be empty.
    pub title: String,
    /// Its page; may be empty.
    pub href: String,
    /// Headings; none for a table of names and values.
    pub head: Vec<&'static str>,
    /// Rows of cells.
    pub rows: Vec<Vec<String>>,
    /// The bureaus' files it comes from; none for what people did here.
    pub origins: Vec<Origin>,
}

impl Grid {
    /// A day, a code or a figure, which is not to be broken over lines.
    pub fn is_short(&self, cell: &str) -> bool {
        !self.head.is_empty() && cell.len() < 20 && cell.is_ascii()
    }
}

/// A bureau's file that a table comes from.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// 数源单位
    pub bureau: &'static str,
    /// Day on which it was accepted.
    pub on: String,
    /// File, sheet and rows, with the page of the batch.
    pub source: SourceView,
}

/// A file shown in a section.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// Where it is fetched, shut into a sandbox.
    pub href: String,
    /// Its name.
    pub name: String,
    /// What it shows, the day on it.
    pub note: String,
    /// A photo, shown at once; a document opens by its link.
    pub image: bool,
}

/// What a section lacks, and who owes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lack {
    /// What is missing.
    pub what: &'static str,
    /// Who brings it.
    pub owes: &'static str,
    /// Files of this kind came in and do not name the site: that alone does not make it none.
    pub heard: bool,
}

/// One of the sixteen sections.
#[derive(Debug, Clone, Default)]
pub struct Chapter {
    /// From 1.
    pub number: usize,
    /// Its heading.
    pub title: &'static str,
    /// Its tables.
    pub grids: Vec<Grid>,
    /// Its photos and documents.
    pub pictures: Vec<Picture>,
    /// What it lacks.
    pub lacks: Vec<Lack>,
}

impl Chapter {
    /// Has it nothing to show?
    pub fn is_empty(&self) -> bool {
        self.grids.iter().all(|grid| grid.rows.is_empty()) && self.pictures.is_empty()
    }
}

/// What changed between two days.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// The earlier day.
    pub since: String,
    /// The later day, or 现在.
    pub known: String,
    /// What, then, and later.
    pub rows: Vec<[String; 3]>,
    /// How many moves were made between.
    pub moves: usize,
}

/// The file of a site.
#[derive(Debug, Clone, Default)]
pub struct DossierView {
    /// 宗地代码, as in addresses.
    pub code: String,
    /// Code in groups.
    pub code_grouped: String,
    /// 坐落, or the code.
    pub title: String,
    /// 属地
    pub unit: String,
    /// 档号: numbers of its cases; empty before there is one.
    pub numbers: String,
    /// State of the latest case; empty without one.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// As known on this day; empty for now.
    pub known: String,
    /// The sections.
    pub chapters: Vec<Chapter>,
    /// The parcel among its neighbours.
    pub map: Option<MiniMap>,
    /// Where it came from and what came of it: role, title, address.
    pub kin: Vec<(&'static str, String, String)>,
    /// One timeline of all, newest first.
    pub events: Vec<Happened>,
    /// What changed between two days, when that was asked.
    pub comparison: Option<Comparison>,
}

impl DossierView {
    /// How many sections have something to show.
    pub fn filled(&self) -> usize {
        self.chapters.iter().filter(|chapter| !chapter.is_empty()).count()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "dossier.html")]
pub struct DossierPage {
    /// What surrounds it.
    pub frame: Frame,
    /// What was asked.
    pub query: DossierQuery,
    /// The file.
    pub dossier: DossierView,
}

/// The file on paper.
#[derive(Template)]
#[template(path = "dossier/sheet.html")]
pub struct DossierSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// Business date of printing.
    pub printed_on: String,
    /// The file.
    pub dossier: DossierView,
}

impl DossierView {
    /// A believable file.
    pub fn sample() -> Self {
        let row = |name: &str, value: &str| vec![name.to_owned(), value.to_owned()];
        let land = Grid {
            rows: vec![row("宗地面积", "22410.00 平方米"), row("权利人", "桐庐恒达针织有限公司")],
            ..Grid::default()
        };
        let mortgage = Grid {
            title: "抵押、查封".to_owned(),
            head: vec!["类型", "登记", "状态"],
            rows: vec![["抵押", "2021-05-18", "未注销"].map(str::to_owned).to_vec()],
            origins: vec![Origin {
                bureau: "资规局",
                on: "2023-04-18".to_owned(),
                source: SourceView {
                    file: "抵押查封.xlsx".to_owned(),
                    cells: vec!["第 417 行".to_owned()],
                    ..SourceView::default()
                },
            }],
            ..Grid::default()
        };
        let silent = Lack { what: "违法建筑认定", owes: "县综合行政执法局", heard: true };
        let plan = Grid {
            title: "一地一方案 2023-0007 已备案".to_owned(),
            href: "/plans/0192a7".to_owned(),
            rows: vec![row("整治路径", "技术改造")],
            ..Grid::default()
        };
        let chapter = |number, title, grids| Chapter { number, title, grids, ..Chapter::default() };
        let photo = Picture {
            href: "/attachments/0192a8".to_owned(),
            name: "厂区东侧.jpg".to_owned(),
            note: "现场照片 · 2023-09-12".to_owned(),
            image: true,
        };
        let event = Happened {
            at: "2023-09-20 10:12".to_owned(),
            actor: "专班办公室 周敏".to_owned(),
            act: "入库".to_owned(),
            states: "已认定 → 已入库".to_owned(),
            ..Happened::default()
        };
        Self {
            code: "330122001001GB00001".to_owned(),
            code_grouped: "330122 001001 GB00001".to_owned(),
            title: "桐庐县桐君街道迎春南路 88 号".to_owned(),
            unit: "桐君街道".to_owned(),
            numbers: "2023-0017".to_owned(),
            state: "整治中",
            tone: "warn",
            chapters: vec![
                chapter(2, "基本信息", vec![land, mortgage]),
                Chapter { lacks: vec![silent], ..chapter(7, "建设情况", Vec::new()) },
                chapter(10, "整治方案与协议", vec![plan]),
                Chapter { pictures: vec![photo], ..chapter(11, "进度与照片", Vec::new()) },
                Chapter {
                    lacks: vec![Lack {
                        what: "派单、督查记录", owes: "专班办公室", heard: false
                    }],
                    ..chapter(12, "派单、督查和执法记录", Vec::new())
                },
            ],
            kin: vec![("分割前", "迎春南路 86 号".to_owned(), "/dossiers/330122001001GB00009".to_owned())],
            events: vec![event],
            comparison: Some(Comparison {
                since: "2023-01-01".to_owned(),
                known: "现在".to_owned(),
                rows: vec![["状态".to_owned(), "待属地核实".to_owned(), "整治中".to_owned()]],
                moves: 6,
            }),
            ..Self::default()
        }
    }
}

impl DossierPage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Cases),
            query: DossierQuery { since: "2023-01-01".to_owned(), ..DossierQuery::default() },
            dossier: DossierView::sample(),
        }
    }
}

impl DossierSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            printed_on: "2023-10-09".to_owned(),
            dossier: DossierView::sample(),
        }
    }
}
