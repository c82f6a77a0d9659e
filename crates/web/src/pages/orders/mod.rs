//! 派单: the board and list, the part of an order's page that tells of its units, the printed 交办单, the page on
//! which its sites are chosen, and visits of bureaus.

mod forming;
mod panel;
mod sample;
mod visits;

use askama::Template;
use serde::Deserialize;

pub use forming::OrderFormingPage;
pub use panel::{OrderPanel, OrderSheet, OrderSite, ReceiptRow};
pub use visits::{LinkRow, VisitLine, VisitsPage};

use super::list::Tab;
use super::progress::LightView;
use crate::frame::Frame;
use crate::parts::{Choice, Figure};

/// What the address of the list says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OrdersQuery {
    /// Code of a state.
    pub state: String,
    /// Code of a unit.
    pub unit: String,
    /// 年度
    pub year: String,
    /// Code of a light.
    pub light: String,
    /// `board` for the board; else the list.
    pub view: String,
    /// What was done just before.
    pub done: Option<String>,
}

/// An order in the list or on the board.
#[derive(Debug, Clone, Default)]
pub struct OrderRow {
    /// The reader's own task of it, else the order.
    pub href: String,
    /// 派单编号
    pub number: String,
    /// 事由
    pub subject: String,
    /// 主办单位
    pub lead: String,
    /// 协办单位
    pub assisting: String,
    /// State in words.
    pub state: &'static str,
    /// Tone of the state.
    pub tone: &'static str,
    /// What the reader's own unit has to do with it; empty for the office.
    pub own: String,
    /// How many units signed for it: `2/3`; empty before it is issued.
    pub receipts: String,
    /// Its light while the units are at work.
    pub light: Option<LightView>,
    /// 办理时限
    pub deadline: String,
}

/// A column of the board.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// Its words.
    pub label: &'static str,
    /// How many orders lie in it.
    pub count: usize,
    /// The first of them.
    pub cards: Vec<OrderRow>,
    /// The list of all of them, when there are more.
    pub more: Option<String>,
}

/// `GET /orders`
#[derive(Template)]
#[template(path = "orders/list.html")]
pub struct OrdersPage {
    /// What surrounds it.
    pub frame: Frame,
    /// 在办、逾期、按期销号率、平均签收
    pub figures: Vec<Figure>,
    /// States with counts.
    pub tabs: Vec<Tab>,
    /// Units to filter by; none for whoever sees one unit only.
    pub units: Vec<Choice>,
    /// Years to filter by.
    pub years: Vec<Choice>,
    /// Lights to filter by.
    pub lights: Vec<Choice>,
    /// The filter.
    pub query: OrdersQuery,
    /// The rows of the list, the newest first.
    pub rows: Vec<OrderRow>,
    /// The columns of the board; none while the list is shown.
    pub board: Vec<Column>,
    /// Address of the list and of the board under the same filter.
    pub as_list: String,
    /// Address of the board.
    pub as_board: String,
    /// The list under its filter as a workbook.
    pub xlsx: String,
    /// The same as csv.
    pub csv: String,
    /// May the reader draft orders?
    pub drafts: bool,
}

impl OrdersPage {
    /// Is anything filtered?
    pub fn is_filtered(&self) -> bool {
        [&self.query.state, &self.query.unit, &self.query.year, &self.query.light]
            .iter()
            .any(|value| !value.is_empty())
    }
}
