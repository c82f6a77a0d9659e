//! What each kind of table holds: fields, headings, units, keys. Data only; one constant a kind.

mod firms;
mod land;
mod office;

use std::collections::HashMap;
use std::sync::LazyLock;

use lingdi_domain::Kind;
use lingdi_domain::area::AreaUnit;
use lingdi_domain::money::MoneyUnit;

use crate::heading::normal_form;

/// The fields of one kind of table, and what makes two rows the same.
#[derive(Debug)]
pub struct Schema {
    /// Fields in the order of the template.
    pub fields: &'static [Field],
    /// Each group needs at least one of its fields, as a column and in every row.
    pub required: &'static [&'static [&'static str]],
    /// What the canonical key of a row is joined from.
    pub key: &'static [KeyPart],
    /// Pairs of dates of which the first should not lie after the second.
    pub date_order: &'static [(&'static str, &'static str)],
}

/// One column of a kind of table.
#[derive(Debug)]
pub struct Field {
    /// Name of the field in the record of `lingdi_domain::record`.
    pub code: &'static str,
    /// Canonical heading, without unit.
    pub heading: &'static str,
    /// Other headings seen in bureaus' files, the surest first.
    pub aliases: &'static [&'static str],
    /// How its cells are read.
    pub value: ValueType,
    /// An example for the template; empty when none is needed.
    pub example: &'static str,
}

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Text as it stands.
    Text,
    /// 统一社会信用代码 or an older number of a firm.
    Code,
    /// 宗地代码.
    ParcelCode,
    /// Land or floor area.
    Area(UnitRule<AreaUnit>),
    /// Money.
    Money(UnitRule<MoneyUnit>),
    /// Calendar year.
    Year,
    /// Whole number.
    Integer,
    /// Any decimal number, in the unit named here (empty for a bare number).
    Decimal(&'static str),
    /// A share in percent.
    Percent,
    /// A day.
    Date,
    /// 是 or 否.
    YesNo,
    /// One of a few words; others are kept with a warning.
    OneOf(&'static [&'static str]),
}

/// Which unit holds where neither cell, column nor sheet names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRule<U> {
    /// The canonical heading itself names the unit.
    Fixed(U),
    /// Only a default: taking it is a guess, and is said.
    Default(U),
}

impl<U: Copy> UnitRule<U> {
    /// The unit, whether fixed or default.
    pub fn unit(self) -> U {
        match self {
            Self::Fixed(unit) | Self::Default(unit) => unit,
        }
    }

    /// Does the canonical heading name it?
    pub fn is_fixed(self) -> bool {
        matches!(self, Self::Fixed(_))
    }
}

/// A part of the key of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPart {
    /// The value of one field.
    Field(&'static str),
    /// The first of these fields that has a value.
    FirstOf(&'static [&'static str]),
    /// A firm, by its code field and its name field (see [`crate::Row::key`]).
    Firm(&'static str, &'static str),
}

/// The schema of a kind.
pub fn schema(kind: Kind) -> &'static Schema {
    match kind {
        Kind::Units => &land::UNITS,
        Kind::Parcels => &land::PARCELS,
        Kind::Supply => &land::SUPPLY,
        Kind::Enterprises => &firms::ENTERPRISES,
        Kind::Occupancy => &land::OCCUPANCY,
        Kind::Tax => &firms::TAX,
        Kind::Evaluation => &firms::EVALUATION,
        Kind::Statistics => &firms::STATISTICS,
        Kind::Approvals => &land::APPROVALS,
        Kind::Leases => &land::LEASES,
        Kind::Power => &firms::POWER,
        Kind::Encumbrances => &land::ENCUMBRANCES,
        Kind::Inspections => &land::INSPECTIONS,
        Kind::Zones => &land::ZONES,
        Kind::Catalogue => &office::CATALOGUE,
        Kind::Holidays => &office::HOLIDAYS,
        Kind::Findings => &office::FINDINGS,
        Kind::Verification => &office::VERIFICATION,
        Kind::Targets => &office::TARGETS,
        Kind::Ledger => &office::LEDGER,
    }
}

impl Schema {
    /// The field of this code.
    pub fn field(&self, code: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// The field that a person calls `name`: its code, heading or an alias.
    pub fn field_named(&self, name: &str) -> Option<&'static Field> {
        let form = normal_form(name);
        self.field(name).or_else(|| {
            self.fields.iter().find(|field| field.names().any(|known| normal_form(known) == form))
        })
    }

    /// Must every row have this field (alone, not as one of several)?
    pub fn is_required(&self, code: &str) -> bool {
        self.required.iter().any(|group| *group == [code])
    }

    /// The field of this code among several, as a person reads it: `统一社会信用代码或企业名称`.
    pub fn group_label(&self, group: &[&str]) -> String {
        let headings: Vec<&str> =
            group.iter().map(|code| self.field(code).map_or(*code, |field| field.heading)).collect();
        headings.join("或")
    }
}

impl Field {
    /// Canonical heading first, then the aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.heading).chain(self.aliases.iter().copied())
    }

    /// The heading as the template prints it, with the unit it is read in.
    pub fn heading_with_unit(&self) -> String {
        match self.value {
            ValueType::Area(rule) => format!("{}（{}）", self.heading, rule.unit().label()),
            ValueType::Money(rule) => format!("{}（{}）", self.heading, rule.unit().label()),
            ValueType::Percent => format!("{}（%）", self.heading),
            ValueType::Decimal(unit) if !unit.is_empty() => format!("{}（{unit}）", self.heading),
            _ => self.heading.to_owned(),
        }
    }
}

/// A known heading: which field it names, and how sure that is (0 is the canonical heading).
pub(crate) type AliasTable = HashMap<String, (&'static Field, usize)>;

/// Every heading and alias of a kind in normal form, built once.
pub(crate) fn alias_table(kind: Kind) -> &'static AliasTable {
    static TABLES: LazyLock<HashMap<Kind, AliasTable>> =
        LazyLock::new(|| Kind::ALL.iter().map(|kind| (*kind, build_alias_table(schema(*kind)))).collect());
    static EMPTY: LazyLock<AliasTable> = LazyLock::new(HashMap::new);
    TABLES.get(&kind).unwrap_or(&EMPTY)
}

fn build_alias_table(schema: &'static Schema) -> AliasTable {
    let mut table = AliasTable::new();
    for field in schema.fields {
        for (rank, name) in field.names().enumerate() {
            table.entry(normal_form(name)).or_insert((field, rank));
        }
    }
    table
}

#[cfg(test)]
mod tests;
