//! 考核排名: a month's table and one unit's arithmetic.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use lingdi_app::appraisal::{Line, RankingView, Shown, TargetPace, UnitView};
use lingdi_app::{Action, App, Error, May};
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What};
use lingdi_domain::mechanism2_appraisal::{Group, ItemScore, PartScore, Portion, Standing};
use lingdi_domain::moves::machine;
use lingdi_domain::moves::may_make;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Month, Ratio, Scope};
use serde::Deserialize;

use super::error::{Fault, page};
use super::frame::frame;
use super::gate::Caller;
use super::objects::view::{href, state};
use super::search::percent;
use crate::format;
use crate::frame::Section;
use crate::pages::ranking::{
    AlertRow, ChangeRow, CountedLine, ItemRow, LegendItem, MeasureRow, PaceRow, Piece, RankRow, RankingPage,
    UnitRankingPage,
};
use crate::parts::Choice;

/// Below this part of the time-progress line a unit is behind; between it and the line it is close.
const CLOSE: (i128, i128) = (4, 5);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    month: String,
}

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let wanted = if asked.month.is_empty() { None } else { Some(read_month(&asked.month)?) };
    let view = app.ranking(&caller.actor, wanted).await?;
    let local = |line: &&Line| line.standing.group == Group::Local;
    let placed = view.lines.iter().filter(local).filter(|line| line.standing.rank.is_some());
    let rows: Vec<RankRow> = placed.map(|line| rank_row(line, &view, &caller)).collect();
    let out = view.lines.iter().filter(local).filter(|line| line.standing.rank.is_none());
    let bureaus = view.lines.iter().filter(|line| line.standing.group == Group::Bureaus);
    let (scored, silent): (Vec<_>, Vec<_>) = bureaus.partition(|line| line.standing.rank.is_some());
    let months: Vec<(String, String)> = view
        .months
        .iter()
        .map(|tab| (tab.month.to_string(), format!("{} · {}", tab.month.spoken(), tab.state)))
        .collect();
    let address = |month: Month| format!("/ranking?month={month}");
    let exists = |month: Month| view.months.iter().any(|tab| tab.month == month);
    page(&RankingPage {
        frame: frame(&app, &caller, Section::Ranking).await?,
        month: view.month.spoken(),
        state: words(view.shown, &view).to_owned(),
        tone: if view.shown == Shown::Published { "good" } else { "plain" },
        ranked: rows.len(),
        months: Choice::list(
            months.iter().map(|(value, label)| (value.as_str(), label.as_str())),
            &view.month.to_string(),
        ),
        before: Some(view.month.back(1)).filter(|month| exists(*month)).map(address),
        after: Some(view.month.next()).filter(|month| exists(*month)).map(address),
        acts: acts(&view, &caller, app.clock().today()),
        legend: legend(&view),
        phase: phase(&rows),
        out: out.map(|line| line.standing.name.clone()).collect(),
        bureaus: scored
            .iter()
            .map(|line| (line.standing.name.clone(), score_words(&line.standing)))
            .collect(),
        bureaus_out: silent.iter().map(|line| line.standing.name.clone()).collect(),
        alerts: alerts(&app, &caller).await?,
        changes: changes(&view),
        correction: correction(&view),
        missing: view.missing_reports.clone(),
        closed: view.shown != Shown::Preview,
        own_only: view.shown != Shown::Published && caller.actor.scope != Scope::County,
        rows,
    })
}

pub(super) fn read_month(text: &str) -> Result<Month, Error> {
    Month::parse(text).ok_or_else(|| Error::Refused(format!("“{text}”不是月份，请写成 2023-09 这样。")))
}

fn words(shown: Shown, view: &RankingView) -> &'static str {
    match (shown, &view.period) {
        (Shown::Preview, _) => "预览，未关账",
        (_, Some(period)) => state(period).0,
        (Shown::Closed, None) => "未公布",
        (Shown::Published, None) => "已公布",
    }
}

/// What comes next for this reader: the month's own page, or its opening.
fn acts(view: &RankingView, caller: &Caller, today: chrono::NaiveDate) -> Vec<(String, String, bool)> {
    if caller.actor.may(Action::Read).is_err() {
        return Vec::new();
    }
    let opens = machine(ObjectKind::Period).named("open").is_some_and(|one| may_make(one, &caller.actor, ""));
    let Some(period) = &view.period else {
        let begin = (format!("/periods/new?month={}", view.month), "开立月度考核".to_owned(), true);
        return Some(begin).filter(|_| opens).into_iter().collect();
    };
    let objects = machine(ObjectKind::Objection).named("open");
    let in_time =
        period.fields.period().and_then(|it| it.objections_until).is_some_and(|until| today <= until);
    let may_object = objects.is_some_and(|one| may_make(one, &caller.actor, &caller.actor.unit));
    let closed =
        view.shown == Shown::Published || view.shown == Shown::Closed && caller.actor.scope == Scope::County;
    let circular = (format!("/ranking/{}/circular", view.month), "通报".to_owned(), false);
    let mut acts: Vec<_> = Some(circular).filter(|_| closed).into_iter().collect();
    acts.push((href(period), if opens { "办理".to_owned() } else { "考核经过".to_owned() }, opens));
    if may_object && in_time && period.state == "PUBLISHED" && !opens {
        acts.push((
            format!("/objections/new?link=period:{}:{}", period.kind.code(), period.id),
            "提出异议".to_owned(),
            true,
        ));
    }
    acts
}

/// Colours follow the places of the indicators.
fn class(at: usize) -> String {
    format!("k{}", at % 6 + 1)
}

fn legend(view: &RankingView) -> Vec<LegendItem> {
    let portions = view.lines.first().map(|line| line.standing.portions.as_slice()).unwrap_or_default();
    let item = |(at, portion): (usize, &Portion)| LegendItem {
        class: class(at),
        label: portion.label.clone(),
        weight: format::decimal(&portion.weight, 0),
    };
    portions.iter().enumerate().map(item).collect()
}

fn rank_row(line: &Line, view: &RankingView, caller: &Caller) -> RankRow {
    let standing = &line.standing;
    let place = standing.rank.unwrap_or_default();
    let (moved, by) = match line.before {
        Some(before) if before > place => ("up", (before - place).to_string()),
        Some(before) if before < place => ("down", (place - before).to_string()),
        Some(_) => ("", "–".to_owned()),
        None => ("", String::new()),
    };
    let cleared = standing.figures.get(What::Cleared.indicator());
    let task = cleared.and_then(|measure| measure.task.clone());
    let rate = cleared.and_then(|measure| measure.done.checked_div(task.as_ref()?));
    // The time-progress line: what of the year's task is due by then.
    let phase = cleared.and_then(|measure| measure.due.as_ref()?.checked_div(task.as_ref()?));
    let hundred = |ratio: &Ratio| ratio.clone() * Ratio::integer(100);
    let tone = match (&rate, &phase) {
        (Some(rate), Some(phase)) if rate >= phase => "good",
        (Some(rate), Some(phase)) if *rate >= phase.clone() * Ratio::new(CLOSE.0, CLOSE.1) => "warn",
        _ => "bad",
    };
    RankRow {
        place,
        moved,
        by,
        name: standing.name.clone(),
        href: if caller.actor.scope.allows(&standing.unit) {
            format!("/ranking/{}/{}", view.month, percent(&standing.unit))
        } else {
            String::new()
        },
        pieces: pieces(&standing.portions),
        adjusted: if standing.adjusted.is_zero() {
            String::new()
        } else {
            format::decimal(&standing.adjusted, 1)
        },
        score: standing.score.as_ref().map(|score| format::decimal(score, 2)).unwrap_or_default(),
        done: cleared.map(|measure| format::decimal(&measure.done, 1)).unwrap_or_default(),
        task: task.map(|task| lingdi_app::targets::plain(&task)).unwrap_or_default(),
        width: rate
            .as_ref()
            .map(|rate| hundred(rate).min(Ratio::integer(100)).to_decimal(1))
            .unwrap_or_default(),
        rate: rate.as_ref().map(|rate| format::decimal(&hundred(rate), 1)).unwrap_or_default(),
        line: phase.as_ref().map(|phase| hundred(phase).to_decimal(1)).unwrap_or_default(),
        tone,
        bottom: standing.bottom,
        tied: standing.tied,
        streak: line.streak.months.len(),
        pending: line.streak.is_pending(),
    }
}

/// The time-progress line in words: one figure, unless units plan their months themselves.
fn phase(rows: &[RankRow]) -> String {
    let mut lines: Vec<&str> = rows.iter().map(|row| row.line.as_str()).collect();
    lines.retain(|line| !line.is_empty());
    lines.sort_unstable();
    lines.dedup();
    match lines[..] {
        [] => String::new(),
        [one] => format!("{one}%"),
        _ => "按各自作战方案".to_owned(),
    }
}

/// Pieces of the bar, a hair apart; what does not apply has none.
fn pieces(portions: &[Portion]) -> Vec<Piece> {
    let apart = Ratio::new(6, 10);
    let mut x = Ratio::zero();
    let mut pieces = Vec::new();
    for (at, portion) in portions.iter().enumerate() {
        let Some(most) = &portion.most else { continue };
        let width = |points: &Ratio| {
            let width = points.clone().min(most.clone()) - apart.clone();
            if width.is_negative() { Ratio::zero() } else { width }
        };
        pieces.push(Piece {
            class: class(at),
            x: x.to_decimal(2),
            most: width(most).to_decimal(2),
            got: width(&portion.got).to_decimal(2),
            words: format!("{} {} / {}", portion.label, portion.got.to_decimal(2), most.to_decimal(2)),
        });
        x = x + most.clone();
    }
    pieces
}

fn score_words(standing: &Standing) -> String {
    let place = |rank: usize| format!("第 {rank} 名 ");
    match &standing.score {
        Some(score) => {
            format!("{}{} 分", standing.rank.map(place).unwrap_or_default(), format::decimal(score, 2))
        }
        None => "不参与排名".to_owned(),
    }
}

async fn alerts(app: &App, caller: &Caller) -> Result<Vec<AlertRow>, Fault> {
    if caller.actor.may(Action::Read).is_err() {
        return Ok(Vec::new());
    }
    let open = app.open_interviews(&caller.actor).await?;
    let row = |stored: &lingdi_app::Stored| {
        let object = &stored.object;
        let interview = object.fields.interview()?;
        let (words, tone) = state(object);
        Some(AlertRow {
            href: href(object),
            name: interview.name.clone(),
            months: interview.months.iter().map(|month| month.spoken()).collect::<Vec<_>>().join("、"),
            state: words,
            tone: if ["WARNED", "ANSWERED"].contains(&object.state) { tone } else { "bad" },
        })
    };
    Ok(open.iter().filter_map(row).collect())
}

/// Units that stand otherwise than in the table before the last correction.
fn changes(view: &RankingView) -> Vec<ChangeRow> {
    let Some(former) = view.former.as_ref().filter(|_| view.shown == Shown::Published) else {
        return Vec::new();
    };
    let row = |line: &Line| {
        let now = &line.standing;
        let before = former.standings.iter().find(|before| before.unit == now.unit)?;
        let differs = (&before.score, before.rank, before.bottom) != (&now.score, now.rank, now.bottom);
        differs.then(|| ChangeRow {
            name: now.name.clone(),
            before: score_words(before),
            now: score_words(now),
        })
    };
    view.lines.iter().filter_map(row).collect()
}

fn correction(view: &RankingView) -> String {
    let period = view.period.as_ref().and_then(|period| period.fields.period());
    period.and_then(|period| period.correction.clone()).unwrap_or_default()
}

pub(super) async fn unit(
    State(app): State<App>,
    caller: Caller,
    Path((month, unit)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let view = app.unit_ranking(&caller.actor, read_month(&month)?, &unit).await?;
    let scored = &view.scored;
    let place = view.rank.map(|rank| format!("第 {rank} 名，共 {} 个单位", view.ranked));
    page(&UnitRankingPage {
        frame: frame(&app, &caller, Section::Ranking).await?,
        name: scored.name.clone(),
        month: view.month.spoken(),
        back: format!("/ranking?month={}", view.month),
        state: match view.shown {
            Shown::Preview => "预览，未关账",
            Shown::Closed => "已关账，未公布",
            Shown::Published => "已公布",
        }
        .to_owned(),
        score: scored.score.as_ref().map(|score| format::decimal(score, 2)).unwrap_or_default(),
        place: place.unwrap_or_default(),
        scheme: view.scheme.clone(),
        items: scored.items.iter().map(item_row).collect(),
        weights: lingdi_app::targets::plain(&scored.weights),
        weighted: format::decimal(&scored.weighted, 4),
        formula: formula(&view),
        deductions: view
            .deductions
            .iter()
            .map(|one| (lingdi_app::targets::plain(&one.points), one.reason.clone()))
            .collect(),
        paces: view.paces.iter().map(pace_row).collect(),
        counted: counted(&view),
        fingerprint: view.sha256.as_deref().map(format::fingerprint).unwrap_or_default(),
    })
}

fn item_row(item: &ItemScore) -> ItemRow {
    let points = item.raw.as_ref().map(|raw| item.weight.clone() * raw.clone());
    ItemRow {
        label: item.label.clone(),
        weight: lingdi_app::targets::plain(&item.weight),
        measures: item.parts.iter().map(measure_row).collect(),
        raw: item.raw.as_ref().map(|raw| format::decimal(raw, 4)).unwrap_or_default(),
        points: points.map(|points| format::decimal(&points, 4)).unwrap_or_default(),
    }
}

fn measure_row(part: &PartScore) -> MeasureRow {
    let amount = |ratio: &Ratio| lingdi_app::targets::plain(ratio);
    let measured = part.measured.as_ref();
    MeasureRow {
        label: format!("{}（{}）", part.label, part.unit.label()),
        done: measured.map(|it| amount(&it.done)).unwrap_or_default(),
        due: measured.and_then(|it| it.due.as_ref()).map(amount).unwrap_or_default(),
        task: measured.and_then(|it| it.task.as_ref()).map(amount).unwrap_or_default(),
        rate: part.rate.as_ref().map(|rate| format::decimal(rate, 4)).unwrap_or_default(),
        why: if measured.is_some() { "没有任务" } else { "没有数据" },
    }
}

/// The last line of the arithmetic, with its figures.
fn formula(view: &UnitView) -> String {
    let scored = &view.scored;
    let Some(score) = &scored.score else {
        return "出清、用而未尽、连片、占工非工都没有任务，不参与排名。".to_owned();
    };
    let plain = lingdi_app::targets::plain;
    let sum = format!("{} ÷ {} × 100", format::decimal(&scored.weighted, 4), plain(&scored.weights));
    let signed = |sign: &str, points: &Ratio| {
        if points.is_zero() { String::new() } else { format!(" {sign} {}", plain(points)) }
    };
    let text = format!("{sum}{}{}", signed("−", &scored.deduction), signed("+", &scored.bonus));
    format!("{text} = {}（按未四舍五入的数排名）", format::decimal(score, 2))
}

fn pace_row(pace: &TargetPace) -> PaceRow {
    let forecast = &pace.forecast;
    let number = |ratio: &Ratio| format::decimal(ratio, 1);
    let tone = match &pace.target {
        None => "",
        Some(target) if forecast.low >= *target => "good",
        Some(target) if forecast.high >= *target => "warn",
        Some(_) => "bad",
    };
    PaceRow {
        label: format!("{}（{}）", pace.what.indicator(), pace.what.unit()),
        done: number(&pace.done),
        task: pace.target.as_ref().map_or_else(|| "未下达".to_owned(), lingdi_app::targets::plain),
        likely: number(&forecast.likely),
        range: format!("{} ～ {}", number(&forecast.low), number(&forecast.high)),
        needed: forecast.needed.as_ref().map(number).unwrap_or_default(),
        tone,
    }
}

fn counted(view: &UnitView) -> Vec<(String, String, Vec<CountedLine>)> {
    let of = |what: What| {
        let rows: Vec<&Counted> = view.counted.iter().filter(|row| row.what == what).rev().collect();
        let sum = rows.iter().fold(Ratio::zero(), |sum, row| sum + row.figure());
        let words = |ratio: &Ratio| format!("{} {}", lingdi_app::targets::plain(ratio), what.unit());
        let line = |row: &&Counted| CountedLine {
            href: if row.parcel.is_empty() {
                format!("/{}/{}", row.kind.code(), row.object)
            } else {
                format!("/dossiers/{}", percent(&row.parcel))
            },
            title: row.title.clone(),
            code: match row.parcel.as_str() {
                "" => row.number.clone(),
                code => format!("{} · {}", row.number, format::parcel_code(code)),
            },
            on: format::date(row.on),
            amount: words(&row.figure()),
            again: row.amount == 0,
        };
        (what.indicator().to_owned(), words(&sum), rows.iter().map(line).collect::<Vec<_>>())
    };
    What::ALL.into_iter().map(of).filter(|(_, _, lines)| !lines.is_empty()).collect()
}
