//! 拟派单: sites are chosen on a drawn map or in the table below it, the form stands beside.

use askama::Template;

use crate::chart::minimap::MiniMap;
use crate::frame::Frame;
use crate::pages::block::SiteRow;
use crate::pages::object::MoveForm;
use crate::parts::Choice;

/// `GET /orders/forming`
#[derive(Template)]
#[template(path = "orders/forming.html")]
pub struct OrderFormingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The map; `None` when no site has a shape.
    pub map: Option<MiniMap>,
    /// Units whose sites may be shown.
    pub units: Vec<Choice>,
    /// Sites, the chosen ones first.
    pub sites: Vec<SiteRow>,
    /// How many are chosen.
    pub count: usize,
    /// 亩 of the chosen ones.
    pub area: String,
    /// What else the order is about: kind and title.
    pub from: Vec<(&'static str, String)>,
    /// What the address says of it, as sent again with another choice: name and value.
    pub kept: Vec<(String, String)>,
    /// The form that drafts the order.
    pub form: MoveForm,
}
