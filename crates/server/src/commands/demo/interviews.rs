//! What the people of the demo do about warnings and interviews. Which units stand last, only the county's
//! figures say, so their steps are not written beforehand: each week whoever holds one goes on with it.

use chrono::Days;
use lingdi_app::moves::{MoveRequest, NewFile};
use lingdi_app::{App, Error, Stored, shanghai_date};
use lingdi_domain::mechanism2_appraisal::Interview;
use lingdi_domain::object::{Input, ObjectKind};
use lingdi_domain::{Actor, Role};
use lingdi_testkit::demo::history::Paper;
use lingdi_testkit::demo::people::PEOPLE;

/// Days that a rectification takes.
const RECTIFIED: i64 = 25;

/// Lets everybody take the next step.
pub(super) async fn go_on(app: &App) -> super::super::Result<()> {
    let open = app.open_interviews(&Actor::program("演示数据")).await?;
    for stored in open {
        let Some(interview) = stored.object.fields.interview() else { continue };
        let Some(step) = next(app, &stored, interview) else { continue };
        let actor = app.demo_actor(step.by).await?;
        let ask = request(app, &stored, &step)?;
        app.make_move(&actor, ObjectKind::Interview, ask).await?;
    }
    Ok(())
}

struct Next {
    by: &'static str,
    verb: &'static str,
    fields: Vec<(&'static str, String)>,
    why: &'static str,
    paper: Option<&'static str>,
}

fn next(app: &App, stored: &Stored, interview: &Interview) -> Option<Next> {
    let today = app.clock().today();
    let unit = &stored.object.unit;
    let leader = PEOPLE.iter().find(|one| one.unit == *unit && one.role == Role::LocalLeader)?.login;
    let step = |by, verb, fields: &[(&'static str, String)]| Next {
        by,
        verb,
        fields: fields.to_vec(),
        why: "",
        paper: None,
    };
    let (first, last) = (interview.months.first()?, interview.months.last()?);
    let name = &interview.name;
    Some(match stored.object.state {
        "WARNED" => {
            step(leader, "answer", &[("measures", format!("{name}对照差距逐宗排定节点，主要领导每周调度。"))])
        }
        "TRIGGERED" => {
            let text = format!(
                "{}至{}，{name}完成情况连续 3 个月排名后 2 位。依据七（二）2，拟于近日在县政府约谈，请准备原因分析和整改措施。",
                first.spoken(),
                last.spoken()
            );
            let fields = [
                ("notice", text),
                ("interviewed", format!("{name}主要负责人")),
                ("held_by", "陆川".to_owned()),
            ];
            step("keyuan", "draft_notice", &fields)
        }
        "NOTICE_DRAFT" => step("zuzhang", "issue", &[]),
        "NOTICE_ISSUED" => {
            let minutes =
                format!("约谈指出{name}出清进度滞后，要求一个月内启动全部已备案地块。负责人表态整改。");
            let fields = [
                ("minutes", minutes),
                ("interviewed", format!("{name}主要负责人")),
                ("held_by", "陆川".to_owned()),
            ];
            Next { paper: Some("约谈纪要"), ..step("keyuan", "hold", &fields) }
        }
        "HELD" => {
            let by = today.checked_add_days(Days::new(30))?;
            let fields = [
                ("commitment", "主要领导包干，逐宗销号，每周报专班办公室。".to_owned()),
                ("rectify_by", by.to_string()),
            ];
            step(leader, "commit", &fields)
        }
        "RECTIFYING" if (today - shanghai_date(stored.moved_at)).num_days() >= RECTIFIED => {
            let fields = [("rectified", "已备案地块全部启动，两宗完成腾退。".to_owned())];
            Next { paper: Some("整改情况报告"), ..step(leader, "report", &fields) }
        }
        "SUBMITTED" => Next { why: "现场核验属实，同意销号。", ..step("keyuan", "close", &[]) },
        _ => return None,
    })
}

fn request(app: &App, stored: &Stored, step: &Next) -> super::super::Result<MoveRequest> {
    let today = app.clock().today();
    let mut input = Input { reason: step.why.to_owned(), date: Some(today), ..Input::default() };
    let fields = step.fields.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into()));
    input.fields = fields.collect();
    let mut files = Vec::new();
    if let Some(title) = step.paper {
        let paper = Paper { title, photo: false, dated: today, variant: 0 };
        let bytes = paper.bytes().map_err(|error| Error::Internal(error.to_string()))?;
        files.push(NewFile {
            name: paper.name(),
            bytes,
            shows: paper.shows().to_owned(),
            dated: Some(today),
        });
    }
    Ok(MoveRequest {
        id: Some(stored.object.id),
        verb: step.verb.to_owned(),
        input,
        files,
        ..MoveRequest::default()
    })
}
