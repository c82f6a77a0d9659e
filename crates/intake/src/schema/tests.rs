use std::collections::HashSet;

use lingdi_domain::record;
use serde_json::{Map, Value, json};

use super::*;

/// A value of the encoding that the record expects.
fn sample(field: &Field) -> Value {
    match field.value {
        ValueType::Area(_) | ValueType::Money(_) | ValueType::Integer | ValueType::Year => json!(2021),
        ValueType::Decimal(_) | ValueType::Percent => json!("1.5"),
        ValueType::Date => json!("2021-03-05"),
        ValueType::YesNo => json!(true),
        _ => json!("text"),
    }
}

/// Does the record of this kind take the sample row and give every field of it back?
fn round_trip(kind: Kind, row: Map<String, Value>) -> Result<Value, serde_json::Error> {
    fn through<T: serde::de::DeserializeOwned + serde::Serialize>(
        row: Map<String, Value>,
    ) -> Result<Value, serde_json::Error> {
        serde_json::to_value(serde_json::from_value::<T>(Value::Object(row))?)
    }
    match kind {
        Kind::Units => through::<record::Unit>(row),
        Kind::Parcels => through::<record::Parcel>(row),
        Kind::Supply => through::<record::Supply>(row),
        Kind::Enterprises => through::<record::Enterprise>(row),
        Kind::Occupancy => through::<record::Occupancy>(row),
        Kind::Tax => through::<record::Tax>(row),
        Kind::Evaluation => through::<record::Evaluation>(row),
        Kind::Statistics => through::<record::Statistics>(row),
        Kind::Approvals => through::<record::Approval>(row),
        Kind::Leases => through::<record::Lease>(row),
        Kind::Power => through::<record::Power>(row),
        Kind::Encumbrances => through::<record::Encumbrance>(row),
        Kind::Inspections => through::<record::Inspection>(row),
        Kind::Zones => through::<record::Zone>(row),
        Kind::Catalogue => through::<record::CatalogueItem>(row),
        Kind::Holidays => through::<record::Holiday>(row),
        Kind::Findings => through::<record::Finding>(row),
        Kind::Verification => through::<record::Verification>(row),
        Kind::Targets => through::<record::Target>(row),
        Kind::Ledger => through::<record::LedgerEntry>(row),
    }
}

#[test]
fn every_field_is_a_field_of_its_record() {
    for kind in Kind::ALL {
        let row: Map<_, _> =
            schema(*kind).fields.iter().map(|field| (field.code.to_owned(), sample(field))).collect();
        let codes: HashSet<_> = row.keys().cloned().collect();
        let back = round_trip(*kind, row).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        let known: HashSet<_> = back
            .as_object()
            .unwrap()
            .iter()
            .filter(|(code, value)| {
                assert!(!value.is_null() || *code == "area_text", "{kind:?}.{code} has no field");
                *code != "area_text"
            })
            .map(|(code, _)| code.clone())
            .collect();
        assert_eq!(codes, known, "{kind:?}");
    }
}

#[test]
fn keys_and_required_fields_name_fields_that_exist() {
    for kind in Kind::ALL {
        let schema = schema(*kind);
        let keyed = schema.key.iter().flat_map(|part| match part {
            KeyPart::Field(code) => vec![*code],
            KeyPart::FirstOf(codes) => codes.to_vec(),
            KeyPart::Firm(code, name) => vec![*code, *name],
        });
        let ordered = schema.date_order.iter().flat_map(|(earlier, later)| [*earlier, *later]);
        for code in keyed.chain(schema.required.concat()).chain(ordered) {
            assert!(schema.field(code).is_some(), "{kind:?}.{code}");
        }
    }
}

#[test]
fn no_canonical_heading_is_shadowed_by_an_alias_of_an_earlier_field() {
    for kind in Kind::ALL {
        let table = alias_table(*kind);
        for field in schema(*kind).fields {
            let (found, rank) = table[&normal_form(field.heading)];
            assert_eq!((found.code, rank), (field.code, 0), "{kind:?} {}", field.heading);
        }
    }
}
