//! Which county a database holds, and its clock.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lingdi_store::{Db, counties};

use crate::clock::{Clock, shanghai_date};
use crate::error::{Error, Result};

/// The county assumed when nothing says otherwise: 桐庐县.
pub(crate) const DEFAULT: &str = "330122";

/// Setting that keeps the offset of the county's clock, in seconds.
const CLOCK_OFFSET: &str = "clock_offset_seconds";

/// Setting that marks synthetic data.
const DEMO: &str = "demo";

/// Finds or makes the county and reads its clock.
pub(crate) async fn open(db: &Db, wanted: Option<&str>) -> Result<(String, Clock)> {
    let mut tx = db.read().await?;
    let known = counties::list(&mut tx).await?;
    let county = match (wanted, known.as_slice()) {
        (Some(county), _) => checked_code(county)?.to_owned(),
        (None, [(only, _)]) => only.clone(),
        (None, []) => DEFAULT.to_owned(),
        (None, several) => {
            let codes: Vec<_> = several.iter().map(|(code, _)| code.as_str()).collect();
            return Err(Error::Refused(format!(
                "数据库中有多个县（{}），请用 --county 指明一个。",
                codes.join("、")
            )));
        }
    };
    let offset = counties::setting(&mut tx, &county, CLOCK_OFFSET).await?;
    drop(tx);
    if !known.iter().any(|(code, _)| *code == county) {
        let mut tx = db.write().await?;
        let now = Clock::system(TimeDelta::zero()).now();
        counties::insert(&mut tx, &county, name_of(&county), now).await?;
        tx.commit().await?;
    }
    let seconds = offset.and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok((county, Clock::system(TimeDelta::seconds(seconds))))
}

/// Makes the demo county in an empty database: its clock shows `business_date` today.
pub async fn create_demo(db_url: &str, county: &str, business_date: NaiveDate) -> Result<()> {
    let db = Db::open(db_url).await?;
    open(&db, Some(county)).await?;
    let offset = business_date - shanghai_date(Clock::system(TimeDelta::zero()).now());
    let mut tx = db.write().await?;
    counties::set(&mut tx, county, CLOCK_OFFSET, &offset.num_seconds().to_string()).await?;
    counties::set(&mut tx, county, DEMO, "演示数据").await?;
    tx.commit().await?;
    db.close().await;
    Ok(())
}

/// Does the database hold no county yet? A missing SQLite file is made.
pub async fn is_empty(db_url: &str) -> Result<bool> {
    let db = Db::open(db_url).await?;
    let mut tx = db.read().await?;
    let empty = counties::list(&mut tx).await?.is_empty();
    drop(tx);
    db.close().await;
    Ok(empty)
}

/// Is this county's data synthetic?
pub(crate) async fn is_demo(db: &Db, county: &str) -> Result<bool> {
    let mut tx = db.read().await?;
    Ok(counties::setting(&mut tx, county, DEMO).await?.is_some())
}

/// A time given at the command line: a date (its last moment in Asia/Shanghai) or RFC 3339.
pub fn parse_known_at(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        let end = date.and_hms_micro_opt(23, 59, 59, 999_999)?;
        return Some(end.and_utc() - TimeDelta::hours(8));
    }
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc())
}

fn checked_code(county: &str) -> Result<&str> {
    let is_code = county.len() == 6 && county.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(county).ok_or_else(|| {
        Error::Refused(format!("“{county}”不是县级行政区划代码，应为 6 位数字，例如 330122。"))
    })
}

fn name_of(county: &str) -> &str {
    if county == DEFAULT { "桐庐县" } else { county }
}
