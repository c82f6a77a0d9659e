//! Who may do what and who sees what, as one table.
//!
//! Every verb asks it, every page reads it for its buttons, and a test prints it whole for review
//! (`tests/authority.txt`). Moves of cases, orders and meetings name their owners in their own
//! tables; here stand all other acts, and the part of the county that each role sees.

use lingdi_domain::mechanism1_task_force::Link;
use lingdi_domain::mechanism2_appraisal::is_public;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Role, Scope};

use crate::error::{Error, Result};

/// What can be asked for, besides moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See parcels, lists, maps and tasks within one's scope.
    Read,
    /// See the bureaus' files and their rows: they hold the whole county, with every amount.
    ReadSources,
    /// See the journal of one's units.
    ReadJournal,
    /// See the whole journal, and check that it is unaltered.
    Audit,
    /// See units, posts, links and delegations.
    ReadPeople,
    /// Hand in a file.
    Stage,
    /// Put a batch into force, take it back, or throw it away.
    Accept,
    /// Enter what a person decided on paper (人工认定).
    RecordFinding,
    /// Draft and publish dated values and switches.
    RevisePolicy,
    /// Freeze a list, and fetch frozen ones.
    Freeze,
    /// Propose a change of appointments, delegations or links.
    ProposeRights,
    /// Confirm or reject a change that somebody else proposed.
    ConfirmRights,
    /// Open, reset, lock and close accounts; set the numbers of account security.
    ManageAccounts,
    /// Take a copy of the whole database with its files.
    Backup,
    /// Let the calendar come due and tell people (每日巡检).
    Watch,
    /// See what has been published: rankings, circulars, county sums. No parcel, no firm, no amount (R84).
    ReadPublished,
    /// See the roster of pledges: personal data (R67).
    ReadPledges,
    /// Write down that somebody asked about a parcel (过问记录).
    WriteIntervention,
    /// Read what was written down so.
    ReadInterventions,
    /// Confirm who reads it: the 组长 in person, after the 安全管理员 has proposed.
    ConfirmDiscipline,
}

use Action::{
    Accept, Audit, Backup, ConfirmDiscipline, ConfirmRights, Freeze, ManageAccounts, ProposeRights, Read,
    ReadInterventions, ReadJournal, ReadPeople, ReadPledges, ReadPublished, ReadSources, RecordFinding,
    RevisePolicy, Stage, Watch, WriteIntervention,
};
use Role::{
    Acquirer, AuditAdmin, BureauLeader, BureauLiaison, DeputyLeader, Discipline, Inspector, Leader,
    LocalClerk, LocalLeader, Observer, OfficeClerk, OfficeHead, Reader, SecurityAdmin, SystemAdmin,
    WorkGroup,
};

/// One row: an act, its code, its words, and whose it is.
struct Right(Action, &'static str, &'static str, &'static [Role]);

const OFFICE: &[Role] = &[OfficeHead, OfficeClerk];
const BUSINESS: &[Role] = &[
    Leader,
    DeputyLeader,
    OfficeHead,
    OfficeClerk,
    WorkGroup,
    LocalLeader,
    LocalClerk,
    BureauLeader,
    BureauLiaison,
    Acquirer,
    Inspector,
    Observer,
];

/// Whoever works at the task may be asked by somebody to look the other way.
const OFFICIALS: &[Role] = &[
    Leader,
    DeputyLeader,
    OfficeHead,
    OfficeClerk,
    WorkGroup,
    LocalLeader,
    LocalClerk,
    BureauLeader,
    BureauLiaison,
    Acquirer,
    Inspector,
];

/// Those who see business data, the bodies that receive copies, and the 纪检监察.
const PUBLIC: &[Role] = &[
    Leader,
    DeputyLeader,
    OfficeHead,
    OfficeClerk,
    WorkGroup,
    LocalLeader,
    LocalClerk,
    BureauLeader,
    BureauLiaison,
    Acquirer,
    Inspector,
    Reader,
    Observer,
    Discipline,
];

/// Who supplies data (R36): what they hand in the office accepts.
const SUPPLIERS: &[Role] = &[OfficeHead, OfficeClerk, WorkGroup, BureauLeader, BureauLiaison, Acquirer];

/// The acts.
const RIGHTS: &[Right] = &[
    Right(Read, "read", "查看清单、地图和地块", BUSINESS),
    Right(ReadSources, "read_sources", "查看部门来文和批次", OFFICE),
    Right(ReadJournal, "read_journal", "查看本单位办理记录", BUSINESS),
    Right(
        Audit,
        "audit",
        "查看全部办理记录并验证",
        &[Leader, DeputyLeader, OfficeHead, OfficeClerk, Inspector, AuditAdmin],
    ),
    Right(
        ReadPeople,
        "read_people",
        "查看组织与人员",
        &[Leader, DeputyLeader, OfficeHead, OfficeClerk, SystemAdmin, SecurityAdmin],
    ),
    Right(Stage, "stage", "投入文件", SUPPLIERS),
    Right(Accept, "accept", "接收、放弃和撤销批次", OFFICE),
    Right(RecordFinding, "record_finding", "登记人工认定", OFFICE),
    Right(RevisePolicy, "revise_policy", "起草和发布口径", OFFICE),
    Right(Freeze, "freeze", "冻结和取回清单", OFFICE),
    Right(ProposeRights, "propose_rights", "提出任职、代理和联系的变更", &[SecurityAdmin]),
    Right(ConfirmRights, "confirm_rights", "复核任职、代理和联系的变更", &[SystemAdmin]),
    Right(ManageAccounts, "manage_accounts", "管理账号", &[SystemAdmin]),
    Right(Backup, "backup", "备份数据", &[SystemAdmin]),
    Right(Watch, "watch", "运行每日巡检", OFFICE),
    Right(ReadPublished, "read_published", "查看已公布的排名、通报和全县汇总", PUBLIC),
    Right(ReadPledges, "read_pledges", "查看承诺书名册", &[OfficeHead, OfficeClerk, Discipline]),
    Right(WriteIntervention, "write_intervention", "登记过问记录", OFFICIALS),
    Right(ReadInterventions, "read_interventions", "查阅过问记录", &[Discipline]),
    Right(ConfirmDiscipline, "confirm_discipline", "复核纪检监察岗位", &[Leader]),
];

/// Which part of the county's data belongs to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of it.
    County,
    /// That of their own unit and the divisions below it.
    OwnUnit,
    /// That of the units their bureau or company is linked to on the day (R59), and what they raised themselves.
    LinkedUnits,
    /// None.
    Nothing,
}

/// One row: a role, what it sees, and where it sees tax as amounts (domain.md §6.3); elsewhere bands.
struct Sight(Role, Reach, Reach);

const SIGHT: &[Sight] = &[
    Sight(Leader, Reach::County, Reach::Nothing),
    Sight(DeputyLeader, Reach::County, Reach::Nothing),
    Sight(OfficeHead, Reach::County, Reach::County),
    Sight(OfficeClerk, Reach::County, Reach::County),
    Sight(WorkGroup, Reach::County, Reach::Nothing),
    Sight(LocalLeader, Reach::OwnUnit, Reach::OwnUnit),
    Sight(LocalClerk, Reach::OwnUnit, Reach::Nothing),
    Sight(BureauLeader, Reach::LinkedUnits, Reach::Nothing),
    Sight(BureauLiaison, Reach::LinkedUnits, Reach::Nothing),
    Sight(Acquirer, Reach::LinkedUnits, Reach::Nothing),
    Sight(Inspector, Reach::County, Reach::Nothing),
    Sight(Reader, Reach::Nothing, Reach::Nothing),
    Sight(Observer, Reach::County, Reach::Nothing),
    Sight(Discipline, Reach::Nothing, Reach::Nothing),
    Sight(SystemAdmin, Reach::Nothing, Reach::Nothing),
    Sight(SecurityAdmin, Reach::Nothing, Reach::Nothing),
    Sight(AuditAdmin, Reach::Nothing, Reach::Nothing),
];

impl Action {
    /// All, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        RIGHTS.iter().map(|right| right.0)
    }

    /// The word of files and delegations: `record_finding`.
    pub fn code(self) -> &'static str {
        self.right().1
    }

    /// The words of pages.
    pub fn label(self) -> &'static str {
        self.right().2
    }

    /// Does it change anything? What is only read is never left out of a delegation.
    pub fn writes(self) -> bool {
        !matches!(
            self,
            Read | ReadSources
                | ReadJournal
                | Audit
                | ReadPeople
                | ReadPublished
                | ReadPledges
                | ReadInterventions
        )
    }

    fn right(self) -> &'static Right {
        // Each action has its row: `the_table_has_one_row_for_each_act_and_role`.
        RIGHTS.iter().find(|right| right.0 == self).unwrap_or(&RIGHTS[0])
    }
}

/// Asks whether an actor may do something.
pub trait May {
    /// Refuses with a sentence that names whose act it is.
    fn may(&self, action: Action) -> Result<()>;
}

impl May for Actor {
    fn may(&self, action: Action) -> Result<()> {
        let Right(_, code, label, owners) = action.right();
        if !owners.iter().any(|role| self.is(*role)) {
            let owners: Vec<_> = owners.iter().map(|role| role.label()).collect();
            return Err(Error::Forbidden(format!(
                "{}没有这项权限：{label}。此项由{}办理。",
                self.name,
                owners.join("、")
            )));
        }
        if action.writes() && !self.is_entrusted_with(code) {
            return Err(Error::Forbidden(format!(
                "{}的代理不含这项权限：{label}。请由本人办理，或由安全管理员变更代理范围。",
                self.name
            )));
        }
        Ok(())
    }
}

/// The part of the county in which an actor sees objects of a kind: the roster of pledges whole or not at all,
/// the rest by their post.
pub(crate) fn scope_of(actor: &Actor, kind: ObjectKind) -> Scope {
    match kind {
        ObjectKind::Pledge if actor.may(ReadPledges).is_ok() => Scope::County,
        ObjectKind::Pledge => Scope::nothing(),
        _ => actor.scope.clone(),
    }
}

/// May an actor see this object: one of their scope, or one that has been published?
pub(crate) fn may_see(actor: &Actor, object: &Object) -> bool {
    let published = is_public(object) && actor.may(ReadPublished).is_ok();
    published || scope_of(actor, object.kind).allows(&object.unit)
}

/// May an actor open lists and pages of a kind at all?
pub(crate) fn may_list(actor: &Actor, kind: ObjectKind) -> Result<()> {
    actor.may(if kind == ObjectKind::Pledge { ReadPledges } else { Read })
}

/// What the holder of a role in a unit sees, and where as amounts; `links` are those in force.
pub(crate) fn sight(role: Role, unit: &str, links: &[Link]) -> (Scope, Scope) {
    let part = |reach: Reach| match reach {
        Reach::County => Scope::County,
        Reach::OwnUnit => Scope::Units(vec![unit.to_owned()]),
        Reach::LinkedUnits => {
            let linked = links.iter().filter(|link| link.bureau == unit).map(|link| link.unit.clone());
            Scope::Units(linked.chain([unit.to_owned()]).collect())
        }
        Reach::Nothing => Scope::nothing(),
    };
    let row = SIGHT.iter().find(|row| row.0 == role);
    row.map_or_else(|| (Scope::nothing(), Scope::nothing()), |row| (part(row.1), part(row.2)))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use chrono::NaiveDate;
    use lingdi_domain::mechanism1_task_force::Term;
    use uuid::Uuid;

    use super::*;

    const OWN: &str = "330122102";
    const LINKED: &str = "330122109";
    const ELSEWHERE: &str = "330122002";

    fn holder(role: Role) -> Actor {
        let own = if matches!(role, BureauLeader | BureauLiaison | Acquirer) { "330122B01" } else { OWN };
        let term = Term { from: NaiveDate::MIN, to: None };
        let link = Link { id: Uuid::nil(), bureau: own.to_owned(), unit: LINKED.to_owned(), term };
        let (scope, amounts) = sight(role, own, &[link]);
        Actor { roles: vec![role], unit: own.to_owned(), scope, amounts, ..Actor::program("某某") }
    }

    /// Every role, act and situation, for people to read line by line.
    fn matrix() -> String {
        let mut text = "每行一个角色；每列一件事：有 = 可办，空 = 服务器拒绝。\n\n".to_owned();
        let short: Vec<String> =
            Action::all().enumerate().map(|(at, action)| format!("{} {}", at + 1, action.label())).collect();
        let _ = writeln!(text, "{}\n", short.join("\n"));
        for at in 1..=short.len() {
            let _ = write!(text, "{at:>3}");
        }
        text += "  角色\n";
        for role in Role::ALL {
            let cells: String = Action::all()
                .map(|action| if holder(role).may(action).is_ok() { " 有" } else { "  ·" })
                .collect();
            let _ = writeln!(text, "{cells}  {}", role.label());
        }
        text += "\n看得到哪里的地块（数据），在哪里看得到税额（税额；其余只见区间）。\n\n";
        for role in Role::ALL {
            let see = |scope: &Scope| {
                let places = [("本单位", OWN), ("联系单位", LINKED), ("其他单位", ELSEWHERE)];
                let seen: Vec<_> =
                    places.iter().filter(|(_, unit)| scope.allows(unit)).map(|(words, _)| *words).collect();
                match seen.len() {
                    0 => "无".to_owned(),
                    3 => "全县".to_owned(),
                    _ => seen.join("、"),
                }
            };
            let actor = holder(role);
            let reads = actor.may(Read).is_ok();
            let (data, amounts) = if reads {
                (see(&actor.scope), see(&actor.amounts))
            } else {
                ("无".to_owned(), "无".to_owned())
            };
            let _ = writeln!(text, "{}：数据 {data}；税额 {amounts}", role.label());
        }
        text
    }

    #[test]
    fn the_whole_matrix_is_as_reviewed() {
        insta::assert_snapshot!("authority", matrix());
    }

    #[test]
    fn the_table_has_one_row_for_each_act_and_role() {
        let rows = |action| RIGHTS.iter().filter(|right| right.0 == action).count();
        // A new act without a row does not compile here.
        let listed = |action| match action {
            Read | ReadSources | ReadJournal | Audit | ReadPeople | Stage | Accept | RecordFinding
            | RevisePolicy | Freeze | ProposeRights | ConfirmRights | ManageAccounts | Backup | Watch
            | ReadPublished | ReadPledges | WriteIntervention | ReadInterventions | ConfirmDiscipline => {
                rows(action)
            }
        };
        assert!(Action::all().all(|action| listed(action) == 1));
        assert_eq!(RIGHTS.len(), 20);
        for role in Role::ALL {
            assert_eq!(SIGHT.iter().filter(|row| row.0 == role).count(), 1, "{role:?}");
        }
    }

    #[test]
    fn administrators_see_no_business_data_and_share_no_act() {
        let admins = Role::ALL.into_iter().filter(|role| role.is_administrator());
        for role in admins {
            let actor = holder(role);
            assert!(actor.may(Read).is_err() && actor.may(ReadSources).is_err(), "{role:?}");
            assert!([OWN, LINKED, ELSEWHERE, ""].iter().all(|unit| !actor.scope.allows(unit)), "{role:?}");
        }
        for action in [ProposeRights, ConfirmRights, ManageAccounts] {
            assert!(OFFICE.iter().all(|role| holder(*role).may(action).is_err()), "{action:?}");
        }
        assert!(Role::ALL.into_iter().all(|role| {
            let actor = holder(role);
            actor.may(ProposeRights).is_err() || actor.may(ConfirmRights).is_err()
        }));
    }

    #[test]
    fn who_stands_in_for_some_acts_only_reads_all_and_writes_those() {
        let mut actor = holder(OfficeHead);
        let acts = vec!["freeze".to_owned()];
        actor.standing_in = Some(lingdi_domain::StandingIn { principal: "陆川".to_owned(), acts });
        assert!(actor.may(Freeze).is_ok() && actor.may(Read).is_ok());
        assert!(actor.may(Accept).unwrap_err().to_string().contains("代理"));
    }
}
