//! Money, exact.

use serde::{Deserialize, Serialize};

use crate::ratio::Ratio;

/// An amount of yuan in 分 (0.01 元). Negative amounts are refunds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(pub i64);

/// Units in which a bureau may give money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyUnit {
    /// 元
    Yuan,
    /// 千元
    ThousandYuan,
    /// 万元
    TenThousandYuan,
    /// 亿元
    HundredMillionYuan,
}

impl MoneyUnit {
    /// The Chinese name, as printed beside a figure.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::ThousandYuan => "千元",
            Self::TenThousandYuan => "万元",
            Self::HundredMillionYuan => "亿元",
        }
    }

    fn fen(self) -> i128 {
        match self {
            Self::Yuan => 100,
            Self::ThousandYuan => 100_000,
            Self::TenThousandYuan => 1_000_000,
            Self::HundredMillionYuan => 10_000_000_000,
        }
    }
}

impl Money {
    /// Reads a decimal number of `unit`, rounding half up to 分.
    pub fn parse(decimal: &str, unit: MoneyUnit) -> Option<Self> {
        Ratio::scaled_decimal(decimal, &Ratio::integer(unit.fen())).map(Self)
    }

    /// The amount in 万元, exact: the unit of the policy.
    pub fn ten_thousand_yuan(self) -> Ratio {
        Ratio::new(i128::from(self.0), 1_000_000)
    }
}

impl std::ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |total, next| total + next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wan_yuan_and_yuan_meet_in_fen() {
        assert_eq!(Money::parse("1.2", MoneyUnit::TenThousandYuan), Some(Money(1_200_000)));
        assert_eq!(Money::parse("12000", MoneyUnit::Yuan), Some(Money(1_200_000)));
        assert_eq!(Money::parse("-0.005", MoneyUnit::Yuan), Some(Money(0)));
        assert_eq!(Money(-1_200_000).ten_thousand_yuan().to_decimal(2), "-1.20");
    }
}
