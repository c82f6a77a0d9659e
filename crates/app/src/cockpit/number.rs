//! Exact figures as numbers of JSON, for machines that draw them. Nothing is compared after.

use lingdi_domain::Ratio;
use serde::{Serialize, Serializer};

/// Decimals that are written.
const PLACES: usize = 4;

#[expect(clippy::ref_option, reason = "serde asks for references")]
pub(super) fn maybe<S: Serializer>(value: &Option<Ratio>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().and_then(number).serialize(serializer)
}

pub(super) fn always<S: Serializer>(value: &Ratio, serializer: S) -> Result<S::Ok, S::Error> {
    number(value).serialize(serializer)
}

fn number(value: &Ratio) -> Option<f64> {
    value.to_decimal(PLACES).parse().ok()
}
