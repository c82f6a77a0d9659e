//! The overall plan of each unit: drawn up after the first 认定 of 2022, a new version for 2023, and a
//! few units that are late with it.

use lingdi_domain::object::ObjectKind::OverallPlan;

use super::book::{Book, day};
use super::pen::Pen;
use super::step::{Step, Thing};
use crate::demo::people;
use crate::demo::siting::UNITS;

/// How far a unit has come with the version of 2023.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Filed,
    Drafted,
    WithLeader,
    Reported,
    Returned,
}

/// The units that are late, by their place among [`UNITS`].
const LATE: [(usize, Reached); 4] =
    [(3, Reached::Reported), (6, Reached::WithLeader), (9, Reached::Returned), (12, Reached::Drafted)];

/// Tells of every unit's.
pub(super) fn tell(book: &mut Book) {
    for (at, (name, _)) in UNITS.iter().enumerate() {
        let Some(unit) = people::unit_named(name) else { continue };
        let late = LATE.iter().find(|(late, _)| *late == at);
        let (plan, reached) = (book.thing(), late.map_or(Reached::Filed, |(_, reached)| *reached));
        let mut pen = Pen::new(book, unit, "overall plan", day(2022, 6, 20));
        pen.wait(0, 6);
        write(&mut pen, &plan, "open", 2022);
        bring(&mut pen, &plan, Reached::Filed);
        pen.to(if late.is_some() { day(2023, 9, 4) } else { day(2023, 4, 10) });
        pen.wait(0, 10);
        let why = "年度任务更新，按新一轮认定清单重新编制。";
        let clerk = pen.clerk;
        pen.go(clerk, Step::new(OverallPlan, &plan, "revise").why(why));
        write(&mut pen, &plan, "edit", 2023);
        bring(&mut pen, &plan, reached);
    }
}

/// The clerk writes a version.
fn write(pen: &mut Pen<'_>, plan: &Thing, verb: &'static str, year: i32) {
    let step = Step::new(OverallPlan, plan, verb)
        .field("goals", format!("{year} 年底前完成年度出清任务，优先整治用而未尽和亩均税收最低的地块。"))
        .field("measures", "分类处置：能提升的签订履约监管协议，无力提升的收购收储，占工非工的限期腾退。")
        .field(
            "milestones",
            format!("{year}-06-30 完成方案备案\n{year}-09-30 全部启动整治\n{year}-12-31 完成年度出清任务"),
        )
        .field("persons", "主要领导总负责，分管领导逐宗包干，工业办具体落实（演示）。")
        .field("support", "工作经费列入年度预算，每月调度一次。");
    let clerk = pen.clerk;
    pen.go(clerk, step);
}

/// From the clerk's desk as far as it has come.
fn bring(pen: &mut Pen<'_>, plan: &Thing, reached: Reached) {
    let (clerk, leader) = (pen.clerk, pen.leader);
    let made = |verb| Step::new(OverallPlan, plan, verb);
    if reached == Reached::Drafted {
        return;
    }
    pen.go(clerk, made("submit"));
    if reached == Reached::WithLeader {
        return;
    }
    pen.wait(1, 3);
    pen.go(leader, made("report"));
    if reached == Reached::Reported {
        return;
    }
    pen.wait(1, 4);
    let why = "月度节点与一地一方案的完成日期不一致，请核对后重报。";
    pen.go("keyuan", if reached == Reached::Returned { made("return").why(why) } else { made("file") });
}
