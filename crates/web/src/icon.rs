//! The stroke icons of `assets/icons.svg`.

use std::fmt;

/// A decorative icon; the words beside it carry the meaning.
pub struct Icon(&'static str);

/// The icon of this name.
pub fn icon(name: &'static str) -> Icon {
    Icon(name)
}

impl fmt::Display for Icon {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sprite = crate::assets::url("icons.svg");
        write!(out, r#"<svg class="icon" aria-hidden="true"><use href="{sprite}#{}"/></svg>"#, self.0)
    }
}

impl askama::filters::HtmlSafe for Icon {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Every name in quotes after `icon(` in templates and code.
    fn used(folder: &Path, names: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used(&path, names);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                names.extend(
                    text.split("icon(\"")
                        .skip(1)
                        .filter_map(|rest| {
                            rest.split('"')
                                .next()
                                .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
                        })
                        .map(str::to_owned),
                );
            }
        }
    }

    #[test]
    fn every_icon_that_a_page_uses_is_drawn() {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut names = BTreeSet::new();
        used(&home.join("templates"), &mut names);
        used(&home.join("src"), &mut names);
        let frame = crate::frame::Frame::sample(crate::frame::Section::Home);
        names.extend(frame.bottom_bar().iter().map(|link| link.icon.to_owned()));
        let sprite = std::fs::read_to_string(home.join("assets/icons.svg")).unwrap();
        let missing: Vec<_> =
            names.iter().filter(|name| !sprite.contains(&format!("id=\"{name}\""))).collect();
        assert!(missing.is_empty(), "not in icons.svg: {missing:?}");
        assert!(names.len() > 5, "the search for icons is broken");
    }
}
