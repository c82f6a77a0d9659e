//! 谋划连片: sites chosen together, measured before the block is opened.

use std::collections::HashMap;

use lingdi_domain::moves::{Missing, lacks, machine, may_make};
use lingdi_domain::numbers::Numbers;
use lingdi_domain::object::{Fields, Input, Linked, Object, ObjectKind};
use lingdi_domain::step4_remediation::Block;
use lingdi_domain::step4_remediation::block::{JOINS, may_join};
use lingdi_domain::{Actor, Area, ParcelCode, Ratio};
use lingdi_geo::MultiPolygon;
use lingdi_store::objects::{self, Filter};
use lingdi_store::{Tx, links};
use uuid::Uuid;

use super::load::{self, Loaded};
use super::make::Hand;
use super::{Rules, prepare};
use crate::{App, Error, Result, Snapshot};

/// Sites offered in one state at once; a unit has far fewer.
const MOST: usize = 1000;

/// Sites on their way into a block.
#[derive(Debug, Clone)]
pub struct Forming {
    /// Sites that may join: the chosen ones, then the nearest to them, then by due day.
    pub sites: Vec<Site>,
    /// What was measured of the chosen ones.
    pub block: Block,
    /// Why they cannot be opened as a block yet; one sentence each.
    pub missing: Vec<Missing>,
    /// What the policy asks of a block.
    pub numbers: Numbers,
}

/// A site that may join a block.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its case.
    pub object: Object,
    /// Is it chosen?
    pub chosen: bool,
    /// How far it lies from the nearest chosen one, edge to edge, in 0.01 m; unknown without a shape.
    pub gap: Option<i64>,
    /// The open block that it lies in, which keeps it from others.
    pub taken: Option<String>,
}

/// May this person take this case into a new block?
pub fn may_form(actor: &Actor, case: &Object) -> bool {
    may_make_block(actor, &case.unit) && may_join(case)
}

/// May this person form blocks at all?
pub fn forms_blocks(actor: &Actor) -> bool {
    may_make_block(actor, &actor.unit)
}

fn may_make_block(actor: &Actor, unit: &str) -> bool {
    machine(ObjectKind::Block).named("open").is_some_and(|one| may_make(one, actor, unit))
}

impl App {
    /// What a person of a unit could join into a block, and what the chosen parcels measure together.
    pub async fn forming(&self, actor: &Actor, chosen: &[String]) -> Result<Forming> {
        if !forms_blocks(actor) {
            return Err(Error::Forbidden(format!(
                "{}不能谋划连片地块，这一步由本属地的属地经办、属地领导办理。",
                actor.name
            )));
        }
        let snapshot = self.snapshot(None).await?;
        let taken = self.taken(actor).await?;
        let mut sites = Vec::new();
        for state in JOINS {
            let filter = Filter {
                state: Some((*state).to_owned()),
                unit: Some(actor.unit.clone()),
                ..Filter::default()
            };
            let page = self.objects(actor, ObjectKind::Case, &filter, None, MOST).await?;
            let site = |object: Object| Site {
                chosen: chosen.contains(&object.parcel),
                gap: None,
                taken: taken.get(&object.id).cloned(),
                object,
            };
            sites.extend(page.objects.into_iter().map(|stored| site(stored.object)));
        }
        if let Some(unknown) =
            chosen.iter().find(|code| !sites.iter().any(|site| site.object.parcel == **code))
        {
            return Err(Error::Refused(format!(
                "宗地 {unknown} 不在本属地可以连片的地块中：要已认定、尚未申报完成。请从“谋划连片地块”重新选择。"
            )));
        }
        place(&snapshot, &mut sites);
        let rules = self.rules().await?;
        let (block, missing) = self.measured(actor, &rules, &sites).await?;
        Ok(Forming { sites, block, missing, numbers: rules.numbers })
    }

    /// Is there a case on this parcel that the person may take into a new block?
    pub async fn may_form_with(&self, actor: &Actor, parcel: &str) -> Result<bool> {
        if !forms_blocks(actor) {
            return Ok(false);
        }
        let mut tx = self.db().read().await?;
        let cases = objects::about(&mut tx, self.county(), parcel, ObjectKind::Case).await?;
        Ok(cases.iter().any(|stored| may_form(actor, &stored.object)))
    }

    /// Cases in open blocks, with the name of the block.
    async fn taken(&self, actor: &Actor) -> Result<HashMap<Uuid, String>> {
        let mut taken = HashMap::new();
        let mut tx = self.db().read().await?;
        let (county, filter) = (self.county(), Filter::default());
        let blocks =
            objects::list(&mut tx, county, &actor.scope, ObjectKind::Block, &filter, None, MOST).await?;
        for block in blocks.objects.into_iter().map(|stored| stored.object) {
            if lingdi_domain::moves::is_open(&block) {
                let ties = links::of(&mut tx, county, block.id).await?;
                let members = ties.into_iter().filter(|tie| tie.name() == "member");
                taken.extend(members.map(|tie| (tie.id, block.title.clone())));
            }
        }
        Ok(taken)
    }

    /// What the chosen sites measure, and what the move that opens a block would still refuse.
    async fn measured(&self, actor: &Actor, rules: &Rules, sites: &[Site]) -> Result<(Block, Vec<Missing>)> {
        let chosen = sites.iter().filter(|site| site.chosen);
        let links = chosen.map(|site| ("member".to_owned(), ObjectKind::Case, site.object.id)).collect();
        let mut input = Input { links, ..Input::default() };
        let mut tx = self.db().read().await?;
        let linked =
            load::future_links(&mut tx, self.county(), actor, ObjectKind::Block, &input.links).await?;
        drop(tx);
        let (object, year) =
            prepare::blank(self, actor, ObjectKind::Block, &linked, &mut input, rules).await?;
        let now = self.clock().now();
        let stored = objects::Stored { object, year, created_at: now, moved_at: now };
        let loaded = Loaded { stored, linked, files: Vec::new() };
        let situation = rules.situation(&loaded.stored.object, &loaded, &input, &actor.name);
        let open = machine(ObjectKind::Block).named("open");
        let missing = open.map(|one| lacks(one, &situation)).unwrap_or_default();
        let Fields::Block(block) = &loaded.stored.object.fields else {
            return Ok((Block::default(), missing));
        };
        Ok(((**block).clone(), missing))
    }
}

/// Finds the sites that an adjustment of a block takes in, and measures what it would then be.
pub(super) async fn find_changed_sites(
    app: &App,
    tx: &mut Tx,
    loaded: &mut Loaded,
    verb: &str,
    input: &Input,
) -> Result<()> {
    let block_id = loaded.stored.object.id;
    let unit = loaded.stored.object.unit.clone();
    let Fields::Block(block) = &mut loaded.stored.object.fields else { return Ok(()) };
    let changes = verb == CHANGE_SITES;
    let joins = if changes { codes(input, "joins") } else { block.joins.clone() };
    let leaves = if changes { codes(input, "leaves") } else { block.leaves.clone() };
    let county = app.county();
    for code in &joins {
        let cases = objects::about(tx, county, code, ObjectKind::Case).await?;
        let open = cases.into_iter().map(|stored| stored.object).find(lingdi_domain::moves::is_open);
        let Some(object) = open.filter(|case| case.unit == unit) else { continue };
        let blocks = objects::tied_to(tx, county, object.id, ObjectKind::Block).await?;
        for other in blocks.into_iter().filter(|other| other.object.id != block_id) {
            let ties = links::of(tx, county, other.object.id).await?;
            if ties.iter().any(|tie| tie.id == object.id && tie.name() == "member") {
                loaded.linked.push(Linked { role: "sibling".to_owned(), object: other.object });
            }
        }
        loaded.linked.push(Linked { role: "joins".to_owned(), object });
    }
    if changes {
        let stays = |site: &&Linked| {
            site.role == "joins" || site.role == "member" && !leaves.contains(&site.object.parcel)
        };
        let sites = loaded.linked.iter().filter(stays);
        let sites: Vec<_> =
            sites.map(|site| Linked { role: "member".to_owned(), object: site.object.clone() }).collect();
        let mut next = Block::default();
        measure(app, &sites, &mut next).await?;
        block.next = Some(next.measured());
    }
    Ok(())
}

impl Hand<'_> {
    /// Sites that were taken in become members of the block, those let go cease to be.
    pub(super) async fn change_sites(&mut self, before: &Object, linked: &[Linked]) -> Result<()> {
        let Fields::Block(block) = &before.fields else { return Ok(()) };
        for site in linked.iter().filter(|site| site.role == "joins") {
            let to = (ObjectKind::Case, site.object.id);
            links::insert(&mut self.tx, self.app.county(), before, "member", to, self.now).await?;
        }
        let leaves = |site: &&Linked| site.role == "member" && block.leaves.contains(&site.object.parcel);
        for site in linked.iter().filter(leaves) {
            let (county, to) = (self.app.county(), site.object.id);
            links::rename(&mut self.tx, county, before.id, "member", to, "former_member").await?;
        }
        Ok(())
    }
}

/// The move by which a unit proposes other sites.
const CHANGE_SITES: &str = "change_sites";

/// Codes as they were typed, one a line.
fn codes(input: &Input, name: &str) -> Vec<String> {
    let text = input.fields.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Tells how far each site lies from the chosen ones, and puts the near ones in front.
fn place(snapshot: &Snapshot, sites: &mut [Site]) {
    let chosen: Vec<_> = sites
        .iter()
        .filter(|site| site.chosen)
        .filter_map(|site| shape(snapshot, &site.object.parcel))
        .collect();
    let others: Vec<usize> = (0..sites.len())
        .filter(|at| !sites[*at].chosen && shape(snapshot, &sites[*at].object.parcel).is_some())
        .collect();
    let shapes: Vec<_> = others.iter().filter_map(|at| shape(snapshot, &sites[*at].object.parcel)).collect();
    let gaps = lingdi_geo::block::gaps(&chosen, &shapes).unwrap_or_default();
    for (at, gap) in others.into_iter().zip(gaps) {
        sites[at].gap = Some(gap);
    }
    sites.sort_by_key(|site| (!site.chosen, site.gap.unwrap_or(i64::MAX)));
}

fn shape<'a>(snapshot: &'a Snapshot, parcel: &str) -> Option<&'a MultiPolygon<f64>> {
    let at = snapshot.parcel(ParcelCode::parse(parcel)?.as_str())?;
    snapshot.shapes.get(at as usize)?.as_ref()
}

/// Measures a block from the shapes of its sites: how far apart, and the area of their union.
pub(super) async fn measure(app: &App, linked: &[Linked], block: &mut Block) -> Result<()> {
    let snapshot = app.snapshot(None).await?;
    let sites: Vec<_> =
        linked.iter().filter(|linked| linked.role == "member").map(|site| &site.object.parcel).collect();
    let shapes: Option<Vec<_>> = sites.iter().map(|parcel| shape(&snapshot, parcel)).collect();
    let Some(measured) = shapes.and_then(|shapes| lingdi_geo::block::measure(&shapes)) else { return Ok(()) };
    block.widest_gap = Some(Ratio::new(i128::from(measured.widest_gap), 100).to_decimal(2));
    block.apart = measured.apart.map(|(apart, nearest)| (sites[apart].clone(), sites[nearest].clone()));
    block.union_area = Area(measured.union_area);
    Ok(())
}
