//! A believable parcel for the sample pages: two firms, two lines, all sources.

use lingdi_domain::{Category, MainCategory};

use crate::chart::minimap::{Line, MiniMap, Shape};
use crate::chart::tax::{TaxChart, TaxYear};
use crate::parts::{CategoryTag, SourceView};

use super::{
    DecisionRow, FactRow, FindingGroup, FindingView, Met, NearList, NearView, OccupantRow, ParcelView,
    TaxRow, TimelineEntry, TurnsTo, YearLink,
};

fn source(file: &str, sheet: &str, cell: &str) -> SourceView {
    SourceView {
        file: file.to_owned(),
        sheet: sheet.to_owned(),
        cells: cell.split(' ').map(str::to_owned).collect(),
        href: "/batches/0192a7".to_owned(),
    }
}

fn tax_source(year: i32, cell: &str) -> SourceView {
    source(&format!("税务局_入库税收_{year}.xlsx"), "企业明细", cell)
}

impl ParcelView {
    /// On the list for two reasons.
    pub(super) fn sample() -> Self {
        let year = |year| YearLink {
            year,
            href: format!("/parcels/330122102003GB00047?year={year}"),
            current: year == 2023,
        };
        Self {
            code: "330122102003GB00047".to_owned(),
            code_grouped: "330122 102003 GB00047".to_owned(),
            title: "方埠路18号".to_owned(),
            unit: "横村镇".to_owned(),
            year: 2023,
            years: [2022, 2023, 2024].map(year).to_vec(),
            status: "列入",
            categories: vec![CategoryTag(MainCategory::A)],
            focus: Some(true),
            missing: vec![],
            area: "33.61".to_owned(),
            tax_year: 2022,
            tax_per_mu: "2.02".to_owned(),
            edition: "2022-7 版".to_owned(),
            edition_fingerprint: "a41c…9e07".to_owned(),
            as_of: "2023-10-09".to_owned(),
            findings: FindingGroup::gather(sample_findings()),
            near: sample_near(),
            remarks: vec!["按 2022 年线 3.00 同样低效。".to_owned()],
            facts: sample_facts(),
            occupants: sample_occupants(),
            occupied: "33.61".to_owned(),
            occupants_tax: "68.05".to_owned(),
            chart: Some(sample_chart()),
            tax: sample_tax(),
            decisions: vec![DecisionRow {
                kind: "宽限".to_owned(),
                document: "桐经信〔2020〕15号".to_owned(),
                words: "技改建设期，不作亩均低效认定".to_owned(),
                term: "2020-03-01 至 2021-02-28".to_owned(),
                source: Some(source("人工认定_2020.xlsx", "Sheet1", "A6")),
            }],
            map: sample_map(),
            events: sample_events(),
        }
    }

    /// Kept open by a missing tax figure, without a shape.
    pub(super) fn sample_unknown() -> Self {
        let mut findings = sample_findings();
        findings.truncate(1);
        let open = FindingView {
            fact: "2022年亩均税收不确定：桐庐云帛服饰有限公司 2022 年入库税额未匹配".to_owned(),
            sources: vec![],
            arithmetic: String::new(),
            met: Met::Unknown,
            ..findings[0].clone()
        };
        Self {
            status: "不确定",
            categories: vec![],
            focus: None,
            missing: vec!["缺桐庐云帛服饰有限公司 2022 年入库税额：请税务局补报，或确认为零。".to_owned()],
            tax_per_mu: "—".to_owned(),
            findings: FindingGroup::gather(vec![open]),
            remarks: vec![],
            decisions: vec![],
            map: None,
            events: vec![],
            ..Self::sample()
        }
    }
}

fn sample_findings() -> Vec<FindingView> {
    let finding =
        |clause: &str, quote: &str, fact: &str, sources, arithmetic: &str, line: &str| FindingView {
            clause: clause.to_owned(),
            quote: quote.to_owned(),
            category: Some(Category::A),
            fact: fact.to_owned(),
            sources,
            arithmetic: arithmetic.to_owned(),
            line: line.to_owned(),
            met: Met::Yes,
            default_ours: false,
            tolerance_used: false,
            note: String::new(),
        };
    let tax = || vec![tax_source(2022, "F217 F218")];
    let area = || source("资规局_宗地_202203.xlsx", "宗地", "D318");
    let mut low = finding(
        "三（一）",
        "亩均税收低效的工业用地。",
        "2022年入库税额 恒昇 44.15 万元，云帛 23.90 万元",
        tax(),
        "(44.15 + 23.90) ÷ 33.61005 = 2.0247 万元/亩",
        "< 5 万元/亩",
    );
    low.default_ours = true;
    let mut focus = finding(
        "四 2023年",
        "重点整治亩均低于5万元低效工业用地",
        "2022年亩均税收 2.0247 万元/亩",
        tax(),
        "68.05 ÷ 33.61005 = 2.0247 万元/亩",
        "< 5 万元/亩",
    );
    focus.category = None;
    let mut size = finding(
        "四 2023年",
        "重点整治亩均低于5万元低效工业用地",
        "宗地面积 22,406.70 平方米",
        vec![area()],
        "22,406.70 × 3 ÷ 2000 = 33.61005 亩",
        "≥ 0 亩",
    );
    size.category = None;
    size.default_ours = true;
    let mut grace = finding("宽限", "", "技改建设期，2021-02-28 已满", vec![], "", "");
    grace.met = Met::No;
    grace.category = None;
    grace.sources = vec![source("人工认定_2020.xlsx", "Sheet1", "A6")];
    vec![low, focus, size, grace]
}

fn sample_near() -> NearList {
    let near = |distance: &str, subject: &str, [from, target, change, arithmetic]: [&str; 4]| NearView {
        distance: distance.to_owned(),
        subject: subject.to_owned(),
        source: Some(tax_source(2022, "F217")),
        from: from.to_owned(),
        target: target.to_owned(),
        change: change.to_owned(),
        arithmetic: arithmetic.to_owned(),
        clause: "三（一）".to_owned(),
        line: "< 5 万元/亩".to_owned(),
        default_ours: true,
        turns: ["列入→不列入", "重点 是→否"].map(str::to_owned).to_vec(),
        turns_to: TurnsTo::Off,
        missing: false,
    };
    let tax = near(
        "59.5%",
        "桐庐恒昇针织有限公司 2022年入库税额",
        [
            "44.15 万元",
            "≥ 144.15025 万元",
            "增加 100.00025 万元",
            "(144.15025 + 23.90) ÷ 33.61005 = 5.0000 万元/亩",
        ],
    );
    let grace = near("", "宽限认定", ["无", "在宽限期内", "", ""]);
    let grace = NearView { source: None, line: String::new(), default_ours: false, ..grace };
    NearList(vec![tax, grace])
}

fn sample_facts() -> Vec<FactRow> {
    let fact = |label: &str, value: &str, as_written: &str, cell: &str| FactRow {
        label: label.to_owned(),
        value: value.to_owned(),
        as_written: as_written.to_owned(),
        source: Some(source("资规局_宗地_202203.xlsx", "宗地", cell)),
    };
    vec![
        fact("宗地面积", "22,406.70 平方米", "22406.7", "D318"),
        fact("土地用途", "工业用地", "", "E318"),
        fact("实际用途", "工业", "", "F318"),
        fact("权利人", "桐庐恒昇针织有限公司", "", "G318"),
        FactRow {
            source: Some(source("资规局_供应_202203.xlsx", "出让", "B77")),
            ..fact("供应日期", "2004-06-18", "2004.6.18", "")
        },
        FactRow { source: None, ..fact("图形面积", "22,398.11 平方米（相差 0.04%）", "", "") },
    ]
}

fn sample_occupants() -> Vec<OccupantRow> {
    let firm = |name: &str, code: &str, note: &str, area: &str, tax: &str, cell: &str| OccupantRow {
        name: name.to_owned(),
        code: code.to_owned(),
        note: note.to_owned(),
        area: area.to_owned(),
        tax: tax.to_owned(),
        source: Some(source("占用关系.xlsx", "明细", cell)),
    };
    vec![
        firm(
            "桐庐恒昇针织有限公司",
            "91330122MA2KC0471Q",
            "自有 · 规下 · 评价 C（2022）",
            "24.21",
            "44.15",
            "E40",
        ),
        firm("桐庐云帛服饰有限公司", "91330122MA28TK905L", "承租至 2025-06-30", "9.40", "23.90", "E41"),
    ]
}

fn sample_chart() -> TaxChart {
    let year = |year, parts: [f64; 2], total: &str, line| TaxYear {
        year,
        parts: parts.to_vec(),
        total: total.to_owned(),
        line: Some(line),
    };
    let years = [
        year(2019, [1.5585, 0.5415], "2.10", 3.0),
        year(2020, [1.2217, 0.4448], "1.67", 3.0),
        year(2021, [1.1535, 0.6439], "1.80", 3.0),
        year(2022, [1.3136, 0.7111], "2.02", 5.0),
    ];
    TaxChart::new(&years, vec!["桐庐恒昇针织".to_owned(), "桐庐云帛服饰".to_owned()])
}

fn sample_tax() -> Vec<TaxRow> {
    let row = |year, tax: &str, per_mu: &str, arithmetic: &str, cells: &str| TaxRow {
        year,
        tax: tax.to_owned(),
        area: "33.61".to_owned(),
        per_mu: per_mu.to_owned(),
        state: "已匹配".to_owned(),
        arithmetic: arithmetic.to_owned(),
        sources: vec![tax_source(year, cells)],
    };
    vec![
        row(2019, "70.58", "2.1000", "(52.38 + 18.20) ÷ 33.61005 = 2.1000", "F211 F212"),
        row(2020, "56.01", "1.6665", "(41.06 + 14.95) ÷ 33.61005 = 1.6665", "F208 F209"),
        row(2021, "60.41", "1.7974", "(38.77 + 21.64) ÷ 33.61005 = 1.7974", "F217 F218"),
        row(2022, "68.05", "2.0247", "(44.15 + 23.90) ÷ 33.61005 = 2.0247", "F217 F218"),
    ]
}

fn sample_map() -> Option<MiniMap> {
    let ring = |x: f64, y: f64, w: f64, h: f64| -> Vec<Line> {
        let (lon, lat, turn) = (119.51 + x * 1e-4, 29.83 + y * 1e-4, 0.12);
        let corner = |dx: f64, dy: f64| [lon + (dx - dy * turn) * 1e-4, lat + (dy + dx * turn) * 1e-4];
        vec![vec![corner(0.0, 0.0), corner(w, 0.0), corner(w, h), corner(0.0, h), corner(0.0, 0.0)]]
    };
    let neighbour = |rings, class: &str, title: &str| {
        let shape = Shape {
            class: format!("other {class}"),
            title: title.to_owned(),
            href: "/parcels/330122102003GB00048".to_owned(),
            ..Shape::default()
        };
        (rings, shape)
    };
    let neighbours = vec![
        neighbour(ring(-14.0, -1.0, 12.0, 10.0), "", "方埠路16号，未列入"),
        neighbour(ring(18.0, 2.0, 12.0, 9.0), "b", "方埠路20号，B 用而未尽"),
        neighbour(ring(1.0, 13.0, 14.0, 8.0), "a", "新民路5号，A 亩均低效"),
        neighbour(ring(2.0, -12.0, 13.0, 9.0), "", "方埠路17号，未列入"),
    ];
    MiniMap::new(&ring(0.0, 0.0, 16.0, 10.0), "a", neighbours)
}

fn sample_events() -> Vec<TimelineEntry> {
    let entry = |date: &str, act: &str, detail: &str| TimelineEntry {
        date: date.to_owned(),
        act: act.to_owned(),
        detail: detail.to_owned(),
    };
    vec![
        entry("2023-10-07", "税收更正：2022 年 23.90 万元", "税务局_入库税收_2022.xlsx · 本机操作员"),
        entry("2023-09-01", "占用关系更新", "占用关系.xlsx · 本机操作员"),
        entry("2023-08-15", "首次归集", "资规局_宗地_202203.xlsx · cli:wang"),
    ]
}
