use crate::cli::TemplateArgs;
use crate::output::{self, Outcome};

pub(super) fn run(args: &TemplateArgs) -> super::Result {
    let workbook = lingdi_app::imports::template(args.kind)?;
    super::write_file(&args.out, &workbook)?;
    output::say(&format!("wrote {}", args.out.display()));
    Ok(Outcome::Done)
}
