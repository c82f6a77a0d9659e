use lingdi_app::backup::Contents;

use crate::cli::{BackupArgs, Format, Global, RestoreArgs};
use crate::output::{self, Outcome};

pub(super) async fn make(global: &Global, args: &BackupArgs) -> super::Result {
    let app = super::open(global).await?;
    let made = app.backup(&super::account_holder(), &args.out).await;
    app.close().await;
    let made = made?;
    if global.format == Format::Json {
        output::json(&made)?;
    } else {
        let words = tell(&made.contents);
        output::document(&format!("wrote {}: {words}\nsha256 {}", args.out.display(), made.sha256));
    }
    Ok(Outcome::Done)
}

pub(super) async fn restore(global: &Global, args: &RestoreArgs) -> super::Result {
    let files = super::files_folder(global);
    let contents = lingdi_app::backup::restore(&global.db, &files, &args.archive).await?;
    if global.format == Format::Json {
        output::json(&contents)?;
    } else {
        output::document(&format!("restored to {}: {}", global.db, tell(&contents)));
    }
    Ok(Outcome::Done)
}

fn tell(contents: &Contents) -> String {
    let counties = contents.counties.iter();
    let counties: Vec<_> =
        counties.map(|one| format!("county {} with {} events", one.county, one.events)).collect();
    format!("{}, {} files, made {}", counties.join(", "), contents.files.len(), contents.made_at)
}
