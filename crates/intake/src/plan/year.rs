//! The year of a table that has no column for it.

use super::Plan;
use crate::cell::Complaint;
use crate::options::ReadOptions;
use crate::schema::schema;
use crate::sheet::Sheet;

/// Takes the year as told, else from title, sheet name or file name, and says so.
pub(super) fn settle(plan: &mut Plan, sheet: &Sheet, options: &ReadOptions, file_name: &str) {
    let Some(field) = schema(options.kind).field("year") else { return };
    let is_wide = plan.columns.iter().any(|column| column.year.is_some());
    if plan.supplies("year") || is_wide {
        return;
    }
    if let Some(year) = options.year {
        plan.constants.push((field, year.into()));
        return;
    }
    let title: String = sheet.rows[..plan.head_first]
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.text() + " "))
        .collect();
    let places = [("表题", title.as_str()), ("工作表名", sheet.name.as_str()), ("文件名", file_name)];
    let found = places.iter().find_map(|(place, text)| Some((place, only_year(text)?)));
    if let Some((place, year)) = found {
        plan.constants.push((field, year.into()));
        plan.warnings.push((
            None,
            Complaint::new(
                format!("表中没有年度列，按{place}取 {year} 年度"),
                "请核对；不对时请指定年度（--year）",
            ),
        ));
    }
}

/// The one year that a text names; none if it names several.
fn only_year(text: &str) -> Option<i32> {
    let mut years = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (1990..=2100).contains(year));
    let first = years.next()?;
    years.all(|year: i32| year == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::only_year;

    #[test]
    fn a_name_proposes_a_year_only_when_it_names_one() {
        for (text, year) in [
            ("2021年度企业入库税收.xlsx", Some(2021)),
            ("2021年（截至2021年12月）", Some(2021)),
            ("2019-2021税收", None),
            ("20211231导出", None),
            ("Sheet1", None),
        ] {
            assert_eq!(only_year(text), year, "{text}");
        }
    }
}
