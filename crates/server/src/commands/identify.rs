use std::fmt::Write as _;

use lingdi_app::identification::{Explained, Judge, Verdicts};
use lingdi_app::{Error, exports};
use lingdi_domain::Ratio;

use crate::cli::{ExplainArgs, Format, Global, IdentifyArgs, JudgeArgs};
use crate::output::{self, Outcome};

/// What the flags ask.
pub(super) fn judge(args: &JudgeArgs, all_findings: bool) -> super::Result<Judge> {
    let known_at = args.known_at.as_deref().map(|text| {
        lingdi_app::parse_known_at(text).ok_or_else(|| {
            Error::Refused(format!(
                "--known-at “{text}”不是日期或时间，例如 2023-10-09 或 2023-10-09T12:00:00+08:00。"
            ))
        })
    });
    let set = args.set.iter().map(|pair| {
        let split = pair.split_once('=').map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
        split.ok_or_else(|| {
            Error::Refused(format!("--set “{pair}”应写成 KEY=VALUE，可用的 KEY 见 lingdi policy list。"))
        })
    });
    Ok(Judge {
        policy: args.policy.clone(),
        year: args.year,
        as_of: args.as_of,
        known_at: known_at.transpose()?,
        set: set.collect::<super::Result<_>>()?,
        all_findings,
        // Whoever asks for a document gets that of the day asked for, or is refused.
        nearest_day: false,
    })
}

pub(super) async fn identify(global: &Global, args: &IdentifyArgs) -> super::Result {
    let ask = judge(&args.judge, args.findings.is_some())?;
    let app = super::open(global).await?;
    let actor = super::actor();
    if let Some(path) = &args.out {
        let name = path.to_string_lossy();
        let bytes = app.identification_file(&actor, &ask, &name).await?;
        super::write_file(path, &bytes)?;
        output::say(&format!("wrote {}", path.display()));
    } else {
        let verdicts = app.verdicts(&actor, &ask).await?;
        output::document(&match global.format {
            Format::Json => exports::identification_json(&verdicts)?,
            Format::Text => summary(&verdicts),
        });
    }
    app.close().await;
    Ok(Outcome::Done)
}

fn summary(judged: &Verdicts) -> String {
    let (result, totals) = (&judged.result, &judged.result.totals);
    let head = format!(
        "{} {} 年度，判定日 {}\n宗地 {} 宗 {} 亩；列入 {} 宗 {} 亩，不确定 {} 宗，重点整治 {} 宗；A {}，B {}，C {}，D {}；不在范围 {} 宗\n",
        judged.revision,
        result.year,
        result.as_of,
        totals.parcels,
        totals.area_mu.mu().to_decimal(1),
        totals.listed,
        totals.listed_area_mu.mu().to_decimal(1),
        totals.indeterminate,
        totals.focus,
        totals.by_category.a,
        totals.by_category.b,
        totals.by_category.c,
        totals.by_category.d,
        totals.out_of_scope
    );
    let rows: Vec<Vec<String>> = result
        .by_unit
        .iter()
        .map(|unit| {
            vec![
                if unit.unit_name.is_empty() {
                    "（属地不明）".to_owned()
                } else {
                    unit.unit_name.clone()
                },
                unit.parcels.to_string(),
                unit.area_mu.mu().to_decimal(1),
                unit.listed.to_string(),
                unit.listed_area_mu.mu().to_decimal(1),
                unit.indeterminate.to_string(),
                unit.focus.to_string(),
            ]
        })
        .collect();
    head + &output::table(&["属地", "宗地", "面积(亩)", "列入", "列入面积(亩)", "不确定", "重点"], &rows)
}

pub(super) async fn explain(global: &Global, args: &ExplainArgs) -> super::Result {
    let ask = judge(&args.judge, true)?;
    let app = super::open(global).await?;
    let explained = app.explain(&super::actor(), &ask, &args.parcel).await?;
    app.close().await;
    let document = serde_json::json!({
        "policy": explained.edition.about().name, "revision": explained.revision,
        "edition_hash": explained.edition.hash(), "year": explained.question.year,
        "as_of": explained.question.as_of, "parcel": explained.verdict,
        "near": explained.near,
    });
    match &args.out {
        Some(path) if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) => {
            super::write_file(path, &serde_json::to_vec_pretty(&document)?)?;
            output::say(&format!("wrote {}", path.display()));
        }
        Some(path) => {
            return Err(Error::Refused(format!(
                "暂不支持输出为“{}”，请使用 .json；需要打印时请用地块页面的打印视图。",
                path.display()
            )));
        }
        None if global.format == Format::Json => output::json(&document)?,
        None => output::document(&explanation(&explained)),
    }
    Ok(Outcome::Done)
}

fn explanation(explained: &Explained) -> String {
    let verdict = &explained.verdict;
    let mut text = format!(
        "宗地 {} {} {}\n面积 {} 亩（{}），口径 {}，{} 年度，判定日 {}\n",
        verdict.code,
        explained.location.as_deref().unwrap_or(""),
        verdict.unit_name,
        verdict.area_mu.mu().to_decimal(5),
        explained.area_text.as_deref().unwrap_or("—"),
        explained.revision,
        explained.question.year,
        explained.question.as_of
    );
    for finding in &verdict.findings {
        let met = match finding.met {
            Some(true) => "符合",
            Some(false) => "不符合",
            None => "不确定",
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "\n[{}] {}“{}”\n  {} {} {} → {met}",
            finding.rule, finding.clause, finding.quote, finding.fact, finding.comparison, finding.threshold
        );
        for line in finding.arithmetic.lines() {
            let _ = writeln!(text, "  算式：{line}");
        }
        for cell in &finding.sources {
            let _ = writeln!(text, "  出处：{} {} 第{}行 {}", cell.file, cell.sheet, cell.row, cell.column);
        }
        if finding.default_ours {
            text.push_str("  （本系统默认值）\n");
        }
        if !finding.note.is_empty() {
            let _ = writeln!(text, "  {}", finding.note);
        }
    }
    for missing in verdict.detail.iter().flat_map(|detail| &detail.missing) {
        let _ = writeln!(text, "\n[缺数据] {}", missing.sentence);
    }
    let categories: Vec<_> = verdict.categories.iter().map(|category| category.code()).collect();
    let focus = if verdict.focus == Some(true) { "，重点整治" } else { "" };
    let _ = writeln!(text, "\n结论：{} {}{focus}", verdict.status.label(), categories.join("、"));
    text + &turns(explained)
}

/// 临界分析: one line for each single fact, its calculation under it.
fn turns(explained: &Explained) -> String {
    if explained.near.is_empty() {
        return String::new();
    }
    let mut text = "\n临界分析（只改一个事实，由近到远）\n".to_owned();
    for near in &explained.near {
        let hundred = Ratio::integer(100);
        let distance =
            near.distance.as_ref().map(|part| format!("，距线 {}%", (part.clone() * hundred).to_decimal(1)));
        let _ = writeln!(text, "- {}{}", near.sentence(), distance.unwrap_or_default());
        if !near.arithmetic.is_empty() {
            let _ = writeln!(text, "  算式：{}；线 {}", near.arithmetic, near.line);
        }
    }
    text
}
