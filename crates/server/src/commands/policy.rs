use std::collections::BTreeMap;
use std::path::Path;

use lingdi_app::Error;

use crate::cli::{Format, Global, PolicyCommand};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, command: PolicyCommand) -> super::Result {
    let app = super::open(global).await?;
    let actor = super::actor();
    match command {
        PolicyCommand::List { policy } => list(global, &app, policy.as_deref()).await?,
        PolicyCommand::Import { dir } => {
            let revision = app.import_edition(&actor, &folder(&dir)?).await?;
            output::document(&format!(
                "{revision} 已作为草稿载入。核对后执行 lingdi policy publish {revision} 生效。"
            ));
        }
        PolicyCommand::Renew => {
            let revision = app.draft_shipped(&actor).await?;
            output::document(&format!(
                "{revision} 已作为草稿建立，尚未生效。核对 lingdi policy diff 的结果后执行 lingdi policy publish {revision}。"
            ));
        }
        PolicyCommand::Diff { a, b } => {
            let rows = app.diff_revisions(&actor, &a, &b).await?;
            if global.format == Format::Json {
                output::json(&rows)?;
            } else if rows.is_empty() {
                output::document("没有差异");
            } else {
                let rows: Vec<Vec<String>> =
                    rows.into_iter().map(|row| vec![row.id, row.label, row.before, row.after]).collect();
                output::document(&output::table(&["KEY", "参数", &a, &b], &rows));
            }
        }
        PolicyCommand::Publish { revision } => {
            app.publish_revision(&actor, &revision).await?;
            output::document(&format!("{revision} 已生效"));
        }
    }
    app.close().await;
    Ok(Outcome::Done)
}

async fn list(global: &Global, app: &lingdi_app::App, policy: Option<&str>) -> super::Result<()> {
    let overview = app.policy_overview(&super::actor(), policy).await?;
    if global.format == Format::Json {
        return output::json(&overview);
    }
    let revisions: Vec<Vec<String>> = overview
        .revisions
        .iter()
        .map(|revision| {
            vec![revision.name.clone(), revision.state.clone(), revision.hash.clone(), revision.note.clone()]
        })
        .collect();
    output::document(&output::table(&["版本", "状态", "指纹", "说明"], &revisions));
    if let Some(offer) = &overview.shipped {
        output::document(&offer.sentence());
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let rows: Vec<Vec<String>> = overview
        .settings
        .into_iter()
        .map(|row| {
            let term = if row.from.is_none() && row.to.is_none() {
                String::new()
            } else {
                format!("{}～{}", day(row.from), day(row.to))
            };
            vec![row.id, row.label, row.value, row.unit, term, row.origin]
        })
        .collect();
    output::document(&format!("\n{}", output::table(&["KEY", "参数", "值", "单位", "期间", "依据"], &rows)));
    Ok(())
}

/// Every .toml file of a folder, by name.
fn folder(dir: &Path) -> super::Result<BTreeMap<String, String>> {
    let fail = |error: std::io::Error| Error::Refused(format!("无法读取 {}：{error}", dir.display()));
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(dir).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_file() && ["toml", "geojson"].contains(&ending) {
            files.insert(name, std::fs::read_to_string(&path).map_err(fail)?);
        }
    }
    Ok(files)
}
