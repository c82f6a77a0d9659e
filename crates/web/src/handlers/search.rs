use axum::extract::{Query, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::identification::Judge;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use crate::format;
use crate::frame::{Frame, Section};
use crate::pages::search::{FoundRow, SearchPage, SearchQuery};
use crate::parts::letters;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SearchQuery>,
) -> Result<Response, Fault> {
    let found = app.search(&caller.actor, &Judge::present(), &query.q).await?;
    let rows = found.parcels.rows.iter().map(|row| {
        let firm = found.firms.iter().find(|firm| firm.parcels.contains(&row.code));
        let matched = match firm {
            Some(firm) if firm.former_names.is_empty() => format!("企业 {}", firm.name),
            Some(firm) => format!("企业 {}，曾用名 {}", firm.name, firm.former_names),
            None => row.firms.first().cloned().unwrap_or_default(),
        };
        FoundRow {
            href: format!("/parcels/{}", percent(&row.code)),
            title: row.location.clone().unwrap_or_else(|| format::parcel_code(&row.code)),
            code: format::parcel_code(&row.code),
            unit: row.verdict.unit_name.to_string(),
            matched,
            letters: letters(&row.verdict.categories),
            status: row.verdict.status.label(),
        }
    });
    let nothing_asked = query.q.trim().is_empty();
    let found_rows: Vec<FoundRow> = if nothing_asked { Vec::new() } else { rows.collect() };
    let total = if nothing_asked { 0 } else { found.parcels.count };
    page(&SearchPage {
        frame: Frame { query: query.q, ..frame(&app, &caller, Section::None).await? },
        more: total > found_rows.len(),
        found: found_rows,
        total: format::count(total),
    })
}

/// Text as it stands in an address.
pub(super) fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
