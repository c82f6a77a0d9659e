use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, TimeDelta};
use lingdi_app::people::{AccountView, NewAccount};
use lingdi_app::{App, Error};
use serde::Deserialize;
use uuid::Uuid;

use super::batches::time_words;
use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::accounts::{AccountForm, AccountRow, AccountsPage, RuleRow};

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<Done>,
) -> Result<Response, Fault> {
    page(&view(&app, &caller, AccountForm::default(), "", query.done.as_deref()).await?)
}

async fn view(
    app: &App,
    caller: &Caller,
    form: AccountForm,
    problem: &str,
    done: Option<&str>,
) -> Result<AccountsPage, Fault> {
    let accounts = app.accounts(&caller.actor).await?;
    let rules = app.security_rules(&caller.actor).await?;
    let today = app.clock().today();
    let rule = |rule: lingdi_app::people::SecurityRule| RuleRow {
        key: rule.key,
        label: rule.label,
        value: rule.value,
        is_shipped: rule.value == rule.shipped,
    };
    Ok(AccountsPage {
        frame: with_notice(frame(app, caller, Section::Accounts).await?, done),
        accounts: accounts.iter().map(|account| row(account, today)).collect(),
        rules: rules.into_iter().map(rule).collect(),
        rule: app.password_rule().await?,
        form: AccountForm { password: String::new(), ..form },
        problem: problem.to_owned(),
    })
}

fn row(account: &AccountView, today: NaiveDate) -> AccountRow {
    let (state, tone) = match (account.open, account.locked_until, account.must_change) {
        (false, ..) => ("已停用".to_owned(), ""),
        (true, Some(until), _) => {
            (format!("锁定至 {}", (until + TimeDelta::hours(8)).format("%H:%M")), "warn")
        }
        (true, None, true) => ("待改初始口令".to_owned(), "warn"),
        (true, None, false) => ("正常".to_owned(), "good"),
    };
    AccountRow {
        id: account.id.to_string(),
        login: account.login.clone(),
        name: account.name.clone(),
        titles: account.titles.join("、"),
        state,
        tone,
        open: account.open,
        locked: account.locked_until.is_some(),
        expires: account.expires_on.map_or_else(|| "长期".to_owned(), format::date),
        last_login: account.last_login_at.map_or_else(|| "从未登录".to_owned(), |at| time_words(at, today)),
    }
}

pub(super) async fn add(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<AccountForm>,
) -> Result<Response, Fault> {
    let added = match date(&form.expires) {
        Ok(expires_on) => {
            let new = NewAccount {
                login: form.login.clone(),
                name: form.name.clone(),
                password: form.password.clone(),
                expires_on,
                post: None,
            };
            app.add_account(&caller.actor, &new).await
        }
        Err(error) => Err(error),
    };
    answer(&app, &caller, form, added, "account-added").await
}

/// Back to the page with words; a mistake with what was typed.
async fn answer(
    app: &App,
    caller: &Caller,
    form: AccountForm,
    done: Result<(), Error>,
    words: &str,
) -> Result<Response, Fault> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/accounts?done={words}")).into_response()),
        Err(Error::Refused(why)) => {
            let mut response = page(&view(app, caller, form, &why, None).await?)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

fn date(text: &str) -> Result<Option<NaiveDate>, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Error::Refused(format!("“{text}”不是日期，请写成 2023-10-09。"));
    text.parse().map(Some).map_err(wrong)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ResetForm {
    password: String,
}

pub(super) async fn reset(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<ResetForm>,
) -> Result<Response, Fault> {
    let done = app.reset_password(&caller.actor, id, &form.password).await;
    answer(&app, &caller, AccountForm::default(), done, "account-reset").await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StateForm {
    /// `open` or `closed`.
    state: String,
    expires: String,
    reason: String,
}

pub(super) async fn set_state(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Form(form): Form<StateForm>,
) -> Result<Response, Fault> {
    let done = match date(&form.expires) {
        Ok(expires) => app.set_account(&caller.actor, id, form.state == "open", expires, &form.reason).await,
        Err(error) => Err(error),
    };
    answer(&app, &caller, AccountForm::default(), done, "account-set").await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleForm {
    key: String,
    value: String,
}

pub(super) async fn set_rule(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<RuleForm>,
) -> Result<Response, Fault> {
    let done = match form.value.trim().parse() {
        Ok(value) => app.set_security_rule(&caller.actor, &form.key, value).await,
        Err(_) => Err(Error::Refused(format!("“{}”不是整数，没有改动。", form.value))),
    };
    answer(&app, &caller, AccountForm::default(), done, "rule-set").await
}
