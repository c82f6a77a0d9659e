//! What a form of a move sends.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use chrono::NaiveDate;
use lingdi_app::Error;
use lingdi_app::moves::NewFile;
use lingdi_domain::object::{Input, ObjectKind, Signed};
use serde_json::Value;
use uuid::Uuid;

use super::super::error::Fault;
use crate::pages::object::MoveForm;

/// A form as it came in.
pub(super) struct Sent {
    pub(super) version: Option<i64>,
    pub(super) input: Input,
    pub(super) files: Vec<NewFile>,
}

/// Reads a form.
pub(super) async fn read(mut form: Multipart) -> Result<Sent, Fault> {
    let mut sent = Sent { version: None, input: Input::default(), files: Vec::new() };
    let (mut signed_name, mut signed_on, mut dated) = (String::new(), None, None);
    while let Some(part) = form.next_field().await.map_err(|error| unreadable(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = part.file_name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|error| unreadable(&error))?.to_vec();
            // A browser sends an empty part for a field without a file.
            if !(file.is_empty() && bytes.is_empty()) {
                sent.files.push(NewFile { name: file, bytes, ..NewFile::default() });
            }
            continue;
        }
        let text = part.text().await.map_err(|error| unreadable(&error))?.trim().to_owned();
        match (name.as_str(), name.strip_prefix("f.")) {
            (_, Some(field)) => {
                // Ticked boxes of one field come one after the other.
                let before = sent.input.fields.get(field).and_then(Value::as_str).unwrap_or_default();
                let text = if before.is_empty() { text } else { format!("{before}\n{text}") };
                sent.input.fields.insert(field.to_owned(), Value::String(text));
            }
            ("version", _) => sent.version = text.parse().ok(),
            ("reason", _) => sent.input.reason = text,
            ("date", _) => sent.input.date = day(&text)?,
            ("dated", _) => dated = day(&text)?,
            ("signed_name", _) => signed_name = text,
            ("signed_on", _) => signed_on = day(&text)?,
            ("link", _) => sent.input.links.push(link(&text)?),
            _ => {}
        }
    }
    let paper = !signed_name.is_empty();
    if let (true, Some(on)) = (paper, signed_on) {
        sent.input.signed = Some(Signed { name: signed_name, on, posts: Vec::new() });
    }
    for file in &mut sent.files {
        file.dated = dated;
        let photo = !file.name.to_lowercase().ends_with(".pdf");
        let shows = match (paper, photo) {
            (true, _) => "签批扫描件",
            (false, true) => "现场照片",
            (false, false) => "文件",
        };
        shows.clone_into(&mut file.shows);
    }
    Ok(sent)
}

/// `role:kind:id`
pub(super) fn link(text: &str) -> Result<(String, ObjectKind, Uuid), Error> {
    let read = || {
        let mut parts = text.splitn(3, ':');
        let (role, kind, id) = (parts.next()?, parts.next()?, parts.next()?);
        Some((role.to_owned(), ObjectKind::from_code(kind)?, id.parse().ok()?))
    };
    read().ok_or_else(|| Error::Refused("关联的对象无法识别，请从它的页面重新办理。".to_owned()))
}

/// What was typed stays in the form.
pub(super) fn put_back(form: &mut MoveForm, input: &Input) {
    form.reason_value.clone_from(&input.reason);
    form.date_value = input.date.map(|day| day.to_string()).unwrap_or_default();
    for field in &mut form.fields {
        if let Some(text) = input.fields.get(&field.name).and_then(Value::as_str) {
            text.clone_into(&mut field.value);
            for choice in &mut field.choices {
                choice.selected = text.lines().any(|line| choice.value == line) || choice.value == text;
            }
        }
    }
}

fn day(text: &str) -> Result<Option<NaiveDate>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .ok()
        .map(Some)
        .ok_or_else(|| Error::Refused(format!("“{text}”不是日期，请写成 2023-10-09。")))
}

fn unreadable(error: &MultipartError) -> Error {
    Error::Refused(format!("表单没有传完整（{error}），请重新提交。"))
}
