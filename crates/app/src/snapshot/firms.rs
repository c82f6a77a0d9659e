//! Firms: the register, firms that only other tables name, and which firm a row means.

use std::collections::HashSet;

use lingdi_domain::{CreditCode, Kind, Money, Source, Text, name, parallel, record};
use lingdi_intake::matching::{EnterpriseIndex, Firm, Match};
use lingdi_policy::facts as policy;
use lingdi_store::batches::Batch;
use lingdi_store::block::Get;

use super::Unmatched;
use super::build::Draft;
use super::rows::Rows;
use crate::Result;
use crate::imports::{KeptOut, Report};

/// Place names that firms' names begin with and that tell nobody apart.
const REGIONS: [&str; 6] = ["浙江省", "浙江", "杭州市", "杭州", "桐庐县", "桐庐"];

/// The firms of the county, and who is who among them.
#[derive(Debug)]
pub(super) struct Firms {
    pub(super) records: Vec<record::Enterprise>,
    pub(super) registered: Vec<bool>,
    sources: Vec<Source>,
    index: EnterpriseIndex,
}

impl Firms {
    /// The register, then those that hold or use land but stand in no register: their own code, or
    /// else their own name, is who they are.
    pub(super) fn new(rows: &Rows) -> Result<Self> {
        let (sources, records): (Vec<_>, Vec<record::Enterprise>) =
            rows.records(Kind::Enterprises)?.into_iter().unzip();
        let mut firms =
            Self { index: index(&records), registered: vec![true; records.len()], records, sources };
        let others = firms.unregistered(rows);
        if !others.is_empty() {
            for (record, source) in others {
                firms.records.push(record);
                firms.sources.push(source);
                firms.registered.push(false);
            }
            firms.index = index(&firms.records);
        }
        Ok(firms)
    }

    fn unregistered(&self, rows: &Rows) -> Vec<(record::Enterprise, Source)> {
        let unknown = |code: Option<&str>, name: Option<&str>| {
            self.index.sure(code, name).is_none()
                && matches!(self.index.resolve(code, name), Match::Unknown { .. })
        };
        let mut named: Vec<(Option<Text>, Option<Text>, Source)> = Vec::new();
        for (kind, code, name) in [(Kind::Parcels, "owner_code", "owner"), (Kind::Occupancy, "code", "name")]
        {
            for chunk in rows.of(kind) {
                let (codes, names) = (chunk.block.text(code), chunk.block.text(name));
                for row in chunk.rows() {
                    let (code, name) = (codes.at(row), names.at(row));
                    if (code.is_some() || name.is_some()) && unknown(code, name) {
                        named.push((code.map(Text::from), name.map(Text::from), chunk.source(row)));
                    }
                }
            }
        }
        // Those with a code first: a row that gives only the name then finds the coded firm.
        named.sort_by_key(|(code, _, _)| code.is_none());
        first_of_each(named)
    }

    /// As the rules read them.
    pub(super) fn facts(&self) -> Vec<policy::Enterprise> {
        let firm = |(firm, source): (&record::Enterprise, &Source)| policy::Enterprise {
            code: firm.code.clone(),
            name: firm.name.clone(),
            industry: firm.industry.clone(),
            founded_on: firm.founded_on,
            deregistered_on: firm.deregistered_on,
            source: source.clone(),
        };
        self.records.iter().zip(&self.sources).map(firm).collect()
    }

    /// The firm that is surely meant.
    pub(super) fn sure(&self, code: Option<&str>, name: Option<&str>) -> Option<u32> {
        self.index.sure(code, name)
    }

    /// The firm that each row of a kind surely means, chunk by chunk.
    pub(super) fn sure_of_each(&self, rows: &Rows, kind: Kind) -> Vec<Vec<Option<u32>>> {
        parallel::map(rows.of(kind), |chunk| {
            let (codes, names) = (chunk.block.text("code"), chunk.block.text("name"));
            chunk.rows().map(|row| self.index.sure(codes.at(row), names.at(row))).collect()
        })
    }

    /// The firm that a row means; notes the row as unmatched when nobody can be sure.
    pub(super) fn find_or_note(
        &self,
        draft: &mut Draft,
        kind: Kind,
        source: &Source,
        (code, name): (Option<&str>, Option<&str>),
        year: Option<i32>,
    ) -> Option<u32> {
        if code.is_none() && name.is_none() {
            return None;
        }
        if let Some(sure) = self.index.sure(code, name) {
            return Some(sure);
        }
        let (why, candidates) = match self.index.resolve(code, name) {
            Match::Sure(candidate) => return Some(candidate.id),
            Match::Doubtful(candidates) => {
                let candidates: Vec<_> =
                    candidates.into_iter().map(|candidate| (candidate.id, candidate.why)).collect();
                ("可能是登记表中的其他写法，待人工确认".to_owned(), candidates)
            }
            Match::Unknown { why } => (why, Vec::new()),
        };
        let subject = [code.unwrap_or_default(), name.unwrap_or_default()].join(" ").trim().to_owned();
        draft.unmatched.push(Unmatched { kind, source: source.clone(), subject, year, why, candidates });
        None
    }
}

fn index(firms: &[record::Enterprise]) -> EnterpriseIndex {
    let entries = (0..).zip(firms).map(|(id, firm)| Firm {
        id,
        code: firm.code.clone(),
        name: firm.name.clone(),
        former_names: firm.former_names.clone(),
    });
    EnterpriseIndex::new(entries, &REGIONS)
}

/// One firm for each code, and for each name without one.
fn first_of_each(named: Vec<(Option<Text>, Option<Text>, Source)>) -> Vec<(record::Enterprise, Source)> {
    let mut known: HashSet<String> = HashSet::new();
    let mut firms = Vec::new();
    for (code, firm_name, source) in named {
        let code = code.and_then(|code| CreditCode::parse(&code));
        let plain = firm_name.as_deref().map(name::normalised).unwrap_or_default();
        let coded = code.as_ref().map(|code| code.as_str().to_owned());
        let Some(identity) = coded.clone().or_else(|| (!plain.is_empty()).then(|| plain.clone())) else {
            continue;
        };
        if known.contains(&identity) {
            continue;
        }
        known.insert(identity);
        known.insert(plain);
        let firm = record::Enterprise {
            code: coded.unwrap_or_default().into(),
            name: firm_name.unwrap_or_default(),
            ..Default::default()
        };
        firms.push((firm, source));
    }
    firms
}

pub(super) fn add_tax(draft: &mut Draft, firms: &Firms, rows: &Rows, batches: &[Batch]) -> Result<()> {
    let first_unmatched = draft.unmatched.len();
    draft.facts.taxes.reserve(rows.count(Kind::Tax));
    let sure = firms.sure_of_each(rows, Kind::Tax);
    for (chunk, sure) in rows.of(Kind::Tax).iter().zip(sure) {
        let block = &chunk.block;
        let (codes, names, years) = (block.text("code"), block.text("name"), block.int("year"));
        let (tax_types, amounts) = (block.text("tax_type"), block.int("amount"));
        for (row, sure) in chunk.rows().zip(sure) {
            // A row without year or amount was refused on reading.
            let (Some(year), Some(amount)) = (years.at(row), amounts.at(row)) else { continue };
            let (year, source) = (year as i32, chunk.source(row));
            let named = (codes.at(row), names.at(row));
            let found = sure.or_else(|| firms.find_or_note(draft, Kind::Tax, &source, named, Some(year)));
            let Some(enterprise) = found else { continue };
            let tax_type = tax_types.at(row).map(Text::from);
            draft.facts.taxes.push(policy::Tax { enterprise, year, tax_type, amount: Money(amount), source });
        }
    }
    for (number, batch) in (0..).zip(batches).filter(|(_, batch)| batch.kind == Kind::Tax) {
        for year in &batch.complete_years {
            let blocked = draft.unmatched[first_unmatched..]
                .iter()
                .filter(|row| row.source.batch == number && row.year == Some(*year))
                .flat_map(|row| row.candidates.iter().map(|(firm, _)| *firm));
            let mut possibly_meant: Vec<u32> = blocked.collect();
            possibly_meant.extend(kept_out(firms, batch, *year)?);
            possibly_meant.sort_unstable();
            possibly_meant.dedup();
            let declaration = policy::TaxDeclaration { year: *year, batch: number, possibly_meant };
            draft.facts.tax_declarations.push(declaration);
        }
    }
    Ok(())
}

pub(super) fn add_evaluations(draft: &mut Draft, firms: &Firms, rows: &Rows) {
    draft.facts.evaluations.reserve(rows.count(Kind::Evaluation));
    let sure = firms.sure_of_each(rows, Kind::Evaluation);
    for (chunk, sure) in rows.of(Kind::Evaluation).iter().zip(sure) {
        let block = &chunk.block;
        let (codes, names) = (block.text("code"), block.text("name"));
        let (years, classes) = (block.int("year"), block.text("class"));
        for (row, sure) in chunk.rows().zip(sure) {
            let (Some(year), Some(class)) = (years.at(row), classes.at(row)) else { continue };
            let (year, source) = (year as i32, chunk.source(row));
            let named = (codes.at(row), names.at(row));
            let found =
                sure.or_else(|| firms.find_or_note(draft, Kind::Evaluation, &source, named, Some(year)));
            if let Some(enterprise) = found {
                let class = class.into();
                draft.facts.evaluations.push(policy::Evaluation { enterprise, year, class, source });
            }
        }
    }
}

/// Firms that a row kept out of a batch names, or might name: no zero follows from their absence.
fn kept_out(firms: &Firms, batch: &Batch, year: i32) -> Result<Vec<u32>> {
    let report: Report = serde_json::from_str(&batch.report)?;
    let counts = |row: &&KeptOut| {
        row.year.is_none_or(|named| named == year) && (!row.conflict || batch.max_standing == 0)
    };
    let mut meant = Vec::new();
    for row in report.kept_out.iter().filter(counts) {
        match firms.index.resolve(row.code.as_deref(), row.name.as_deref()) {
            Match::Sure(candidate) => meant.push(candidate.id),
            Match::Doubtful(candidates) => meant.extend(candidates.iter().map(|candidate| candidate.id)),
            Match::Unknown { .. } => {}
        }
    }
    Ok(meant)
}
