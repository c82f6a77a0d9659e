//! 谋划连片地块: sites are chosen on a drawn map or in the table below it, and measured with each choice.

use askama::Template;

use super::object::{MoveForm, ObjectRow};
use crate::chart::minimap::MiniMap;
use crate::frame::{Frame, Section};

/// A site that may join.
#[derive(Debug, Clone, Default)]
pub struct SiteRow {
    /// Its case, as in the list of cases.
    pub row: ObjectRow,
    /// 宗地代码, as sent.
    pub parcel: String,
    /// Is it chosen?
    pub chosen: bool,
    /// Metres to the nearest chosen one; empty when none is chosen or it has no shape.
    pub gap: String,
    /// Is it near enough to join the chosen ones?
    pub near: bool,
    /// The open block that it lies in already; empty when free.
    pub taken: String,
}

/// `GET /blocks/forming`
#[derive(Template)]
#[template(path = "block/forming.html")]
pub struct FormingPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The map; `None` when no site has a shape.
    pub map: Option<MiniMap>,
    /// The sites, chosen ones first, then the nearest.
    pub sites: Vec<SiteRow>,
    /// How many are chosen.
    pub count: usize,
    /// 亩 of the union of the chosen ones.
    pub area: String,
    /// Widest gap in metres; empty while it is not known.
    pub gap: String,
    /// What must hold, from the policy: sites, metres, 亩.
    pub rule: String,
    /// Why the choice is no block yet.
    pub missing: Vec<String>,
    /// The form that opens the block.
    pub form: MoveForm,
}

impl FormingPage {
    /// A believable page.
    pub fn sample() -> Self {
        let site = |title: &str, chosen, gap: &str, taken: &str| SiteRow {
            row: ObjectRow {
                href: "/cases/0190".to_owned(),
                title: title.to_owned(),
                code: "2023-0017 · 330122 102003 GB00047".to_owned(),
                area: "33.61".to_owned(),
                state: "已入库",
                tone: "dai",
                ..ObjectRow::default()
            },
            parcel: "330122102003GB00047".to_owned(),
            chosen,
            gap: gap.to_owned(),
            near: gap == "12.0",
            taken: taken.to_owned(),
        };
        let ring =
            |lon: f64| vec![vec![[lon, 29.8], [lon + 0.001, 29.8], [lon + 0.001, 29.801], [lon, 29.8]]];
        let shapes = vec![(ring(119.5), crate::chart::minimap::Shape::default())];
        Self {
            frame: Frame::sample(Section::Cases),
            map: MiniMap::of(&ring(119.5), (660.0, 440.0), shapes),
            sites: vec![
                site("方埠路18号", true, "", ""),
                site("方埠路20号", false, "12.0", ""),
                site("方埠路31号", false, "45.0", "连片地块（3 宗）"),
            ],
            count: 1,
            area: "33.61".to_owned(),
            gap: String::new(),
            rule: "不少于 2 宗，间距不超过 30 米，合计不少于 100 亩".to_owned(),
            missing: vec!["连片地块至少要有 2 宗，现在选了 1 宗。".to_owned()],
            form: MoveForm::default(),
        }
    }
}
