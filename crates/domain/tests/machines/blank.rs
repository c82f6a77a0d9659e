//! Objects before anything is known of them, and what may happen to them next.

use lingdi_domain::moves::{From, To, Who, machine};
use lingdi_domain::object::{Fields, Hands, Last, Object, ObjectKind};
use uuid::Uuid;

pub(crate) fn blank(id: Uuid, kind: ObjectKind, unit: &str) -> Object {
    Object {
        id,
        kind,
        state: "",
        resumes: None,
        unit: unit.to_owned(),
        number: String::new(),
        title: "新对象".to_owned(),
        parcel: String::new(),
        due: None,
        holder: None,
        version: 0,
        last: Last::default(),
        hands: Hands::new(),
        fields: Fields::empty(kind),
    }
}

/// Moves that begin in the object's state, and those that make one.
pub(crate) fn beginning(object: &Object) -> Vec<(&'static str, Who)> {
    let machine = machine(object.kind);
    machine
        .all()
        .filter(|one| {
            machine.begins(one, object.state) && !matches!(one.from, From::New) && one.to != To::State("")
        })
        .map(|one| (one.verb, one.who))
        .collect()
}
