//! One file per command; each opens the county's desk, asks it, and prints.

mod account;
mod audit;
mod backup;
mod batches;
mod demo;
mod doctor;
mod export;
mod identify;
mod import;
mod policy;
mod rank;
mod serve;
mod template;
mod watch;

use std::path::{Path, PathBuf};

use lingdi_app::{App, Error, Ids};
use lingdi_domain::{Actor, Role};

use crate::cli::{Cli, Command, Global};
use crate::output::{self, Outcome};

type Result<T = Outcome> = std::result::Result<T, Error>;

/// Runs one command.
pub(crate) async fn run(cli: Cli) -> Result {
    let global = &cli.global;
    match cli.command {
        Command::Demo(args) => demo::run(args).await,
        Command::Serve(args) => serve::run(global, &args).await,
        Command::Init => init(global).await,
        Command::Template(args) => template::run(&args),
        Command::Import(args) => import::run(global, args).await,
        Command::Batches => batches::list(global).await,
        Command::Accept(args) => batches::accept(global, &args).await,
        Command::Undo(args) => batches::undo(global, &args).await,
        Command::Policy(command) => policy::run(global, command).await,
        Command::Identify(args) => identify::identify(global, &args).await,
        Command::Explain(args) => identify::explain(global, &args).await,
        Command::Export(args) => export::run(global, &args).await,
        Command::Rank(args) => rank::rank(global, &args).await,
        Command::Report(args) => rank::report(global, &args).await,
        Command::Replay(args) => rank::replay(global, &args).await,
        Command::Watch(args) => watch::run(global, &args).await,
        Command::Backup(args) => backup::make(global, &args).await,
        Command::Restore(args) => backup::restore(global, &args).await,
        Command::Migrate => migrate(global).await,
        Command::Doctor => doctor::run(global).await,
        Command::Audit(command) => audit::run(global, &command).await,
        Command::Account(command) => account::run(global, command).await,
    }
}

async fn init(global: &Global) -> Result {
    let app = open(global).await?;
    output::say(&format!("county {} is ready in {}", app.county(), global.db));
    app.close().await;
    Ok(Outcome::Done)
}

async fn migrate(global: &Global) -> Result {
    let app = open(global).await?;
    output::say(&format!("{} schema of {} is up to date", app.engine(), global.db));
    app.close().await;
    Ok(Outcome::Done)
}

/// Opens the county's desk.
async fn open(global: &Global) -> Result<App> {
    App::open(&global.db, &files_folder(global), global.county.as_deref(), Ids::random()).await
}

/// Where original files are kept: beside the SQLite file, so that one folder is the whole county.
fn files_folder(global: &Global) -> PathBuf {
    if let Some(folder) = &global.files {
        return folder.clone();
    }
    let beside = global.db.strip_prefix("sqlite:").map(|path| Path::new(path.trim_start_matches("//")));
    let parent = beside.and_then(Path::parent).unwrap_or(Path::new("data"));
    parent.join("files")
}

/// The person at the command line.
fn actor() -> Actor {
    let user = ["LOGNAME", "USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    Actor::command_line(user.as_deref().unwrap_or("unknown"))
}

/// The same where accounts are concerned: who has the files could write them anyway, so that nobody is asked
/// to confirm.
fn account_holder() -> Actor {
    Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..actor() }
}

/// Writes a file whole: under another name first, so that nobody sees half of it.
fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let fail = |error: std::io::Error| Error::Internal(format!("无法写入 {}：{error}", path.display()));
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    std::fs::write(&unfinished, bytes).map_err(fail)?;
    std::fs::rename(&unfinished, path).map_err(fail)
}
