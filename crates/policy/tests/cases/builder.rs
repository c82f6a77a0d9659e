//! From a written case to the facts that the rules read. Firms come into being by being named.

use std::collections::BTreeMap;

use lingdi_domain::area::AreaUnit;
use lingdi_domain::money::MoneyUnit;
use lingdi_domain::source::SourceFile;
use lingdi_domain::{Area, Money, Ratio, Source, Text};
use lingdi_policy::facts::{
    Approval, CatalogueItem, CountyFacts, Enterprise, Evaluation, Finding, Lease, Occupancy, Parcel, Supply,
    Tax, TaxDeclaration,
};

use crate::form::Written;

pub(crate) fn facts(case: &Written) -> CountyFacts {
    let mut rows = Rows::default();
    let mut facts = CountyFacts {
        county: "330122".into(),
        batches: vec![SourceFile {
            sha256: "0".repeat(64).into(),
            name: "案例.toml".into(),
            sheets: Vec::new(),
        }],
        ..CountyFacts::default()
    };
    firms(case, &mut rows, &mut facts);
    land(case, &mut rows, &mut facts);
    money(case, &mut rows, &mut facts);
    papers(case, &mut rows, &mut facts);
    facts
}

/// Numbers rows and finds firms and parcels by name.
#[derive(Default)]
struct Rows {
    last: u32,
    firms: BTreeMap<Text, u32>,
    parcels: BTreeMap<Text, u32>,
}

impl Rows {
    fn next(&mut self) -> Source {
        self.last += 1;
        Source { batch: 0, sheet: 0, row: self.last }
    }

    fn firm(&self, name: &str) -> u32 {
        self.firms[name]
    }

    fn parcel(&self, code: &str) -> u32 {
        *self.parcels.get(code).unwrap_or_else(|| panic!("没有宗地 {code}"))
    }
}

fn firms(case: &Written, rows: &mut Rows, facts: &mut CountyFacts) {
    let named = case.enterprises.iter().map(|firm| &firm.name);
    let owners = case.parcels.iter().filter_map(|parcel| parcel.owner.as_ref());
    let occupants = case.occupancies.iter().filter(|row| !row.unmatched).map(|row| &row.name);
    let payers = case.taxes.iter().map(|tax| &tax.name);
    for name in named.chain(owners).chain(occupants).chain(payers) {
        if rows.firms.contains_key(name) {
            continue;
        }
        let written = case.enterprises.iter().find(|firm| firm.name == *name);
        let source = rows.next();
        rows.firms.insert(name.clone(), facts.enterprises.len() as u32);
        facts.enterprises.push(Enterprise {
            code: format!("案例{}", facts.enterprises.len()).into(),
            name: name.clone(),
            industry: written.and_then(|firm| firm.industry.clone()),
            founded_on: written.and_then(|firm| firm.founded_on),
            deregistered_on: written.and_then(|firm| firm.deregistered_on),
            source,
        });
    }
}

fn land(case: &Written, rows: &mut Rows, facts: &mut CountyFacts) {
    let mut parcels: Vec<_> = case.parcels.iter().collect();
    parcels.sort_by(|left, right| left.code.cmp(&right.code));
    for written in parcels {
        let source = rows.next();
        rows.parcels.insert(written.code.clone(), facts.parcels.len() as u32);
        facts.parcels.push(Parcel {
            code: written.code.clone(),
            area: area(&written.area),
            location: None,
            area_text: Some(written.area.clone()),
            land_use: written.land_use.clone().unwrap_or_else(|| "工业用地".into()),
            actual_use: written.actual_use.clone(),
            owner_name: written.owner.clone(),
            owner: written.owner.as_ref().map(|name| rows.firm(name)),
            supply_date: written.supply_date,
            unit: None,
            floor_area_ratio: written
                .floor_area_ratio
                .as_ref()
                .map(|text| Ratio::parse_decimal(text).unwrap()),
            idle: written.idle.as_ref().map(|text| yes(text)),
            idle_area: written.idle_area.as_ref().map(|text| area(text)),
            source,
        });
    }
    for row in &case.occupancies {
        let source = rows.next();
        facts.occupancies.push(Occupancy {
            parcel: rows.parcel(&row.parcel),
            enterprise: (!row.unmatched).then(|| rows.firm(&row.name)),
            name: Some(row.name.clone()),
            relation: row.relation.clone(),
            land_area: row.land_area.as_ref().map(|text| area(text)),
            floor_area: row.floor_area.as_ref().map(|text| area(text)),
            from: row.from,
            to: row.to,
            source,
        });
    }
}

fn money(case: &Written, rows: &mut Rows, facts: &mut CountyFacts) {
    for tax in &case.taxes {
        for (year, amount) in &tax.amounts {
            let source = rows.next();
            facts.taxes.push(Tax {
                enterprise: rows.firm(&tax.name),
                year: year.parse().unwrap(),
                tax_type: tax.kind.as_deref().map(Into::into),
                amount: Money::parse(amount, MoneyUnit::TenThousandYuan).unwrap(),
                source,
            });
        }
    }
    for complete in &case.complete {
        facts.tax_declarations.push(TaxDeclaration {
            year: complete.year,
            batch: 0,
            possibly_meant: complete.possibly_meant.iter().map(|name| rows.firm(name)).collect(),
        });
    }
    for evaluation in &case.evaluations {
        let source = rows.next();
        facts.evaluations.push(Evaluation {
            enterprise: rows.firm(&evaluation.name),
            year: evaluation.year,
            class: evaluation.class.clone(),
            source,
        });
    }
}

fn papers(case: &Written, rows: &mut Rows, facts: &mut CountyFacts) {
    for supply in &case.supplies {
        let source = rows.next();
        facts.supplies.push(Supply {
            parcel: rows.parcel(&supply.parcel),
            signed_on: supply.signed_on,
            handover_on: supply.handover_on,
            start_due: supply.start_due,
            started_on: supply.started_on,
            suspended_on: supply.suspended_on,
            area_due: supply.area_due.as_ref().map(|text| area(text)),
            area_developed: supply.area_developed.as_ref().map(|text| area(text)),
            investment_total: supply.investment_total.as_ref().map(|text| ten_thousand(text)),
            investment_made: supply.investment_made.as_ref().map(|text| ten_thousand(text)),
            source,
        });
    }
    for approval in &case.approvals {
        let source = rows.next();
        facts.approvals.push(Approval {
            parcel: rows.parcel(&approval.parcel),
            document: approval.document.clone(),
            approved_use: approval.approved_use.clone(),
            approved_on: approval.approved_on,
            temporary: approval.temporary.as_ref().map(|text| yes(text)),
            until: approval.until,
            rectified_on: approval.rectified_on,
            source,
        });
    }
    for lease in &case.leases {
        let source = rows.next();
        facts.leases.push(Lease {
            parcel: rows.parcel(&lease.parcel),
            lessee: None,
            area: area(&lease.area),
            from: lease.from,
            to: lease.to,
            lease_use: lease.business.clone(),
            source,
        });
    }
    for finding in &case.findings {
        let source = rows.next();
        facts.findings.push(Finding {
            parcel: rows.parcel(&finding.parcel),
            finding_type: finding.finding_type.clone(),
            document: finding.document.clone(),
            basis: finding.basis.clone(),
            conclusion: finding.conclusion.clone(),
            from: finding.from,
            to: finding.to,
            source,
        });
    }
    for item in &case.catalogue {
        let source = rows.next();
        facts.catalogue.push(CatalogueItem {
            catalogue: item.catalogue.clone(),
            version: item.version.clone(),
            class: Some(item.class.clone()),
            item: item.entry.clone(),
            industry: Some(item.industry.clone()),
            source,
        });
    }
}

/// `30 亩`, `13333.34 平方米`
fn area(text: &str) -> Area {
    let (number, unit) = text.split_once(' ').unwrap_or_else(|| panic!("面积要写单位：{text}"));
    let unit = match unit {
        "亩" => AreaUnit::Mu,
        "平方米" => AreaUnit::SquareMetre,
        other => panic!("没有面积单位 {other}"),
    };
    Area::parse(number, unit).unwrap()
}

/// `120 万元`
fn ten_thousand(text: &str) -> Money {
    let number = text.strip_suffix(" 万元").unwrap_or_else(|| panic!("金额要写万元：{text}"));
    Money::parse(number, MoneyUnit::TenThousandYuan).unwrap()
}

fn yes(text: &str) -> bool {
    match text {
        "是" => true,
        "否" => false,
        other => panic!("只能是“是”或“否”：{other}"),
    }
}
