//! Login, logout, password, the post to act in, and the first set-up.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use lingdi_app::people::{DemoCard, NewAdministrator, Opened};
use lingdi_app::{App, Error};
use serde::Deserialize;
use uuid::Uuid;

use super::error::{Fault, page};
use super::gate::{Caller, Doors, cookie, is_local, no_cookie, onward};
use crate::pages::door::{
    AdministratorFields, Card, CardGroup, Entrance, LoginPage, PasswordPage, SetupPage,
};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct NextQuery {
    next: String,
    done: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct LoginForm {
    login: String,
    password: String,
    next: String,
}

pub(super) async fn login(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    Query(query): Query<NextQuery>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if app.needs_setup().await? {
        return Ok(Redirect::to("/setup").into_response());
    }
    let said = match query.done.as_str() {
        "out" => "您已退出。",
        "setup" => "三名管理员已设好，请各自登录。",
        _ => "",
    };
    let form = LoginForm { next: query.next, ..LoginForm::default() };
    page(&login_page(&app, &doors, &headers, form, "", said).await?)
}

async fn login_page(
    app: &App,
    doors: &Doors,
    headers: &HeaderMap,
    form: LoginForm,
    problem: &str,
    said: &str,
) -> Result<LoginPage, Fault> {
    let open = doors.this_machine_only && is_local(headers);
    let cards = if open { app.demo_cards().await? } else { Vec::new() };
    Ok(LoginPage {
        entrance: entrance(app).await?,
        login: form.login,
        next: onward(&form.next).to_owned(),
        problem: problem.to_owned(),
        said: said.to_owned(),
        groups: groups(cards),
    })
}

async fn entrance(app: &App) -> Result<Entrance, Fault> {
    Ok(Entrance { county: app.county_name().await?, demo: app.is_demo().await? })
}

/// Cards by what people are there for.
fn groups(cards: Vec<DemoCard>) -> Vec<CardGroup> {
    use lingdi_domain::Role;
    let group = |role: Role| match role {
        Role::Leader | Role::DeputyLeader => "县领导",
        Role::OfficeHead | Role::OfficeClerk | Role::WorkGroup => "专班办公室",
        Role::LocalLeader | Role::LocalClerk => "属地",
        Role::BureauLeader | Role::BureauLiaison | Role::Acquirer => "部门和国企",
        Role::Inspector | Role::Reader | Role::Observer | Role::Discipline => "督查和只读",
        Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin => "三员",
    };
    let mut groups: Vec<CardGroup> = Vec::new();
    for card in cards {
        let label = group(card.role);
        let view = Card {
            login: card.login,
            name: card.name,
            role: card.role.label(),
            title: card.title,
            unit: card.unit,
        };
        match groups.iter_mut().find(|known| known.label == label) {
            Some(known) => known.cards.push(view),
            None => groups.push(CardGroup { label, cards: vec![view] }),
        }
    }
    groups
}

pub(super) async fn log_in(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Result<Response, Fault> {
    match app.log_in(&form.login, &form.password).await {
        Ok(opened) => entered(&app, &opened, &form.next, &doors).await,
        Err(Error::Refused(why)) => {
            let shown = LoginForm { password: String::new(), ..form };
            refused(&login_page(&app, &doors, &headers, shown, &why, "").await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// By a card of the demo, without a password.
pub(super) async fn log_in_by_card(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    headers: HeaderMap,
    Form(form): Form<LoginForm>,
) -> Result<Response, Fault> {
    if !doors.this_machine_only || !is_local(&headers) {
        return Err(Error::Forbidden("演示名片只在本机打开的演示县可用。".to_owned()).into());
    }
    let opened = app.log_in_to_demo(&form.login).await?;
    entered(&app, &opened, &form.next, &doors).await
}

/// Goes on to where the person wanted to go; people of units and bureaus begin at their desk.
async fn entered(app: &App, opened: &Opened, next: &str, doors: &Doors) -> Result<Response, Fault> {
    let mut to = onward(next);
    if to == "/" && app.caller(&opened.token).await?.is_some_and(|caller| super::desk::begins_here(&caller)) {
        to = "/desk";
    }
    Ok(([(header::SET_COOKIE, cookie(&opened.token, doors))], Redirect::to(to)).into_response())
}

fn refused<T: askama::Template>(template: &T) -> Result<Response, Fault> {
    let mut response = page(template)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

pub(super) async fn log_out(
    State(app): State<App>,
    caller: Caller,
    Extension(doors): Extension<Arc<Doors>>,
) -> Result<Response, Fault> {
    app.log_out(&caller).await?;
    Ok(([(header::SET_COOKIE, no_cookie(&doors))], Redirect::to("/login?done=out")).into_response())
}

pub(super) async fn password(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    page(&password_page(&app, &caller, "").await?)
}

async fn password_page(app: &App, caller: &Caller, problem: &str) -> Result<PasswordPage, Fault> {
    Ok(PasswordPage {
        entrance: entrance(app).await?,
        login: caller.login.clone(),
        rule: app.password_rule().await?,
        forced: caller.must_change,
        problem: problem.to_owned(),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

pub(super) async fn change_password(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Fault> {
    match app.change_password(&caller, &form.old, &form.new, &form.again).await {
        Ok(()) => Ok(Redirect::to("/?done=password").into_response()),
        Err(Error::Refused(why)) => refused(&password_page(&app, &caller, &why).await?),
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct PostForm {
    capacity: Uuid,
}

/// Acts in another post from now on.
pub(super) async fn choose_post(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<PostForm>,
) -> Result<Response, Fault> {
    app.choose_capacity(&caller, form.capacity).await?;
    Ok(Redirect::to("/").into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SetupQuery {
    token: String,
}

pub(super) async fn setup(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    Query(query): Query<SetupQuery>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if !app.needs_setup().await? {
        return Ok(Redirect::to("/login").into_response());
    }
    check_setup_door(&doors, &headers, &query.token)?;
    page(&setup_page(&app, SetupForm { token: query.token, ..SetupForm::default() }, "").await?)
}

/// While there is no account, whoever comes first would rule: so only from this machine, or with the token that
/// was printed at the start.
fn check_setup_door(doors: &Doors, headers: &HeaderMap, token: &str) -> Result<(), Error> {
    let here = doors.this_machine_only && is_local(headers);
    let known = doors.setup_token.as_deref().is_some_and(|known| known == token);
    if here || known {
        return Ok(());
    }
    Err(Error::Forbidden(
        "还没有账号。请在服务器本机打开本页，或用启动时打印在终端上的首次设置地址打开。".to_owned(),
    ))
}

/// Nine fields and the token, as the page names them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SetupForm {
    token: String,
    system_name: String,
    system_login: String,
    system_password: String,
    system_again: String,
    security_name: String,
    security_login: String,
    security_password: String,
    security_again: String,
    audit_name: String,
    audit_login: String,
    audit_password: String,
    audit_again: String,
}

async fn setup_page(app: &App, form: SetupForm, problem: &str) -> Result<SetupPage, Fault> {
    let fields = |key, title, duty, name, login| AdministratorFields { key, title, duty, name, login };
    Ok(SetupPage {
        entrance: entrance(app).await?,
        rule: app.password_rule().await?,
        token: form.token,
        problem: problem.to_owned(),
        administrators: vec![
            fields(
                "system",
                "系统管理员",
                "管账号的开设、停用和口令重置，复核任职变更",
                form.system_name,
                form.system_login,
            ),
            fields(
                "security",
                "安全管理员",
                "提出任职、代理和联系属地的变更",
                form.security_name,
                form.security_login,
            ),
            fields("audit", "审计管理员", "查看和验证全部办理记录", form.audit_name, form.audit_login),
        ],
    })
}

pub(super) async fn set_up(
    State(app): State<App>,
    Extension(doors): Extension<Arc<Doors>>,
    headers: HeaderMap,
    Form(form): Form<SetupForm>,
) -> Result<Response, Fault> {
    check_setup_door(&doors, &headers, &form.token)?;
    let one = |name: &str, login: &str, password: &str, again: &str| NewAdministrator {
        name: name.to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
        again: again.to_owned(),
    };
    let three = [
        one(&form.system_name, &form.system_login, &form.system_password, &form.system_again),
        one(&form.security_name, &form.security_login, &form.security_password, &form.security_again),
        one(&form.audit_name, &form.audit_login, &form.audit_password, &form.audit_again),
    ];
    match app.set_up(&three).await {
        Ok(()) => Ok(Redirect::to("/login?done=setup").into_response()),
        Err(Error::Refused(why)) => refused(&setup_page(&app, form, &why).await?),
        Err(error) => Err(error.into()),
    }
}
