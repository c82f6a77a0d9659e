//! One file per bureau and table, in the order in which they are best imported.

mod approvals;
mod catalogue;
mod encumbrances;
mod enterprises;
mod evaluation;
mod findings;
pub(super) mod holidays;
mod inspections;
mod leases;
mod occupancy;
mod parcels;
mod power;
mod spring;
mod statistics;
mod supply;
mod targets;
mod tax;

use lingdi_domain::Kind;

use super::county::County;
use super::write::{Sheet, workbook};
use super::{DemoError, DemoFile};

/// All files.
pub(crate) fn all(county: &County) -> Result<Vec<DemoFile>, DemoError> {
    let mut files = vec![
        file("演示_资规局_宗地_202203.zip", Kind::Parcels, parcels::shapefile(county)?),
        book("演示_资规局_供地合同_2010-2022.xlsx", Kind::Supply, &supply::sheet(county))?,
        book("演示_市监局_企业登记.xlsx", Kind::Enterprises, &enterprises::sheet(county))?,
        book("演示_专班_占用关系.xlsx", Kind::Occupancy, &occupancy::sheet(county))?,
    ];
    files.extend(tax::files(county)?);
    files.extend(evaluation::files(county)?);
    files.extend([
        book("演示_资规局_用途批复.xlsx", Kind::Approvals, &approvals::sheet(county))?,
        book("演示_属地_厂房租赁.xlsx", Kind::Leases, &leases::sheet(county))?,
        file("演示_供电_用电_2022.csv", Kind::Power, power::csv(county)?),
        book("演示_统计局_规上年报_2021.xlsx", Kind::Statistics, &statistics::sheet(county, 2021))?,
        book("演示_统计局_规上年报_2022.xlsx", Kind::Statistics, &statistics::sheet(county, 2022))?,
        book("演示_不动产登记_抵押查封_202203.xlsx", Kind::Encumbrances, &encumbered(county, (2022, 3, 15)))?,
        book("演示_不动产登记_抵押查封_202304.xlsx", Kind::Encumbrances, &encumbered(county, (2023, 4, 10)))?,
        book("演示_执法_执法检查_2022.xlsx", Kind::Inspections, &inspections::sheet(county, 2022))?,
        book("演示_执法_执法检查_2023.xlsx", Kind::Inspections, &inspections::sheet(county, 2023))?,
        book("演示_经信局_产业目录.xlsx", Kind::Catalogue, &catalogue::sheet())?,
        book("演示_节假日_2022.xlsx", Kind::Holidays, &holidays::sheet(2022))?,
        book("演示_节假日_2023.xlsx", Kind::Holidays, &holidays::sheet(2023))?,
        book("演示_专班_目标任务_2022.xlsx", Kind::Targets, &targets::sheet(2022))?,
        book("演示_专班_目标任务_2023.xlsx", Kind::Targets, &targets::sheet(2023))?,
        book("演示_资规局_人工认定.xlsx", Kind::Findings, &findings::sheet(county))?,
    ]);
    files.extend(spring::files(county)?);
    Ok(files)
}

fn encumbered(county: &County, (year, month, day): (i32, u32, u32)) -> Sheet {
    encumbrances::sheet(county, chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default())
}

fn file(name: &'static str, kind: Kind, bytes: Vec<u8>) -> DemoFile {
    DemoFile { name, kind, bytes, year: None, complete: Vec::new(), crs: None }
}

fn book(name: &'static str, kind: Kind, sheet: &Sheet) -> Result<DemoFile, DemoError> {
    Ok(file(name, kind, workbook(std::slice::from_ref(sheet))?))
}
