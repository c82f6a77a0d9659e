//! What every cockpit of the county is counted from: read once for each state of the county, for all
//! scopes, units and months.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use lingdi_domain::category::MainCategory;
use lingdi_domain::mechanism2_appraisal::achievement::Counted;
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::step4_remediation::Plan;
use lingdi_domain::{Actor, Area, Ratio};
use lingdi_store::objects::{self, Filter, Stored};
use uuid::Uuid;

use super::way::Way;
use crate::moves::{UnitProgress, every, every_stored};
use crate::{App, Beat, Result, shanghai_date};

/// The county's work at one beat.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) beat: Beat,
    pub(super) cases: Vec<CaseLine>,
    pub(super) blocks: Vec<Object>,
    pub(super) counted: Arc<Vec<Counted>>,
    pub(super) progress: Vec<UnitProgress>,
}

/// What is counted of a case.
#[derive(Debug, Default)]
pub(super) struct CaseLine {
    pub(super) id: Uuid,
    pub(super) unit: String,
    pub(super) number: String,
    pub(super) parcel: String,
    pub(super) area: Area,
    pub(super) letter: Option<MainCategory>,
    /// Is 占工非工 among its categories?
    pub(super) misused: bool,
    pub(super) way: Option<Way>,
    /// Whose site it is: only to tell how many firms a mean is of.
    pub(super) owner: String,
    /// 亩均税收 before and after, 万元/亩.
    pub(super) taxes: Option<(Ratio, Ratio)>,
    /// Day on which it came into each of the five steps.
    pub(super) reached: [Option<NaiveDate>; 5],
}

/// States in which the work on a site has begun, though no day of it is known: carried over from a ledger.
const WORKED: [&str; 8] = [
    "EXECUTING",
    "DONE_PENDING_EVAL",
    "EVALUATING",
    "EXIT_PENDING",
    "PRE_EXITED",
    "EXITED",
    "REWORK",
    "MERGED",
];

impl CaseLine {
    /// Had it come into this step, from 0, by the end of a day? Whoever is in a later one has passed the earlier.
    pub(super) fn has_reached(&self, step: usize, by: NaiveDate) -> bool {
        self.reached[step..].iter().flatten().any(|day| *day <= by)
    }

    fn new(stored: &Stored, plan: Option<&Plan>, block: Option<&Object>) -> Option<Self> {
        let object = &stored.object;
        let case = object.fields.case()?;
        // Its parts go on as cases of their own.
        if object.state == "SPLIT" {
            return None;
        }
        let opened = shanghai_date(stored.created_at);
        let merged = block.and_then(|block| match &block.fields {
            lingdi_domain::object::Fields::Block(block) => Some(block),
            _ => None,
        });
        let stands = !["REJECTED", "WITHDRAWN"].contains(&object.state);
        let unknown = || (stands && merged.is_none() && WORKED.contains(&object.state)).then_some(opened);
        let worked = match merged {
            Some(block) => block.started_on,
            None => case.working_since.or(case.cleared_on).or_else(unknown),
        };
        let cleared = case.cleared_on.or(merged.and_then(|block| block.completed_on));
        let later = [case.confirmed_on, case.entered_on, worked, cleared].map(|day| day.filter(|_| stands));
        let number = |text: &Option<String>| Ratio::parse_decimal(text.as_ref()?.trim());
        let path = plan.and_then(|plan| plan.path);
        let carried = case.carried.as_ref().and_then(|carried| carried.path.as_deref());
        let way = match merged {
            Some(_) => Some(Way::Block),
            None => path.map(Way::of).or_else(|| carried.and_then(Way::from_words)),
        };
        Some(Self {
            id: object.id,
            unit: object.unit.clone(),
            number: object.number.clone(),
            parcel: object.parcel.clone(),
            area: case.area,
            letter: case.categories.iter().map(|category| category.main()).min(),
            misused: case.categories.iter().any(|category| category.main() == MainCategory::C),
            way,
            owner: case.owner.clone(),
            taxes: number(&case.tax_before).zip(number(&case.tax_after)),
            reached: [Some(opened), later[0], later[1], later[2], later[3]],
        })
    }
}

impl App {
    /// The county's work, as of a beat.
    pub(super) async fn ground(&self, beat: Beat) -> Result<Arc<Ground>> {
        let kept = self.inner.cockpits.ground.lock().ok().and_then(|kept| kept.clone());
        if let Some(kept) = kept.filter(|kept| kept.beat == beat) {
            return Ok(kept);
        }
        // Each of these opens a transaction of its own, one after the other.
        let counted = self.achievements().await?;
        let progress = self.progress_by_unit(&Actor::program("驾驶舱"), &[]).await?;
        let (cases, blocks, merged) = self.read_ground().await?;
        let plans = self.plans_of(&cases.iter().collect::<Vec<_>>()).await?;
        let line = |stored: &Stored| {
            let id = &stored.object.id;
            let block = merged.get(id).and_then(|at| blocks.get(*at));
            CaseLine::new(stored, plans.get(id), block)
        };
        let cases = cases.iter().filter_map(line).collect();
        let ground = Arc::new(Ground { beat, cases, blocks, counted, progress });
        if let Ok(mut kept) = self.inner.cockpits.ground.lock() {
            *kept = Some(Arc::clone(&ground));
        }
        Ok(ground)
    }

    /// Cases, blocks, and into which block a case was merged.
    async fn read_ground(&self) -> Result<(Vec<Stored>, Vec<Object>, HashMap<Uuid, usize>)> {
        let (mut tx, county) = (self.db().read().await?, self.county());
        let cases = every_stored(&mut tx, county, ObjectKind::Case, &Filter::default()).await?;
        let blocks = every(&mut tx, county, ObjectKind::Block, &Filter::default()).await?;
        let mut merged = HashMap::new();
        for (at, block) in blocks.iter().enumerate() {
            let tied = objects::tied(&mut tx, county, block.id).await?;
            let sites = tied.iter().map(|tied| &tied.stored.object).filter(|case| case.state == "MERGED");
            merged.extend(sites.map(|case| (case.id, at)));
        }
        Ok((cases, blocks, merged))
    }
}
