//! 承诺书 (R67): the roster taken in from a table, and the text that is signed.

use chrono::{Datelike, NaiveDate};
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_domain::{Actor, Role};
use lingdi_store::counties;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::objects::Filter;
use serde_json::json;

use crate::authority::May;
use crate::moves::{MoveRequest, every};
use crate::{Action, App, Error, Result};

/// Setting of the county that holds its own text.
const TEXT: &str = "pledge_text";

/// The text while the county has not typed its own: the document says only 承诺不干扰.
const OURS: &str = "本人郑重承诺：不干扰全县低效工业用地整治提升工作。\n\
    一、不为任何企业和个人在低效工业用地认定、整治、收储、出库中说情、打招呼。\n\
    二、不插手地块评估、资产作价、收购收储和资金兑付。\n\
    三、本人及近亲属与整治地块有利害关系的，主动申报并回避。\n\
    四、对过问、干预整治工作的情况如实登记。\n\
    如有违反，愿意接受组织处理。";

/// The text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeText {
    /// Paragraph by paragraph.
    pub text: String,
    /// Is it ours, because the county has not typed its own?
    pub ours: bool,
}

/// What became of a pasted roster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Put on the roster.
    pub added: usize,
    /// On it already.
    pub known: usize,
}

/// One line of a roster: 姓名, 单位, 职务, perhaps 任职日期.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    person: String,
    organ: String,
    position: String,
    appointed_on: Option<NaiveDate>,
}

impl App {
    /// The text of the pledge.
    pub async fn pledge_text(&self, actor: &Actor) -> Result<PledgeText> {
        actor.may(Action::ReadPledges)?;
        let mut tx = self.db().read().await?;
        let own = counties::setting(&mut tx, self.county(), TEXT).await?;
        Ok(PledgeText { ours: own.is_none(), text: own.unwrap_or_else(|| OURS.to_owned()) })
    }

    /// Sets the county's own text.
    ///
    /// # Errors
    /// Not the office; an empty text.
    pub async fn set_pledge_text(&self, actor: &Actor, text: &str) -> Result<()> {
        keeps_roster(actor)?;
        let text = text.replace('\r', "").trim().to_owned();
        if text.is_empty() {
            return Err(Error::Refused("承诺书正文不能空，请填写承诺事项。".to_owned()));
        }
        let mut tx = self.db().write().await?;
        counties::set(&mut tx, self.county(), TEXT, &text).await?;
        let event = NewEvent {
            verb: "pledge_text_set",
            object: "setting",
            object_id: TEXT.to_owned(),
            payload: json!({"title": "承诺书正文", "text": text}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        Ok(tx.commit().await?)
    }

    /// Puts the people of a pasted table on the roster, all of them or none; who is on it already is counted only.
    ///
    /// # Errors
    /// Not the office; a line that cannot be read, each named; no lines at all.
    pub async fn take_in_pledges(&self, actor: &Actor, table: &str, sign_by: NaiveDate) -> Result<TakenIn> {
        keeps_roster(actor)?;
        let lines = read(table)?;
        let mut tx = self.db().read().await?;
        let known = every(&mut tx, self.county(), ObjectKind::Pledge, &Filter::default()).await?;
        drop(tx);
        let mut taken = TakenIn::default();
        let mut day = self.open_day().await?;
        let mut seen: Vec<Line> = known.iter().filter_map(line_of).collect();
        for line in lines {
            if seen.iter().any(|one| line.is_same(one)) {
                taken.known += 1;
                continue;
            }
            let input = line.input(sign_by);
            let ask = MoveRequest { verb: "open".to_owned(), input, ..MoveRequest::default() };
            day.make_move(actor, ObjectKind::Pledge, &ask).await?;
            taken.added += 1;
            seen.push(line);
        }
        day.save().await?;
        Ok(taken)
    }

    /// How many of the roster have signed, and how many are on it.
    pub async fn pledges_signed(&self, actor: &Actor) -> Result<(i64, i64)> {
        let counts = self.object_counts(actor, ObjectKind::Pledge, &Filter::default()).await?;
        let of =
            |state: &str| counts.iter().filter(|one| one.state == state).map(|one| one.count).sum::<i64>();
        Ok((of("SIGNED"), of("SIGNED") + of("UNSIGNED")))
    }
}

/// The office keeps the roster; the 纪检监察 reads it.
fn keeps_roster(actor: &Actor) -> Result<()> {
    actor.may(Action::ReadPledges)?;
    if [Role::OfficeHead, Role::OfficeClerk].into_iter().any(|role| actor.is(role)) {
        return Ok(());
    }
    Err(Error::Forbidden(format!("{}不能改动承诺书名册和正文，此项由专班办公室办理。", actor.name)))
}

fn line_of(object: &Object) -> Option<Line> {
    let pledge = object.fields.pledge().filter(|_| object.state != "LEFT")?;
    Some(Line {
        person: pledge.person.clone(),
        organ: pledge.organ.clone(),
        position: pledge.position.clone(),
        appointed_on: pledge.appointed_on,
    })
}

impl Line {
    fn is_same(&self, other: &Self) -> bool {
        (&self.person, &self.organ, &self.position) == (&other.person, &other.organ, &other.position)
    }

    fn input(&self, sign_by: NaiveDate) -> Input {
        let mut fields = vec![("person", &self.person), ("organ", &self.organ), ("position", &self.position)];
        let day = self.appointed_on.map(|day| day.to_string());
        fields.extend(day.as_ref().map(|day| ("appointed_on", day)));
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.as_str().into()));
        Input { date: Some(sign_by), fields: fields.collect(), ..Input::default() }
    }
}

/// Reads a table as it is pasted from a worksheet: one person a line, columns by tabs, commas or blanks; a line
/// of headings is passed over.
fn read(table: &str) -> Result<Vec<Line>> {
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (nth, text) in table.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let separators: &[char] = if text.contains('\t') { &['\t'] } else { &[',', '，', ' ', '　'] };
        let cells: Vec<&str> =
            text.split(separators).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        match cells[..] {
            ["姓名", ..] => {}
            [person, organ, position] => lines.push(line(person, organ, position, None)),
            [person, organ, position, day] => match read_day(day) {
                Some(day) => lines.push(line(person, organ, position, Some(day))),
                None => problems.push(format!("第 {} 行的任职日期“{day}”不是日期", nth + 1)),
            },
            _ => problems.push(format!("第 {} 行“{}”有 {} 栏", nth + 1, text.trim(), cells.len())),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Refused(format!(
            "名册没有登记：{}。请按“姓名、单位、职务、任职日期（可空）”一行一人整理后重新粘贴，日期写成 2023-10-09。",
            problems.join("；")
        )));
    }
    if lines.is_empty() {
        return Err(Error::Refused("没有粘贴名册。请从表格中复制“姓名、单位、职务”各列后粘贴。".to_owned()));
    }
    Ok(lines)
}

fn line(person: &str, organ: &str, position: &str, appointed_on: Option<NaiveDate>) -> Line {
    Line { person: person.to_owned(), organ: organ.to_owned(), position: position.to_owned(), appointed_on }
}

/// `2023-10-09`, `2023/10/9` or `2023.10.9`.
fn read_day(text: &str) -> Option<NaiveDate> {
    let text = text.replace(['/', '.'], "-");
    let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
    (1900..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_table_is_read_line_by_line_and_each_bad_line_is_named() {
        let table = "姓名\t单位\t职务\t任职日期\n周某\t县人大\t副主任\t2021/12/6\n\n吴某 县农业农村局 局长\n";
        let lines = read(table).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].appointed_on, "2021-12-06".parse().ok());
        assert_eq!((lines[1].organ.as_str(), lines[1].position.as_str()), ("县农业农村局", "局长"));
        let refused = read("周某\t县人大\n吴某\t某局\t局长\t去年").unwrap_err().to_string();
        assert!(
            refused.contains("第 1 行") && refused.contains("第 2 行") && refused.contains("去年"),
            "{refused}"
        );
        assert!(read(" \n").unwrap_err().to_string().contains("没有粘贴"));
    }
}
