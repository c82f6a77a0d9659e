//! What bureaus' files say of a site beside the land register: statistics, electricity, mortgages and
//! seizures, inspections; each table with the files it comes from.

use chrono::NaiveDate;
use lingdi_app::parcels::FirmYear;
use lingdi_domain::record::{Encumbrance, Inspection, Power};
use lingdi_domain::{Cell, Kind};

use super::Known;
use crate::format;
use crate::handlers::parcel::source;
use crate::pages::batches::bureau;
use crate::pages::dossier::{Grid, Lack, Origin};
use crate::parts::SourceView;

/// Stands in the dossier of those to whom statistics of single firms are not open.
const SECRET: &str = "单户统计资料按《统计法》第二十五条保密，只对专班办公室和属地主要负责人显示";

/// The files that cells were read from: bureau, day of acceptance, file and rows.
pub(super) fn origins<'a>(known: &Known, cells: impl Iterator<Item = &'a Cell>) -> Vec<Origin> {
    let Some(seen) = &known.seen else { return Vec::new() };
    let snapshot = seen.snapshot();
    let mut origins: Vec<Origin> = Vec::new();
    for cell in cells {
        let Some(view) = source(seen, known.sources, cell) else { continue };
        let batch = snapshot.facts.batches.iter().position(|file| file.sha256 == cell.batch);
        let kind = batch.and_then(|at| snapshot.batch_kinds.get(at));
        let on = batch.and_then(|at| snapshot.accepted_at.get(at));
        let same = |one: &&mut Origin| one.source.file == view.file && one.source.sheet == view.sheet;
        match origins.iter_mut().find(same) {
            Some(origin) => {
                let both = [std::mem::take(&mut origin.source), view];
                origin.source = SourceView::gather(both).into_iter().next().unwrap_or_default();
            }
            None => origins.push(Origin {
                bureau: kind.map_or("", |kind| bureau(*kind)),
                on: on.map_or_else(String::new, |at| format::date(lingdi_app::shanghai_date(*at))),
                source: view,
            }),
        }
    }
    origins
}

/// What is missing because no file of a kind names the site.
pub(super) fn lack(known: &Known, kind: Kind, what: &'static str, owes: &'static str) -> Lack {
    let heard = known.seen.as_ref().is_some_and(|seen| seen.snapshot().batch_kinds.contains(&kind));
    Lack { what, owes, heard }
}

/// 统计年报, firm by firm; a sentence instead where they are not open.
pub(super) fn statistics(known: &Known) -> Vec<Grid> {
    let Some((_, detail)) = &known.land else { return Vec::new() };
    if detail.statistics_hidden > 0 {
        let told = format!("{} 条。{SECRET}。", detail.statistics_hidden);
        return vec![Grid { rows: vec![vec!["统计年报".to_owned(), told]], ..Grid::default() }];
    }
    let row = |(year, _): &(FirmYear, Cell)| {
        let FirmYear { firm, parcels, row } = year;
        let wan = |money: Option<lingdi_domain::Money>| format::or_missing(money, format::wan);
        vec![
            row.year.to_string(),
            firm.clone(),
            wan(row.revenue),
            wan(row.value_added),
            wan(row.research),
            format::or_missing(row.employees, |people| people.to_string()),
            format::or_missing(row.energy.as_ref(), |energy| format::decimal(energy, 1)),
            if *parcels > 1 { format!("{parcels} 宗合计") } else { "本宗".to_owned() },
        ]
    };
    vec![Grid {
        title: "统计年报（规上）".to_owned(),
        head: vec![
            "年度",
            "企业",
            "营业收入（万元）",
            "工业增加值（万元）",
            "研发费用（万元）",
            "从业人员",
            "综合能耗（吨标煤）",
            "范围",
        ],
        rows: detail.statistics.iter().map(row).collect(),
        origins: origins(known, detail.statistics.iter().map(|(_, cell)| cell)),
        ..Grid::default()
    }]
}

/// 用电, meter by meter.
pub(super) fn power(known: &Known) -> Grid {
    let rows = known.land.iter().flat_map(|(_, detail)| &detail.power);
    let row = |(power, _): &(Power, Cell)| {
        vec![
            power.year.to_string(),
            power.meter.to_string(),
            text(power.name.as_deref()),
            text(power.tariff.as_deref()),
            format::or_missing(power.kwh.as_ref(), |kwh| format::decimal(kwh, 0)),
        ]
    };
    Grid {
        title: "用电".to_owned(),
        head: vec!["年度", "户号", "户名", "用电类别", "用电量（千瓦时）"],
        rows: rows.clone().map(row).collect(),
        origins: origins(known, rows.map(|(_, cell)| cell)),
        ..Grid::default()
    }
}

/// 抵押、查封, those in force first.
pub(super) fn encumbrances(known: &Known) -> Grid {
    let rows = known.land.iter().flat_map(|(_, detail)| &detail.encumbrances);
    let row = |(row, _): &(Encumbrance, Cell)| {
        vec![
            row.encumbrance_type.to_string(),
            text(row.document.as_deref()),
            text(row.holder.as_deref()),
            format::or_missing(row.amount, format::wan),
            day(row.registered_on),
            day(row.until),
            lifted(row),
        ]
    };
    Grid {
        title: "抵押、查封".to_owned(),
        head: vec!["类型", "登记证明号", "抵押权人或查封机关", "债权（万元）", "登记", "期限至", "状态"],
        rows: rows.clone().map(row).collect(),
        origins: origins(known, rows.map(|(_, cell)| cell)),
        ..Grid::default()
    }
}

/// 执法检查, the newest first.
pub(super) fn inspections(known: &Known) -> Grid {
    let rows = known.land.iter().flat_map(|(_, detail)| &detail.inspections);
    let row = |(row, _): &(Inspection, Cell)| {
        vec![
            format::date(row.inspected_on),
            [row.agency.as_deref(), row.document.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
            text(row.name.as_deref()),
            text(row.subject.as_deref()),
            [row.outcome.as_deref(), row.decision.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("："),
            closed(row),
        ]
    };
    Grid {
        title: "执法检查".to_owned(),
        head: vec!["日期", "部门、案号", "当事人", "事项", "结果", "办结"],
        rows: rows.clone().map(row).collect(),
        origins: origins(known, rows.map(|(_, cell)| cell)),
        ..Grid::default()
    }
}

/// 违法建筑, as inspections found it.
pub(super) fn illegal_buildings(known: &Known) -> Grid {
    let all = known.land.iter().flat_map(|(_, detail)| &detail.inspections);
    let rows = all.filter_map(|(row, cell)| Some((row, row.illegal_area?, cell)));
    let told = rows.clone().map(|(row, area, _)| {
        vec![
            format::date(row.inspected_on),
            format::square_metres(area),
            text(row.decision.as_deref()),
            closed(row),
        ]
    });
    Grid {
        title: "违法建筑".to_owned(),
        head: vec!["检查日期", "面积（平方米）", "处理决定", "办结"],
        rows: told.collect(),
        origins: origins(known, rows.map(|(_, _, cell)| cell)),
        ..Grid::default()
    }
}

/// All of it as names and values, for the comparison of two days.
pub(super) fn named(known: &Known) -> Vec<(String, String)> {
    let Some((_, detail)) = &known.land else { return Vec::new() };
    let mut rows = Vec::new();
    if detail.statistics_hidden > 0 {
        rows.push(("统计年报".to_owned(), format!("{} 条（保密）", detail.statistics_hidden)));
    }
    for (FirmYear { firm, row, .. }, _) in &detail.statistics {
        let name = |what: &str| format!("{} 年{what} {firm}", row.year);
        let figures = [("营业收入（万元）", row.revenue), ("工业增加值（万元）", row.value_added)];
        rows.extend(figures.into_iter().filter_map(|(what, money)| Some((name(what), format::wan(money?)))));
        rows.extend(row.energy.iter().map(|energy| (name("综合能耗（吨标煤）"), format::decimal(energy, 1))));
    }
    for (row, _) in &detail.power {
        let kwh = format::or_missing(row.kwh.as_ref(), |kwh| format::decimal(kwh, 0));
        rows.push((format!("{} 年用电量（千瓦时） 户号 {}", row.year, row.meter), kwh));
    }
    for (row, _) in &detail.encumbrances {
        let name = format!("{} {}", row.encumbrance_type, row.document.as_deref().unwrap_or_default());
        rows.push((name, format!("{} {}", text(row.holder.as_deref()), lifted(row))));
    }
    for (row, _) in &detail.inspections {
        let name = format!("执法检查 {} {}", format::date(row.inspected_on), text(row.subject.as_deref()));
        rows.push((name, format!("{} {}", text(row.outcome.as_deref()), closed(row))));
    }
    rows
}

fn lifted(row: &Encumbrance) -> String {
    row.lifted_on.map_or_else(|| "未注销".to_owned(), |on| format!("{} 注销", format::date(on)))
}

fn closed(row: &Inspection) -> String {
    match (row.closed_on, row.rectify_by) {
        (Some(on), _) => format!("{} 办结", format::date(on)),
        (None, Some(by)) => format!("未办结，限期 {}", format::date(by)),
        // 未发现问题 leaves nothing to close.
        (None, None) if row.outcome.as_deref() == Some("未发现问题") => format::MISSING.to_owned(),
        (None, None) => "未办结".to_owned(),
    }
}

fn text(value: Option<&str>) -> String {
    value.unwrap_or(format::MISSING).to_owned()
}

fn day(day: Option<NaiveDate>) -> String {
    format::or_missing(day, format::date)
}
