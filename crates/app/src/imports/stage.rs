//! Reading a file and staging its rows, in chunks short enough that nobody waits for the writer.

use std::collections::BTreeSet;
use std::sync::Arc;

use lingdi_domain::values::DigestMap;
use lingdi_domain::{Actor, BatchState, Kind};
use lingdi_intake::{Opened, ReadOptions, Row, RowStatus, Table};
use lingdi_store::batches::{self, Batch, Problem};
use lingdi_store::block::{self, Encoded, NewRow, NewShape};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::{Files, facts};
use serde_json::json;
use uuid::Uuid;

use super::ledger::Known;
use super::report::{Counts, KeptOut, Report, severity_code};
use super::{Recipe, Upload, source};
use crate::authority::May;
use crate::{Action, App, Error, Result, background};

/// Called with rows staged so far and rows in all.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Send + Sync);

/// Blocks written per transaction: a few milliseconds each of the one writer, so that nobody waits long.
const BLOCKS: usize = 6;

/// Problems written per transaction: well under 50 ms of the one writer.
const CHUNK: usize = 1_000;

/// A batch that nobody touched for this long was left by a program that died.
const ORPHANED_AFTER: chrono::TimeDelta = chrono::TimeDelta::minutes(2);

impl App {
    /// Reads a file and says what accepting it would do; keeps nothing.
    pub async fn dry_run(&self, actor: &Actor, upload: Upload) -> Result<Report> {
        self.dry_run_opened(actor, upload, None).await
    }

    /// The same for a file that may have been opened already (see [`county_of`]).
    pub async fn dry_run_opened(
        &self,
        actor: &Actor,
        upload: Upload,
        opened: Option<Opened>,
    ) -> Result<Report> {
        actor.may(Action::Stage)?;
        let sha256 = lingdi_store::files::sha256(&upload.bytes);
        let read = self.read_upload(upload, opened, sha256, None).await?;
        let mut report = self.report(&read).await?;
        "dry_run".clone_into(&mut report.state);
        Ok(report)
    }

    /// Keeps the file, reads it, and stages its rows as a batch that is not in force yet.
    pub async fn stage(&self, actor: &Actor, upload: Upload, progress: Progress<'_>) -> Result<Report> {
        self.stage_opened(actor, upload, None, progress).await
    }

    /// Stages a file that may have been opened already (see [`county_of`]).
    pub async fn stage_opened(
        &self,
        actor: &Actor,
        upload: Upload,
        opened: Option<Opened>,
        progress: Progress<'_>,
    ) -> Result<Report> {
        actor.may(Action::Stage)?;
        let sha256 = lingdi_store::files::sha256(&upload.bytes);
        self.refuse_second_upload(&upload, &sha256).await?;
        let read = self.read_upload(upload, opened, sha256, Some(self.files().clone())).await?;
        let mut report = self.report(&read).await?;
        let id = self.ids().next();
        self.open_batch(actor, id, &read, &report).await?;
        let total = read.rows.len();
        let mut written = 0;
        for (first, blocks) in (0_i64..).step_by(BLOCKS).zip(read.blocks.chunks(BLOCKS)) {
            let mut tx = self.db().write().await?;
            for (n, block) in (first..).zip(blocks) {
                facts::insert(&mut tx, self.county(), id, n, block).await?;
            }
            batches::touch(&mut tx, self.county(), id, self.clock().now()).await?;
            tx.commit().await?;
            written += blocks.iter().map(|block| block.rows).sum::<usize>();
            progress(written, total);
        }
        for (index, chunk) in report.problems.chunks(CHUNK).enumerate() {
            let mut tx = self.db().write().await?;
            batches::insert_problems(&mut tx, self.county(), id, (index * CHUNK) as i64, chunk).await?;
            batches::touch(&mut tx, self.county(), id, self.clock().now()).await?;
            tx.commit().await?;
        }
        self.close_batch(actor, id, &read, &report).await?;
        report.batch = Some(id);
        Ok(report)
    }

    /// Keeps a file that was handed in, and says its hash and what its rows most likely are.
    pub async fn keep_upload(
        &self,
        actor: &Actor,
        file_name: &str,
        bytes: Vec<u8>,
    ) -> Result<(String, Option<Kind>)> {
        actor.may(Action::Stage)?;
        let (files, file_name) = (self.files().clone(), file_name.to_owned());
        let kept = tokio::task::spawn_blocking(move || {
            let opened = source::open(&file_name, &bytes, None).ok();
            let best = opened.and_then(|opened| opened.kinds().first().map(|(kind, _)| *kind));
            files.keep(&bytes).map(|sha256| (sha256, best))
        });
        Ok(kept.await??)
    }

    /// Why a file cannot even be opened as a table or a map; `None` when it can.
    pub async fn unopenable(&self, actor: &Actor, file_name: &str, bytes: Vec<u8>) -> Result<Option<String>> {
        actor.may(Action::Stage)?;
        let file_name = file_name.to_owned();
        let opened = tokio::task::spawn_blocking(move || source::open(&file_name, &bytes, None).err());
        Ok(opened.await?.map(|refusal| refusal.to_string()))
    }

    /// A file that was kept by its hash, for another reading.
    pub async fn kept_upload(&self, actor: &Actor, sha256: &str) -> Result<Vec<u8>> {
        actor.may(Action::Stage)?;
        if sha256.len() != 64 || !sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Error::NotFound("没有这份文件。请重新投入。".to_owned()));
        }
        let (files, sha256) = (self.files().clone(), sha256.to_owned());
        let bytes = tokio::task::spawn_blocking(move || files.read(&sha256)).await?;
        bytes.map_err(|error| Error::NotFound(format!("没有这份文件（{error}）。请重新投入。")))
    }

    /// The same bytes as the same kind of table, already waiting or in force, are refused.
    async fn refuse_second_upload(&self, upload: &Upload, sha256: &str) -> Result<()> {
        let mut tx = self.db().read().await?;
        let earlier = batches::list(&mut tx, self.county()).await?.into_iter().find(|batch| {
            batch.sha256 == sha256
                && batch.kind == upload.kind
                && matches!(batch.state, BatchState::Staged | BatchState::Accepted)
        });
        match earlier {
            None => Ok(()),
            Some(batch) => Err(Error::Refused(format!(
                "文件“{}”与 {} 归集的“{}”内容完全相同（批次 {}，{}），没有再次写入。如需重新读取，请先撤销或放弃该批次。",
                upload.file_name,
                crate::clock::shanghai_date(batch.staged_at),
                batch.file_name,
                batch.id,
                batch.state.label(),
            ))),
        }
    }

    async fn open_batch(&self, actor: &Actor, id: Uuid, read: &ReadUpload, report: &Report) -> Result<()> {
        let now = self.clock().now();
        let kept = Report { problems: Vec::new(), ..report.clone() };
        let batch = Batch {
            id,
            kind: read.kind,
            file_name: read.file_name.clone(),
            sha256: read.sha256.clone(),
            state: BatchState::Staging,
            recipe: serde_json::to_string(&read.recipe)?,
            report: serde_json::to_string(&kept)?,
            complete_years: read.complete_years.clone(),
            actor: actor.name.clone(),
            staged_at: now,
            seq: None,
            max_standing: 0,
            accepted_at: None,
            undone_at: None,
        };
        let mut tx = self.db().write().await?;
        batches::keep_original(&mut tx, self.county(), &read.sha256, read.size as i64, now).await?;
        batches::insert(&mut tx, self.county(), &batch).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn close_batch(&self, actor: &Actor, id: Uuid, read: &ReadUpload, report: &Report) -> Result<()> {
        let mut tx = self.db().write().await?;
        let (from, to) = (BatchState::Staging, BatchState::Staged);
        if !batches::set_state(&mut tx, self.county(), id, from, to).await? {
            return Err(Error::Internal("批次在读取中被清除".to_owned()));
        }
        let event = NewEvent {
            verb: "batch_staged",
            object: "batch",
            object_id: id.to_string(),
            to_state: to.code().to_owned(),
            payload: json!({"kind": read.kind, "file": read.file_name, "sha256": read.sha256, "rows": report.rows}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Reads a file; keeps it first, if there is where.
    async fn read_upload(
        &self,
        upload: Upload,
        opened: Option<Opened>,
        sha256: String,
        keep: Option<Files>,
    ) -> Result<ReadUpload> {
        let options = self.read_options(&upload).await?;
        let known = if upload.kind == Kind::Ledger { Some(self.known_to_ledger().await?) } else { None };
        // The disk takes the file in while the rows are read.
        let upload = Arc::new(upload);
        let kept = keep.map(|files| {
            let (upload, sha256) = (Arc::clone(&upload), sha256.clone());
            tokio::task::spawn_blocking(move || files.keep_as(&sha256, &upload.bytes))
        });
        let read =
            background::run(move || ReadUpload::read(&upload, opened, sha256, &options, known.as_ref()));
        let read = read.await?;
        if let Some(kept) = kept {
            kept.await??;
        }
        read
    }

    async fn read_options(&self, upload: &Upload) -> Result<ReadOptions> {
        let county_box = self.county_box().await?;
        options(upload.kind, &upload.recipe, self.county(), county_box)
    }

    /// Compares the rows with what is in force and with the firms and parcels that are known.
    async fn report(&self, read: &ReadUpload) -> Result<Report> {
        let mut tx = self.db().read().await?;
        let in_force = in_force(&mut tx, self.county(), read.kind).await?;
        drop(tx);
        let mut rows = read.counts;
        for mark in read.blocks.iter().map(|block| block::marks(&block.marks)) {
            for mark in mark?.into_iter().filter(|mark| mark.standing <= 1) {
                match in_force.get(&mark.key) {
                    None => rows.added += 1,
                    Some(digest) if *digest == mark.digest => rows.unchanged += 1,
                    Some(_) => rows.changed += 1,
                }
            }
        }
        rows.unmatched = self.count_unmatched(read.kind, &read.rows).await?;
        Ok(Report {
            batch: None,
            kind: read.kind,
            file: read.file_name.clone(),
            sha256: read.sha256.clone(),
            size: read.size,
            format: read.table.format.to_owned(),
            encoding: read.table.encoding.clone(),
            state: BatchState::Staged.code().to_owned(),
            rows,
            kept_out: read.kept_out.clone(),
            years: years(&read.rows),
            sheets: read.table.sheets.clone(),
            sources: read.table.source_sheets(),
            notes: read.table.notes.clone(),
            problems: read.problems.clone(),
        })
    }

    /// Removes what a program that died left behind.
    pub(crate) async fn sweep_orphans(&self) -> Result<usize> {
        let before = self.clock().now() - ORPHANED_AFTER;
        self.files().sweep(before.into())?;
        let mut tx = self.db().write().await?;
        let swept = batches::sweep(&mut tx, self.county(), before).await?;
        tx.commit().await?;
        Ok(swept)
    }
}

/// A file after reading, before anything is written.
pub(super) struct ReadUpload {
    pub(super) kind: Kind,
    pub(super) file_name: String,
    pub(super) sha256: String,
    pub(super) size: usize,
    pub(super) recipe: Recipe,
    pub(super) complete_years: Vec<i32>,
    pub(super) table: Table,
    pub(super) rows: Vec<NewRow>,
    pub(super) blocks: Vec<Encoded>,
    pub(super) problems: Vec<Problem>,
    pub(super) counts: Counts,
    pub(super) kept_out: Vec<KeptOut>,
}

impl ReadUpload {
    fn read(
        upload: &Upload,
        opened: Option<Opened>,
        sha256: String,
        options: &ReadOptions,
        known: Option<&Known>,
    ) -> Result<Self> {
        let encoding = options.encoding.as_deref();
        let opened = opened.map_or_else(|| source::open(&upload.file_name, &upload.bytes, encoding), Ok);
        let read = opened.and_then(|opened| opened.read(options));
        let mut table = read.map_err(|refusal| Error::Refused(refusal.to_string()))?;
        if let Some(known) = known {
            known.check(&mut table);
        }
        let rows = std::mem::take(&mut table.rows);
        let counts = count(&rows);
        let kept_out = kept_out(upload.kind, &rows);
        let standings = standings(&rows);
        let kept: Vec<NewRow> = rows
            .into_iter()
            .zip(standings)
            .filter_map(|(row, standing)| standing.map(|standing| new_row(row, standing)))
            .collect();
        let problems = std::mem::take(&mut table.problems).into_iter().map(problem).collect();
        if kept.is_empty() && !upload.complete_years.is_empty() {
            return Err(Error::Refused(format!(
                "文件“{}”没有一行可用的数据，不能声明为全量：否则全部企业的税额都会被当作零。请核对文件后再投。",
                upload.file_name
            )));
        }
        let mut complete_years = upload.complete_years.clone();
        complete_years.sort_unstable();
        complete_years.dedup();
        Ok(Self {
            kind: upload.kind,
            file_name: upload.file_name.clone(),
            sha256,
            size: upload.bytes.len(),
            recipe: upload.recipe.clone(),
            complete_years,
            table,
            blocks: encode(&kept),
            rows: kept,
            problems,
            counts,
            kept_out,
        })
    }
}

/// The reader's options for a recipe.
pub(super) fn options(
    kind: Kind,
    recipe: &Recipe,
    county: &str,
    county_box: Option<lingdi_geo::BBox>,
) -> Result<ReadOptions> {
    let map = recipe
        .map
        .iter()
        .map(|rule| lingdi_intake::MapRule::parse(rule))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|error| Error::Refused(error.to_string()))?;
    Ok(ReadOptions {
        kind,
        county: county.to_owned(),
        county_box: if recipe.anywhere { None } else { county_box },
        year: recipe.year,
        encoding: recipe.encoding.clone(),
        crs: recipe.crs,
        sheet: recipe.sheet.clone(),
        map,
        anywhere: recipe.anywhere,
    })
}

/// The county that a file of parcels belongs to, the six digits common to all its parcel codes; and
/// the file, opened for it.
pub fn county_of(upload: &Upload) -> Option<(String, Opened)> {
    if upload.kind != Kind::Parcels {
        return None;
    }
    let recipe = Recipe { anywhere: true, ..upload.recipe.clone() };
    let options = options(upload.kind, &recipe, crate::county::DEFAULT, None).ok()?;
    let opened = source::open(&upload.file_name, &upload.bytes, options.encoding.as_deref()).ok()?;
    let codes = opened.texts(&options, "code").ok()?;
    let first = lingdi_domain::ParcelCode::parse(codes.first()?)?.county()?.to_owned();
    codes.iter().all(|code| code.starts_with(&first)).then_some((first, opened))
}

fn count(rows: &[Row]) -> Counts {
    let of = |status: RowStatus| rows.iter().filter(|row| row.status == status).count();
    Counts {
        read: rows.len(),
        ready: of(RowStatus::Ready),
        refused: of(RowStatus::Refused),
        conflict: of(RowStatus::Conflict),
        duplicate: of(RowStatus::Duplicate),
        ..Counts::default()
    }
}

/// Tax rows that are refused or in conflict: a firm that such a row names is not absent.
fn kept_out(kind: Kind, rows: &[Row]) -> Vec<KeptOut> {
    let held = rows.iter().filter(|row| matches!(row.status, RowStatus::Refused | RowStatus::Conflict));
    let text = |row: &Row, field: &str| row.data.text(field).map(str::to_owned);
    held.filter(|_| kind == Kind::Tax)
        .map(|row| KeptOut {
            code: text(row, "code"),
            name: text(row, "name"),
            year: row.data.int("year").and_then(|year| i32::try_from(year).ok()),
            conflict: row.status == RowStatus::Conflict,
        })
        .collect()
}

fn years(rows: &[NewRow]) -> Vec<i32> {
    let years = rows.iter().filter_map(|row| i32::try_from(row.values.int("year")?).ok());
    years.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Keys of a kind in force and what they say now.
async fn in_force(tx: &mut lingdi_store::Tx, county: &str, kind: Kind) -> Result<DigestMap<u128>> {
    let mut known = DigestMap::default();
    let batches = batches::in_force(tx, county, None).await?;
    for batch in batches.into_iter().filter(|batch| batch.kind == kind) {
        for bytes in facts::marks(tx, county, batch.id).await? {
            let marks = block::marks(&bytes)?.into_iter();
            let marks = marks.filter(|mark| i64::from(mark.standing) <= batch.max_standing);
            known.extend(marks.map(|mark| (mark.key, mark.digest)));
        }
    }
    Ok(known)
}

/// Lays rows out in blocks, on every core: this is where the time of a large file goes.
fn encode(rows: &[NewRow]) -> Vec<Encoded> {
    let chunks: Vec<&[NewRow]> = rows.chunks(block::ROWS).collect();
    lingdi_domain::parallel::map(&chunks, |rows| block::encode(rows))
}

/// 0 for rows that are ready, 1 for the last of conflicting rows, 2 for the others; `None` for
/// rows that are not kept as facts (their problems are).
fn standings(rows: &[Row]) -> Vec<Option<u8>> {
    let mut last_of_key = DigestMap::default();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.status == RowStatus::Conflict) {
        last_of_key.insert(row.key, index);
    }
    let standing = |(index, row): (usize, &Row)| match row.status {
        RowStatus::Ready => Some(0),
        RowStatus::Conflict if last_of_key.get(&row.key) == Some(&index) => Some(1),
        RowStatus::Conflict => Some(2),
        RowStatus::Refused | RowStatus::Duplicate => None,
    };
    rows.iter().enumerate().map(standing).collect()
}

fn new_row(row: Row, standing: u8) -> NewRow {
    let shape = row.geometry.map(|placed| NewShape {
        shape: lingdi_geo::wkb::encode(&placed.geometry),
        original: placed.original.as_ref().map(lingdi_geo::wkb::encode),
    });
    NewRow { sheet: row.sheet, row: row.row, standing, key: row.key, values: row.data, shape }
}

fn problem(problem: lingdi_intake::Problem) -> Problem {
    Problem {
        sheet: i64::from(problem.sheet),
        sheet_name: problem.sheet_name,
        row_number: i64::from(problem.row),
        column_name: problem.column,
        heading: problem.heading,
        value: problem.value,
        severity: severity_code(problem.severity).to_owned(),
        message: problem.message,
        remedy: problem.remedy,
    }
}
