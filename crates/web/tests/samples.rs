//! Every page is rendered with its sample, and obeys what holds for all pages.

use askama::Template;
use lingdi_web::pages::batch::BatchPage;
use lingdi_web::pages::batches::BatchesPage;
use lingdi_web::pages::error::ErrorPage;
use lingdi_web::pages::events::EventsPage;
use lingdi_web::pages::home::HomePage;
use lingdi_web::pages::list::ListPage;
use lingdi_web::pages::map::{MapCard, MapPage};
use lingdi_web::pages::parcel::{ParcelPage, ParcelSheet};
use lingdi_web::pages::policy::PolicyPage;
use lingdi_web::pages::search::SearchPage;
use lingdi_web::pages::tasks::TasksPage;

/// Every page: the name of its file, and its HTML.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("home", HomePage::sample().render().unwrap()),
        ("home-empty", HomePage::sample_empty().render().unwrap()),
        ("batches", BatchesPage::sample().render().unwrap()),
        ("batches-empty", BatchesPage::sample_empty().render().unwrap()),
        ("batch", BatchPage::sample().render().unwrap()),
        ("batch-refused", BatchPage::sample_refused().render().unwrap()),
        ("batch-accepted", BatchPage::sample_accepted().render().unwrap()),
        ("list", ListPage::sample().render().unwrap()),
        ("list-empty", ListPage::sample_empty().render().unwrap()),
        ("map", MapPage::sample().render().unwrap()),
        ("parcel", ParcelPage::sample().render().unwrap()),
        ("parcel-unknown", ParcelPage::sample_unknown().render().unwrap()),
        ("parcel-print", ParcelSheet::sample().render().unwrap()),
        ("policy", PolicyPage::sample().render().unwrap()),
        ("policy-mistake", PolicyPage::sample_mistake().render().unwrap()),
        ("events", EventsPage::sample().render().unwrap()),
        ("search", SearchPage::sample().render().unwrap()),
        ("search-empty", SearchPage::sample_empty().render().unwrap()),
        ("tasks", TasksPage::sample().render().unwrap()),
        ("tasks-empty", TasksPage::sample_empty().render().unwrap()),
        ("error", ErrorPage::sample().render().unwrap()),
    ]
}

#[test]
fn every_sample_renders_to_a_whole_page() {
    for (name, html) in pages() {
        assert!(html.trim_end().ends_with("</html>"), "{name} is cut off");
        assert_eq!(html.matches("<h1").count(), 1, "{name} must have one title");
    }
}

/// The content security policy of the server allows neither inline script nor inline style.
#[test]
fn no_page_has_inline_script_or_style_or_loads_from_outside() {
    for (name, html) in pages() {
        for banned in [" style=\"", "<style", "<script>", " onclick=", " onchange=", "http://", "https://"] {
            assert!(!html.contains(banned), "{name} contains {banned}");
        }
    }
}

/// `LINGDI_SAMPLES=DIR cargo test -p lingdi-web -- writes_samples` leaves the pages to look at.
#[test]
fn writes_samples() {
    let Some(folder) = std::env::var_os("LINGDI_SAMPLES").map(std::path::PathBuf::from) else { return };
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for (name, html) in pages() {
        std::fs::write(folder.join(name).with_extension("html"), html).unwrap();
    }
    std::fs::write(folder.join("map-card.html"), MapCard::sample().render().unwrap()).unwrap();
    for name in lingdi_web::assets::names() {
        let asset = lingdi_web::assets::find(&name).unwrap();
        std::fs::write(folder.join("assets").join(&*name), asset.bytes).unwrap();
    }
}
