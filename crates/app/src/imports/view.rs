//! What the pages and the command line show of batches.

use chrono::{DateTime, Utc};
use lingdi_domain::{Actor, BatchState, Kind};
use lingdi_store::Tx;
use lingdi_store::batches::{self, Batch, Problem};
use serde::Serialize;
use uuid::Uuid;

use super::stage::options;
use super::{Counts, Preview, Recipe, Report};
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// One batch in a list.
#[derive(Debug, Clone, Serialize)]
pub struct BatchSummary {
    /// Its id.
    pub id: Uuid,
    /// What its rows are.
    pub kind: Kind,
    /// Name under which the file was handed in.
    pub file: String,
    /// Hash of the file.
    pub sha256: String,
    /// Where it stands.
    pub state: BatchState,
    /// What became of its rows.
    pub rows: Counts,
    /// Years declared complete.
    pub complete_years: Vec<i32>,
    /// Who handed it in.
    pub actor: String,
    /// When it was read.
    pub staged_at: DateTime<Utc>,
    /// When it came into force.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
}

/// One batch with all that is known of it.
#[derive(Debug, Clone, Serialize)]
pub struct BatchDetail {
    /// The batch.
    pub batch: BatchSummary,
    /// How it was read.
    pub recipe: Recipe,
    /// What was read, with every problem.
    pub report: Report,
}

impl App {
    /// All batches that the caller may see, newest first: who only hands files in sees their own.
    pub async fn batches(&self, actor: &Actor) -> Result<Vec<BatchSummary>> {
        let mut tx = self.db().read().await?;
        let mut all = batches::list(&mut tx, self.county()).await?;
        if actor.may(Action::ReadSources).is_err() {
            actor.may(Action::Stage)?;
            all.retain(|batch| actor.is_person(&batch.actor));
        }
        all.iter().map(summary).collect()
    }

    /// A batch that the caller may see.
    async fn seen_batch(&self, tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Batch> {
        let sources = actor.may(Action::ReadSources);
        if sources.is_ok() {
            return self.find_batch(tx, id).await;
        }
        actor.may(Action::Stage)?;
        let own = self.find_batch(tx, id).await.ok().filter(|batch| actor.is_person(&batch.actor));
        own.ok_or_else(|| Error::NotFound("没有这个批次，或不是您投入的。请从“数据归集”打开。".to_owned()))
    }

    /// How many batches wait for acceptance: every page tells it.
    pub async fn batches_waiting(&self, actor: &Actor) -> Result<i64> {
        actor.may(Action::ReadSources)?;
        let mut tx = self.db().read().await?;
        Ok(batches::count(&mut tx, self.county(), BatchState::Staged).await?)
    }

    /// One batch.
    pub async fn batch(&self, actor: &Actor, id: Uuid) -> Result<BatchDetail> {
        let mut tx = self.db().read().await?;
        let batch = self.seen_batch(&mut tx, actor, id).await?;
        let problems: Vec<Problem> = batches::problems(&mut tx, self.county(), id).await?;
        let mut report: Report = serde_json::from_str(&batch.report)?;
        report.batch = Some(id);
        batch.state.code().clone_into(&mut report.state);
        report.problems = problems;
        Ok(BatchDetail { recipe: serde_json::from_str(&batch.recipe)?, batch: summary(&batch)?, report })
    }

    /// The one batch whose id starts with `prefix`, for the command line.
    pub async fn find_batch_id(&self, actor: &Actor, prefix: &str) -> Result<Uuid> {
        let prefix = prefix.to_ascii_lowercase();
        let matching: Vec<Uuid> = self
            .batches(actor)
            .await?
            .iter()
            .map(|batch| batch.id)
            .filter(|id| id.to_string().starts_with(&prefix))
            .collect();
        match matching.as_slice() {
            [id] => Ok(*id),
            [] => {
                Err(Error::NotFound(format!("没有以 {prefix} 开头的批次。用 lingdi batches 查看全部批次。")))
            }
            several => {
                Err(Error::Refused(format!("以 {prefix} 开头的批次有 {} 个，请多写几位。", several.len())))
            }
        }
    }

    /// The file of a batch, byte for byte, with the name under which it was handed in.
    pub async fn original_file(&self, actor: &Actor, id: Uuid) -> Result<(String, Vec<u8>)> {
        let mut tx = self.db().read().await?;
        let batch = self.seen_batch(&mut tx, actor, id).await?;
        drop(tx);
        let files = self.files().clone();
        let bytes = tokio::task::spawn_blocking(move || files.read(&batch.sha256)).await??;
        Ok((batch.file_name, bytes))
    }

    /// Rows of the original as the file has them: those with problems, or all; one page of them.
    pub async fn preview(&self, actor: &Actor, id: Uuid, all: bool, page: (usize, usize)) -> Result<Preview> {
        let (name, bytes) = self.original_file(actor, id).await?;
        let detail = self.batch(actor, id).await?;
        tokio::task::spawn_blocking(move || Preview::of(&name, &bytes, &detail, all, page)).await?
    }

    /// The problems of a batch as a workbook, to send back to the bureau.
    pub async fn problem_sheet(&self, actor: &Actor, id: Uuid) -> Result<(String, Vec<u8>)> {
        let (name, bytes) = self.original_file(actor, id).await?;
        let detail = self.batch(actor, id).await?;
        let county_box = self.county_box().await?;
        let options = options(detail.batch.kind, &detail.recipe, self.county(), county_box)?;
        let file_name = format!("问题表_{name}.xlsx");
        let sheet = tokio::task::spawn_blocking(move || {
            let table = super::source::open(&name, &bytes, options.encoding.as_deref())
                .and_then(|opened| opened.read(&options))
                .map_err(|refusal| Error::Refused(refusal.to_string()))?;
            lingdi_intake::problem_sheet(&table.problems).map_err(|error| Error::Internal(error.to_string()))
        });
        Ok((file_name, sheet.await??))
    }
}

fn summary(batch: &Batch) -> Result<BatchSummary> {
    let report: Report = serde_json::from_str(&batch.report)?;
    Ok(BatchSummary {
        id: batch.id,
        kind: batch.kind,
        file: batch.file_name.clone(),
        sha256: batch.sha256.clone(),
        state: batch.state,
        rows: report.rows,
        complete_years: batch.complete_years.clone(),
        actor: batch.actor.clone(),
        staged_at: batch.staged_at,
        accepted_at: batch.accepted_at,
        undone_at: batch.undone_at,
    })
}
