use std::collections::BTreeMap;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::imports::{AcceptMode, BatchDetail, Counts, PreviewRow, Report};
use lingdi_app::{Action, App, BatchProblem, May};
use lingdi_domain::{BatchState, Kind};
use serde::Deserialize;
use uuid::Uuid;

use super::batches::{download, time_words};
use super::error::{Fault, page};
use super::frame::{frame, with_notice};
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::batch::{AcceptanceForm, BatchPage, RowCount, SheetCell, SheetColumn, SheetRow, StepState};
use crate::parts::{Choice, Pager};

/// Rows of the file per page.
const PER_PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RowsQuery {
    rows: Option<String>,
    page: Option<usize>,
    done: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(query): Query<RowsQuery>,
) -> Result<Response, Fault> {
    page(&view(&app, &caller, id, &query).await?)
}

pub(super) async fn view(
    app: &App,
    caller: &Caller,
    id: Uuid,
    query: &RowsQuery,
) -> Result<BatchPage, Fault> {
    let detail = app.batch(&caller.actor, id).await?;
    let all_rows = query.rows.as_deref() == Some("all");
    let number = query.page.unwrap_or(1).max(1);
    let preview = app.preview(&caller.actor, id, all_rows, (number, PER_PAGE)).await?;
    let frame = with_notice(frame(app, caller, Section::Intake).await?, query.done.as_deref());
    let href = format!("/batches/{id}");
    let (batch, report, rows) = (&detail.batch, &detail.report, &detail.report.rows);
    let staged = batch.state == BatchState::Staged;
    let may_accept = caller.actor.may(Action::Accept).is_ok();
    let held_back = if may_accept { app.held_back(&caller.actor, id).await? } else { None };
    let accepts = may_accept && held_back.is_none();
    let by_row = problems_by_row(&report.problems);
    let address = {
        let (href, all) = (href.clone(), if all_rows { "rows=all&" } else { "" });
        move |number| format!("{href}?{all}page={number}")
    };
    Ok(BatchPage {
        file: batch.file.clone(),
        size: format::file_size(report.size as u64),
        handed_in: format!("{} {} 投入", batch.actor, time_words(batch.staged_at, app.clock().today())),
        fingerprint: format::fingerprint(&batch.sha256),
        state: batch.state.label(),
        steps: steps(batch.state),
        kinds: super::reading::kinds(Some(batch.kind)),
        confidence: String::new(),
        reading: super::reading::facts(report),
        sheets: super::reading::sheets(report, &detail.recipe),
        systems: super::reading::systems(batch.kind, &detail.recipe),
        year: super::reading::year(batch.kind, &detail.recipe),
        mapping: super::reading::mapping(batch.kind, report),
        counts: counts(rows),
        effect: effect(&detail),
        columns: preview
            .columns
            .iter()
            .map(|column| SheetColumn {
                letter: column.letter.clone(),
                heading: column.heading.clone(),
                number: is_amount(report, &column.letter),
            })
            .collect(),
        rows: preview.rows.iter().map(|row| sheet_row(&preview.columns, row, &by_row, staged)).collect(),
        problem_count: format::count(by_row.len()),
        row_count: format::count(rows.read),
        all_rows,
        pager: Pager::new(number as u64, PER_PAGE as u64, preview.total as u64, "行", address),
        refusal: None,
        editable: staged,
        acceptable: (staged && accepts).then(|| {
            format::count(rows.ready + rows.conflict.min(rows.changed + rows.added + rows.unchanged))
        }),
        clean: (staged && accepts && rows.conflict > 0).then(|| format::count(rows.ready)),
        coverage_years: if accepts { coverage(&detail) } else { String::new() },
        undoable: may_accept && batch.state == BatchState::Accepted,
        held_back,
        busy: batch.state == BatchState::Staging,
        frame,
        href,
    })
}

/// Is a column of figures? Those are the ones whose heading or unit row names a unit.
fn is_amount(report: &Report, letter: &str) -> bool {
    let columns = report.sheets.iter().flat_map(|sheet| &sheet.columns);
    columns.filter(|column| column.letter == letter).any(|column| column.unit.is_some())
}

fn steps(state: BatchState) -> [(&'static str, StepState); 4] {
    use StepState::{Current, Done, Later};
    let (third, fourth) = match state {
        BatchState::Staging => (Later, Later),
        BatchState::Staged => (Current, Later),
        BatchState::Accepted | BatchState::Undone => (Done, Done),
        BatchState::Discarded => (Done, Later),
    };
    let second = if state == BatchState::Staging { Current } else { Done };
    [("投入文件", Done), ("识别与映射", second), ("核对问题", third), ("接收入库", fourth)]
}

fn counts(rows: &Counts) -> Vec<RowCount> {
    let all = rows.read.max(1) as f64;
    let parts = [
        ("新增", "added", rows.added),
        ("更新", "changed", rows.changed),
        ("不变", "same", rows.unchanged),
        ("待匹配", "unmatched", rows.unmatched),
        ("拒收", "refused", rows.refused),
        ("重复", "duplicate", rows.duplicate),
    ];
    let count = |(label, class, value): (&'static str, &'static str, usize)| RowCount {
        label,
        class,
        value: format::count(value),
        share: value as f64 * 100.0 / all,
    };
    parts.into_iter().map(count).collect()
}

fn effect(detail: &BatchDetail) -> String {
    let rows = &detail.report.rows;
    match detail.batch.state {
        BatchState::Staged if rows.conflict > 0 => {
            format!(
                "有 {} 行主键相同而内容不同。“接收全部”取其中最后一行，“只接收没有问题的行”都不取。",
                format::count(rows.conflict)
            )
        }
        BatchState::Staged => "接收后即时参与判定；待匹配的行保留，转为数据任务。".to_owned(),
        BatchState::Accepted => "已参与判定。".to_owned(),
        BatchState::Undone => "已整批撤销，不再参与判定。".to_owned(),
        BatchState::Discarded => "已放弃，没有写入任何数据。".to_owned(),
        BatchState::Staging => "正在读取。".to_owned(),
    }
}

fn coverage(detail: &BatchDetail) -> String {
    if detail.batch.kind != Kind::Tax || detail.batch.state != BatchState::Staged {
        return String::new();
    }
    let mut years = detail.report.years.clone();
    years.sort_unstable();
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Problems of each row, by sheet and row number.
fn problems_by_row(problems: &[BatchProblem]) -> BTreeMap<(i64, i64), Vec<&BatchProblem>> {
    let mut by_row: BTreeMap<(i64, i64), Vec<&BatchProblem>> = BTreeMap::new();
    for problem in problems {
        by_row.entry((problem.sheet, problem.row_number)).or_default().push(problem);
    }
    by_row
}

fn sheet_row(
    columns: &[lingdi_app::imports::PreviewColumn],
    row: &PreviewRow,
    by_row: &BTreeMap<(i64, i64), Vec<&BatchProblem>>,
    staged: bool,
) -> SheetRow {
    let problems = by_row.get(&(row.sheet, i64::from(row.number))).map(Vec::as_slice).unwrap_or_default();
    let tone_of = |problem: &BatchProblem| match problem.severity.as_str() {
        "refused" | "conflict" => "bad",
        "warning" => "warn",
        _ => "same",
    };
    let cell = |(column, text): (&lingdi_app::imports::PreviewColumn, &String)| SheetCell {
        before: text.clone(),
        tone: problems
            .iter()
            .find(|problem| problem.column_name == column.letter)
            .map_or("", |problem| tone_of(problem)),
        ..SheetCell::default()
    };
    let mut words: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    words.dedup();
    let mut ways: Vec<&str> =
        problems.iter().map(|problem| problem.remedy.as_str()).filter(|way| !way.is_empty()).collect();
    ways.dedup();
    let tone = problems
        .iter()
        .map(|problem| tone_of(problem))
        .min_by_key(|tone| ["bad", "warn", "same"].iter().position(|known| known == tone));
    SheetRow {
        number: row.number,
        cells: columns.iter().zip(&row.cells).map(cell).collect(),
        tone: match tone {
            None => "good",
            Some("same") => "",
            Some(tone) => tone,
        },
        words: match (words.is_empty(), staged) {
            (true, true) => "可接收".to_owned(),
            (true, false) => "无问题".to_owned(),
            (false, _) => words.join("；"),
        },
        way_out: ways.join("；"),
        href: String::new(),
    }
}

pub(super) async fn accept(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<AcceptanceForm>,
) -> Result<Response, Fault> {
    let mode = if form.rows == "clean" { AcceptMode::Clean } else { AcceptMode::All };
    let years: Vec<i32> = form.complete.split(',').filter_map(|year| year.trim().parse().ok()).collect();
    if !years.is_empty() {
        app.declare_complete(&caller.actor, id, &years).await?;
    }
    app.accept_batch(&caller.actor, id, mode).await?;
    Ok(Redirect::to(&format!("/batches/{id}?done=accepted")).into_response())
}

/// Puts a table of targets before its meeting.
pub(super) async fn propose(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let item = app.propose_targets(&caller.actor, id).await?;
    Ok(Redirect::to(&format!("/items/{}?done=moved", item.id)).into_response())
}

pub(super) async fn discard(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    app.discard_batch(&caller.actor, id).await?;
    Ok(Redirect::to(&format!("/batches/{id}?done=discarded")).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UndoForm {
    reason: String,
}

pub(super) async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<UndoForm>,
) -> Result<Response, Fault> {
    app.undo_batch(&caller.actor, id, &form.reason).await?;
    Ok(Redirect::to(&format!("/batches/{id}?done=undone")).into_response())
}

pub(super) async fn original(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let (name, bytes) = app.original_file(&caller.actor, id).await?;
    Ok(download(&name, bytes))
}

pub(super) async fn problems(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let (name, bytes) = app.problem_sheet(&caller.actor, id).await?;
    Ok(download(&name, bytes))
}

/// The kinds a file may be taken for; without a present one a person must choose.
pub(super) fn kind_choices(present: Option<Kind>) -> Vec<Choice> {
    let options = Kind::ALL.iter().map(|kind| (kind.code(), kind.label()));
    let nothing = present.is_none().then_some(("", "请选择…"));
    Choice::list(nothing.into_iter().chain(options), present.map_or("", Kind::code))
}
