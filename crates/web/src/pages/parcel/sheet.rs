//! The print view: a reader with this sheet alone can redo the verdict.

use askama::Template;

use super::ParcelView;

/// The sheet.
#[derive(Template)]
#[template(path = "parcel/sheet.html")]
pub struct ParcelSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// The parcel.
    pub parcel: ParcelView,
    /// The whole hash of the edition.
    pub edition_hash: String,
    /// The sources once each, with the whole hash of each file.
    pub files: Vec<(String, String)>,
    /// Business date of printing.
    pub printed_on: String,
}

impl ParcelSheet {
    /// A believable sheet.
    pub fn sample() -> Self {
        let hash = "9f3ac41b5d77e2084a6610bb93ce52f7d08a1c3e5b7f9d2460e8c7a5b3f1c71e";
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            parcel: ParcelView::sample(),
            edition_hash: hash.to_owned(),
            files: ["资规局_宗地_202203.xlsx", "税务局_入库税收_2022.xlsx"]
                .map(|file| (file.to_owned(), hash.to_owned()))
                .to_vec(),
            printed_on: "2023-10-09".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_alone_names_clause_year_tax_area_and_source_cell() {
        let html = ParcelSheet::sample().render().unwrap();
        for part in ["三（一）", "2022", "68.05", "33.61005", "税务局_入库税收_2022.xlsx", "F217"]
        {
            assert!(html.contains(part), "{part} is not on the sheet");
        }
    }
}
