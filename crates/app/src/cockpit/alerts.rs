//! 预警: what needs somebody now. Each is counted where it is worked on: interviews, lights, deadlines, targets
//! behind time, data that are too old.

use lingdi_domain::moves::machine;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Ratio};
use lingdi_store::objects::{self, Wanted};
use serde::Serialize;
use uuid::Uuid;

use super::figure::{Beside, Figure, Tone};
use super::lens::Lens;
use super::number;
use super::panels::Ranking;
use crate::freshness::Source;
use crate::{App, Result};

/// Units that an alert names at most.
const NAMED: usize = 3;

/// An alert.
#[derive(Debug, Clone, Serialize)]
pub struct Alert {
    /// How bad: [`Tone::Low`] is red, [`Tone::Mid`] yellow.
    pub tone: Tone,
    /// About what, and so where it is worked on.
    pub about: AlertKind,
    /// What happened.
    pub what: String,
    /// Whose it is, or how it stands.
    pub who: String,
    /// How far behind time, as a share of the target.
    #[serde(serialize_with = "number::maybe")]
    pub gap: Option<Ratio>,
}

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// A warning or an interview.
    Interview(Uuid),
    /// Units in the last two of a past month.
    Last,
    /// Sites whose light is red or yellow.
    Lights,
    /// Objects whose deadline has passed.
    Overdue,
    /// A target behind time: key of the figure.
    Behind(&'static str),
    /// Data that are too old.
    Data,
}

impl App {
    /// The alerts of a scope, red ones first. Of a past month only what its closed table tells.
    pub(super) async fn alerts(
        &self,
        eyes: &Actor,
        lens: &Lens,
        figures: &[Figure],
        ranking: &Ranking,
        sources: &[Source],
    ) -> Result<Vec<Alert>> {
        let mut alerts = if lens.live { self.interview_alerts(eyes).await? } else { last_two(ranking) };
        if lens.live {
            alerts.extend(self.lights_alerts(lens).await?);
            alerts.extend(self.overdue_alert(eyes, lens).await?);
        }
        alerts.extend(figures.iter().filter_map(behind));
        let old = sources.iter().filter(|source| source.fresh == Some(false)).count();
        if lens.live && old > 0 {
            let who = format!("共 {} 类来源", sources.len());
            alerts.push(alert(Tone::Mid, AlertKind::Data, format!("{old} 类数据过期"), who));
        }
        // Stable: within a colour the order is that of the kinds.
        alerts.sort_by_key(|alert| std::cmp::Reverse(alert.tone));
        Ok(alerts)
    }

    async fn interview_alerts(&self, eyes: &Actor) -> Result<Vec<Alert>> {
        let open = self.open_interviews(eyes).await?;
        let alert_of = |stored: &objects::Stored| {
            let (object, interview) = (&stored.object, stored.object.fields.interview()?);
            let warned = interview.triggered_on.is_none();
            let state = machine(ObjectKind::Interview).state(object.state).map_or("", |state| state.label);
            let months = interview.months.len();
            let what = match months {
                1 => format!("{} 后两位", interview.name),
                months => format!("{} 连续 {months} 个月后两位", interview.name),
            };
            let tone = if warned { Tone::Mid } else { Tone::Low };
            Some(alert(tone, AlertKind::Interview(object.id), what, state.to_owned()))
        };
        Ok(open.iter().filter_map(alert_of).collect())
    }

    async fn lights_alerts(&self, lens: &Lens) -> Result<Vec<Alert>> {
        let units = self.units().await?;
        let name = |code: &str| {
            let known = units.iter().find(|unit| unit.code == code);
            known.map_or_else(|| code.to_owned(), |unit| short_name(&unit.name))
        };
        let of = |at: usize, words: &str, tone: Tone| {
            let mut own: Vec<(usize, &str)> = (lens.ground.progress.iter())
                .filter(|unit| unit.lights[at] > 0 && lens.scope.allows(&unit.unit))
                .map(|unit| (unit.lights[at], unit.unit.as_str()))
                .collect();
            own.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
            let all: usize = own.iter().map(|(count, _)| count).sum();
            let most = own.iter().take(NAMED).map(|(count, unit)| format!("{} {count}", name(unit)));
            let who = most.collect::<Vec<_>>().join(" · ");
            (all > 0).then(|| alert(tone, AlertKind::Lights, format!("{words} {all} 宗"), who))
        };
        Ok([of(2, "整治红灯", Tone::Low), of(1, "整治黄灯", Tone::Mid)].into_iter().flatten().collect())
    }

    async fn overdue_alert(&self, eyes: &Actor, lens: &Lens) -> Result<Option<Alert>> {
        let wanted = Wanted { until: lens.ground.beat.today.pred_opt(), ..Wanted::default() };
        let mut tx = self.db().read().await?;
        let late = objects::waiting_count(&mut tx, self.county(), &eyes.scope, &wanted).await?;
        let late_alert =
            || alert(Tone::Low, AlertKind::Overdue, format!("逾期未办 {late} 件"), String::new());
        Ok((late > 0).then(late_alert))
    }
}

/// 分水 of 分水镇, where there is little room.
pub fn short_name(name: &str) -> String {
    if name.ends_with("开发区") {
        return "开发区".to_owned();
    }
    let ends = ["畲族乡", "街道", "镇", "乡"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned()
}

fn last_two(ranking: &Ranking) -> Vec<Alert> {
    let one =
        |name: &String| alert(Tone::Low, AlertKind::Last, format!("{name} 后两位"), "当月排名".to_owned());
    ranking.last.iter().map(one).collect()
}

fn behind(figure: &Figure) -> Option<Alert> {
    let tone = figure.tone.filter(|tone| *tone != Tone::Ok)?;
    let what = format!("{}落后序时", figure.label);
    Some(Alert { gap: figure.gap.clone(), ..alert(tone, AlertKind::Behind(figure.key), what, String::new()) })
}

fn alert(tone: Tone, about: AlertKind, what: String, who: String) -> Alert {
    Alert { tone, about, what, who, gap: None }
}

/// How many there are, as a figure of the strip.
pub(super) fn figure(alerts: &[Alert]) -> Figure {
    let of = |tone: Tone| alerts.iter().filter(|alert| alert.tone == tone).count();
    let mut figure = Figure::new("alerts", Some(Ratio::integer(alerts.len() as i128)));
    figure.beside = vec![Beside::count("红", of(Tone::Low), "项"), Beside::count("黄", of(Tone::Mid), "项")];
    figure
}
