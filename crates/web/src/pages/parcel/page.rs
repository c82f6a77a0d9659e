//! The page of a parcel.

use askama::Template;

use crate::frame::{Frame, Section};

use super::{FindingForm, FindingFormView, ParcelView};

/// The page.
#[derive(Template)]
#[template(path = "parcel.html")]
pub struct ParcelPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The parcel.
    pub parcel: ParcelView,
    /// The form 人工认定.
    pub form: FindingFormView,
}

impl ParcelPage {
    /// A believable parcel.
    pub fn sample() -> Self {
        Self {
            frame: Frame::sample(Section::List),
            parcel: ParcelView::sample(),
            form: FindingFormView::default(),
        }
    }

    /// A parcel that a missing fact keeps open, and a form with a mistake in it.
    pub fn sample_unknown() -> Self {
        let values = FindingForm { from: "2023-13-01".to_owned(), ..FindingForm::default() };
        let problems = vec![
            ("document", "文号不能空：人工认定要有依据的文件。".to_owned()),
            ("from", "“2023-13-01”不是日期，请写成 2023-10-09。".to_owned()),
        ];
        Self {
            parcel: ParcelView::sample_unknown(),
            form: FindingFormView { values, problems },
            ..Self::sample()
        }
    }
}
