//! The pages: view structs, templates, styles and islands.
//!
//! A page is a struct of plain, formatted values with a template of the same name and a `sample()`.
//! Every page works as plain HTML: filters are GET queries, deeds are POST followed by 303. htmx and
//! the islands only spare reloads. Neither inline script nor inline style is used, so the content
//! security policy can be `default-src 'self'; img-src 'self' data: blob:`.
//!
//! Every address but `/login`, `/setup` and `/assets` needs a session: without one a page leads to
//! `/login?next=…`.
//!
//! | method and address | page | query or form |
//! |---|---|---|
//! | GET `/` | [`pages::home::HomePage`] | |
//! | GET `/tasks` | [`pages::tasks::TasksPage`] | [`pages::tasks::TasksQuery`] |
//! | GET `/batches` | [`pages::batches::BatchesPage`] | `page` |
//! | POST `/batches` → batch | | multipart: `file` |
//! | GET `/batches/{id}` | [`pages::batch::BatchPage`] | `rows=all`, `page` |
//! | POST `/batches/{id}/reading` → batch | | [`pages::batch::ReadingForm`] |
//! | POST `/batches/{id}/acceptance` → batch | | [`pages::batch::AcceptanceForm`] |
//! | POST `/batches/{id}/proposal` → item | | |
//! | POST `/batches/{id}/discarding`, `…/undoing` → batch | | |
//! | GET `/batches/{id}/problems.xlsx`, `…/original` | a file | |
//! | GET `/templates/{kind}.xlsx` | a blank form | |
//! | GET `/list` | [`pages::list::ListPage`] | [`pages::list::ListQuery`] |
//! | GET `/list.xlsx`, `/list.csv`, `/list.geojson` | a file | the same |
//! | GET `/parcels/{code}` | [`pages::parcel::ParcelPage`] | `year` |
//! | GET `/parcels/{code}/print` | [`pages::parcel::ParcelSheet`] | `year` |
//! | POST `/parcels/{code}/findings` → parcel `#decisions`, or 422 with the page | | [`pages::parcel::FindingForm`] |
//! | GET `/cases`, and likewise `/plans`, `/items`, … | [`pages::object::ObjectsPage`] | [`pages::object::ObjectsQuery`] |
//! | GET `/cases/{id}` | [`pages::object::ObjectPage`] | |
//! | GET `/plans/new` | [`pages::object::NewObjectPage`] | `link`, `verb` |
//! | POST `/cases/{id}/moves/{verb}` → case, or 412, 422 with the page | | multipart: `f.…`, `reason`, `date`, `file`, … |
//! | GET `/notices` | [`pages::notices::NoticesPage`] | [`pages::notices::NoticesQuery`] |
//! | POST `/notices/reading` → notices | | `id`; without one, all |
//! | GET `/progress` | [`pages::progress::ProgressPage`] | `unit` |
//! | POST `/freezes/{id}/sending` → cases | | |
//! | GET `/attachments/{id}` | a file, in a sandbox | |
//! | GET `/dossiers/{code}`, `/dossiers/{code}/print` | [`pages::dossier::DossierPage`], [`pages::dossier::DossierSheet`] | [`pages::dossier::DossierQuery`] |
//! | GET `/cockpit` | [`pages::cockpit::CockpitPage`] | [`pages::cockpit::CockpitQuery`] |
//! | GET `/cockpit/stage` | [`pages::cockpit::Stage`], a fragment | the same |
//! | GET `/cockpit/events` | server-sent: `stage` with a new tag whenever the stage has changed | the same |
//! | GET `/cockpit/figures/{key}` | [`pages::cockpit::FigurePage`] | the same |
//! | GET `/map` | [`pages::map::MapPage`] | [`pages::map::MapQuery`] |
//! | GET `/map/card/{code}` | [`pages::map::MapCard`], a fragment | `year` |
//! | GET `/map/outlines.geojson` | outlines with 单位名称, as shipped | |
//! | GET `/map/fallback.svg` | [`pages::map::FallbackMap`] | as the map |
//! | GET `/tiles/parcels/{z}/{x}/{y}.mvt` | layer `parcels`: `code`, `category` (`A`–`D`, `none`, `unknown`), `band` (its number, or `unknown`) | the list's filters |
//! | GET `/policy` | [`pages::policy::PolicyPage`] | |
//! | POST `/policy/draft` → policy, or 422 with the page | | [`pages::policy::DraftForm`] |
//! | POST `/policy/draft/removal` → policy | | `key` |
//! | POST `/policy/draft/abandonment`, `/policy/shipped` → policy | | |
//! | POST `/policy/publication` → policy | | |
//! | GET `/events` | [`pages::events::EventsPage`] | [`pages::events::EventsQuery`] |
//! | GET `/people` | [`pages::people::PeoplePage`] | |
//! | POST `/people/changes` → people, or 422 with the page | | [`pages::people::ChangeForm`] |
//! | POST `/people/changes/{id}/confirmation`, `…/rejection` → people | | `reason` |
//! | GET `/accounts` | [`pages::accounts::AccountsPage`] | |
//! | POST `/accounts`, `/accounts/{id}/password`, `/accounts/{id}/state`, `/accounts/rules` → accounts, or 422 with the page | | [`pages::accounts::AccountForm`] |
//! | GET `/login`, POST → `next`, or 422 with the page | [`pages::door::LoginPage`] | `login`, `password`, `next` |
//! | POST `/login/demo` → `next` | | `login`, `next`; the demo on its own machine only |
//! | POST `/logout` → login; POST `/post` → `/` | | `capacity` |
//! | GET `/password`, POST → `/`, or 422 with the page | [`pages::door::PasswordPage`] | `old`, `new`, `again` |
//! | GET `/setup`, POST → login, or 422 with the page | [`pages::door::SetupPage`] | while there is no account |
//! | GET `/search` | [`pages::search::SearchPage`] | [`pages::search::SearchQuery`] |
//! | GET `/assets/{name}` | [`assets::find`]; may be kept for ever when `v` is the present [`assets::VERSION`] | `v` |
//! | anything else | [`pages::error::ErrorPage`] | |

pub mod assets;
pub mod chart;
pub mod format;
pub mod frame;
mod handlers;
mod icon;
pub mod pages;
pub mod parts;

pub use handlers::{Doors, router};
pub use icon::{Icon, icon};
