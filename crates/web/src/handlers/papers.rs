//! Documents of discipline to print: 督查通报, 表彰通报, 承诺书, the sums of a frozen list.

use axum::extract::{Path, State};
use axum::response::Response;
use lingdi_app::published::Sums;
use lingdi_app::{App, Error};
use lingdi_domain::mechanism2_appraisal::DefectLine;
use lingdi_domain::object::ObjectKind;
use uuid::Uuid;

use super::error::{Fault, page};
use super::gate::Caller;
use crate::format;
use crate::pages::paper::{PaperSection, PaperSheet};

/// Who issues circulars.
const OFFICE: &str = "县低效工业用地整治提升专班办公室";

async fn blank(app: &App, caller: &Caller) -> Result<PaperSheet, Fault> {
    Ok(PaperSheet {
        county: app.county_name().await?,
        demo: app.is_demo().await?,
        printed_on: format::date(app.clock().today()),
        printed_by: caller.name.clone(),
        ..PaperSheet::default()
    })
}

fn absent() -> Error {
    Error::NotFound("没有这份文件，或还没有通报。请到“公开信息”查看已印发的通报。".to_owned())
}

fn back(caller: &Caller, object: &str, words: &'static str) -> (String, &'static str) {
    use lingdi_app::May;
    if caller.actor.may(lingdi_app::Action::Read).is_ok() {
        (object.to_owned(), words)
    } else {
        ("/published".to_owned(), "返回公开信息")
    }
}

/// 督查通报, of what the round found.
pub(super) async fn supervision(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let object = app.circular(&caller.actor, ObjectKind::Supervision, id).await?;
    let round = object.fields.supervision().ok_or_else(absent)?;
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
    let row = |line: &DefectLine| {
        let by = line.rectify_by.map(format::date).unwrap_or_default();
        vec![
            line.number.clone(),
            line.unit.clone(),
            line.place.clone(),
            line.what.clone(),
            by,
            line.state.clone(),
        ]
    };
    let head = ["编号", "单位", "地点", "问题", "整改期限", "整改情况"];
    let rows = round.defects.iter().map(row).collect();
    let sections = [
        PaperSection::of("一、总体情况", round.overview.as_deref()),
        PaperSection::of("二、好的做法", round.practice.as_deref()),
        Some(PaperSection::listing("三、发现的问题", &head, rows, "本次督查没有登记问题，或通报尚未起草。")),
        PaperSection::of("四、工作要求", round.demands.as_deref()),
    ];
    page(&PaperSheet {
        back: back(&caller, &format!("/supervisions/{id}"), "返回督查"),
        title: round.circular(),
        tag: round.document.clone().unwrap_or_else(|| "草稿，未签发".to_owned()),
        head: vec![
            ("督查组组长", round.team_leader.clone()),
            ("被督查单位", round.units.join("、")),
            ("督查时间", format!("{} 至 {}", day(round.begins_on), day(round.ends_on))),
            ("督查内容", round.scope.clone().unwrap_or_default()),
        ],
        sections: sections.into_iter().flatten().collect(),
        foot: vec![OFFICE.to_owned(), day(round.issued_on)],
        ..blank(&app, &caller).await?
    })
}

/// 表彰通报: 事由, 单位名单, 个人名单, 号召.
pub(super) async fn commendation(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let object = app.circular(&caller.actor, ObjectKind::Commendation, id).await?;
    let one = object.fields.commendation().ok_or_else(absent)?;
    let units = one.units.iter().map(|unit| vec![unit.clone()]).collect();
    let persons = one.persons.iter().map(|person| vec![person.clone()]).collect();
    let sections = [
        PaperSection::of("一、事由", Some(&one.cause)),
        Some(PaperSection::listing("二、单位名单", &["单位"], units, "没有。")),
        Some(PaperSection::listing("三、个人名单", &["姓名、单位、职务"], persons, "没有。")),
        PaperSection::of("四、号召", one.appeal.as_deref()),
    ];
    let day = |day: Option<chrono::NaiveDate>| day.map(format::date).unwrap_or_default();
    page(&PaperSheet {
        back: back(&caller, &format!("/commendations/{id}"), "返回表彰"),
        title: one.circular(),
        tag: one.document.clone().unwrap_or_else(|| "草稿，未印发".to_owned()),
        sections: sections.into_iter().flatten().collect(),
        foot: vec!["县低效工业用地整治提升专班".to_owned(), day(one.issued_on)],
        ..blank(&app, &caller).await?
    })
}

/// 承诺书, with the county's text, to be signed by hand.
pub(super) async fn pledge(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let text = app.pledge_text(&caller.actor).await?;
    let seen = app.object(&caller.actor, ObjectKind::Pledge, id).await?;
    let pledge = seen.stored.object.fields.pledge().ok_or_else(absent)?;
    let signed = pledge.signed_on.map(format::date);
    page(&PaperSheet {
        back: (format!("/pledges/{id}"), "返回承诺书"),
        title: "承诺书".to_owned(),
        tag: if text.ours {
            "正文为本系统默认值，非县定文本".to_owned()
        } else {
            String::new()
        },
        head: vec![
            ("承诺人", pledge.person.clone()),
            ("单位", pledge.organ.clone()),
            ("职务", pledge.position.clone()),
        ],
        sections: PaperSection::of("", Some(&text.text)).into_iter().collect(),
        foot: vec![
            "承诺人（签名）：＿＿＿＿＿＿＿＿".to_owned(),
            signed.map_or_else(
                || "＿＿＿＿年＿＿月＿＿日".to_owned(),
                |day| format!("已于 {day} 签订，扫描件在卷"),
            ),
        ],
        ..blank(&app, &caller).await?
    })
}

/// The sums of a frozen list: no parcel, no firm, no amount.
pub(super) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Fault> {
    let (list, sums) = app.published_list(&caller.actor, id).await?;
    let row = |name: &str, sums: &Sums| {
        let counts = [sums.parcels, sums.listed, sums.indeterminate].map(format::count);
        std::iter::once(name.to_owned()).chain(counts).collect::<Vec<_>>()
    };
    let named = sums.by_unit.iter().filter(|unit| unit.parcels > 0);
    let units =
        named.map(|unit| row(if unit.unit_name.is_empty() { "属地不明" } else { &unit.unit_name }, unit));
    let rows = std::iter::once(row("全县", &sums.totals)).chain(units).collect();
    let head = ["单位", "工业宗地（宗）", "列入（宗）", "不确定（宗）"];
    page(&PaperSheet {
        back: ("/published".to_owned(), "返回公开信息"),
        title: list.title.clone(),
        tag: "汇总，不含地块和企业".to_owned(),
        head: vec![
            ("年度", sums.year.to_string()),
            ("冻结时间", super::objects::view::minute(list.created_at)),
            ("内容指纹", format::fingerprint(&list.sha256)),
        ],
        sections: vec![PaperSection::listing("各单位汇总", &head, rows, "没有宗地。")],
        ..blank(&app, &caller).await?
    })
}
