use chrono::{DateTime, Utc};
use lingdi_app::dossier::Filed;
use serde_json::Value;

use super::{Known, bureaus};
use crate::format;
use crate::handlers::objects::{facts, state_label};
use crate::pages::dossier::{Comparison, DossierQuery};

/// What changed from one moment to a later one: verdict, land register, states, what was handed in.
pub(super) fn between(then: &Known, now: &Known, query: &DossierQuery) -> Comparison {
    let (since, until) = (then.at.unwrap_or_default(), now.at.unwrap_or(DateTime::<Utc>::MAX_UTC));
    let (before, after) = (land(then), land(now));
    let names = after.iter().chain(&before).map(|(name, _)| name);
    let mut rows = Vec::new();
    let mut told: Vec<&String> = Vec::new();
    for name in names {
        if !told.contains(&name) {
            told.push(name);
            differ(&mut rows, name, value(&before, name), value(&after, name));
        }
    }
    for filed in &now.filed.objects {
        moved(&mut rows, filed, since, until);
    }
    let moves = now.filed.objects.iter().flat_map(|filed| &filed.events);
    Comparison {
        since: query.since.clone(),
        known: if query.known.is_empty() { "现在".to_owned() } else { query.known.clone() },
        rows,
        moves: moves.filter(|event| event.at > since && event.at <= until).count(),
    }
}

/// The verdict and the facts of the register, by name.
fn land(known: &Known) -> Vec<(String, String)> {
    let Some((land, _)) = &known.land else { return Vec::new() };
    let categories: Vec<_> = land.categories.iter().map(|tag| tag.0.label()).collect();
    let mut rows = vec![
        ("判定".to_owned(), format!("{} {}", land.status, categories.join("、")).trim_end().to_owned()),
        (format!("{} 年亩均税收（万元/亩）", land.tax_year), land.tax_per_mu.clone()),
    ];
    let firms: Vec<_> = land.occupants.iter().map(|firm| firm.name.as_str()).collect();
    rows.push(("使用企业".to_owned(), firms.join("、")));
    rows.extend(land.facts.iter().map(|fact| (fact.label.clone(), fact.value.clone())));
    rows.extend(bureaus::named(known));
    rows
}

fn value<'a>(rows: &'a [(String, String)], name: &str) -> &'a str {
    rows.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn moved(rows: &mut Vec<[String; 3]>, filed: &Filed, since: DateTime<Utc>, until: DateTime<Utc>) {
    let object = &filed.stored.object;
    let name = format!("{} {}", object.kind.label(), object.number);
    let label =
        |at| filed.state_at(at).and_then(|code| state_label(object.kind.code(), code)).unwrap_or_default();
    differ(rows, &format!("{name}：状态"), label(since), label(until));
    let before = filed.handed_in_by(since);
    for (field, later) in filed.handed_in_by(until) {
        let text = |value: Option<&Value>| {
            value.and_then(|value| facts::fact(object.kind, &field, value)).unwrap_or_default()
        };
        let (heading, now) = text(Some(&later));
        let (_, then) = text(before.get(&field));
        differ(rows, &format!("{name}：{heading}"), &then, &now);
    }
}

fn differ(rows: &mut Vec<[String; 3]>, what: &str, then: &str, now: &str) {
    let or_none = |text: &str| if text.is_empty() { format::MISSING.to_owned() } else { text.to_owned() };
    if then != now {
        rows.push([what.to_owned(), or_none(then), or_none(now)]);
    }
}
