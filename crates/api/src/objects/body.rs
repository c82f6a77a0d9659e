//! What comes with a move: JSON, or a form with the JSON in its part `move` and files in parts `file`.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use chrono::NaiveDate;
use lingdi_app::Error;
use lingdi_app::moves::NewFile;
use lingdi_domain::object::{Input, ObjectKind, Signed};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::problem::Problem;

/// A move as it is sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sent {
    reason: String,
    date: Option<NaiveDate>,
    fields: std::collections::BTreeMap<String, Value>,
    signed: Option<Signed>,
    links: Vec<Link>,
    /// What the files show and the day on them, in the order of the parts `file`.
    files: Vec<About>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    role: String,
    object: String,
    id: Uuid,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct About {
    shows: String,
    dated: Option<NaiveDate>,
}

/// Reads the request.
pub(super) async fn read(request: Request) -> Result<(Input, Vec<NewFile>), Problem> {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media.is_some_and(|media| media.starts_with("multipart/form-data")) {
        return form(request).await;
    }
    let bytes = Bytes::from_request(request, &()).await.map_err(|error| unreadable(&error.body_text()))?;
    let sent = if bytes.is_empty() { Sent::default() } else { json(&bytes)? };
    Ok((input(sent)?, Vec::new()))
}

async fn form(request: Request) -> Result<(Input, Vec<NewFile>), Problem> {
    let mut form =
        Multipart::from_request(request, &()).await.map_err(|error| unreadable(&error.body_text()))?;
    let (mut sent, mut files) = (Sent::default(), Vec::new());
    while let Some(part) = form.next_field().await.map_err(|error| unreadable(&error.body_text()))? {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
        let bytes = part.bytes().await.map_err(|error| unreadable(&error.body_text()))?;
        match name.as_str() {
            "move" => sent = json(&bytes)?,
            "file" => files.push(NewFile {
                name: file.unwrap_or_default(),
                bytes: bytes.to_vec(),
                ..NewFile::default()
            }),
            other => return Err(Problem::refused(format!("不认识表单中的“{other}”，应为 move 或 file。"))),
        }
    }
    for (file, about) in files.iter_mut().zip(&sent.files) {
        file.shows.clone_from(&about.shows);
        file.dated = about.dated;
    }
    Ok((input(sent)?, files))
}

fn json(bytes: &[u8]) -> Result<Sent, Problem> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(&error.to_string()))
}

fn input(sent: Sent) -> Result<Input, Problem> {
    let link = |link: Link| {
        let kind = ObjectKind::from_code(&link.object)
            .ok_or_else(|| Problem::refused(format!("links 中没有“{}”这类对象。", link.object)))?;
        Ok((link.role, kind, link.id))
    };
    Ok(Input {
        reason: sent.reason,
        date: sent.date,
        fields: sent.fields,
        evidence: Vec::new(),
        signed: sent.signed,
        links: sent.links.into_iter().map(link).collect::<Result<_, Problem>>()?,
    })
}

fn unreadable(why: &str) -> Problem {
    Error::Refused(format!("请求的内容无法识别（{why}）。格式见 /api/v1/openapi.json。")).into()
}
