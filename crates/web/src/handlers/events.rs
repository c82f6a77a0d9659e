use axum::extract::{Query, State};
use axum::response::Response;
use chrono::TimeDelta;
use lingdi_app::{Action, App, May};
use lingdi_domain::BatchState;
use lingdi_domain::event::Event;
use lingdi_domain::moves::describe;
use lingdi_domain::object::ObjectKind;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::search;
use crate::format;
use crate::frame::Section;
use crate::pages::events::{EventRow, EventsPage, EventsQuery};
use crate::parts::Choice;

/// Events per page.
const PER_PAGE: usize = 50;

const OBJECTS: [(&str, &str); 17] = [
    ("", "全部"),
    ("batch", "批次"),
    ("policy_revision", "口径"),
    ("frozen", "冻结清单"),
    ("account", "账号和登录"),
    ("rights_change", "任职变更"),
    ("security_rule", "安全参数"),
    ("cases", "低效地块案件"),
    ("plans", "一地一方案"),
    ("agreements", "履约监管协议"),
    ("meetings", "会议"),
    ("items", "议定事项"),
    ("supervisions", "督查"),
    ("defects", "督查问题"),
    ("commendations", "表彰"),
    ("pledges", "承诺书"),
    ("intervention", "过问记录"),
];

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<EventsQuery>,
) -> Result<Response, Fault> {
    let found = app.journal(&caller.actor, &query.object, query.before.parse().ok(), PER_PAGE).await?;
    let acts: Vec<Action> = Action::all().filter(|action| caller.actor.may(*action).is_ok()).collect();
    let broken = found.events.iter().find(|listed| !listed.fits).map(|listed| listed.event.n);
    let all = if query.object.is_empty() {
        "/events".to_owned()
    } else {
        format!("/events?object={}", search::percent(&query.object))
    };
    let sign = if query.object.is_empty() { '?' } else { '&' };
    page(&EventsPage {
        frame: frame(&app, &caller, Section::Events).await?,
        intact: broken.is_none(),
        chain: match (broken, found.total) {
            (Some(n), _) => {
                format!("第 {n} 条与前文不相连，记录可能被改动。请立即联系系统管理员并保留现场。")
            }
            (None, Some(total)) => format!("共 {} 条，本页各条与前文相连", format::count(total)),
            (None, None) => "本单位办理记录，本页各条与前文相连".to_owned(),
        },
        objects: Choice::list(OBJECTS, &query.object),
        events: found.events.iter().map(|listed| row(&listed.event, &listed.hash, &acts)).collect(),
        next: found.next.map(|before| format!("{all}{sign}before={before}")),
        first: (!query.before.is_empty()).then_some(all),
    })
}

fn row(event: &Event, hash: &str, acts: &[Action]) -> EventRow {
    let opens = |action| acts.contains(&action);
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
            "batch" if opens(Action::ReadSources) => format!("/batches/{}", event.object_id),
            "policy_revision" if opens(Action::Read) => "/policy".to_owned(),
            "frozen" if opens(Action::Freeze) => format!("/freezes/{}", event.object_id),
            "rights_change" | "post" | "delegation" | "link" if opens(Action::ReadPeople) => {
                "/people".to_owned()
            }
            "account" if opens(Action::ManageAccounts) => "/accounts".to_owned(),
            kind if ObjectKind::from_code(kind).is_some() && opens(Action::Read) => {
                format!("/{kind}/{}", event.object_id)
            }
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
        "noticed" => "到期提醒",
        "backup_made" => "备份数据",
        "list_frozen" => "冻结清单",
        "person_added" => "登记人员",
        "account_added" => "开设账号",
        "account_opened" => "启用账号",
        "account_closed" => "停用账号",
        "password_reset" => "重置口令",
        "password_changed" => "修改口令",
        "logged_in" => "登录",
        "logged_out" => "退出",
        "login_failed" => "登录失败",
        "capacity_chosen" => "切换岗位",
        "rights_proposed" => "提出变更",
        "rights_confirmed" => "复核通过",
        "rights_rejected" => "退回变更",
        "appointed" => "任职",
        "post_ended" => "免职",
        "delegated" => "代理",
        "delegation_ended" => "终止代理",
        "linked" => "联系属地",
        "link_ended" => "终止联系",
        "security_rule_changed" => "改安全参数",
        "intervention_written" => "登记过问记录",
        "intervention_read" => "查阅过问记录",
        "intervention_refused" => "查阅过问记录被拒绝",
        "pledge_text_set" => "改承诺书正文",
        "demo_people_seeded" => "载入演示人员",
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
        (None, "active") => "正常",
        (None, "disabled") => "已停用",
        (None, "locked") => "已锁定",
        (None, "proposed") => "待复核",
        (None, "confirmed") => "已复核",
        (None, "rejected") => "已退回",
        (None, "in_force") => "生效",
        (None, "ended") => "已终止",
        (None, other) => other,
    }
}
