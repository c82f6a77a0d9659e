//! 派单: the board and list, exports, the choice of sites, the 交办单, visits.

mod forming;
mod panel;
mod visits;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use lingdi_app::exports::Format;
use lingdi_app::orders::{OrderLine, OrdersQuery as Wanted, OrdersView, drafts};
use lingdi_app::{App, Snapshot};
use lingdi_domain::mechanism1_task_force::OrderTask;
use lingdi_domain::moves::machine;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::progress::Colour;
use lingdi_domain::{Actor, Scope};

use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use super::objects::view::{href, state};
use super::search::percent;
use crate::format;
use crate::frame::Section;
use crate::pages::list::Tab;
use crate::pages::orders::{Column, OrderRow, OrdersPage, OrdersQuery};
use crate::pages::progress::LightView;
use crate::parts::{Choice, Figure};

pub(super) use forming::show as forming;
pub(super) use panel::{of_order, print};
pub(super) use visits::show as visits;

/// Cards in a column of the board.
const CARDS: usize = 12;

/// Columns of the board, by the states that lie in them.
const COLUMNS: [(&str, &[&str]); 5] = [
    ("草拟和待签发", &["DRAFT", "PENDING_SIGN"]),
    ("办理中", &["ISSUED", "RETURNED"]),
    ("退单和延期申请", &["REJECTED_BY_UNIT", "EXTENSION_REQ"]),
    ("申请销号和核验", &["CLOSE_APPLIED", "VERIFYING", "VERIFIED"]),
    ("已销号和作废", &["CLOSED", "CANCELLED"]),
];

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Response, Fault> {
    let view = app.orders(&caller.actor, &wanted(&query)).await?;
    let snapshot = app.snapshot(None).await?;
    let frame = with_notice(frame(&app, &caller, Section::Orders).await?, query.done.as_deref());
    let actor = &caller.actor;
    let rows: Vec<OrderRow> = view.lines.iter().map(|line| row(actor, line)).collect();
    let today = app.clock().today();
    let years: Vec<String> = (0..3).map(|back| (chrono::Datelike::year(&today) - back).to_string()).collect();
    let years = std::iter::once(("", "全部")).chain(years.iter().map(|year| (year.as_str(), year.as_str())));
    let is_board = query.view == "board";
    page(&OrdersPage {
        frame,
        figures: figures(&view, &query),
        tabs: tabs(&view, &query),
        units: if actor.scope == Scope::County { units(&snapshot, &query.unit) } else { Vec::new() },
        years: Choice::list(years, &query.year),
        lights: LightView::choices(&query.light),
        board: if is_board { board(&view, &rows, &query) } else { Vec::new() },
        rows,
        as_list: address("/orders", &OrdersQuery { view: String::new(), ..query.clone() }),
        as_board: address("/orders", &OrdersQuery { view: "board".to_owned(), ..query.clone() }),
        xlsx: address("/orders.xlsx", &query),
        csv: address("/orders.csv", &query),
        drafts: drafts(actor),
        query,
    })
}

fn wanted(query: &OrdersQuery) -> Wanted {
    let text = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
    Wanted {
        state: text(&query.state),
        unit: text(&query.unit),
        year: query.year.parse().ok(),
        light: Colour::from_code(&query.light),
    }
}

/// The list of a state under the same filter.
fn address(path: &str, query: &OrdersQuery) -> String {
    let pairs = [
        ("state", &query.state),
        ("unit", &query.unit),
        ("year", &query.year),
        ("light", &query.light),
        ("view", &query.view),
    ];
    let set = pairs.iter().filter(|(_, value)| !value.is_empty());
    let set: Vec<_> = set.map(|(name, value)| format!("{name}={}", percent(value))).collect();
    if set.is_empty() { path.to_owned() } else { format!("{path}?{}", set.join("&")) }
}

fn figures(view: &OrdersView, query: &OrdersQuery) -> Vec<Figure> {
    let tally = &view.tally;
    let red = OrdersQuery { light: Colour::Red.code().to_owned(), state: String::new(), ..query.clone() };
    let overdue = Figure::new("逾期", &format::count(tally.overdue), "件", "", &address("/orders", &red));
    let rate = tally.rate().map_or_else(|| format::MISSING.to_owned(), |rate| format::percent(&rate));
    let parts = match tally.judged() {
        0 => "还没有销号或逾期的派单".to_owned(),
        judged => format!("{} ÷ {judged}（按期销号 ÷ 已销号和逾期未销号）", tally.on_time),
    };
    let signed = view.sign_days.as_ref().map(|days| format::decimal(days, 1));
    let signed = signed.unwrap_or_else(|| format::MISSING.to_owned());
    vec![
        Figure::new("在办", &format::count(tally.open), "件", "", ""),
        if tally.overdue > 0 { overdue.tone("bad") } else { overdue },
        Figure::new("按期销号率", rate.trim_end_matches('%').trim(), "%", &parts, ""),
        Figure::new("平均签收", &signed, "天", "自签发之日起", ""),
    ]
}

fn tabs(view: &OrdersView, query: &OrdersQuery) -> Vec<Tab> {
    let total: usize = view.states.iter().map(|(_, count)| count).sum();
    let tab = |label, count: usize, code: &str| Tab {
        label,
        count: format::count(count as i64),
        href: address("/orders", &OrdersQuery { state: code.to_owned(), ..query.clone() }),
        current: query.state == code,
    };
    let labelled = |code: &str| machine(ObjectKind::Order).state(code).map_or("", |state| state.label);
    let some = view.states.iter().filter(|(_, count)| *count > 0);
    let states = some.map(|(code, count)| tab(labelled(code), *count, code));
    if total == 0 { Vec::new() } else { std::iter::once(tab("全部", total, "")).chain(states).collect() }
}

fn units(snapshot: &Snapshot, present: &str) -> Vec<Choice> {
    let own = snapshot.facts.units.iter().filter(|unit| !["县", "专班"].contains(&unit.kind.as_str()));
    let all = own.map(|unit| (unit.code.as_str(), unit.name.as_str()));
    Choice::list(std::iter::once(("", "全部")).chain(all), present)
}

fn board(view: &OrdersView, rows: &[OrderRow], query: &OrdersQuery) -> Vec<Column> {
    let column = |(label, states): &(&'static str, &[&str])| {
        let within = |line: &&(&OrderLine, &OrderRow)| states.contains(&line.0.order.object.state);
        let both: Vec<_> = view.lines.iter().zip(rows).collect();
        let cards: Vec<OrderRow> = both.iter().filter(within).map(|(_, row)| (*row).clone()).collect();
        let count = cards.len();
        let list = OrdersQuery { view: String::new(), ..query.clone() };
        let more = (count > CARDS).then(|| address("/orders", &list));
        Column { label, count, cards: cards.into_iter().take(CARDS).collect(), more }
    };
    COLUMNS.iter().map(column).collect()
}

fn row(actor: &Actor, line: &OrderLine) -> OrderRow {
    let object = &line.order.object;
    let (label, tone) = state(object);
    let order = object.fields.order();
    // Whoever has a task of it goes there: that is where they act.
    let own = line.tasks.iter().find(|task| actor.scope != Scope::County && task.unit == actor.unit);
    let signed = line.tasks.iter().filter_map(|task| task.fields.order_task()?.signed_on).count();
    OrderRow {
        href: href(own.unwrap_or(object)),
        number: object.number.clone(),
        subject: object.title.clone(),
        lead: order.and_then(|order| order.lead.clone()).unwrap_or_default(),
        assisting: order.map(|order| order.assisting.join("、")).unwrap_or_default(),
        state: label,
        tone,
        own: own.map(own_part).unwrap_or_default(),
        receipts: if line.tasks.is_empty() {
            String::new()
        } else {
            format!("{signed}/{}", line.tasks.len())
        },
        light: line.light.map(LightView::of),
        deadline: order.and_then(|order| order.deadline).map(format::date).unwrap_or_default(),
    }
}

fn own_part(task: &Object) -> String {
    let leads = task.fields.order_task().is_some_and(|task: &OrderTask| task.lead);
    format!("本单位{}：{}", if leads { "主办" } else { "协办" }, state(task).0)
}

pub(super) async fn xlsx(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Response, Fault> {
    export(&app, &caller, "派单.xlsx", &query).await
}

pub(super) async fn csv(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Response, Fault> {
    export(&app, &caller, "派单.csv", &query).await
}

async fn export(app: &App, caller: &Caller, name: &str, query: &OrdersQuery) -> Result<Response, Fault> {
    let form = Format::from_name(name)?;
    let bytes = app.export_orders(&caller.actor, &wanted(query), form).await?;
    let disposition = format!("attachment; filename*=UTF-8''{}", percent(name));
    let headers =
        [(header::CONTENT_TYPE, form.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}
