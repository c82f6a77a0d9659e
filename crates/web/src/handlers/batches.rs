use axum::extract::{Multipart, Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lingdi_app::imports::{BatchSummary, Recipe, Upload};
use lingdi_app::{App, Error};
use lingdi_domain::{BatchState, Kind};
use serde::Deserialize;

use super::UPLOAD_LIMIT;
use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::batches::{BatchRow, BatchesPage};
use crate::parts::Pager;

/// Batches per page.
const PER_PAGE: usize = 20;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct BatchesQuery {
    page: Option<usize>,
    kind: Option<String>,
    done: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<BatchesQuery>,
) -> Result<Response, Fault> {
    let kind = query.kind.as_deref().and_then(Kind::from_code);
    let mut batches = app.batches(&caller.actor).await?;
    batches.retain(|batch| kind.is_none_or(|kind| batch.kind == kind));
    let number = query.page.unwrap_or(1).max(1);
    let today = app.clock().today();
    let shown = batches.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
    let address = |number| match kind {
        Some(kind) => format!("/batches?kind={}&page={number}", kind.code()),
        None => format!("/batches?page={number}"),
    };
    page(&BatchesPage {
        frame: with_notice(frame(&app, &caller, Section::Intake).await?, query.done.as_deref()),
        batches: shown.map(|batch| batch_row(batch, today)).collect(),
        pager: Pager::new(number as u64, PER_PAGE as u64, batches.len() as u64, "批", address),
        limit: format::file_size(UPLOAD_LIMIT as u64),
    })
}

/// Takes a file, finds out what it is, stages it, and leads to its page.
pub(super) async fn upload(
    State(app): State<App>,
    caller: Caller,
    mut form: Multipart,
) -> Result<Response, Fault> {
    let (mut files, mut chosen) = (Vec::new(), None);
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("kind") => {
                chosen = Kind::from_code(&field.text().await.map_err(|error| unreadable(&error))?);
            }
            Some("file") => {
                let name = field.file_name().unwrap_or("未命名").to_owned();
                let bytes = field.bytes().await.map_err(|error| unreadable(&error))?;
                if !bytes.is_empty() {
                    files.push((name, bytes.to_vec()));
                }
            }
            _ => {}
        }
    }
    // The parts of a Shapefile may come together; they are one file.
    let mut files = lingdi_app::imports::bundled(files)?;
    if files.len() > 1 {
        return Err(Error::Refused(
            "一次请只投一个文件。Shapefile 的 .shp、.dbf、.shx、.prj 可以一起投，其余文件请逐个投入。"
                .to_owned(),
        )
        .into());
    }
    let Some((file_name, bytes)) = files.pop() else {
        return Err(
            Error::Refused("没有收到文件，或文件是空的。请选择要归集的文件后再投。".to_owned()).into()
        );
    };
    let (sha256, detected) = app.keep_upload(&caller.actor, &file_name, bytes.clone()).await?;
    let Some(kind) = chosen.or(detected) else {
        return Ok(Redirect::to(&super::reading::address(&sha256, &file_name, None)).into_response());
    };
    let upload = Upload {
        kind,
        file_name: file_name.clone(),
        bytes,
        recipe: Recipe::default(),
        complete_years: vec![],
    };
    match app.stage(&caller.actor, upload, &|_, _| ()).await {
        Ok(report) => Ok(Redirect::to(&batch_address(report.batch)).into_response()),
        // The file is kept; its page says what is wrong with it and lets the reading be changed.
        Err(Error::Refused(_)) => super::reading::refused(&app, &caller, &sha256, &file_name, kind).await,
        Err(error) => Err(error.into()),
    }
}

/// A blank form, `tax.xlsx`.
pub(super) async fn template(Path(file): Path<String>) -> Result<Response, Fault> {
    let kind = file.strip_suffix(".xlsx").and_then(Kind::from_code);
    let kind =
        kind.ok_or_else(|| Error::NotFound(format!("没有模板“{file}”。请到“数据归集”选择模板下载。")))?;
    let bytes = lingdi_app::imports::template(kind)?;
    Ok(download(&format!("{}模板.xlsx", kind.label()), bytes))
}

/// A file for the person to keep.
pub(super) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let media = match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("csv") => "text/csv; charset=utf-8",
        Some("geojson") => "application/geo+json",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    let disposition = format!("attachment; filename*=UTF-8''{}", crate::handlers::search::percent(name));
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}

pub(super) fn batch_address(id: Option<uuid::Uuid>) -> String {
    id.map_or_else(|| "/batches".to_owned(), |id| format!("/batches/{id}"))
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> Error {
    Error::Refused(format!(
        "文件没有传完整（{error}）。单个文件不超过 {}，请检查后再投一次。",
        format::file_size(UPLOAD_LIMIT as u64)
    ))
}

pub(super) fn batch_row(batch: &BatchSummary, today: NaiveDate) -> BatchRow {
    let rows = &batch.rows;
    let mut words = format!("{} 行", format::count(rows.read));
    for (label, count) in [
        ("拒收", rows.refused),
        ("冲突", rows.conflict),
        ("重复", rows.duplicate),
        ("待匹配", rows.unmatched),
    ] {
        if count > 0 {
            words += "，";
            words += label;
            words.push(' ');
            words += &format::count(count);
        }
    }
    BatchRow {
        href: format!("/batches/{}", batch.id),
        file: batch.file.clone(),
        kind: batch.kind.label().to_owned(),
        rows: words,
        state: batch.state.label(),
        tone: match batch.state {
            BatchState::Accepted => "good",
            BatchState::Staged | BatchState::Staging => "warn",
            BatchState::Undone | BatchState::Discarded => "",
        },
        when: time_words(batch.staged_at, today),
        who: batch.actor.clone(),
    }
}

/// `今日 08:56`, `10月7日 16:20`
pub(super) fn time_words(at: DateTime<Utc>, today: NaiveDate) -> String {
    let local = at + TimeDelta::hours(8);
    format!("{} {}", day_words(local.date_naive(), today), local.format("%H:%M"))
}

/// `今日`, `10月7日`, `2022-10-07`
pub(super) fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    use chrono::Datelike;
    if day == today {
        "今日".to_owned()
    } else if day.year() == today.year() {
        format::date_short(day)
    } else {
        format::date(day)
    }
}
