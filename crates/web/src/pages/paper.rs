//! A document to print: heading, a small table of what it is, sections of paragraphs or of a table. 督查通报,
//! 表彰通报, 承诺书 and the sums of a list are this one sheet.

use askama::Template;

/// A table within a section.
#[derive(Debug, Clone, Default)]
pub struct PaperTable {
    /// Headings of the columns.
    pub head: Vec<&'static str>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// A section.
#[derive(Debug, Clone, Default)]
pub struct PaperSection {
    /// Its heading; none where the text stands for itself.
    pub title: &'static str,
    /// Paragraphs.
    pub lines: Vec<String>,
    /// A table after them.
    pub table: Option<PaperTable>,
}

/// The sheet.
#[derive(Template, Default)]
#[template(path = "paper.html")]
pub struct PaperSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// Where the reader came from, and its words.
    pub back: (String, &'static str),
    /// Heading.
    pub title: String,
    /// 文号, or that it is a draft.
    pub tag: String,
    /// What it is: pairs of name and value.
    pub head: Vec<(&'static str, String)>,
    /// Sections, in their order.
    pub sections: Vec<PaperSection>,
    /// Lines at the right of the foot: who issues, signs, and when.
    pub foot: Vec<String>,
    /// Day of printing.
    pub printed_on: String,
    /// Who prints.
    pub printed_by: String,
}

impl PaperSection {
    /// Paragraphs under a heading; `None` without any.
    pub fn of(title: &'static str, text: Option<&str>) -> Option<Self> {
        let lines: Vec<String> = text
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        (!lines.is_empty()).then_some(Self { title, lines, table: None })
    }

    /// A table under a heading; without rows, what stands in its place.
    pub fn listing(
        title: &'static str,
        head: &[&'static str],
        rows: Vec<Vec<String>>,
        nothing: &str,
    ) -> Self {
        if rows.is_empty() {
            return Self { title, lines: vec![nothing.to_owned()], table: None };
        }
        Self { title, lines: Vec::new(), table: Some(PaperTable { head: head.to_vec(), rows }) }
    }
}

impl PaperSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        let row = ["2023-0003", "横村镇", "方埠路18号", "厂房改作仓储", "2023-09-28", "整改中"];
        let head = ["编号", "单位", "地点", "问题", "整改期限", "整改情况"];
        let sections = [
            PaperSection::of("总体情况", Some("督查组实地查看 12 宗地块。")),
            Some(PaperSection::listing("发现的问题", &head, vec![row.map(str::to_owned).to_vec()], "没有。")),
            PaperSection::of("工作要求", Some("逐项整改，按期销号。")),
        ];
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: ("/supervisions/0".to_owned(), "返回督查"),
            title: "关于 2023 年三季度专项督查情况的通报".to_owned(),
            tag: "桐零地办〔2023〕9号".to_owned(),
            head: vec![("督查组组长", "江波".to_owned()), ("被督查单位", "横村镇、分水镇".to_owned())],
            sections: sections.into_iter().flatten().collect(),
            foot: vec!["县低效工业用地整治提升专班办公室".to_owned(), "2023-09-15".to_owned()],
            printed_on: "2023-10-09".to_owned(),
            printed_by: "章程".to_owned(),
        }
    }
}
