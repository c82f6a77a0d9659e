//! What bureaus sent again in spring 2023: excerpts with what had changed since the plan came into force.

use lingdi_domain::Kind;

use super::{book, enterprises, file, leases, occupancy, parcels, supply};
use crate::demo::county::County;
use crate::demo::write::{Cell, Sheet};
use crate::demo::{DemoError, DemoFile};

/// Of so many rows one changed.
const ONE_OF: usize = 40;

/// One file a table.
pub(super) fn files(county: &County) -> Result<Vec<DemoFile>, DemoError> {
    Ok(vec![
        file("演示_资规局_变更地籍_202304.zip", Kind::Parcels, parcels::changes(county, ONE_OF)?),
        book("演示_资规局_供地补充_202304.xlsx", Kind::Supply, &excerpt(supply::sheet(county)))?,
        book("演示_市监局_登记变更_202304.xlsx", Kind::Enterprises, &excerpt(enterprises::sheet(county)))?,
        book("演示_专班_占用变更_202304.xlsx", Kind::Occupancy, &excerpt(occupancy::sheet(county)))?,
        book("演示_属地_租赁变更_202304.xlsx", Kind::Leases, &excerpt(leases::sheet(county)))?,
    ])
}

/// Some rows of a table, none of those that somebody spoilt.
fn excerpt(mut sheet: Sheet) -> Sheet {
    sheet.title.push_str("（2023年4月变更）");
    sheet.footer.clear();
    let is_plain = |cell: &Cell| match cell {
        Cell::Text(text) => {
            !text.chars().any(|c| ('\u{ff01}'..='\u{ff5e}').contains(&c) && !"（），：".contains(c))
        }
        _ => true,
    };
    let codes: Vec<usize> = ["统一社会信用代码", "宗地代码"]
        .iter()
        .filter_map(|name| sheet.headings.iter().position(|h| h == name))
        .collect();
    let is_whole = |row: &[Cell]| {
        codes
            .iter()
            .all(|at| matches!(&row[*at], Cell::Text(code) if !code.chars().any(|c| c.is_ascii_lowercase())))
    };
    let rows = std::mem::take(&mut sheet.rows).into_iter();
    sheet.rows = rows.filter(|row| row.iter().all(is_plain) && is_whole(row)).step_by(ONE_OF).collect();
    sheet
}
