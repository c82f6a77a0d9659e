use serde_json::json;

use crate::cli::{Format, Global};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global) -> super::Result {
    let app = super::open(global).await?;
    let actor = super::actor();
    let audit = app.audit(&actor).await?;
    let batches = app.batches(&actor).await?;
    let overview = app.policy_overview(&actor, None).await?;
    let report = json!({
        "version": lingdi_app::VERSION,
        "database": global.db,
        "engine": app.engine(),
        "files": super::files_folder(global),
        "county": app.county(),
        "business_date": app.clock().today(),
        "clock_is_shifted": app.clock().is_shifted(),
        "policy": overview.in_force,
        "batches": batches.len(),
        "events": audit.chain.events,
        "chain_whole": audit.chain.broken.is_none(),
        "originals": audit.files,
        "damaged_originals": audit.damaged_files,
    });
    app.close().await;
    if global.format == Format::Json {
        output::json(&report)?;
    } else if let Some(fields) = report.as_object() {
        let rows: Vec<Vec<String>> = fields
            .iter()
            .map(|(name, value)| {
                vec![name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)]
            })
            .collect();
        output::document(&output::table(&["check", "value"], &rows));
    }
    Ok(if audit.is_whole() { Outcome::Done } else { Outcome::Failed })
}
