//! What happened in the demo county from the day the plan came into force to its business date: who did
//! what on which day. Nothing here touches a database; whoever performs the history asks for one scene after
//! the other and makes the moves as the persons named.
//!
//! The scenes of a case are written when its list has been sent out, because only the county's data say
//! which parcels are listed. The same data give the same history.

mod appraisal;
mod block;
mod book;
mod case;
mod discipline;
mod extras;
mod orders;
mod overall;
mod papers;
mod papers_of_units;
mod path;
mod pen;
mod remedy;
mod sittings;
mod special;
mod step;
mod words;

use chrono::NaiveDate;
use lingdi_domain::Category;

use self::book::{Book, Ymd, at, day};
use self::case::{Course, Twist};
use self::pen::Pen;
use self::special::Special;
use super::DemoError;
use super::county::County;
use super::parcel::Parcel;
use super::story::Story;
use crate::rng::Rng;

pub use self::case::Listed;
pub use self::papers_of_units::UnitPapers;
pub use self::step::{Deed, Paper, Scene, Step, Thing};

/// The day on which the history begins: the plan is in force.
pub const BEGINS: (i32, u32, u32) = (2022, 3, 21);

/// When each file of the bureaus comes in; what is not named here comes on the first day.
const FILES: &[(&str, Ymd)] = &[
    ("演示_税务局_入库税收_2022.csv", (2023, 2, 9)),
    ("演示_经信局_亩均评价_2022.xlsx", (2023, 2, 10)),
    ("演示_供电_用电_2022.csv", (2023, 2, 13)),
    ("演示_节假日_2023.xlsx", (2022, 12, 9)),
    ("演示_统计局_规上年报_2021.xlsx", (2022, 5, 20)),
    ("演示_统计局_规上年报_2022.xlsx", (2023, 5, 22)),
    ("演示_不动产登记_抵押查封_202304.xlsx", (2023, 4, 18)),
    ("演示_资规局_变更地籍_202304.zip", (2023, 4, 18)),
    ("演示_资规局_供地补充_202304.xlsx", (2023, 4, 18)),
    ("演示_市监局_登记变更_202304.xlsx", (2023, 4, 18)),
    ("演示_专班_占用变更_202304.xlsx", (2023, 4, 18)),
    ("演示_属地_租赁变更_202304.xlsx", (2023, 4, 18)),
    ("演示_执法_执法检查_2022.xlsx", (2023, 1, 12)),
    ("演示_执法_执法检查_2023.xlsx", (2023, 7, 11)),
    ("演示_资规局_人工认定.xlsx", (2023, 2, 14)),
    ("演示_专班_目标任务_2022.xlsx", (2022, 4, 12)),
    ("演示_专班_目标任务_2023.xlsx", (2023, 1, 30)),
];

/// The lists: year, day on which it is frozen and sent out, last day for verification.
const LISTS: &[(i32, Ymd, Ymd)] =
    &[(2022, (2022, 4, 6), (2022, 4, 29)), (2023, (2023, 2, 20), (2023, 3, 17))];

/// The history, told scene by scene.
#[derive(Debug)]
pub struct History {
    book: Book,
    parcels: Vec<Parcel>,
    told: Vec<String>,
    number: usize,
}

impl History {
    /// The history of the demo county, as far as it is known before anything has happened.
    ///
    /// # Errors
    /// When the county cannot be invented.
    pub fn begin(files: &[&'static str]) -> Result<Self, DemoError> {
        let parcels = County::invent()?.parcels;
        let mut book = Book::new();
        for (nth, name) in files.iter().enumerate() {
            let comes = FILES.iter().find(|(known, _)| known == name).map_or((2022, 3, 22), |(_, on)| *on);
            let (y, m, d) = comes;
            book.write(at(day(y, m, d), 9, 10 + 12 * nth as i64), Deed::File(name));
        }
        for (year, on, until) in LISTS {
            let deed = Deed::List(*year, day(until.0, until.1, until.2));
            book.write(at(day(on.0, on.1, on.2), 15, 0), deed);
        }
        overall::tell(&mut book);
        appraisal::tell(&mut book);
        discipline::tell(&mut book);
        papers_of_units::tell(&mut book);
        Ok(Self { book, parcels, told: Vec::new(), number: 0 })
    }

    /// The next scene; `None` when the business date has come.
    pub fn next_scene(&mut self) -> Option<Scene> {
        self.book.next()
    }

    /// Tells which cases the list of a year became.
    pub fn listed(&mut self, year: i32, mut cases: Vec<Listed>) {
        cases.sort_by(|a, b| a.parcel.cmp(&b.parcel));
        Rng::new(&format!("history {year}")).shuffle(&mut cases);
        let sent = LISTS.iter().find(|list| list.0 == year).map_or(BEGINS, |list| list.1);
        let from = day(sent.0, sent.1, sent.2);
        orders::tell(&mut self.book, &cases, year);
        self.told.extend(cases.iter().map(|site| site.parcel.clone()));
        let (returned, mut free): (Vec<_>, Vec<_>) = cases.into_iter().partition(|site| site.returned);
        for site in returned {
            self.tell(&site, from, Special::of_returned(self.number));
        }
        let plots = if year == 2022 { block::OF_2022 } else { block::OF_2023 };
        for plot in plots {
            if let Some(sites) = block::take(&mut free, &self.parcels, plot.sites) {
                self.block(plot, &sites, from);
            }
        }
        for special in special::of(year) {
            let fits = free.iter().position(|site| special.fits(site) && self.in_grace(site).is_none());
            if let Some(at) = fits {
                let site = free.remove(at);
                self.tell(&site, from, *special);
            }
        }
        for site in free {
            let special = self.in_grace(&site).unwrap_or_else(|| Special::ordinary(year, self.number));
            self.tell(&site, from, special);
        }
        if year == 2023 {
            extras::tell(&mut self.book, &self.parcels, &self.told);
        }
    }

    /// A parcel newly supplied or under an agreement is not confirmed.
    fn in_grace(&self, site: &Listed) -> Option<Special> {
        let parcel = self.parcels.iter().find(|parcel| parcel.code == site.parcel)?;
        let grace = matches!(parcel.story, Story::NewlySupplied | Story::InGrace);
        grace.then_some(Special { twist: Twist::NotSo(3), ..Special::PLAIN })
    }

    fn tell(&mut self, site: &Listed, from: NaiveDate, special: Special) {
        self.number += 1;
        let mut course = course(&mut self.book, site, from, self.number, special);
        course.pen.wait(2, 12);
        if !special.is_still_out() {
            course.tell();
        }
    }

    fn block(&mut self, plot: &block::Plot, sites: &[Listed], from: NaiveDate) {
        self.number += 7;
        let number = self.number - self.number % 6 + 1;
        let start = from + chrono::Days::new(6);
        block::tell(&mut self.book, plot, sites, start, |book, site, from| {
            course(book, site, from, number, Special::PLAIN)
        });
    }
}

fn course<'a>(
    book: &'a mut Book,
    site: &Listed,
    from: NaiveDate,
    number: usize,
    special: Special,
) -> Course<'a> {
    let (plan, agreement) = (book.thing(), book.thing());
    let mut pen = Pen::new(book, &site.unit, &format!("{} {number}", site.parcel), from);
    pen.stop = special.stop;
    let first = site.categories.first().copied().unwrap_or(Category::A);
    let walk = special.walk.map_or_else(|| path::choose(first, &mut pen.rng), path::of);
    Course {
        site: site.clone(),
        case: Thing::Case(site.parcel.clone()),
        plan,
        agreement,
        walk,
        twist: special.twist,
        number,
        late: special.late + if from < day(2023, 1, 1) && !walk.path.starts_with('S') { 45 } else { 0 },
        points: [from, from],
        pen,
    }
}
