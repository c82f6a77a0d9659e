//! The ranking of a month, and a closed one computed again.

use lingdi_app::Error;
use lingdi_app::appraisal::{Line, RankingView, Shown};
use lingdi_domain::Month;
use lingdi_domain::mechanism2_appraisal::Portion;
use serde_json::{Value, json};

use crate::cli::{Format, Global, RankArgs, ReplayArgs, ReportArgs, ReportKind};
use crate::output::{self, Outcome};

pub(super) async fn rank(global: &Global, args: &RankArgs) -> super::Result {
    let month = month(&args.month)?;
    let app = super::open(global).await?;
    let view = app.ranking(&super::actor(), Some(month)).await?;
    output::document(&match global.format {
        Format::Json => document(&view).to_string(),
        Format::Text => table(&view),
    });
    app.close().await;
    Ok(Outcome::Done)
}

pub(super) async fn report(global: &Global, args: &ReportArgs) -> super::Result {
    let month = month(&args.month)?;
    if args.out.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("docx")) {
        return Err(Error::Refused(format!(
            "{} 的扩展名不是 docx。通报写成 Word 文件，例如 --out 通报.docx。",
            args.out.display()
        )));
    }
    let app = super::open(global).await?;
    let ReportKind::Circular = args.kind;
    let bytes = app.monthly_circular_file(&super::actor(), month).await?;
    app.close().await;
    super::write_file(&args.out, &bytes)?;
    output::say(&format!("wrote {}", args.out.display()));
    Ok(Outcome::Done)
}

pub(super) async fn replay(global: &Global, args: &ReplayArgs) -> super::Result {
    let month = month(&args.what)?;
    let app = super::open(global).await?;
    let replay = app.replay_month(&super::actor(), month).await?;
    app.close().await;
    let (kept, computed, same) = (&replay.kept, &replay.computed, replay.is_same());
    output::document(&match global.format {
        Format::Json => json!({"month": month, "kept": kept, "computed": computed, "same": same}).to_string(),
        Format::Text if same => format!("{month}: the same bytes, sha256 {kept}"),
        Format::Text => format!("{month}: kept {kept}, computed {computed}"),
    });
    if same {
        Ok(Outcome::Done)
    } else {
        Err(Error::Internal(format!("{month} 重算的结果与关账时不一致")))
    }
}

fn month(text: &str) -> super::Result<Month> {
    Month::parse(text).ok_or_else(|| Error::Refused(format!("“{text}”不是月份，请写成 2023-09。")))
}

fn state(view: &RankingView) -> &'static str {
    match (view.shown, &view.period) {
        (Shown::Preview, _) => "preview",
        (Shown::Closed, _) => "closed",
        (Shown::Published, Some(period)) if period.state == "CERTIFIED" => "certified",
        (Shown::Published, _) => "published",
    }
}

fn document(view: &RankingView) -> Value {
    let item = |portion: &Portion| {
        json!({
            "indicator": portion.key,
            "label": portion.label,
            "weight": portion.weight.to_decimal(2),
            "most": portion.most.as_ref().map(|most| most.to_decimal(4)),
            "points": portion.most.as_ref().map(|_| portion.got.to_decimal(4)),
        })
    };
    let unit = |line: &Line| {
        let standing = &line.standing;
        json!({
            "unit": standing.unit,
            "unit_name": standing.name,
            "group": standing.group,
            "rank": standing.rank,
            "score": standing.score.as_ref().map(|score| score.to_decimal(2)),
            "last_two": standing.bottom,
            "items": standing.portions.iter().map(item).collect::<Vec<_>>(),
        })
    };
    let units: Vec<Value> = view.lines.iter().map(unit).collect();
    json!({"month": view.month, "state": state(view), "units": units})
}

fn table(view: &RankingView) -> String {
    let mut rows = vec![format!("{} {}", view.month, state(view))];
    for line in &view.lines {
        let standing = &line.standing;
        let place = standing.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        let score =
            standing.score.as_ref().map_or_else(|| "不参与排名".to_owned(), |score| score.to_decimal(2));
        let mark = if standing.bottom { " 后两位" } else { "" };
        rows.push(format!("{place:>3}  {score:>7}  {}{mark}", standing.name));
    }
    rows.join("\n")
}
