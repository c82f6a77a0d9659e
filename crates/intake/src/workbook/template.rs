//! Blank forms that come back without mapping.

use lingdi_domain::Kind;
use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet};

use super::{WriteError, heading_format, note_format};
use crate::schema::{Field, Schema, ValueType, schema};

/// Name of the sheet that explains the columns; the reader passes over it.
pub(crate) const GUIDE_SHEET: &str = "填写说明";
/// Rows prepared with text format and drop-downs.
const ROWS_PREPARED: u32 = 5000;
/// Mark of the example row; the reader passes over rows that begin with it.
const EXAMPLE_MARK: &str = "示例：";

/// A blank form for a bureau: headings with units, a marked example row, drop-downs, and a sheet that
/// explains the columns. What is filled in comes back through [`crate::read`] without mapping.
///
/// # Errors
/// [`WriteError`] when the workbook cannot be written.
pub fn template(kind: Kind) -> Result<Vec<u8>, WriteError> {
    handed_out(kind, &[], &[])
}

/// The form with rows filled in below the example. Beside its own columns stand further ones that tell
/// the person what the rows are about; the reader keeps them as they are. A row holds both in order.
///
/// # Errors
/// [`WriteError`] when the workbook cannot be written.
pub fn handed_out(kind: Kind, beside: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, WriteError> {
    let schema = schema(kind);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name(kind.label())?;
    let text = Format::new().set_num_format("@");
    for (column, field) in schema.fields.iter().enumerate() {
        let column = column as u16;
        let heading = field.heading_with_unit();
        sheet.set_column_width(column, width(&heading, field))?;
        // As text, so that no office program turns a code into 9.13E+17.
        sheet.set_column_format(column, &text)?;
        sheet.write_with_format(0, column, &heading, &heading_format(is_needed(schema, field)))?;
        let mark = if column == 0 { EXAMPLE_MARK } else { "" };
        sheet.write_with_format(1, column, format!("{mark}{}", field.example), &note_format())?;
        add_drop_down(sheet, column, field)?;
    }
    for (nth, heading) in beside.iter().enumerate() {
        let column = (schema.fields.len() + nth) as u16;
        let places = rows.iter().filter_map(|row| row.get(usize::from(column))).map(|text| places(text));
        let wide = places.fold(self::places(heading), f64::max);
        sheet.set_column_width(column, (wide + 3.0).clamp(10.0, 40.0))?;
        sheet.write_with_format(0, column, *heading, &heading_format(false))?;
    }
    for (nth, row) in rows.iter().enumerate() {
        for (column, value) in row.iter().enumerate() {
            sheet.write_with_format(nth as u32 + 2, column as u16, value, &text)?;
        }
    }
    sheet.set_row_height(0, 24)?;
    sheet.set_freeze_panes(1, 0)?;
    write_guide(workbook.add_worksheet().set_name(GUIDE_SHEET)?, kind)?;
    Ok(workbook.save_to_buffer()?)
}

fn add_drop_down(sheet: &mut Worksheet, column: u16, field: &Field) -> Result<(), WriteError> {
    let words: &[&str] = match field.value {
        ValueType::OneOf(words) => words,
        ValueType::YesNo => &["是", "否"],
        _ => return Ok(()),
    };
    let validation = DataValidation::new().allow_list_strings(words)?;
    sheet.add_data_validation(2, column, ROWS_PREPARED, column, &validation)?;
    Ok(())
}

fn write_guide(sheet: &mut Worksheet, kind: Kind) -> Result<(), WriteError> {
    let schema = schema(kind);
    sheet.write(
        0,
        0,
        format!(
            "“{}”填写说明：示例行可以保留，导入时会跳过；列的顺序可以改动，可以增加其他列。",
            kind.label()
        ),
    )?;
    for (column, (title, width)) in [("列", 24.0), ("要求", 22.0), ("怎样填", 52.0)].iter().enumerate()
    {
        sheet.write_with_format(1, column as u16, *title, &heading_format(false))?;
        sheet.set_column_width(column as u16, *width)?;
    }
    for (nth, field) in schema.fields.iter().enumerate() {
        let row = nth as u32 + 2;
        sheet.write(row, 0, field.heading_with_unit())?;
        sheet.write(row, 1, requirement(schema, field))?;
        sheet.write(row, 2, how_to_fill(field))?;
    }
    Ok(())
}

fn is_needed(schema: &Schema, field: &Field) -> bool {
    schema.required.iter().any(|group| group.contains(&field.code))
}

fn requirement(schema: &Schema, field: &Field) -> String {
    match schema.required.iter().find(|group| group.contains(&field.code)) {
        Some([_]) => "必填".to_owned(),
        Some(group) => format!("{}，至少填一项", schema.group_label(group).replace('或', "、")),
        None => "选填，没有就留空".to_owned(),
    }
}

fn how_to_fill(field: &Field) -> String {
    match field.value {
        ValueType::Text => "文字".to_owned(),
        ValueType::Code => "18 位统一社会信用代码，文本格式".to_owned(),
        ValueType::ParcelCode => "19 位宗地代码，文本格式".to_owned(),
        ValueType::Area(rule) => format!("数字，单位{}；用其他单位请改表头括号", rule.unit().label()),
        ValueType::Money(rule) => format!("数字，单位{}；用其他单位请改表头括号", rule.unit().label()),
        ValueType::Year => "四位年份，如 2021".to_owned(),
        ValueType::Integer => "整数".to_owned(),
        ValueType::Decimal("") => "数字".to_owned(),
        ValueType::Decimal(unit) => format!("数字，单位{unit}"),
        ValueType::Percent => "百分数，如 45 或 45%".to_owned(),
        ValueType::Date => "日期，如 2019-03-05".to_owned(),
        ValueType::YesNo => "是 或 否".to_owned(),
        ValueType::OneOf(words) => words.join("、"),
    }
}

/// Wide enough for heading and example; a Chinese character takes two places.
fn width(heading: &str, field: &Field) -> f64 {
    (places(heading).max(places(field.example)) + 3.0).clamp(10.0, 40.0)
}

fn places(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ReadOptions, RowStatus, read};

    #[test]
    fn a_blank_form_of_every_kind_comes_back_without_rows_or_problems() {
        for kind in Kind::ALL {
            let table =
                read("空白表.xlsx", &template(*kind).unwrap(), &ReadOptions::new(*kind, "330122")).unwrap();
            assert_eq!((table.rows.len(), table.problems.len()), (0, 0), "{kind:?} {:?}", table.problems);
            assert_eq!(table.sheets[0].columns.len(), schema(*kind).fields.len(), "{kind:?}");
            assert_eq!(table.notes, ["表头之下没有数据行。"], "{kind:?}");
        }
    }

    #[test]
    fn a_form_filled_in_with_its_own_examples_has_no_problem() {
        for kind in Kind::ALL {
            let fields = schema(*kind).fields;
            let mut row: Vec<String> = fields.iter().map(|field| field.example.to_owned()).collect();
            row.push("厂房三幢".to_owned());
            let bytes = handed_out(*kind, &["现场情况（供参考）"], &[row]).unwrap();
            let table = read("填好的表.xlsx", &bytes, &ReadOptions::new(*kind, "330122")).unwrap();
            assert_eq!(table.problems, [], "{kind:?}");
            assert_eq!(table.rows.len(), 1, "{kind:?}");
            assert_eq!(table.rows[0].status, RowStatus::Ready, "{kind:?}");
            assert_eq!(table.sheets[0].skipped.len(), 1, "{kind:?}: the example row");
        }
    }
}
