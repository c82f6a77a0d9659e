//! 联系指导记录: links and their visits.

use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::orders::{LinkVisits, VisitsView};
use lingdi_app::{App, Snapshot, Stored};

use super::super::error::{Fault, page};
use super::super::frame::{Done, frame, with_notice};
use super::super::gate::Caller;
use super::super::objects::view::href;
use crate::format;
use crate::frame::Section;
use crate::pages::orders::{LinkRow, VisitLine, VisitsPage};

/// Visits shown of each link.
const SHOWN: usize = 5;

pub(in crate::handlers) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    let view = app.visits(&caller.actor).await?;
    let snapshot = app.snapshot(None).await?;
    let frame = with_notice(frame(&app, &caller, Section::Orders).await?, done.done.as_deref());
    page(&VisitsPage {
        frame,
        quarter: view.quarter.spoken(),
        owed: view.owed,
        links: view.links.iter().map(|link| row(link, &view, &snapshot)).collect(),
        may_record: view.may_record && !view.links.is_empty(),
    })
}

fn row(link: &LinkVisits, view: &VisitsView, snapshot: &Snapshot) -> LinkRow {
    let enough = link.this_quarter >= view.owed as usize;
    LinkRow {
        bureau: snapshot.unit_name(&link.link.bureau).to_owned(),
        unit: snapshot.unit_name(&link.link.unit).to_owned(),
        quarter: match link.this_quarter {
            0 => "本季度还没有".to_owned(),
            times => format!("本季度 {times} 次"),
        },
        tone: if enough { "good" } else { "warn" },
        visits: link.visits.iter().take(SHOWN).map(line).collect(),
        more: link.visits.len().saturating_sub(SHOWN),
    }
}

fn line(visit: &Stored) -> VisitLine {
    let fields = visit.object.fields.visit().cloned().unwrap_or_default();
    VisitLine {
        href: href(&visit.object),
        on: fields.held_on.map(format::date).unwrap_or_default(),
        what: fields.what.unwrap_or_default(),
        people: fields.people.unwrap_or_default(),
    }
}
