//! 预测: where a unit's pace leads by the end of the year, and what is still needed.

use crate::Ratio;

/// Months of the past that tell the pace.
const LOOKED_AT: usize = 6;

/// Where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Reached by 31 December at the mean pace of the last months.
    pub likely: Ratio,
    /// At the pace of the slower half of them.
    pub low: Ratio,
    /// At the pace of the faster half of them.
    pub high: Ratio,
    /// Still needed in each month that is left; `None` where none is left or nothing is asked.
    pub needed: Option<Ratio>,
}

/// `by_month` is what was reached in each past month, the last one last, months of the year before
/// included; `done` what of it counts this year, `left` the whole months that remain.
pub fn forecast(by_month: &[Ratio], done: &Ratio, target: Option<&Ratio>, left: u32) -> Forecast {
    let mut past: Vec<&Ratio> = by_month.iter().rev().take(LOOKED_AT).collect();
    past.sort();
    let half = past.len().div_ceil(2);
    let ends = |months: &[&Ratio]| done.clone() + mean(months) * Ratio::integer(left.into());
    let lacks = target.map(|target| target.clone() - done.clone());
    let lacks = lacks.map(|lacks| if lacks.is_negative() { Ratio::zero() } else { lacks });
    Forecast {
        likely: ends(&past),
        low: ends(&past[..half]),
        high: ends(&past[past.len() - half..]),
        needed: lacks.and_then(|lacks| lacks.checked_div(&Ratio::integer(left.into()))),
    }
}

fn mean(months: &[&Ratio]) -> Ratio {
    let sum = months.iter().fold(Ratio::zero(), |sum, month| sum + (*month).clone());
    sum.checked_div(&Ratio::integer(months.len() as i128)).unwrap_or_else(Ratio::zero)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(list: &[i128]) -> Vec<Ratio> {
        list.iter().map(|number| Ratio::integer(*number)).collect()
    }

    #[test]
    fn the_pace_of_the_last_six_months_leads_to_a_range_and_says_what_is_needed() {
        let past = numbers(&[900, 10, 20, 30, 10, 20, 30]);
        let found = forecast(&past, &Ratio::integer(120), Some(&Ratio::integer(300)), 3);
        assert_eq!(found.likely, Ratio::integer(180), "20 a month");
        assert_eq!((found.low, found.high), (Ratio::integer(160), Ratio::integer(200)), "40/3 and 80/3");
        assert_eq!(found.needed, Some(Ratio::integer(60)));
    }

    #[test]
    fn who_has_reached_the_target_needs_nothing_and_the_last_month_leaves_nothing_to_do() {
        let past = numbers(&[50]);
        let reached = forecast(&past, &Ratio::integer(50), Some(&Ratio::integer(40)), 2);
        assert_eq!((reached.needed, reached.likely), (Some(Ratio::zero()), Ratio::integer(150)));
        let over = forecast(&[], &Ratio::integer(50), Some(&Ratio::integer(90)), 0);
        assert_eq!((over.needed, over.low, over.high), (None, Ratio::integer(50), Ratio::integer(50)));
        assert_eq!(forecast(&past, &Ratio::integer(50), None, 2).needed, None);
    }
}
