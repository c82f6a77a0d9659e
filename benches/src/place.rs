//! Where the peers, the generated data and our own databases lie.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Result, say};

/// How to get the peers, for whoever has none.
pub(crate) const SET_UP: &str = "BENCH_ROOT is not set, so there are neither peers nor generated data.
Set it to a roomy scratch folder that the postgres user can reach, then
  ../shared/bench/setup.sh                                        installs the peers
  $BENCH_ROOT/venv/bin/python ../shared/bench/gen.py 1e5          makes a county
and run this again. The demo county needs neither:";

/// The folders of a run.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// `$BENCH_ROOT`
    pub(crate) root: PathBuf,
    /// `../shared/bench`, beside the repository.
    pub(crate) scripts: PathBuf,
}

impl Place {
    /// From the environment; `None` when `BENCH_ROOT` is not set.
    pub(crate) fn find() -> Option<Self> {
        let root = PathBuf::from(std::env::var_os("BENCH_ROOT")?);
        Some(Self { root, scripts: repository().join("../shared/bench") })
    }

    /// Are the peers installed?
    pub(crate) fn has_peers(&self) -> bool {
        self.python().exists() && self.scripts.join("t2_identify.py").exists()
    }

    pub(crate) fn python(&self) -> PathBuf {
        self.root.join("venv/bin/python")
    }

    /// The generated files of a size.
    pub(crate) fn data(&self, size: u64) -> PathBuf {
        self.root.join(format!("data/{size}"))
    }

    /// Our databases of a size; made anew by each import.
    pub(crate) fn county(&self, size: u64) -> PathBuf {
        self.root.join(format!("lingdi/{size}"))
    }

    /// Makes the data of a size unless they are there.
    pub(crate) fn generate(&self, size: u64) -> Result {
        if !self.data(size).join("info.json").exists() {
            if !self.has_peers() {
                return Err(format!(
                    "{} holds no county and nothing makes one here",
                    self.data(size).display()
                )
                .into());
            }
            say(format!("making a county of {size} parcels"));
            let mut command = Command::new(self.python());
            command.arg(self.scripts.join("gen.py")).arg(size.to_string()).env("BENCH_ROOT", &self.root);
            if size > 100_000 {
                command.args(["--formats", "gpkg,csv"]);
            }
            let made = command.stdout(std::process::Stdio::null()).status()?;
            if !made.success() {
                return Err(format!("gen.py {size}: {made}").into());
            }
        }
        zip_shapefile(&self.data(size))
    }
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Shapefile as bureaus send it: its files in one archive.
fn zip_shapefile(data: &Path) -> Result {
    let archive = data.join("parcel.shp.zip");
    if archive.exists() || !data.join("parcel.shp").exists() {
        return Ok(());
    }
    let part = data.join("parcel.shp.zip.part");
    let mut zip = zip::ZipWriter::new(File::create(&part)?);
    for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
        let name = format!("parcel.{ending}");
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default())?;
        io::copy(&mut File::open(data.join(name))?, &mut zip)?;
    }
    zip.finish()?;
    std::fs::rename(part, archive)?;
    Ok(())
}
