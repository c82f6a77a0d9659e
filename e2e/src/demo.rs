use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Lingdi, Server, binary};

impl Lingdi {
    /// Serves a copy of the demo county, which is built once for all tests of one build, with the head of the
    /// office logged in.
    ///
    /// # Panics
    /// When it cannot be built or copied.
    pub fn demo(&self) -> Server {
        copy_folder(&built_once(), &self.demo_folder()).expect("a copy of the demo county");
        let folder = self.demo_folder();
        let mut server =
            self.serve(&["demo", "--data", &folder.to_string_lossy(), "--listen", "127.0.0.1:0"]);
        server.enter("bangong");
        server
    }

    /// The database of the copy that [`Lingdi::demo`] made, for `--db`.
    pub fn demo_db(&self) -> String {
        format!("sqlite:{}", self.demo_folder().join("lingdi.db").display())
    }

    fn demo_folder(&self) -> PathBuf {
        self.folder().join("demo")
    }
}

/// The demo county as this very program builds it, in a folder beside the build.
///
/// Tests run as processes of their own: the first one in builds, the others wait at the lock.
fn built_once() -> PathBuf {
    let home = binary().ancestors().nth(2).expect("a target folder").join("tmp/e2e-demo");
    fs::create_dir_all(&home).expect("a folder beside the build");
    let guard = fs::File::create(home.join(".lock")).expect("a lock file");
    guard.lock().expect("the lock");
    let county = home.join(format!("{:016x}", edition()));
    if !county.exists() {
        for old in fs::read_dir(&home).expect("the folder").filter_map(Result::ok) {
            if old.path().is_dir() {
                fs::remove_dir_all(old.path()).expect("the demo county of an older build goes");
            }
        }
        let partial = home.join("partial");
        let workshop = Lingdi::new();
        let mut server =
            workshop.serve(&["demo", "--data", &partial.to_string_lossy(), "--listen", "127.0.0.1:0"]);
        server.stop();
        fs::rename(&partial, &county).expect("the finished county takes its place");
    }
    county
}

/// Says which program built the county, and on which day: its clock is set by the day.
fn edition() -> u64 {
    let built = fs::metadata(binary()).expect("the program");
    let today = Command::new("date").arg("+%F").env("TZ", "Asia/Shanghai").output().expect("date");
    let mut hasher = DefaultHasher::new();
    (built.len(), built.modified().expect("a time of change"), today.stdout).hash(&mut hasher);
    hasher.finish()
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
