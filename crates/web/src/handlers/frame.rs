//! What every page needs beside its own content.

use lingdi_app::identification::Judge;
use lingdi_app::{Action, App, May};
use serde::Deserialize;

use super::error::Fault;
use super::gate::Caller;
use crate::frame::{Frame, Notice, Section, User};

/// The frame of a page in a section.
pub(super) async fn frame(app: &App, caller: &Caller, section: Section) -> Result<Frame, Fault> {
    let acts: Vec<Action> = Action::all().filter(|action| caller.actor.may(*action).is_ok()).collect();
    let reads_sources = acts.contains(&Action::ReadSources);
    // A county whose date lies outside every edition still has pages, and so have those who see no data.
    let tasks = app.data_tasks_waiting(&caller.actor, &Judge::present()).await.unwrap_or_default();
    let decides = acts.contains(&Action::ConfirmRights) || acts.contains(&Action::ProposeRights);
    Ok(Frame {
        changes_waiting: if decides { app.changes_waiting(&caller.actor).await? } else { 0 },
        user: Some(user(app, caller).await?),
        acts,
        desk_waiting: app.waiting(&caller.actor).await?.unsigned_abs(),
        notices_unread: app.notices_unread(caller).await?.unsigned_abs(),
        section,
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        today: app.clock().today(),
        query: String::new(),
        tasks_waiting: tasks as u64,
        batches_waiting: if reads_sources {
            app.batches_waiting(&caller.actor).await?.unsigned_abs()
        } else {
            0
        },
        notice: None,
    })
}

async fn user(app: &App, caller: &Caller) -> Result<User, Fault> {
    let units = app.units().await?;
    let unit = units.iter().find(|unit| unit.code == caller.actor.unit);
    let post = |capacity: &lingdi_app::people::Capacity| {
        (capacity.id.to_string(), capacity.title.clone(), Some(capacity.id) == caller.capacity)
    };
    Ok(User {
        name: caller.actor.name.clone(),
        title: caller.title().to_owned(),
        unit: unit.map(|unit| unit.name.to_string()).unwrap_or_default(),
        posts: caller.capacities.iter().map(post).collect(),
    })
}

/// What was done just before, by its code.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    pub(super) done: Option<String>,
}

/// The same with words after a deed; the words come from a fixed list by their code, never from
/// the address.
pub(super) fn with_notice(frame: Frame, code: Option<&str>) -> Frame {
    let said = match code {
        Some("accepted") => Some(("good", "批次已接收，数据即时生效。")),
        Some("duplicate") => Some((
            "warn",
            "这份文件此前已投入过，内容完全相同，没有再次写入；这里就是那一批。如需重新读取，请先放弃或撤销它。",
        )),
        Some("undone") => Some(("good", "批次已撤销，此前的数据重新有效。")),
        Some("discarded") => Some(("good", "批次已放弃，没有写入任何数据；原件已留存。")),
        Some("recorded") => Some(("good", "人工认定已登记并生效。如有误，可在“数据归集”中撤销该批次。")),
        Some("drafted") => Some(("good", "草稿已建立，尚未生效。核对差异后发布。")),
        Some("published") => Some(("good", "新口径已发布，清单和地图已按新口径重算。")),
        Some("policy-discarded") => Some(("good", "草稿已放弃。")),
        Some("password") => Some(("good", "口令已修改，其他地方的登录已退出。")),
        Some("proposed") => Some(("good", "变更已提出，由系统管理员复核后生效。")),
        Some("confirmed") => Some(("good", "变更已复核，即时生效。")),
        Some("rejected") => Some(("good", "变更已退回，没有生效。")),
        Some("account-added") => {
            Some(("good", "账号已开设。本人首次登录须先修改口令；任职由安全管理员提出。"))
        }
        Some("account-reset") => Some(("good", "口令已重置，本人下次登录须先修改口令。")),
        Some("account-set") => Some(("good", "账号已更新。")),
        Some("rule-set") => Some(("good", "安全参数已改，即时生效。")),
        Some("notices-read") => Some(("good", "已标为已读。")),
        Some("moved") => Some(("good", "已办理，下面是现在的状态。")),
        Some("sent") => Some(("good", "清单已下发，列入的地块已各立一个案件，送属地核实。")),
        Some("sent-partly") => Some((
            "warn",
            "清单已下发；属地不明或代码已变的地块没有送出，留在“初筛”或未立案，请补齐后再下发一次。",
        )),
        Some("sent-before") => Some(("warn", "这份清单的地块都已立案，没有新的案件。")),
        Some("intervention") => Some(("good", "已登记。内容只有纪检监察能查阅，需要补充的请再登记一条。")),
        Some("roster") => Some(("good", "名册已登记，下面是还没有签订的。")),
        Some("roster-known") => Some(("warn", "粘贴的人员都已在名册上，没有新增。")),
        Some("pledge-text") => Some(("good", "承诺书正文已保存为县定文本。")),
        Some("frozen") => Some(("good", "清单已冻结，内容与指纹今后不再改变。")),
        _ => None,
    };
    let notice = said.map(|(tone, text)| Notice { tone, text: text.to_owned() });
    Frame { notice, ..frame }
}
