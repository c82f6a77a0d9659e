//! 低效清单: the parcels of one verdict, filtered, sorted, paged; every state is in the address.

use askama::Template;
use lingdi_domain::{Category, MainCategory};
use serde::{Deserialize, Serialize};

use crate::chart::spark::Spark;
use crate::frame::{Frame, Section};
use crate::parts::{Choice, Letter, Pager, letters};

/// The filters of the list, as they stand in the address. Empty means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// `listed` (default), `focus`, `indeterminate` or `all`.
    pub tab: String,
    /// Words: location, code, firm, former name.
    pub q: String,
    /// Year of the lines.
    pub year: String,
    /// Unit code.
    pub unit: String,
    /// `A`, `B`, `C` or `D`.
    pub category: String,
    /// Least area in 亩.
    pub min_mu: String,
    /// Greatest area in 亩.
    pub max_mu: String,
    /// Band of 亩均税收: `negative`, `0-1`, `1-3`, `3-5`, `5-`, `unknown`.
    pub band: String,
    /// Column, with `-` before it for descending: `area`, `-tax`, `code`, `unit`.
    pub sort: String,
    /// Page, from 1.
    pub page: String,
}

/// A tab above the list.
pub struct Tab {
    /// Its words.
    pub label: &'static str,
    /// How many parcels it holds.
    pub count: String,
    /// Its address.
    pub href: String,
    /// Is it being shown?
    pub current: bool,
}

/// A column that can be sorted by.
pub struct SortLink {
    /// Address that sorts by it (again: the other way round).
    pub href: String,
    /// `↑`, `↓` or nothing.
    pub arrow: &'static str,
}

/// A letter of the category filter.
pub struct CategoryToggle {
    /// The letter.
    pub letter: Letter,
    /// How many parcels it would leave.
    pub count: String,
    /// Is the list filtered by it?
    pub on: bool,
    /// Address that sets it, or takes it back when it is on.
    pub href: String,
}

/// One parcel of the list.
pub struct ListRow {
    /// Address of its page.
    pub href: String,
    /// 坐落, or the code when there is none.
    pub name: String,
    /// Code in groups.
    pub code: String,
    /// 属地.
    pub unit: String,
    /// First occupant; `—` when none.
    pub firm: String,
    /// `等 3 户`, or empty.
    pub more_firms: String,
    /// Letters of its categories.
    pub letters: Vec<Letter>,
    /// 亩.
    pub area: String,
    /// 万元/亩 of the last year, or `—`.
    pub tax: String,
    /// The last three years with the line.
    pub spark: Spark,
    /// 列入, 未列入, 不确定 or 不在范围.
    pub status: &'static str,
    /// Is it 重点整治?
    pub focus: bool,
    /// What is missing, for 不确定.
    pub missing: String,
    /// Clauses that decided: `三（一）`.
    pub clauses: String,
}

/// The page.
#[derive(Template)]
#[template(path = "list.html")]
pub struct ListPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The filters in force.
    pub query: ListQuery,
    /// `641 宗`
    pub count: String,
    /// Sum of the areas, 亩.
    pub area: String,
    /// Date of judgement.
    pub as_of: String,
    /// Edition that judged.
    pub edition: String,
    /// The line of the year, `5.00`; empty when it differs by row.
    pub line: String,
    /// Tabs.
    pub tabs: Vec<Tab>,
    /// Years to choose from.
    pub years: Vec<Choice>,
    /// Units to choose from, in official order.
    pub units: Vec<Choice>,
    /// Bands to choose from.
    pub bands: Vec<Choice>,
    /// Category filter.
    pub categories: Vec<CategoryToggle>,
    /// Sort links: parcel, unit, area, tax.
    pub sorts: [SortLink; 4],
    /// Address without any filter; empty when none is set.
    pub clear: String,
    /// Query string of the exports, with its `?`.
    pub export_query: String,
    /// Address of the same filters on the map.
    pub map_href: String,
    /// The rows.
    pub rows: Vec<ListRow>,
    /// Where in the list we are.
    pub pager: Pager,
    /// Are there any parcels at all in the county?
    pub has_parcels: bool,
}

impl ListPage {
    /// A believable page.
    pub fn sample() -> Self {
        let query = ListQuery { year: "2023".to_owned(), ..ListQuery::default() };
        let tab = |label, count: &str, href: &str, current| Tab {
            label,
            count: count.to_owned(),
            href: href.to_owned(),
            current,
        };
        let sort = |column: &str, arrow| SortLink { href: format!("/list?sort={column}"), arrow };
        let counts = ["412", "96", "87", "46"];
        let toggle = |(category, count): (MainCategory, &str)| CategoryToggle {
            letter: Letter(category),
            count: count.to_owned(),
            on: false,
            href: format!("/list?category={}", category.code()),
        };
        Self {
            frame: Frame::sample(Section::List),
            query,
            count: "641".to_owned(),
            area: "12,418.3".to_owned(),
            as_of: "2023-10-09".to_owned(),
            edition: "2022-7 版".to_owned(),
            line: "5.00".to_owned(),
            tabs: vec![
                tab("低效", "641", "/list", true),
                tab("重点整治", "142", "/list?tab=focus", false),
                tab("不确定", "37", "/list?tab=indeterminate", false),
                tab("全部宗地", "2,318", "/list?tab=all", false),
            ],
            years: Choice::list([("2022", "2022"), ("2023", "2023"), ("2024", "2024")], "2023"),
            units: Choice::list([("", "全部"), ("330122003", "桐君街道"), ("330122109", "分水镇")], ""),
            bands: Choice::list([("", "全部"), ("0-1", "0–1"), ("1-3", "1–3"), ("unknown", "不确定")], ""),
            categories: MainCategory::ALL.into_iter().zip(counts).map(toggle).collect(),
            sorts: [sort("code", ""), sort("unit", ""), sort("-area", ""), sort("-tax", "↑")],
            clear: "/list".to_owned(),
            export_query: "?year=2023".to_owned(),
            map_href: "/map?year=2023".to_owned(),
            rows: sample_rows(),
            pager: Pager::new(1, 11, 641, "宗", |page| format!("/list?page={page}")),
            has_parcels: true,
        }
    }

    /// The page before anything was imported.
    pub fn sample_empty() -> Self {
        let query = ListQuery::default();
        let pager = Pager::new(1, 50, 0, "宗", |_| String::new());
        let rows = Vec::new();
        let clear = String::new();
        Self { rows, pager, query, clear, has_parcels: false, count: "0".to_owned(), ..Self::sample() }
    }
}

fn sample_rows() -> Vec<ListRow> {
    type Sample = (&'static str, &'static str, &'static str, &'static str, &'static [Category], &'static str, [Option<f64>; 3], bool);
    let samples: [Sample; 11] = [
        ("歌舞路35号", "330122202003GB00011", "钟山乡", "浙江磐石石材有限公司", &[Category::D2], "36.90", [Some(1.3), Some(1.0), Some(0.87)], true),
        ("罗山工业点2号", "330122112001JB00007", "百江镇", "桐庐永茂木制品厂", &[Category::A], "8.66", [Some(0.9), Some(0.7), Some(0.58)], false),
        ("春江东路266号", "330122101002GB00031", "富春江镇", "杭州富江水电设备有限公司", &[Category::A, Category::B], "41.05", [Some(1.4), Some(0.8), Some(0.94)], true),
        ("瑶琳路112号", "330122110005GB00019", "瑶琳镇", "桐庐明川塑业有限公司", &[Category::D1], "12.84", [Some(2.2), Some(1.9), Some(1.2)], false),
        ("梅林路8号", "330122003007GB00064", "桐君街道", "桐庐县城关五金厂", &[Category::C1], "6.25", [Some(2.8), Some(2.6), Some(2.44)], false),
        ("外范工业区6号", "330122113002GB00095", "江南镇", "杭州深澳箱包有限公司", &[Category::A], "30.12", [Some(2.5), Some(2.7), Some(2.88)], true),
        ("东溪工业园3号", "330122109006GB00112", "分水镇", "浙江瑞泓制笔有限公司", &[Category::A], "27.42", [Some(3.1), None, Some(2.66)], true),
        ("洋洲南路77号", "330122004002GB00058", "城南街道", "杭州昕元服饰有限公司", &[Category::A], "20.07", [Some(4.6), Some(4.2), Some(4.91)], false),
        ("凤川大道588号", "330122005001GB00023", "桐庐经济开发区", "桐庐宏泰包装材料有限公司", &[Category::A, Category::C2], "25.39", [Some(2.2), Some(1.9), Some(1.71)], true),
        ("滨江工业区9号", "330122113004GB00086", "江南镇", "浙江捷程智能装备有限公司", &[Category::A], "22.18", [Some(4.1), Some(4.6), Some(4.77)], false),
        ("方埠路18号", "330122102003GB00047", "横村镇", "桐庐恒昇针织有限公司", &[Category::A], "33.61", [Some(1.67), Some(1.8), Some(2.02)], true),
    ];
    let row = |(name, code, unit, firm, categories, area, tax, focus): Sample| ListRow {
        href: format!("/parcels/{code}?year=2023"),
        name: name.to_owned(),
        code: crate::format::parcel_code(code),
        unit: unit.to_owned(),
        firm: firm.to_owned(),
        more_firms: if focus { "等 3 户".to_owned() } else { String::new() },
        letters: letters(categories),
        area: area.to_owned(),
        tax: tax[2].map_or_else(|| "—".to_owned(), |value| format!("{value:.2}")),
        spark: Spark::new(&[(2020, tax[0]), (2021, tax[1]), (2022, tax[2])], Some(5.0)),
        status: if tax[1].is_none() { "不确定" } else { "列入" },
        focus,
        missing: if tax[1].is_none() { "缺 2021 年入库税额".to_owned() } else { String::new() },
        clauses: if focus { "三（一）、四".to_owned() } else { "三（一）".to_owned() },
    };
    samples.into_iter().map(row).collect()
}
