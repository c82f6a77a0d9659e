//! The reader of the intervention log, appointed by two people, and a few entries for that reader.

use lingdi_app::interventions::NewIntervention;
use lingdi_app::people::RightsChange;
use lingdi_app::{App, Error};
use lingdi_domain::mechanism1_task_force::Term;
use lingdi_testkit::demo::people::{DISCIPLINE, PEOPLE};

/// The 安全管理员 proposes the 纪检监察 of the demo, the 组长 confirms.
pub(super) async fn appoint(app: &App) -> super::super::Result<()> {
    let (login, proposes, confirms) = DISCIPLINE;
    let (proposes, confirms) = (app.demo_actor(proposes).await?, app.demo_actor(confirms).await?);
    let Some(person) = PEOPLE.iter().find(|person| person.login == login) else { return Ok(()) };
    let change = RightsChange::Appoint {
        name: person.name.to_owned(),
        unit: person.unit.to_owned(),
        role: person.role,
        title: person.title.to_owned(),
        term: Term { from: app.clock().today(), to: None },
    };
    app.propose_rights(&proposes, &change, "演示数据：桐纪函〔2022〕4号").await?;
    let waiting = app.roster(&confirms).await?.waiting;
    let ours = waiting.iter().find(|change| change.confirms);
    let ours = ours.ok_or_else(|| Error::Internal("没有待组长复核的任职".to_owned()))?;
    app.confirm_rights(&confirms, ours.id).await
}

/// Who wrote down what: the writer, who asked, when, how and what.
const ENTRIES: [[&str; 5]; 3] = [
    [
        "hengcun",
        "某局退休干部（演示数据）",
        "2022-09-06",
        "电话",
        "询问某厂能否不列入清单，已答复按口径核实。（演示数据）",
    ],
    [
        "shouchu",
        "某企业介绍的熟人（演示数据）",
        "2023-05-18",
        "当面",
        "要求提高收储评估价，已拒绝。（演示数据）",
    ],
    [
        "keyuan",
        "某单位副职（演示数据）",
        "2023-09-20",
        "短信、微信",
        "打听认定会议的时间和意见，未予答复。（演示数据）",
    ],
];

/// Writes the entries of the demo.
pub(super) async fn write_interventions(app: &App) -> super::super::Result<()> {
    for [by, who, day, channel, content] in ENTRIES {
        let actor = app.demo_actor(by).await?;
        let new = NewIntervention {
            who: who.to_owned(),
            happened_on: day.parse().ok(),
            channel: channel.to_owned(),
            content: content.to_owned(),
            ..NewIntervention::default()
        };
        app.write_intervention(&actor, new).await?;
    }
    Ok(())
}
