//! The one verb of every machine: authorise → load → guards → save with version check → events, and
//! whatever follows, in one transaction.
//!
//! Who may make which move on what conditions stands in the tables of `lingdi_domain::moves`; this
//! module only fetches what they look at and saves what they answer.

mod agenda;
mod appraisal;
mod battle_plan;
mod block;
mod carry;
mod day;
mod desk;
mod desk_counts;
mod drawn;
mod files;
mod load;
mod major;
mod make;
mod many;
mod open;
mod orders;
mod overall;
mod prepare;
mod progress;
mod read;
mod sheet;
mod unit_papers;
mod unit_report;
mod units;
mod watch;

use std::sync::Arc;

use lingdi_domain::Actor;
use lingdi_domain::calendar::Calendar;
use lingdi_domain::meeting::Rights;
use lingdi_domain::moves::{Situation, machine};
use lingdi_domain::numbers::Numbers;
use lingdi_domain::object::{Input, Object, ObjectKind};
use lingdi_policy::facts::Unit;
use lingdi_store::idempotency;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use agenda::{Candidate, Pick};
pub(crate) use appraisal::present_streak;
pub(crate) use battle_plan::Shares;
pub use block::{Forming, Site, forms_blocks, may_form};
pub(crate) use carry::Ledger;
pub use day::Day;
pub use desk::{DeskPage, DeskPart, DeskRow};
pub(crate) use desk_counts::DeskCounts;
pub use files::{FILE_LIMIT, NewFile};
pub(crate) use load::{every, every_stored, one, sees_order};
pub use many::{Many, Outcome};
pub use open::{Refused, Sent};
pub use progress::{CaseMonths, LitPage, Progress, UnitMonth, UnitProgress};
pub(crate) use progress::{Reports, reports_by_unit};
pub use read::{ObjectPage, ObjectView, Proposal, TieView};
pub use sheet::{NoticeBasis, SheetRow, may_verify};
pub use unit_papers::{Paper, UnitPapers};
pub use unit_report::Reported;
pub use watch::Watch;

use self::load::Loaded;
use self::make::Hand;
use crate::{App, Error, Result};

/// A move that somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct MoveRequest {
    /// Which object; `None` makes one.
    pub id: Option<Uuid>,
    /// Which move.
    pub verb: String,
    /// What is handed in with it.
    pub input: Input,
    /// Files that are handed in with it.
    pub files: Vec<NewFile>,
    /// The version that the person saw; without it, whatever stands now is moved.
    pub seen: Option<i64>,
    /// Names the request, so that sending it twice does it once.
    pub key: Option<String>,
}

/// An object after a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Counts its moves; what `If-Match` wants next time.
    pub version: i64,
    /// Code of its state.
    pub state: String,
    /// Its state in Chinese.
    pub state_label: String,
}

/// What the policy says on a day.
pub(crate) struct Rules {
    today: chrono::NaiveDate,
    pub(crate) numbers: Numbers,
    pub(crate) rights: Rights,
    calendar: Arc<Calendar>,
    /// The county's units, which a form may name.
    units: Arc<Vec<Unit>>,
}

impl Rules {
    /// An object and what lies around it, before these rules.
    fn situation<'a>(
        &'a self,
        object: &'a Object,
        loaded: &'a Loaded,
        input: &'a Input,
        maker: &'a str,
    ) -> Situation<'a> {
        Situation {
            object,
            fields: &object.fields,
            linked: &loaded.linked,
            attachments: &loaded.files,
            input,
            maker,
            today: self.today,
            numbers: &self.numbers,
            rights: &self.rights,
            calendar: &self.calendar,
        }
    }
}

impl App {
    /// Makes a move; with no id, makes an object.
    pub async fn make_move(&self, actor: &Actor, kind: ObjectKind, ask: MoveRequest) -> Result<Moved> {
        if let Some(known) = self.answered(actor, kind, &ask).await? {
            return Ok(known);
        }
        let rules = self.rules().await?;
        let origin = self.origin_of_cases(actor, kind, &ask).await?;
        let drawn = self.drawn(actor, kind, &ask, &rules).await?;
        let mut input = ask.input.clone();
        self.name_changed_text(actor, kind, &ask, &mut input).await?;
        input.evidence = self.keep_files(&ask.files).await?;
        let tx = self.db().write().await?;
        let mut hand = Hand::new(self, tx, actor, rules, origin);
        hand.drawn = drawn;
        let object = hand.make(kind, &ask, input).await?;
        let moved = outcome_of(&object);
        if let Some(key) = &ask.key {
            let answer = serde_json::to_string(&moved)?;
            let (tx, now) = (&mut hand.tx, hand.now);
            let request = fingerprint(kind, &ask)?;
            idempotency::insert(tx, self.county(), (&actor.name, key), (&request, &answer), now).await?;
        }
        hand.commit().await?;
        Ok(moved)
    }

    /// What was answered when the same request came before.
    async fn answered(&self, actor: &Actor, kind: ObjectKind, ask: &MoveRequest) -> Result<Option<Moved>> {
        let Some(key) = &ask.key else { return Ok(None) };
        let mut tx = self.db().read().await?;
        let Some((request, answer)) = idempotency::find(&mut tx, self.county(), &actor.name, key).await?
        else {
            return Ok(None);
        };
        if request != fingerprint(kind, ask)? {
            return Err(Error::Refused(
                "这个 Idempotency-Key 已用于另一个请求。请为每个新请求换一个。".to_owned(),
            ));
        }
        Ok(Some(serde_json::from_str(&answer)?))
    }

    /// Numbers, rights and working days in force today, or on the nearest day of a plan that is over.
    pub(crate) async fn rules(&self) -> Result<Rules> {
        self.rules_on(self.clock().today()).await
    }

    /// The same for another day.
    pub(crate) async fn rules_on(&self, today: chrono::NaiveDate) -> Result<Rules> {
        let (edition, day) = self.edition_nearest(today).await?;
        let numbers = edition.numbers(day).map_err(|error| Error::Refused(error.to_string()))?;
        let (calendar, units) = self.calendar_and_units().await?;
        Ok(Rules { today, numbers, rights: edition.rights(), calendar, units })
    }
}

/// What is answered about an object after a move.
fn outcome_of(object: &Object) -> Moved {
    let state = machine(object.kind).state(object.state);
    Moved {
        id: object.id,
        number: object.number.clone(),
        version: object.version,
        state: object.state.to_owned(),
        state_label: state.map_or("", |state| state.label).to_owned(),
    }
}

/// Two requests are the same when they ask for the same.
fn fingerprint(kind: ObjectKind, ask: &MoveRequest) -> Result<String> {
    let files: Vec<String> = ask.files.iter().map(|file| lingdi_store::files::sha256(&file.bytes)).collect();
    let text = serde_json::to_vec(&(kind, ask.id, &ask.verb, &ask.input, files, ask.seen))?;
    Ok(lingdi_store::files::sha256(&text))
}
