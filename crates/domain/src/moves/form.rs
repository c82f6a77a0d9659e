//! Fields that are filled in with a move: what they are called, and how what was typed is read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::guard::Missing;
use crate::area::AreaUnit;
use crate::object::{Fields, ObjectKind};
use crate::{Area, Month, Ratio};

/// A field of a form. Its name is the name of a field of the object.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Name in the object and in addresses.
    pub name: &'static str,
    /// Chinese name.
    pub label: &'static str,
    /// What is typed there.
    pub kind: FieldKind,
    /// Must it be filled in?
    pub required: bool,
    /// An example, or what the field is for.
    pub hint: &'static str,
}

/// What is typed into a field.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Several lines of prose.
    Prose,
    /// `2023-10-09`
    Day,
    /// `2023-09`
    Month,
    /// One of these codes, with their Chinese names.
    Choice(&'static [(&'static str, &'static str)]),
    /// Yes or no.
    Flag,
    /// A whole number.
    Whole,
    /// A decimal, kept as it is written.
    Decimal,
    /// An area in 亩.
    Mu,
    /// Money in 万元.
    Wan,
    /// One entry a line.
    Lines,
    /// One entry a line, each beginning with a day: `2023-12-31 设备进场`.
    DatedLines,
    /// One checkpoint a line: `2023-12-31 亩均税收 10 万元/亩`.
    Checkpoints,
    /// One part a line: parcel code and 亩.
    Parts,
    /// One indicator a line with the tasks of its twelve months: `出清 0 5 10 10 10 10 10 10 10 10 10 5`.
    Schedule,
    /// One correction a line: figure, what it should be, why.
    Corrections,
    /// A unit of the county by its name. Which there are, the caller knows: it hands in the name of one,
    /// or refuses.
    Unit,
    /// Units of the county, one a line, each as [`FieldKind::Unit`].
    Units,
}

impl Field {
    /// A field that may stay empty.
    pub const fn new(name: &'static str, label: &'static str, kind: FieldKind) -> Self {
        Self { name, label, kind, required: false, hint: "" }
    }

    /// The same field, to be filled in.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same field with an example.
    #[must_use]
    pub const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

/// 意见, as advisers write it.
pub const OPINION: &[Field] = &[Field::new("opinion", "意见", FieldKind::Prose).required()];

/// Puts what was handed in over the fields of an object. Names that the form does not have are an
/// error, so that a form can never reach a field that its move does not declare.
pub(super) fn fill(
    kind: ObjectKind,
    form: &[Field],
    present: &Fields,
    given: &BTreeMap<String, Value>,
) -> Result<Fields, Vec<Missing>> {
    let mut problems: Vec<Missing> = given
        .keys()
        .filter(|name| !form.iter().any(|field| field.name == name.as_str()))
        .map(|name| Missing::new(name, format!("“{name}”不是这一步要填的栏目，请去掉。")))
        .collect();
    let mut map: Map<String, Value> = present.json();
    for field in form {
        match given.get(field.name).map(|value| read(field, value)) {
            None => {}
            Some(Ok(Value::Null)) => {
                map.remove(field.name);
            }
            Some(Ok(value)) => {
                map.insert(field.name.to_owned(), value);
            }
            Some(Err(sentence)) => problems.push(Missing::new(field.name, sentence)),
        }
        if field.required && !map.contains_key(field.name) {
            problems.push(Missing::new(field.name, format!("请填写“{}”。", field.label)));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Fields::read(kind, Value::Object(map)).map_err(|error| {
        vec![Missing::new("fields", format!("填写的内容无法识别（{error}），请检查后重填。"))]
    })
}

/// Reads one value; `null` and blanks mean "not filled in".
fn read(field: &Field, value: &Value) -> Result<Value, String> {
    let text = match value {
        Value::Null => return Ok(Value::Null),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        // What is no text is in the form of the object already; reading the object checks it.
        structured => return Ok(structured.clone()),
    };
    if text.is_empty() {
        return Ok(Value::Null);
    }
    parse(field.kind, &text)
        .ok_or_else(|| format!("“{}”填的是“{text}”，{}", field.label, expected(field.kind)))
}

fn parse(kind: FieldKind, text: &str) -> Option<Value> {
    Some(match kind {
        FieldKind::Text | FieldKind::Prose | FieldKind::Unit => json!(text),
        FieldKind::Day => json!(day(text)?),
        FieldKind::Month => json!(Month::parse(text)?),
        FieldKind::Choice(choices) => json!(choices.iter().find(|(code, _)| *code == text)?.0),
        FieldKind::Flag => json!(flag(text)?),
        FieldKind::Whole => json!(text.parse::<i64>().ok()?),
        FieldKind::Decimal => {
            Ratio::parse_decimal(text)?;
            json!(text)
        }
        FieldKind::Mu => json!(Area::parse(text, AreaUnit::Mu).filter(|area| area.0 > 0)?),
        FieldKind::Wan => json!(Ratio::scaled_decimal(text, &Ratio::integer(1_000_000))?),
        FieldKind::Lines | FieldKind::Units => json!(lines(text).collect::<Vec<_>>()),
        FieldKind::DatedLines => lines(text).map(dated_line).collect::<Option<Vec<_>>>()?.into(),
        FieldKind::Checkpoints => lines(text).map(checkpoint).collect::<Option<Vec<_>>>()?.into(),
        FieldKind::Parts => lines(text).map(part).collect::<Option<Vec<_>>>()?.into(),
        FieldKind::Schedule => lines(text).map(twelve_months).collect::<Option<Vec<_>>>()?.into(),
        FieldKind::Corrections => lines(text).map(correction).collect::<Option<Vec<_>>>()?.into(),
    })
}

fn expected(kind: FieldKind) -> String {
    match kind {
        FieldKind::Text | FieldKind::Prose | FieldKind::Lines => "应为文字。".to_owned(),
        FieldKind::Unit => "应为本县的单位，例如“横村镇”。".to_owned(),
        FieldKind::Units => "应为本县的单位，一行一个，例如“横村镇”。".to_owned(),
        FieldKind::Day => "应为日期，例如 2023-10-09。".to_owned(),
        FieldKind::Month => "应为月份，例如 2023-09。".to_owned(),
        FieldKind::Choice(choices) => {
            let names: Vec<_> = choices.iter().map(|(_, label)| *label).collect();
            format!("应从下列各项中选择：{}。", names.join("、"))
        }
        FieldKind::Flag => "应为“是”或“否”。".to_owned(),
        FieldKind::Whole => "应为整数。".to_owned(),
        FieldKind::Decimal => "应为数字，例如 12.5。".to_owned(),
        FieldKind::Mu => "应为大于零的亩数，例如 20.5。".to_owned(),
        FieldKind::Wan => "应为万元数，例如 1200。".to_owned(),
        FieldKind::DatedLines => "应一行一条，以日期开头，例如“2023-12-31 设备进场”。".to_owned(),
        FieldKind::Checkpoints => {
            "应一行一条：日期、指标、目标值、单位，例如“2023-12-31 亩均税收 10 万元/亩”。".to_owned()
        }
        FieldKind::Schedule => {
            "应一行一项指标，名称后写 1 至 12 月共十二个不小于零的数，以空格分开，例如“出清 0 5 10 10 10 10 10 10 10 10 10 5”。"
                .to_owned()
        }
        FieldKind::Corrections => {
            "应一行一项：数据名称、应为多少、理由，以空格分开，例如“出清 35.2 实测面积与登记不符”。".to_owned()
        }
        FieldKind::Parts => "应一行一条：宗地代码、亩数，例如“330122102003GB00048 12.5”。".to_owned(),
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "是" | "on" => Some(true),
        "false" | "否" => Some(false),
        _ => None,
    }
}

fn dated_line(line: &str) -> Option<Value> {
    let (due, what) = line.split_once(char::is_whitespace)?;
    Some(json!({"due": day(due)?, "what": what.trim()}))
}

fn checkpoint(line: &str) -> Option<Value> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [due, indicator, target, unit] = words[..] else { return None };
    Ratio::parse_decimal(target)?;
    Some(json!({"due": day(due)?, "indicator": indicator, "target": target, "unit": unit}))
}

fn part(line: &str) -> Option<Value> {
    let (code, mu) = line.split_once(char::is_whitespace)?;
    let code = crate::ParcelCode::parse(code)?;
    Some(json!({"parcel": code.as_str(), "area": Area::parse(mu.trim(), AreaUnit::Mu)?}))
}

/// Amounts stay as they are typed.
fn twelve_months(line: &str) -> Option<Value> {
    let mut words = line.split_whitespace();
    let indicator = words.next()?;
    let months: Vec<&str> = words.collect();
    let is_amount = |word: &&str| Ratio::parse_decimal(word).is_some_and(|amount| !amount.is_negative());
    let whole = months.len() == 12 && months.iter().all(is_amount);
    whole.then(|| json!({"indicator": indicator, "months": months}))
}

fn correction(line: &str) -> Option<Value> {
    let (figure, rest) = line.split_once(char::is_whitespace)?;
    let (stated, reason) = rest.trim_start().split_once(char::is_whitespace)?;
    Ratio::parse_decimal(stated)?;
    Some(json!({"figure": figure, "stated": stated, "reason": reason.trim()}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_officials_type_is_read_or_refused_with_an_example() {
        let good = [
            (FieldKind::Day, "2023-10-09", json!("2023-10-09")),
            (FieldKind::Month, "2023-09", json!("2023-09")),
            (FieldKind::Mu, "20", json!(1_333_333)),
            (FieldKind::Wan, "1.5", json!(1_500_000)),
            (FieldKind::Flag, "是", json!(true)),
            (
                FieldKind::DatedLines,
                "2023-12-31 设备进场\n\n",
                json!([{"due": "2023-12-31", "what": "设备进场"}]),
            ),
            (
                FieldKind::Checkpoints,
                "2024-12-31 亩均税收 10 万元/亩",
                json!([{"due": "2024-12-31", "indicator": "亩均税收", "target": "10", "unit": "万元/亩"}]),
            ),
        ];
        let months = ["0", "5", "10", "10", "10", "10", "10", "10", "10", "10", "10", "5"];
        let year = parse(FieldKind::Schedule, "出清 0 5 10 10 10 10 10 10 10 10 10 5");
        assert_eq!(year, Some(json!([{"indicator": "出清", "months": months}])));
        let corrected = parse(FieldKind::Corrections, "出清 35.2 实测 面积");
        assert_eq!(corrected, Some(json!([{"figure": "出清", "stated": "35.2", "reason": "实测 面积"}])));
        for (kind, text, value) in good {
            assert_eq!(parse(kind, text), Some(value), "{text}");
        }
        for (kind, text) in [
            (FieldKind::Day, "十月九日"),
            (FieldKind::Month, "九月"),
            (FieldKind::Mu, "-3"),
            (FieldKind::Whole, "1.5"),
            (FieldKind::Decimal, "约3"),
            (FieldKind::DatedLines, "设备进场"),
            (FieldKind::Schedule, "出清 1 2 3"),
            (FieldKind::Schedule, "出清 0 5 10 10 10 10 10 10 10 10 10 -5"),
            (FieldKind::Corrections, "出清 35.2"),
            (FieldKind::Checkpoints, "2024-12-31 亩均税收 很高 万元/亩"),
        ] {
            let field = Field::new("x", "栏目", kind);
            let refused = read(&field, &json!(text)).unwrap_err();
            assert!(refused.contains(text) && refused.ends_with('。'), "{refused}");
        }
    }
}
