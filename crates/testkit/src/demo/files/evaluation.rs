//! 经信局: classes A–D of the comprehensive evaluation, two years.

use lingdi_domain::Kind;

use crate::demo::county::County;
use crate::demo::victim::{Victims, full_width};
use crate::demo::write::{Sheet, number, text, workbook};
use crate::demo::{DemoError, DemoFile};
use crate::rng::Rng;

/// Two workbooks.
pub(super) fn files(county: &County) -> Result<Vec<DemoFile>, DemoError> {
    let mut files = Vec::new();
    for (name, year) in [("演示_经信局_亩均评价_2021.xlsx", 2021), ("演示_经信局_亩均评价_2022.xlsx", 2022)]
    {
        let bytes = workbook(&[sheet(county, year)])?;
        files.push(DemoFile {
            name,
            kind: Kind::Evaluation,
            bytes,
            year: Some(year),
            complete: Vec::new(),
            crs: None,
        });
    }
    Ok(files)
}

fn sheet(county: &County, year: i32) -> Sheet {
    let headings = ["序号", "统一社会信用代码", "企业名称", "年度", "评价类别", "综合得分"];
    let mut sheet =
        Sheet::new("评价结果", &format!("桐庐县工业企业亩均效益综合评价结果（{year}年度）"), &headings);
    sheet.groups = vec![("", 1), ("企业", 2), ("评价结果", 3)];
    let mut rng = Rng::new(&format!("evaluation {year}"));
    let land = land(county);
    for (firm, land) in county.firms.iter().zip(land) {
        let evaluated = firm.above_scale || land >= 3.0 && rng.chance(0.9);
        if !(evaluated || firm.class.is_some()) || !crate::demo::tax::existed(firm, year) || !firm.registered
        {
            continue;
        }
        let noise = (0.12 * rng.normal()).exp();
        let class = match firm.class {
            Some(class) if year == 2022 || rng.chance(0.6) => class,
            _ => class(firm.rate * noise),
        };
        let score = match class {
            "A" => rng.between(85.0, 119.0),
            "B" => rng.between(65.0, 84.9),
            "C" => rng.between(45.0, 64.9),
            _ => rng.between(18.0, 44.0),
        };
        let serial = number((sheet.rows.len() + 1) as f64, 0);
        let year = number(f64::from(year), 0);
        sheet.rows.push(vec![
            serial,
            text(&firm.code),
            text(&firm.name),
            year,
            text(class),
            number(score, 2),
        ]);
    }
    if year == 2022 {
        spoil(&mut sheet);
    }
    sheet
}

/// 亩 that each firm uses.
fn land(county: &County) -> Vec<f64> {
    let mut land = vec![0.0; county.firms.len()];
    for tenure in county.tenures.iter().filter(|tenure| tenure.to.is_none()) {
        land[tenure.firm] += tenure.land;
    }
    land
}

/// The class by tax per 亩; the last one is only ever given by a story.
fn class(rate: f64) -> &'static str {
    match rate {
        rate if rate >= 24.0 => "A",
        rate if rate >= 7.0 => "B",
        _ => "C",
    }
}

fn spoil(sheet: &mut Sheet) {
    let mut victims = Victims::among(sheet.rows.len(), "dirt evaluation");
    for row in victims.take(5, |_| true) {
        sheet.set(row, "评价类别", text(full_width(&sheet.text(row, "评价类别"))));
    }
    let second = |row: usize| sheet.text(row, "评价类别") == "B";
    for row in victims.take(1, second) {
        let mut other = sheet.rows[row].clone();
        other[0] = number((sheet.rows.len() + 1) as f64, 0);
        other[sheet.column("评价类别")] = text("C");
        sheet.rows.push(other);
    }
}
