//! A believable list for the sample pages.

use lingdi_domain::{Category, MainCategory};

use crate::chart::spark::Spark;
use crate::format::{or_missing, parcel_code};
use crate::frame::{Frame, Section};
use crate::parts::{Choice, Letter, Pager, letters};

use super::{CategoryToggle, FrozenLink, ListPage, ListQuery, ListRow, SortLink, Tab};

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
            bands: Choice::list([("", "全部"), ("1", "0–3"), ("2", "3–5"), ("4", "不确定")], ""),
            nears: Choice::list([("", "不限"), ("5", "5% 内 · 14 宗"), ("10", "10% 内 · 31 宗")], ""),
            categories: MainCategory::ALL.into_iter().zip(counts).map(toggle).collect(),
            sorts: [
                sort("code", ""),
                sort("unit", ""),
                sort("-area", ""),
                sort("-tax", "↑"),
                sort("near", ""),
            ],
            clear: "/list".to_owned(),
            export_query: "?year=2023".to_owned(),
            map_href: "/map?year=2023".to_owned(),
            rows: sample_rows(),
            pager: Pager::new(1, 11, 641, "宗", |page| format!("/list?page={page}")),
            has_parcels: true,
            year: 2023,
            frozen: vec![FrozenLink {
                href: "/freezes/0192a7c0-0000-7000-8000-000000000000".to_owned(),
                title: "2023 年低效工业用地初步清单（截至 2023-09-28）".to_owned(),
                note: "本机操作员 9月28日 16:20".to_owned(),
                sendable: true,
            }],
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

/// Location, code, unit, firm, categories, 亩, 万元/亩 of three years, 重点整治.
const ROWS: &str = "\
歌舞路35号|330122202003GB00011|钟山乡|浙江磐石石材有限公司|D2|36.90|1.3 1.0 0.87|重点
罗山工业点2号|330122112001JB00007|百江镇|桐庐永茂木制品厂|A|8.66|0.9 0.7 0.58|
春江东路266号|330122101002GB00031|富春江镇|杭州富江水电设备有限公司|A B|41.05|1.4 0.8 0.94|重点
瑶琳路112号|330122110005GB00019|瑶琳镇|桐庐明川塑业有限公司|D1|12.84|2.2 1.9 1.2|
梅林路8号|330122003007GB00064|桐君街道|桐庐县城关五金厂|C1|6.25|2.8 2.6 2.44|
外范工业区6号|330122113002GB00095|江南镇|杭州深澳箱包有限公司|A|30.12|2.5 2.7 2.88|重点
东溪工业园3号|330122109006GB00112|分水镇|浙江瑞泓制笔有限公司|A|27.42|3.1 ? 2.66|重点
洋洲南路77号|330122004002GB00058|城南街道|杭州昕元服饰有限公司|A|20.07|4.6 4.2 4.91|
凤川大道588号|330122005001GB00023|桐庐经济开发区|桐庐宏泰包装材料有限公司|A C2|25.39|2.2 1.9 1.71|重点
滨江工业区9号|330122113004GB00086|江南镇|浙江捷程智能装备有限公司|A|22.18|4.1 4.6 4.77|
方埠路18号|330122102003GB00047|横村镇|桐庐恒昇针织有限公司|A|33.61|1.67 1.8 2.02|重点";

fn sample_rows() -> Vec<ListRow> {
    ROWS.lines().map(sample_row).collect()
}

fn sample_row(line: &str) -> ListRow {
    let mut columns = line.split('|');
    let mut next = || columns.next().unwrap_or_default();
    let (name, code, unit, firm) = (next(), next(), next(), next());
    let categories: Vec<_> = next().split(' ').filter_map(Category::from_code).collect();
    let area = next();
    let tax: Vec<Option<f64>> = next().split(' ').map(|value| value.parse().ok()).collect();
    let years: Vec<_> = (2020..).zip(tax.iter().copied()).collect();
    let (focus, open) = (!next().is_empty(), tax.contains(&None));
    let when = |condition, text: &str| if condition { text.to_owned() } else { String::new() };
    ListRow {
        href: format!("/parcels/{code}?year=2023"),
        name: name.to_owned(),
        code: parcel_code(code),
        unit: unit.to_owned(),
        firm: firm.to_owned(),
        more_firms: when(focus, "等 3 户"),
        letters: letters(&categories),
        area: area.to_owned(),
        tax: or_missing(tax.last().copied().flatten(), |value| format!("{value:.2}")),
        spark: Some(Spark::new(&years, Some(5.0))),
        status: if open { "不确定" } else { "列入" },
        focus,
        missing: when(open, "缺 2021 年入库税额"),
        near: or_missing(tax.last().copied().flatten(), |value| format!("{:.1}%", (5.0 - value) * 20.0)),
        is_near: tax.last().copied().flatten().is_some_and(|value| value > 4.75),
        clauses: (if focus { "三（一）、四" } else { "三（一）" }).to_owned(),
    }
}
