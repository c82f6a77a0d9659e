//! The bundled scripts, styles and fonts, held inside the binary.

use std::borrow::Cow;

use rust_embed::RustEmbed;

/// Hash over the whole bundle: part of every address, so that a browser may keep a file for ever.
pub const VERSION: &str = env!("LINGDI_ASSETS_VERSION");

#[derive(RustEmbed)]
#[folder = "$OUT_DIR/bundle"]
struct Bundle;

/// One file of the bundle.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type, with the character set where it has one.
    pub media_type: &'static str,
}

/// The address of a file of the bundle: `/assets/style.css?v=…`.
pub fn url(name: &str) -> String {
    format!("/assets/{name}?v={VERSION}")
}

/// The file of this name (`style.css`), if the bundle has it.
pub fn find(name: &str) -> Option<Asset> {
    let media_type = match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => return None,
    };
    Bundle::get(name).map(|file| Asset { bytes: file.data, media_type })
}

/// The names of all files of the bundle.
pub fn names() -> impl Iterator<Item = Cow<'static, str>> {
    Bundle::iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_holds_all_that_the_pages_ask_for() {
        for name in [
            "app.js",
            "map.js",
            "cockpit.js",
            "cockpit.css",
            "map-worker.js",
            "style.css",
            "map.css",
            "print.css",
            "icons.svg",
            "wordmark.svg",
        ] {
            assert!(find(name).is_some_and(|asset| !asset.bytes.is_empty()), "{name} is missing");
        }
        assert!(find("../Cargo.toml").is_none());
    }

    /// The office network has no way out: a font or tile from elsewhere would leave a hole.
    #[test]
    fn our_styles_load_nothing_from_outside() {
        for name in ["style.css", "cockpit.css", "map.css", "print.css"] {
            let css = String::from_utf8(find(name).unwrap().bytes.into_owned()).unwrap();
            let outside = css.match_indices("url(").filter(|(at, _)| {
                let rest = css[at + 4..].trim_start_matches('"');
                !rest.starts_with("/assets/") && !rest.starts_with("data:") && !rest.starts_with('#')
            });
            assert_eq!(outside.count(), 0, "{name} loads something from outside");
        }
    }
}
