//! Putting a batch into force, taking it back, throwing it away.

use lingdi_domain::{Actor, BatchState, Kind};
use lingdi_store::batches::{self, Batch};
use lingdi_store::events::{self, NewEvent};
use serde_json::json;
use uuid::Uuid;

use super::Report;
use crate::authority::May;
use crate::moves::Ledger;
use crate::{Action, App, Error, Result};

/// Which rows of a batch come into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptMode {
    /// Every row that is not refused; of conflicting rows the last one.
    All,
    /// Rows that are neither refused nor in conflict.
    Clean,
}

/// Why a batch that waits cannot be accepted yet, and the way out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// Why, in a sentence.
    pub words: String,
    /// The meeting that it is still to be put before.
    pub propose_to: Option<&'static str>,
    /// The item about it.
    pub item: Option<Uuid>,
}

impl AcceptMode {
    fn max_standing(self) -> i64 {
        match self {
            Self::Clean => 0,
            Self::All => 1,
        }
    }
}

impl App {
    /// Puts a staged batch into force: one small transaction, whatever the size of the file.
    pub async fn accept_batch(&self, actor: &Actor, id: Uuid, mode: AcceptMode) -> Result<Report> {
        actor.may(Action::Accept)?;
        let now = self.clock().now();
        if let Some(held_back) = self.held_back(actor, id).await? {
            return Err(Error::IllegalMove(held_back.words));
        }
        let ledger = self.ledger_of(id, mode).await?;
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        let batch = self.find_batch(&mut tx, id).await?;
        if !batches::accept(&mut tx, self.county(), id, mode.max_standing(), now).await? {
            return Err(not_from(&batch, "接收", "只有“待接收”的批次可以接收。"));
        }
        let payload = json!({
            "kind": batch.kind, "file": batch.file_name, "sha256": batch.sha256,
            "mode": if mode == AcceptMode::All { "all" } else { "clean" },
            "complete_years": batch.complete_years,
        });
        let event = moved("batch_accepted", &batch, BatchState::Accepted, String::new(), payload);
        events::record(&mut tx, self.county(), actor, now, event).await?;
        match ledger {
            Some(ledger) => self.carry_over(actor, tx, ledger).await?,
            None => tx.commit().await?,
        }
        self.catch_up().await;
        if batch.kind == Kind::Findings {
            self.mark_major(actor, &Batch { max_standing: mode.max_standing(), ..batch.clone() }).await?;
        }
        let mut report: Report = serde_json::from_str(&batch.report)?;
        report.batch = Some(id);
        BatchState::Accepted.code().clone_into(&mut report.state);
        Ok(report)
    }

    /// Declares a waiting batch complete for these years: 本表为该年度全量，未列入者入库税额为零.
    pub async fn declare_complete(&self, actor: &Actor, id: Uuid, years: &[i32]) -> Result<()> {
        actor.may(Action::Accept)?;
        let mut tx = self.db().write().await?;
        let batch = self.find_batch(&mut tx, id).await?;
        let report: Report = serde_json::from_str(&batch.report)?;
        if report.rows.ready == 0 {
            return Err(Error::Refused("这个批次没有一行可用的数据，不能声明为全量。".to_owned()));
        }
        if !batches::declare_complete(&mut tx, self.county(), id, years).await? {
            return Err(not_from(&batch, "声明全量", "只有“待接收”的批次可以声明全量。"));
        }
        let payload = json!({"years": years});
        let event = moved("batch_declared_complete", &batch, batch.state, String::new(), payload);
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes an accepted batch back as a whole; what it had replaced is in force again.
    pub async fn undo_batch(&self, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
        actor.may(Action::Accept)?;
        let now = self.clock().now();
        let rules = self.rules().await?;
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        let batch = self.find_batch(&mut tx, id).await?;
        if !batches::undo(&mut tx, self.county(), id, now).await? {
            return Err(not_from(&batch, "撤销", "只有“已接收”的批次可以撤销。"));
        }
        let event = moved("batch_undone", &batch, BatchState::Undone, reason.to_owned(), json!({}));
        events::record(&mut tx, self.county(), actor, now, event).await?;
        match batch.kind {
            Kind::Ledger => self.take_back(actor, tx, rules, &batch, reason).await?,
            _ => tx.commit().await?,
        }
        self.catch_up().await;
        if batch.kind == Kind::Findings {
            self.mark_major(actor, &batch).await?;
        }
        Ok(())
    }

    /// What keeps this person from accepting a batch that waits: a ledger needs a second person, since it
    /// puts sites into the database and out of it without a meeting; a table of targets its meeting. The
    /// command line has the files anyway, and its event says so; but nobody changes a closed month.
    pub async fn held_back(&self, actor: &Actor, id: Uuid) -> Result<Option<HeldBack>> {
        let mut tx = self.db().read().await?;
        let batch = self.find_batch(&mut tx, id).await?;
        drop(tx);
        if batch.state != BatchState::Staged {
            return Ok(None);
        }
        if batch.kind == Kind::Targets
            && let Some(words) = self.changes_closed_months(&batch).await?
        {
            return Ok(Some(HeldBack { words, ..HeldBack::default() }));
        }
        if actor.is_command_line() {
            return Ok(None);
        }
        match batch.kind {
            Kind::Ledger if actor.is_person(&batch.actor) => Ok(Some(HeldBack {
                words: format!(
                    "历年台账“{}”由{}投入，须由另一人核对后接收。请交专班办公室另一位人员。",
                    batch.file_name, batch.actor
                ),
                ..HeldBack::default()
            })),
            Kind::Targets => self.targets_held_back(&batch).await,
            _ => Ok(None),
        }
    }

    /// The cases that a waiting batch of a ledger brings; `None` for other kinds.
    async fn ledger_of(&self, id: Uuid, mode: AcceptMode) -> Result<Option<Ledger>> {
        let mut tx = self.db().read().await?;
        let batch = self.find_batch(&mut tx, id).await?;
        drop(tx);
        if batch.kind != Kind::Ledger || batch.state != BatchState::Staged {
            return Ok(None);
        }
        self.ledger_cases(&Batch { max_standing: mode.max_standing(), ..batch }).await.map(Some)
    }

    /// Throws a staged batch away. Its file is kept.
    pub async fn discard_batch(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let mut tx = self.db().write().await?;
        let batch = self.find_batch(&mut tx, id).await?;
        // Who handed a file in may take it away while it waits.
        actor.may(if actor.is_person(&batch.actor) { Action::Stage } else { Action::Accept })?;
        let (from, to) = (BatchState::Staged, BatchState::Discarded);
        if !batches::set_state(&mut tx, self.county(), id, from, to).await? {
            return Err(not_from(&batch, "放弃", "只有“待接收”的批次可以放弃；已接收的请用“撤销”。"));
        }
        let event = moved("batch_discarded", &batch, to, String::new(), json!({}));
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn find_batch(&self, tx: &mut lingdi_store::Tx, id: Uuid) -> Result<Batch> {
        let batch = batches::find(tx, self.county(), id).await?;
        batch
            .filter(|batch| batch.state != BatchState::Staging)
            .ok_or_else(|| Error::NotFound(format!("没有批次 {id}。请到“数据归集”查看全部批次。")))
    }
}

fn not_from(batch: &Batch, act: &str, rule: &str) -> Error {
    Error::IllegalMove(format!("批次“{}”现在是“{}”，不能{act}。{rule}", batch.file_name, batch.state.label()))
}

fn moved(
    verb: &'static str,
    batch: &Batch,
    to: BatchState,
    reason: String,
    payload: serde_json::Value,
) -> NewEvent {
    NewEvent {
        verb,
        object: "batch",
        object_id: batch.id.to_string(),
        from_state: batch.state.code().to_owned(),
        to_state: to.code().to_owned(),
        reason,
        payload,
    }
}
