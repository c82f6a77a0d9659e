//! 核实表: the cases that wait for verification as a workbook for the site, and the workbook back, each
//! row through the same move as the form.

use std::collections::HashMap;

use lingdi_domain::moves::may_make;
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::step1_survey::case::VERDICTS;
use lingdi_domain::{Actor, Kind, Role, Values};
use lingdi_intake::{ReadOptions, RowStatus, Severity};
use lingdi_store::objects::{self, Filter};
use serde::Serialize;
use serde_json::json;

use super::MoveRequest;
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// Cases read at a time.
const CHUNK: usize = 500;

/// What the reader of the site is told beside the columns that come back.
const BESIDE: [&str; 5] = ["坐落", "权利人", "宗地面积（亩）", "初筛类别", "核实截止日期"];

/// What was drafted, or why nothing was.
type Drafted = std::result::Result<String, String>;

/// What became of a row of a 核实表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SheetRow {
    /// Row as the office program shows it.
    pub row: u32,
    /// 地块编号, as written.
    pub site: String,
    /// 坐落 of the case, when there is one.
    pub title: String,
    /// Was its verification drafted?
    pub accepted: bool,
    /// What was drafted, or why nothing was.
    pub words: String,
}

impl App {
    /// The 核实表 of the cases within the caller's sight that wait for verification, of one unit or all.
    pub async fn verification_sheet(&self, actor: &Actor, unit: Option<&str>) -> Result<Vec<u8>> {
        let cases = self.to_be_verified(actor, unit).await?;
        if cases.is_empty() {
            return Err(Error::NotFound("没有待核实的地块，不用填核实表。".to_owned()));
        }
        let rows: Vec<Vec<String>> = cases.iter().map(sheet_row).collect();
        let write = move || lingdi_intake::handed_out(Kind::Verification, &BESIDE, &rows);
        let bytes = tokio::task::spawn_blocking(write).await?;
        bytes.map_err(|error| Error::Internal(error.to_string()))
    }

    /// Takes a filled 核实表: each row drafts the verification of its case, with a result per row.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file is no 核实表; rows never fail the others.
    pub async fn take_verification(
        &self,
        actor: &Actor,
        file: &str,
        bytes: Vec<u8>,
    ) -> Result<Vec<SheetRow>> {
        let cases = self.to_be_verified(actor, None).await?;
        let known: HashMap<&str, &Object> = cases.iter().map(|case| (case.number.as_str(), case)).collect();
        let (options, name) = (ReadOptions::new(Kind::Verification, self.county()), file.to_owned());
        let read = tokio::task::spawn_blocking(move || lingdi_intake::read(&name, &bytes, &options));
        let table = read.await?.map_err(|refusal| Error::Refused(refusal.to_string()))?;
        let mut results = Vec::new();
        for row in &table.rows {
            let bad = table.problems.iter().filter(|problem| {
                (problem.sheet, problem.row) == (row.sheet, row.row) && problem.severity == Severity::Refused
            });
            let words: Vec<_> = bad.map(|problem| format!("{}{}", problem.message, problem.remedy)).collect();
            let site = row.data.text("site").unwrap_or_default().to_owned();
            let case = known.get(site.as_str()).copied();
            let outcome = match (row.status, case) {
                (RowStatus::Duplicate, _) => Err("与前面一行完全相同，不重复登记。".to_owned()),
                (RowStatus::Conflict, _) => {
                    Err("同一地块在表中有内容不同的几行，请只留一行后重新上传。".to_owned())
                }
                (RowStatus::Refused, _) => Err(words.concat()),
                (RowStatus::Ready, None) => Err(format!(
                    "“{site}”不是您可以核实的地块，或已不在待核实。请核对地块编号，或重新下载核实表。"
                )),
                (RowStatus::Ready, Some(case)) => {
                    self.draft_row(actor, case, &row.data, &format!("核实表 {file} 第 {} 行", row.row))
                        .await?
                }
            };
            let title = case.map(|case| case.title.clone()).unwrap_or_default();
            let accepted = outcome.is_ok();
            let words = outcome.unwrap_or_else(|why| why);
            results.push(SheetRow { row: row.row, site, title, accepted, words });
        }
        Ok(results)
    }

    /// One row, through the move; `Err` inside says why it was not made.
    async fn draft_row(&self, actor: &Actor, case: &Object, row: &Values, from: &str) -> Result<Drafted> {
        if row.text("parcel").is_some_and(|code| code != case.parcel) {
            return Ok(Err(format!("宗地代码与地块编号不符，这个编号的宗地是 {}。请核对。", case.parcel)));
        }
        let Some(word) = row.text("conclusion") else {
            return Ok(Err("没有填核实结论，仍待核实。".to_owned()));
        };
        let verdict = VERDICTS.iter().find(|(_, label)| *label == word).map_or(word, |(code, _)| *code);
        let mut input = Input { reason: from.to_owned(), ..Input::default() };
        input.fields.insert("verdict".to_owned(), json!(verdict));
        input.fields.insert("verification_note".to_owned(), json!(row.text("note")));
        input.fields.insert("verified_by".to_owned(), json!(row.text("verified_by")));
        input.fields.insert("verified_on".to_owned(), json!(row.day("verified_on")));
        let ask = MoveRequest {
            id: Some(case.id),
            verb: "draft_verification".to_owned(),
            input,
            seen: Some(case.version),
            ..MoveRequest::default()
        };
        match self.make_move(&for_unit(actor, case), ObjectKind::Case, ask).await {
            Ok(_) => Ok(Ok(format!("已填写：{word}"))),
            Err(Error::Missing(missing)) => {
                Ok(Err(missing.into_iter().map(|one| one.sentence).collect::<String>()))
            }
            Err(
                Error::Stale(why) | Error::Forbidden(why) | Error::IllegalMove(why) | Error::Refused(why),
            ) => Ok(Err(why)),
            Err(error) => Err(error),
        }
    }

    /// Cases within sight that wait for verification, in the order of their numbers.
    async fn to_be_verified(&self, actor: &Actor, unit: Option<&str>) -> Result<Vec<Object>> {
        actor.may(Action::Read)?;
        let state = Some("VERIFYING".to_owned());
        let filter = Filter { state, unit: unit.map(str::to_owned), ..Filter::default() };
        let (mut cases, mut after) = (Vec::new(), None);
        let mut tx = self.db().read().await?;
        loop {
            let county = self.county();
            let page = objects::list(
                &mut tx,
                county,
                &actor.scope,
                ObjectKind::Case,
                &filter,
                after.as_ref(),
                CHUNK,
            );
            let page = page.await?;
            cases.extend(page.objects.into_iter().map(|stored| stored.object));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        cases.sort_by(|a, b| a.number.cmp(&b.number));
        Ok(cases)
    }
}

/// What a 认定告知书 rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeBasis {
    /// Title of the county document.
    pub title: String,
    /// Its number.
    pub document: String,
    /// 陈述申辩期, working days.
    pub answer_days: u32,
}

impl App {
    /// What a notice to a firm rests on today.
    pub async fn notice_basis(&self) -> Result<NoticeBasis> {
        let rules = self.rules().await?;
        let day = self.nearest_day_in_force(rules.today).await?;
        let (_, edition) = self.edition(None, day).await?;
        let (title, document) = (edition.about().title.clone(), edition.about().document.clone());
        Ok(NoticeBasis { title, document, answer_days: rules.numbers.answer_days })
    }
}

/// May this person fill in the verification of their unit's cases?
pub fn may_verify(actor: &Actor) -> bool {
    let one = lingdi_domain::moves::machine(ObjectKind::Case).named("draft_verification");
    one.is_some_and(|one| may_make(one, actor, &actor.unit))
}

/// Whoever sits at the command line has the files anyway: a row is entered for the unit it belongs to,
/// under the name of the command line.
fn for_unit(actor: &Actor, case: &Object) -> Actor {
    if !actor.name.starts_with("cli:") {
        return actor.clone();
    }
    Actor { unit: case.unit.clone(), roles: vec![Role::LocalClerk], ..actor.clone() }
}

fn sheet_row(object: &Object) -> Vec<String> {
    let mut row = vec![object.number.clone(), object.parcel.clone()];
    row.extend(std::iter::repeat_n(String::new(), 4));
    let Some(case) = object.fields.case() else { return row };
    let categories: Vec<_> = case.categories.iter().map(|category| category.main().label()).collect();
    row.extend([
        case.location.clone(),
        case.owner.clone(),
        case.area.mu().to_decimal(2),
        categories.join("、"),
        object.due.map(|due| due.to_string()).unwrap_or_default(),
    ]);
    row
}
