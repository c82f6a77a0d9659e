//! The stage: a still in words and widths.

use lingdi_app::appraisal::Shown;
use lingdi_app::cockpit::{
    Alert, AlertKind, Asked, Beside, Cockpit, CurveMonth, Figure, RankRow, Still, TaxRow, Tone, Way,
    short_name,
};
use lingdi_domain::{Month, Ratio};

use super::{address, drawing};
use crate::format;
use crate::handlers::search::percent;
use crate::pages::cockpit::{
    AlertRow, BlockView, Cell, MonthBar, Piece, RankView, SiteRow, Stage, StepRow, TaxLine, WayRow,
};
use crate::parts::class;

/// Rows that fit on the screen.
const SITES: usize = 13;
const BLOCKS: usize = 4;
const ALERTS: usize = 5;

/// Height of the bars of the slider, and the width of a month.
const BAR: f64 = 50.0;
const MONTH: f64 = 30.0;

/// Everything on the screen.
pub(super) fn stage(still: &Still, asked: &Asked, demo: bool) -> Stage {
    let view = &still.view;
    let link = |path: &str| address(path, asked);
    let county = Asked { unit: None, ..asked.clone() };
    let at = |month: Month| address("/cockpit", &Asked { month: Some(month), ..asked.clone() });
    let first = view.curve.first().map_or(view.month, |one| one.month);
    let present = Month::of(view.today);
    let next = view.month.next();
    let now = Asked { month: None, ..asked.clone() };
    let alerts = view.figure("alerts");
    let beside = |at: usize| {
        let count = alerts.and_then(|figure| figure.beside.get(at));
        count.map_or_else(|| "0".to_owned(), |one| format::decimal(&one.value, 0))
    };
    Stage {
        etag: still.etag.clone(),
        county: view.county.clone(),
        unit: view.unit.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
        back: if asked.unit.is_some() { address("/cockpit", &county) } else { String::new() },
        moment: if view.live { "现在".to_owned() } else { view.month.spoken() },
        moment_note: match (view.live, view.frozen) {
            (true, _) => "",
            (false, true) => "关账冻结",
            (false, false) => "未关账",
        },
        before: if view.month > first { at(view.month.back(1)) } else { String::new() },
        after: match next.cmp(&present) {
            std::cmp::Ordering::Less => at(next),
            std::cmp::Ordering::Equal => address("/cockpit", &now),
            std::cmp::Ordering::Greater => String::new(),
        },
        now: if view.live { String::new() } else { address("/cockpit", &now) },
        date: format::date_long(view.today),
        data: data(view),
        data_href: link("/cockpit/figures/data"),
        demo,
        cells: view
            .figures
            .iter()
            .filter(|one| one.key != "registered")
            .map(|one| cell(one, view, asked))
            .collect(),
        steps: steps(view, asked),
        way_total: format::count(view.ways.iter().map(|way| way.count).sum::<usize>()),
        ways_href: link("/cockpit/figures/ways"),
        ways: ways(view),
        tax_href: link("/cockpit/figures/tax"),
        taxes: taxes(&view.taxes),
        map: drawing::map(view, asked),
        rank_title: format!("{}排名", view.ranks.month.short()),
        rank_note: rank_note(view),
        rank_href: format!("/ranking?month={}", view.ranks.month),
        rank_line: view.ranks.line.as_ref().map(width).unwrap_or_default(),
        ranks: view.ranks.rows.iter().map(|row| rank(row, view, asked)).collect(),
        standing: standing(view),
        sites: if asked.unit.is_some() { sites(view) } else { Vec::new() },
        site_count: view.sites.len(),
        blocks: view.blocks.iter().take(BLOCKS).map(block).collect(),
        block_notes: view
            .figure("blocks")
            .and_then(|one| one.beside.first())
            .map(piece)
            .into_iter()
            .collect(),
        alert_counts: (beside(0), beside(1)),
        alerts_href: link("/cockpit/figures/alerts"),
        alerts: view.alerts.iter().take(ALERTS).map(|one| alert(one, view, asked)).collect(),
        amount: amount_of_month(view),
        months: months(view, asked),
        years: years(&view.curve),
    }
}

/// Decimals by unit: sums of 亩 have one, what is counted none.
pub(super) fn places(unit: &str) -> usize {
    usize::from(unit == "亩")
}

/// An amount in its unit.
pub(super) fn amount(value: &Ratio, unit: &str) -> String {
    format::decimal(value, places(unit))
}

fn tone(tone: Option<Tone>) -> &'static str {
    match tone {
        Some(Tone::Ok) => "ok",
        Some(Tone::Mid) => "mid",
        Some(Tone::Low) => "low",
        None => "",
    }
}

/// A share as a width of a hundred, none beyond it.
fn width(share: &Ratio) -> String {
    (share.clone() * Ratio::integer(100)).min(Ratio::integer(100)).to_decimal(1)
}

fn points(share: &Ratio) -> String {
    let share = if share.is_negative() { Ratio::zero() - share.clone() } else { share.clone() };
    format::percent(&share)
}

fn cell(figure: &Figure, view: &Cockpit, asked: &Asked) -> Cell {
    let known = figure.value.is_some();
    Cell {
        key: figure.key,
        href: address(&format!("/cockpit/figures/{}", figure.key), asked),
        label: figure.label,
        rate: figure.rate.as_ref().map(format::percent).unwrap_or_default(),
        figure: figure.value.as_ref().map_or_else(|| "暂无".to_owned(), |value| amount(value, figure.unit)),
        known,
        target: figure.target.as_ref().map(|target| format::decimal(target, 0)).unwrap_or_default(),
        unit: figure.unit,
        width: figure.rate.as_ref().map(width).unwrap_or_default(),
        tick: figure
            .line
            .as_ref()
            .map(|line| width(&line.clone().min(Ratio::new(99, 100))))
            .unwrap_or_default(),
        tone: tone(figure.tone),
        notes: notes(figure, view),
    }
}

fn piece(one: &Beside) -> Piece {
    Piece::new(one.label, amount(&one.value, one.unit), one.unit)
}

/// What stands under a figure: how it stands against time, else what belongs beside it.
fn notes(figure: &Figure, view: &Cockpit) -> Vec<Piece> {
    let mut notes = Vec::new();
    if let Some(gap) = &figure.gap {
        let words = if gap.is_negative() { "落后序时" } else { "超序时" };
        notes.push(Piece::new(words, points(gap), "点"));
    }
    match figure.key {
        "cleared_year" => {
            notes.extend(figure.line.as_ref().map(|line| Piece::new("序时", format::percent(line), "%")));
        }
        "listed" => {
            notes.extend(figure.beside.iter().map(piece));
            let registered = view.figure("registered");
            notes.extend(
                registered
                    .iter()
                    .flat_map(|one| &one.beside)
                    .map(|one| Piece { label: "已入库".to_owned(), ..piece(one) }),
            );
        }
        "cleared" if figure.target.is_none() => notes.push(Piece::new("三年任务未全部下达", "", "")),
        "orders" if figure.value.is_none() => notes.push(Piece::new("尚无到期派单", "", "")),
        // What is counted says its unit already.
        "alerts" | "orders" => {
            notes.extend(figure.beside.iter().map(|one| Piece { unit: String::new(), ..piece(one) }));
        }
        _ if figure.gap.is_none() => notes.extend(figure.beside.iter().map(piece)),
        _ => {}
    }
    notes.truncate(2);
    notes
}

fn data(view: &Cockpit) -> Vec<Piece> {
    let state = &view.data;
    let mut data = Vec::new();
    data.extend(state.last.map(|day| Piece::new("数据截至", format::date_short(day), "")));
    if !view.live {
        return data;
    }
    data.push(Piece::new("来源按期", format!("{}/{}", state.fresh, state.sources), ""));
    data.extend(state.matched.as_ref().map(|share| Piece::new("匹配", format::percent(share), "%")));
    data.push(Piece::new("不确定", format::count(state.indeterminate), "宗"));
    data
}

fn steps(view: &Cockpit, asked: &Asked) -> Vec<StepRow> {
    let numerals = ["一", "二", "三", "四", "五"];
    let most = view.steps[0].area.clone();
    let row = |(step, numeral): (&lingdi_app::cockpit::Step, &'static str)| StepRow {
        numeral,
        href: address(&format!("/cockpit/figures/{}", step.key), asked),
        label: step.label,
        state: step.state,
        count: format::count(step.count),
        area: format::decimal(&step.area, 1),
        width: step.area.checked_div(&most).as_ref().map_or_else(|| "0".to_owned(), width),
    };
    view.steps.iter().zip(numerals).map(row).collect()
}

/// The donut: arcs follow each other from the top, clockwise.
fn ways(view: &Cockpit) -> Vec<WayRow> {
    let all = view.ways.iter().fold(Ratio::zero(), |sum, way| sum + way.area.clone());
    let mut begun = Ratio::zero();
    let hundred = Ratio::integer(100);
    let row = |way: &lingdi_app::cockpit::WayShare| {
        let share = way.area.checked_div(&all).unwrap_or_else(Ratio::zero) * hundred.clone();
        let offset = Ratio::integer(125) - begun.clone();
        begun = begun.clone() + share.clone();
        let offset = if offset > hundred { offset - hundred.clone() } else { offset };
        WayRow {
            class: way_class(way.way),
            label: way.label,
            area: format::decimal(&way.area, 1),
            arc: (share.to_decimal(2), (hundred.clone() - share).to_decimal(2)),
            offset: offset.to_decimal(2),
        }
    };
    view.ways.iter().map(row).collect()
}

fn way_class(way: Way) -> &'static str {
    match way {
        Way::SelfUpgrade => "self",
        Way::Acquisition => "buy",
        Way::Merger => "merge",
        Way::Block => "block",
        Way::Closure => "close",
        Way::Development => "build",
    }
}

/// Ends of the axis in the drawing of a tax line.
const AXIS: (i128, i128) = (8, 152);

fn taxes(rows: &[TaxRow]) -> Vec<TaxLine> {
    let most = rows.iter().flat_map(|row| row.before.iter().chain(&row.after)).max().cloned();
    let place = |value: &Ratio| {
        let share = most.as_ref().and_then(|most| value.checked_div(most)).unwrap_or_else(Ratio::zero);
        (Ratio::integer(AXIS.0) + share * Ratio::integer(AXIS.1 - AXIS.0)).to_decimal(1)
    };
    let line = |row: &TaxRow| {
        let told = row.before.as_ref().zip(row.after.as_ref());
        let (before, after) = told.map(|(a, b)| (format::per_mu(a), format::per_mu(b))).unwrap_or_default();
        let x = told.map(|(a, b)| (place(a), place(b))).unwrap_or_default();
        TaxLine { label: row.label, before, after, x }
    };
    rows.iter().map(line).collect()
}

fn rank_note(view: &Cockpit) -> String {
    let state = match view.ranks.shown {
        Shown::Preview => "预览",
        Shown::Closed => "初步",
        Shown::Published => "已公布",
    };
    match &view.ranks.line {
        Some(line) => format!("{state} · 竖线为序时 {}%", format::percent(line)),
        None => state.to_owned(),
    }
}

fn rank(row: &RankRow, view: &Cockpit, asked: &Asked) -> RankView {
    let unit = || address("/cockpit", &Asked { unit: Some(row.unit.clone()), ..asked.clone() });
    let arithmetic = || format!("/ranking/{}/{}", view.ranks.month, percent(&row.unit));
    let when = |words: &dyn Fn() -> String| if row.open { words() } else { String::new() };
    RankView {
        place: row.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        name: row.name.clone(),
        href: when(&unit),
        rate: row.rate.as_ref().map(format::percent).unwrap_or_default(),
        width: row.rate.as_ref().map_or_else(|| "0".to_owned(), width),
        tone: tone(row.tone),
        score: row.score.as_ref().map_or_else(|| "不参与".to_owned(), |score| format::decimal(score, 2)),
        score_href: when(&arithmetic),
        bottom: row.bottom,
        streak: row.streak,
    }
}

/// Where the unit that is looked at stands in the ranking.
fn standing(view: &Cockpit) -> Vec<Piece> {
    let code = view.unit.as_ref().map(|(code, _)| code.as_str());
    let Some(row) = view.ranks.rows.iter().find(|row| Some(row.unit.as_str()) == code) else {
        return Vec::new();
    };
    let month = view.ranks.month.short();
    let place = row.rank.map(|rank| Piece::new(&format!("{month}第"), rank.to_string(), "名"));
    let score = row.score.as_ref().map(|score| Piece::new("", format::decimal(score, 2), "分"));
    place.into_iter().chain(score).collect()
}

fn sites(view: &Cockpit) -> Vec<SiteRow> {
    let row = |site: &lingdi_app::cockpit::Site| SiteRow {
        href: format!("/dossiers/{}", percent(&site.parcel)),
        place: site.place.clone().unwrap_or_else(|| format::parcel_code(&site.parcel)),
        class: site.letter.map_or("none", class),
        letter: site.letter.map_or("", lingdi_domain::MainCategory::code),
        area: format::decimal(&site.area, 1),
        state: view.steps[site.step].state,
        cleared: site.cleared,
    };
    view.sites.iter().take(SITES).map(row).collect()
}

fn block(block: &lingdi_app::cockpit::BlockRow) -> BlockView {
    BlockView {
        href: format!("/blocks/{}", block.id),
        name: format!("{} {}", short_name(&block.unit), block.number),
        state: block.state,
        done: format::decimal(&block.done, 1),
        area: format::decimal(&block.area, 1),
        width: block.done.checked_div(&block.area).as_ref().map_or_else(|| "0".to_owned(), width),
    }
}

fn alert(alert: &Alert, view: &Cockpit, asked: &Asked) -> AlertRow {
    let of_unit = |path: &str| match &view.unit {
        Some((code, _)) => format!("{path}&unit={}", percent(code)),
        None => path.to_owned(),
    };
    AlertRow {
        tone: tone(Some(alert.tone)),
        href: match &alert.about {
            AlertKind::Interview(id) => format!("/interviews/{id}"),
            AlertKind::Last => format!("/ranking?month={}", view.ranks.month),
            AlertKind::Lights if alert.tone == Tone::Low => of_unit("/cases?light=red"),
            AlertKind::Lights => of_unit("/cases?light=yellow"),
            AlertKind::Overdue => "/desk?part=overdue".to_owned(),
            AlertKind::Behind(key) => address(&format!("/cockpit/figures/{key}"), asked),
            AlertKind::Data => address("/cockpit/figures/data", asked),
        },
        what: alert.what.clone(),
        who: match &alert.gap {
            Some(gap) => format!("−{} 个百分点", points(gap)),
            None => alert.who.clone(),
        },
    }
}

fn amount_of_month(view: &Cockpit) -> Piece {
    let own = view.curve.iter().find(|one| one.month == view.month);
    let cleared = own.and_then(|one| one.cleared.as_ref());
    Piece::new(
        &format!("{}出清", view.month.spoken()),
        format::or_missing(cleared, |cleared| format::decimal(cleared, 1)),
        "亩",
    )
}

fn months(view: &Cockpit, asked: &Asked) -> Vec<MonthBar> {
    let most = view.curve.iter().filter_map(|one| one.cleared.as_ref()).max().cloned();
    let present = Month::of(view.today);
    let bar = |(at, one): (usize, &CurveMonth)| {
        let share = |amount: &Ratio| {
            let share = most.as_ref().and_then(|most| amount.checked_div(most));
            share.map_or(0.0, |share| share.to_f64().max(0.0)) * BAR
        };
        let height = one.cleared.as_ref().map_or(0.0, share);
        let moment = (one.month != present).then_some(one.month);
        let came = one.month <= present;
        MonthBar {
            href: if came {
                address("/cockpit", &Asked { month: moment, ..asked.clone() })
            } else {
                String::new()
            },
            x: format!("{}", at as f64 * MONTH),
            bar: (format!("{:.1}", 52.0 - height), format!("{height:.1}")),
            current: one.month == view.month,
            title: match &one.cleared {
                Some(cleared) => format!("{} 出清 {} 亩", one.month.spoken(), format::decimal(cleared, 1)),
                None => one.month.spoken(),
            },
        }
    };
    view.curve.iter().enumerate().map(bar).collect()
}

/// The years under the months, each at its first.
fn years(curve: &[CurveMonth]) -> Vec<(String, String)> {
    let begins = |(at, one): (usize, &CurveMonth)| {
        let first = at == 0 || one.month.number() == 1;
        first.then(|| (format!("{}", at as f64 * MONTH), one.month.year().to_string()))
    };
    curve.iter().enumerate().filter_map(begins).collect()
}
