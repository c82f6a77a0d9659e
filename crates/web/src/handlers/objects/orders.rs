//! What is particular to orders on the pages that every kind of object shares.

use lingdi_app::orders::drafts;
use lingdi_app::policy::facts::Unit;
use lingdi_domain::Actor;
use lingdi_domain::moves::{Offer, is_open};
use lingdi_domain::object::{Object, ObjectKind};

/// An order that begins from a block, a decision or a warning.
pub(super) fn order_from(actor: &Actor, object: &Object) -> Option<(String, &'static str)> {
    let name = match object.kind {
        ObjectKind::Block => "block",
        ObjectKind::Item => "decision",
        ObjectKind::Interview => "alert",
        _ => return None,
    };
    let begins = drafts(actor) && (is_open(object) || object.kind == ObjectKind::Item);
    begins.then(|| (format!("/orders/forming?{name}={}", object.id), "拟派单"))
}

/// Units that a form offers: orders do not go to the task force itself.
pub(in crate::handlers) fn offered_units(kind: ObjectKind, units: &[Unit]) -> Vec<Unit> {
    let offers = |unit: &&Unit| kind != ObjectKind::Order || unit.kind.as_str() != "专班";
    units.iter().filter(offers).cloned().collect()
}

/// Of an order the lead unit applies, the others report: neither sees the other's move.
pub(super) fn is_of_part(offer: &Offer) -> bool {
    !offer.missing.iter().any(|one| ["leads", "assists"].contains(&one.name.as_str()))
}
