//! 人工认定: what a person decided on paper, entered here.
//!
//! An entry is a table of one row that goes through the same door as a bureau's file: it is kept
//! byte for byte, it is a batch, and it can be undone.

use chrono::NaiveDate;
use lingdi_domain::{Actor, Kind};

use crate::authority::May;
use crate::imports::{AcceptMode, Recipe, Report, Upload};
use crate::{Action, App, Error, Result};

/// One decision, as the form has it.
#[derive(Debug, Clone, Default)]
pub struct NewFinding {
    /// 宗地代码
    pub parcel: String,
    /// 类型: 闲置认定/目录认定/宽限/重大地块/异地纳税
    pub finding_type: String,
    /// 文号
    pub document: String,
    /// 依据（目录版本、条目）
    pub basis: String,
    /// 结论
    pub conclusion: String,
    /// 起始日期
    pub from: Option<NaiveDate>,
    /// 终止日期
    pub to: Option<NaiveDate>,
}

impl App {
    /// Records a decision and puts it into force.
    pub async fn record_finding(&self, actor: &Actor, finding: &NewFinding) -> Result<Report> {
        actor.may(Action::RecordFinding)?;
        // The page of a parcel out of the caller's sight takes no findings either.
        let (_, detail) =
            self.parcel(actor, &crate::identification::Judge::present(), &finding.parcel).await?;
        let day = self.clock().today();
        let bytes = table(&NewFinding { parcel: detail.record.code.to_string(), ..finding.clone() })?;
        let upload = Upload {
            kind: Kind::Findings,
            file_name: format!("人工认定_{day}_{}.csv", finding.document.replace(['/', '\\'], "_")),
            bytes,
            recipe: Recipe { anywhere: true, ..Recipe::default() },
            complete_years: Vec::new(),
        };
        let report = self.stage(actor, upload, &|_, _| ()).await?;
        let id = report.batch.ok_or_else(|| Error::Internal("批次没有编号".to_owned()))?;
        // A warning stops no file, but here the person who can mend it sits at the form.
        if report.problems.iter().any(|problem| problem.severity != "note") {
            self.discard_batch(actor, id).await?;
            let reasons: Vec<String> = report
                .problems
                .iter()
                .map(|problem| format!("{}：{}{}", problem.heading, problem.message, problem.remedy))
                .collect();
            return Err(Error::Refused(format!("没有登记。{}", reasons.join("；"))));
        }
        self.accept_batch(actor, id, AcceptMode::All).await
    }
}

fn table(finding: &NewFinding) -> Result<Vec<u8>> {
    let fail = |error: csv::Error| Error::Internal(error.to_string());
    let date = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer
        .write_record(["宗地代码", "类型", "文号", "依据", "结论", "起始日期", "终止日期"])
        .map_err(fail)?;
    writer
        .write_record([
            finding.parcel.trim(),
            finding.finding_type.trim(),
            finding.document.trim(),
            finding.basis.trim(),
            finding.conclusion.trim(),
            &date(finding.from),
            &date(finding.to),
        ])
        .map_err(fail)?;
    writer.into_inner().map_err(|error| Error::Internal(error.to_string()))
}
