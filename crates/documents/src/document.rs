//! A document by its parts, whatever it is written to.

use chrono::NaiveDate;

/// An official document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// 标题
    pub title: String,
    /// 主送机关; empty for none.
    pub addressee: String,
    /// 正文
    pub parts: Vec<Part>,
    /// 附表, after the date, each on a page of its own.
    pub annexes: Vec<Sheet>,
    /// 署名
    pub signed: String,
    /// 成文日期; a draft has none.
    pub dated: Option<NaiveDate>,
    /// What it was made from, in small print at the end: 数据截止日期 and the fingerprint.
    pub source: String,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading(Level, String),
    /// A paragraph.
    Paragraph(String),
}

/// How deep a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// 一、
    First,
    /// （一）
    Second,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, one text for each column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its head, with the unit.
    pub head: &'static str,
    /// Are its texts figures, which are set to the right?
    pub figures: bool,
}

impl Column {
    /// Words.
    pub const fn words(head: &'static str) -> Self {
        Self { head, figures: false }
    }

    /// Figures.
    pub const fn figures(head: &'static str) -> Self {
        Self { head, figures: true }
    }
}

impl Document {
    pub(crate) fn heading(&mut self, level: Level, text: impl Into<String>) {
        self.parts.push(Part::Heading(level, text.into()));
    }

    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Paragraph(text.into()));
    }
}
