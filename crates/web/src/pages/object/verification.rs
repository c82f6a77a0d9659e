//! Papers before the meeting confirms: the result of a 核实表, and the notice to the firm.

use askama::Template;
use lingdi_app::moves::{NoticeBasis, SheetRow};

use crate::frame::{Frame, Section};

/// `POST /cases/verification`
#[derive(Template)]
#[template(path = "object/verification.html")]
pub struct VerificationPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The file that was handed in.
    pub file: String,
    /// What became of each row.
    pub rows: Vec<SheetRow>,
}

impl VerificationPage {
    /// How many rows drafted a verification.
    pub fn accepted(&self) -> usize {
        self.rows.iter().filter(|row| row.accepted).count()
    }

    /// How many did not.
    pub fn refused(&self) -> usize {
        self.rows.len() - self.accepted()
    }

    /// A believable result.
    pub fn sample() -> Self {
        let row = |row, site: &str, accepted, words: &str| SheetRow {
            row,
            site: site.to_owned(),
            title: if accepted { "东溪工业园3号".to_owned() } else { String::new() },
            accepted,
            words: words.to_owned(),
        };
        Self {
            frame: Frame::sample(Section::Cases),
            file: "核实表_横村镇.xlsx".to_owned(),
            rows: vec![
                row(3, "2023-0017", true, "已填写：属实"),
                row(4, "2023-9999", false, "“2023-9999”不是您可以核实的地块，或已不在待核实。"),
            ],
        }
    }
}

/// `GET /cases/{id}/notice`
#[derive(Template)]
#[template(path = "object/notice.html")]
pub struct NoticeSheet {
    /// 桐庐县
    pub county: String,
    /// Are the data synthetic?
    pub demo: bool,
    /// The page of the case.
    pub back: String,
    /// Number of the case.
    pub number: String,
    /// Whom it is addressed to.
    pub firm: String,
    /// 坐落
    pub location: String,
    /// 宗地代码, in groups.
    pub parcel: String,
    /// 亩
    pub area: String,
    /// 属地
    pub unit: String,
    /// Year of the list.
    pub year: i32,
    /// As what it is to be confirmed.
    pub categories: Vec<&'static str>,
    /// The document it rests on, and the term for an answer.
    pub basis: NoticeBasis,
    /// Business date of printing.
    pub printed_on: String,
}

impl NoticeSheet {
    /// A believable notice.
    pub fn sample() -> Self {
        Self {
            county: "桐庐县".to_owned(),
            demo: true,
            back: "/cases/0".to_owned(),
            number: "2023-0017".to_owned(),
            firm: "桐庐东溪针织有限公司".to_owned(),
            location: "东溪工业园3号".to_owned(),
            parcel: "330122 102003 GB00048".to_owned(),
            area: "18.50".to_owned(),
            unit: "横村镇".to_owned(),
            year: 2023,
            categories: vec!["亩均低效", "用而未尽"],
            basis: NoticeBasis {
                title: "桐庐县推进工业全域治理 加快低效用地整治提升三年行动计划（2022-2024年）".to_owned(),
                document: "桐政办〔2022〕7号".to_owned(),
                answer_days: 5,
            },
            printed_on: "2023年10月9日".to_owned(),
        }
    }
}
