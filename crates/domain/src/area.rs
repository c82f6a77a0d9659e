//! Areas of land, exact.

use serde::{Deserialize, Serialize};

use crate::ratio::Ratio;

/// An area in hundredths of a square metre (0.01 m²), as integers so that it adds without loss.
///
/// 亩 are derived, never stored: 1 亩 = 2000/3 m², so 亩 = m² × 3 / 2000 exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Area(pub i64);

/// Units in which a bureau may give an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUnit {
    /// 平方米
    SquareMetre,
    /// 亩, 2000/3 m²
    Mu,
    /// 公顷, 10 000 m²
    Hectare,
    /// 平方英尺, 0.09290304 m²
    SquareFoot,
    /// 英亩, 4046.8564224 m²
    Acre,
}

impl AreaUnit {
    /// The Chinese name, as printed beside a figure.
    pub fn label(self) -> &'static str {
        match self {
            Self::SquareMetre => "平方米",
            Self::Mu => "亩",
            Self::Hectare => "公顷",
            Self::SquareFoot => "平方英尺",
            Self::Acre => "英亩",
        }
    }

    /// How many 0.01 m² one unit holds, exactly.
    fn centi_square_metres(self) -> Ratio {
        match self {
            Self::SquareMetre => Ratio::integer(100),
            Self::Mu => Ratio::new(200_000, 3),
            Self::Hectare => Ratio::integer(1_000_000),
            Self::SquareFoot => Ratio::new(9_290_304, 1_000_000),
            Self::Acre => Ratio::new(40_468_564_224, 100_000),
        }
    }
}

impl Area {
    /// Reads a decimal number of `unit`, rounding half up to 0.01 m².
    ///
    /// `None` when the text is no plain decimal number or the area does not fit.
    pub fn parse(decimal: &str, unit: AreaUnit) -> Option<Self> {
        Ratio::scaled_decimal(decimal, &unit.centi_square_metres()).map(Self)
    }

    /// The area in 亩, exact and unrounded: what thresholds are compared with.
    pub fn mu(self) -> Ratio {
        Ratio::new(i128::from(self.0) * 3, 200_000)
    }

    /// The area in square metres, exact.
    pub fn square_metres(self) -> Ratio {
        Ratio::new(i128::from(self.0), 100)
    }
}

impl std::iter::Sum for Area {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|area| area.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_mu_in_square_metres_is_a_hair_short_of_twenty() {
        let area = Area::parse("13333.33", AreaUnit::SquareMetre).unwrap();
        assert_eq!(area.mu().to_decimal(6), "19.999995");
        assert!(area.mu() < Ratio::integer(20));
    }

    #[test]
    fn mu_and_hectares_are_rounded_half_up_to_a_hundredth_of_a_square_metre() {
        assert_eq!(Area::parse("20", AreaUnit::Mu), Some(Area(1_333_333)));
        assert_eq!(Area::parse("2.0000", AreaUnit::Hectare), Some(Area(2_000_000)));
        assert_eq!(Area::parse("1", AreaUnit::SquareFoot), Some(Area(9)));
        assert_eq!(Area::parse("1", AreaUnit::Acre), Some(Area(404_686)));
    }

    #[test]
    fn thirty_mu_stays_thirty_in_square_metres() {
        let area = Area::parse("20000", AreaUnit::SquareMetre).unwrap();
        assert_eq!(area.mu(), Ratio::integer(30));
    }
}
