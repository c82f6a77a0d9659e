//! What every move asks of the tables in force: working days, and the units that a form may name.

use std::sync::{Arc, Mutex};

use lingdi_domain::calendar::Calendar;
use lingdi_domain::{Kind, record};
use lingdi_policy::facts::Unit;
use lingdi_store::batches;

use super::land;
use super::rows::{self, Rows};
use crate::{App, Result};

/// What was read last, with the version of the batches that it was read from.
pub(crate) type Kept = Mutex<Option<(i64, Arc<Calendar>, Arc<Vec<Unit>>)>>;

impl App {
    /// The county's working days, Monday to Friday but for what the holiday tables say, and its units in
    /// the official order.
    pub(crate) async fn calendar_and_units(&self) -> Result<(Arc<Calendar>, Arc<Vec<Unit>>)> {
        let mut tx = self.db().read().await?;
        let version = batches::version(&mut tx, self.county()).await?;
        let kept = self.inner.calendar.lock().ok().and_then(|kept| kept.clone());
        if let Some((_, calendar, units)) = kept.filter(|(read, ..)| *read == version) {
            return Ok((calendar, units));
        }
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let wanted = |kind| matches!(kind, Kind::Holidays | Kind::Units);
        let rows = Rows::new(&rows::fetch(&mut tx, self.county(), &batches, wanted, false).await?)?;
        let units = land::units(&rows, crate::shipped_units::shipped_units(self.county()))?.0;
        let mut calendar = Calendar::default();
        for (_, day) in rows.records::<record::Holiday>(Kind::Holidays)? {
            match day.day_type.as_deref() {
                Some("班") => calendar.worked.insert(day.date),
                _ => calendar.off.insert(day.date),
            };
        }
        let (calendar, units) = (Arc::new(calendar), Arc::new(units));
        if let Ok(mut kept) = self.inner.calendar.lock() {
            *kept = Some((version, Arc::clone(&calendar), Arc::clone(&units)));
        }
        Ok((calendar, units))
    }
}
