use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use lingdi_app::App;
use lingdi_domain::BatchState;
use lingdi_domain::event::Event;
use lingdi_domain::moves::describe;
use lingdi_domain::object::ObjectKind;

use super::caller;
use super::error::{Fault, page};
use super::frame::frame;
use crate::format;
use crate::frame::Section;
use crate::pages::events::{EventRow, EventsPage, EventsQuery};
use crate::parts::{Choice, Pager};

/// Events per page.
const PER_PAGE: usize = 50;

const OBJECTS: [(&str, &str); 9] = [
    ("", "全部"),
    ("batch", "批次"),
    ("policy_revision", "口径"),
    ("frozen", "冻结清单"),
    ("cases", "低效地块案件"),
    ("plans", "一地一方案"),
    ("agreements", "履约监管协议"),
    ("meetings", "会议"),
    ("items", "议定事项"),
];

pub(super) async fn show(
    State(app): State<App>,
    Query(query): Query<EventsQuery>,
) -> Result<Response, Fault> {
    let chain = app.chain(&caller()).await?;
    let mut events = app.events(&caller(), None, i64::MAX).await?;
    events.retain(|(event, _)| query.object.is_empty() || event.object == query.object);
    let number = query.page.parse().unwrap_or(1).max(1);
    let total = events.len();
    let shown = events.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
    page(&EventsPage {
        frame: frame(&app, Section::Events).await?,
        intact: chain.broken.is_none(),
        chain: match &chain.broken {
            None => format!("共 {} 条，首尾相连，未被改动", format::count(chain.events)),
            Some((n, _)) => {
                format!("第 {n} 条与前文不相连，记录可能被改动。请立即联系系统管理员并保留现场。")
            }
        },
        objects: Choice::list(OBJECTS, &query.object),
        events: shown.map(|(event, hash)| row(event, hash)).collect(),
        pager: Pager::new(number as u64, PER_PAGE as u64, total as u64, "条", |page| {
            format!("/events?object={}&page={page}", query.object)
        }),
    })
}

fn row(event: &Event, hash: &str) -> EventRow {
    let payload: serde_json::Value = serde_json::from_str(&event.payload).unwrap_or_default();
    let named = payload.get("file").or_else(|| payload.get("title")).and_then(serde_json::Value::as_str);
    let spoken = |code: &str| {
        super::objects::state_label(&event.object, code).unwrap_or_else(|| state(code)).to_owned()
    };
    EventRow {
        number: format::count(event.n),
        at: (event.at + TimeDelta::hours(8)).format("%Y-%m-%d %H:%M").to_string(),
        actor: event.actor.clone(),
        act: match ObjectKind::from_code(&event.object) {
            Some(kind) => describe::label(kind, &event.verb).to_owned(),
            None => act(&event.verb).to_owned(),
        },
        object: named.unwrap_or(&event.object_id).to_owned(),
        href: match event.object.as_str() {
            "batch" => format!("/batches/{}", event.object_id),
            "policy_revision" => "/policy".to_owned(),
            "frozen" => format!("/freezes/{}", event.object_id),
            kind if ObjectKind::from_code(kind).is_some() => format!("/{kind}/{}", event.object_id),
            _ => String::new(),
        },
        states: match (event.from_state.as_str(), event.to_state.as_str()) {
            ("", to) => spoken(to),
            (from, to) if from == to => spoken(to),
            (from, to) => format!("{} → {}", spoken(from), spoken(to)),
        },
        reason: event.reason.clone(),
        hash: format::fingerprint(hash),
    }
}

/// A verb in words.
pub(super) fn act(verb: &str) -> &str {
    match verb {
        "batch_staged" => "投入文件",
        "batch_accepted" => "接收批次",
        "batch_undone" => "撤销批次",
        "batch_discarded" => "放弃批次",
        "batch_declared_complete" => "声明全量",
        "policy_installed" => "载入口径",
        "policy_drafted" => "起草口径修订",
        "policy_published" => "发布口径",
        "policy_discarded" => "放弃口径草稿",
        "list_frozen" => "冻结清单",
        other => other,
    }
}

fn state(code: &str) -> &str {
    match (BatchState::from_code(code), code) {
        (Some(state), _) => state.label(),
        (None, "draft") => "草稿",
        (None, "published") => "已发布",
        (None, "superseded") => "已被取代",
        (None, "discarded") => "已放弃",
        (None, "frozen") => "已冻结",
        (None, other) => other,
    }
}
