//! Orders as a table: the list as it stands under its filters.

use chrono::NaiveDate;
use lingdi_domain::Actor;
use lingdi_domain::mechanism1_task_force::Order;
use lingdi_domain::moves::machine;

use super::Format;
use super::sheet::{Cell, Column, Holds, Rows, Sheet};
use crate::orders::{OrderLine, OrdersQuery};
use crate::{App, Error, Result};

const COLUMNS: [(&str, f64, Holds); 11] = [
    ("派单编号", 12.0, Holds::Text),
    ("事由", 32.0, Holds::Text),
    ("主办单位", 18.0, Holds::Text),
    ("协办单位", 28.0, Holds::Text),
    ("状态", 12.0, Holds::Text),
    ("签发日期", 12.0, Holds::Date),
    ("办理时限", 12.0, Holds::Date),
    ("延期次数", 10.0, Holds::Number(0)),
    ("申请销号日期", 14.0, Holds::Date),
    ("销号日期", 12.0, Holds::Date),
    ("亮灯", 8.0, Holds::Text),
];

impl App {
    /// The orders of a query as csv or xlsx.
    pub async fn export_orders(&self, actor: &Actor, query: &OrdersQuery, format: Format) -> Result<Vec<u8>> {
        let lines = self.orders(actor, query).await?.lines;
        let demo = if self.is_demo().await? { "；演示数据" } else { "" };
        let note = format!("业务日期 {}{demo}", self.clock().today());
        let column = |(heading, width, holds): &(&str, f64, Holds)| Column {
            heading: (*heading).to_owned(),
            width: *width,
            holds: *holds,
        };
        let sheet = Sheet {
            title: "派单".to_owned(),
            note,
            columns: COLUMNS.iter().map(column).collect(),
            rows: Rows::new(lines.len(), |at| row(&lines[at])),
        };
        match format {
            Format::Csv => sheet.to_csv(),
            Format::Xlsx => sheet.to_xlsx(),
            Format::Geojson | Format::Geopackage => {
                Err(Error::Refused("派单没有图形，请导出为 .xlsx 或 .csv。".to_owned()))
            }
        }
    }
}

fn row(line: &OrderLine) -> Vec<Cell> {
    let object = &line.order.object;
    let none = Order::default();
    let order = object.fields.order().unwrap_or(&none);
    let state = machine(object.kind).state(object.state).map_or("", |state| state.label);
    let day = |day: Option<NaiveDate>| Cell::date(day);
    vec![
        Cell::text(&object.number),
        Cell::text(&order.subject),
        Cell::text(order.lead.clone().unwrap_or_default()),
        Cell::text(order.assisting.join("、")),
        Cell::text(state),
        day(order.issued_on),
        day(order.deadline),
        Cell::count(order.extended),
        day(order.applied_on),
        day(order.closed_on),
        Cell::text(line.light.map_or("", |light| light.label())),
    ]
}
