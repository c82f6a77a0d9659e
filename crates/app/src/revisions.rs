//! 参数与口径: editions of the policy, drafts of dated values, and what is in force.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::Actor;
use lingdi_policy::Edition;
use lingdi_policy::edition::{DatedValue, Difference, SettingRow, diff};
use lingdi_store::Tx;
use lingdi_store::events::{self, NewEvent};
use lingdi_store::revisions::{self, Revision};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::authority::May;
use crate::policy_renewal::{Offer, offer};
use crate::{Action, App, Error, Result};

/// Editions read from their files, by hash: a revision never changes, so neither does this.
pub(crate) type Editions = Mutex<HashMap<String, Arc<Edition>>>;

/// A revision in a list.
#[derive(Debug, Clone, Serialize)]
pub struct RevisionSummary {
    /// `2022-7@1`
    pub name: String,
    /// `draft`, `published`, `superseded` or `discarded`.
    pub state: String,
    /// Hash of its content.
    pub hash: String,
    /// Why it was made.
    pub note: String,
    /// Who made it.
    pub actor: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it came into force.
    pub published_at: Option<DateTime<Utc>>,
}

/// What `policy list` and the page 参数与口径 show.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// The revision whose values are shown.
    pub in_force: String,
    /// Title of the document.
    pub title: String,
    /// 文号
    pub document: String,
    /// First and last day in force.
    pub term: (NaiveDate, NaiveDate),
    /// All revisions, newest first.
    pub revisions: Vec<RevisionSummary>,
    /// Every value of every parameter and switch.
    pub settings: Vec<SettingRow>,
    /// The newer text of the edition in force that the program ships; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipped: Option<Offer>,
}

/// Dated values on their way over the edition in force.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The revision in force that it starts from.
    pub base: String,
    /// Its own name; `None` when there is no draft.
    pub name: Option<String>,
    /// What it changes, oldest first.
    pub changes: Vec<DatedValue>,
    /// Who made it and when.
    pub made: Option<(String, DateTime<Utc>)>,
    /// Does it rest on another text than the edition in force: that which the program ships now?
    pub renews: bool,
}

impl App {
    /// Loads the shipped editions that this database does not hold yet, each as revision 1.
    pub(crate) async fn install_shipped_editions(&self) -> Result<()> {
        let mut tx = self.db().read().await?;
        let known = revisions::list(&mut tx, self.county()).await?;
        drop(tx);
        for name in Edition::shipped_names() {
            if known.iter().any(|revision| revision.edition == name) {
                continue;
            }
            let edition = Edition::shipped(name).map_err(unreadable)?;
            let shipped = Actor::program("系统内置");
            let mut revision = self.new_revision(&shipped, &edition, 1, edition.about().document.clone())?;
            "published".clone_into(&mut revision.state);
            revision.published_at = Some(revision.created_at);
            let mut tx = self.db().write().await?;
            match revisions::insert(&mut tx, self.county(), &revision).await {
                // Another process was faster; its copy is the same.
                Err(error) if error.is_unique_violation() => continue,
                inserted => inserted?,
            }
            self.record_revision(&mut tx, &shipped, "policy_installed", &revision, "published").await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The edition of a revision: the one named, or the published one whose term holds the day.
    pub(crate) async fn edition(
        &self,
        wanted: Option<&str>,
        day: NaiveDate,
    ) -> Result<(String, Arc<Edition>)> {
        let mut tx = self.db().read().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        drop(tx);
        if let Some(wanted) = wanted {
            let revision = find(&all, wanted)?;
            return Ok((name(revision), self.parsed(revision).await?));
        }
        let mut at_hand = Vec::new();
        for revision in all.iter().filter(|revision| revision.state == "published") {
            let edition = self.parsed(revision).await?;
            let about = edition.about();
            if (about.from..=about.to).contains(&day) {
                return Ok((name(revision), edition));
            }
            at_hand.push(format!("{}（{} 至 {}）", about.name, about.from, about.to));
        }
        Err(Error::Refused(format!(
            "{day} 不在任何已发布口径的执行期内。现有口径：{}。请换一个日期，或用 --policy 指明版本。",
            at_hand.join("、")
        )))
    }

    /// The edition in force on a day, with that day; else the newest one with the nearest day of its term.
    pub(crate) async fn edition_nearest(&self, day: NaiveDate) -> Result<(Arc<Edition>, NaiveDate)> {
        let mut tx = self.db().read().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        drop(tx);
        let mut nearest = None;
        for revision in all.iter().filter(|revision| revision.state == "published") {
            let edition = self.parsed(revision).await?;
            let (from, to) = (edition.about().from, edition.about().to);
            if (from..=to).contains(&day) {
                return Ok((edition, day));
            }
            nearest = nearest.or(Some((edition, day.clamp(from, to))));
        }
        nearest.ok_or_else(|| Error::NotFound("数据库中没有已发布的口径。".to_owned()))
    }

    /// The day itself when an edition is in force on it, else the nearest day of the newest one.
    pub(crate) async fn nearest_day_in_force(&self, day: NaiveDate) -> Result<NaiveDate> {
        Ok(self.edition_nearest(day).await?.1)
    }

    async fn parsed(&self, revision: &Revision) -> Result<Arc<Edition>> {
        let kept = self.inner.editions.lock().ok().and_then(|editions| editions.get(&revision.hash).cloned());
        if let Some(edition) = kept {
            return Ok(edition);
        }
        let mut tx = self.db().read().await?;
        let files = revisions::content(&mut tx, self.county(), revision.id).await?;
        drop(tx);
        let files: BTreeMap<String, String> = serde_json::from_str(&files)?;
        let edition = Arc::new(Edition::parse(&files).map_err(unreadable)?);
        if let Ok(mut editions) = self.inner.editions.lock() {
            editions.insert(revision.hash.clone(), Arc::clone(&edition));
        }
        Ok(edition)
    }

    /// Revisions and the values of one of them (the one in force today when `None`).
    pub async fn policy_overview(&self, actor: &Actor, wanted: Option<&str>) -> Result<Overview> {
        actor.may(Action::Read)?;
        let (in_force, edition) = match self.edition(wanted, self.clock().today()).await {
            // After its term the newest edition is still what there is to look at.
            Err(Error::Refused(_)) if wanted.is_none() => self.newest().await?,
            found => found?,
        };
        let mut tx = self.db().read().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        let about = edition.about();
        Ok(Overview {
            in_force,
            title: about.title.clone(),
            document: about.document.clone(),
            term: (about.from, about.to),
            revisions: all.iter().map(summary).collect(),
            settings: edition.describe(),
            shipped: if wanted.is_none() { offer(&edition)? } else { None },
        })
    }

    async fn newest(&self) -> Result<(String, Arc<Edition>)> {
        let mut tx = self.db().read().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        drop(tx);
        let revision = all.iter().find(|revision| revision.state == "published");
        let revision = revision.ok_or_else(|| Error::NotFound("数据库中没有已发布的口径。".to_owned()))?;
        Ok((name(revision), self.parsed(revision).await?))
    }

    /// The parsed edition of a revision, for pages that need more than its values.
    pub async fn edition_of(&self, actor: &Actor, wanted: Option<&str>) -> Result<Arc<Edition>> {
        actor.may(Action::Read)?;
        match self.edition(wanted, self.clock().today()).await {
            Err(Error::Refused(_)) if wanted.is_none() => Ok(self.newest().await?.1),
            found => Ok(found?.1),
        }
    }

    /// Makes a draft from a revision and further dated values; returns its name.
    pub async fn draft_revision(
        &self,
        actor: &Actor,
        base: &str,
        values: &[DatedValue],
        note: &str,
    ) -> Result<String> {
        actor.may(Action::RevisePolicy)?;
        if values.is_empty() {
            return Err(Error::Refused("没有填写任何新值，草稿未建立。".to_owned()));
        }
        let (_, edition) = self.edition(Some(base), self.clock().today()).await?;
        let revised = edition.revise(values).map_err(|error| Error::Refused(error.to_string()))?;
        self.save_draft(actor, &revised, note.to_owned()).await
    }

    /// Puts a dated value into the draft of the edition in force, which is made when there is none.
    pub async fn draft_value(&self, actor: &Actor, value: DatedValue) -> Result<()> {
        actor.may(Action::RevisePolicy)?;
        let draft = self.draft(actor).await?;
        let mut values = draft.changes;
        values.push(value);
        self.rewrite_draft(actor, &draft.base, draft.name.as_deref(), &values).await
    }

    /// Takes every value of a setting out of the draft; a draft without values is thrown away.
    pub async fn undraft_value(&self, actor: &Actor, key: &str) -> Result<()> {
        actor.may(Action::RevisePolicy)?;
        let draft = self.draft(actor).await?;
        let values: Vec<DatedValue> = draft.changes.into_iter().filter(|value| value.key != key).collect();
        match draft.name {
            Some(name) if values.is_empty() && !draft.renews => self.discard_revision(actor, &name).await,
            name => self.rewrite_draft(actor, &draft.base, name.as_deref(), &values).await,
        }
    }

    /// The draft over the edition in force: its name when there is one, and what it changes.
    pub async fn draft(&self, actor: &Actor) -> Result<Draft> {
        actor.may(Action::Read)?;
        let (base, edition) = match self.edition(None, self.clock().today()).await {
            Err(Error::Refused(_)) => self.newest().await?,
            found => found?,
        };
        let mut tx = self.db().read().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        drop(tx);
        let own =
            all.iter().find(|revision| revision.state == "draft" && revision.edition == edition.about().name);
        let Some(revision) = own else {
            return Ok(Draft { base, name: None, changes: Vec::new(), made: None, renews: false });
        };
        let published = edition.revisions().map_err(unreadable)?;
        let drafted = self.parsed(revision).await?;
        let renews = !drafted.has_text_of(&edition);
        let carried = |value: &&DatedValue| drafted.setting(&value.key).is_some();
        let carried = published.iter().filter(carried).count();
        let changes = drafted.revisions().map_err(unreadable)?.into_iter().skip(carried).collect();
        let made = Some((revision.actor.clone(), revision.created_at));
        Ok(Draft { base, name: Some(name(revision)), changes, made, renews })
    }

    async fn rewrite_draft(
        &self,
        actor: &Actor,
        base: &str,
        draft: Option<&str>,
        values: &[DatedValue],
    ) -> Result<()> {
        let Some(draft) = draft else {
            self.draft_revision(actor, base, values, "").await?;
            return Ok(());
        };
        let today = self.clock().today();
        let (_, edition) = self.edition(Some(base), today).await?;
        // A draft keeps its own text, which may be newer than that in force.
        let (_, own) = self.edition(Some(draft), today).await?;
        let mut all = edition.revisions().map_err(unreadable)?;
        all.retain(|value| own.setting(&value.key).is_some());
        all.extend_from_slice(values);
        let revised = own.revised_by(&all).map_err(|error| Error::Refused(error.to_string()))?;
        let mut tx = self.db().write().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        let revision = find(&all, draft)?;
        let files = serde_json::to_string(revised.files())?;
        if !revisions::update_draft(
            &mut tx,
            self.county(),
            revision.id,
            &files,
            revised.hash(),
            &revision.note,
        )
        .await?
        {
            return Err(Error::IllegalMove(format!("{draft} 已不是草稿，没有改动。请刷新后重试。")));
        }
        self.record_revision(&mut tx, actor, "policy_drafted", revision, "draft").await?;
        tx.commit().await?;
        Ok(())
    }

    /// Loads an edition from its files as a draft; returns its name.
    pub async fn import_edition(&self, actor: &Actor, files: &BTreeMap<String, String>) -> Result<String> {
        actor.may(Action::RevisePolicy)?;
        let edition = Edition::parse(files).map_err(|error| Error::Refused(error.to_string()))?;
        let note = edition.about().document.clone();
        self.save_draft(actor, &edition, note).await
    }

    pub(crate) async fn save_draft(&self, actor: &Actor, edition: &Edition, note: String) -> Result<String> {
        let mut tx = self.db().write().await?;
        events::lock(&mut tx, self.county()).await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        // A text that was superseded or thrown away may be wanted again.
        let stands = |revision: &&Revision| ["draft", "published"].contains(&revision.state.as_str());
        let same = all.iter().filter(stands).find(|revision| revision.hash == edition.hash());
        if let Some(same) = same {
            return Err(Error::Refused(format!("内容与 {} 完全相同，没有建立新版本。", name(same))));
        }
        let numbers = all
            .iter()
            .filter(|revision| revision.edition == edition.about().name)
            .map(|revision| revision.number);
        let revision = self.new_revision(actor, edition, numbers.max().unwrap_or(0) + 1, note)?;
        revisions::insert(&mut tx, self.county(), &revision).await?;
        self.record_revision(&mut tx, actor, "policy_drafted", &revision, "draft").await?;
        tx.commit().await?;
        Ok(name(&revision))
    }

    /// Puts a draft into force in place of its edition's revision in force.
    pub async fn publish_revision(&self, actor: &Actor, wanted: &str) -> Result<()> {
        actor.may(Action::RevisePolicy)?;
        let now = self.clock().now();
        let item = self.approving_item(actor, wanted).await?;
        self.move_draft(actor, wanted, ("policy_published", item), "published", async |tx, county, id| {
            revisions::publish(tx, county, id, now).await
        })
        .await
    }

    /// Throws a draft away.
    pub async fn discard_revision(&self, actor: &Actor, wanted: &str) -> Result<()> {
        actor.may(Action::RevisePolicy)?;
        self.move_draft(actor, wanted, ("policy_discarded", None), "discarded", async |tx, county, id| {
            revisions::discard(tx, county, id).await
        })
        .await
    }

    async fn move_draft(
        &self,
        actor: &Actor,
        wanted: &str,
        (verb, item): (&'static str, Option<Uuid>),
        to: &str,
        save: impl AsyncFnOnce(&mut Tx, &str, Uuid) -> lingdi_store::Result<bool>,
    ) -> Result<()> {
        let mut tx = self.db().write().await?;
        let all = revisions::list(&mut tx, self.county()).await?;
        let revision = find(&all, wanted)?;
        if !save(&mut tx, self.county(), revision.id).await? {
            return Err(Error::IllegalMove(format!(
                "{wanted} 不是草稿，不能发布或放弃。已发布的版本不再改动，请另建草稿。"
            )));
        }
        let event = NewEvent {
            payload: json!({"hash": revision.hash, "item": item}),
            ..event_of(verb, revision, to)
        };
        events::record(&mut tx, self.county(), actor, self.clock().now(), event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What differs between two revisions.
    pub async fn diff_revisions(&self, actor: &Actor, first: &str, second: &str) -> Result<Vec<Difference>> {
        actor.may(Action::Read)?;
        let today = self.clock().today();
        let (_, first) = self.edition(Some(first), today).await?;
        let (_, second) = self.edition(Some(second), today).await?;
        Ok(diff(&first, &second))
    }

    fn new_revision(&self, actor: &Actor, edition: &Edition, number: i64, note: String) -> Result<Revision> {
        Ok(Revision {
            id: self.ids().next(),
            edition: edition.about().name.clone(),
            number,
            state: "draft".to_owned(),
            hash: edition.hash().to_owned(),
            files: serde_json::to_string(edition.files())?,
            note,
            actor: actor.name.clone(),
            created_at: self.clock().now(),
            published_at: None,
        })
    }

    async fn record_revision(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        verb: &'static str,
        revision: &Revision,
        to: &str,
    ) -> Result<()> {
        let event = event_of(verb, revision, to);
        events::record(tx, self.county(), actor, self.clock().now(), event).await?;
        Ok(())
    }
}

fn event_of(verb: &'static str, revision: &Revision, to: &str) -> NewEvent {
    NewEvent {
        verb,
        object: "policy_revision",
        object_id: name(revision),
        from_state: if to == "draft" { String::new() } else { revision.state.clone() },
        to_state: to.to_owned(),
        reason: revision.note.clone(),
        payload: json!({"hash": revision.hash}),
    }
}

/// `2022-7@1`
fn name(revision: &Revision) -> String {
    format!("{}@{}", revision.edition, revision.number)
}

fn summary(revision: &Revision) -> RevisionSummary {
    RevisionSummary {
        name: name(revision),
        state: revision.state.clone(),
        hash: revision.hash.clone(),
        note: revision.note.clone(),
        actor: revision.actor.clone(),
        created_at: revision.created_at,
        published_at: revision.published_at,
    }
}

/// A revision by name; an edition's name alone means its revision in force.
fn find<'a>(all: &'a [Revision], wanted: &str) -> Result<&'a Revision> {
    let found = all.iter().find(|revision| name(revision) == wanted);
    let found = found
        .or_else(|| all.iter().find(|revision| revision.edition == wanted && revision.state == "published"));
    found.ok_or_else(|| {
        let names: Vec<String> = all.iter().map(name).collect();
        Error::NotFound(format!("没有口径“{wanted}”。现有：{}。", names.join("、")))
    })
}

pub(crate) fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}
