//! Exact fractions, for every number that meets a line of the policy.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact fraction: `i128` over `i128` while it fits, unbounded beyond.
///
/// A 28-digit decimal turns an exact 3 into 2.999…9 and an `f64` does worse; neither may decide a
/// verdict. Serialises as `"numerator/denominator"`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ratio(Repr);

/// A value that fits `Small` is always kept as `Small`, so that derived equality is exact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Repr {
    Small(num_rational::Ratio<i128>),
    Big(BigRational),
}

impl Ratio {
    /// Zero.
    pub fn zero() -> Self {
        Self::integer(0)
    }

    /// A whole number.
    pub fn integer(value: i128) -> Self {
        Self(Repr::Small(num_rational::Ratio::from_integer(value)))
    }

    /// `numerator / denominator`.
    ///
    /// # Panics
    /// When the denominator is zero: the caller divides by areas and counts it has checked.
    pub fn new(numerator: i128, denominator: i128) -> Self {
        assert!(denominator != 0, "a fraction of nothing");
        reduced(numerator, denominator).map_or_else(
            || Self(Repr::Small(num_rational::Ratio::new(numerator, denominator))),
            |value| Self(Repr::Small(value)),
        )
    }

    /// Reads a plain decimal such as `-12.50`; `None` for anything else.
    pub fn parse_decimal(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if let Some((mantissa, scale)) = short_decimal(whole, fraction) {
            return Some(Self::new(if negative { -mantissa } else { mantissa }, scale));
        }
        let all = format!("{whole}{fraction}");
        if all.is_empty() || all.len() > 60 || !all.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let numerator: BigInt = all.parse().ok()?;
        let denominator = BigInt::from(10).pow(u32::try_from(fraction.len()).ok()?);
        let value = BigRational::new(if negative { -numerator } else { numerator }, denominator);
        Some(Self::from_big(value))
    }

    /// `decimal × factor`, rounded half up to a whole number: how amounts are read. `None` when the
    /// text is no plain decimal number or the result does not fit.
    pub fn scaled_decimal(decimal: &str, factor: &Self) -> Option<i64> {
        let short = || {
            let (negative, digits) = decimal.strip_prefix('-').map_or((false, decimal), |rest| (true, rest));
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let (mantissa, scale) = short_decimal(whole, fraction)?;
            let Repr::Small(factor) = &factor.0 else { return None };
            let numerator = i128::checked_mul(if negative { -mantissa } else { mantissa }, *factor.numer())?;
            let denominator = i128::checked_mul(scale, *factor.denom())?;
            let doubled = i128::checked_add(numerator.checked_mul(2)?, denominator)?;
            i64::try_from(doubled.div_euclid(denominator.checked_mul(2)?)).ok()
        };
        short().or_else(|| (Self::parse_decimal(decimal)? * factor.clone()).round_half_up())
    }

    /// The quotient, or `None` when dividing by zero.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| self.clone() / divisor.clone())
    }

    /// How `numerator / denominator` compares with it, exactly and without making a fraction.
    ///
    /// # Panics
    /// When the denominator is not positive.
    pub fn against(&self, numerator: i64, denominator: i64) -> Ordering {
        assert!(denominator > 0, "shares are of something");
        let Repr::Small(line) = &self.0 else {
            return Self::new(numerator.into(), denominator.into()).cmp(self);
        };
        let left = i128::checked_mul(numerator.into(), *line.denom());
        let right = i128::checked_mul(*line.numer(), denominator.into());
        match (left, right) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => Self::new(numerator.into(), denominator.into()).cmp(self),
        }
    }

    /// Is it zero?
    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Repr::Small(value) => value.is_zero(),
            Repr::Big(value) => value.is_zero(),
        }
    }

    /// Is it below zero?
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(value) => value.is_negative(),
            Repr::Big(value) => value.is_negative(),
        }
    }

    /// Is it a whole number?
    pub fn is_whole(&self) -> bool {
        match &self.0 {
            Repr::Small(value) => value.is_integer(),
            Repr::Big(value) => value.is_integer(),
        }
    }

    /// The nearest whole number, halves away from zero on the upper side (half up); `None` when
    /// it does not fit.
    pub fn round_half_up(&self) -> Option<i64> {
        if let Repr::Small(value) = &self.0
            && let Some(doubled) =
                i128::checked_mul(*value.numer(), 2).and_then(|n| n.checked_add(*value.denom()))
            && let Some(divisor) = i128::checked_mul(*value.denom(), 2)
        {
            return i64::try_from(doubled.div_euclid(divisor)).ok();
        }
        let half = BigRational::new(1.into(), 2.into());
        (self.to_big() + half).floor().to_integer().to_i64()
    }

    /// Decimal text with exactly `places` digits after the point, half up: for printing only.
    pub fn to_decimal(&self, places: usize) -> String {
        if let Some(text) = self.to_decimal_small(places) {
            return text;
        }
        let scale = BigInt::from(10).pow(places as u32);
        let magnitude = self.to_big().abs() * BigRational::from_integer(scale);
        let half = BigRational::new(1.into(), 2.into());
        let rounded = (magnitude + half).floor().to_integer();
        let sign = if self.is_negative() && !rounded.is_zero() { "-" } else { "" };
        let digits = format!("{:0>width$}", rounded.to_string(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The same as [`Ratio::to_decimal`] without big numbers, where everything fits `i128`: a
    /// county prints hundreds of thousands of figures.
    fn to_decimal_small(&self, places: usize) -> Option<String> {
        let Repr::Small(value) = &self.0 else { return None };
        let (numerator, denominator): (i128, i128) = (*value.numer(), *value.denom());
        let scale = 10_i128.checked_pow(u32::try_from(places).ok()?)?;
        let scaled = i128::checked_mul(numerator.checked_abs()?, scale)?;
        let doubled = i128::checked_add(i128::checked_mul(scaled, 2)?, denominator)?;
        let rounded = quotient(doubled, i128::checked_mul(denominator, 2)?);
        let sign = if value.is_negative() && rounded != 0 { "-" } else { "" };
        let (whole, fraction) = (rounded / scale, rounded % scale);
        Some(if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction:0places$}")
        })
    }

    /// The nearest `f64`: for drawing and for a first look, never for deciding.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::Small(value) => *value.numer() as f64 / *value.denom() as f64,
            Repr::Big(value) => value.to_f64().unwrap_or(f64::NAN),
        }
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small(value) => BigRational::new((*value.numer()).into(), (*value.denom()).into()),
            Repr::Big(value) => value.clone(),
        }
    }

    fn from_big(value: BigRational) -> Self {
        match (value.numer().to_i128(), value.denom().to_i128()) {
            (Some(numerator), Some(denominator)) => Self::new(numerator, denominator),
            _ => Self(Repr::Big(value)),
        }
    }

    /// `small` gives numerator and denominator of the result while they fit.
    fn combine(
        &self,
        other: &Self,
        small: impl Fn(Parts, Parts) -> Option<Parts>,
        big: impl Fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        if let (Repr::Small(left), Repr::Small(right)) = (&self.0, &other.0)
            && let Some(value) = small((*left.numer(), *left.denom()), (*right.numer(), *right.denom()))
                .and_then(|(numerator, denominator)| reduced(numerator, denominator))
        {
            return Self(Repr::Small(value));
        }
        Self::from_big(big(self.to_big(), other.to_big()))
    }
}

/// Numerator and denominator.
type Parts = (i128, i128);

/// Lowest terms, with a positive denominator; `None` when the denominator is zero or a sign cannot be
/// turned. Nearly all figures of a county fit 64 bits, whose common divisors are found several times
/// faster than those of 128.
fn reduced(numerator: i128, denominator: i128) -> Option<num_rational::Ratio<i128>> {
    let (numerator, denominator) = if denominator < 0 {
        (numerator.checked_neg()?, denominator.checked_neg()?)
    } else {
        (numerator, denominator)
    };
    if let (Ok(short), Ok(below)) = (i64::try_from(numerator), i64::try_from(denominator)) {
        let divisor = short.unsigned_abs().gcd(&below.unsigned_abs());
        if divisor == 0 || below == 0 {
            return None;
        }
        if let Ok(divisor) = i64::try_from(divisor) {
            return Some(num_rational::Ratio::new_raw((short / divisor).into(), (below / divisor).into()));
        }
    }
    let divisor = i128::try_from(numerator.unsigned_abs().gcd(&denominator.unsigned_abs())).ok()?;
    (denominator != 0).then(|| num_rational::Ratio::new_raw(numerator / divisor, denominator / divisor))
}

/// Whole part of a division; nearly all fit 64 bits, which are divided several times faster.
fn quotient(numerator: i128, denominator: i128) -> i128 {
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(short), Ok(below)) if below > 0 => (short / below).into(),
        _ => numerator / denominator,
    }
}

/// Digits and power of ten of a decimal of up to 18 digits, without big numbers.
fn short_decimal(whole: &str, fraction: &str) -> Option<(i128, i128)> {
    let digits = whole.bytes().chain(fraction.bytes());
    if !(1..=18).contains(&(whole.len() + fraction.len()))
        || !digits.clone().all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let mantissa = digits.fold(0_i64, |sum, byte| sum * 10 + i64::from(byte - b'0'));
    Some((mantissa.into(), 10_i128.pow(fraction.len() as u32)))
}

impl Add for Ratio {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let small = |(a, b): Parts, (c, d): Parts| {
            if b == d {
                return Some((i128::checked_add(a, c)?, b));
            }
            let sum = i128::checked_add(i128::checked_mul(a, d)?, i128::checked_mul(c, b)?)?;
            Some((sum, i128::checked_mul(b, d)?))
        };
        self.combine(&other, small, |a, b| a + b)
    }
}

impl Sub for Ratio {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        let small = |(a, b): Parts, (c, d): Parts| {
            if b == d {
                return Some((i128::checked_sub(a, c)?, b));
            }
            let difference = i128::checked_sub(i128::checked_mul(a, d)?, i128::checked_mul(c, b)?)?;
            Some((difference, i128::checked_mul(b, d)?))
        };
        self.combine(&other, small, |a, b| a - b)
    }
}

impl Mul for Ratio {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let small = |(a, b): Parts, (c, d): Parts| Some((i128::checked_mul(a, c)?, i128::checked_mul(b, d)?));
        self.combine(&other, small, |a, b| a * b)
    }
}

impl Div for Ratio {
    type Output = Self;
    /// # Panics
    /// On division by zero; see [`Ratio::checked_div`].
    fn div(self, other: Self) -> Self {
        let small = |(a, b): Parts, (c, d): Parts| Some((i128::checked_mul(a, d)?, i128::checked_mul(b, c)?));
        self.combine(&other, small, |a, b| a / b)
    }
}

impl Default for Ratio {
    fn default() -> Self {
        Self::zero()
    }
}

impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::zero(), |total, next| total + next)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(left), Repr::Small(right)) => {
                // Denominators are positive.
                let crosswise = i128::checked_mul(*left.numer(), *right.denom());
                let other = i128::checked_mul(*right.numer(), *left.denom());
                crosswise.zip(other).map_or_else(|| left.cmp(right), |(left, right)| left.cmp(&right))
            }
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Small(value) => {
                serializer.collect_str(&format_args!("{}/{}", value.numer(), value.denom()))
            }
            Repr::Big(value) => serializer.collect_str(&format_args!("{}/{}", value.numer(), value.denom())),
        }
    }
}

impl<'de> Deserialize<'de> for Ratio {
    /// Reads `"a/b"` or a plain decimal in quotes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let fraction = match text.split_once('/') {
            Some((numerator, denominator)) => Self::parse_decimal(numerator)
                .zip(Self::parse_decimal(denominator))
                .and_then(|(numerator, denominator)| numerator.checked_div(&denominator)),
            None => Self::parse_decimal(&text),
        };
        fraction.ok_or_else(|| serde::de::Error::custom(format!("not a number: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn three_is_not_below_three_after_a_detour_through_thirds() {
        let third = Ratio::new(1, 3);
        let three = third.clone() * Ratio::integer(9);
        assert_eq!(three, Ratio::integer(3));
        assert!(three >= Ratio::integer(3));
    }

    #[test]
    fn printing_rounds_half_up_and_keeps_the_sign() {
        assert_eq!(Ratio::new(5, 1000).to_decimal(2), "0.01");
        assert_eq!(Ratio::new(-325, 100).to_decimal(4), "-3.2500");
        assert_eq!(Ratio::new(-1, 1000).to_decimal(2), "0.00");
        assert_eq!(Ratio::new(7, 2).to_decimal(0), "4");
    }

    #[test]
    fn only_plain_decimals_are_numbers() {
        for bad in ["", "-", ".", "1e5", "1,000", "١", "12a", "--1"] {
            assert_eq!(Ratio::parse_decimal(bad), None, "{bad}");
        }
        assert_eq!(Ratio::parse_decimal(".5"), Some(Ratio::new(1, 2)));
    }

    #[test]
    fn a_sum_too_large_for_i128_falls_back_and_stays_exact() {
        let huge = Ratio::integer(i128::MAX);
        let sum = huge.clone() + huge.clone();
        assert_eq!(sum - huge.clone(), huge);
    }

    proptest! {
        #[test]
        fn adding_and_taking_away_gives_the_same_fraction(a in any::<i64>(), b in 1..i64::MAX, c in any::<i64>(), d in 1..i64::MAX) {
            let (left, right) = (Ratio::new(a.into(), b.into()), Ratio::new(c.into(), d.into()));
            prop_assert_eq!(left.clone() + right.clone() - right, left);
        }

        #[test]
        fn a_share_compares_as_the_fraction_it_is(n in any::<i64>(), d in 1..i64::MAX, a in any::<i128>(), b in 1..i128::MAX) {
            let line = Ratio::new(a, b);
            prop_assert_eq!(line.against(n, d), Ratio::new(n.into(), d.into()).cmp(&line));
        }

        #[test]
        fn short_and_long_numbers_are_reckoned_alike(
            a in any::<i128>(), b in 1..i128::MAX, c in any::<i128>(), d in 1..i128::MAX, cut in 0_u32..127,
        ) {
            let (left, right) = (Ratio::new(a >> cut, (b >> cut).max(1)), Ratio::new(c >> cut, (d >> cut).max(1)));
            let (long, other) = (left.to_big(), right.to_big());
            prop_assert_eq!(left.clone() + right.clone(), Ratio::from_big(&long + &other));
            prop_assert_eq!(left.clone() - right.clone(), Ratio::from_big(&long - &other));
            prop_assert_eq!(left.clone() * right.clone(), Ratio::from_big(&long * &other));
            if !right.is_zero() {
                prop_assert_eq!(left / right, Ratio::from_big(&long / &other));
            }
        }

        #[test]
        fn small_and_big_numbers_print_alike(a in any::<i64>(), b in 1..i64::MAX, places in 0_usize..8) {
            let small = Ratio::new(a.into(), b.into());
            let big = Ratio(Repr::Big(small.to_big()));
            prop_assert_eq!(small.to_decimal(places), big.to_decimal(places));
        }

        #[test]
        fn decimals_survive_the_round_trip(units in any::<i32>()) {
            let value = Ratio::new(units.into(), 10_000);
            prop_assert_eq!(Ratio::parse_decimal(&value.to_decimal(4)), Some(value));
        }

        #[test]
        fn short_and_long_figures_are_read_and_rounded_alike(units in any::<i32>(), half in any::<bool>()) {
            let text = format!("{}{}", Ratio::new(units.into(), 100).to_decimal(2), if half { "5" } else { "0" });
            let short = Ratio::parse_decimal(&text);
            prop_assert_eq!(&short, &Ratio::parse_decimal(&format!("{text}00000000000000000000")));
            let hundredths = short.map(|value| value * Ratio::integer(100)).unwrap_or_default();
            let floor = (hundredths.to_big() + BigRational::new(1.into(), 2.into())).floor();
            prop_assert_eq!(hundredths.round_half_up(), floor.to_integer().to_i64());
        }
    }
}
