//! A figure of the strip: what was reached, of what, and where time stands.

use lingdi_domain::mechanism2_appraisal::achievement::What;
use lingdi_domain::step4_remediation::Block;
use lingdi_domain::{Area, Ratio};
use serde::Serialize;

use super::lens::{Aim, Lens};
use super::panels::Orders;
use super::{catalogue, number};
use crate::seen::Seen;

/// How far behind time is still close: ten points (ours, as on the county's screens).
const CLOSE: (i128, i128) = (10, 100);

/// How something stands against time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// On or ahead of time.
    Ok,
    /// Behind by ten points at most.
    Mid,
    /// Further behind.
    Low,
}

impl Tone {
    /// By the share reached less the share due.
    pub fn of(gap: &Ratio) -> Self {
        if !gap.is_negative() {
            Self::Ok
        } else if *gap >= Ratio::zero() - Ratio::new(CLOSE.0, CLOSE.1) {
            Self::Mid
        } else {
            Self::Low
        }
    }
}

/// A figure of the strip.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// Its name in addresses; what it means stands under it in [`super::definition`].
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// 亩, 宗, 个, 户, 件
    pub unit: &'static str,
    /// The figure; `None` while it has no source.
    #[serde(serialize_with = "number::maybe")]
    pub value: Option<Ratio>,
    /// Of what.
    #[serde(serialize_with = "number::maybe")]
    pub target: Option<Ratio>,
    /// Share of the target.
    #[serde(serialize_with = "number::maybe")]
    pub rate: Option<Ratio>,
    /// 序时: the share that is due by now.
    #[serde(serialize_with = "number::maybe")]
    pub line: Option<Ratio>,
    /// The share reached less the share due.
    #[serde(serialize_with = "number::maybe")]
    pub gap: Option<Ratio>,
    /// How it stands against time.
    pub tone: Option<Tone>,
    /// What belongs beside it.
    pub beside: Vec<Beside>,
}

/// A smaller figure beside another.
#[derive(Debug, Clone, Serialize)]
pub struct Beside {
    /// What it is.
    pub label: &'static str,
    /// How much.
    #[serde(serialize_with = "number::always")]
    pub value: Ratio,
    /// Of what kind.
    pub unit: &'static str,
}

impl Beside {
    pub(super) fn count(label: &'static str, count: usize, unit: &'static str) -> Self {
        Self { label, value: Ratio::integer(count as i128), unit }
    }
}

impl Figure {
    pub(super) fn new(key: &'static str, value: Option<Ratio>) -> Self {
        let about = catalogue::definition(key);
        Self {
            key,
            label: about.map_or("", |about| about.label),
            unit: about.map_or("", |about| about.unit),
            value,
            target: None,
            rate: None,
            line: None,
            gap: None,
            tone: None,
            beside: Vec::new(),
        }
    }

    pub(super) fn aimed(mut self, aim: Option<Aim>) -> Self {
        let Some(aim) = aim else { return self };
        self.rate = self.value.as_ref().and_then(|value| value.checked_div(&aim.target));
        self.line = aim.due.checked_div(&aim.target);
        self.gap = self.rate.clone().zip(self.line.clone()).map(|(rate, line)| rate - line);
        self.tone = self.gap.as_ref().map(Tone::of);
        self.target = Some(aim.target);
        self
    }

    pub(super) fn beside(mut self, beside: impl IntoIterator<Item = Beside>) -> Self {
        self.beside.extend(beside);
        self
    }
}

impl Lens {
    /// The strip, all but the alerts.
    pub(super) fn figures(&self, seen: &Seen, orders: &Orders) -> Vec<Figure> {
        let year = Some(self.month.year());
        let of_year = |key, what| Figure::new(key, Some(self.done(what, year))).aimed(self.aim_of_year(what));
        let all = |label, what: What| Beside { label, value: self.done(what, None), unit: what.unit() };
        let [.., registered, _, _] = self.steps();
        vec![
            self.listed(seen),
            Figure::new("registered", Some(registered.area.clone())).beside([Beside::count(
                "共",
                registered.count,
                "宗",
            )]),
            of_year("cleared_year", What::Cleared),
            Figure::new("cleared", Some(self.done(What::Cleared, None)))
                .aimed(self.aim_of_all(What::Cleared)),
            of_year("idle", What::Idle).beside([all("累计", What::Idle)]),
            of_year("blocks", What::BlockStart).beside(self.block_sums()),
            of_year("misuse", What::Misuse).beside(self.misuse_sums()),
            orders.figure(),
        ]
    }

    /// 低效用地总数: of the list as it is judged now; past months have none.
    fn listed(&self, seen: &Seen) -> Figure {
        if !self.live {
            return Figure::new("listed", None);
        }
        let by_unit = seen.sums().1;
        let own = by_unit.iter().filter(|unit| self.scope.allows(&unit.unit));
        let (count, area) = own
            .fold((0, 0), |(count, area), unit| (count + unit.listed as usize, area + unit.listed_area_mu.0));
        Figure::new("listed", Some(Area(area).mu())).beside([Beside::count("共", count, "宗")])
    }

    /// 已审定, and the area completed of what the policy asks of all years.
    fn block_sums(&self) -> [Beside; 2] {
        let approved = |block: &&Block| block.approved_on.is_some_and(|day| day <= self.until);
        let area = self.done(What::BlockArea, None);
        [
            Beside::count("已审定", self.block_fields().filter(approved).count(), "个"),
            Beside { label: "完成面积", value: area, unit: "亩" },
        ]
    }

    /// 占工非工: how many firms' sites were confirmed, and how many of them are disposed of, over all years.
    fn misuse_sums(&self) -> [Beside; 2] {
        let confirmed = self.cases().filter(|case| case.misused && case.has_reached(1, self.until));
        [
            Beside { label: "累计处置", value: self.done(What::Misuse, None), unit: "户" },
            Beside::count("已认定", confirmed.count(), "户"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_points_behind_is_close_and_a_hair_more_is_far() {
        let cases = [
            ((0, 1), Tone::Ok),
            ((-1, 10), Tone::Mid),
            ((-10_001, 100_000), Tone::Low),
            ((1, 100), Tone::Ok),
        ];
        for ((over, under), tone) in cases {
            assert_eq!(Tone::of(&Ratio::new(over, under)), tone, "{over}/{under}");
        }
    }
}
