//! 地图: every parcel, coloured by category or by 亩均税收, each with its card; beside it a table, and
//! without WebGL a drawing made here.

use askama::Template;
use lingdi_domain::MainCategory;
use serde::{Deserialize, Serialize};

use crate::chart::minimap::{Line, View};
use crate::frame::{Frame, Section};
use crate::parts::{CategoryTag, Choice, Letter, class};

/// `GET /map`: what is shown; the filters are those of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MapQuery {
    /// `category` (default) or `band`.
    pub colour: String,
    /// The parcel to open; empty for the whole county.
    pub parcel: String,
    /// The list's filters.
    #[serde(flatten)]
    pub list: super::list::ListQuery,
}

/// An entry of the legend.
pub struct LegendRow {
    /// Style class of its colour.
    pub class: String,
    /// Its letter, for a category.
    pub letter: Option<Letter>,
    /// Its words.
    pub label: String,
    /// How many parcels.
    pub count: String,
    /// The list of them.
    pub href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "map.html")]
pub struct MapPage {
    /// What surrounds it.
    pub frame: Frame,
    /// `category` or `band`.
    pub colour: String,
    /// Parcels that the filters leave.
    pub count: String,
    /// Year of the lines.
    pub year: String,
    /// Address of this map coloured the other way.
    pub other_colour: String,
    /// May the reader form blocks?
    pub forms_blocks: bool,
    /// Address of the list with the same filters: the table twin.
    pub list_href: String,
    /// Address of the drawing without WebGL, with the same filters.
    pub fallback_href: String,
    /// Address of the tiles, with `{z}/{x}/{y}` and the filters.
    pub tiles: String,
    /// West, south, east, north of the county, in degrees.
    pub bounds: [f64; 4],
    /// The parcel to open: code, longitude and latitude.
    pub focus: Option<(String, f64, f64)>,
    /// Legend of the present colours.
    pub legend: Vec<LegendRow>,
    /// Units to jump to: the value is `west,south,east,north`.
    pub units: Vec<Choice>,
}

/// `GET /map/card/{code}`: a fragment of HTML.
#[derive(Template)]
#[template(path = "map/card.html")]
pub struct MapCard {
    /// Code in groups.
    pub code: String,
    /// Page of the parcel.
    pub href: String,
    /// 坐落, or the code.
    pub title: String,
    /// 属地.
    pub unit: String,
    /// `列入` …
    pub status: &'static str,
    /// Its categories.
    pub categories: Vec<CategoryTag>,
    /// Is it 重点整治?
    pub focus: bool,
    /// 亩.
    pub area: String,
    /// Year of the tax.
    pub tax_year: i32,
    /// 万元/亩.
    pub tax_per_mu: String,
    /// Firms, one line each.
    pub firms: Vec<String>,
    /// What is missing; empty when nothing is.
    pub missing: String,
    /// Where the reader takes the site into a new block; empty when they may not.
    pub forming: String,
    /// Where an order about it is drafted; empty where the reader drafts none.
    pub ordering: String,
}

/// A parcel or an outline of the drawing.
pub struct FallbackShape {
    /// SVG path.
    pub path: String,
    /// Style class: `a` … `d`, `none`, `unknown`, `band-0` …
    pub class: String,
    /// Page of the parcel; the list of the unit.
    pub href: String,
    /// What a screen reader is told.
    pub title: String,
}

/// `GET /map/fallback.svg`: the drawing shown without WebGL2.
#[derive(Template)]
#[template(path = "map/fallback.svg", escape = "html")]
pub struct FallbackMap {
    /// Width and height.
    pub size: (f64, f64),
    /// Units.
    pub outlines: Vec<FallbackShape>,
    /// Names of the units: x, y, words.
    pub names: Vec<(f64, f64, String)>,
    /// Parcels.
    pub parcels: Vec<FallbackShape>,
    /// Is the outline schematic (示意)?
    pub schematic: bool,
}

impl FallbackMap {
    /// The drawing of a county: units as (rings, name, address), parcels as (rings, class, title,
    /// address). `None` when there is nothing to draw.
    pub fn new(
        units: &[(Vec<Line>, String, String)],
        parcels: &[(Vec<Line>, String, String, String)],
        schematic: bool,
    ) -> Option<Self> {
        let size = (1100.0, 640.0);
        let lines = units.iter().flat_map(|unit| &unit.0).chain(parcels.iter().flat_map(|parcel| &parcel.0));
        let view = View::around(lines, size, 0.03)?;
        let outline = |(rings, name, href): &(Vec<Line>, String, String)| FallbackShape {
            path: view.rings(rings),
            class: "unit".to_owned(),
            href: href.clone(),
            title: name.clone(),
        };
        let parcel = |(rings, class, title, href): &(Vec<Line>, String, String, String)| FallbackShape {
            path: view.rings(rings),
            class: class.clone(),
            href: href.clone(),
            title: title.clone(),
        };
        let name = |(rings, name, _): &(Vec<Line>, String, String)| {
            let middle = View::around(rings, (2.0, 2.0), 0.0)?.middle();
            let (x, y) = view.place(middle);
            Some((x.round(), y.round(), name.clone()))
        };
        Some(Self {
            size,
            outlines: units.iter().map(outline).collect(),
            names: units.iter().filter_map(name).collect(),
            parcels: parcels.iter().map(parcel).collect(),
            schematic,
        })
    }
}

/// The legend by category, from counts of A, B, C, D, unknown and not listed.
pub fn category_legend(counts: [String; 6], year: i32) -> Vec<LegendRow> {
    let [a, b, c, d, unknown, none] = counts;
    let main = |category: MainCategory, count| LegendRow {
        class: format!("fill-{}", class(category)),
        letter: Some(Letter(category)),
        label: category.label().to_owned(),
        count,
        href: format!("/list?year={year}&category={}", category.code()),
    };
    let plain = |class: &str, label: &str, count, tab| LegendRow {
        class: class.to_owned(),
        letter: None,
        label: label.to_owned(),
        count,
        href: format!("/list?tab={tab}&year={year}"),
    };
    vec![
        main(MainCategory::A, a),
        main(MainCategory::B, b),
        main(MainCategory::C, c),
        main(MainCategory::D, d),
        plain("fill-unknown", "不确定", unknown, "indeterminate"),
        plain("fill-none", "未列入", none, "all"),
    ]
}

/// The legend by band, from the words and the count of each band, lowest first, the unknown last.
pub fn band_legend(bands: Vec<(String, String)>, year: i32) -> Vec<LegendRow> {
    let last = bands.len().saturating_sub(1);
    let row = |(at, (label, count)): (usize, (String, String))| LegendRow {
        class: if at == last { "fill-unknown".to_owned() } else { format!("band-{at}") },
        letter: None,
        label,
        count,
        href: format!("/list?tab=all&year={year}&band={at}"),
    };
    bands.into_iter().enumerate().map(row).collect()
}

impl MapPage {
    /// A believable page.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::Map),
            colour: "category".to_owned(),
            count: "2,318".to_owned(),
            year: "2023".to_owned(),
            other_colour: "/map?colour=band".to_owned(),
            forms_blocks: true,
            list_href: "/list?tab=all".to_owned(),
            fallback_href: "/map/fallback.svg".to_owned(),
            tiles: "/tiles/parcels/{z}/{x}/{y}.mvt?year=2023".to_owned(),
            bounds: [119.18, 29.58, 119.98, 30.09],
            focus: None,
            legend: category_legend(["412", "96", "87", "46", "37", "1,640"].map(str::to_owned), 2023),
            units: Choice::list(
                [("119.30,29.85,119.50,30.02", "分水镇"), ("119.45,29.80,119.60,29.95", "横村镇")],
                "",
            ),
        }
    }
}

impl MapCard {
    /// A believable card.
    pub fn sample() -> Self {
        Self {
            code: "330122 102003 GB00047".to_owned(),
            href: "/parcels/330122102003GB00047".to_owned(),
            title: "方埠路18号".to_owned(),
            unit: "横村镇".to_owned(),
            status: "列入",
            categories: vec![CategoryTag(MainCategory::A)],
            focus: true,
            area: "33.61".to_owned(),
            tax_year: 2022,
            tax_per_mu: "2.02".to_owned(),
            firms: vec!["桐庐恒昇针织有限公司".to_owned(), "桐庐云帛服饰有限公司".to_owned()],
            missing: String::new(),
            forming: "/blocks/forming?site=330122102003GB00047".to_owned(),
            ordering: "/orders/forming?site=330122102003GB00047".to_owned(),
        }
    }
}
