//! Small things every page shows.

use lingdi_store::counties;

use crate::{App, Result};

impl App {
    /// The county's name.
    pub async fn county_name(&self) -> Result<String> {
        let mut tx = self.db().read().await?;
        let known = counties::list(&mut tx).await?;
        let name = known.into_iter().find(|(code, _)| code == self.county()).map(|(_, name)| name);
        Ok(name.unwrap_or_else(|| self.county().to_owned()))
    }

    /// Are this county's data synthetic (演示数据)?
    pub async fn is_demo(&self) -> Result<bool> {
        crate::county::is_demo(self.db(), self.county()).await
    }
}

/// Runs long work off the threads that answer pages.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    Ok(tokio::task::spawn_blocking(work).await?)
}
