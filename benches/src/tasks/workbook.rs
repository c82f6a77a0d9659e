//! T8: a workbook of 100,000 rows read and checked, beside calamine's bare read; the county's parcels
//! written, beside xlsxwriter.

use std::fs;

use lingdi_app::exports::{Format, Layer};
use lingdi_domain::{Actor, Kind};
use lingdi_intake::ReadOptions;

use super::{GOAL_SIZE, Run};
use crate::Result;
use crate::county::ask;
use crate::scripts::{self, find};
use crate::table::{Goal, Peer, Row, Unit};
use crate::timing::warm;

/// Measured with the county of one size, to which the workbook belongs.
pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    if run.size != GOAL_SIZE {
        return Ok(Vec::new());
    }
    let peers = scripts::run(run.place, "t8_xlsx.py", run.size, &["polars", "w_xlsxwriter"])?;
    let peer = |name, what, label: &str| {
        find(&peers, name, what).map(|line| (Peer { name: label.to_owned(), median: line.median_s }, line))
    };
    let bytes = fs::read(run.place.data(run.size).join("tax.xlsx"))?;
    let (seconds, read) = warm(run.runs, || {
        let table = lingdi_intake::read("tax.xlsx", &bytes, &ReadOptions::new(Kind::Tax, "330122"))
            .map_err(|refusal| refusal.to_string())?;
        Ok(table.rows.len())
    })?;
    let calamine = peer("polars/fastexcel", "read xlsx", "calamine (bare)");
    let theirs = calamine.as_ref().and_then(|(_, line)| line.extra.get("rows").cloned());
    let reading = Row::new("T8", run.size, "xlsx 100k × 12 read and checked", Unit::Seconds, seconds)
        .beside(calamine.map(|(peer, _)| peer))
        .goal(Goal::Ratio(2.0, 1.0))
        .checked(&read, theirs.as_ref());

    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let app = runtime.block_on(run.county()?.open())?;
    let (actor, ask) = (Actor::program("bench"), ask()?);
    let (seconds, size) = warm(run.runs, || {
        Ok(runtime.block_on(app.export(&actor, Layer::Parcels, Format::Xlsx, &ask))?.len())
    })?;
    runtime.block_on(app.close());
    let xlsxwriter = peer("xlsxwriter", "write xlsx", "xlsxwriter (× 12)");
    let writing = Row::new("T8", run.size, "xlsx 100k × 14 written", Unit::Seconds, seconds)
        .beside(xlsxwriter.map(|(peer, _)| peer))
        .goal(Goal::Ratio(0.15, 0.08))
        .checked(&format!("{:.1} MB", size as f64 / 1e6), None::<&String>);
    Ok(vec![reading, writing])
}
