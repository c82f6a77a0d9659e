//! Callers with accounts of their own.

use lingdi_app::App;
use lingdi_app::people::{COOKIE, NewAccount};
use lingdi_domain::{Actor, Role};

const FIRST: &str = "Fenshui#2047";
pub(crate) const OWN: &str = "Hengcun#2048";

/// Opens an account and logs in: the cookie.
pub(crate) async fn enter(app: &App, login: &str, unit: &str, role: Role) -> String {
    let machine =
        Actor { roles: vec![Role::SystemAdmin, Role::SecurityAdmin], ..Actor::command_line("test") };
    let new = NewAccount {
        login: login.to_owned(),
        name: format!("{login} 某"),
        password: FIRST.to_owned(),
        post: Some((unit.to_owned(), role, role.label().to_owned())),
        ..NewAccount::default()
    };
    app.add_account(&machine, &new).await.unwrap();
    format!("{COOKIE}={}", app.log_in(login, FIRST).await.unwrap().token)
}

/// Has the person choose a password of their own, as everybody must first.
pub(crate) async fn change_password(app: &App, cookie: &str) {
    let token = cookie.split_once('=').unwrap().1;
    let caller = app.caller(token).await.unwrap().unwrap();
    app.change_password(&caller, FIRST, OWN, OWN).await.unwrap();
}
