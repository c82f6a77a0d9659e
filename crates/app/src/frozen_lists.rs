//! Frozen lists: what was handed out is its bytes, and can be recomputed and compared.

use lingdi_domain::{Actor, Scope};
use lingdi_policy::{ParcelVerdict, Status};
use lingdi_store::events::{self, NewEvent};
use lingdi_store::frozen::{self, Frozen};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::authority::May;
use crate::identification::{Judge, Judged};
use crate::{Action, App, Error, Result};

/// Kind of a frozen preliminary list (初步清单, 六（一）).
pub const PRELIMINARY: &str = "preliminary_list";

impl App {
    /// Freezes the list of a year: listed and indeterminate parcels in full, the rest as code and
    /// status, with references to files, revision and program.
    pub async fn freeze_list(&self, actor: &Actor, ask: &Judge) -> Result<Frozen> {
        actor.may(Action::Freeze)?;
        let seen = self.judge(actor, &Judge { all_findings: false, ..ask.clone() }).await?;
        let judged = seen.whole()?;
        let content = content(judged)?;
        let frozen = Frozen {
            id: self.ids().next(),
            kind: PRELIMINARY.to_owned(),
            title: format!("{} 年低效工业用地初步清单（截至 {}）", judged.result.year, judged.result.as_of),
            sha256: lingdi_store::files::sha256(&content),
            basis: basis(judged, ask).to_string(),
            actor: actor.name.clone(),
            created_at: self.clock().now(),
        };
        let mut tx = self.db().write().await?;
        frozen::insert(&mut tx, self.county(), &frozen, &content).await?;
        let event = NewEvent {
            verb: "list_frozen",
            object: "frozen",
            object_id: frozen.id.to_string(),
            to_state: "frozen".to_owned(),
            payload: json!({"title": frozen.title, "sha256": frozen.sha256}),
            ..NewEvent::default()
        };
        events::record(&mut tx, self.county(), actor, frozen.created_at, event).await?;
        tx.commit().await?;
        Ok(frozen)
    }

    /// All frozen lists, newest first.
    pub async fn frozen_lists(&self, actor: &Actor) -> Result<Vec<Frozen>> {
        actor.may(Action::Read)?;
        let mut tx = self.db().read().await?;
        Ok(frozen::list(&mut tx, self.county()).await?)
    }

    /// The bytes of a frozen list, as they were frozen. They hold the whole county, so they are
    /// for whoever may see it.
    pub async fn frozen_list(&self, actor: &Actor, id: Uuid) -> Result<Vec<u8>> {
        actor.may(Action::Freeze)?;
        let mut tx = self.db().read().await?;
        let content = frozen::content(&mut tx, self.county(), id).await?;
        content
            .ok_or_else(|| Error::NotFound("没有这份冻结清单。请到“低效清单”查看已冻结的清单。".to_owned()))
    }
}

fn content(judged: &Judged) -> Result<Vec<u8>> {
    let full = |parcel: &ParcelVerdict| matches!(parcel.status, Status::Listed | Status::Indeterminate);
    let result = judged.within(&Scope::County);
    let parcels = result.parcels.iter().map(|parcel| {
        if full(parcel) {
            serde_json::to_value(parcel)
        } else {
            Ok(json!({"code": parcel.code, "status": parcel.status}))
        }
    });
    let parcels = parcels.collect::<std::result::Result<_, _>>()?;
    let mut document = serde_json::to_value(&result.summary)?;
    document["parcels"] = Value::Array(parcels);
    document["program"] = json!(crate::VERSION);
    Ok(serde_json::to_vec(&document)?)
}

fn basis(judged: &Judged, ask: &Judge) -> Value {
    let set: Vec<String> = ask.set.iter().map(|(key, value)| format!("{key}={value}")).collect();
    json!({
        "revision": judged.revision,
        "edition_hash": judged.result.edition_hash,
        "inputs": judged.result.inputs,
        "year": judged.result.year,
        "as_of": judged.result.as_of,
        "set": set,
        "program": crate::VERSION,
    })
}
