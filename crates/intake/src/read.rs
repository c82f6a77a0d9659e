//! Reading a file: every sheet that fits, every row of it.

use lingdi_domain::Text;
use lingdi_geo::Layer;

use crate::cell::{self, Complaint, Reading};
use crate::formats;
use crate::ground::Ground;
use crate::options::ReadOptions;
use crate::plan::{self, Mapping, Misfit, Plan};
use crate::problem::{Problem, Severity};
use crate::refusal::Refusal;
use crate::rows::{RowReader, settle_repeats};
use crate::schema::schema;
use crate::sheet::{Book, Sheet};
use crate::table::{SheetReport, Table};
use crate::text::excerpt;
use crate::workbook::GUIDE_SHEET;

/// Reads a file as the kind of table that the options name.
///
/// The format is told by the bytes; `file_name` serves messages and, as a proposal that is said, the
/// year. A bad row never stops the others: it is in [`Table::rows`] as refused, with its problems.
///
/// # Errors
/// A [`Refusal`] when nothing can be read at all: not a table, damaged, encrypted, no sheet whose
/// headings fit.
pub fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Table, Refusal> {
    Opened::file(file_name, bytes, options.encoding.as_deref())?.read(options)
}

/// A file whose cells lie open, before anybody says what they mean: for looking at it, for asking what
/// it holds, and for reading it, without opening it twice.
#[derive(Debug)]
pub struct Opened {
    pub(crate) file_name: String,
    pub(crate) book: Book,
}

impl Opened {
    /// Opens a file.
    ///
    /// # Errors
    /// A [`Refusal`] when it is no table, damaged or encrypted.
    pub fn file(file_name: &str, bytes: &[u8], encoding: Option<&str>) -> Result<Self, Refusal> {
        Ok(Self { file_name: file_name.to_owned(), book: formats::open(file_name, bytes, encoding)? })
    }

    /// Takes layers that were opened elsewhere (a GeoPackage).
    pub fn layers(file_name: &str, layers: Vec<Layer>) -> Self {
        Self { file_name: file_name.to_owned(), book: formats::layer::geopackage(layers) }
    }

    /// Reads it, as [`read`] does.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(self, options: &ReadOptions) -> Result<Table, Refusal> {
        read_book(&self.file_name, self.book, options)
    }

    /// What the rows have in one field, as text, in the order of the file; rows that have nothing there
    /// are left out. Shapes and all other columns stay unread.
    ///
    /// # Errors
    /// As [`read`].
    pub fn texts(&self, options: &ReadOptions, field: &str) -> Result<Vec<Text>, Refusal> {
        let mapping = plan::mapping(options.kind, &options.map)?;
        let mut texts = Vec::new();
        for at in chosen_sheets(&self.book, options)? {
            let sheet = &self.book.sheets[at];
            if let Ok(plan) = plan::plan(sheet, options, &mapping, &self.file_name) {
                texts.extend(column(sheet, &plan, field));
            }
        }
        Ok(texts)
    }
}

/// The texts of one planned column.
fn column<'s>(sheet: &'s Sheet, plan: &'s Plan, field: &str) -> impl Iterator<Item = Text> + use<'s> {
    let planned = plan.columns.iter().find(|column| column.field.code == field);
    let rows = &sheet.rows[plan.data_start.min(sheet.rows.len())..];
    planned.into_iter().flat_map(move |column| {
        rows.iter().filter_map(|row| match cell::read(row.cell(column.index), column.field, column.unit) {
            Reading::Taken(taken) => Some(taken.value.to_text()),
            Reading::Absent | Reading::Unreadable(_) => None,
        })
    })
}

fn read_book(file_name: &str, mut book: Book, options: &ReadOptions) -> Result<Table, Refusal> {
    let mapping = plan::mapping(options.kind, &options.map)?;
    let chosen = chosen_sheets(&book, options)?;
    let mut table = Table {
        format: book.format,
        encoding: book.encoding.take(),
        sheets: Vec::new(),
        rows: Vec::new(),
        problems: Vec::new(),
        notes: std::mem::take(&mut book.notes),
    };
    let mut misfits = Vec::new();
    for (at, sheet) in book.sheets.iter_mut().enumerate() {
        if !chosen.contains(&at) {
            if sheet.hidden && options.sheet.is_none() {
                table
                    .notes
                    .push(format!("隐藏的工作表“{}”未读取；需要时请指定该工作表（--sheet）。", sheet.name));
            }
            continue;
        }
        match plan::plan(sheet, options, &mapping, file_name) {
            Ok(plan) => read_sheet(sheet, &plan, options, &mut table)?,
            Err(misfit) if sheet.rows.is_empty() => drop(misfit),
            Err(misfit) => misfits.push((sheet.name.clone(), misfit)),
        }
    }
    if table.sheets.is_empty() {
        return Err(no_sheet_fits(misfits, options, &mapping));
    }
    table.notes.extend(misfits.iter().map(|(name, misfit)| left_out(name, misfit, options)));
    if table.rows.is_empty() {
        table.notes.push("表头之下没有数据行。".to_owned());
    }
    settle(&mut table, options);
    Ok(table)
}

fn chosen_sheets(book: &Book, options: &ReadOptions) -> Result<Vec<usize>, Refusal> {
    let Some(wanted) = &options.sheet else {
        let is_data = |at: &usize| !book.sheets[*at].hidden && book.sheets[*at].name != GUIDE_SHEET;
        return Ok((0..book.sheets.len()).filter(is_data).collect());
    };
    let found = book.sheets.iter().position(|sheet| sheet.name.trim() == wanted.trim());
    found.map(|at| vec![at]).ok_or_else(|| {
        let names: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        Refusal::new(format!("没有工作表“{wanted}”。"), format!("文件里有：{}。", names.join("、")))
    })
}

fn read_sheet(
    sheet: &mut Sheet,
    plan: &Plan,
    options: &ReadOptions,
    table: &mut Table,
) -> Result<(), Refusal> {
    let ground = match sheet.layer.take() {
        Some(mut layer) => {
            let (ground, notes) = Ground::of(&mut layer, options)?;
            table.notes.extend(notes);
            Some(ground)
        }
        None => None,
    };
    let source = table.source_count() as u16;
    let reader =
        RowReader { sheet, plan, options, ground: ground.as_ref(), source, rows_before: table.rows.len() };
    let mut gathered = reader.read();
    let report = reader.report(&mut gathered);
    let warnings =
        plan.warnings.iter().map(|(column, complaint)| about_column(&report, plan, *column, complaint));
    table.problems.extend(warnings);
    table.problems.append(&mut gathered.problems);
    table.rows.append(&mut gathered.rows);
    table.sheets.push(report);
    Ok(())
}

fn about_column(report: &SheetReport, plan: &Plan, column: Option<usize>, complaint: &Complaint) -> Problem {
    let planned = plan.columns.iter().find(|planned| Some(planned.index) == column);
    let extra = plan.extras.iter().find(|extra| Some(extra.index) == column);
    let place = planned
        .map(|planned| (planned.letter.clone(), planned.heading.clone()))
        .or_else(|| extra.map(|extra| (extra.letter.clone(), extra.heading.clone())));
    let (column, heading) = place.unwrap_or_default();
    Problem {
        sheet: report.source,
        sheet_name: report.name.clone(),
        row: report.header_rows.1,
        column,
        value: heading.clone(),
        heading,
        severity: Severity::Warning,
        message: complaint.message.clone(),
        remedy: complaint.remedy.clone(),
    }
}

/// Finds repeated rows over all sheets and brings the problems into the order of the file.
fn settle(table: &mut Table, options: &ReadOptions) {
    let names: Vec<String> = table.source_sheets().into_iter().map(|sheet| sheet.name.into()).collect();
    let name = |sheet: u16| names.get(usize::from(sheet)).cloned().unwrap_or_default();
    let repeats = settle_repeats(schema(options.kind), &mut table.rows, name);
    table.problems.extend(repeats);
    table.problems.sort_by_key(|problem| (problem.sheet, problem.row));
}

/// The file's refusal tells of the sheet that came closest.
fn no_sheet_fits(misfits: Vec<(String, Misfit)>, options: &ReadOptions, mapping: &Mapping) -> Refusal {
    let Some((name, misfit)) = misfits.into_iter().max_by_key(|(_, misfit)| misfit.fields) else {
        return Refusal::new(
            "文件里没有可读的数据行。",
            "请核对是否传错文件；隐藏的工作表需用 --sheet 指明。",
        );
    };
    let kind = options.kind;
    let sheet = if name.is_empty() { String::new() } else { format!("工作表“{name}”") };
    let found = listed(&misfit.headings);
    if misfit.fields == 0 {
        return Refusal::new(
            format!("{sheet}没有一列能对应“{}”的字段。找到的列：{found}。", kind.label()),
            format!(
                "请核对数据类型是否选对；列名不同的请指定映射（--map 字段=列名），或下载“{}”模板填写。",
                kind.label()
            ),
        );
    }
    let temporary = if misfit.missing.iter().any(|name| name == "宗地代码") && !mapping.is_empty() {
        "确实没有宗地代码的，请指定年度（--year），由系统编临时号。"
    } else {
        ""
    };
    let first = misfit.missing.first().map(String::as_str).unwrap_or_default();
    let first = first.split('或').next().unwrap_or_default();
    let place = if misfit.row == 0 { String::new() } else { format!("表头在第 {} 行，", misfit.row) };
    Refusal::new(
        format!(
            "{sheet}缺少“{}”必需的列：{}。{place}找到的列：{found}。",
            kind.label(),
            misfit.missing.join("、")
        ),
        format!(
            "请在原表补上；只是列名不同的请指定映射（--map {first}=列名），或下载“{}”模板填写。{temporary}",
            kind.label()
        ),
    )
}

fn left_out(name: &str, misfit: &Misfit, options: &ReadOptions) -> String {
    if misfit.fields == 0 {
        format!("工作表“{name}”不像“{}”，未读取。", options.kind.label())
    } else {
        format!("工作表“{name}”缺少必需的列（{}），未读取。", misfit.missing.join("、"))
    }
}

fn listed(headings: &[String]) -> String {
    const MOST: usize = 40;
    let text = headings.iter().take(MOST).map(|heading| excerpt(heading)).collect::<Vec<_>>().join("、");
    match headings.len() {
        0 => "（没有找到表头）".to_owned(),
        count if count > MOST => format!("{text} 等 {count} 列"),
        _ => text,
    }
}
