use lingdi_app::imports::AcceptMode;

use crate::cli::{AcceptArgs, Format, Global, UndoArgs};
use crate::output::{self, Outcome};

pub(super) async fn list(global: &Global) -> super::Result {
    let app = super::open(global).await?;
    let batches = app.batches(&super::actor()).await?;
    app.close().await;
    if global.format == Format::Json {
        output::json(&batches)?;
        return Ok(Outcome::Done);
    }
    let rows: Vec<Vec<String>> = batches
        .iter()
        .map(|batch| {
            vec![
                batch.id.to_string(),
                batch.kind.code().to_owned(),
                batch.state.label().to_owned(),
                batch.rows.read.to_string(),
                batch.rows.refused.to_string(),
                batch.rows.unmatched.to_string(),
                batch.file.clone(),
            ]
        })
        .collect();
    output::document(&output::table(&["批次", "类型", "状态", "读取", "拒收", "待匹配", "文件"], &rows));
    Ok(Outcome::Done)
}

pub(super) async fn accept(global: &Global, args: &AcceptArgs) -> super::Result {
    let app = super::open(global).await?;
    let id = app.find_batch_id(&super::actor(), &args.batch).await?;
    let mode = if args.all { AcceptMode::All } else { AcceptMode::Clean };
    let report = app.accept_batch(&super::actor(), id, mode).await?;
    app.close().await;
    if global.format == Format::Json {
        output::json(&report)?;
    } else {
        output::document(&format!("{} 已接收：{}", id, report.file));
    }
    Ok(if report.rows.unmatched > 0 { Outcome::NeedsPerson } else { Outcome::Done })
}

pub(super) async fn undo(global: &Global, args: &UndoArgs) -> super::Result {
    let app = super::open(global).await?;
    let id = app.find_batch_id(&super::actor(), &args.batch).await?;
    app.undo_batch(&super::actor(), id, &args.reason).await?;
    app.close().await;
    if global.format == Format::Json {
        output::json(&serde_json::json!({"batch": id, "state": "undone"}))?;
    } else {
        output::document(&format!("{id} 已撤销，此前的数据重新有效"));
    }
    Ok(Outcome::Done)
}
