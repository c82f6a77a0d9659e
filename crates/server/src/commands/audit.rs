use crate::cli::{AuditCommand, Format, Global};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, command: &AuditCommand) -> super::Result {
    let AuditCommand::Verify = command;
    let app = super::open(global).await?;
    let audit = app.audit(&super::actor()).await?;
    app.close().await;
    if global.format == Format::Json {
        output::json(&audit)?;
    } else {
        let chain = match &audit.chain.broken {
            None => format!("{} events, chain whole, head {}", audit.chain.events, audit.chain.head),
            Some((n, why)) => format!("chain BROKEN at event {n}: {why}"),
        };
        let files = match audit.damaged_files.len() {
            0 => format!("{} files, all intact", audit.files),
            damaged => {
                format!("{damaged} of {} files DAMAGED: {}", audit.files, audit.damaged_files.join(", "))
            }
        };
        output::document(&format!("{chain}\n{files}"));
    }
    Ok(if audit.is_whole() { Outcome::Done } else { Outcome::Failed })
}
