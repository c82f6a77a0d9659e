//! A form as its move declares it: the one renderer for every move of every machine.

use lingdi_app::policy::facts::Unit;
use lingdi_domain::moves::{Field, FieldKind, Missing, Move};
use serde_json::{Map, Value};

use crate::parts::Choice;

/// How a field is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A figure.
    Figure,
    /// Several lines.
    Lines,
    /// A drop-down.
    Select,
    /// Boxes to tick, any number of them.
    Ticks,
    /// Sent along, not shown.
    Hidden,
}

/// A field with what stands in it.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Name as sent.
    pub name: String,
    /// Its words.
    pub label: &'static str,
    /// How it is drawn.
    pub input: Input,
    /// Must it be filled in?
    pub required: bool,
    /// An example.
    pub hint: &'static str,
    /// What stands in it.
    pub value: String,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// What is wrong with it.
    pub problem: Option<String>,
}

/// The form of a move.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the form, shown or not")]
pub struct MoveForm {
    /// The move.
    pub verb: String,
    /// Its name.
    pub label: String,
    /// Where it is sent.
    pub action: String,
    /// Clause of the document.
    pub clause: &'static str,
    /// Version that the reader sees.
    pub version: i64,
    /// Ties that are made with it, as `role:kind:id`.
    pub links: Vec<String>,
    /// Ties to choose from: label and choices.
    pub link_choices: Option<(&'static str, Vec<Choice>)>,
    /// Fields that its table declares.
    pub fields: Vec<FieldView>,
    /// Words of the day that it asks for.
    pub date: Option<&'static str>,
    /// The day as typed.
    pub date_value: String,
    /// Is a reason asked for?
    pub reason: bool,
    /// The reason as typed.
    pub reason_value: String,
    /// Is a file asked for?
    pub evidence: bool,
    /// Only from signed paper (线下签批代录).
    pub paper: bool,
    /// What must be there first; one sentence each.
    pub missing: Vec<String>,
    /// What was wrong with what was sent; one sentence each.
    pub problems: Vec<String>,
    /// Is it shown open?
    pub open: bool,
}

impl MoveForm {
    /// The form of a move over the fields of an object.
    pub fn new(
        one: &Move,
        action: String,
        version: i64,
        present: &Map<String, Value>,
        units: &[Unit],
    ) -> Self {
        Self {
            verb: one.verb.to_owned(),
            label: one.label.to_owned(),
            action,
            clause: one.clause,
            version,
            fields: one.fields.iter().map(|field| view(field, present.get(field.name), units)).collect(),
            date: one.needs.date,
            reason: one.needs.reason,
            evidence: one.needs.evidence || one.needs.files,
            ..Self::default()
        }
    }

    /// The form that takes the last move back.
    pub fn recall(action: String, version: i64) -> Self {
        Self { verb: "recall".to_owned(), label: "撤回".to_owned(), action, version, ..Self::default() }
    }

    /// Does it ask for nothing but the click?
    pub fn is_bare(&self) -> bool {
        self.fields.is_empty()
            && self.date.is_none()
            && !self.reason
            && !self.evidence
            && !self.paper
            && self.link_choices.is_none()
            && self.problems.is_empty()
    }

    /// Puts the refusals where they belong: beside their field, else above the form.
    pub fn refuse(&mut self, missing: &[Missing]) {
        self.open = true;
        for one in missing {
            match self.fields.iter_mut().find(|field| field.name == one.name) {
                Some(field) => field.problem = Some(one.sentence.clone()),
                None => self.problems.push(one.sentence.clone()),
            }
        }
    }
}

/// A field with what is known of it; `units` are those that may be chosen.
fn view(field: &Field, present: Option<&Value>, units: &[Unit]) -> FieldView {
    let value = present.map(|value| typed(field.kind, value)).unwrap_or_default();
    let (input, choices) = match field.kind {
        FieldKind::Choice(choices) => {
            let blank = std::iter::once(("", "请选择"));
            (Input::Select, Choice::list(blank.chain(choices.iter().copied()), &value))
        }
        FieldKind::Unit => {
            let names = names(units).map(|name| (name, name));
            (Input::Select, Choice::list(std::iter::once(("", "请选择")).chain(names), &value))
        }
        FieldKind::Units => {
            let chosen: Vec<&str> = value.lines().collect();
            let tick = |name: &str| Choice {
                value: name.to_owned(),
                label: name.to_owned(),
                selected: chosen.contains(&name),
            };
            (Input::Ticks, names(units).map(tick).collect())
        }
        FieldKind::Flag => {
            (Input::Select, Choice::list([("", "请选择"), ("是", "是"), ("否", "否")], &value))
        }
        FieldKind::Prose
        | FieldKind::Lines
        | FieldKind::DatedLines
        | FieldKind::Checkpoints
        | FieldKind::Parts
        | FieldKind::Schedule
        | FieldKind::Corrections => (Input::Lines, Vec::new()),
        FieldKind::Day => (Input::Day, Vec::new()),
        FieldKind::Whole | FieldKind::Decimal | FieldKind::Mu | FieldKind::Wan => (Input::Figure, Vec::new()),
        FieldKind::Month => (Input::Month, Vec::new()),
        FieldKind::Text => (Input::Line, Vec::new()),
    };
    FieldView {
        name: field.name.to_owned(),
        label: field.label,
        input,
        required: field.required,
        hint: field.hint,
        value,
        choices,
        problem: None,
    }
}

/// Units that a form may name.
fn names(units: &[Unit]) -> impl Iterator<Item = &str> {
    units.iter().filter(|unit| unit.kind.as_str() != "县").map(|unit| unit.name.as_str())
}

/// A value as a person would have typed it.
pub(crate) fn typed(kind: FieldKind, value: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mu = |value: &Value| lingdi_domain::Area(value.as_i64().unwrap_or(0)).mu().to_decimal(2);
    // Amounts may have been kept as fractions.
    let amount = |value: &Value| match serde_json::from_value::<lingdi_domain::Ratio>(value.clone()) {
        Ok(amount) => lingdi_app::targets::plain(&amount),
        Err(_) => text(value),
    };
    let lines = |words: &[&str]| {
        let rows = value.as_array().into_iter().flatten().map(|row| {
            let cells =
                words.iter().map(|word| if *word == "area" { mu(&row[word]) } else { text(&row[word]) });
            cells.collect::<Vec<_>>().join(" ")
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    match kind {
        FieldKind::Flag => if value.as_bool() == Some(true) { "是" } else { "否" }.to_owned(),
        FieldKind::Mu => mu(value),
        FieldKind::Wan => {
            lingdi_domain::Ratio::new(value.as_i64().unwrap_or(0).into(), 1_000_000).to_decimal(2)
        }
        FieldKind::DatedLines => lines(&["due", "what"]),
        FieldKind::Checkpoints => lines(&["due", "indicator", "target", "unit"]),
        FieldKind::Parts => lines(&["parcel", "area"]),
        FieldKind::Schedule => rows(value, &|row| {
            let months = row["months"].as_array().into_iter().flatten().map(amount);
            std::iter::once(text(&row["indicator"])).chain(months).collect()
        }),
        FieldKind::Corrections => {
            rows(value, &|row| vec![text(&row["figure"]), amount(&row["stated"]), text(&row["reason"])])
        }
        FieldKind::Lines | FieldKind::Units => {
            value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join("\n")
        }
        _ => text(value),
    }
}

/// One line for each entry of a list.
fn rows(value: &Value, cells: &dyn Fn(&Value) -> Vec<String>) -> String {
    let rows = value.as_array().into_iter().flatten().map(|row| cells(row).join(" "));
    rows.collect::<Vec<_>>().join("\n")
}
