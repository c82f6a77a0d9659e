//! Appointments, delegations and links, each with its dates.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Role;

/// From when to when something holds, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
}

impl Term {
    /// Does it hold on this day?
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Does its end lie before its beginning?
    pub fn is_reversed(&self) -> bool {
        self.to.is_some_and(|to| to < self.from)
    }
}

/// An appointment: a person does this for this unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its id.
    pub id: Uuid,
    /// Who is appointed.
    pub person: Uuid,
    /// Code of the unit.
    pub unit: String,
    /// What they are appointed to.
    pub role: Role,
    /// 职务 in words: `横村镇镇长`.
    pub title: String,
    /// From when to when.
    pub term: Term,
}

/// A person stands in for the holder of a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Its id.
    pub id: Uuid,
    /// The post stood in for.
    pub post: Uuid,
    /// Who stands in.
    pub person: Uuid,
    /// Which acts, by their codes; empty means every act of the post.
    pub acts: Vec<String>,
    /// From when to when.
    pub term: Term,
}

/// A bureau or company is linked to a local unit (所联系乡镇).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// Code of the bureau or company.
    pub bureau: String,
    /// Code of the local unit.
    pub unit: String,
    /// From when to when.
    pub term: Term,
}

/// Why somebody who holds these roles may not be given another one as well; `None` when they may.
/// The three administrators exclude each other and every other role (三员分立); so does the reader of the
/// intervention log, who is nobody's colleague.
pub fn incompatible(held: &[Role], further: Role) -> Option<String> {
    let clash = held.iter().find(|role| **role != further && (role.is_apart() || further.is_apart()))?;
    let why = if [*clash, further].contains(&Role::Discipline) {
        "纪检监察查阅过问记录，不兼任其他岗位"
    } else {
        "系统、安全、审计三员分立，也不兼任业务岗位"
    };
    Some(format!("{}不能兼任{}：{why}", clash.label(), further.label()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_term_holds_on_its_first_and_on_its_last_day() {
        let term = Term { from: day("2023-03-01"), to: Some(day("2023-10-09")) };
        let cases =
            [("2023-02-28", false), ("2023-03-01", true), ("2023-10-09", true), ("2023-10-10", false)];
        for (on, holds) in cases {
            assert_eq!(term.holds(day(on)), holds, "{on}");
        }
        assert!(Term { to: None, ..term }.holds(day("2099-01-01")));
        assert!(Term { to: Some(day("2023-02-01")), ..term }.is_reversed());
    }

    #[test]
    fn an_administrator_or_reader_of_interventions_holds_no_other_role() {
        for admin in Role::ALL.into_iter().filter(|role| role.is_apart()) {
            for other in Role::ALL.into_iter().filter(|role| *role != admin) {
                assert!(incompatible(&[admin], other).is_some(), "{admin:?} {other:?}");
                assert!(incompatible(&[other], admin).is_some(), "{other:?} {admin:?}");
            }
        }
        assert!(incompatible(&[Role::LocalClerk], Role::LocalLeader).is_none());
        assert!(incompatible(&[], Role::AuditAdmin).is_none());
    }
}
