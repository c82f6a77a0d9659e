//! A document points only at what is there.

use super::Fault;
use super::tree::Tree;

/// Relative links in our documents that lead nowhere.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let root = crate::root();
    let mut faults = Vec::new();
    for (path, text) in tree.under("", ".md") {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (n, line) in text.lines().enumerate() {
            for target in targets(line).filter(|target| !root.join(folder).join(target).exists()) {
                faults.push(format!("{path}:{}: there is no {target}", n + 1));
            }
        }
    }
    faults
}

/// Files that a line of Markdown links to or shows, without anchors and addresses on the web.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|after| after.split(')').next());
    let files = targets.filter_map(|target| target.split('#').next());
    files.filter(|file| !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_nothing_is_found_with_its_line() {
        let tree = Tree::of(&[("docs/a.md", "x\n[here](nowhere.md#part) and [there](../Cargo.toml)")]);
        assert_eq!(check(&tree), ["docs/a.md:2: there is no nowhere.md"]);
    }

    #[test]
    fn anchors_and_the_web_are_not_followed() {
        assert_eq!(targets("[a](#b) [c](https://example.org/d) [e](f.md)").collect::<Vec<_>>(), ["f.md"]);
    }
}
