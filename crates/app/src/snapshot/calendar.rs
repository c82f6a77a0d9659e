//! Working days, from the holiday tables in force.

use std::sync::{Arc, Mutex};

use lingdi_domain::calendar::Calendar;
use lingdi_domain::{Kind, record};
use lingdi_store::batches;

use super::rows::{self, Rows};
use crate::{App, Result};

/// The working days last read, with the version of the batches that they were read from.
pub(crate) type Kept = Mutex<Option<(i64, Arc<Calendar>)>>;

impl App {
    /// The county's working days: Monday to Friday but for what the holiday tables say.
    pub(crate) async fn calendar(&self) -> Result<Arc<Calendar>> {
        let mut tx = self.db().read().await?;
        let version = batches::version(&mut tx, self.county()).await?;
        let kept = self.inner.calendar.lock().ok().and_then(|kept| kept.clone());
        if let Some((_, calendar)) = kept.filter(|(read, _)| *read == version) {
            return Ok(calendar);
        }
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let raw = rows::fetch(&mut tx, self.county(), &batches, |kind| kind == Kind::Holidays, false).await?;
        let mut calendar = Calendar::default();
        for (_, day) in Rows::new(&raw)?.records::<record::Holiday>(Kind::Holidays)? {
            match day.day_type.as_deref() {
                Some("班") => calendar.worked.insert(day.date),
                _ => calendar.off.insert(day.date),
            };
        }
        let calendar = Arc::new(calendar);
        if let Ok(mut kept) = self.inner.calendar.lock() {
            *kept = Some((version, Arc::clone(&calendar)));
        }
        Ok(calendar)
    }
}
