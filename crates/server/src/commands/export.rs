use lingdi_app::exports::{self, Format};

use crate::cli::{ExportArgs, Global, Layer};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, args: &ExportArgs) -> super::Result {
    let format = Format::from_name(&args.out.to_string_lossy())?;
    let layer = match args.layer {
        Layer::Parcels => exports::Layer::Parcels,
        Layer::List => exports::Layer::List,
        Layer::Occupancy => exports::Layer::Occupancy,
        Layer::Units => exports::Layer::Units,
    };
    let ask = super::identify::judge(&args.judge, false)?;
    let app = super::open(global).await?;
    let bytes = app.export(&super::actor(), layer, format, &ask).await?;
    app.close().await;
    super::write_file(&args.out, &bytes)?;
    output::say(&format!("wrote {}", args.out.display()));
    Ok(Outcome::Done)
}
