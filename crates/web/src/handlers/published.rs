//! 公开信息.

use axum::extract::State;
use axum::response::Response;
use lingdi_app::published::issued_on;
use lingdi_app::{App, shanghai_date};
use lingdi_domain::object::{Fields, Object};

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::objects::view::href;
use crate::format;
use crate::frame::Section;
use crate::pages::published::{PublishedPage, PublishedRow};

pub(super) async fn show(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    let found = app.published(&caller.actor).await?;
    let rankings = found.rankings.iter().map(|(month, state)| PublishedRow {
        href: format!("/ranking?month={month}"),
        title: month.spoken(),
        note: (*state).to_owned(),
        day: String::new(),
    });
    let lists = found.lists.iter().map(|list| PublishedRow {
        href: format!("/published/{}", list.id),
        title: list.title.clone(),
        note: "汇总".to_owned(),
        day: format::date(shanghai_date(list.created_at)),
    });
    page(&PublishedPage {
        frame: frame(&app, &caller, Section::Published).await?,
        parts: vec![
            ("通报", "还没有印发的督查通报和表彰通报。", found.circulars.iter().map(circular).collect()),
            ("月度排名", "还没有公布的排名。", rankings.collect()),
            ("冻结清单汇总", "还没有冻结的清单。", lists.collect()),
        ],
    })
}

fn circular(object: &Object) -> PublishedRow {
    let (title, document) = match &object.fields {
        Fields::Supervision(round) => (round.circular(), &round.document),
        Fields::Commendation(one) => (one.circular(), &one.document),
        _ => (object.title.clone(), &None),
    };
    PublishedRow {
        href: format!("{}/print", href(object)),
        title,
        note: document.clone().unwrap_or_default(),
        day: issued_on(object).map(format::date).unwrap_or_default(),
    }
}
