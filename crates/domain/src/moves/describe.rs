//! A machine in words: what `docs/machines.md` prints.

use std::fmt::Write;

use super::allowed::owner;
use super::table::{From, Machine, Move, State, To};
use super::{RECALL, machine};
use crate::object::ObjectKind;

/// Every machine as one page of Markdown.
pub fn page() -> String {
    let mut out = String::from(
        "# Machines\n\n\
         What may happen to each kind of object. Written from the tables of moves in `crates/domain`\n\
         (`LINGDI_BLESS=1 cargo test -p lingdi-domain --test machines` writes it anew); the guards, the\n\
         buttons, the interface and the tests read the same tables.\n\n\
         A move marked 撤 may be taken back (`recall`) until the receiver acts; 双 wants another person,\n\
         signer and typist alike, than the moves that stand under “must hold”; 签 may be entered from signed paper (线下签批代录).\n",
    );
    for kind in ObjectKind::ALL {
        section(&mut out, machine(kind));
    }
    out
}

fn section(out: &mut String, machine: &Machine) {
    let _ = writeln!(out, "\n## {} `{}`\n", machine.kind.label(), machine.kind.code());
    let _ = writeln!(out, "| state | | desk | by when |\n|---|---|---|---|");
    for state in machine.states {
        let limit = state.limit.map_or("", |limit| limit.words);
        let desk = state.desk.label();
        let _ = writeln!(out, "| `{}` | {}{} | {desk} | {limit} |", state.code, state.label, ending(state));
    }
    let _ = writeln!(out, "\n```text");
    for state in machine.states {
        for one in machine.all().filter(|one| machine.begins(one, state.code) && one.to != To::Same) {
            let to = match one.to {
                To::State(code) => code,
                To::Resumed => "where it was",
                To::Same | To::Carried => continue,
            };
            let _ = writeln!(out, "{} ──{}──▶ {to}", state.code, one.label);
        }
    }
    let _ = writeln!(out, "```\n");
    let _ = writeln!(
        out,
        "| move | from | to | who | clause | asks for | must hold |\n|---|---|---|---|---|---|---|"
    );
    for one in machine.all() {
        row(out, machine.kind, one);
    }
}

fn ending(state: &State) -> &'static str {
    if state.open { "" } else { "（终）" }
}

fn row(out: &mut String, kind: ObjectKind, one: &Move) {
    let from = match one.from {
        From::New => "–".to_owned(),
        From::States(states) => states.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" "),
        From::AnyOpen => "any open".to_owned(),
    };
    let to = match one.to {
        To::State(code) => format!("`{code}`"),
        To::Same => "–".to_owned(),
        To::Resumed => "where it was".to_owned(),
        To::Carried => "as the ledger says".to_owned(),
    };
    let marks = [(one.recallable, "撤"), (!one.second_to.is_empty(), "双"), (one.offline, "签")];
    let marks: String = marks.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
    let mut guards: Vec<String> = one.guards.iter().map(|guard| guard.rule.to_owned()).collect();
    if !one.second_to.is_empty() {
        let names: Vec<_> = one.second_to.iter().map(|verb| label(kind, verb)).collect();
        guards.push(format!("与“{}”不是同一人", names.join("、")));
    }
    let _ = writeln!(
        out,
        "| `{}` {}{} | {from} | {to} | {} | {} | {} | {} |",
        one.verb,
        one.label,
        if marks.is_empty() { String::new() } else { format!("（{marks}）") },
        owner(one),
        one.clause,
        asks(one),
        guards.join("；"),
    );
}

fn asks(one: &Move) -> String {
    let mut asks: Vec<&str> = Vec::new();
    asks.extend(one.needs.reason.then_some("理由"));
    asks.extend(one.needs.date);
    asks.extend(one.needs.evidence.then_some("注明日期的照片或文件"));
    asks.extend(one.fields.iter().filter(|field| field.required).map(|field| field.label));
    asks.join("、")
}

/// Name of a move for people, the recall included.
pub fn label(kind: ObjectKind, verb: &str) -> &'static str {
    if verb == RECALL {
        return "撤回";
    }
    machine(kind).named(verb).map_or("", |one| one.label)
}
