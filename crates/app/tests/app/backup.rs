//! A backup is taken while people work, and put back as it was.

use std::path::{Path, PathBuf};

use lingdi_app::backup::restore;
use lingdi_app::identification::Judge;
use lingdi_app::moves::{MoveRequest, NewFile};
use lingdi_app::{App, Error, Ids, exports};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Actor, Role};

use crate::office::Desk;

fn keeper() -> Actor {
    Actor { roles: vec![Role::OfficeHead, Role::SystemAdmin], ..Actor::command_line("test") }
}

/// One act with a photo of its own.
async fn nominate(app: &App, writer: usize, n: usize) {
    let mut ask = MoveRequest { verb: "open".to_owned(), ..MoveRequest::default() };
    for (name, value) in [("parcel", "330122001001GB00001"), ("category", "B"), ("finding", "围而不建")] {
        ask.input.fields.insert(name.to_owned(), value.into());
    }
    let bytes = [b"\xFF\xD8\xFF\xE0".as_slice(), format!("{writer} {n}").as_bytes()].concat();
    ask.files.push(NewFile { name: "现场.jpg".to_owned(), bytes, ..NewFile::default() });
    app.make_move(&Actor::command_line("writer"), ObjectKind::Nomination, ask).await.unwrap();
}

struct Spare(tempfile::TempDir);

impl Spare {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    fn url(&self) -> String {
        format!("sqlite:{}", self.path("lingdi.db").display())
    }
    async fn restore(&self, archive: &Path) -> Result<lingdi_app::backup::Contents, Error> {
        restore(&self.url(), &self.path("files"), archive).await
    }
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_taken_while_eight_people_write_comes_back_whole() {
    let desk = Desk::mini().await;
    let out = desk.folder().join("county.backup");
    let verdicts =
        exports::identification_json(&desk.app.verdicts(&desk.office, &Judge::present()).await.unwrap());
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let app = desk.app.clone();
            tokio::spawn(async move {
                for n in 0..8 {
                    nominate(&app, writer, n).await;
                }
            })
        })
        .collect();
    let made = desk.app.backup(&keeper(), &out).await.unwrap();
    for writer in writers {
        writer.await.unwrap();
    }
    let told = desk.app.events(&keeper(), None, i64::MAX).await.unwrap();
    let told = told.iter().find(|(event, _)| event.verb == "backup_made").unwrap();
    assert_eq!(told.0.object_id, made.sha256);

    let spare = Spare::new();
    let contents = spare.restore(&out).await.unwrap();
    assert_eq!(contents, made.contents);
    let app = App::open(&spare.url(), &spare.path("files"), None, Ids::random()).await.unwrap();
    let audit = app.audit(&desk.office).await.unwrap();
    assert!(audit.is_whole() && audit.files == made.contents.files.len(), "{audit:?}");
    assert_eq!(audit.chain.events, made.contents.counties[0].events);
    let again = exports::identification_json(&app.verdicts(&desk.office, &Judge::present()).await.unwrap());
    assert_eq!(again.unwrap(), verdicts.unwrap());
    nominate(&app, 9, 9).await;
    app.close().await;

    // It goes to an empty place only, and no backup is written over.
    assert!(matches!(spare.restore(&out).await, Err(Error::Refused(why)) if why.contains("已存在")));
    assert!(matches!(desk.app.backup(&keeper(), &out).await, Err(Error::Refused(_))));
    let clerk = Actor { roles: vec![Role::OfficeClerk], ..keeper() };
    let refused = desk.app.backup(&clerk, &desk.folder().join("other")).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_leaves_nothing_behind() {
    let desk = Desk::mini().await;
    nominate(&desk.app, 0, 0).await;
    let out = desk.folder().join("county.backup");
    desk.app.backup(&keeper(), &out).await.unwrap();
    let bytes = std::fs::read(&out).unwrap();
    let bent = |at: usize| {
        let mut bent = bytes.clone();
        bent[at] ^= 0x40;
        bent
    };
    let cases = [
        ("cut short", bytes[..bytes.len() / 2].to_vec()),
        ("a bit in the database", bent(2_000)),
        ("a bit in the files", bent(bytes.len() * 3 / 4)),
        ("no backup at all", b"hello".to_vec()),
        ("empty", Vec::new()),
    ];
    for (what, bytes) in cases {
        let spare = Spare::new();
        let archive = desk.folder().join("bent");
        std::fs::write(&archive, bytes).unwrap();
        let answer = spare.restore(&archive).await;
        assert!(
            matches!(&answer, Err(Error::Refused(why)) if why.contains("备份文件不能用")),
            "{what}: {answer:?}"
        );
        assert_eq!(spare.names(), Vec::<String>::new(), "{what}");
    }
}
