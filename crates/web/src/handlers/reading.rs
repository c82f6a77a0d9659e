//! How a file is read: the facts of a reading, and reading it again in another way.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use lingdi_app::imports::{BatchSummary, Recipe, Report, Upload};
use lingdi_app::{App, Error};
use lingdi_domain::{BatchState, Kind};
use serde::Deserialize;
use uuid::Uuid;

use super::batch::{RowsQuery, kind_choices};
use super::batches::batch_address;
use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::search;
use crate::format;
use crate::frame::{Notice, Section};
use crate::pages::batch::{BatchPage, MappingRow, ReadingForm, Refusal, StepState};
use crate::parts::{Choice, Pager};

/// Coordinate systems that a person may choose.
const SYSTEMS: [(&str, &str); 5] = [
    ("", "按文件自述或数值判断"),
    ("4490", "CGCS2000 经纬度"),
    ("4528", "CGCS2000 3 度带 40 带（带号）"),
    ("4549", "CGCS2000 3 度带 120°E（无带号）"),
    ("4326", "WGS 84 经纬度"),
];

/// Reads the file of a waiting batch again; the old reading is thrown away.
pub(super) async fn again(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<ReadingForm>,
) -> Result<Response, Fault> {
    let detail = app.batch(&caller.actor, id).await?;
    let (file_name, bytes) = app.original_file(&caller.actor, id).await?;
    let kind = Kind::from_code(&form.kind).unwrap_or(detail.batch.kind);
    let recipe = recipe(&form, kind == detail.batch.kind, &detail.recipe);
    let upload =
        Upload { kind, file_name, bytes, recipe, complete_years: detail.batch.complete_years.clone() };
    // Only a reading that works replaces the old one.
    match app.dry_run(&caller.actor, upload.clone()).await {
        Ok(_) => {}
        Err(Error::Refused(why)) => return refused_again(&app, &caller, id, why).await,
        Err(error) => return Err(error.into()),
    }
    app.discard_batch(&caller.actor, id).await?;
    let report = app.stage(&caller.actor, upload, &|_, _| ()).await?;
    Ok(Redirect::to(&batch_address(report.batch)).into_response())
}

/// The batch as it was, with the reason why it cannot be read in the other way.
async fn refused_again(app: &App, caller: &Caller, id: Uuid, why: String) -> Result<Response, Fault> {
    let mut batch = super::batch::view(app, caller, id, &RowsQuery::default()).await?;
    batch.frame.notice =
        Some(Notice { tone: "bad", text: format!("没有改动，仍按原来的设置。{why}") });
    let mut response = page(&batch)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Where to go after a file was refused: to the batch that already holds it, or to its own page.
pub(super) async fn refused(
    app: &App,
    caller: &Caller,
    sha256: &str,
    file_name: &str,
    kind: Kind,
) -> Result<Response, Fault> {
    let batches = app.batches(&caller.actor).await?;
    let holds = |batch: &&BatchSummary| {
        let alive = matches!(batch.state, BatchState::Staged | BatchState::Accepted);
        alive && batch.sha256 == sha256 && batch.kind == kind
    };
    let address = match batches.iter().find(holds) {
        Some(batch) => format!("/batches/{}?done=duplicate", batch.id),
        None => address(sha256, file_name, Some(kind)),
    };
    Ok(Redirect::to(&address).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeptQuery {
    kind: String,
}

/// A file that was kept but could not be read: why, and another way to read it.
pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path((sha256, file_name)): Path<(String, String)>,
    Query(query): Query<KeptQuery>,
) -> Result<Response, Fault> {
    let bytes = app.kept_upload(&caller.actor, &sha256).await?;
    let size = format::file_size(bytes.len() as u64);
    let kind = Kind::from_code(&query.kind);
    let why = match kind {
        None => app.unopenable(&caller.actor, &file_name, bytes).await?.unwrap_or_else(|| {
            "无法从表头判断这是哪一类数据。处理办法：请在左侧选择数据种类后重读，或下载空白表样填好再投。"
                .to_owned()
        }),
        Some(kind) => {
            let upload = Upload {
                kind,
                file_name: file_name.clone(),
                bytes,
                recipe: Recipe::default(),
                complete_years: Vec::new(),
            };
            match app.dry_run(&caller.actor, upload).await {
                Ok(_) => "这份文件可以读取，请点“按以上设置重读”。".to_owned(),
                Err(Error::Refused(why)) => why,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let (why, way_out) =
        why.split_once("处理办法：").unwrap_or((&why, "可以改选数据种类后重读，或改好文件再投一次。"));
    let refusal = Refusal {
        what: "没有写入任何数据，原件已留存".to_owned(),
        why: why.to_owned(),
        way_out: way_out.to_owned(),
    };
    let href = address(&sha256, &file_name, None);
    let fingerprint = format::fingerprint(&sha256);
    let file = File { href, name: file_name, size, fingerprint };
    page(&refused_page(frame(&app, &caller, Section::Intake).await?, file, kind, refusal))
}

/// A kept file, as its page names it.
struct File {
    href: String,
    name: String,
    size: String,
    fingerprint: String,
}

fn refused_page(frame: crate::frame::Frame, file: File, kind: Option<Kind>, refusal: Refusal) -> BatchPage {
    use StepState::{Current, Done, Later};
    BatchPage {
        frame,
        href: file.href,
        file: file.name,
        size: file.size,
        handed_in: "刚刚投入".to_owned(),
        fingerprint: file.fingerprint,
        state: "未能读取",
        steps: [("投入文件", Done), ("识别与映射", Current), ("核对问题", Later), ("接收入库", Later)],
        kinds: kind_choices(kind),
        confidence: String::new(),
        reading: Vec::new(),
        sheets: Vec::new(),
        systems: kind.map(|kind| systems(kind, &Recipe::default())).unwrap_or_default(),
        year: kind.and_then(|kind| year(kind, &Recipe::default())),
        mapping: Vec::new(),
        counts: Vec::new(),
        effect: String::new(),
        rows: Vec::new(),
        columns: Vec::new(),
        problem_count: "0".to_owned(),
        row_count: "0".to_owned(),
        all_rows: false,
        pager: Pager::default(),
        refusal: Some(refusal),
        editable: true,
        acceptable: None,
        clean: None,
        coverage_years: String::new(),
        undoable: false,
        held_back: None,
        busy: false,
    }
}

/// Reads a kept file as a person chose.
pub(super) async fn choose(
    State(app): State<App>,
    caller: Caller,
    Path((sha256, file_name)): Path<(String, String)>,
    Form(form): Form<ReadingForm>,
) -> Result<Response, Fault> {
    let bytes = app.kept_upload(&caller.actor, &sha256).await?;
    let kind = Kind::from_code(&form.kind);
    let Some(kind) = kind else {
        return Ok(Redirect::to(&address(&sha256, &file_name, None)).into_response());
    };
    let recipe = recipe(&form, false, &Recipe::default());
    let upload = Upload { kind, file_name: file_name.clone(), bytes, recipe, complete_years: Vec::new() };
    match app.stage(&caller.actor, upload, &|_, _| ()).await {
        Ok(report) => Ok(Redirect::to(&batch_address(report.batch)).into_response()),
        Err(Error::Refused(_)) => refused(&app, &caller, &sha256, &file_name, kind).await,
        Err(error) => Err(error.into()),
    }
}

/// Where a kept file that could not be read is looked at.
pub(super) fn address(sha256: &str, file_name: &str, kind: Option<Kind>) -> String {
    let address = format!("/readings/{sha256}/{}", search::percent(file_name));
    kind.map_or(address.clone(), |kind| format!("{address}?kind={}", kind.code()))
}

/// The recipe that a form asks for. What the form does not show (encoding, constants set at the
/// command line) stays as it was while the kind stays the same.
fn recipe(form: &ReadingForm, same_kind: bool, old: &Recipe) -> Recipe {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mapped = form.mapping.iter().filter_map(|(name, column)| Some((name.strip_prefix("map.")?, column)));
    let mut map: Vec<String> = mapped
        .filter(|(_, column)| !column.is_empty())
        .map(|(field, column)| format!("{field}={column}"))
        .collect();
    if same_kind {
        map.extend(old.map.iter().filter(|rule| rule.contains("==")).cloned());
    } else {
        map.clear();
    }
    Recipe {
        year: given(&form.year).and_then(|year| year.parse().ok()),
        encoding: old.encoding.clone(),
        crs: given(&form.crs).and_then(|code| code.parse().ok()),
        sheet: given(&form.sheet),
        map,
        anywhere: old.anywhere,
    }
}

pub(super) fn kinds(present: Option<Kind>) -> Vec<Choice> {
    kind_choices(present)
}

/// What a reading found, in words.
pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let mut facts = vec![("格式", format_name(&report.format).to_owned())];
    if let Some(encoding) = &report.encoding {
        facts.push(("编码", encoding.clone()));
    }
    for sheet in &report.sheets {
        if !sheet.name.is_empty() {
            facts.push(("工作表", sheet.name.clone()));
        }
        if sheet.header_rows.0 > 0 {
            let (first, last) = sheet.header_rows;
            facts.push((
                "表头",
                if first == last { format!("第 {first} 行") } else { format!("第 {first}–{last} 行") },
            ));
        }
        facts.push((
            "数据",
            format!("第 {}–{} 行", format::count(sheet.first_row), format::count(sheet.last_row)),
        ));
        if !sheet.skipped.is_empty() {
            let mut why: Vec<&str> = sheet.skipped.iter().map(|row| row.why.as_str()).collect();
            why.dedup();
            why.truncate(4);
            facts.push(("已略过", format!("{} 行：{}", sheet.skipped.len(), why.join("、"))));
        }
    }
    facts.extend(report.notes.iter().map(|note| ("说明", note.clone())));
    facts
}

fn format_name(format: &str) -> &str {
    match format {
        "xlsx" => "Excel 工作簿",
        "xls" => "旧版 Excel 工作簿",
        "csv" => "文本表格",
        "dbf" => "dBASE 表格",
        "survey_txt" => "国土界址点坐标文件",
        "shapefile" => "Shapefile 压缩包",
        "geojson" => "GeoJSON",
        "geopackage" => "GeoPackage",
        other => other,
    }
}

/// Sheets that were read, to choose one of.
pub(super) fn sheets(report: &Report, recipe: &Recipe) -> Vec<Choice> {
    let present = recipe.sheet.clone().unwrap_or_default();
    let names = report.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.name.as_str()));
    Choice::list(
        std::iter::once(("", "全部合适的")).chain(names.filter(|(name, _)| !name.is_empty())),
        &present,
    )
}

/// Coordinate systems for tables with shapes; empty for others.
pub(super) fn systems(kind: Kind, recipe: &Recipe) -> Vec<Choice> {
    if !matches!(kind, Kind::Parcels | Kind::Units | Kind::Zones) {
        return Vec::new();
    }
    Choice::list(SYSTEMS, &recipe.crs.map(|code| code.to_string()).unwrap_or_default())
}

/// The year field, for kinds that have one.
pub(super) fn year(kind: Kind, recipe: &Recipe) -> Option<String> {
    let has_year = lingdi_app::imports::fields(kind).iter().any(|field| field.code == "year");
    has_year.then(|| recipe.year.map(|year| year.to_string()).unwrap_or_default())
}

/// Each field of the kind and the column it was read from.
pub(super) fn mapping(kind: Kind, report: &Report) -> Vec<MappingRow> {
    let Some(sheet) = report.sheets.first() else { return Vec::new() };
    let headings: Vec<&str> = sheet
        .columns
        .iter()
        .map(|column| column.heading.as_str())
        .chain(sheet.unmapped.iter().map(|column| column.heading.as_str()))
        .filter(|heading| !heading.is_empty())
        .collect();
    let row = |field: &lingdi_app::imports::FieldView| {
        let column = sheet.columns.iter().find(|column| column.field == field.code);
        let present = column.map_or("", |column| column.heading.as_str());
        let options =
            std::iter::once(("", "未提供")).chain(headings.iter().map(|heading| (*heading, *heading)));
        let (tone, words) = match (column.is_some(), field.required) {
            (true, _) => ("good", "已对应"),
            (false, true) => ("bad", "必填，未对应"),
            (false, false) => ("", "未提供（可选）"),
        };
        let unit =
            column.and_then(|column| column.unit.as_ref()).map(|unit| format!(" {unit}")).unwrap_or_default();
        MappingRow {
            field: format!("map.{}", field.heading),
            label: format!("{}{unit}", field.heading),
            columns: Choice::list(options, present),
            tone,
            words: words.to_owned(),
        }
    };
    lingdi_app::imports::fields(kind).iter().map(row).collect()
}
