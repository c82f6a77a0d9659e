//! Who may make which move, printed for people to read line by line (`docs/authority.md`).

use std::fmt::Write as _;

use lingdi_domain::moves::{From, Machine, Move, To, Who, may_make, owner};
use lingdi_domain::{Actor, Role, Scope};

use crate::machines;

const OWN: &str = "330122102";
const OTHER: &str = "330122109";

/// Columns: administrators, readers, 纪检监察 and observers share one, since none of them moves anything.
const ROLES: [(&str, &[Role]); 12] = [
    ("组长", &[Role::Leader]),
    ("副组长", &[Role::DeputyLeader]),
    ("办主任", &[Role::OfficeHead]),
    ("办科员", &[Role::OfficeClerk]),
    ("业务组", &[Role::WorkGroup]),
    ("属地领导", &[Role::LocalLeader]),
    ("属地经办", &[Role::LocalClerk]),
    ("部门领导", &[Role::BureauLeader]),
    ("部门联络员", &[Role::BureauLiaison]),
    ("国企", &[Role::Acquirer]),
    ("督查", &[Role::Inspector]),
    (
        "只读、观察、纪检、三员",
        &[
            Role::Reader,
            Role::Observer,
            Role::Discipline,
            Role::SystemAdmin,
            Role::SecurityAdmin,
            Role::AuditAdmin,
        ],
    ),
];

fn holder(role: Role, unit: &str) -> Actor {
    Actor { roles: vec![role], unit: unit.to_owned(), scope: Scope::County, ..Actor::program("某某") }
}

/// 有: wherever the object lies; 本: in the own unit only; 签: only from signed paper; `·`: not at all.
fn cell(one: &Move, role: Role) -> &'static str {
    let own = may_make(one, &holder(role, OWN), OWN);
    let other = may_make(one, &holder(role, OTHER), OWN);
    assert!(own || !other, "{}: {role:?} in another unit but not in the own", one.verb);
    let office = matches!(role, Role::OfficeHead | Role::OfficeClerk);
    match (own, other) {
        (true, true) => "有",
        (true, false) => "本",
        _ if one.offline && (office || role == Role::LocalClerk) => "签",
        _ => "·",
    }
}

fn row(text: &mut String, machine: &Machine, from: &str, one: &Move) {
    let label = |code: &str| machine.state(code).map_or("", |state| state.label).to_owned();
    let to = match one.to {
        To::State(code) => label(code),
        To::Same => "不变".to_owned(),
        To::Resumed => "恢复原状态".to_owned(),
        To::Carried => "台账所写状态".to_owned(),
    };
    let _ = write!(text, "| {from} | {} `{}` | {to} |", one.label, one.verb);
    for (_, roles) in ROLES {
        let cells: Vec<_> = roles.iter().map(|role| cell(one, *role)).collect();
        assert!(cells.iter().all(|cell| *cell == cells[0]), "{}", one.verb);
        let _ = write!(text, " {} |", cells[0]);
    }
    let also = match one.who {
        Who::People(_) => String::new(),
        _ => owner(one),
    };
    let _ = writeln!(text, " {also} |");
}

fn page() -> String {
    let mut text = "# 谁能办理什么\n\n由 `crates/domain` 的办理表打印，供逐行核对（`LINGDI_BLESS=1 cargo test -p lingdi-domain --test machines`）。\
        其余事项（查看、归集、口径、账号）见 `crates/app/src/snapshots/`。\n\n\
        有：不论地块在哪个单位；本：只限本单位的地块；签：只能按线下签批代录；·：不能。\
        属地经办的“签”只限本单位。会议和系统办理的，最后一栏写明。\n"
        .to_owned();
    for machine in machines() {
        let _ =
            write!(text, "\n## {} `{}`\n\n| 状态 | 办理 | 到 |", machine.kind.label(), machine.kind.code());
        for (name, _) in ROLES {
            let _ = write!(text, " {name} |");
        }
        let _ = writeln!(text, " 由谁 |\n|---|---|---|{}---|", "---|".repeat(ROLES.len()));
        for one in machine.all().filter(|one| matches!(one.from, From::New)) {
            row(&mut text, machine, "（新建）", one);
        }
        for state in machine.states {
            for one in machine.all().filter(|one| machine.begins(one, state.code)) {
                row(&mut text, machine, state.label, one);
            }
        }
    }
    text
}

#[test]
fn who_may_make_which_move_is_as_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/authority.md");
    let page = page();
    if std::env::var_os("LINGDI_BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/authority.md is old: LINGDI_BLESS=1 cargo test -p lingdi-domain --test machines"
    );
}
