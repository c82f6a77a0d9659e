//! 核实表 out and back in, and the notice to print: papers of a case before the meeting confirms it.

use axum::extract::{Multipart, Path, Query, State};
use axum::response::Response;
use lingdi_app::{App, Error};
use lingdi_domain::object::ObjectKind;
use serde::Deserialize;
use uuid::Uuid;

use super::super::batches::download;
use super::super::error::{Fault, page};
use super::super::frame::frame;
use super::super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::object::{NoticeSheet, VerificationPage};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct SheetQuery {
    unit: String,
}

/// The cases that wait for verification, to be filled in on site.
pub(in super::super) async fn sheet(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<SheetQuery>,
) -> Result<Response, Fault> {
    let unit = Some(query.unit.as_str()).filter(|unit| !unit.is_empty());
    let bytes = app.verification_sheet(&caller.actor, unit).await?;
    let snapshot = app.snapshot(None).await?;
    let whose = unit.unwrap_or(&caller.actor.unit);
    let name = format!("核实表_{}_{}.xlsx", snapshot.unit_name(whose), app.clock().today());
    Ok(download(&name, bytes))
}

/// Takes the filled 核实表 and tells what became of each row.
pub(in super::super) async fn take(
    State(app): State<App>,
    caller: Caller,
    mut form: Multipart,
) -> Result<Response, Fault> {
    let mut file = None;
    let broken = |_| Error::Refused("文件没有传完整，请再传一次。".to_owned());
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let name = part.file_name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?.to_vec();
        if !bytes.is_empty() {
            file = Some((name, bytes));
        }
    }
    let (name, bytes) =
        file.ok_or_else(|| Error::Refused("没有收到文件。请选择填好的核实表后再上传。".to_owned()))?;
    let rows = app.take_verification(&caller.actor, &name, bytes).await?;
    let frame = frame(&app, &caller, Section::Cases).await?;
    page(&VerificationPage { frame, file: name, rows })
}

/// 认定告知书 for the firm, to print, seal and serve.
pub(in super::super) async fn notice(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let seen = app.object(&caller.actor, ObjectKind::Case, id).await?;
    let object = seen.stored.object;
    let case = object.fields.case().ok_or_else(|| Error::NotFound("没有这个低效地块案件。".to_owned()))?;
    if object.state != "VERIFIED" {
        return Err(Error::IllegalMove(
            "认定告知书在属地核实之后、例会认定之前发出，这宗地不在这一步。".to_owned(),
        )
        .into());
    }
    let snapshot = app.snapshot(None).await?;
    page(&NoticeSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        back: format!("/cases/{id}"),
        number: object.number.clone(),
        firm: case.owner.clone(),
        location: case.location.clone(),
        parcel: format::parcel_code(&object.parcel),
        area: format::mu(case.area),
        unit: snapshot.unit_name(&object.unit).to_owned(),
        year: case.year,
        categories: case.categories.iter().map(|category| category.main().label()).collect(),
        basis: app.notice_basis().await?,
        printed_on: format::date_long(app.clock().today()),
    })
}
