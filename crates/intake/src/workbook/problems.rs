//! The list of problems that goes back to the bureau.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use super::{WriteError, heading_format};
use crate::problem::Problem;

const HEADINGS: [(&str, f64); 8] = [
    ("工作表", 16.0),
    ("行号", 8.0),
    ("列", 8.0),
    ("列名", 20.0),
    ("原值", 28.0),
    ("程度", 8.0),
    ("问题", 56.0),
    ("处理办法", 48.0),
];
/// A worksheet holds 1,048,576 rows; the list has no cap, so it goes on in another.
const ROWS_PER_SHEET: usize = 1_000_000;

/// A workbook with one row per problem: where, what, why, and what to do.
///
/// # Errors
/// [`WriteError`] when a cell does not fit a workbook.
pub fn problem_sheet(problems: &[Problem]) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    if problems.is_empty() {
        write_headings(workbook.add_worksheet().set_name("问题表")?)?;
    }
    for (nth, chunk) in problems.chunks(ROWS_PER_SHEET).enumerate() {
        let name = if nth == 0 { "问题表".to_owned() } else { format!("问题表{}", nth + 1) };
        let sheet = workbook.add_worksheet().set_name(name)?;
        write_headings(sheet)?;
        for (at, problem) in chunk.iter().enumerate() {
            write_problem(sheet, at as u32 + 1, problem)?;
        }
        sheet.autofilter(0, 0, chunk.len() as u32, HEADINGS.len() as u16 - 1)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_headings(sheet: &mut Worksheet) -> Result<(), WriteError> {
    for (column, (heading, width)) in HEADINGS.iter().enumerate() {
        sheet.write_with_format(0, column as u16, *heading, &heading_format(false))?;
        sheet.set_column_width(column as u16, *width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_problem(sheet: &mut Worksheet, row: u32, problem: &Problem) -> Result<(), WriteError> {
    let text = Format::new().set_num_format("@").set_text_wrap();
    sheet.write(row, 0, &problem.sheet_name)?;
    if problem.row > 0 {
        sheet.write(row, 1, problem.row)?;
    }
    sheet.write(row, 2, &problem.column)?;
    sheet.write(row, 3, &problem.heading)?;
    sheet.write_with_format(row, 4, &problem.value, &text)?;
    sheet.write(row, 5, problem.severity.label())?;
    sheet.write_with_format(row, 6, &problem.message, &text)?;
    sheet.write_with_format(row, 7, &problem.remedy, &text)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use lingdi_domain::Kind;

    use super::*;
    use crate::{ReadOptions, preview, read};

    #[test]
    fn the_list_names_place_value_reason_and_way_out() {
        let text = "统一社会信用代码,企业名称\n9.13301E+17,甲公司\n";
        let table = read("表.csv", text.as_bytes(), &ReadOptions::new(Kind::Enterprises, "330122")).unwrap();
        let bytes = problem_sheet(&table.problems).unwrap();
        let grid = preview("问题表.xlsx", &bytes, None, None, 1, 10).unwrap();
        assert_eq!(grid.rows[0].cells[6..], ["问题", "处理办法"]);
        let row = &grid.rows[1].cells;
        assert_eq!(row[1..6], ["2", "A", "统一社会信用代码", "9.13301E+17", "拒收"]);
        assert!(row[6].contains("已丢失") && row[7].contains("文本格式"), "{row:?}");
    }

    #[test]
    fn a_list_without_problems_is_a_workbook_all_the_same() {
        let bytes = problem_sheet(&[]).unwrap();
        assert_eq!(preview("问题表.xlsx", &bytes, None, None, 1, 10).unwrap().last_row, 1);
    }
}
