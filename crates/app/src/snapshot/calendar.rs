//! Working days, from the holiday tables in force.

use lingdi_domain::calendar::Calendar;
use lingdi_domain::{Kind, record};
use lingdi_store::batches;

use super::rows::{self, Rows};
use crate::{App, Result};

impl App {
    /// The county's working days: Monday to Friday but for what the holiday tables say.
    pub(crate) async fn calendar(&self) -> Result<Calendar> {
        let mut tx = self.db().read().await?;
        let batches = batches::in_force(&mut tx, self.county(), None).await?;
        let raw = rows::fetch(&mut tx, self.county(), &batches, |kind| kind == Kind::Holidays, false).await?;
        let mut calendar = Calendar::default();
        for (_, day) in Rows::new(&raw)?.records::<record::Holiday>(Kind::Holidays)? {
            match day.day_type.as_deref() {
                Some("班") => calendar.worked.insert(day.date),
                _ => calendar.off.insert(day.date),
            };
        }
        Ok(calendar)
    }
}
