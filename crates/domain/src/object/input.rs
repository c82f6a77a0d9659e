//! What a person hands in with a move.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ObjectKind;
use crate::Role;

/// What a person hands in with a move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Input {
    /// Why, in the person's words.
    pub reason: String,
    /// The day the move asks for: a deadline, a day of service.
    pub date: Option<NaiveDate>,
    /// Fields by name, as typed or as JSON.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// Files that are handed in with the move.
    #[serde(skip)]
    pub evidence: Vec<Attachment>,
    /// 线下签批代录: who signed on paper.
    pub signed: Option<Signed>,
    /// Objects that a new one is tied to, by the name of the tie.
    pub links: Vec<(String, ObjectKind, Uuid)>,
}

/// 线下签批代录: a leader signed on paper, somebody else enters it. The scan is among the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who signed.
    pub name: String,
    /// When.
    pub on: NaiveDate,
    /// What people of this name were appointed to on that day, or stood in for: role and unit, as the roster
    /// has it. Never taken from whoever types.
    #[serde(skip)]
    pub posts: Vec<(Role, String)>,
}

/// A file kept with an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// Hash under which the bytes are kept.
    pub sha256: String,
    /// File name as handed in.
    pub name: String,
    /// Media type, found from the bytes.
    pub media: String,
    /// Bytes.
    pub size: i64,
    /// What it shows: 现场照片, 文件, 签批扫描件.
    pub shows: String,
    /// The day on the photo or document.
    pub dated: Option<NaiveDate>,
}
