//! Days as serde writes them in snapshots: a number instead of ten letters, which a county has hundreds
//! of thousands of. For `#[serde(with = "lingdi_domain::days")]` on an `Option<NaiveDate>`.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a day as its number from the first of the common era.
pub fn serialize<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.num_days_from_ce()).serialize(serializer)
}

/// Reads it back; a number that is no day is an error.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let number: Option<i32> = Option::deserialize(deserializer)?;
    let day = |number| {
        NaiveDate::from_num_days_from_ce_opt(number)
            .ok_or_else(|| serde::de::Error::custom(format!("{number} is no day")))
    };
    number.map(day).transpose()
}
