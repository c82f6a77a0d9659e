//! 月度通报 (R63): the document of a closed month. Its file is made and kept when the ranking is published,
//! so that a reprint is the same bytes; until then it is a draft.

use std::collections::BTreeMap;

use lingdi_documents::circular::{Letter, draft};
use lingdi_documents::{Document, docx};
use lingdi_domain::mechanism2_appraisal::circular::{Circular, Publications};
use lingdi_domain::mechanism2_appraisal::{Group, Period, Table};
use lingdi_domain::object::{Object, ObjectKind};
use lingdi_domain::{Actor, Month, Scope, numbers};
use lingdi_store::frozen::{self, Frozen};
use lingdi_store::objects::Filter;
use lingdi_store::{Tx, counties};
use serde_json::json;
use uuid::Uuid;

use super::Shown;
use crate::authority::May;
use crate::moves::{every, present_streak};
use crate::{Action, App, Error, Result, VERSION};

/// Kind of the bytes that are kept of a circular.
const CIRCULAR: &str = "circular";

/// To whom it goes.
const ADDRESSEE: &str = "各乡镇（街道）、开发区，县级有关部门";

/// The circular of a month.
#[derive(Debug, Clone)]
pub struct CircularView {
    /// Which month.
    pub month: Month,
    /// Closed, or published with its ranking.
    pub shown: Shown,
    /// What it says.
    pub document: Document,
}

impl App {
    /// The circular of a closed month; before the ranking is published only who sees the county reads it.
    pub async fn monthly_circular(&self, actor: &Actor, month: Month) -> Result<CircularView> {
        let (period, shown) = self.closed_period(actor, month).await?;
        let rules = self.rules().await?;
        let mut tx = self.db().read().await?;
        let document = drafted(&mut tx, self.county(), &period, &rules.numbers.appraisal).await?;
        Ok(CircularView { month, shown, document })
    }

    /// Its file: the one that was kept at the publication, else a draft.
    pub async fn monthly_circular_file(&self, actor: &Actor, month: Month) -> Result<Vec<u8>> {
        let (period, shown) = self.closed_period(actor, month).await?;
        let published = fields(&period).and_then(|period| period.published_sha256.as_deref());
        if shown == Shown::Published {
            let mut tx = self.db().read().await?;
            let all = frozen::list(&mut tx, self.county()).await?;
            let own = |one: &&Frozen| one.kind == CIRCULAR && Some(table_of(one).as_str()) == published;
            if let Some(kept) = all.iter().find(own) {
                let bytes = frozen::content(&mut tx, self.county(), kept.id).await?;
                return bytes.ok_or_else(|| Error::Internal("通报的文件不在了".to_owned()));
            }
        }
        docx(&self.monthly_circular(actor, month).await?.document).map_err(Error::Internal)
    }

    async fn closed_period(&self, actor: &Actor, month: Month) -> Result<(Object, Shown)> {
        actor.may(Action::Read)?;
        let not_closed = || {
            Error::Refused(format!(
                "{}还没有关账，没有通报。请先在“考核排名”办理“关账冻结”。",
                month.spoken()
            ))
        };
        let of_month = |object: &Object| fields(object).is_some_and(|it| it.month == Some(month));
        let period = self.periods().await?.into_iter().find(of_month).ok_or_else(not_closed)?;
        let known = fields(&period).ok_or_else(not_closed)?;
        let shown = match known {
            Period { published, .. } if !published.is_empty() => Shown::Published,
            Period { frozen: Some(_), .. } if period.state != "OPEN" => Shown::Closed,
            _ => return Err(not_closed()),
        };
        if shown == Shown::Closed && actor.scope != Scope::County {
            return Err(Error::Forbidden(format!("{}的排名还没有公布，公布后可以看通报。", month.spoken())));
        }
        Ok((period, shown))
    }
}

/// Makes the file of a month that is published in this transaction, and keeps it.
pub(crate) async fn keep(
    tx: &mut Tx,
    app: &App,
    actor: &Actor,
    period: &Object,
    rules: &numbers::Appraisal,
) -> Result<()> {
    let document = drafted(tx, app.county(), period, rules).await?;
    let content = docx(&document).map_err(Error::Internal)?;
    let table = fields(period).and_then(|period| period.published_sha256.clone());
    let kept = Frozen {
        id: app.ids().next(),
        kind: CIRCULAR.to_owned(),
        title: document.title,
        sha256: lingdi_store::files::sha256(&content),
        basis: json!({"table": table, "program": VERSION}).to_string(),
        actor: actor.name.clone(),
        created_at: app.clock().now(),
    };
    Ok(frozen::insert(tx, app.county(), &kept, &content).await?)
}

/// The document of a month, from the bytes of its closing and the publications so far.
async fn drafted(tx: &mut Tx, county: &str, period: &Object, rules: &numbers::Appraisal) -> Result<Document> {
    let lost = || Error::Internal("没有关账时保存的数据".to_owned());
    let known = fields(period).ok_or_else(lost)?;
    let (id, sha256) = match (&known.published_frozen, &known.published_sha256) {
        (Some(id), Some(sha256)) => (id, sha256),
        _ => (known.frozen.as_ref().ok_or_else(lost)?, known.sha256.as_ref().ok_or_else(lost)?),
    };
    let id: Uuid = id.parse().map_err(|_unreadable| lost())?;
    let table: Table = serde_json::from_slice(&frozen::content(tx, county, id).await?.ok_or_else(lost)?)?;
    let standing = standing(tx, county, &table, rules).await?;
    let names = counties::list(tx).await?;
    let name = names.into_iter().find(|(code, _)| code == county).map_or_else(String::new, |(_, name)| name);
    let letter = Letter {
        office: &format!("{name}低效工业用地整治提升工作专班办公室"),
        addressee: ADDRESSEE,
        sha256,
        streak: rules.bottom_months as usize,
    };
    Ok(draft(&Circular::of(&table, &standing), &letter))
}

/// What the publications up to the month say of each unit.
async fn standing(
    tx: &mut Tx,
    county: &str,
    table: &Table,
    rules: &numbers::Appraisal,
) -> Result<Publications> {
    let mut periods = every(tx, county, ObjectKind::Period, &Filter::default()).await?;
    periods.retain(|object| fields(object).is_some_and(|it| it.month <= Some(table.month)));
    let interviews = every(tx, county, ObjectKind::Interview, &Filter::default()).await?;
    // An interview that later months brought does not change what this month said.
    let by_then =
        |object: &&Object| object.fields.interview().is_some_and(|it| it.months.last() < Some(&table.month));
    let interviews: Vec<Object> = interviews.iter().filter(by_then).cloned().collect();
    let before = periods.iter().filter_map(fields).find(|it| it.month == Some(table.month.back(1)));
    let before: BTreeMap<&str, usize> = before
        .into_iter()
        .flat_map(|period| &period.published)
        .filter_map(|line| Some((line.unit.as_str(), line.rank?)))
        .collect();
    let group = table.group(Group::Local);
    let units = group.into_iter().flat_map(|group| &group.ranking.units).map(|one| one.scored.unit.as_str());
    let standing = units.map(|unit| {
        let streak = present_streak(&periods, &interviews, unit, rules).months.len();
        (unit.to_owned(), (before.get(unit).copied(), streak))
    });
    Ok(standing.collect())
}

fn fields(object: &Object) -> Option<&Period> {
    object.fields.period()
}

/// Fingerprint of the table that a kept circular was made from.
fn table_of(kept: &Frozen) -> String {
    let basis: serde_json::Value = serde_json::from_str(&kept.basis).unwrap_or_default();
    basis["table"].as_str().unwrap_or_default().to_owned()
}
