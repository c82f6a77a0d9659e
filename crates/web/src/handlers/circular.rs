//! 月度通报: the document of a closed month as a sheet to print, and as a file for Word.

use axum::extract::{Path, State};
use axum::response::Response;
use lingdi_app::App;
use lingdi_app::appraisal::Shown;

use super::batches::download;
use super::error::{Fault, page};
use super::gate::Caller;
use super::ranking::read_month;
use crate::pages::circular::CircularSheet;

/// The sheet.
pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Path(month): Path<String>,
) -> Result<Response, Fault> {
    let view = app.monthly_circular(&caller.actor, read_month(&month)?).await?;
    page(&CircularSheet {
        demo: app.is_demo().await?,
        back: format!("/ranking?month={}", view.month),
        file: format!("/ranking/{}/circular.docx", view.month),
        draft: view.shown != Shown::Published,
        document: view.document,
    })
}

/// The file.
pub(super) async fn file(
    State(app): State<App>,
    caller: Caller,
    Path(month): Path<String>,
) -> Result<Response, Fault> {
    let month = read_month(&month)?;
    let bytes = app.monthly_circular_file(&caller.actor, month).await?;
    Ok(download(&format!("{}低效工业用地整治提升通报.docx", month.spoken()), bytes))
}
