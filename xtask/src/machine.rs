//! What the tests need of the machine, and getting it from the system's package manager.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use crate::postgres;
use crate::process::{Result, program, say};

/// Oldest major version of Node that builds the pages.
const OLDEST_NODE: u32 = 20;

/// Something that Debian can install.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The server's programs, for the tests that run on both engines.
    Postgres,
    /// The browser of the journeys and screenshots.
    Chromium,
    /// Without them a screenshot shows boxes in place of Chinese.
    ChineseFonts,
}

impl Need {
    /// Everything the tests need.
    pub(crate) const ALL: &'static [Self] = &[Self::Postgres, Self::Chromium, Self::ChineseFonts];

    fn is_met(self) -> bool {
        match self {
            Self::Postgres => postgres::programs().is_some(),
            Self::Chromium => chromium().is_some(),
            Self::ChineseFonts => {
                program("fc-list", &[":lang=zh"]).read().is_some_and(|fonts| !fonts.trim().is_empty())
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Chromium => "Chromium",
            Self::ChineseFonts => "Chinese fonts",
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Postgres => &["postgresql"],
            Self::Chromium => &["chromium"],
            Self::ChineseFonts => &["fontconfig", "fonts-noto-cjk"],
        }
    }
}

/// Makes sure that the needs are met, installing what is missing when it may.
pub(crate) fn require(needs: &[Need], may_install: bool) -> Result<()> {
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let names = list(&missing);
    let install = install_arguments(&missing);
    let sudo = if is_root() { "" } else { "sudo " };
    let by_hand = format!("{names} missing. Run: {sudo}apt-get update && {sudo}{}", install.join(" "));
    if !may_install || program("apt-get", &["--version"]).read().is_none() {
        return Err(by_hand);
    }
    let Some(front) = right_to_install() else { return Err(by_hand) };
    say(&format!("xtask: {names} missing; installing with apt-get"));
    let update = ["apt-get".to_owned(), "update".to_owned()];
    for words in [&update[..], &install[..]] {
        let words: Vec<&str> = front.iter().copied().chain(words.iter().map(String::as_str)).collect();
        program(words[0], &words[1..]).run()?;
    }
    let missing = self::missing(needs);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("{} still missing after installing", list(&missing)))
    }
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

fn list(needs: &[Need]) -> String {
    needs.iter().map(|need| need.name()).collect::<Vec<_>>().join(", ")
}

fn install_arguments(needs: &[Need]) -> Vec<String> {
    let words = ["apt-get", "install", "--yes", "--no-install-recommends"];
    let packages = needs.iter().flat_map(|need| need.packages());
    words.iter().chain(packages).map(|word| (*word).to_owned()).collect()
}

/// The words in front of a command that installs, or `None` when this user may not.
fn right_to_install() -> Option<Vec<&'static str>> {
    let quiet = ["env", "DEBIAN_FRONTEND=noninteractive"];
    if is_root() {
        return Some(quiet.to_vec());
    }
    program("sudo", &["-n", "true"]).read()?;
    Some(["sudo", "-n"].into_iter().chain(quiet).collect())
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The browser, when there is one.
pub(crate) fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(in_path)
}

/// Where PATH finds a program.
pub(crate) fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Node bundles the pages' scripts; a machine without it gets a plain sentence here instead of a
/// failed build.
pub(crate) fn require_node() -> Result<()> {
    if std::env::var_os("LINGDI_ASSETS").is_some() {
        return Ok(());
    }
    let advice = format!(
        "Install Node {OLDEST_NODE} or newer with npm (https://nodejs.org), or set LINGDI_ASSETS to a folder of built assets."
    );
    let Some(version) = program("node", &["--version"]).read() else {
        return Err(format!("Node is missing. {advice}"));
    };
    if node_major(&version).is_none_or(|major| major < OLDEST_NODE) {
        return Err(format!("Node {} is too old. {advice}", version.trim()));
    }
    if in_path("npm").is_none() {
        return Err(format!("npm is missing. {advice}"));
    }
    Ok(())
}

fn node_major(version: &str) -> Option<u32> {
    version.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_its_first_number() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("v9.1.0"), Some(9));
        assert_eq!(node_major("command not found"), None);
    }

    #[test]
    fn one_command_installs_everything_that_is_missing() {
        let words = install_arguments(&[Need::Postgres, Need::ChineseFonts]).join(" ");
        assert_eq!(
            words,
            "apt-get install --yes --no-install-recommends postgresql fontconfig fonts-noto-cjk"
        );
    }
}
