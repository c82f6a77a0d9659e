use std::path::Path;

use lingdi_app::imports::{AcceptMode, Opened, Recipe, Report, Upload, bundled, county_of};
use lingdi_app::{App, Error};
use lingdi_domain::{Actor, Kind};

use crate::cli::{AcceptChoice, Format, Global, ImportArgs};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, args: ImportArgs) -> super::Result {
    lingdi_app::give_way();
    let files = args.inputs.iter().map(|file| read(file)).collect::<super::Result<Vec<_>>>()?;
    let uploads: Vec<_> = bundled(files)?.into_iter().map(|file| upload(&args, file)).collect();
    let mut global = global.clone();
    // The file that told the county need not be opened again.
    let mut opened: Option<(usize, Opened)> = None;
    if global.county.is_none() && lingdi_app::is_empty(&global.db).await? {
        let implied = (0..).zip(&uploads).find_map(|(at, upload)| Some((at, county_of(upload)?)));
        if let Some((at, (county, file))) = implied {
            global.county = Some(county);
            opened = Some((at, file));
        }
    }
    let app = super::open(&global).await?;
    let (mut outcome, mut reports) = (Outcome::Done, Vec::new());
    for (at, mut upload) in uploads.into_iter().enumerate() {
        if let Some(batch) = &args.recipe {
            let id = app.find_batch_id(&super::actor(), batch).await?;
            upload.recipe = app.batch(&super::actor(), id).await?.recipe;
        }
        let file = upload.file_name.clone();
        let file_opened = opened.take_if(|(opened, _)| *opened == at).map(|(_, file)| file);
        match one(&app, &args, upload, file_opened).await {
            Ok((report, needs)) => {
                if global.format == Format::Text {
                    output::document(&text(&report));
                }
                reports.push(serde_json::to_value(&report)?);
                outcome = outcome.and(needs);
            }
            Err(error @ Error::Refused(_)) => {
                output::complain(&format!("{file}：{error}"));
                reports
                    .push(serde_json::json!({"file": file, "state": "refused", "error": error.to_string()}));
                outcome = outcome.and(Outcome::Refused);
            }
            Err(error) => return Err(error),
        }
    }
    app.close().await;
    if global.format == Format::Json {
        match reports.as_slice() {
            [report] => output::json(report)?,
            several => output::json(&several)?,
        }
    }
    Ok(outcome)
}

fn read(path: &Path) -> super::Result<(String, Vec<u8>)> {
    let bytes = std::fs::read(path).map_err(|error| {
        Error::Refused(format!("无法读取文件 {}：{error}。请检查路径和权限。", path.display()))
    })?;
    Ok((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}

fn upload(args: &ImportArgs, (file_name, bytes): (String, Vec<u8>)) -> Upload {
    let recipe = Recipe {
        year: args.year,
        encoding: args.encoding.clone(),
        crs: args.crs,
        sheet: args.sheet.clone(),
        map: args.map.clone(),
        anywhere: args.anywhere,
    };
    Upload { kind: args.kind, file_name, bytes, recipe, complete_years: args.complete.clone() }
}

/// Reads one file and accepts it as the flags say.
async fn one(
    app: &App,
    args: &ImportArgs,
    upload: Upload,
    opened: Option<Opened>,
) -> super::Result<(Report, Outcome)> {
    let actor = super::actor();
    let filled =
        (upload.kind == Kind::Verification).then(|| (upload.file_name.clone(), upload.bytes.clone()));
    if args.dry_run {
        let report = app.dry_run_opened(&actor, upload, opened).await?;
        let needs = needs_person(&report);
        return Ok((report, needs));
    }
    let bar = output::progress(&upload.file_name);
    let progress = |done: usize, total: usize| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    };
    let mut report = app.stage_opened(&actor, upload, opened, &progress).await?;
    bar.finish_and_clear();
    let mode = match args.accept {
        Some(AcceptChoice::All) => Some(AcceptMode::All),
        Some(AcceptChoice::Clean) => Some(AcceptMode::Clean),
        None if report.is_clean() => Some(AcceptMode::All),
        None => None,
    };
    if let (Some(mode), Some(id)) = (mode, report.batch) {
        report.state = app.accept_batch(&actor, id, mode).await?.state;
        if let Some((file, bytes)) = filled {
            return Ok((report, verified(app, &actor, &file, bytes).await?));
        }
    }
    let needs = needs_person(&report);
    Ok((report, needs))
}

/// An accepted 核实表 drafts the verification of its cases; each row is told to the person.
async fn verified(app: &App, actor: &Actor, file: &str, bytes: Vec<u8>) -> super::Result<Outcome> {
    let rows = app.take_verification(actor, file, bytes).await?;
    for row in &rows {
        let outcome = if row.accepted { "accepted" } else { "refused" };
        output::say(&format!("  row {} {} {outcome}: {}", row.row, row.site, row.words));
    }
    let all = rows.iter().all(|row| row.accepted);
    Ok(if all { Outcome::Done } else { Outcome::NeedsPerson })
}

fn needs_person(report: &Report) -> Outcome {
    if report.is_clean() && report.rows.unmatched == 0 { Outcome::Done } else { Outcome::NeedsPerson }
}

fn text(report: &Report) -> String {
    let rows = &report.rows;
    let mut lines = vec![
        format!("{}（{}，{}）", report.file, report.kind.label(), report.format),
        format!(
            "读取 {} 行：可接收 {}，拒收 {}，冲突 {}，重复 {}，待匹配 {}；新增 {}，更新 {}，不变 {}",
            rows.read,
            rows.ready,
            rows.refused,
            rows.conflict,
            rows.duplicate,
            rows.unmatched,
            rows.added,
            rows.changed,
            rows.unchanged
        ),
    ];
    lines.extend(report.notes.iter().map(|note| format!("  {note}")));
    for problem in &report.problems {
        let place = [
            problem.sheet_name.as_str(),
            &format!("第 {} 行", problem.row_number),
            &problem.column_name,
            &problem.heading,
        ];
        let place: Vec<_> = place.into_iter().filter(|part| !part.is_empty()).collect();
        lines.push(format!(
            "  [{}] {}“{}”：{} {}",
            severity(&problem.severity),
            place.join(" "),
            problem.value,
            problem.message,
            problem.remedy
        ));
    }
    lines.push(match (report.state.as_str(), report.batch) {
        ("dry_run", _) => "试运行，未写入任何数据。".to_owned(),
        ("accepted", Some(id)) => format!("批次 {id} 已接收。"),
        (_, Some(id)) => format!(
            "批次 {id} 待接收：有 {} 行拒收、{} 行冲突。核对后执行 lingdi accept {id} --clean（只收无问题的行）或 --all。",
            rows.refused, rows.conflict
        ),
        (_, None) => String::new(),
    });
    lines.join("\n")
}

fn severity(code: &str) -> &'static str {
    match code {
        "refused" => "拒收",
        "conflict" => "冲突",
        "warning" => "提醒",
        _ => "说明",
    }
}
