//! 连片地块 of the history: sites that really lie together, and how far each block has come.

use chrono::{Days, NaiveDate};
use geo::{Distance, Euclidean, Polygon};
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::{Block, Case};

use super::book::{Book, day};
use super::case::{Course, Listed};
use super::pen::Pen;
use super::sittings::Proposal;
use super::step::{Step, Thing};
use crate::demo::parcel::Parcel;

/// A block of the history.
#[derive(Debug)]
pub(super) struct Plot {
    /// How many sites.
    pub(super) sites: usize,
    /// The state in which it stands in the end.
    ends: &'static str,
    /// 方式
    mode: &'static str,
    /// Are the cases of its sites merged into it?
    merged: bool,
    /// Working days until it is proposed.
    late: u32,
}

const fn plot(sites: usize, ends: &'static str, mode: &'static str) -> Plot {
    Plot { sites, ends, mode, merged: false, late: 3 }
}

/// Blocks on sites of the list of 2022.
pub(super) const OF_2022: &[Plot] = &[
    plot(5, "COMPLETED", "B2"),
    Plot { merged: true, ..plot(4, "EXECUTING", "B1") },
    Plot { late: 110, ..plot(3, "ACCEPTANCE", "B2") },
    Plot { late: 120, ..plot(3, "ADJUSTING", "B3") },
    plot(2, "SUSPENDED", "B3"),
    plot(2, "TERMINATED", "B9"),
];

/// Blocks on sites of the list of 2023.
pub(super) const OF_2023: &[Plot] = &[
    plot(3, "STARTED", "B2"),
    Plot { merged: true, late: 30, ..plot(4, "APPROVED", "B1") },
    Plot { late: 25, ..plot(3, "LEADER_MEETING", "B2") },
    Plot { late: 30, ..plot(2, "OFFICE_REVIEW", "B2") },
    Plot { late: 40, ..plot(2, "SUBMITTED", "B3") },
    Plot { late: 25, ..plot(2, "RETURNED", "B2") },
    Plot { late: 45, ..plot(3, "PLAN_DRAFT", "B1") },
    Plot { late: 50, ..plot(2, "PROPOSED", "B9") },
];

/// Metres that part two sites of a block at most: less than the policy allows, to be safe.
const GAP: f64 = 24.0;

/// Takes as many sites as a block needs, which lie together, out of those that are free.
pub(super) fn take(free: &mut Vec<Listed>, parcels: &[Parcel], count: usize) -> Option<Vec<Listed>> {
    let land = |site: &Listed| parcels.iter().find(|parcel| parcel.code == site.parcel);
    let near = |left: &Listed, right: &Listed| {
        let (Some(left), Some(right)) = (land(left), land(right)) else { return false };
        left.estate == right.estate && Euclidean.distance(&outline(left), &outline(right)) <= GAP
    };
    for first in 0..free.len() {
        let mut taken = vec![first];
        while taken.len() < count {
            let next = (0..free.len()).find(|site| {
                !taken.contains(site)
                    && free[*site].unit == free[first].unit
                    && taken.iter().any(|other| near(&free[*other], &free[*site]))
            });
            let Some(next) = next else { break };
            taken.push(next);
        }
        if taken.len() == count {
            taken.sort_unstable_by(|a, b| b.cmp(a));
            return Some(taken.into_iter().map(|at| free.remove(at)).collect());
        }
    }
    None
}

fn outline(parcel: &Parcel) -> Polygon {
    Polygon::new(parcel.ring.clone().into(), Vec::new())
}

/// Tells a block and its sites. `course` gives the course of a site from a day on.
pub(super) fn tell(
    book: &mut Book,
    plot: &Plot,
    sites: &[Listed],
    from: NaiveDate,
    course: impl for<'a> Fn(&'a mut Book, &Listed, NaiveDate) -> Course<'a>,
) {
    let mut entered = from;
    for site in sites {
        let mut course = course(book, site, from);
        course.pen.pace = 90;
        course.verify();
        course.hear();
        course.confirm();
        course.enter();
        if course.pen.over {
            return;
        }
        entered = entered.max(course.pen.today());
    }
    let members: Vec<Thing> = sites.iter().map(|site| Thing::Case(site.parcel.clone())).collect();
    let approved = carry(book, plot, sites, &members, entered);
    for (site, case) in sites.iter().zip(&members) {
        let begins = if plot.late > 20 { approved.unwrap_or(entered) } else { entered };
        let mut course = course(book, site, begins + Days::new(4));
        if plot.merged {
            let Some(day) = approved else { continue };
            course.pen.to(day + Days::new(6));
            let why = "并入连片地块统一整治，原案件不再单独办理。";
            course.pen.go("keyuan", Step::new(Case, case, "merge").why(why));
            continue;
        }
        if plot.late > 20 && approved.is_none() {
            continue;
        }
        course.plan();
        course.approve();
        let Some(day) = approved.filter(|_| !["SUSPENDED", "ADJUSTING"].contains(&plot.ends)) else {
            continue;
        };
        course.pen.to(day + Days::new(8));
        course.start();
        course.work();
        course.evaluate();
        course.leave();
    }
}

/// The block itself; answers the day on which the meeting approved it.
fn carry(
    book: &mut Book,
    plot: &Plot,
    sites: &[Listed],
    members: &[Thing],
    entered: NaiveDate,
) -> Option<NaiveDate> {
    let block = book.thing();
    let mut pen = Pen::new(book, &sites[0].unit, &format!("block {}", plot.ends), entered + Days::new(2));
    pen.pace = 100;
    let (clerk, leader) = (pen.clerk, pen.leader);
    let step = |verb| Step::new(Block, &block, verb);
    let reached = |ends: &str| plot.ends == ends;
    pen.wait(plot.late, plot.late + 2);
    let mut opened = step("open").field("mode", plot.mode);
    for member in members {
        opened = opened.tie("member", Case, member);
    }
    pen.go(clerk, opened);
    if reached("PROPOSED") {
        return None;
    }
    pen.wait(4, 9);
    let plan = format!("{} 宗地统一收储或提升，分两期实施，腾出空间引入规上企业。", sites.len());
    pen.go(clerk, step("draft_plan").field("mode", plot.mode).field("plan", plan));
    match plot.ends {
        "PLAN_DRAFT" => return None,
        "SUSPENDED" => {
            pen.wait(6, 12);
            let (why, on) = ("国土空间规划调整期间暂缓。", pen.today());
            pen.go("keyuan", step("suspend").why(why).on(day(2023, 12, 29)).paper("规划调整通知", on));
            return None;
        }
        "TERMINATED" => {
            pen.wait(6, 12);
            pen.go("keyuan", step("terminate").why("各宗权利人意见不一，改为分别整治。"));
            return Some(pen.today());
        }
        _ => {}
    }
    pen.wait(5, 10);
    let on = pen.today();
    pen.go(leader, step("submit").paper("连片整治方案", on));
    if reached("SUBMITTED") {
        return None;
    }
    pen.wait(1, 3);
    pen.go("keyuan", step("receive"));
    if reached("OFFICE_REVIEW") {
        return None;
    }
    pen.wait(3, 6);
    if reached("RETURNED") {
        pen.go("keyuan", step("return").why("分期安排和资金来源不清，请补充。"));
        return None;
    }
    pen.propose(Level::Office, Proposal::new(Block, &block, "put_forward"));
    if reached("LEADER_MEETING") {
        return None;
    }
    pen.propose(Level::Leader, Proposal::new(Block, &block, "approve"));
    let approved = (!pen.over).then(|| pen.today());
    if reached("APPROVED") {
        return approved;
    }
    pen.wait(8, 15);
    let on = pen.today();
    pen.go(leader, step("start").photo("首宗拆除现场", on, 4));
    if reached("STARTED") {
        return approved;
    }
    pen.wait(5, 10);
    pen.go(clerk, step("execute"));
    let total: f64 = sites.iter().map(|site| site.mu).sum();
    pen.wait(45, 60);
    phase(&mut pen, &block, total * 0.35);
    match plot.ends {
        "EXECUTING" => return approved,
        "ADJUSTING" => {
            pen.wait(5, 8);
            pen.go(leader, step("adjust").why("一宗权利人拒绝搬迁，范围需要调整。"));
            return approved;
        }
        _ => {}
    }
    pen.wait(40, 60);
    phase(&mut pen, &block, total * 0.9);
    pen.wait(10, 20);
    let on = pen.today();
    pen.go(leader, step("ask_acceptance").photo("连片完成现场", on, 9));
    if reached("COMPLETED") {
        pen.wait(5, 10);
        let on = pen.today();
        pen.go("keyuan", step("complete").paper("连片验收意见", on));
    }
    approved
}

fn phase(pen: &mut Pen<'_>, block: &Thing, mu: f64) {
    let on = pen.today();
    let done = Step::new(Block, block, "report_phase").field("completed_area", format!("{mu:.2}"));
    pen.go(pen.clerk, done.photo("分期完成现场", on, 6));
}
