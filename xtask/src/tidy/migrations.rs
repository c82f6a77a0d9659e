//! Both engines get the same tables.

use std::collections::BTreeSet;

use super::Fault;
use super::tree::Tree;

const SQLITE: &str = "crates/store/migrations/sqlite/";
const POSTGRES: &str = "crates/store/migrations/postgres/";

/// Migrations without a twin, tables that only one twin has, tables that are not strict or carry
/// no county, and numbers used twice.
pub(crate) fn check(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let names: BTreeSet<&str> = [SQLITE, POSTGRES]
        .iter()
        .flat_map(|front| tree.under(front, ".sql").map(|(path, _)| &path[front.len()..]))
        .collect();
    let mut numbers = BTreeSet::new();
    for name in names {
        if !numbers.insert(name.split('_').next()) {
            faults.push(format!("{SQLITE}{name}: its number is taken"));
        }
        let texts = (tree.text(&format!("{SQLITE}{name}")), tree.text(&format!("{POSTGRES}{name}")));
        let (Some(sqlite), Some(postgres)) = texts else {
            let there = if texts.0.is_some() { POSTGRES } else { SQLITE };
            faults.push(format!("{there}{name} is missing: both engines get the same migrations"));
            continue;
        };
        let (sqlite, postgres) = (without_comments(sqlite), without_comments(postgres));
        let (sqlite, postgres) = (tables(&sqlite), tables(&postgres));
        if sqlite.iter().map(|table| table.name).ne(postgres.iter().map(|table| table.name)) {
            faults.push(format!("{SQLITE}{name}: its twin makes other tables or in another order"));
        }
        for table in sqlite.iter().filter(|table| !table.end.contains("strict")) {
            faults.push(format!("{SQLITE}{name}: table {} is not strict", table.name));
        }
        for table in
            sqlite.iter().chain(&postgres).filter(|table| !table.body.contains("county text not null"))
        {
            faults.push(format!("{name}: table {} carries no county", table.name));
        }
    }
    faults
}

struct Table<'a> {
    name: &'a str,
    body: &'a str,
    /// What stands between the closing bracket and the semicolon.
    end: &'a str,
}

fn without_comments(text: &str) -> String {
    text.lines().filter_map(|line| line.split("--").next()).collect::<Vec<_>>().join("\n")
}

fn tables(text: &str) -> Vec<Table<'_>> {
    text.split("create table ").skip(1).filter_map(table).collect()
}

fn table(text: &str) -> Option<Table<'_>> {
    let statement = text.split(';').next()?;
    let (name, rest) = statement.split_once('(')?;
    let (body, end) = rest.rsplit_once(')')?;
    Some(Table { name: name.trim(), body, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "create table a (\n-- why; and (how\ncounty text not null, b text) strict;";

    fn faults(sqlite: &[(&str, &str)], postgres: &[(&str, &str)]) -> Vec<Fault> {
        let place = |front: &str, files: &[(&str, &str)]| -> Vec<(String, String)> {
            files.iter().map(|(name, text)| (format!("{front}{name}"), (*text).to_owned())).collect()
        };
        let files: Vec<_> = place(SQLITE, sqlite).into_iter().chain(place(POSTGRES, postgres)).collect();
        check(&Tree::of(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>()))
    }

    #[test]
    fn a_migration_without_a_twin_is_a_fault() {
        assert_eq!(
            faults(&[("0001_a.sql", GOOD)], &[]),
            ["crates/store/migrations/postgres/0001_a.sql is missing: both engines get the same migrations"]
        );
        assert!(faults(&[("0001_a.sql", GOOD)], &[("0001_a.sql", GOOD)]).is_empty());
    }

    #[test]
    fn twins_make_the_same_tables() {
        let other = "create table c (county text not null);";
        assert_eq!(faults(&[("0001_a.sql", GOOD)], &[("0001_a.sql", other)]).len(), 1);
    }

    #[test]
    fn every_table_is_strict_and_carries_its_county() {
        let loose = "create table a (b text);";
        assert_eq!(faults(&[("0001_a.sql", loose)], &[("0001_a.sql", GOOD)]).len(), 2);
    }

    #[test]
    fn a_number_is_used_once() {
        let both = [("0001_a.sql", GOOD), ("0001_b.sql", GOOD)];
        assert_eq!(faults(&both, &both).len(), 1);
    }
}
