//! 督查, 表彰 and 承诺书: rounds of the inspection team with what they found, nominations and what became of
//! them, and the roster of those who promised not to interfere. People outside the task force are invented.

use chrono::{Days, NaiveDate};
use lingdi_domain::meeting::Level;
use lingdi_domain::object::ObjectKind::{Commendation, Defect, Pledge, Supervision};

use super::book::{Book, Ymd, at, day};
use super::sittings::{self, Outcome, Proposal};
use super::step::{Step, Thing};
use crate::demo::people::{self, PEOPLE};
use lingdi_domain::Role;

/// The inspector who leads every round.
const INSPECTOR: &str = "ducha";

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Cancelled,
    Planned,
    Inspecting,
    Drafted,
    Issued,
    Closed,
}

/// How far the rectification of a defect has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mended {
    Withdrawn,
    Open,
    Rectifying,
    Submitted,
    /// Reported, returned once, and reported again.
    Again,
    Verified,
    Closed,
}

struct Round {
    subject: &'static str,
    from: Ymd,
    to: Ymd,
    reached: Reached,
    document: &'static str,
    defects: &'static [(&'static str, &'static str, &'static str, Mended)],
}

/// Units, places and what was found there.
const ROUNDS: [Round; 6] = [
    Round {
        subject: "2022 年四季度专项督查",
        from: (2022, 11, 8),
        to: (2022, 11, 16),
        reached: Reached::Closed,
        document: "桐零地办〔2022〕31号",
        defects: &[
            (
                "横村镇",
                "方埠工业功能区",
                "两宗地块的整治台账与现场不符，设备已搬离仍填“正常生产”。",
                Mended::Closed,
            ),
            ("分水镇", "城西工业园", "一地一方案未明确责任人，节点笼统。", Mended::Closed),
            ("旧县街道", "母岭路沿线", "重复登记的问题。", Mended::Withdrawn),
        ],
    },
    Round {
        subject: "2023 年二季度专项督查",
        from: (2023, 6, 6),
        to: (2023, 6, 15),
        reached: Reached::Issued,
        document: "桐零地办〔2023〕17号",
        defects: &[
            ("凤川街道", "凤川大道东侧", "腾退后的厂房转租作仓储，未报专班。", Mended::Closed),
            ("江南镇", "窄溪工业区", "协议约定的设备未按期进场，月报仍填“按计划推进”。", Mended::Verified),
        ],
    },
    Round {
        subject: "2023 年三季度专项督查",
        from: (2023, 9, 5),
        to: (2023, 9, 14),
        reached: Reached::Drafted,
        document: "",
        defects: &[
            ("横村镇", "杭千高速出口北侧", "占工非工地块腾退后复用为展厅。", Mended::Again),
            ("瑶琳镇", "高翔工业园", "收储资产清单缺设备评估报告。", Mended::Submitted),
            ("钟山乡", "石材园区", "关停企业残留堆料，未清运。", Mended::Rectifying),
        ],
    },
    Round {
        subject: "2023 年四季度专项督查（第一轮）",
        from: (2023, 9, 25),
        to: (2023, 10, 20),
        reached: Reached::Inspecting,
        document: "",
        defects: &[("百江镇", "百江村工业点", "核实表填报“空置”，现场仍有加工户在用。", Mended::Open)],
    },
    Round {
        subject: "2023 年四季度专项督查（第二轮）",
        from: (2023, 11, 6),
        to: (2023, 11, 15),
        reached: Reached::Planned,
        document: "",
        defects: &[],
    },
    Round {
        subject: "2023 年一季度专项督查",
        from: (2023, 3, 7),
        to: (2023, 3, 10),
        reached: Reached::Cancelled,
        document: "",
        defects: &[],
    },
];

/// Tells all of it.
pub(super) fn tell(book: &mut Book) {
    for round in &ROUNDS {
        inspect(book, round);
    }
    commend(book);
    pledges(book);
}

fn inspect(book: &mut Book, round: &Round) {
    let first = day(round.from.0, round.from.1, round.from.2);
    let last = day(round.to.0, round.to.1, round.to.2);
    let planned = book.workday_before(first, 6).min(day(2023, 9, 28));
    let thing = book.thing();
    let step = |verb| Step::new(Supervision, &thing, verb);
    let mut units: Vec<&str> = round.defects.iter().map(|(unit, ..)| *unit).collect();
    units.extend(["横村镇", "分水镇"]);
    units.sort_unstable();
    units.dedup();
    let plan = step("open")
        .field("subject", round.subject)
        .field("team_leader", "江波")
        .field("team", "徐琳 县资规局\n吴越 县经信局")
        .field("units", units.join("\n"))
        .field("scope", "一地一方案和协议落实、月报真实性、占工非工腾退、收储资产清单。")
        .field("begins_on", first.to_string())
        .field("ends_on", last.to_string());
    book.step(at(planned, 9, 15), INSPECTOR, plan);
    match round.reached {
        Reached::Planned => return,
        Reached::Cancelled => {
            let why = "与省级检查时间重合，并入二季度督查。";
            return book.step(at(planned, 15, 0), INSPECTOR, step("cancel").why(why));
        }
        _ => book.step(at(first, 8, 50), INSPECTOR, step("begin")),
    }
    let mut closed = last;
    for (nth, (unit, place, what, mended)) in round.defects.iter().enumerate() {
        let found = book.workday(first, 1 + nth as u32);
        closed = closed.max(mend(book, &thing, (found, nth), (unit, place, what), *mended));
    }
    if round.reached < Reached::Drafted {
        return;
    }
    let drafted = book.workday(last, 3);
    let text = step("draft")
        .field(
            "overview",
            format!("督查组实地查看{}的整治地块，查阅台账和协议，多数地块按节点推进。", units.join("、")),
        )
        .field("practice", "逐宗建立销号清单，由班子成员包干，做法可以推广。")
        .field("demands", "被通报单位逐项整改，按期报送整改情况；整改不到位的不予销号。");
    book.step(at(drafted, 10, 5), INSPECTOR, text);
    if round.reached < Reached::Issued {
        return;
    }
    let issued = book.workday(drafted, 2);
    book.step(at(issued, 9, 40), "bangong", step("issue").field("document", round.document));
    if round.reached == Reached::Closed {
        let over = book.workday(closed.max(issued), 1);
        book.step(at(over, 16, 20), "keyuan", step("close"));
    }
}

/// What was found, and how far its unit has come with it; answers the day of the last step.
fn mend(
    book: &mut Book,
    round: &Thing,
    (found, nth): (NaiveDate, usize),
    (unit, place, what): (&str, &str, &str),
    mended: Mended,
) -> NaiveDate {
    let thing = book.thing();
    let step = |verb| Step::new(Defect, &thing, verb);
    let (clerk, leader) = people::unit_named(unit).map_or((None, None), people::of_unit);
    let login = |person: Option<&'static people::Person>| person.map_or("keyuan", |person| person.login);
    let opened = step("open")
        .tie("supervision", Supervision, round)
        .field("unit", unit)
        .field("place", place)
        .field("what", what)
        .field("basis", "桐政办〔2022〕7号 七（二）2")
        .field("rectify_by", (found + Days::new(15)).to_string())
        .photo("督查现场", found, nth);
    book.step(at(found, 10, 30), INSPECTOR, opened);
    if mended == Mended::Withdrawn {
        let why = "与前一问题重复，撤销。";
        book.step(at(found, 14, 10), INSPECTOR, step("withdraw").why(why));
        return found;
    }
    if mended == Mended::Open {
        return found;
    }
    let accepted = book.workday(found, 1);
    let measures = step("accept").field("measures", "约谈企业，限期清理，经办逐日跟踪。");
    book.step(at(accepted, 9, 20), login(clerk), measures.field("responsible", "工办主任（演示）"));
    if mended == Mended::Rectifying {
        return accepted;
    }
    let reported = book.workday(found, 8);
    let report = |on| {
        let text = step("submit").field("rectified", "已清理到位，台账已更正，现场照片附后。");
        text.photo("整改后现场", on, nth + 4)
    };
    book.step(at(reported, 9, 35), login(leader), report(reported));
    if mended == Mended::Submitted {
        return reported;
    }
    let looked = book.workday(reported, 2);
    if mended == Mended::Again {
        let why = "照片与现场位置不符，请补充正面全景。";
        book.step(at(looked, 15, 0), INSPECTOR, step("return").why(why));
        let again = book.workday(looked, 3);
        book.step(at(again, 9, 35), login(leader), report(again));
        return again;
    }
    book.step(at(looked, 15, 0), INSPECTOR, step("verify").why("复查属实，整改到位。"));
    if mended == Mended::Verified {
        return looked;
    }
    let closed = book.workday(looked, 1);
    book.step(at(closed, 10, 0), "keyuan", step("close"));
    closed
}

/// A nomination, and what the office and the meeting make of it.
fn commend(book: &mut Book) {
    let opened = |thing: &Thing, name: &str, units: &str, persons: &str| {
        Step::new(Commendation, thing, "open")
            .field("name", name)
            .field("cause", "在低效工业用地整治提升中担当有为、表现突出。")
            .field("units", units)
            .field("persons", persons)
            .field("deeds", "主动啃下难点地块，全年任务提前完成，未发生一起复议诉讼。")
    };
    let step = |thing: &Thing, verb| Step::new(Commendation, thing, verb);
    let review = "材料属实，拟同意提请会议研究。";
    // Decided and issued.
    let yearly = book.thing();
    let names = "皇甫燕 横村镇工办 经办\n毛小芳 分水镇工办 经办\n徐琳 县资规局 联络员";
    let nominated =
        opened(&yearly, "2022 年度低效工业用地整治提升先进", "横村镇\n分水镇\n县自然资源和规划局", names);
    book.step(at(day(2023, 1, 31), 9, 30), "keyuan", nominated);
    book.step(at(day(2023, 2, 6), 10, 0), "bangong", step(&yearly, "review").why(review));
    let decided = sittings::propose(
        book,
        Level::Deputy,
        at(day(2023, 2, 7), 9, 0),
        Proposal::new(Commendation, &yearly, "commend"),
    );
    if let Some(decided) = decided {
        let issued = book.workday(decided.date(), 2);
        let circular = step(&yearly, "issue").field("document", "桐零地办〔2023〕5号");
        let appeal = "号召各乡镇（街道）、开发区和部门学习先进，克难攻坚，确保完成三年任务。";
        book.step(at(issued, 9, 10), "bangong", circular.field("appeal", appeal));
    }
    // Decided, the circular to come.
    let half = book.thing();
    let nominated =
        opened(&half, "2023 年上半年整治攻坚先进个人", "", "童晓 凤川街道 经办\n钱宁 县税务局 联络员");
    book.step(at(day(2023, 9, 12), 9, 30), "fengchuan", nominated);
    book.step(at(day(2023, 9, 13), 10, 0), "keyuan", step(&half, "review").why(review));
    sittings::propose(
        book,
        Level::Deputy,
        at(day(2023, 9, 14), 9, 0),
        Proposal::new(Commendation, &half, "commend"),
    );
    // Refused by the meeting.
    let quick = book.thing();
    let nominated = opened(&quick, "连片整治先进集体", "瑶琳镇", "");
    book.step(at(day(2023, 7, 4), 9, 30), "yaolin", nominated);
    book.step(at(day(2023, 7, 5), 10, 0), "keyuan", step(&quick, "review").why(review));
    let refused = Proposal { outcome: Outcome::Refused, ..Proposal::new(Commendation, &quick, "commend") };
    sittings::propose(book, Level::Deputy, at(day(2023, 7, 6), 9, 0), refused);
    // Not taken up, waiting for the next meeting, and new.
    let early = book.thing();
    book.step(at(day(2022, 8, 2), 9, 30), "jiuxian", opened(&early, "月度进位先进", "旧县街道", ""));
    let why = "表彰按年度进行，请在年度评选时提名。";
    book.step(at(day(2022, 8, 4), 10, 0), "keyuan", step(&early, "decline").why(why));
    let waits = book.thing();
    book.step(
        at(day(2023, 9, 26), 9, 30),
        "kaifaqu",
        opened(&waits, "腾笼换鸟先进集体", "桐庐经济开发区", ""),
    );
    book.step(at(day(2023, 9, 28), 10, 0), "keyuan", step(&waits, "review").why(review));
    let new = book.thing();
    book.step(
        at(day(2023, 10, 8), 9, 30),
        "zigui",
        opened(&new, "资料核查先进个人", "", "徐琳 县资规局 联络员"),
    );
}

/// Officials of bodies that are not of the task force: invented.
const OTHERS: [(&str, &str, &str); 10] = [
    ("周明远（演示）", "县委办公室", "主任"),
    ("吴建华（演示）", "县委组织部", "副部长"),
    ("郑晓峰（演示）", "县人大常委会", "副主任"),
    ("王芳华（演示）", "县政协", "副主席"),
    ("冯国梁（演示）", "县人民法院", "副院长"),
    ("陈志新（演示）", "县人民检察院", "副检察长"),
    ("褚卫平（演示）", "县财政局", "局长"),
    ("卫东海（演示）", "县农业农村局", "局长"),
    ("蒋雨晴（演示）", "县生态环境分局", "局长"),
    ("沈立群（演示）", "县市场监管局", "局长"),
];

fn pledges(book: &mut Book) {
    let leads = [Role::Leader, Role::DeputyLeader, Role::OfficeHead, Role::LocalLeader, Role::BureauLeader];
    let task_force = PEOPLE.iter().filter(|person| leads.contains(&person.role));
    let own = task_force.map(|person| (person.name, "桐庐县", person.title));
    let all: Vec<_> = own.chain(OTHERS).collect();
    let (listed, late) = (at(day(2022, 4, 7), 9, 0), at(day(2023, 9, 26), 9, 0));
    for (nth, (person, organ, position)) in all.iter().enumerate() {
        let thing = book.thing();
        let step = |verb| Step::new(Pledge, &thing, verb);
        // Two who came into their posts lately have not signed.
        let new = nth + 2 >= all.len();
        let (listed, by) = if new { (late, day(2023, 10, 31)) } else { (listed, day(2022, 4, 29)) };
        let moment = listed + chrono::TimeDelta::minutes(3 * nth as i64);
        let roster =
            step("open").field("person", *person).field("organ", *organ).field("position", *position);
        book.step(moment, "keyuan", roster.on(by));
        if new {
            continue;
        }
        let signed = book.workday(day(2022, 4, 11), nth as u32 % 12);
        let scan = step("sign").on(signed).paper("承诺书签字扫描件", signed);
        book.step(at(signed, 14, nth as i64 % 50), "keyuan", scan);
        if nth + 3 == all.len() {
            let why = "调离本县。";
            book.step(at(day(2023, 3, 2), 11, 0), "keyuan", step("leave").why(why));
        } else if nth % 2 == 0 {
            let checked = at(day(2023, 3, 7), 9, nth as i64);
            book.step(checked, "keyuan", step("check").why("未发现违诺情形。"));
        }
    }
}
