//! 指标明细: the rows that a figure is counted from, each with the dossier or object it comes from.

use chrono::NaiveDate;
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Month, Ratio, Scope};
use uuid::Uuid;

use super::Asked;
use super::catalogue::{Definition, definition};
use super::figure::Figure;
use super::ground::CaseLine;
use super::lens::Lens;
use super::panels::STEPS;
use super::panels::newest;
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// A row behind a figure.
#[derive(Debug, Clone)]
pub struct FigureRow {
    /// What was counted: a case or a block.
    pub kind: ObjectKind,
    /// Which one.
    pub object: Uuid,
    /// Its number.
    pub number: String,
    /// 宗地代码; empty for a block.
    pub parcel: String,
    /// Name of its unit.
    pub unit: String,
    /// Day from which it counts, where it has one.
    pub on: Option<NaiveDate>,
    /// How much of it counts; zero for land that had counted before.
    pub amount: Ratio,
    /// 亩, 个 or 户
    pub measure: &'static str,
}

/// A figure with all that stands behind it.
#[derive(Debug, Clone)]
pub struct FigureView {
    /// What it means.
    pub about: &'static Definition,
    /// The figure of the strip, when it is one.
    pub figure: Option<Figure>,
    /// The unit that was asked for: code and name.
    pub unit: Option<(String, String)>,
    /// Which month.
    pub month: Month,
    /// Is it the present one?
    pub live: bool,
    /// Its rows, the newest first; none for what is a list of its own.
    pub rows: Vec<FigureRow>,
}

impl App {
    /// What stands behind a figure, by the same count as the screen.
    pub async fn cockpit_figure(&self, actor: &Actor, key: &str, asked: &Asked) -> Result<FigureView> {
        actor.may(Action::Read)?;
        let absent = || Error::NotFound("没有这个指标。请从驾驶舱打开。".to_owned());
        let about = definition(key).ok_or_else(absent)?;
        let still = self.cockpit(actor, asked).await?;
        let unit = still.view.unit.clone();
        let eyes = match &unit {
            Some((code, _)) => Actor { scope: Scope::Units(vec![code.clone()]), ..actor.clone() },
            None => actor.clone(),
        };
        let ground = self.ground(self.beat().await?).await?;
        let lens = self.lens(&eyes, asked, &ground).await?;
        let units = self.units().await?;
        let name = |code: &str| {
            let known = units.iter().find(|unit| unit.code == code);
            known.map_or_else(|| code.to_owned(), |unit| unit.name.to_string())
        };
        let mut rows = lens.rows_behind(key);
        for row in &mut rows {
            row.unit = name(&row.unit);
        }
        Ok(FigureView {
            about,
            figure: still.view.figure(key).cloned(),
            unit,
            month: lens.month,
            live: lens.live,
            rows,
        })
    }
}

impl Lens {
    fn rows_behind(&self, key: &str) -> Vec<FigureRow> {
        let year = Some(self.month.year());
        let counted = |what, year| newest(self.rows_of(what, year)).into_iter().map(of_counted).collect();
        match key {
            "cleared_year" => counted(What::Cleared, year),
            "cleared" | "exited" => counted(What::Cleared, None),
            "idle" => counted(What::Idle, year),
            "blocks" => counted(What::BlockStart, year),
            "misuse" => counted(What::Misuse, year),
            "ways" => self.cases_in_step(3).filter(|case| case.way.is_some()).map(of_case).collect(),
            "tax" => self.taxed().map(of_case).collect(),
            step => match STEPS.iter().position(|(key, ..)| *key == step) {
                Some(at) => self.cases_in_step(at).map(of_case).collect(),
                None => Vec::new(),
            },
        }
    }
}

fn of_counted(row: &Counted) -> FigureRow {
    FigureRow {
        kind: row.kind,
        object: row.object,
        number: row.number.clone(),
        parcel: row.parcel.clone(),
        unit: row.unit.clone(),
        on: Some(row.on),
        amount: row.figure(),
        measure: row.what.unit(),
    }
}

fn of_case(case: &CaseLine) -> FigureRow {
    FigureRow {
        kind: ObjectKind::Case,
        object: case.id,
        number: case.number.clone(),
        parcel: case.parcel.clone(),
        unit: case.unit.clone(),
        on: None,
        amount: case.area.mu(),
        measure: "亩",
    }
}
