//! Changes of appointments, delegations and links: the 安全管理员 proposes, the 系统管理员 confirms.

use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::mechanism1_task_force::{Delegation, Link, Post, Term, incompatible};
use lingdi_domain::moves::machine;
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Role};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::{Tx, persons, posts, rights_changes};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::sealed;
use crate::authority::May;
use crate::{Action, App, Error, Result};

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RightsChange {
    /// 任职
    Appoint {
        /// The person's name; made when nobody has it.
        name: String,
        /// Code of the unit.
        unit: String,
        /// To what.
        role: Role,
        /// 职务
        title: String,
        /// From when to when.
        term: Term,
    },
    /// 免职
    EndPost {
        /// The post.
        id: Uuid,
        /// Its last day.
        last: NaiveDate,
    },
    /// 代理
    Delegate {
        /// The post stood in for.
        post: Uuid,
        /// Name of who stands in.
        name: String,
        /// Codes of the acts; empty means all.
        acts: Vec<String>,
        /// From when to when.
        term: Term,
    },
    /// 终止代理
    EndDelegation {
        /// The delegation.
        id: Uuid,
        /// Its last day.
        last: NaiveDate,
    },
    /// 联系属地
    Link {
        /// Code of the bureau or company.
        bureau: String,
        /// Code of the local unit.
        unit: String,
        /// From when to when.
        term: Term,
    },
    /// 终止联系
    EndLink {
        /// The link.
        id: Uuid,
        /// Its last day.
        last: NaiveDate,
    },
}

/// A proposed change, in words.
#[derive(Debug, Clone)]
pub struct ChangeView {
    /// Its id.
    pub id: Uuid,
    /// `任职`
    pub kind: &'static str,
    /// `何静 · 横村镇 · 属地经办（经办），2023-10-09 起`
    pub words: String,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who confirms it.
    pub by: Role,
    /// May the reader confirm or reject it?
    pub confirms: bool,
}

impl App {
    /// Proposes a change.
    pub async fn propose_rights(&self, actor: &Actor, change: &RightsChange, reason: &str) -> Result<()> {
        actor.may(Action::ProposeRights)?;
        if reason.trim().is_empty() {
            return Err(Error::Refused("请填写缘由或文号，例如 桐委干〔2023〕18号。".to_owned()));
        }
        self.check_units(change).await?;
        let mut tx = self.db().write().await?;
        self.check_change(&mut tx, change).await?;
        let now = self.clock().now();
        let row = rights_changes::RightsChange {
            id: self.ids().next(),
            state: "proposed".to_owned(),
            change: serde_json::to_string(change)?,
            reason: reason.trim().to_owned(),
            proposed_by: actor.name.clone(),
            proposed_at: now,
            decided_by: None,
            decided_at: None,
        };
        rights_changes::insert(&mut tx, self.county(), &row).await?;
        self.record_change(&mut tx, actor, "rights_proposed", &row, ("", "proposed"), reason).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts a proposed change into force. Nobody confirms what they proposed.
    pub async fn confirm_rights(&self, actor: &Actor, id: Uuid) -> Result<()> {
        let mut tx = self.db().write().await?;
        let (row, change) = self.decide(&mut tx, actor, id, "confirmed").await?;
        self.check_change(&mut tx, &change).await?;
        if let RightsChange::Appoint { name, role: Role::Discipline, .. } = &change {
            sealed::has_own_key(&mut tx, self.county(), name.trim()).await?;
        }
        self.apply(&mut tx, actor, &change, &row.reason).await?;
        self.record_change(&mut tx, actor, "rights_confirmed", &row, ("proposed", "confirmed"), "").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Throws a proposed change away.
    pub async fn reject_rights(&self, actor: &Actor, id: Uuid, reason: &str) -> Result<()> {
        let mut tx = self.db().write().await?;
        let (row, _) = self.decide(&mut tx, actor, id, "rejected").await?;
        self.record_change(&mut tx, actor, "rights_rejected", &row, ("proposed", "rejected"), reason).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn decide(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: Uuid,
        to: &str,
    ) -> Result<(rights_changes::RightsChange, RightsChange)> {
        // Who confirms nothing at all is not told what there is.
        actor.may(Action::ConfirmRights).or_else(|_| actor.may(Action::ConfirmDiscipline))?;
        let row = rights_changes::find(tx, self.county(), id).await?;
        let row = row
            .ok_or_else(|| Error::NotFound("没有这项变更。请到“组织与人员”查看待复核的变更。".to_owned()))?;
        let change: RightsChange = serde_json::from_str(&row.change)?;
        let disciplines = change.is_of_discipline(&posts::list(tx, self.county()).await?);
        may_confirm(actor, disciplines)?;
        if row.proposed_by == actor.name {
            return Err(Error::Forbidden("提出的人不能自己复核，须由另一名管理员办理。".to_owned()));
        }
        if !rights_changes::decide(tx, self.county(), id, to, &actor.name, self.clock().now()).await? {
            return Err(Error::IllegalMove("这项变更已经复核过了，没有再次办理。请刷新页面。".to_owned()));
        }
        Ok((row, change))
    }

    async fn record_change(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        verb: &'static str,
        row: &rights_changes::RightsChange,
        (from, to): (&str, &str),
        reason: &str,
    ) -> Result<()> {
        let change: serde_json::Value = serde_json::from_str(&row.change)?;
        let kind = serde_json::from_str::<RightsChange>(&row.change)?.label();
        let event = NewEvent {
            verb,
            object: "rights_change",
            object_id: row.id.to_string(),
            from_state: from.to_owned(),
            to_state: to.to_owned(),
            reason: reason.to_owned(),
            payload: json!({"title": kind, "change": change}),
        };
        events::record(tx, self.county(), actor, self.clock().now(), event).await?;
        Ok(())
    }

    /// Does a role belong to this kind of unit, and is the unit known?
    pub(super) async fn check_unit(&self, code: &str, role: Role) -> Result<()> {
        let units = self.units().await?;
        let unit = units.iter().find(|unit| unit.code == code);
        let unit = unit.ok_or_else(|| Error::Refused(format!("没有单位“{code}”，请从名单里选择。")))?;
        let fits = match role {
            Role::LocalLeader | Role::LocalClerk => unit.is_local(),
            Role::BureauLeader | Role::BureauLiaison => unit.kind == "部门",
            Role::Acquirer => unit.kind == "国企",
            Role::Leader
            | Role::DeputyLeader
            | Role::Inspector
            | Role::Reader
            | Role::Observer
            | Role::Discipline => unit.kind != "国企",
            Role::OfficeHead
            | Role::OfficeClerk
            | Role::WorkGroup
            | Role::SystemAdmin
            | Role::SecurityAdmin
            | Role::AuditAdmin => unit.kind == "专班" || unit.kind == "部门",
        };
        if fits {
            return Ok(());
        }
        Err(Error::Refused(format!(
            "{}（{}）不设“{}”，请换一个单位或角色。",
            unit.name,
            unit.kind,
            role.label()
        )))
    }

    async fn check_units(&self, change: &RightsChange) -> Result<()> {
        match change {
            RightsChange::Appoint { unit, role, .. } => self.check_unit(unit, *role).await,
            RightsChange::Link { bureau, unit, .. } => {
                let units = self.units().await?;
                let known = |code: &str, fits: fn(&lingdi_policy::facts::Unit) -> bool| {
                    units.iter().any(|unit| unit.code == code && fits(unit))
                };
                let body = |unit: &lingdi_policy::facts::Unit| unit.kind == "部门" || unit.kind == "国企";
                if known(bureau, body) && known(unit, lingdi_policy::facts::Unit::is_local) {
                    return Ok(());
                }
                Err(Error::Refused("联系关系是部门（国企）对属地，请从名单里选择。".to_owned()))
            }
            _ => Ok(()),
        }
    }

    async fn check_change(&self, tx: &mut Tx, change: &RightsChange) -> Result<()> {
        let county = self.county();
        match change {
            RightsChange::Appoint { name, role, title, term, .. } => {
                check_term(*term)?;
                if name.trim().is_empty() || title.trim().is_empty() {
                    return Err(Error::Refused("姓名和职务不能空。".to_owned()));
                }
                let held = self.roles_held(tx, name.trim(), term).await?;
                incompatible(&held, *role)
                    .map_or(Ok(()), |why| Err(Error::Refused(format!("{name}：{why}。"))))
            }
            RightsChange::Delegate { post, name, acts, term } => {
                check_term(*term)?;
                if term.to.is_none() {
                    return Err(Error::Refused("代理必须有终止日期。".to_owned()));
                }
                let is_move =
                    |act: &str| ObjectKind::ALL.iter().any(|kind| machine(*kind).named(act).is_some());
                let known = |act: &String| Action::all().any(|action| action.code() == act) || is_move(act);
                if let Some(act) = acts.iter().find(|act| act.is_empty() || act.contains(',') || !known(act))
                {
                    return Err(Error::Refused(format!("没有可以代理的事项“{act}”。")));
                }
                let post = posts::find(tx, county, *post).await?.ok_or_else(no_post)?;
                if post.role == Role::Discipline {
                    return Err(Error::Refused(
                        "纪检监察岗位查阅过问记录，不设代理。请由组长和安全管理员另行任职。".to_owned(),
                    ));
                }
                let person =
                    persons::list(tx, county).await?.into_iter().find(|person| person.name == name.trim());
                let person = person.ok_or_else(|| Error::Refused(format!("没有名为“{name}”的人员。")))?;
                if person.id == post.person {
                    return Err(Error::Refused("本人不用代理自己的岗位。".to_owned()));
                }
                let held = self.roles_held(tx, name.trim(), term).await?;
                let why = incompatible(&held, post.role);
                why.map_or(Ok(()), |why| Err(Error::Refused(format!("{name}：{why}。"))))
            }
            RightsChange::Link { term, .. } => check_term(*term),
            RightsChange::EndPost { id, .. } => {
                posts::find(tx, county, *id).await?.map(|_| ()).ok_or_else(no_post)
            }
            RightsChange::EndDelegation { id, .. } => {
                let known = posts::delegations(tx, county).await?.iter().any(|row| row.id == *id);
                if known { Ok(()) } else { Err(Error::NotFound("没有这项代理。".to_owned())) }
            }
            RightsChange::EndLink { id, .. } => {
                let known = posts::links(tx, county).await?.iter().any(|row| row.id == *id);
                if known { Ok(()) } else { Err(Error::NotFound("没有这项联系关系。".to_owned())) }
            }
        }
    }

    /// Roles that a person holds, or stands in for, at any time from the beginning of a term on.
    async fn roles_held(&self, tx: &mut Tx, name: &str, term: &Term) -> Result<Vec<Role>> {
        let persons = persons::list(tx, self.county()).await?;
        let Some(person) = persons.into_iter().find(|person| person.name == name) else {
            return Ok(Vec::new());
        };
        let meets = |other: &Term| {
            other.to.is_none_or(|to| term.from <= to) && term.to.is_none_or(|to| other.from <= to)
        };
        let own = posts::of_person(tx, self.county(), person.id).await?;
        let mut roles: Vec<Role> =
            own.iter().filter(|post| meets(&post.term)).map(|post| post.role).collect();
        for left in posts::delegations_to(tx, self.county(), person.id).await? {
            if meets(&left.term)
                && let Some(post) = posts::find(tx, self.county(), left.post).await?
            {
                roles.push(post.role);
            }
        }
        Ok(roles)
    }

    async fn apply(&self, tx: &mut Tx, actor: &Actor, change: &RightsChange, reason: &str) -> Result<()> {
        match change {
            RightsChange::Appoint { name, unit, role, title, term } => {
                let person = self.person_named(tx, actor, name.trim()).await?;
                let post = Post {
                    id: self.ids().next(),
                    person: person.id,
                    unit: unit.clone(),
                    role: *role,
                    title: title.trim().to_owned(),
                    term: *term,
                };
                self.appoint(tx, actor, &post, reason).await
            }
            RightsChange::Delegate { post, name, acts, term } => {
                let person = self.person_named(tx, actor, name.trim()).await?;
                let row = Delegation {
                    id: self.ids().next(),
                    post: *post,
                    person: person.id,
                    acts: acts.clone(),
                    term: *term,
                };
                posts::delegate(tx, self.county(), &row).await?;
                self.told(tx, actor, ("delegated", "delegation", row.id), "in_force", reason).await
            }
            RightsChange::Link { bureau, unit, term } => {
                let row =
                    Link { id: self.ids().next(), bureau: bureau.clone(), unit: unit.clone(), term: *term };
                posts::link(tx, self.county(), &row).await?;
                self.told(tx, actor, ("linked", "link", row.id), "in_force", reason).await
            }
            RightsChange::EndPost { id, last } => {
                posts::end(tx, self.county(), *id, *last).await?;
                self.told(tx, actor, ("post_ended", "post", *id), "ended", reason).await
            }
            RightsChange::EndDelegation { id, last } => {
                posts::end_delegation(tx, self.county(), *id, *last).await?;
                self.told(tx, actor, ("delegation_ended", "delegation", *id), "ended", reason).await
            }
            RightsChange::EndLink { id, last } => {
                posts::end_link(tx, self.county(), *id, *last).await?;
                self.told(tx, actor, ("link_ended", "link", *id), "ended", reason).await
            }
        }
    }

    /// Writes an appointment with its event.
    pub(super) async fn appoint(&self, tx: &mut Tx, actor: &Actor, post: &Post, reason: &str) -> Result<()> {
        posts::insert(tx, self.county(), post).await?;
        self.told(tx, actor, ("appointed", "post", post.id), "in_force", reason).await
    }

    async fn told(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (verb, object, id): (&'static str, &'static str, Uuid),
        to: &str,
        reason: &str,
    ) -> Result<()> {
        let event = NewEvent {
            verb,
            object,
            object_id: id.to_string(),
            to_state: to.to_owned(),
            reason: reason.to_owned(),
            payload: json!({}),
            ..NewEvent::default()
        };
        events::record(tx, self.county(), actor, self.clock().now(), event).await?;
        Ok(())
    }
}

/// Who confirms what: changes of the reader of the intervention log the 组长 in person, all else the 系统管理员.
pub(super) fn may_confirm(actor: &Actor, disciplines: bool) -> Result<()> {
    if !disciplines {
        return actor.may(Action::ConfirmRights);
    }
    actor.may(Action::ConfirmDiscipline)?;
    if actor.standing_in.is_some() {
        return Err(Error::Forbidden("纪检监察岗位由组长本人复核，不能代理。请交组长本人办理。".to_owned()));
    }
    Ok(())
}

impl RightsChange {
    /// Does it appoint or end the reader of the intervention log, among these posts?
    pub(super) fn is_of_discipline(&self, posts: &[Post]) -> bool {
        match self {
            Self::Appoint { role, .. } => *role == Role::Discipline,
            Self::EndPost { id, .. } => {
                posts.iter().any(|post| post.id == *id && post.role == Role::Discipline)
            }
            _ => false,
        }
    }

    /// What kind of change.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Appoint { .. } => "任职",
            Self::EndPost { .. } => "免职",
            Self::Delegate { .. } => "代理",
            Self::EndDelegation { .. } => "终止代理",
            Self::Link { .. } => "联系属地",
            Self::EndLink { .. } => "终止联系",
        }
    }
}

fn check_term(term: Term) -> Result<()> {
    if term.is_reversed() {
        return Err(Error::Refused("终止日期早于起始日期，请检查两个日期。".to_owned()));
    }
    Ok(())
}

fn no_post() -> Error {
    Error::NotFound("没有这个岗位。请到“组织与人员”查看任职。".to_owned())
}
