//! What else happened: parcels that units and bureaus named by hand, and items still on their way.

use chrono::Days;
use lingdi_domain::Category;
use lingdi_domain::object::ObjectKind::{Case, Item, Nomination, Objection};

use super::book::{Book, Ymd, at, day};
use super::case::{Course, Listed, Twist};
use super::path;
use super::pen::Pen;
use super::step::{Step, Thing};
use crate::demo::parcel::Parcel;
use crate::demo::people;
use crate::demo::siting::UNITS;
use crate::demo::story::Story;

/// What becomes of a nomination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody has looked at it yet.
    Waits,
    Declined,
    /// Taken up, not sent out yet.
    Listed,
    /// Taken up, verified, confirmed and so on.
    Goes,
}

/// Who names it, when, what was found, and what becomes of it.
const NOMINATED: &[(&str, Ymd, &str, Fate)] = &[
    ("", (2023, 3, 8), "厂房长期大门紧闭，仅堆放杂物。", Fate::Goes),
    ("zigui.llr", (2023, 3, 21), "巡查发现厂房改作仓储超市，未见批准文件。", Fate::Goes),
    ("", (2023, 5, 16), "企业停产，仅留守人员。", Fate::Goes),
    ("shuiwu.llr", (2023, 6, 13), "连续三个季度零申报。", Fate::Declined),
    ("", (2023, 7, 11), "部分厂房出租给电商直播基地。", Fate::Declined),
    ("jingxin.llr", (2023, 9, 19), "用电量骤降，疑似停产。", Fate::Listed),
    ("", (2023, 9, 26), "厂区杂草丛生，疑似闲置。", Fate::Listed),
    ("zigui.llr", (2023, 10, 7), "卫片图斑显示厂房已拆除一半。", Fate::Waits),
    ("", (2023, 10, 8), "村民反映厂房改作民宿。", Fate::Waits),
];

/// Tells all of it; `told` are the parcels that have a case already.
pub(super) fn tell(book: &mut Book, parcels: &[Parcel], told: &[String]) {
    let unused = parcels.iter().filter(|parcel| {
        matches!(parcel.story, Story::Store | Story::Ordinary)
            && !told.contains(&parcel.code)
            && parcel.mu() > 6.0
    });
    for ((by, (y, m, d), finding, fate), parcel) in NOMINATED.iter().zip(unused.step_by(37)) {
        let Some(unit) = people::unit_named(UNITS[parcel.unit].0) else { continue };
        let nomination = book.thing();
        let pen = Pen::new(book, unit, &parcel.code, day(*y, *m, *d));
        nominate(pen, (by, finding, *fate), &nomination, parcel, unit);
    }
    objections(book, told);
    items(book);
}

fn nominate(
    mut pen: Pen<'_>,
    (by, finding, fate): (&'static str, &str, Fate),
    nomination: &Thing,
    parcel: &Parcel,
    unit: &str,
) {
    let by = if by.is_empty() { pen.clerk } else { by };
    let filed = Step::new(Nomination, nomination, "open").field("parcel", &parcel.code);
    pen.go(by, filed.field("category", "B").field("finding", finding));
    pen.wait(2, 5);
    match fate {
        Fate::Waits => return,
        Fate::Declined => {
            let why = "经核对税务、用电资料，尚在正常生产，暂不列入。";
            return pen.go("keyuan", Step::new(Nomination, nomination, "decline").why(why));
        }
        Fate::Listed | Fate::Goes => pen.go("keyuan", Step::new(Nomination, nomination, "accept")),
    }
    if fate == Fate::Listed {
        return;
    }
    let case = Thing::Case(parcel.code.clone());
    let deadline = pen.today() + Days::new(21);
    pen.go("keyuan", Step::new(Case, &case, "send").on(deadline));
    pen.wait(3, 8);
    let (plan, agreement) = (pen.book.thing(), pen.book.thing());
    let site = Listed {
        parcel: parcel.code.clone(),
        unit: unit.to_owned(),
        owner: "权利人见登记簿（演示）".to_owned(),
        mu: parcel.mu(),
        categories: vec![Category::B],
        has_shape: true,
        returned: false,
    };
    let (walk, points) = (path::of("U"), [pen.today(); 2]);
    Course { pen, site, case, plan, agreement, walk, twist: Twist::None, number: 1, late: 0, points }.tell();
}

/// Objections that came in the last days, on cases that wait for verification or its review.
fn objections(book: &mut Book, told: &[String]) {
    for (nth, (parcel, reviewed)) in told.iter().rev().zip([true, false]).enumerate() {
        let objection = book.thing();
        let moment = at(day(2023, 9, 25 + nth as u32), 10, 20);
        let filed = Step::new(Objection, &objection, "open").tie("case", Case, &Thing::Case(parcel.clone()));
        let filed = filed
            .field("by", "企业委托代理人（演示）")
            .field("grounds", "对评估采用的税收口径有异议，请求复核。");
        book.step(moment, "keyuan", filed);
        if reviewed {
            book.step(
                moment + chrono::TimeDelta::hours(5),
                "keyuan",
                Step::new(Objection, &objection, "review"),
            );
        }
    }
}

/// Items that are on no agenda yet, and one that was taken back.
fn items(book: &mut Book) {
    for (subject, act, hours, then) in [
        ("关于调整 2024 年度整治任务分解的建议", "major_matter", 9, ""),
        ("联合执法整治违规转租厂房的方案", "joint_enforcement", 10, "pre_review"),
        ("通报三季度督查情况", "report", 11, "drop"),
    ] {
        let item = book.thing();
        let opened = Step::new(Item, &item, "open").field("act", act).field("subject", subject);
        book.step(at(day(2023, 10, 7), hours, 5), "keyuan", opened.field("report", "材料附后。"));
        match then {
            "" => {}
            "drop" => {
                let why = "并入下次例会进度汇报。";
                book.step(at(day(2023, 10, 8), hours, 5), "keyuan", Step::new(Item, &item, "drop").why(why));
            }
            verb => book.step(at(day(2023, 10, 8), hours, 5), "keyuan", Step::new(Item, &item, verb)),
        }
    }
}
