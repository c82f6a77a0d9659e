use askama::Template;

use super::{
    AlertRow, BlockView, Cell, CockpitPage, MapView, MonthBar, Piece, Point, RankView, Stage, StepRow,
    TaxLine, UnitShape, WayRow,
};

impl CockpitPage {
    /// The sample.
    ///
    /// # Errors
    /// When the stage does not render.
    pub fn sample() -> Result<Self, askama::Error> {
        Ok(Self {
            title: "桐庐县".to_owned(),
            stage_href: "/cockpit/stage".to_owned(),
            events_href: "/cockpit/events".to_owned(),
            stage: Stage::sample().render()?,
        })
    }
}

impl Stage {
    /// The sample.
    pub fn sample() -> Self {
        Self {
            etag: "9f3a".to_owned(),
            county: "桐庐县".to_owned(),
            moment: "现在".to_owned(),
            date: "2023年10月9日 星期一".to_owned(),
            data: vec![Piece::new("数据截至", "2023-09-30", "")],
            data_href: "/cockpit/figures/data".to_owned(),
            demo: true,
            cells: cells(),
            steps: vec![StepRow {
                numeral: "一",
                href: "/cockpit/figures/surveyed".to_owned(),
                label: "调查核实",
                state: "初步清单",
                count: "806".to_owned(),
                area: "15,930.0".to_owned(),
                width: "100".to_owned(),
            }],
            way_total: "514".to_owned(),
            ways_href: "/cockpit/figures/ways".to_owned(),
            ways: vec![WayRow {
                class: "self",
                label: "自我提升",
                area: "4,861.4".to_owned(),
                arc: ("48".to_owned(), "52".to_owned()),
                offset: "25".to_owned(),
            }],
            tax_href: "/cockpit/figures/tax".to_owned(),
            taxes: vec![
                TaxLine {
                    label: "自我提升",
                    before: "2.31".to_owned(),
                    after: "8.42".to_owned(),
                    x: ("12".to_owned(), "50".to_owned()),
                },
                TaxLine { label: "兼并重组", ..TaxLine::default() },
            ],
            map: Some(map()),
            rank_title: "9月排名".to_owned(),
            rank_note: "初步".to_owned(),
            rank_href: "/ranking?month=2023-09".to_owned(),
            rank_line: "75.0".to_owned(),
            ranks: vec![RankView {
                place: "15".to_owned(),
                name: "钟山乡".to_owned(),
                href: "/cockpit?unit=330122202".to_owned(),
                rate: "47.5".to_owned(),
                width: "47.5".to_owned(),
                tone: "low",
                score: "48.23".to_owned(),
                score_href: "/ranking/2023-09/330122202".to_owned(),
                bottom: true,
                streak: 3,
            }],
            blocks: vec![BlockView {
                href: "/blocks/1".to_owned(),
                name: "江南镇 2023-0001".to_owned(),
                state: "已启动",
                done: "40.0".to_owned(),
                area: "105.2".to_owned(),
                width: "38".to_owned(),
            }],
            alert_counts: ("6".to_owned(), "14".to_owned()),
            alerts_href: "/cockpit/figures/alerts".to_owned(),
            alerts: vec![AlertRow {
                tone: "low",
                href: "/ranking".to_owned(),
                what: "钟山乡 连续 3 个月后两位".to_owned(),
                who: "触发约谈".to_owned(),
            }],
            months: vec![MonthBar {
                href: "/cockpit?month=2023-09".to_owned(),
                x: "540".to_owned(),
                bar: ("20".to_owned(), "40".to_owned()),
                current: false,
                title: "2023年9月 出清 312.4 亩".to_owned(),
            }],
            years: vec![("300".to_owned(), "2023".to_owned())],
            ..Self::default()
        }
    }
}

fn cells() -> Vec<Cell> {
    vec![
        Cell {
            key: "cleared_year",
            href: "/cockpit/figures/cleared_year".to_owned(),
            label: "本年出清",
            rate: "75.9".to_owned(),
            figure: "3,035.6".to_owned(),
            known: true,
            target: "4,000".to_owned(),
            unit: "亩",
            width: "75.9".to_owned(),
            tick: "75.0".to_owned(),
            tone: "ok",
            notes: vec![Piece::new("超序时", "0.9", "点")],
        },
        Cell {
            key: "orders",
            href: "/cockpit/figures/orders".to_owned(),
            label: "派单按期销号",
            figure: "暂无".to_owned(),
            unit: "件",
            ..Cell::default()
        },
    ]
}

fn map() -> MapView {
    MapView {
        size: (1000.0, 640.0),
        units: vec![UnitShape {
            path: "M0 0L10 0L10 10Z".to_owned(),
            class: "r3".to_owned(),
            href: "/cockpit?unit=330122113".to_owned(),
            name: "江南".to_owned(),
            rate: "84".to_owned(),
            at: Some((5.0, 5.0)),
            title: "江南镇 84.0%".to_owned(),
        }],
        points: vec![Point {
            at: (4.0, 4.0, "5".to_owned()),
            class: "a gone".to_owned(),
            href: String::new(),
            title: String::new(),
        }],
        schematic: true,
    }
}
