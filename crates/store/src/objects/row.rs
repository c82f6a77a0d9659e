use chrono::{DateTime, NaiveDate, Utc};
use lingdi_domain::Role;
use lingdi_domain::moves::{is_open, machine};
use lingdi_domain::object::{Fields, Holder, Last, Object, ObjectKind};
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::{Result, StoreError};

/// The due day of an object that waits for nobody: last in every order.
const NEVER: &str = "9999-12-31";

pub(super) const COLUMNS: &str = "id, kind, state, resumes, unit, number, title, parcel, year, due, holder_role, \
     holder_unit, version, last_verb, last_from, last_actor, hands, fields, created_at, moved_at";

/// An object with its times.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The object.
    pub object: Object,
    /// Year of the list or target it belongs to; 0 for none.
    pub year: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was moved last.
    pub moved_at: DateTime<Utc>,
}

#[derive(FromRow)]
pub(super) struct Row {
    id: Uuid,
    kind: String,
    state: String,
    resumes: String,
    unit: String,
    number: String,
    title: String,
    parcel: String,
    year: i64,
    due: String,
    holder_role: String,
    holder_unit: String,
    version: i64,
    last_verb: String,
    last_from: String,
    last_actor: String,
    hands: String,
    fields: String,
    created_at: DateTime<Utc>,
    moved_at: DateTime<Utc>,
}

impl Row {
    pub(super) fn into_stored(self) -> Result<Stored> {
        let id = self.id;
        let odd = |what: &str| StoreError::Inconsistent(format!("object {id}: {what}"));
        let kind = ObjectKind::from_code(&self.kind).ok_or_else(|| odd(&self.kind))?;
        let machine = machine(kind);
        let state = machine.state(&self.state).ok_or_else(|| odd(&self.state))?;
        let fields = serde_json::from_str(&self.fields).and_then(|json| Fields::read(kind, json));
        let fields = fields.map_err(|error| odd(&error.to_string()))?;
        let role: Option<Role> = serde_json::from_value(self.holder_role.into()).ok();
        let object = Object {
            id,
            kind,
            state: state.code,
            resumes: machine.state(&self.resumes).map(|state| state.code),
            unit: self.unit,
            number: self.number,
            title: self.title,
            parcel: self.parcel,
            due: self.due.parse().ok().filter(|_| self.due != NEVER),
            holder: role.map(|role| Holder { role, unit: self.holder_unit }),
            version: self.version,
            last: Last { verb: self.last_verb, from: self.last_from, actor: self.last_actor },
            hands: serde_json::from_str(&self.hands).map_err(|error| odd(&error.to_string()))?,
            fields,
        };
        Ok(Stored { object, year: self.year, created_at: self.created_at, moved_at: self.moved_at })
    }
}

pub(super) fn days(due: Option<NaiveDate>) -> String {
    due.map_or_else(|| NEVER.to_owned(), |due| due.to_string())
}

/// Who had a hand in which move, as a column.
pub(super) fn hands(object: &Object) -> String {
    serde_json::json!(object.hands).to_string()
}

pub(super) fn open_flag(object: &Object) -> i64 {
    i64::from(is_open(object))
}

/// Role and unit of the desk, as columns.
pub(super) fn desk(object: &Object) -> (String, String) {
    object.holder.as_ref().map(|holder| (role_code(holder.role), holder.unit.clone())).unwrap_or_default()
}

pub(super) fn role_code(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}
