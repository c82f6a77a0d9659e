//! Believable pages.

use lingdi_domain::step4_remediation::progress::Colour;

use super::{
    Column, LinkRow, OrderFormingPage, OrderPanel, OrderRow, OrderSheet, OrderSite, OrdersPage, OrdersQuery,
    ReceiptRow, VisitLine, VisitsPage,
};
use crate::frame::{Frame, Section};
use crate::pages::block::FormingPage;
use crate::pages::list::Tab;
use crate::pages::progress::LightView;
use crate::parts::{Choice, Figure};

fn row(subject: &str, state: &'static str, light: Option<Colour>) -> OrderRow {
    OrderRow {
        href: "/orders/0".to_owned(),
        number: "2023-0007".to_owned(),
        subject: subject.to_owned(),
        lead: "县自然资源和规划局".to_owned(),
        assisting: "县综合行政执法局、横村镇".to_owned(),
        state,
        tone: "dai",
        own: String::new(),
        receipts: "2/3".to_owned(),
        light: light.map(LightView::of),
        deadline: "2023-10-20".to_owned(),
    }
}

impl OrdersPage {
    /// A believable page.
    pub fn sample() -> Self {
        let tab = |label, count: &str, current| Tab {
            label,
            count: count.to_owned(),
            href: "/orders".to_owned(),
            current,
        };
        Self {
            frame: Frame::sample(Section::Orders),
            figures: vec![
                Figure::new("在办", "9", "件", "", "/orders"),
                Figure::new("逾期", "2", "件", "", "/orders?light=red").tone("bad"),
                Figure::new("按期销号率", "83.3", "%", "10 ÷ 12", ""),
                Figure::new("平均签收", "0.8", "天", "", ""),
            ],
            tabs: vec![tab("全部", "21", true), tab("已派发", "6", false)],
            units: Choice::list([("", "全部"), ("330122B02", "县自然资源和规划局")], ""),
            years: Choice::list([("", "全部"), ("2023", "2023")], ""),
            lights: LightView::choices(""),
            query: OrdersQuery::default(),
            rows: vec![
                row("方埠路18号违法出租联合处置", "已派发", Some(Colour::Red)),
                row("春江东路12号闲置厂房盘活", "待组长签发", None),
            ],
            board: Vec::new(),
            as_list: "/orders".to_owned(),
            as_board: "/orders?view=board".to_owned(),
            xlsx: "/orders.xlsx".to_owned(),
            csv: "/orders.csv".to_owned(),
            drafts: true,
        }
    }

    /// The same as a board.
    pub fn sample_board() -> Self {
        let column = |label, cards: Vec<OrderRow>| Column { label, count: cards.len(), cards, more: None };
        Self {
            query: OrdersQuery { view: "board".to_owned(), ..OrdersQuery::default() },
            board: vec![
                column("草拟和待签发", vec![row("春江东路12号闲置厂房盘活", "待组长签发", None)]),
                column("办理中", vec![row("方埠路18号违法出租联合处置", "已派发", Some(Colour::Yellow))]),
                column("退单和延期", Vec::new()),
            ],
            ..Self::sample()
        }
    }

    /// Before there is an order.
    pub fn sample_empty() -> Self {
        Self { rows: Vec::new(), tabs: Vec::new(), ..Self::sample() }
    }
}

impl OrderPanel {
    /// A believable order.
    pub fn sample() -> Self {
        Self {
            number: "2023-0007".to_owned(),
            subject: "方埠路18号违法出租联合处置".to_owned(),
            href: String::new(),
            print: "/orders/0/print".to_owned(),
            signed: "陆川 2023-09-04".to_owned(),
            lead: "县自然资源和规划局".to_owned(),
            assisting: "县综合行政执法局".to_owned(),
            content: vec!["查处违法转租，督促恢复生产用途。".to_owned()],
            standard: vec!["转租户全部搬离，附现场照片。".to_owned()],
            deadline: "2023-10-20".to_owned(),
            light: Some(LightView::of(Colour::Green)),
            sites: vec![OrderSite {
                number: "2023-0017".to_owned(),
                title: "方埠路18号".to_owned(),
                code: "330122 102003 GB00047".to_owned(),
                area: "33.61".to_owned(),
                categories: "占工非工地块".to_owned(),
                href: "/cases/0".to_owned(),
            }],
            from: vec![("议定事项".to_owned(), "违法出租专项处置".to_owned(), "/items/0".to_owned())],
            receipts: vec![
                ReceiptRow {
                    unit: "县自然资源和规划局".to_owned(),
                    part: "主办",
                    state: "办理中",
                    tone: "warn",
                    signed: "徐琳 2023-09-05".to_owned(),
                    reports: vec![(
                        "2023-09-18".to_owned(),
                        "徐琳".to_owned(),
                        "已约谈业主，三户签订搬离承诺。".to_owned(),
                    )],
                    note: "申请延期至 2023-11-10：诉讼未结".to_owned(),
                    files: vec![("现场.jpg".to_owned(), "/attachments/0".to_owned())],
                    href: "/order_tasks/0".to_owned(),
                },
                ReceiptRow {
                    unit: "县综合行政执法局".to_owned(),
                    part: "协办",
                    state: "待签收",
                    ..ReceiptRow::default()
                },
            ],
            extensions: vec!["2023-09-28 批准延期至 2023-10-20".to_owned()],
            closing: vec![("主办单位", "已搬离（徐琳 2023-10-18）".to_owned())],
        }
    }
}

impl OrderSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/orders/0".to_owned(),
            state: "已派发",
            order: OrderPanel::sample(),
            printed_on: "2023-10-09".to_owned(),
            printed_by: "章程".to_owned(),
        }
    }
}

impl OrderFormingPage {
    /// A believable page.
    pub fn sample() -> Self {
        let block = FormingPage::sample();
        Self {
            frame: Frame::sample(Section::Orders),
            map: block.map,
            units: Choice::list([("", "请选择"), ("330122102", "横村镇")], "330122102"),
            sites: block.sites,
            count: 1,
            area: "33.61".to_owned(),
            from: vec![("议定事项", "违法出租专项处置".to_owned())],
            kept: vec![("decision".to_owned(), "0".to_owned())],
            form: block.form,
        }
    }
}

impl VisitsPage {
    /// A believable page.
    pub fn sample() -> Self {
        let visit = VisitLine {
            href: "/visits/0".to_owned(),
            on: "2023-09-12".to_owned(),
            what: "会同镇工办走访两宗闲置地块，说明续建手续。".to_owned(),
            people: "徐琳、皇甫燕".to_owned(),
        };
        let link = |unit: &str, quarter: &str, tone, visits: Vec<VisitLine>| LinkRow {
            bureau: "县自然资源和规划局".to_owned(),
            unit: unit.to_owned(),
            quarter: quarter.to_owned(),
            tone,
            more: visits.len(),
            visits,
        };
        Self {
            frame: Frame::sample(Section::Orders),
            quarter: "2023年第4季度".to_owned(),
            owed: 1,
            links: vec![
                link("横村镇", "本季度 1 次", "good", vec![visit]),
                link("分水镇", "本季度还没有", "warn", Vec::new()),
            ],
            may_record: true,
        }
    }
}
