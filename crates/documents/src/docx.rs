//! A document as docx, set by GB/T 9704-2012: A4, 22 lines of 28 characters, text in 3号仿宋, headings in
//! 黑体 and 楷体, title in 2号小标宋.
//!
//! The file names the fonts that offices have; whoever opens it without them sees the next best.

use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, LineSpacingType, PageMargin, PageNum, PageOrientationType,
    PageSize, Paragraph, Run, RunFonts, SectionProperty, SpecialIndentType, Table, TableCell, TableRow,
    VAlignType, WidthType,
};

use crate::{Document, Level, Part, Sheet};

/// A4, in twentieths of a point.
const WIDTH: u32 = 11_906;
const HEIGHT: u32 = 16_838;
/// The name that the library gives to the first footer.
const FIRST_FOOTER: &str = "rIdFooter1";
/// A hundred percent, in fiftieths.
const WHOLE_WIDTH: usize = 5_000;
/// 固定值 28 磅: 22 lines on a page.
const LINE: i32 = 560;
/// 3号, 16 points, in half points.
const TEXT: usize = 32;
/// 2号, 22 points.
const TITLE: usize = 44;
/// 小五, 9 points: sixteen columns stand on a page.
const SMALL: usize = 18;
/// Two characters of 3号.
const INDENT: i32 = 640;

const BODY: &str = "仿宋_GB2312";
const BLACK: &str = "黑体";
const KAI: &str = "楷体_GB2312";
const SONG: &str = "方正小标宋简体";

/// Writes a document.
///
/// # Errors
///
/// What the library says when it cannot pack the file.
pub fn docx(document: &Document) -> Result<Vec<u8>, String> {
    let mut docx = Docx::new()
        .default_fonts(fonts(BODY))
        .default_size(TEXT)
        .page_size(WIDTH, HEIGHT)
        .page_margin(margins())
        .footer(page_numbers());
    for paragraph in text(document) {
        docx = docx.add_paragraph(paragraph);
    }
    if !document.annexes.is_empty() {
        // Wide tables lie on their side, in a section of their own.
        let upright = PageSize::new().size(WIDTH, HEIGHT);
        let upright = SectionProperty::new().page_size(upright).page_margin(margins());
        let upright = upright.footer(page_numbers(), FIRST_FOOTER);
        docx = docx.add_paragraph(Paragraph::new().section_property(upright));
        docx = docx.page_size(HEIGHT, WIDTH).page_orient(PageOrientationType::Landscape);
    }
    for (n, annex) in document.annexes.iter().enumerate() {
        let title = line(BLACK, TEXT, &annex.title).align(AlignmentType::Center);
        docx = docx.add_paragraph(title.page_break_before(n > 0)).add_table(table(annex));
    }
    docx = docx.add_paragraph(small(&document.source));
    let mut bytes = std::io::Cursor::new(Vec::new());
    docx.build().pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// Title, text, and who signs it when.
fn text(document: &Document) -> Vec<Paragraph> {
    let empty = || Paragraph::new().line_spacing(spacing());
    let mut paragraphs = vec![line(SONG, TITLE, &document.title).align(AlignmentType::Center), empty()];
    if !document.addressee.is_empty() {
        paragraphs.push(line(BODY, TEXT, &format!("{}：", document.addressee)));
    }
    paragraphs.extend(document.parts.iter().map(|part| match part {
        Part::Heading(Level::First, text) => indented(BLACK, text),
        Part::Heading(Level::Second, text) => indented(KAI, text),
        Part::Paragraph(text) => indented(BODY, text),
    }));
    paragraphs.push(empty());
    let dated = document.dated.map(|day| day.format("%Y年%-m月%-d日").to_string());
    let signature = std::iter::once(document.signed.clone()).chain(dated);
    paragraphs.extend(signature.map(|words| line(BODY, TEXT, &words).align(AlignmentType::Right)));
    paragraphs
}

fn table(sheet: &Sheet) -> Table {
    let head = sheet.columns.iter().map(|column| cell(column.head, false, BLACK));
    let row = |row: &Vec<String>| {
        let cells = row.iter().zip(&sheet.columns);
        TableRow::new(cells.map(|(text, column)| cell(text, column.figures, BODY)).collect())
    };
    let rows = std::iter::once(TableRow::new(head.collect())).chain(sheet.rows.iter().map(row));
    Table::new(rows.collect()).width(WHOLE_WIDTH, WidthType::Pct)
}

fn cell(text: &str, figures: bool, font: &str) -> TableCell {
    let align = if figures { AlignmentType::Right } else { AlignmentType::Center };
    let run = Run::new().add_text(text).size(SMALL).fonts(fonts(font));
    TableCell::new()
        .vertical_align(VAlignType::Center)
        .add_paragraph(Paragraph::new().add_run(run).align(align))
}

fn line(font: &str, size: usize, text: &str) -> Paragraph {
    let run = Run::new().add_text(text).size(size).fonts(fonts(font));
    Paragraph::new().add_run(run).line_spacing(spacing())
}

fn indented(font: &str, text: &str) -> Paragraph {
    line(font, TEXT, text).indent(None, Some(SpecialIndentType::FirstLine(INDENT)), None, None)
}

fn small(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text).size(SMALL).fonts(fonts(BODY)))
}

fn spacing() -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(LINE)
}

/// Chinese in the font of the form, figures too: the norm sets them in the same.
fn fonts(name: &str) -> RunFonts {
    RunFonts::new().east_asia(name).ascii(name).hi_ansi(name)
}

/// 天头 37, 订口 28, 版心 156 × 225 mm.
fn margins() -> PageMargin {
    PageMargin::new().top(mm(37)).bottom(mm(35)).left(mm(28)).right(mm(26)).footer(mm(28))
}

/// — 1 —, 4号宋体.
fn page_numbers() -> Footer {
    let dash = || Run::new().add_text("—").size(28).fonts(fonts("宋体"));
    let paragraph = Paragraph::new().align(AlignmentType::Center).add_run(dash());
    Footer::new().add_paragraph(paragraph.add_page_num(PageNum::new()).add_run(dash()))
}

/// Millimetres in twentieths of a point.
fn mm(length: i32) -> i32 {
    length * 1_440 * 10 / 254
}
