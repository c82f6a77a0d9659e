//! How far a verdict is from turning, at a first look: for lists of a whole county. The figures that
//! rules hold against a line are looked at as `f64`; a parcel that lies on the edge of what is asked
//! for is looked at exactly.
//!
//! Looked at are 亩均税收, 宗地面积 of 重点整治, 闲置面积, 租赁面积, the land of D 类企业, the day from
//! which a contract is a year behind and the day to which an approval runs. What else may turn a parcel stands on its own page.

use lingdi_domain::{Area, Category, Ratio};

use super::Near;
use crate::facts::Approval;
use crate::judge::Judge;
use crate::lines::{Aggregation, ClassHolder};
use crate::rules::{Case, d_class, idle, is_temporary, misuse, supply};
use crate::tax::Scope;
use crate::trace::Silent;
use crate::verdict::{Answer, IdleLevel, Mark, Status};

/// A first look may decide only when it is farther than this from what is asked for.
const NEAR: f64 = 1e-9;
/// Days of a year, for the distance of a day.
const YEAR: f64 = 365.0;

impl Judge {
    /// |figure − line| ÷ line of the nearest figure that would turn the verdict, days as part of a
    /// year; `None` when no single figure would. For showing and for sorting.
    pub fn closeness(&self, parcel: u32, mark: Mark) -> Option<f64> {
        if !matches!(mark.status, Status::Listed | Status::NotListed) {
            return None;
        }
        let look = Look { case: Case::new(self, parcel), mark };
        let found = [look.low_tax(), look.idle(), look.leases(), look.expiry(), look.d_class(), look.focus()];
        found.into_iter().flatten().filter(|distance| distance.is_finite()).min_by(f64::total_cmp)
    }

    /// Is the parcel's verdict at most so far from turning? `closeness` is what [`Judge::closeness`] answered;
    /// at the edge the exact distance decides.
    pub fn is_within(&self, parcel: u32, closeness: Option<f64>, reach: &Ratio) -> bool {
        let Some(distance) = closeness else { return false };
        let asked = reach.to_f64();
        if (distance - asked).abs() > NEAR * asked.abs().max(distance) {
            return distance < asked;
        }
        let near = self.near(parcel);
        let exact = near.iter().filter(|near| near.turns()).filter_map(|near: &Near| near.distance.as_ref());
        exact.min().is_some_and(|exact| exact <= reach)
    }
}

struct Look<'a> {
    case: Case<'a>,
    mark: Mark,
}

impl Look<'_> {
    /// Would the parcel turn if this category did?
    fn alone(&self, category: Category) -> bool {
        match self.mark.answers.of(category) {
            Answer::Yes => self.mark.categories().count() == 1,
            Answer::No => self.mark.status == Status::NotListed,
            Answer::Unknown => false,
        }
    }

    fn applies(&self, category: Category) -> bool {
        self.mark.answers.of(category) == Answer::Yes
    }

    fn low_tax(&self) -> Option<f64> {
        let (case, tax) = (&self.case, &self.case.judge.tax);
        if !case.industrial || !self.alone(Category::A) || case.grace().is_some() {
            return None;
        }
        let line = case.lines().tax_line.approx;
        let year = case.judge.question.year - 1;
        let figures = tax.scopes(case.index).filter_map(|scope| tax.figure(case.index, year, scope));
        if !self.applies(Category::A) {
            return least(figures.map(|figure| off(figure, line)));
        }
        // One scope below the line is enough: it must be the only one.
        one(figures.filter(|figure| *figure < line)).map(|figure| off(figure, line))
    }

    fn idle(&self) -> Option<f64> {
        if !self.case.in_scope() || !self.alone(Category::B) {
            return None;
        }
        let (_, why) = idle::judge(&self.case, &mut Silent);
        if self.applies(Category::B) {
            return match (why.certified, why.under_used, why.by_contract) {
                (false, true, IdleLevel::None) => self.vacant_part(),
                (false, false, IdleLevel::OneYear | IdleLevel::TwoYears) if self.one_contract() => {
                    one(self.behind())
                }
                _ => None,
            };
        }
        least(self.vacant_part().into_iter().chain(self.behind()))
    }

    fn one_contract(&self) -> bool {
        one(self.case.judge.county.index.supplies.of(self.case.index)).is_some()
    }

    /// The vacant part must reach one of two lines, or fall below both.
    fn vacant_part(&self) -> Option<f64> {
        let (case, parcel) = (&self.case, self.case.parcel);
        let listed = self.applies(Category::B);
        let otherwise = parcel.idle == Some(true) || case.actual_use().is_some_and(|found| found.idle);
        if listed && (otherwise || case.lines().low_far.is_some()) {
            return None;
        }
        let vacant = parcel.idle_area?.0 as f64;
        let by_area = case.lines().idle_area.least_tolerated() as f64;
        let by_share = case.lines().idle_share.approx * parcel.area.0 as f64;
        let line = by_area.min(by_share);
        Some(off(vacant, line))
    }

    /// How far the day of judgement is from a full year behind the contract, for each that is not
    /// started.
    fn behind(&self) -> impl Iterator<Item = f64> {
        let case = &self.case;
        let rows =
            case.judge.county.index.supplies.of(case.index).map(|row| &case.judge.facts().supplies[row]);
        let denied = case.decision("闲置认定").is_some();
        let open = rows.filter(move |supply| {
            let signed = supply.signed_on.is_none_or(|day| day <= case.as_of());
            !denied && signed && !case.passed(supply.started_on)
        });
        open.filter_map(|supply| {
            let years = case.lines().idle_first_years;
            let (agreed, years) = match supply.start_due {
                Some(due) => (due, years),
                None => (supply.handover_on?, years + 1),
            };
            // The last day on which the start could have been agreed to be a full year behind.
            let last = case.as_of().checked_sub_months(chrono::Months::new(years * 12))?;
            let late = (last - agreed).num_days();
            let moved = if late >= 0 { late + 1 } else { -late };
            Some(moved as f64 / YEAR)
        })
    }

    fn leases(&self) -> Option<f64> {
        let case = &self.case;
        if !case.industrial || !self.alone(Category::C1) {
            return None;
        }
        self.parts(&misuse::leases_alone(case)?, case.lines().lease_share.approx, Category::C1)
    }

    /// How far the day of judgement is from the end of a temporary approval that is not rectified.
    fn expiry(&self) -> Option<f64> {
        let case = &self.case;
        let since = || supply::since(case, Category::C2.code(), &mut Silent) == Answer::Yes;
        if !case.industrial || !self.alone(Category::C2) || !since() {
            return None;
        }
        let open = case.approvals().filter(|row| is_temporary(row) && !case.passed(row.rectified_on));
        let moved = |row: &Approval| {
            let days = (case.as_of() - row.until?).num_days();
            Some(if days > 0 { days } else { 1 - days } as f64 / YEAR)
        };
        if self.applies(Category::C2) { moved(one(open)?) } else { least(open.filter_map(moved)) }
    }

    fn d_class(&self) -> Option<f64> {
        let case = &self.case;
        if !case.in_scope()
            || !self.alone(Category::D2)
            || case.lines().class_holder != ClassHolder::OwnerOrMajority
        {
            return None;
        }
        self.parts(&d_class::lands_alone(case)?, case.lines().d2_share.approx, Category::D2)
    }

    /// Parts of the parcel whose sum is held against a share of it. One of them alone must be able to
    /// bring the sum across.
    fn parts(&self, parts: &[Area], line: f64, category: Category) -> Option<f64> {
        let whole = self.case.parcel.area.0 as f64;
        let largest = parts.iter().max()?.0 as f64 / whole;
        let share = parts.iter().map(|part| part.0 as f64).sum::<f64>() / whole;
        let can = !self.applies(category) || share - line < largest;
        can.then(|| off(share, line))
    }

    /// 重点整治 turns only on a listed parcel.
    fn focus(&self) -> Option<f64> {
        let (case, lines) = (&self.case, self.case.lines());
        let idle = lines.focus_excludes_idle && case.parcel.idle == Some(true);
        if self.mark.status != Status::Listed || idle || lines.restart_at_transfer || case.grace().is_some() {
            return None;
        }
        let scope = one(case.judge.tax.scopes(case.index))?;
        let figures = self.focus_figures(scope)?;
        let line = lines.focus_tax.approx;
        let area = self.focus_area();
        let large = lines.focus_area.reached_by(case.parcel.area).met || area.is_none();
        let above: Vec<f64> = figures.iter().copied().filter(|figure| *figure >= line).collect();
        match (large, above.as_slice()) {
            (true, []) => least(figures.iter().map(|figure| off(*figure, line)).chain(area)),
            (true, [only]) => Some(off(*only, line)),
            (false, []) => area,
            _ => None,
        }
    }

    /// Of the area that 重点整治 asks for; `None` when it asks for none.
    fn focus_area(&self) -> Option<f64> {
        let line = &self.case.lines().focus_area;
        let asked = !line.line.value.is_zero();
        asked.then(|| off(self.case.parcel.area.0 as f64, line.least_tolerated() as f64))
    }

    fn focus_figures(&self, scope: Scope) -> Option<Vec<f64>> {
        let (case, tax) = (&self.case, &self.case.judge.tax);
        let year = case.judge.question.year;
        let years: Vec<i32> = (year - case.lines().focus_years..year).collect();
        let figure = |year: &i32| tax.figure(case.index, *year, scope);
        match &case.lines().aggregation {
            Aggregation::AllYears => years.iter().map(figure).collect(),
            Aggregation::Last => years.last().map(figure).into_iter().collect(),
            Aggregation::Mean(weights) => {
                tax.mean_figure(case.index, &years, weights, scope).map(|mean| vec![mean])
            }
        }
    }
}

fn off(figure: f64, line: f64) -> f64 {
    (figure - line).abs() / line.abs()
}

fn least(distances: impl Iterator<Item = f64>) -> Option<f64> {
    distances.min_by(f64::total_cmp)
}

/// The only one; `None` when there are none or more.
fn one<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.next().is_none().then_some(first)
}
