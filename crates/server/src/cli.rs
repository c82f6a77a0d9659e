//! The command line, as `--help` shows it.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};
use lingdi_domain::{Kind, Role};

/// 零地增效: finds, judges and explains a county's inefficient industrial land.
#[derive(Debug, Parser)]
#[command(name = "lingdi", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 2 bad usage or input refused, 3 done but some rows need a person."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Database: sqlite:PATH or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "LINGDI_DB", default_value = "sqlite:data/lingdi.db")]
    pub(crate) db: String,
    /// Folder of original files [default: `files` beside the SQLite file, else data/files]
    #[arg(long, global = true, env = "LINGDI_FILES")]
    pub(crate) files: Option<PathBuf>,
    /// Six-digit county code, when the database holds several
    #[arg(long, global = true, env = "LINGDI_COUNTY")]
    pub(crate) county: Option<String>,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// How a command prints its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build the demo county if absent (synthetic data) and serve it
    Demo(DemoArgs),
    /// Serve pages, API and tiles
    Serve(ServeArgs),
    /// Make an empty database for a county
    Init,
    /// Write the blank form of a table, for a bureau to fill in
    Template(TemplateArgs),
    /// Read files of one kind, and accept them when nothing needs a person
    Import(ImportArgs),
    /// List the batches
    Batches,
    /// Put a waiting batch into force
    Accept(AcceptArgs),
    /// Take an accepted batch back as a whole
    Undo(UndoArgs),
    /// Editions of the policy: list, import, renew, diff, publish
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Judge every parcel and print the list
    Identify(IdentifyArgs),
    /// Explain the verdict of one parcel
    Explain(ExplainArgs),
    /// Write a layer to a file
    Export(ExportArgs),
    /// The ranking of a month: published, closed, or as it would be now
    Rank(RankArgs),
    /// A document of a closed month as a file for Word
    Report(ReportArgs),
    /// Compute a closed month again from what was kept with it, and compare the bytes
    Replay(ReplayArgs),
    /// Let the calendar come due and tell people of deadlines; `serve` and `demo` do it every working day
    Watch(WatchArgs),
    /// Copy the database and every original and attachment into one file, while others work
    Backup(BackupArgs),
    /// Put a backup back into an empty place, checking every hash and the chain of events
    Restore(RestoreArgs),
    /// Bring the database schema up to date
    Migrate,
    /// Check the installation and say what is in force
    Doctor,
    /// The journal
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Accounts: add, list, reset, lock, unlock. Passwords are read from the terminal or from stdin
    #[command(subcommand)]
    Account(AccountCommand),
}

#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Folder of the demo county; its database is DIR/lingdi.db
    #[arg(long, value_name = "DIR", default_value = "demo-data")]
    pub(crate) data: PathBuf,
    /// Empty PostgreSQL database to keep the demo county in, instead of DIR/lingdi.db
    #[arg(long, value_name = "URL")]
    pub(crate) on: Option<String>,
    /// Only what the bureaus sent, without the cases of the years before
    #[arg(long)]
    pub(crate) tables_only: bool,
    /// Address to listen on; loopback only
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8022")]
    pub(crate) listen: SocketAddr,
}

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address to listen on; other than loopback only with --https
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8022")]
    pub(crate) listen: SocketAddr,
    /// Browsers come by https, through a proxy that holds the certificate: cookies are marked Secure
    #[arg(long)]
    pub(crate) https: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TemplateArgs {
    /// Kind of table
    #[arg(value_parser = parse_kind, value_name = "KIND")]
    pub(crate) kind: Kind,
    /// File to write (.xlsx)
    #[arg(long, value_name = "F.xlsx")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// units | parcels | supply | enterprises | occupancy | tax | evaluation | statistics |
    /// approvals | leases | power | encumbrances | inspections | zones | catalogue | holidays |
    /// findings | verification | targets | ledger
    #[arg(value_parser = parse_kind, value_name = "KIND")]
    pub(crate) kind: Kind,
    /// Files to read, one batch each
    // Not `files`: an argument of that name would be taken for the global --files.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Year of the rows, when the table has no column for it
    #[arg(long, value_name = "Y")]
    pub(crate) year: Option<i32>,
    /// Declare the file complete for these years: who is not in it paid nothing
    #[arg(long, value_name = "Y,…", value_delimiter = ',')]
    pub(crate) complete: Vec<i32>,
    /// Character encoding, such as gb18030
    #[arg(long, value_name = "E")]
    pub(crate) encoding: Option<String>,
    /// EPSG code of the coordinates
    #[arg(long, value_name = "EPSG")]
    pub(crate) crs: Option<u32>,
    /// The one sheet to read
    #[arg(long, value_name = "S")]
    pub(crate) sheet: Option<String>,
    /// 字段=列名, 字段(单位)=列名 or 字段==常量
    #[arg(long, value_name = "字段=列名")]
    pub(crate) map: Vec<String>,
    /// Read with the recipe of this batch
    #[arg(long, value_name = "BATCH")]
    pub(crate) recipe: Option<String>,
    /// Lift the county box and the form of the parcel code
    #[arg(long)]
    pub(crate) anywhere: bool,
    /// Say what would happen; keep nothing
    #[arg(long, conflicts_with = "accept")]
    pub(crate) dry_run: bool,
    /// Accept even when rows are refused or in conflict
    #[arg(long, value_enum)]
    pub(crate) accept: Option<AcceptChoice>,
}

/// Which rows to accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AcceptChoice {
    /// Every row that is not refused; of conflicting rows the last one
    All,
    /// Only rows without a problem
    Clean,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("choice").args(["all", "clean"]).required(true)))]
pub(crate) struct AcceptArgs {
    /// Id of the batch, or its first characters
    pub(crate) batch: String,
    /// Every row that is not refused; of conflicting rows the last one
    #[arg(long)]
    pub(crate) all: bool,
    /// Only rows without a problem
    #[arg(long)]
    pub(crate) clean: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// Id of the batch, or its first characters
    pub(crate) batch: String,
    /// Why
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Editions and revisions, and every parameter and switch in force
    List {
        /// Edition or revision, such as 2022-7 or 2022-7@2
        policy: Option<String>,
    },
    /// Load an edition from a folder, as a draft
    Import {
        /// Folder with edition.toml
        dir: PathBuf,
    },
    /// Draft the newer text of the edition in force that this program ships
    Renew,
    /// What differs between two revisions
    Diff {
        /// Revision, such as 2022-7@1
        a: String,
        /// Revision, such as 2022-7@2
        b: String,
    },
    /// Put a draft into force
    Publish {
        /// Revision, such as 2022-7@2
        revision: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct JudgeArgs {
    /// Edition or revision [default: the edition in force on the date]
    #[arg(long)]
    pub(crate) policy: Option<String>,
    /// Year whose lines are used
    #[arg(long)]
    pub(crate) year: Option<i32>,
    /// Day on which ongoing facts are judged
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<NaiveDate>,
    /// Only what was known by then: a date or an RFC 3339 time
    #[arg(long, value_name = "TIME")]
    pub(crate) known_at: Option<String>,
    /// Change a switch or value for this answer only
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct IdentifyArgs {
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
    /// Print findings of parcels that are not listed too
    #[arg(long, value_enum)]
    pub(crate) findings: Option<Findings>,
    /// Write to a file instead: .json, .csv, .xlsx or .geojson
    #[arg(long, value_name = "F")]
    pub(crate) out: Option<PathBuf>,
}

/// Which findings to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Findings {
    /// Of every parcel
    All,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Parcel code
    pub(crate) parcel: String,
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
    /// Write to a file instead: .json
    #[arg(long, value_name = "F")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// parcels | list | occupancy | units
    #[arg(value_enum)]
    pub(crate) layer: Layer,
    /// File to write: .csv, .xlsx, .geojson or .gpkg
    #[arg(long, value_name = "F")]
    pub(crate) out: PathBuf,
    #[command(flatten)]
    pub(crate) judge: JudgeArgs,
}

#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// Which month
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) month: String,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// circular: the monthly circular
    #[arg(value_enum)]
    pub(crate) kind: ReportKind,
    /// Which month
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) month: String,
    /// File to write: .docx
    #[arg(long, value_name = "F")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportKind {
    Circular,
}

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// Which month
    #[arg(value_name = "YYYY-MM")]
    pub(crate) what: String,
}

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Day to run for [default: the business date]
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// File to write; it must not exist
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// File that `backup` wrote
    #[arg(value_name = "IN")]
    pub(crate) archive: PathBuf,
}

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    /// Every parcel
    Parcels,
    /// Listed and indeterminate parcels
    List,
    /// Who uses which parcel
    Occupancy,
    /// Units with their outlines
    Units,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Recompute the chain of events and the hash of every kept file
    Verify,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Open an account with a first post; the password must be changed at the first login
    Add(AccountArgs),
    /// List the accounts
    List,
    /// Give an account a first password again
    Reset {
        /// Login name
        login: String,
    },
    /// Close an account; its sessions end
    Lock {
        /// Login name
        login: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Open an account again, also one shut for wrong passwords
    Unlock {
        /// Login name
        login: String,
        /// Why
        #[arg(long, default_value = "")]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AccountArgs {
    /// Login name
    pub(crate) login: String,
    /// The person's name
    #[arg(long, value_name = "姓名")]
    pub(crate) name: String,
    /// Role, such as office_head, local_clerk or system_admin; without one a 安全管理员 appoints later
    #[arg(long, value_parser = parse_role, value_name = "ROLE", requires = "unit")]
    pub(crate) role: Option<Role>,
    /// Code of the unit, such as 330122T01 or 330122102
    #[arg(long, value_name = "CODE", requires = "role")]
    pub(crate) unit: Option<String>,
    /// 职务 [default: the role's name]
    #[arg(long, value_name = "职务")]
    pub(crate) title: Option<String>,
    /// Last day on which it may be used
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<NaiveDate>,
}

fn parse_role(text: &str) -> Result<Role, String> {
    Role::from_code(text).ok_or_else(|| {
        let roles: Vec<_> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("no such role; roles are {}", roles.join(", "))
    })
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    Kind::from_code(text).ok_or_else(|| {
        let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        format!("no such kind of table; kinds are {}", kinds.join(", "))
    })
}
