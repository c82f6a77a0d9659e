//! Photos and documents handed in with a move.

use chrono::NaiveDate;
use lingdi_domain::object::Attachment;

use crate::{App, Error, Result};

/// The largest file that may be handed in with a move, in bytes.
pub const FILE_LIMIT: usize = 20 * 1024 * 1024;

/// A file on its way in.
#[derive(Debug, Clone, Default)]
pub struct NewFile {
    /// File name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it shows: 现场照片, 文件, 签批扫描件.
    pub shows: String,
    /// The day on it.
    pub dated: Option<NaiveDate>,
}

/// First bytes, media type, endings of the kinds of file that a dossier shows.
const KINDS: [(&[u8], &str, &[&str]); 3] = [
    (b"\xFF\xD8\xFF", "image/jpeg", &["jpg", "jpeg"]),
    (b"\x89PNG\r\n\x1A\n", "image/png", &["png"]),
    (b"%PDF-", "application/pdf", &["pdf"]),
];

impl App {
    /// Checks and keeps the files. A move that is refused after leaves bytes under their hash and no
    /// record of them.
    pub(super) async fn keep_files(&self, files: &[NewFile]) -> Result<Vec<Attachment>> {
        let mut kept = Vec::new();
        for file in files {
            let media = media(file)?;
            if file.dated.is_some_and(|day| day > self.clock().today()) {
                return Err(Error::Refused(format!(
                    "“{}”的日期晚于今天，请按照片或文件上的日期填写。",
                    file.name
                )));
            }
            let (store, bytes) = (self.files().clone(), file.bytes.clone());
            let sha256 = tokio::task::spawn_blocking(move || store.keep(&bytes)).await??;
            kept.push(Attachment {
                id: self.ids().next(),
                sha256,
                name: file.name.clone(),
                media: media.to_owned(),
                size: file.bytes.len() as i64,
                shows: file.shows.clone(),
                dated: file.dated,
            });
        }
        Ok(kept)
    }
}

/// The media type by the first bytes; a name that says otherwise is refused.
fn media(file: &NewFile) -> Result<&'static str> {
    let refused = |why: &str| Err(Error::Refused(format!("“{}”{why}", file.name)));
    if file.bytes.is_empty() {
        return refused("是空文件，请重新选择。");
    }
    if file.bytes.len() > FILE_LIMIT {
        return refused("超过 20 MB。请压缩照片，或拆成几个文件。");
    }
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    match KINDS.iter().find(|(first, ..)| file.bytes.starts_with(first)) {
        None => refused("不是照片（JPG、PNG）或 PDF。请转换后再上传。"),
        Some((_, _, endings)) if !endings.contains(&ending.as_str()) => {
            refused("的扩展名与内容不符。请用原来的文件名上传。")
        }
        Some((_, media, _)) => Ok(media),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_photos_and_pdf_that_are_what_they_say_come_in() {
        let file = |name: &str, bytes: &[u8]| NewFile {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            ..NewFile::default()
        };
        assert_eq!(media(&file("现场.JPG", b"\xFF\xD8\xFF\xE0")).unwrap(), "image/jpeg");
        for (name, bytes, why) in [
            ("现场.jpg", &b""[..], "空文件"),
            ("程序.exe", b"MZ", "不是照片"),
            ("现场.jpg", b"%PDF-1.7", "与内容不符"),
            ("文件.pdf", b"<script>", "不是照片"),
        ] {
            assert!(media(&file(name, bytes)).unwrap_err().to_string().contains(why), "{name}");
        }
        assert!(media(&file("大.png", &vec![0; FILE_LIMIT + 1])).unwrap_err().to_string().contains("20 MB"));
    }
}
