//! 低效清单: the parcels of one verdict, filtered, sorted, paged; every state is in the address.

mod sample;

use askama::Template;
pub use lingdi_app::parcels::ListQuery;

use crate::chart::spark::Spark;
use crate::frame::Frame;
use crate::parts::{Choice, Letter, Pager};

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
    /// The last three years with the line; `None` where amounts are masked.
    pub spark: Option<Spark>,
    /// 列入, 未列入, 不确定 or 不在范围.
    pub status: &'static str,
    /// Is it 重点整治?
    pub focus: bool,
    /// What is missing, for 不确定.
    pub missing: String,
    /// Clauses that decided: `三（一）`.
    pub clauses: String,
    /// How far the verdict is from turning, `3.3%`; empty when no single figure turns it.
    pub near: String,
    /// Is it within the nearest band?
    pub is_near: bool,
}

/// A frozen list that can be fetched.
pub struct FrozenLink {
    /// Address of its bytes.
    pub href: String,
    /// `2023 年低效工业用地初步清单（截至 2023-10-09）`
    pub title: String,
    /// Who froze it and when.
    pub note: String,
    /// May the reader send it out?
    pub sendable: bool,
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
    /// How near to turning, to choose from, with counts; none where amounts are masked.
    pub nears: Vec<Choice>,
    /// Category filter.
    pub categories: Vec<CategoryToggle>,
    /// Sort links: parcel, unit, area, tax, distance.
    pub sorts: [SortLink; 5],
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
    /// Year of the list shown: the one that would be frozen.
    pub year: i32,
    /// Frozen lists, newest first.
    pub frozen: Vec<FrozenLink>,
}
