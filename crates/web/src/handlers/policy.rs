use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use lingdi_app::identification::Judge;
use lingdi_app::policy::edition::{DatedScheme, DatedValue, Difference, SettingRow as Setting};
use lingdi_app::policy::verdict::Totals;
use lingdi_app::policy_approval::Approval;
use lingdi_app::policy_renewal::Offer;
use lingdi_app::revisions::{Draft, Overview};
use lingdi_app::targets::plain;
use lingdi_app::{App, Error};
use lingdi_domain::mechanism2_appraisal::{Indicator, Part};
use serde::Deserialize;

use super::batches::time_words;
use super::error::{Fault, page};
use super::frame::{Done, frame, with_notice};
use super::gate::Caller;
use crate::format;
use crate::frame::Section;
use crate::pages::policy::{
    ClauseGroup, DiffRow, DraftForm, DraftView, PolicyPage, SchemeView, SettingRow, ValueRow,
};
use crate::parts::Choice;

pub(super) async fn show(
    State(app): State<App>,
    caller: Caller,
    axum::extract::Query(done): axum::extract::Query<Done>,
) -> Result<Response, Fault> {
    let view = view(&app, &caller, DraftForm::default(), Vec::new(), done.done.as_deref()).await?;
    page(&view)
}

async fn view(
    app: &App,
    caller: &Caller,
    form: DraftForm,
    problems: Vec<String>,
    done: Option<&str>,
) -> Result<PolicyPage, Fault> {
    let overview = app.policy_overview(&caller.actor, None).await?;
    let draft = app.draft(&caller.actor).await?;
    let today = app.clock().today();
    let (parameters, switches) = settings(&overview, today);
    let keys: Vec<(String, String)> =
        unique_settings(&overview).map(|row| (row.id.clone(), row.label.clone())).collect();
    Ok(PolicyPage {
        frame: with_notice(frame(app, caller, Section::Policy).await?, done),
        edition: overview.in_force.split('@').next().unwrap_or_default().to_owned(),
        title: overview.title.clone(),
        document: overview.document.clone(),
        term: format!("{} 至 {}", overview.term.0, overview.term.1),
        revision: match overview.in_force.rsplit_once('@') {
            Some((_, "1")) => "随系统发布的原版".to_owned(),
            Some((_, number)) => format!("修订 {number}"),
            None => overview.in_force.clone(),
        },
        fingerprint: overview
            .revisions
            .iter()
            .find(|revision| revision.name == overview.in_force)
            .map(|revision| format::fingerprint(&revision.hash))
            .unwrap_or_default(),
        parameters,
        switches,
        schemes: app.edition_of(&caller.actor, None).await?.schemes().iter().map(scheme_view).collect(),
        shipped: if draft.name.is_some() { None } else { overview.shipped.as_ref().map(shipped_view) },
        draft: draft_view(app, caller, &overview, &draft, today).await?,
        keys: Choice::list(keys.iter().map(|(key, label)| (key.as_str(), label.as_str())), &form.key),
        form,
        problems,
    })
}

fn scheme_view(dated: &DatedScheme) -> SchemeView {
    let scheme = &dated.scheme;
    let parts = |indicator: &Indicator| match indicator.parts.as_slice() {
        [one] => one.label.clone(),
        parts => {
            let share = |part: &Part| format!("{} {}", part.label, plain(&part.share));
            parts.iter().map(share).collect::<Vec<_>>().join("、")
        }
    };
    let indicators = scheme.indicators.iter();
    SchemeView {
        title: scheme.title.clone(),
        term: term(dated.from, dated.to),
        ours: dated.ours,
        basis: dated.basis.clone(),
        indicators: indicators.map(|one| (one.label.clone(), plain(&one.weight), parts(one))).collect(),
        limits: format!(
            "完成率计分上限 {} · 扣分至多 {} 分 · 加分至多 {} 分",
            plain(&scheme.cap),
            plain(&scheme.deduction_most),
            plain(&scheme.bonus_most)
        ),
    }
}

/// What the program ships beyond what is in force.
fn shipped_view(offer: &Offer) -> Vec<DiffRow> {
    let row = |row: &Difference| DiffRow {
        key: row.id.clone(),
        label: row.label.clone(),
        before: row.before.clone(),
        after: row.after.clone(),
        basis: String::new(),
        removable: false,
    };
    offer.differences.iter().map(row).collect()
}

fn unique_settings(overview: &Overview) -> impl Iterator<Item = &Setting> {
    let rows = &overview.settings;
    rows.iter()
        .enumerate()
        .filter(|(at, row)| rows[..*at].iter().all(|other| other.id != row.id))
        .map(|(_, row)| row)
}

/// Numbers of the document by clause, and the switches that fill its holes.
fn settings(overview: &Overview, today: NaiveDate) -> (Vec<ClauseGroup>, Vec<SettingRow>) {
    let (mut groups, mut switches): (Vec<ClauseGroup>, Vec<SettingRow>) = (Vec::new(), Vec::new());
    for first in unique_settings(overview) {
        let values: Vec<&Setting> = overview.settings.iter().filter(|row| row.id == first.id).collect();
        let row = setting_row(first, &values, today);
        // A setting belongs to the document when any of its values is the document's own.
        match values.iter().find(|value| !value.ours) {
            None => switches.push(row),
            Some(own) => match groups.iter_mut().find(|group| group.clause == own.origin) {
                Some(group) => group.settings.push(row),
                None => groups.push(ClauseGroup {
                    clause: own.origin.clone(),
                    quote: own.quote.clone(),
                    settings: vec![row],
                }),
            },
        }
    }
    (groups, switches)
}

fn setting_row(first: &Setting, values: &[&Setting], today: NaiveDate) -> SettingRow {
    let value = |row: &&Setting| {
        let holds = row.from.is_none_or(|from| from <= today) && row.to.is_none_or(|to| today <= to);
        ValueRow {
            value: row.spoken.clone(),
            term: term(row.from, row.to),
            basis: if row.document.is_empty() { row.basis.clone() } else { row.document.clone() },
            ours: row.ours,
            in_force: holds,
        }
    };
    SettingRow {
        key: first.id.clone(),
        label: first.label.clone(),
        why: if first.ours { first.basis.clone() } else { String::new() },
        hole: first.hole.clone().unwrap_or_default(),
        used_in: first.used_in.clone(),
        values: values.iter().map(value).collect(),
    }
}

fn term(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("{from} 起"),
        (None, Some(to)) => format!("{to} 止"),
        (Some(from), Some(to)) => format!("{from} 至 {to}"),
    }
}

async fn draft_view(
    app: &App,
    caller: &Caller,
    overview: &Overview,
    draft: &Draft,
    today: NaiveDate,
) -> Result<Option<DraftView>, Fault> {
    let (Some(name), Some((actor, at))) = (&draft.name, &draft.made) else { return Ok(None) };
    let differences = app.diff_revisions(&caller.actor, &overview.in_force, name).await?;
    let basis = |key: &str| {
        let values = draft.changes.iter().filter(|value| value.key == key);
        let words = values.map(|value| {
            if value.document.is_empty() {
                "无文号，标为本系统默认值"
            } else {
                value.document.as_str()
            }
        });
        words.collect::<Vec<_>>().join("；")
    };
    let changes = differences
        .into_iter()
        .map(|row| DiffRow {
            basis: basis(&row.id),
            removable: draft.changes.iter().any(|value| value.key == row.id),
            key: row.id,
            label: row.label,
            before: row.before,
            after: row.after,
        })
        .collect();
    let ask = |policy: &str| Judge { policy: Some(policy.to_owned()), ..Judge::present() };
    let now = app.judge(&caller.actor, &ask(&overview.in_force)).await?;
    let then = app.judge(&caller.actor, &ask(name)).await?;
    let effect = effect(now.year(), &now.sums().0, &then.sums().0);
    let approval = app.approval(&caller.actor, name).await?;
    let owner = app.policy_owner().await?;
    let words = match &approval {
        Approval::NotNeeded => None,
        Approval::NotAsked => Some(format!("修订由{owner}决定，还没有提请。")),
        Approval::Waiting(_) => Some(format!("已提请{owner}，议定同意后发布。")),
        Approval::Given(_) => Some(format!("{owner}已同意，可以发布。")),
        Approval::Refused(_) => Some(format!("{owner}没有同意。修改草案后可以再次提请。")),
    };
    let href = approval.item().map(|item| format!("/items/{}", item.id)).unwrap_or_default();
    Ok(Some(DraftView {
        renews: draft.renews,
        line: format!("{actor} {} 起草", time_words(*at, today)),
        changes,
        effect,
        owner,
        may_publish: approval.allows(),
        may_propose: matches!(approval, Approval::NotAsked | Approval::Refused(_)),
        approval: words.map(|words| (words, href)),
    }))
}

/// What publishing would do to the list of the year.
fn effect(year: i32, before: &Totals, after: &Totals) -> String {
    let change = |label: &str, before: u32, after: u32| {
        if before == after {
            format!("{label}仍为 {} 宗", format::count(before))
        } else {
            format!("{label} {} → {} 宗", format::count(before), format::count(after))
        }
    };
    format!(
        "发布后按 {} 年度计：{}；{}；{}。",
        year,
        change("低效用地", before.listed, after.listed),
        change("重点整治", before.focus, after.focus),
        change("不确定", before.indeterminate, after.indeterminate),
    )
}

/// Puts a value into the draft; a mistake comes back with the form.
pub(super) async fn draft(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<DraftForm>,
) -> Result<Response, Fault> {
    let (from, to) = (date(&form.from), date(&form.to));
    let mut problems = Vec::new();
    for (label, given, read) in [("起", &form.from, &from), ("止", &form.to, &to)] {
        if read.is_err() {
            problems.push(format!("{label}“{given}”不是日期，请写成 2024-01-01。"));
        }
    }
    if let (Ok(Some(from)), Ok(Some(to))) = (&from, &to)
        && from > to
    {
        problems.push("“起”在“止”之后，请检查两个日期。".to_owned());
    }
    if problems.is_empty() {
        let value = DatedValue {
            key: form.key.clone(),
            value: form.value.trim().to_owned(),
            from: from.unwrap_or_default(),
            to: to.unwrap_or_default(),
            document: form.document.trim().to_owned(),
            basis: form.basis.trim().to_owned(),
        };
        match app.draft_value(&caller.actor, value).await {
            Ok(()) => return Ok(Redirect::to("/policy?done=drafted").into_response()),
            Err(Error::Refused(why)) => problems.push(why),
            Err(error) => return Err(error.into()),
        }
    }
    let mut response = page(&view(&app, &caller, form, problems, None).await?)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn date(text: &str) -> Result<Option<NaiveDate>, chrono::ParseError> {
    let text = text.trim();
    if text.is_empty() { Ok(None) } else { text.parse().map(Some) }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct KeyForm {
    key: String,
}

pub(super) async fn remove(
    State(app): State<App>,
    caller: Caller,
    Form(form): Form<KeyForm>,
) -> Result<Response, Fault> {
    app.undraft_value(&caller.actor, &form.key).await?;
    Ok(Redirect::to("/policy").into_response())
}

/// Makes a draft of the newer text that the program ships.
pub(super) async fn adopt(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    app.draft_shipped(&caller.actor).await?;
    Ok(Redirect::to("/policy?done=drafted").into_response())
}

/// Throws the draft away.
pub(super) async fn abandon(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    let draft = app.draft(&caller.actor).await?;
    let name = draft.name.ok_or_else(|| Error::IllegalMove("没有草案可以放弃。".to_owned()))?;
    app.discard_revision(&caller.actor, &name).await?;
    Ok(Redirect::to("/policy").into_response())
}

/// Takes the draft to the meeting that owns it.
pub(super) async fn propose(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    let item = app.propose_revision(&caller.actor).await?;
    Ok(Redirect::to(&format!("/items/{}?done=moved", item.id)).into_response())
}

pub(super) async fn publish(State(app): State<App>, caller: Caller) -> Result<Response, Fault> {
    let draft = app.draft(&caller.actor).await?;
    let name = draft.name.ok_or_else(|| Error::IllegalMove("没有草案可以发布。请先填写新值。".to_owned()))?;
    app.publish_revision(&caller.actor, &name).await?;
    Ok(Redirect::to("/policy?done=published").into_response())
}
