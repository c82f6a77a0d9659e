//! What an order asks, of whom, and how far they are: on its page, on the page of each task, and on paper.

use askama::Template;

use crate::pages::progress::LightView;

/// A site of an order.
#[derive(Debug, Clone, Default)]
pub struct OrderSite {
    /// 地块编号
    pub number: String,
    /// 坐落
    pub title: String,
    /// 宗地代码
    pub code: String,
    /// 亩
    pub area: String,
    /// Categories in words.
    pub categories: String,
    /// Its page; empty where the reader may not open it.
    pub href: String,
}

/// One unit of an order: 签收栏 and 办理反馈.
#[derive(Debug, Clone, Default)]
pub struct ReceiptRow {
    /// Name of the unit.
    pub unit: String,
    /// 主办 or 协办
    pub part: &'static str,
    /// State of its task in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// Who signed for it, and when; empty before.
    pub signed: String,
    /// Day, person and words of each report.
    pub reports: Vec<(String, String, String)>,
    /// Why it was returned, or why more time is asked for; empty otherwise.
    pub note: String,
    /// Files handed in: name and address; no address where the reader may not open it.
    pub files: Vec<(String, String)>,
    /// Page of the task; empty where the reader may not open it.
    pub href: String,
}

/// What an order asks, of whom, and how far they are.
#[derive(Debug, Clone, Default)]
pub struct OrderPanel {
    /// 派单编号
    pub number: String,
    /// 事由
    pub subject: String,
    /// Page of the order; empty on the page itself.
    pub href: String,
    /// The 交办单 to print; empty before it is issued.
    pub print: String,
    /// 签发人和签发日期; empty before.
    pub signed: String,
    /// 主办单位
    pub lead: String,
    /// 协办单位
    pub assisting: String,
    /// 交办事项, paragraph by paragraph.
    pub content: Vec<String>,
    /// 销号标准, paragraph by paragraph.
    pub standard: Vec<String>,
    /// 办理时限
    pub deadline: String,
    /// Its light.
    pub light: Option<LightView>,
    /// 涉及地块
    pub sites: Vec<OrderSite>,
    /// What it comes from or is also about: kind, title, address (may be empty).
    pub from: Vec<(String, String, String)>,
    /// Its units, the lead first; those withdrawn last.
    pub receipts: Vec<ReceiptRow>,
    /// 延期, each granted one.
    pub extensions: Vec<String>,
    /// 销号意见: whose, and what.
    pub closing: Vec<(&'static str, String)>,
}

/// `GET /orders/{id}/print`: the 交办单.
#[derive(Template)]
#[template(path = "orders/sheet.html")]
pub struct OrderSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// Where the reader came from.
    pub back: String,
    /// State in words.
    pub state: &'static str,
    /// What it says.
    pub order: OrderPanel,
    /// Day of printing.
    pub printed_on: String,
    /// Who prints.
    pub printed_by: String,
}
