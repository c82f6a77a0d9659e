//! Search results: parcels found by location, code, firm or former name.

use askama::Template;
use lingdi_domain::Category;
use serde::{Deserialize, Serialize};

use crate::frame::{Frame, Section};
use crate::parts::{Letter, letters};

/// `GET /search`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// The words.
    pub q: String,
}

/// A parcel that was found.
pub struct FoundRow {
    /// Its page.
    pub href: String,
    /// 坐落, or the code.
    pub title: String,
    /// Code in groups.
    pub code: String,
    /// 属地.
    pub unit: String,
    /// Why it was found: `曾用名 桐庐针织二厂，现 桐庐恒昇针织有限公司`.
    pub matched: String,
    /// Its categories.
    pub letters: Vec<Letter>,
    /// `列入` …
    pub status: &'static str,
}

/// The page.
#[derive(Template)]
#[template(path = "search.html")]
pub struct SearchPage {
    /// What surrounds it; `query` holds the words.
    pub frame: Frame,
    /// Parcels, best first.
    pub found: Vec<FoundRow>,
    /// All that match, also those not shown.
    pub total: String,
    /// Are there more than are shown?
    pub more: bool,
}

impl SearchPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = |title: &str, code: &str, matched: &str, category: Option<Category>| FoundRow {
            href: format!("/parcels/{code}"),
            title: title.to_owned(),
            code: crate::format::parcel_code(code),
            unit: "横村镇".to_owned(),
            matched: matched.to_owned(),
            letters: letters(category.as_slice()),
            status: if category.is_some() { "列入" } else { "不列入" },
        };
        Self {
            frame: Frame { query: "恒昇".to_owned(), ..Frame::sample(Section::None) },
            found: vec![
                row("方埠路18号", "330122102003GB00047", "使用企业 桐庐恒昇针织有限公司", Some(Category::A)),
                row(
                    "新民路5号",
                    "330122102003GB00051",
                    "曾用名 桐庐恒昇五金厂，现 桐庐新民五金有限公司",
                    None,
                ),
            ],
            total: "2".to_owned(),
            more: false,
        }
    }

    /// Nothing found.
    pub fn sample_empty() -> Self {
        Self { found: vec![], total: "0".to_owned(), ..Self::sample() }
    }
}
