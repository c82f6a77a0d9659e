//! Firms of the demo county.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::code::credit_code;
use super::words::{BRAND_FIRST, BRAND_SECOND, FORMS, TRADES};
use crate::rng::Rng;

/// A firm as the register knows it.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    /// 统一社会信用代码
    pub(crate) code: String,
    /// 企业名称
    pub(crate) name: String,
    /// 曾用名
    pub(crate) former: Option<String>,
    /// GB/T 4754-2017 small class.
    pub(crate) industry: &'static str,
    /// 规上
    pub(crate) above_scale: bool,
    /// 成立日期
    pub(crate) founded: Option<NaiveDate>,
    /// 注销日期
    pub(crate) gone: Option<NaiveDate>,
    /// 住所
    pub(crate) address: String,
    /// Is it in the register at all?
    pub(crate) registered: bool,
    /// Tax in 万元 per 亩 and year, before the ups and downs of a year.
    pub(crate) rate: f64,
    /// 评价类别 of 2022, where a story fixes it.
    pub(crate) class: Option<&'static str>,
}

/// Where a firm works, and how well.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seat<'a> {
    /// 单位名称
    pub(crate) unit: &'a str,
    /// 坐落
    pub(crate) location: &'a str,
    /// Shift of the logarithm of tax per 亩.
    pub(crate) quality: f64,
}

/// Makes firms, no two of one name.
#[derive(Debug)]
pub(crate) struct Founder {
    rng: Rng,
    names: HashSet<String>,
    /// All firms so far.
    pub(crate) firms: Vec<Firm>,
}

/// Numbers below are left to examples and templates.
const FIRST_SERIAL: usize = 1_001;
/// Median of tax per 亩 of an ordinary plant, 万元.
const MEDIAN_RATE: f64 = 13.2;
/// Deviation of its logarithm.
const SPREAD: f64 = 0.72;

impl Founder {
    /// Nobody yet.
    pub(crate) fn new() -> Self {
        Self { rng: Rng::new("firms"), names: HashSet::new(), firms: Vec::new() }
    }

    /// Founds a firm between two years; returns its index.
    pub(crate) fn found(&mut self, seat: Seat, from: i32, to: i32) -> usize {
        let small = self.rng.chance(0.03);
        let trade = self.trade(seat.unit);
        let name = self.name(TRADES[trade].word, seat.unit, small);
        let former = self.rng.chance(0.06).then(|| self.name(TRADES[trade].word, seat.unit, false));
        let month = self.rng.within(1, 12) as u32;
        let founded =
            NaiveDate::from_ymd_opt(self.rng.within(from, to), month, self.rng.within(1, 28) as u32);
        let rate = MEDIAN_RATE * (seat.quality + SPREAD * self.rng.normal()).exp();
        self.firms.push(Firm {
            code: credit_code(FIRST_SERIAL + self.firms.len(), small),
            name,
            former,
            industry: TRADES[trade].industry,
            above_scale: false,
            founded,
            gone: None,
            address: format!("浙江省杭州市桐庐县{}", seat.location),
            registered: true,
            rate,
            class: None,
        });
        self.firms.len() - 1
    }

    /// The township's own trades come more often there and seldom elsewhere.
    fn trade(&mut self, unit: &str) -> usize {
        loop {
            let index = self.rng.below(TRADES.len());
            let home = TRADES[index].home;
            let weight = if home == unit {
                1.0
            } else if home.is_empty() {
                0.5
            } else {
                0.12
            };
            if self.rng.chance(weight) {
                return index;
            }
        }
    }

    fn name(&mut self, trade: &str, unit: &str, small: bool) -> String {
        loop {
            let brand = format!("{}{}", self.rng.pick(BRAND_FIRST), self.rng.pick(BRAND_SECOND));
            let town = unit.trim_end_matches(['镇', '乡']).trim_end_matches("街道");
            let place = match self.rng.below(10) {
                0 => "杭州".to_owned(),
                1 => "浙江".to_owned(),
                2 if town.chars().count() == 2 => format!("桐庐{town}"),
                3 => "桐庐县".to_owned(),
                _ => "桐庐".to_owned(),
            };
            let form = if small { "厂" } else { self.rng.pick(FORMS) };
            let name = format!("{place}{brand}{trade}{form}");
            // The brand alone must be new as well, or a bureau's short form would fit two firms.
            if self.names.insert(format!("{brand}{trade}")) {
                return name;
            }
        }
    }
}
