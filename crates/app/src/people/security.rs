//! The numbers of account security: shipped as data, changed by the 系统管理员.

use std::sync::Arc;

use lingdi_domain::Actor;
use lingdi_domain::mechanism1_task_force::SecurityRules;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::{Tx, counties};
use serde_json::json;

use crate::authority::May;
use crate::{Action, App, Error, Result};

const SHIPPED: &str = include_str!("../../../../policy/security/rules.toml");
const WEAK_WORDS: &str = include_str!("../../../../policy/security/weak_words.txt");

/// Setting with what the county changed, as TOML of the same keys.
const CHANGED: &str = "security_rules";

/// A number of account security, as the page 账号 shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRule {
    /// Its key: `idle_minutes`.
    pub key: &'static str,
    /// What it means, with its unit.
    pub label: &'static str,
    /// The number in force.
    pub value: i64,
    /// The shipped one (本系统默认值).
    pub shipped: i64,
}

/// Numbers that a page may change, what they mean, and the loosest that are allowed on either side.
const RULES: [(&str, &str, i64, i64); 9] = [
    ("password_length", "口令至少几位", 8, 64),
    ("password_classes", "四类字符至少几类", 3, 4),
    ("password_history", "最近几个口令不得重用", 1, 24),
    ("password_days", "口令几天后必须更换", 1, 365),
    ("lock_failures", "连续输错几次后锁定", 3, 10),
    ("lock_minutes", "锁定几分钟", 5, 1440),
    ("idle_minutes", "几分钟没有操作自动退出", 5, 60),
    ("absolute_hours", "登录满几小时必须重新登录", 1, 24),
    ("dormant_days", "几天没有登录的账号停用", 7, 365),
];

impl App {
    /// The numbers in force.
    pub(super) async fn security(&self, tx: &mut Tx) -> Result<Arc<SecurityRules>> {
        let changed = counties::setting(tx, self.county(), CHANGED).await?;
        Ok(Arc::new(parsed(&overlaid(changed.as_deref())?)?))
    }

    /// What a password must be, in a line for the pages where one is given.
    pub async fn password_rule(&self) -> Result<String> {
        let mut tx = self.db().read().await?;
        let rules = self.security(&mut tx).await?;
        Ok(format!(
            "至少 {} 位，大写、小写、数字、其他符号至少 {} 类，不含登录名",
            rules.password_length, rules.password_classes
        ))
    }

    /// The numbers in force, for whoever manages accounts.
    pub async fn security_rules(&self, actor: &Actor) -> Result<Vec<SecurityRule>> {
        actor.may(Action::ManageAccounts)?;
        let mut tx = self.db().read().await?;
        let changed = counties::setting(&mut tx, self.county(), CHANGED).await?;
        let (now, shipped) = (overlaid(changed.as_deref())?, overlaid(None)?);
        let number = |table: &toml::Table, key| table.get(key).and_then(toml::Value::as_integer).unwrap_or(0);
        let rule = |(key, label, _, _): (&'static str, &'static str, i64, i64)| SecurityRule {
            key,
            label,
            value: number(&now, key),
            shipped: number(&shipped, key),
        };
        Ok(RULES.map(rule).to_vec())
    }

    /// Changes one of the numbers.
    pub async fn set_security_rule(&self, actor: &Actor, key: &str, value: i64) -> Result<()> {
        actor.may(Action::ManageAccounts)?;
        let Some((key, label, least, most)) = RULES.into_iter().find(|(known, ..)| *known == key) else {
            return Err(Error::Refused(format!("没有安全参数“{key}”。")));
        };
        if !(least..=most).contains(&value) {
            return Err(Error::Refused(format!("“{label}”应在 {least} 至 {most} 之间，没有改动。")));
        }
        let mut tx = self.db().write().await?;
        let changed = counties::setting(&mut tx, self.county(), CHANGED).await?;
        let before = overlaid(changed.as_deref())?;
        let mut changed: toml::Table = changed.as_deref().unwrap_or_default().parse().map_err(unreadable)?;
        changed.insert(key.to_owned(), value.into());
        counties::set(&mut tx, self.county(), CHANGED, &changed.to_string()).await?;
        let event = NewEvent {
            verb: "security_rule_changed",
            object: "security_rule",
            object_id: key.to_owned(),
            from_state: before.get(key).map(ToString::to_string).unwrap_or_default(),
            to_state: value.to_string(),
            payload: json!({"title": label}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Words that no password may hold.
pub(super) fn weak_words() -> Vec<&'static str> {
    WEAK_WORDS.lines().map(str::trim).filter(|word| !word.is_empty()).collect()
}

fn overlaid(changed: Option<&str>) -> Result<toml::Table> {
    let mut table: toml::Table = SHIPPED.parse().map_err(unreadable)?;
    let changed: toml::Table = changed.unwrap_or_default().parse().map_err(unreadable)?;
    table.extend(changed);
    Ok(table)
}

fn parsed(table: &toml::Table) -> Result<SecurityRules> {
    table.clone().try_into().map_err(unreadable)
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("security rules: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_numbers_are_those_of_the_standard_and_each_lies_within_its_own_limits() {
        let table = overlaid(None).unwrap();
        let rules = parsed(&table).unwrap();
        assert_eq!((rules.password_length, rules.password_classes, rules.password_history), (10, 3, 5));
        assert_eq!((rules.lock_failures, rules.lock_minutes), (5, 30));
        assert_eq!((rules.idle_minutes, rules.absolute_hours, rules.password_days), (30, 12, 90));
        for (key, _, least, most) in RULES {
            assert!((least..=most).contains(&table[key].as_integer().unwrap()), "{key}");
        }
        assert!(weak_words().iter().all(|word| *word == word.to_lowercase() && word.len() >= 5));
    }
}
