//! Every page is rendered with its sample, and obeys what holds for all pages.

use askama::Template;
use lingdi_web::pages::accounts::AccountsPage;
use lingdi_web::pages::batch::BatchPage;
use lingdi_web::pages::batches::BatchesPage;
use lingdi_web::pages::block::FormingPage;
use lingdi_web::pages::cockpit::{CockpitPage, FigurePage};
use lingdi_web::pages::desk::{DeskPage, OutcomesPage};
use lingdi_web::pages::door::{LoginPage, PasswordPage, SetupPage};
use lingdi_web::pages::dossier::{DossierPage, DossierSheet};
use lingdi_web::pages::error::ErrorPage;
use lingdi_web::pages::events::EventsPage;
use lingdi_web::pages::home::HomePage;
use lingdi_web::pages::interventions::{InterventionsPage, NewInterventionPage};
use lingdi_web::pages::list::ListPage;
use lingdi_web::pages::map::{MapCard, MapPage};
use lingdi_web::pages::meeting::{AgendaPage, MinutesSheet};
use lingdi_web::pages::notices::NoticesPage;
use lingdi_web::pages::object::{
    BattleSheet, NewObjectPage, NoticeSheet, ObjectPage, ObjectsPage, OverallSheet, ReportSheet,
    VerificationPage,
};
use lingdi_web::pages::orders::{OrderFormingPage, OrderSheet, OrdersPage, VisitsPage};
use lingdi_web::pages::paper::PaperSheet;
use lingdi_web::pages::parcel::{ParcelPage, ParcelSheet};
use lingdi_web::pages::people::PeoplePage;
use lingdi_web::pages::pledges::RosterPage;
use lingdi_web::pages::policy::PolicyPage;
use lingdi_web::pages::progress::ProgressPage;
use lingdi_web::pages::published::PublishedPage;
use lingdi_web::pages::ranking::{RankingPage, UnitRankingPage};
use lingdi_web::pages::search::SearchPage;
use lingdi_web::pages::targets::TargetsPage;
use lingdi_web::pages::tasks::TasksPage;

/// Every page: the name of its file, and its HTML.
fn pages() -> Result<Vec<(&'static str, String)>, askama::Error> {
    Ok(vec![
        ("home", HomePage::sample().render()?),
        ("home-empty", HomePage::sample_empty().render()?),
        ("batches", BatchesPage::sample().render()?),
        ("batches-empty", BatchesPage::sample_empty().render()?),
        ("batch", BatchPage::sample().render()?),
        ("batch-refused", BatchPage::sample_refused().render()?),
        ("batch-accepted", BatchPage::sample_accepted().render()?),
        ("list", ListPage::sample().render()?),
        ("list-empty", ListPage::sample_empty().render()?),
        ("cockpit", CockpitPage::sample()?.render()?),
        ("cockpit-figure", FigurePage::sample().render()?),
        ("map", MapPage::sample().render()?),
        ("parcel", ParcelPage::sample().render()?),
        ("parcel-unknown", ParcelPage::sample_unknown().render()?),
        ("parcel-print", ParcelSheet::sample().render()?),
        ("policy", PolicyPage::sample().render()?),
        ("policy-mistake", PolicyPage::sample_mistake().render()?),
        ("policy-older", PolicyPage::sample_older().render()?),
        ("events", EventsPage::sample().render()?),
        ("search", SearchPage::sample().render()?),
        ("search-empty", SearchPage::sample_empty().render()?),
        ("ranking", RankingPage::sample().render()?),
        ("ranking-unit", UnitRankingPage::sample().render()?),
        ("targets", TargetsPage::sample().render()?),
        ("tasks", TasksPage::sample().render()?),
        ("tasks-empty", TasksPage::sample_empty().render()?),
        ("people", PeoplePage::sample().render()?),
        ("accounts", AccountsPage::sample().render()?),
        ("login", LoginPage::sample().render()?),
        ("password", PasswordPage::sample().render()?),
        ("setup", SetupPage::sample().render()?),
        ("objects", ObjectsPage::sample().render()?),
        ("objects-empty", ObjectsPage::sample_empty().render()?),
        ("object", ObjectPage::sample().render()?),
        ("block-forming", FormingPage::sample().render()?),
        ("overall-print", OverallSheet::sample().render()?),
        ("battle-plan-print", BattleSheet::sample().render()?),
        ("unit-report-print", ReportSheet::sample().render()?),
        ("object-new", NewObjectPage::sample().render()?),
        ("orders", OrdersPage::sample().render()?),
        ("orders-board", OrdersPage::sample_board().render()?),
        ("orders-empty", OrdersPage::sample_empty().render()?),
        ("order-forming", OrderFormingPage::sample().render()?),
        ("order-print", OrderSheet::sample().render()?),
        ("visits", VisitsPage::sample().render()?),
        ("desk", DeskPage::sample().render()?),
        ("desk-empty", DeskPage::sample_empty().render()?),
        ("outcomes", OutcomesPage::sample().render()?),
        ("meeting-agenda", AgendaPage::sample().render()?),
        ("meeting-minutes", MinutesSheet::sample().render()?),
        ("verification", VerificationPage::sample().render()?),
        ("notice", NoticeSheet::sample().render()?),
        ("dossier", DossierPage::sample().render()?),
        ("dossier-print", DossierSheet::sample().render()?),
        ("notices", NoticesPage::sample().render()?),
        ("notices-empty", NoticesPage::sample_empty().render()?),
        ("progress", ProgressPage::sample().render()?),
        ("progress-empty", ProgressPage::sample_empty().render()?),
        ("paper", PaperSheet::sample().render()?),
        ("interventions", InterventionsPage::sample().render()?),
        ("interventions-empty", InterventionsPage::sample_empty().render()?),
        ("intervention-new", NewInterventionPage::sample().render()?),
        ("pledges-roster", RosterPage::sample().render()?),
        ("published", PublishedPage::sample().render()?),
        ("error", ErrorPage::sample().render()?),
    ])
}

#[test]
fn every_sample_renders_to_a_whole_page() {
    for (name, html) in pages().unwrap() {
        assert!(html.trim_end().ends_with("</html>"), "{name} is cut off");
        assert_eq!(html.matches("<h1").count(), 1, "{name} must have one title");
    }
}

#[test]
fn every_error_page_offers_a_way_out() {
    for page in ErrorPage::samples() {
        let html = page.render().unwrap();
        assert!(html.contains("class=\"button primary\""), "{} has no way out", page.status);
        assert!(html.contains(&page.what) && page.details.iter().all(|detail| html.contains(detail)));
    }
}

/// What officials type reaches the page as text, never as markup.
#[test]
fn text_from_outside_is_escaped() {
    let mut page = SearchPage::sample();
    page.frame.query = "<script>alert(1)</script>".to_owned();
    page.found[0].title = "\"><img src=x>".to_owned();
    let html = page.render().unwrap();
    assert!(!html.contains("<script>") && !html.contains("<img src=x>"));
}

/// The content security policy of the server allows neither inline script nor inline style.
#[test]
fn no_page_has_inline_script_or_style_or_loads_from_outside() {
    for (name, html) in pages().unwrap() {
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
    for (name, html) in pages().unwrap() {
        std::fs::write(folder.join(name).with_extension("html"), html).unwrap();
    }
    std::fs::write(folder.join("map-card.html"), MapCard::sample().render().unwrap()).unwrap();
    for name in lingdi_web::assets::names() {
        let asset = lingdi_web::assets::find(&name).unwrap();
        std::fs::write(folder.join("assets").join(&*name), asset.bytes).unwrap();
    }
}
