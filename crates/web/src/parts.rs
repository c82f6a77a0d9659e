//! Small views that several pages share.

use std::fmt;

use askama::filters::HtmlSafe;
use lingdi_domain::{Category, MainCategory};

/// Where a value came from, as a reader can look it up.
#[derive(Debug, Clone, Default)]
pub struct SourceView {
    /// File name.
    pub file: String,
    /// Sheet or layer; empty for csv.
    pub sheet: String,
    /// Cell badges such as `F211`, or `第 12 行` where no column is meant.
    pub cells: Vec<String>,
    /// The batch's page.
    pub href: String,
}

impl SourceView {
    /// One entry per sheet, in order of first mention, with all its cells once.
    pub fn gather(sources: impl IntoIterator<Item = Self>) -> Vec<Self> {
        let mut gathered: Vec<Self> = Vec::new();
        for source in sources {
            let same = |other: &&mut Self| {
                (&other.href, &other.file, &other.sheet) == (&source.href, &source.file, &source.sheet)
            };
            match gathered.iter_mut().find(same) {
                Some(sheet) => sheet.cells.extend(source.cells),
                None => gathered.push(source),
            }
        }
        for sheet in &mut gathered {
            let mut seen = std::collections::BTreeSet::new();
            sheet.cells.retain(|cell| seen.insert(cell.clone()));
        }
        gathered
    }
}

/// A figure with its unit and one line of words; a link to the list behind it.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// What it counts.
    pub label: String,
    /// The figure, formatted.
    pub value: String,
    /// Its unit; may be empty.
    pub unit: String,
    /// One line of words; may be empty.
    pub note: String,
    /// The list behind it; empty when there is none.
    pub href: String,
    /// `good`, `warn`, `bad` or empty.
    pub tone: &'static str,
}

impl Figure {
    /// A figure that opens a list.
    pub fn new(label: &str, value: &str, unit: &str, note: &str, href: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: value.to_owned(),
            unit: unit.to_owned(),
            note: note.to_owned(),
            href: href.to_owned(),
            tone: "",
        }
    }

    /// The same figure with a tone.
    #[must_use]
    pub fn tone(self, tone: &'static str) -> Self {
        Self { tone, ..self }
    }
}

/// The letter of a category in its colour: `A`. Prints as HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letter(pub MainCategory);

/// The letter and the name of a category: `A 亩均低效`. Prints as HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryTag(pub MainCategory);

impl CategoryTag {
    /// All four, for legends.
    pub const ALL: [Self; 4] =
        [Self(MainCategory::A), Self(MainCategory::B), Self(MainCategory::C), Self(MainCategory::D)];
}

impl fmt::Display for Letter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, label) = (self.0.code(), self.0.label());
        write!(out, r#"<span class="letter {}" title="{label}">{code}</span>"#, class(self.0))
    }
}

impl fmt::Display for CategoryTag {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, r#"<span class="category {}">{}{}</span>"#, class(self.0), Letter(self.0), self.0.label())
    }
}

impl HtmlSafe for Letter {}
impl HtmlSafe for CategoryTag {}

/// The style class of a category: `a`, `b`, `c` or `d`.
pub fn class(category: MainCategory) -> &'static str {
    match category {
        MainCategory::A => "a",
        MainCategory::B => "b",
        MainCategory::C => "c",
        MainCategory::D => "d",
    }
}

/// The letters of these categories, each once, in the order of the document.
pub fn letters(categories: &[Category]) -> Vec<Letter> {
    let mut mains: Vec<_> = categories.iter().map(|category| category.main()).collect();
    mains.sort_unstable();
    mains.dedup();
    mains.into_iter().map(Letter).collect()
}

/// A choice in a drop-down.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Is it the present one?
    pub selected: bool,
}

impl Choice {
    /// Choices of which `present` is selected.
    pub fn list<'a>(options: impl IntoIterator<Item = (&'a str, &'a str)>, present: &str) -> Vec<Self> {
        let choice = |(value, label): (&str, &str)| Self {
            value: value.to_owned(),
            label: label.to_owned(),
            selected: value == present,
        };
        options.into_iter().map(choice).collect()
    }
}

/// A step of a page number bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageStep {
    /// A link to another page.
    Link(u64, String),
    /// The page being shown.
    Here(u64),
    /// Pages left out.
    Gap,
}

/// Where in a long list the reader stands.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// Number of the first row shown, from 1.
    pub first: u64,
    /// Number of the last row shown.
    pub last: u64,
    /// All rows.
    pub total: u64,
    /// What is counted: 宗, 条.
    pub unit: &'static str,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
    /// The numbers between.
    pub steps: Vec<PageStep>,
}

impl Pager {
    /// `page` counts from 1; `address` gives the address of a page by its number.
    pub fn new(
        page: u64,
        size: u64,
        total: u64,
        unit: &'static str,
        address: impl Fn(u64) -> String,
    ) -> Self {
        let size = size.max(1);
        let pages = total.div_ceil(size).max(1);
        let page = page.clamp(1, pages);
        let mut steps = Vec::new();
        for number in 1..=pages {
            if number == page {
                steps.push(PageStep::Here(number));
            } else if number == 1 || number == pages || number.abs_diff(page) <= 1 {
                steps.push(PageStep::Link(number, address(number)));
            } else if steps.last() != Some(&PageStep::Gap) {
                steps.push(PageStep::Gap);
            }
        }
        Self {
            first: if total == 0 { 0 } else { (page - 1) * size + 1 },
            last: (page * size).min(total),
            total,
            unit,
            previous: (page > 1).then(|| address(page - 1)),
            next: (page < pages).then(|| address(page + 1)),
            steps,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parcel_of_two_parts_of_one_category_shows_its_letter_once() {
        let letters = letters(&[Category::D2, Category::C1, Category::C2]);
        assert_eq!(letters, [Letter(MainCategory::C), Letter(MainCategory::D)]);
    }

    #[test]
    fn cells_of_one_sheet_are_named_together_and_once() {
        let source = |sheet: &str, cell: &str| SourceView {
            sheet: sheet.to_owned(),
            cells: vec![cell.to_owned()],
            ..SourceView::default()
        };
        let gathered = SourceView::gather([
            source("一", "F1"),
            source("二", "A1"),
            source("一", "F2"),
            source("一", "F1"),
        ]);
        let cells: Vec<_> = gathered.iter().map(|source| source.cells.join(" ")).collect();
        assert_eq!(cells, ["F1 F2", "A1"]);
    }

    #[test]
    fn a_long_list_leaves_pages_out_but_never_the_first_and_the_last() {
        let pager = Pager::new(7, 11, 641, "宗", |page| format!("?page={page}"));
        assert_eq!((pager.first, pager.last), (67, 77));
        let text: Vec<_> = pager
            .steps
            .iter()
            .map(|step| match step {
                PageStep::Link(number, _) => number.to_string(),
                PageStep::Here(number) => format!("[{number}]"),
                PageStep::Gap => "…".to_owned(),
            })
            .collect();
        assert_eq!(text.join(" "), "1 … 6 [7] 8 … 59");
        assert_eq!(pager.next.as_deref(), Some("?page=8"));
    }

    #[test]
    fn an_empty_list_has_one_page_and_counts_from_nothing() {
        let pager = Pager::new(9, 11, 0, "宗", |page| page.to_string());
        assert_eq!((pager.first, pager.last, pager.previous, pager.next), (0, 0, None, None));
    }
}
