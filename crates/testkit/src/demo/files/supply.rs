//! 资规局: supply contracts since 2010.

use chrono::{Datelike, Days, NaiveDate};

use crate::demo::county::County;
use crate::demo::parcel::Parcel;
use crate::demo::story::Story;
use crate::demo::victim::Victims;
use crate::demo::write::{Cell, Sheet, day, number, text};
use crate::rng::Rng;

/// The days of a contract and what was done under it.
#[derive(Debug, Default)]
struct Course {
    handover: Option<NaiveDate>,
    start_due: Option<NaiveDate>,
    completion_due: Option<NaiveDate>,
    started: Option<NaiveDate>,
    stopped: Option<NaiveDate>,
    /// Share of the area that is developed and of the investment that is made.
    done: Option<(f64, f64)>,
}

/// The sheet.
pub(super) fn sheet(county: &County) -> Sheet {
    let headings = [
        "电子监管号",
        "合同编号",
        "受让人",
        "宗地代码",
        "供地面积",
        "土地用途",
        "成交价款",
        "签订日期",
        "交地时间",
        "约定开工时间",
        "约定竣工时间",
        "实际开工时间",
        "停工时间",
        "应开发面积",
        "已开发面积",
        "总投资",
        "已投资",
    ];
    let mut sheet = Sheet::new("供地合同", "桐庐县工业用地供应合同（2010—2022年）", &headings);
    sheet.unit = "单位：公顷、万元";
    sheet.groups = vec![("", 3), ("宗地", 3), ("合同", 3), ("约定", 2), ("开发进度", 6)];
    let mut rng = Rng::new("supply");
    let mut serials = [0; 40];
    for (index, parcel) in county.parcels.iter().enumerate() {
        let Some(signed) = parcel.supplied.filter(|day| day.year() >= 2010) else { continue };
        if parcel.story == Story::NotIndustrial {
            continue;
        }
        let serial = &mut serials[(signed.year() - 2000) as usize % 40];
        *serial += 1;
        sheet.rows.push(row(county, index, signed, *serial, &mut rng));
    }
    sheet.rows.sort_by_key(|row| match &row[0] {
        Cell::Text(number) => number.clone(),
        _ => String::new(),
    });
    spoil(&mut sheet);
    sheet
}

fn row(county: &County, index: usize, signed: NaiveDate, serial: u32, rng: &mut Rng) -> Vec<Cell> {
    let parcel = &county.parcels[index];
    let course = course(parcel, signed, rng);
    let (hectares, investment) = (parcel.area / 10_000.0, (parcel.mu() * rng.between(180.0, 420.0)).round());
    let (due, developed, total, made) = match course.done {
        Some((area, money)) => (
            number(hectares * 0.6, 4),
            number(hectares * 0.6 * area, 4),
            number(investment, 2),
            number(investment * money, 2),
        ),
        None => (Cell::Empty, Cell::Empty, number(investment, 2), Cell::Empty),
    };
    vec![
        text(format!("330122{}B{serial:05}", signed.year())),
        text(format!("330122{}A21{serial:03}", signed.year())),
        text(&county.owner(index).name),
        text(&parcel.code),
        number(hectares, 4),
        text("工业用地"),
        number((parcel.mu() * rng.between(16.0, 36.0)).round(), 2),
        day(Some(signed)),
        day(course.handover),
        day(course.start_due),
        day(course.completion_due),
        day(course.started),
        day(course.stopped),
        due,
        developed,
        total,
        made,
    ]
}

/// What was agreed and what came of it, by the parcel's story.
fn course(parcel: &Parcel, signed: NaiveDate, rng: &mut Rng) -> Course {
    let after = |from: NaiveDate, low: i32, high: i32, rng: &mut Rng| {
        from.checked_add_days(Days::new(rng.within(low, high) as u64)).unwrap_or(from)
    };
    if parcel.story == Story::ContractUndated {
        return Course::default();
    }
    let handover = after(signed, 30, 90, rng);
    let start_due = after(handover, 150, 240, rng);
    let agreed = Course {
        handover: Some(handover),
        start_due: Some(start_due),
        completion_due: Some(after(start_due, 640, 800, rng)),
        ..Course::default()
    };
    let started = Some(after(handover, 90, 260, rng));
    match parcel.story {
        Story::NeverStarted => agreed,
        Story::NewlySupplied => {
            // Half of them have begun; none is a year late yet.
            let begun = started.filter(|day| rng.chance(0.5) && day.year() <= 2022);
            Course { started: begun, ..agreed }
        }
        Story::Suspended => {
            let stopped = started.map(|day| after(day, 200, 500, rng));
            let done = if rng.chance(0.5) {
                (rng.between(0.1, 0.3), rng.between(0.3, 0.5))
            } else {
                (rng.between(0.4, 0.6), rng.between(0.08, 0.22))
            };
            Course { started, stopped, done: Some(done), ..agreed }
        }
        _ => Course { started, done: rng.chance(0.4).then_some((1.0, 1.0)), ..agreed },
    }
}

fn spoil(sheet: &mut Sheet) {
    let column = sheet.column("签订日期");
    for (nth, row) in
        Victims::among(sheet.rows.len(), "dirt supply").take(20, |_| true).into_iter().enumerate()
    {
        if let Cell::Day(signed) = sheet.rows[row][column] {
            let form = if nth % 2 == 0 { "%Y.%-m.%-d" } else { "%Y%m%d" };
            sheet.rows[row][column] = text(signed.format(form).to_string());
        }
    }
}
