//! What an order asks and how far its units are: a part of its page, and the 交办单.

use axum::extract::{Path, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::orders::OrderView;
use lingdi_domain::Actor;
use lingdi_domain::event::Event;
use lingdi_domain::mechanism1_task_force::OrderTask;
use lingdi_domain::object::{Object, ObjectKind};
use uuid::Uuid;

use super::super::error::{Fault, page};
use super::super::gate::Caller;
use super::super::objects::view::{href, state};
use crate::format;
use crate::pages::orders::{OrderPanel, OrderSheet, OrderSite, ReceiptRow};
use crate::pages::progress::LightView;

/// The panel of an order, on its own page or on that of one of its tasks.
pub(in crate::handlers) async fn of_order(
    app: &App,
    caller: &Caller,
    id: Uuid,
    own_page: bool,
) -> Result<OrderPanel, Fault> {
    let view = app.order(&caller.actor, id).await?;
    let panel = panel(&caller.actor, &view);
    Ok(if own_page { OrderPanel { href: String::new(), ..panel } } else { panel })
}

pub(in crate::handlers) async fn print(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let view = app.order(&caller.actor, id).await?;
    page(&OrderSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/orders/{id}"),
        state: state(&view.seen.stored.object).0,
        order: panel(&caller.actor, &view),
        printed_on: format::date(app.clock().today()),
        printed_by: caller.name.clone(),
    })
}

fn panel(actor: &Actor, view: &OrderView) -> OrderPanel {
    let object = &view.seen.stored.object;
    let Some(order) = object.fields.order() else { return OrderPanel::default() };
    let (sites, from): (Vec<_>, Vec<_>) = view.about.iter().partition(|(role, _)| role == "site");
    let mut receipts: Vec<((bool, bool), ReceiptRow)> = view
        .tasks
        .iter()
        .filter_map(|task| {
            let fields = task.object.fields.order_task()?;
            // The lead first, those that were taken back last.
            let place = (task.object.state == "WITHDRAWN", !fields.lead);
            Some((place, receipt(actor, view, &task.object, fields)))
        })
        .collect();
    receipts.sort_by_key(|(place, _)| *place);
    OrderPanel {
        number: object.number.clone(),
        subject: object.title.clone(),
        href: href(object),
        print: order.issued_on.map(|_| format!("{}/print", href(object))).unwrap_or_default(),
        signed: by_on(order.signed_by.as_deref(), order.issued_on),
        lead: order.lead.clone().unwrap_or_default(),
        assisting: order.assisting.join("、"),
        content: lines(order.content.as_deref()),
        standard: lines(order.standard.as_deref()),
        deadline: order.deadline.map(format::date).unwrap_or_default(),
        light: view.light.map(LightView::of),
        sites: sites.iter().map(|(_, case)| site(actor, case)).collect(),
        from: from.iter().map(|(_, about)| origin(actor, about)).collect(),
        receipts: receipts.into_iter().map(|(_, row)| row).collect(),
        extensions: view.seen.events.iter().filter_map(extension).collect(),
        closing: closing(view, order),
    }
}

fn by_on(name: Option<&str>, day: Option<chrono::NaiveDate>) -> String {
    match (name, day) {
        (Some(name), Some(day)) => format!("{name} {}", format::date(day)),
        _ => String::new(),
    }
}

fn lines(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default().lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect()
}

fn may_open(actor: &Actor, object: &Object) -> bool {
    actor.scope.allows(&object.unit) || (object.unit.is_empty() && object.kind == ObjectKind::Item)
}

fn address(actor: &Actor, object: &Object) -> String {
    if may_open(actor, object) { href(object) } else { String::new() }
}

fn site(actor: &Actor, object: &Object) -> OrderSite {
    let case = object.fields.case();
    let mut names: Vec<_> =
        case.iter().flat_map(|case| &case.categories).map(|category| category.main().label()).collect();
    names.dedup();
    OrderSite {
        number: object.number.clone(),
        title: object.title.clone(),
        code: format::parcel_code(&object.parcel),
        area: case.map(|case| format::mu(case.area)).unwrap_or_default(),
        categories: names.join("、"),
        href: address(actor, object),
    }
}

fn origin(actor: &Actor, about: &Object) -> (String, String, String) {
    (about.kind.label().to_owned(), about.title.clone(), address(actor, about))
}

fn receipt(actor: &Actor, view: &OrderView, task: &Object, fields: &OrderTask) -> ReceiptRow {
    let (label, tone) = state(task);
    let note = match (&fields.returned_why, fields.wanted_by) {
        (Some(why), _) if ["RETURNED", "WITHDRAWN"].contains(&task.state) => format!("退单理由：{why}"),
        (_, Some(day)) => {
            let why = fields.wanted_why.clone().unwrap_or_default();
            format!("申请延期至 {}：{why}", format::date(day))
        }
        _ => String::new(),
    };
    let open = may_open(actor, task);
    let files = view.files.iter().filter(|kept| kept.object == task.id);
    ReceiptRow {
        unit: fields.name.clone(),
        part: if fields.lead { "主办" } else { "协办" },
        state: label,
        tone,
        signed: by_on(fields.signed_by.as_deref(), fields.signed_on),
        reports: fields
            .opinions
            .iter()
            .map(|said| (format::date(said.on), said.by.clone(), said.text.clone()))
            .collect(),
        note,
        files: files
            .map(|kept| {
                let href = if open { format!("/attachments/{}", kept.file.id) } else { String::new() };
                (kept.file.name.clone(), href)
            })
            .collect(),
        href: address(actor, task),
    }
}

fn extension(event: &Event) -> Option<String> {
    if event.verb != "grant_extension" {
        return None;
    }
    let payload: serde_json::Value = serde_json::from_str(&event.payload).ok()?;
    let until = payload["date"].as_str()?;
    Some(format!(
        "{} {} 批准延期至 {until}",
        format::date(lingdi_app::shanghai_date(event.at)),
        payload["signed"]["name"].as_str().unwrap_or(&event.actor)
    ))
}

/// 主办单位 → 专班办公室 → 组长
fn closing(
    view: &OrderView,
    order: &lingdi_domain::mechanism1_task_force::Order,
) -> Vec<(&'static str, String)> {
    let mut said = Vec::new();
    let lead = view.tasks.iter().rev().filter_map(|task| task.object.fields.order_task());
    let lead = lead.filter(|task| task.lead).find_map(|task| task.opinions.last());
    if let (Some(last), Some(on)) = (lead, order.applied_on) {
        said.push(("主办单位意见", format!("{}（{} {}）", last.text, last.by, format::date(on))));
    }
    if let Some(words) = &order.verified {
        said.push((
            "专班办公室意见",
            format!("{words}（{}）", by_on(order.verified_by.as_deref(), order.verified_on)),
        ));
    }
    if order.closed_on.is_some() {
        let words = order.closing.as_deref().unwrap_or("同意销号");
        said.push(("组长意见", format!("{words}（{}）", by_on(order.closed_by.as_deref(), order.closed_on))));
    }
    said
}
