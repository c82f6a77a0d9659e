//! Sixteen months of appraisal: opened, closed, published and certified on their days, and what is done
//! about who stays last.

use chrono::{Datelike, Days, NaiveDate};
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::Period;

use super::book::{Book, at, day, end};
use super::sittings::{self, Proposal};
use super::step::{Deed, Step};

/// The first month that was appraised, and the last that was closed.
const MONTHS: ((i32, u32), (i32, u32)) = ((2022, 6), (2023, 9));

/// Months that lie published, or closed, when the history ends.
const STILL_OUT: usize = 2;

/// Tells of every month.
pub(super) fn tell(book: &mut Book) {
    let ((first_year, first), (last_year, last)) = MONTHS;
    let months = first_year * 12 + first as i32 - 1..=last_year * 12 + last as i32 - 1;
    let count = months.clone().count();
    for (nth, month) in months.enumerate() {
        month_of(book, day(month / 12, (month % 12) as u32 + 1, 1), count - nth <= STILL_OUT);
    }
    // The month that runs is open already.
    let (running, now) = (book.thing(), end());
    book.step(
        at(now.date(), 10, 40),
        "keyuan",
        Step::new(Period, &running, "open").field("month", "2023-10"),
    );
    let mut week = day(2022, 7, 12);
    while week <= now.date() {
        let on = book.workday(week, 0);
        book.write(at(on, 16, 45), Deed::Interviews);
        week = week + Days::new(7);
    }
}

fn month_of(book: &mut Book, first: NaiveDate, still_out: bool) {
    let next = first + chrono::Months::new(1);
    let period = book.thing();
    let step = |verb| Step::new(Period, &period, verb);
    let opened = book.workday(first, 0);
    book.step(at(opened, 8, 40), "keyuan", step("open").field("month", first.format("%Y-%m").to_string()));
    let closed = book.workday(next.with_day(8).unwrap_or(next), 0);
    let why = "迟报单位已电话催报，按现有数据关账。";
    book.step(at(closed, 8, 45), "keyuan", step("close").field("without_reports", "是").why(why));
    let published = book.workday(closed, 2);
    book.step(at(published, 9, 5), "bangong", step("publish"));
    let ready = if still_out { day(2023, 9, 25) } else { published + Days::new(5) };
    if (first.year(), first.month()) != MONTHS.1 {
        sittings::propose(book, Level::Deputy, at(ready, 9, 0), Proposal::new(Period, &period, "certify"));
    }
}
