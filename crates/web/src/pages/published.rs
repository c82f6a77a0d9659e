//! 公开信息: what everybody with a post may read, the bodies that receive copies among them.

use askama::Template;

use crate::frame::{Frame, Section};

/// Something published.
#[derive(Debug, Clone, Default)]
pub struct PublishedRow {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// 文号 or state.
    pub note: String,
    /// Its day.
    pub day: String,
}

/// The page.
#[derive(Template)]
#[template(path = "published.html")]
pub struct PublishedPage {
    /// What surrounds it.
    pub frame: Frame,
    /// Rankings, circulars, lists: heading, what is said when there are none, and the rows.
    pub parts: Vec<(&'static str, &'static str, Vec<PublishedRow>)>,
}

impl PublishedPage {
    /// A believable page.
    pub fn sample() -> Self {
        let row = |href: &str, title: &str, note: &str, day: &str| PublishedRow {
            href: href.to_owned(),
            title: title.to_owned(),
            note: note.to_owned(),
            day: day.to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Published),
            parts: vec![
                ("月度排名", "", vec![row("/ranking?month=2023-08", "2023年8月", "已公布", "")]),
                (
                    "通报",
                    "",
                    vec![row(
                        "/supervisions/0/print",
                        "关于 2023 年三季度专项督查情况的通报",
                        "桐零地办〔2023〕9号",
                        "2023-09-15",
                    )],
                ),
                ("冻结清单汇总", "还没有冻结的清单。", Vec::new()),
            ],
        }
    }
}
