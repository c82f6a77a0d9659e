//! Reading one value of an edition as the type that a rule needs.

use chrono::NaiveDate;
use lingdi_domain::Ratio;

use super::{Aggregation, AreaLine, Cite, Line};
use crate::edition::setting::{self, NONE, Setting, SettingValue};
use crate::edition::{Edition, EditionError};

/// An edition on a day.
pub(super) struct On<'a> {
    pub(super) edition: &'a Edition,
    pub(super) day: NaiveDate,
}

impl<'a> On<'a> {
    fn value(&self, key: &str) -> Result<(&'a Setting, &'a SettingValue), EditionError> {
        let setting = self.edition.settings().iter().find(|setting| setting.id == key);
        let setting = setting.ok_or_else(|| EditionError::Lacks {
            edition: self.edition.about().name.clone(),
            key: key.to_owned(),
        })?;
        let value = setting.on(self.day);
        let value = value.ok_or_else(|| EditionError::NoValue { key: key.to_owned(), on: self.day })?;
        Ok((setting, value))
    }

    pub(super) fn text(&self, key: &str) -> Result<&'a str, EditionError> {
        Ok(&self.value(key)?.1.value)
    }

    pub(super) fn is_on(&self, key: &str) -> Result<bool, EditionError> {
        Ok(self.text(key)? == "on")
    }

    pub(super) fn date(&self, key: &str) -> Result<Option<NaiveDate>, EditionError> {
        let text = self.text(key)?;
        if text == NONE { Ok(None) } else { Ok(text.parse().ok()) }
    }

    pub(super) fn cite(&self, key: &str) -> Result<Cite, EditionError> {
        let (setting, value) = self.value(key)?;
        Ok(Cite {
            clause: value.clause.clone().unwrap_or_else(|| setting.clause.clone()),
            quote: value.quote.clone().unwrap_or_else(|| setting.quote.clone()),
            ours: setting.is_ours(value),
        })
    }

    fn number(&self, key: &str) -> Result<Ratio, EditionError> {
        let (setting, value) = self.value(key)?;
        setting::number(&value.value).ok_or_else(|| EditionError::BadValue {
            key: key.to_owned(),
            label: setting.label.clone(),
            value: value.value.clone(),
            why: "判定需要一个数".to_owned(),
        })
    }

    pub(super) fn whole(&self, key: &str) -> Result<u32, EditionError> {
        small(key, &self.number(key)?)
    }

    /// A list of whole numbers, in the order in which they are written.
    pub(super) fn wholes(&self, key: &str) -> Result<Vec<u32>, EditionError> {
        let list = setting::numbers(self.text(key)?).unwrap_or_default();
        list.iter().map(|number| small(key, number)).collect()
    }

    pub(super) fn line(&self, key: &str) -> Result<Line, EditionError> {
        let (setting, value) = self.value(key)?;
        let number = self.number(key)?;
        let percent = setting.unit == "%";
        let exact = if percent { number / Ratio::integer(100) } else { number };
        Ok(Line {
            approx: exact.to_f64(),
            value: exact,
            text: setting.spoken(&value.value),
            cite: self.cite(key)?,
        })
    }

    pub(super) fn area_line(&self, key: &str) -> Result<AreaLine, EditionError> {
        let line = self.line(key)?;
        let tolerance = self.line("area_tolerance")?;
        let tolerated = line.value.clone() - tolerance.value;
        Ok(AreaLine {
            least: least_area(&line.value),
            least_tolerated: least_area(&tolerated),
            tolerance: tolerance.text,
            line,
        })
    }

    pub(super) fn aggregation(&self, years: usize) -> Result<Aggregation, EditionError> {
        Ok(match self.text("agg")? {
            "last" => Aggregation::Last,
            "mean" => Aggregation::Mean(vec![Ratio::integer(1); years]),
            "weighted" => {
                let weights = setting::numbers(self.text("agg_weights")?).unwrap_or_default();
                if weights.len() < years || weights[weights.len() - years..].iter().all(Ratio::is_zero) {
                    return Err(EditionError::BadValue {
                        key: "agg_weights".to_owned(),
                        label: "加权平均的权数".to_owned(),
                        value: self.text("agg_weights")?.to_owned(),
                        why: format!("连续 {years} 年至少要 {years} 个权数，且不能都是零"),
                    });
                }
                Aggregation::Mean(weights[weights.len() - years..].to_vec())
            }
            _ => Aggregation::AllYears,
        })
    }

    /// Ids of the settings that are `on` (choices only).
    pub(super) fn tax_switches(&self) -> Vec<String> {
        let settings = self.edition.settings().iter();
        settings
            .filter(|setting| setting.on(self.day).is_some_and(|value| value.value == "on"))
            .map(|setting| setting.id.clone())
            .collect()
    }
}

/// A whole number that counts days, sites or months.
fn small(key: &str, number: &Ratio) -> Result<u32, EditionError> {
    let whole = number.round_half_up().filter(|whole| Ratio::integer(i128::from(*whole)) == *number);
    whole.and_then(|whole| u32::try_from(whole).ok()).filter(|whole| *whole <= 100).ok_or_else(|| {
        EditionError::BadValue {
            key: key.to_owned(),
            label: key.to_owned(),
            value: number.to_decimal(4),
            why: "要填不大于 100 的整数".to_owned(),
        }
    })
}

/// The least area, in 0.01 m², that is at least so many 亩.
fn least_area(mu: &Ratio) -> i64 {
    let exact = mu.clone() * Ratio::new(200_000, 3);
    let near = exact.round_half_up().unwrap_or(i64::MAX);
    if Ratio::integer(near.into()) < exact { near.saturating_add(1) } else { near }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_area_of_twenty_mu_is_a_hundredth_more_than_its_rounding() {
        assert_eq!(least_area(&Ratio::integer(20)), 1_333_334);
        assert_eq!(least_area(&Ratio::new(19_995, 1000)), 1_333_000);
        assert_eq!(least_area(&Ratio::integer(30)), 2_000_000);
        assert_eq!(least_area(&Ratio::new(-1, 200)), -333);
    }
}
