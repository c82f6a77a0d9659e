//! Accounts from the machine itself: the first ones, and the way back in when nobody can.

use std::io::{BufRead, IsTerminal};

use lingdi_app::people::NewAccount;
use lingdi_app::{App, Error};
use serde_json::json;

use crate::cli::{AccountArgs, AccountCommand, Format, Global};
use crate::output::{self, Outcome};

pub(super) async fn run(global: &Global, command: AccountCommand) -> super::Result {
    let app = super::open(global).await?;
    let done = match command {
        AccountCommand::Add(args) => add(&app, args).await,
        AccountCommand::List => list(global, &app).await,
        AccountCommand::Reset { login } => reset(&app, &login).await,
        AccountCommand::Lock { login, reason } => set(&app, &login, false, &reason).await,
        AccountCommand::Unlock { login, reason } => set(&app, &login, true, &reason).await,
    };
    app.close().await;
    done
}

async fn add(app: &App, args: AccountArgs) -> super::Result {
    let title = |role: lingdi_domain::Role| args.title.clone().unwrap_or_else(|| role.label().to_owned());
    let post = args.role.zip(args.unit).map(|(role, unit)| (unit, role, title(role)));
    let new = NewAccount {
        password: password()?,
        login: args.login,
        name: args.name,
        expires_on: args.expires,
        post,
    };
    app.add_account(&super::account_holder(), &new).await?;
    output::say(&format!("account {} is open; its password must be changed at the first login", new.login));
    Ok(Outcome::Done)
}

async fn list(global: &Global, app: &App) -> super::Result {
    let accounts = app.accounts(&super::account_holder()).await?;
    if global.format == Format::Json {
        let rows: Vec<_> = accounts
            .iter()
            .map(|account| {
                json!({
                    "login": account.login, "name": account.name, "posts": account.titles, "open": account.open,
                    "locked_until": account.locked_until, "expires_on": account.expires_on,
                    "must_change": account.must_change, "last_login_at": account.last_login_at,
                })
            })
            .collect();
        output::json(&rows)?;
        return Ok(Outcome::Done);
    }
    let rows: Vec<Vec<String>> = accounts
        .iter()
        .map(|account| {
            let state = match (account.open, account.locked_until) {
                (false, _) => "closed".to_owned(),
                (true, Some(until)) => format!("locked until {}", until.format("%F %H:%M UTC")),
                (true, None) if account.must_change => "open, first password".to_owned(),
                (true, None) => "open".to_owned(),
            };
            vec![account.login.clone(), account.name.clone(), account.titles.join("、"), state]
        })
        .collect();
    output::document(&output::table(&["login", "name", "posts", "state"], &rows));
    Ok(Outcome::Done)
}

async fn reset(app: &App, login: &str) -> super::Result {
    let actor = super::account_holder();
    let id = app.account_named(&actor, login).await?;
    app.reset_password(&actor, id, &password()?).await?;
    output::say(&format!("account {login} has a first password again"));
    Ok(Outcome::Done)
}

async fn set(app: &App, login: &str, open: bool, reason: &str) -> super::Result {
    let actor = super::account_holder();
    let id = app.account_named(&actor, login).await?;
    app.set_account(&actor, id, open, None, reason).await?;
    output::say(&format!("account {login} is {}", if open { "open" } else { "closed" }));
    Ok(Outcome::Done)
}

/// A password, typed twice and unseen at a terminal, else the first line of stdin: never an argument, which
/// every user of the machine could read.
fn password() -> super::Result<String> {
    let fail = |error: std::io::Error| Error::Refused(format!("没有读到口令：{error}"));
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("password: ").map_err(fail)?;
        if first != rpassword::prompt_password("once more: ").map_err(fail)? {
            return Err(Error::Refused("两次输入的口令不一样。".to_owned()));
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(fail)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
