//! T9: the dirty file cleaned and matched with the register, from parsed tables in memory; beside
//! polars.

use std::fs;
use std::hash::BuildHasherDefault;
use std::path::Path;

use lingdi_domain::parallel;
use lingdi_domain::values::{DigestSet, key_digest};
use lingdi_intake::matching::{EnterpriseIndex, Firm};

use super::Run;
use crate::Result;
use crate::scripts;
use crate::table::{Goal, Peer, Row, Unit};
use crate::timing::warm;

/// A row of the tax office's file.
struct Paid {
    name: String,
    code: String,
    year: String,
    tax: String,
}

pub(super) fn measure(run: &Run) -> Result<Vec<Row>> {
    let data = run.place.data(run.size);
    let (paid, register) = (paid(&data)?, register(&data)?);
    let (seconds, check) = warm(run.runs.max(3), || Ok(clean_and_match(&paid, &register)))?;
    let peers = scripts::run(run.place, "t9_match.py", run.size, &["polars"])?;
    let theirs = peers.first().map(|line| {
        let of = |name: &str| line.extra.get(name).map(ToString::to_string).unwrap_or_default();
        format!("kept {}, code {}, name {}", of("kept"), of("code"), of("name"))
    });
    let peer = peers.first().map(|line| Peer { name: line.peer.clone(), median: line.median_s });
    let row = Row::new("T9", run.size, "clean and match", Unit::Seconds, seconds).beside(peer);
    Ok(vec![row.goal(run.at_goal_size(Goal::Ratio(1.0, 0.3))).checked(&check, theirs.as_ref())])
}

/// Normalises, drops doubled rows, and matches by code, else by a name that is unique: rows kept,
/// matched by code, matched by name.
fn clean_and_match(paid: &[Paid], register: &[Firm]) -> String {
    let cleaned = parallel::map(paid, |row| {
        let mut code = lingdi_intake::clean(&row.code);
        if code.bytes().any(|byte| byte.is_ascii_lowercase()) {
            code.to_mut().make_ascii_uppercase();
        }
        let name = lingdi_intake::clean(&row.name);
        // As rows of a table are told apart when they are kept.
        let digest = key_digest(&[name.as_ref(), code.as_ref(), &row.year, &row.tax].join("\u{1f}"));
        (name, code, digest)
    });
    let mut seen = DigestSet::with_capacity_and_hasher(cleaned.len(), BuildHasherDefault::default());
    let kept: Vec<_> = cleaned.iter().filter(|(_, _, digest)| seen.insert(*digest)).collect();
    let index = EnterpriseIndex::new(register.iter().cloned(), &["桐庐", "浙江"]);
    let coded: Vec<_> = kept.iter().map(|(_, code, _)| (Some(code.as_ref()), None)).collect();
    let by_code = index.sure_of_each(&coded);
    let others = kept.iter().zip(&by_code).filter(|(_, found)| found.is_none());
    let named: Vec<_> =
        others.map(|((name, code, _), _)| (Some(code.as_ref()), Some(name.as_ref()))).collect();
    let by_name = index.sure_of_each(&named).into_iter().flatten().count();
    let by_code = by_code.into_iter().flatten().count();
    format!("kept {}, code {by_code}, name {by_name}", kept.len())
}

fn paid(data: &Path) -> Result<Vec<Paid>> {
    let bytes = fs::read(data.join("tax_raw_gbk.csv"))?;
    let (text, ..) = encoding_rs::GBK.decode(&bytes);
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(text.as_bytes()).into_records() {
        let record = record?;
        let cell = |at| record.get(at).unwrap_or_default().to_owned();
        rows.push(Paid { name: cell(0), code: cell(1), year: cell(2), tax: cell(3) });
    }
    Ok(rows)
}

fn register(data: &Path) -> Result<Vec<Firm>> {
    let mut firms = Vec::new();
    for (id, record) in (0..).zip(csv::Reader::from_path(data.join("enterprise.csv"))?.into_records()) {
        let record = record?;
        let cell = |at| record.get(at).unwrap_or_default().to_owned();
        firms.push(Firm { id, code: cell(0).into(), name: cell(1).into(), former_names: None });
    }
    Ok(firms)
}
