//! The account of whoever reads the intervention log: nobody else may have its key. A password that an
//! administrator has just set would be one.

use chrono::NaiveDate;
use lingdi_domain::Role;
use lingdi_store::{Tx, accounts, persons, posts};
use uuid::Uuid;

use crate::{Error, Result};

/// Refuses another key for a person who holds the post of the 纪检监察, or is to hold it.
pub(super) async fn stays_shut(tx: &mut Tx, county: &str, person: Uuid, today: NaiveDate) -> Result<()> {
    let held = posts::of_person(tx, county, person).await?;
    let still = |post: &lingdi_domain::mechanism1_task_force::Post| {
        post.role == Role::Discipline && post.term.to.is_none_or(|to| today <= to)
    };
    if !held.iter().any(still) {
        return Ok(());
    }
    Err(Error::Refused(
        "这个人任纪检监察岗位，能查阅过问记录，不能由管理员另设账号或重置口令。\
         口令遗忘的，先由安全管理员提出免职、组长复核，重置并由本人改过口令后再任职。"
            .to_owned(),
    ))
}

/// Refuses the post to somebody whose account still opens by a password that an administrator knows.
pub(super) async fn has_own_key(tx: &mut Tx, county: &str, name: &str) -> Result<()> {
    let person = persons::list(tx, county).await?.into_iter().find(|person| person.name == name);
    let Some(person) = person else { return Ok(()) };
    let all = accounts::list(tx, county).await?;
    if all.iter().any(|account| account.person == person.id && account.must_change) {
        return Err(Error::Refused(format!(
            "{name}还在用管理员给的初始口令。请本人先登录、改为自己的口令，再复核任职。"
        )));
    }
    Ok(())
}
