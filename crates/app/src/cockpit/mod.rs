//! 零地增效驾驶舱 (R43): the whole county, or one unit, on one screen, as it stands now or as a month was
//! closed. Every figure is counted where lists, rankings and targets count it; this module only puts
//! them side by side. A still is made once for each state of the county, scope, unit and month, however
//! many screens ask; [`crate::Beat`] says when it is old.

mod alerts;
mod catalogue;
mod figure;
mod ground;
mod lens;
mod number;
mod panels;
mod rows;
mod way;

use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use lingdi_domain::{Actor, Month, Scope};
use serde::Serialize;

pub use alerts::{Alert, AlertKind, short_name};
pub use catalogue::{Definition, definition, definitions};
pub use figure::{Beside, Figure, Tone};
pub use panels::{BlockRow, CurveMonth, DataState, RankRow, Ranks, Site, Step, TaxRow, WayShare};
pub use rows::{FigureRow, FigureView};
pub use way::Way;

use self::ground::Ground;
use crate::authority::May;
use crate::identification::Judge;
use crate::{Action, App, Beat, Error, Result, Snapshot};

/// Stills kept: a few scopes, units and months.
const KEPT: usize = 48;

/// What a screen asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Code of the unit; the whole county, as far as the reader may see it, without one.
    pub unit: Option<String>,
    /// The month as it was closed; without one, now.
    pub month: Option<Month>,
}

/// Everything on the screen.
#[derive(Debug, Clone, Serialize)]
pub struct Cockpit {
    /// Name of the county.
    pub county: String,
    /// The unit that was asked for: code and name.
    pub unit: Option<(String, String)>,
    /// The business date.
    pub today: NaiveDate,
    /// Which month is shown.
    pub month: Month,
    /// Is it the present one, that still changes?
    pub live: bool,
    /// Do the sums of a past month come from the bytes of its closing?
    pub frozen: bool,
    /// The strip on top.
    pub figures: Vec<Figure>,
    /// 五步流程
    pub steps: [Step; 5],
    /// Units by rank.
    pub ranks: Ranks,
    /// Sites under work or done, by path.
    pub ways: Vec<WayShare>,
    /// 亩均税收 before and after, by path.
    pub taxes: Vec<TaxRow>,
    /// 连片地块
    pub blocks: Vec<BlockRow>,
    /// 预警, the worst first.
    pub alerts: Vec<Alert>,
    /// Freshness and quality of the data.
    pub data: DataState,
    /// 出清 month by month, over all years of the plan.
    pub curve: Vec<CurveMonth>,
    /// Sites with their place, the largest first; drawn, and no part of the JSON, which is figures.
    #[serde(skip)]
    pub sites: Vec<Site>,
    /// Outlines to draw.
    #[serde(skip)]
    pub snapshot: Arc<Snapshot>,
}

impl Cockpit {
    /// A figure of the strip.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }
}

/// The cockpit as it was made once for all who may see the same.
#[derive(Debug)]
pub struct Still {
    /// What is shown.
    pub view: Cockpit,
    /// The same as JSON.
    pub json: String,
    /// Hash of figures and sites: as long as it is the same, nothing on the screen has changed.
    pub etag: String,
}

/// What has been made.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    ground: Mutex<Option<Arc<Ground>>>,
    /// The newest in front, all of one beat.
    stills: Mutex<Stills>,
    /// Held by whoever makes one that is not kept yet: the others wait and find it.
    making: tokio::sync::Mutex<()>,
}

/// Stills of one beat.
type Stills = (Beat, Vec<(Key, Arc<Still>)>);

/// Scope of the reader and what is asked: all that two stills of one beat differ by.
type Key = (Scope, Asked);

impl Cache {
    fn find(&self, beat: Beat, key: &Key) -> Option<Arc<Still>> {
        let stills = self.stills.lock().ok()?;
        let kept = stills.1.iter().find(|(kept, _)| kept == key).filter(|_| stills.0 == beat);
        kept.map(|(_, still)| Arc::clone(still))
    }

    fn keep(&self, beat: Beat, key: Key, still: &Arc<Still>) {
        if let Ok(mut stills) = self.stills.lock() {
            if stills.0 != beat {
                *stills = (beat, Vec::new());
            }
            stills.1.truncate(KEPT - 1);
            stills.1.insert(0, (key, Arc::clone(still)));
        }
    }
}

impl App {
    /// The cockpit before one pair of eyes.
    pub async fn cockpit(&self, actor: &Actor, asked: &Asked) -> Result<Arc<Still>> {
        actor.may(Action::Read)?;
        let key = (actor.scope.clone(), asked.clone());
        if let Some(still) = self.inner.cockpits.find(self.beat().await?, &key) {
            return Ok(still);
        }
        let _one_at_a_time = self.inner.cockpits.making.lock().await;
        let beat = self.beat().await?;
        if let Some(still) = self.inner.cockpits.find(beat, &key) {
            return Ok(still);
        }
        let view = self.take_still(actor, asked, beat).await?;
        let json = serde_json::to_string(&view)?;
        let shown = format!("{json}{}", serde_json::to_string(&view.sites)?);
        let etag = lingdi_store::files::sha256(shown.as_bytes())[..16].to_owned();
        let still = Arc::new(Still { view, json, etag });
        // Looking at the facts may have taken in a delivery: then it is as new as that.
        self.inner.cockpits.keep(Beat { facts: self.shown_version(), ..beat }, key, &still);
        Ok(still)
    }

    async fn take_still(&self, actor: &Actor, asked: &Asked, beat: Beat) -> Result<Cockpit> {
        let unit = self.asked_unit(actor, asked).await?;
        let eyes = match &unit {
            Some((code, _)) => Actor { scope: Scope::Units(vec![code.clone()]), ..actor.clone() },
            None => actor.clone(),
        };
        let seen = self.judge(&eyes, &Judge::present()).await?;
        let ground = self.ground(beat).await?;
        let lens = self.lens(&eyes, asked, &ground).await?;
        let ranks = self.ranks(actor, &lens).await?;
        let mut figures = lens.figures(&seen, &ranks.orders);
        let sources = self.sources(&eyes, &seen).await?;
        let alerts = self.alerts(&eyes, &lens, &figures, &ranks, &sources).await?;
        figures.push(alerts::figure(&alerts));
        let snapshot = Arc::clone(&seen.judged.snapshot);
        Ok(Cockpit {
            county: self.county_name().await?,
            today: beat.today,
            month: lens.month,
            live: lens.live,
            frozen: lens.frozen,
            figures,
            steps: lens.steps(),
            ways: lens.ways(),
            taxes: lens.taxes(),
            blocks: lens.blocks(&snapshot),
            data: panels::data(&seen, &sources),
            curve: lens.curve(),
            sites: lens.sites(&snapshot, unit.is_some()),
            unit,
            ranks: ranks.shown,
            alerts,
            snapshot,
        })
    }

    /// Code and name of the unit that is asked for, when the reader may see it.
    async fn asked_unit(&self, actor: &Actor, asked: &Asked) -> Result<Option<(String, String)>> {
        let Some(code) = &asked.unit else { return Ok(None) };
        let units = self.units().await?;
        let unit = units.iter().find(|unit| unit.code == code.as_str() && unit.is_local());
        let unit = unit.filter(|_| actor.scope.allows(code));
        let absent = || {
            Error::NotFound("没有这个属地单位，或不在您的数据范围内。请从驾驶舱的地图或排名打开。".to_owned())
        };
        unit.map(|unit| Some((unit.code.to_string(), unit.name.to_string()))).ok_or_else(absent)
    }
}
