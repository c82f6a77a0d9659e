//! From the facts that would turn a verdict to the lines of 临界分析.

use lingdi_app::policy::{Near, Status};
use lingdi_domain::{Category, Ratio};

use super::Reader;
use super::view::source;
use crate::pages::parcel::{NearList, NearView, TurnsTo};

pub(super) fn list(reader: &Reader<'_>, near: &[Near]) -> NearList {
    NearList(near.iter().map(|near| line(reader, near)).collect())
}

fn line(reader: &Reader<'_>, near: &Near) -> NearView {
    NearView {
        distance: near.distance.as_ref().map(|distance| percent(distance.to_f64())).unwrap_or_default(),
        subject: near.subject.clone(),
        source: near.source.as_ref().and_then(|cell| source(reader.seen, reader.sources, cell)),
        from: near.from.clone(),
        target: near.target(),
        change: near.change.clone(),
        arithmetic: near.arithmetic.clone(),
        clause: near.clause.clone(),
        line: near.line.clone(),
        default_ours: near.default_ours,
        turns: near.turn().split('，').map(str::to_owned).collect(),
        turns_to: turns_to(near),
        missing: near.is_missing(),
    }
}

fn turns_to(near: &Near) -> TurnsTo {
    if !near.turns() {
        return TurnsTo::Held;
    }
    if near.before.status != near.after.status {
        return match near.after.status {
            Status::Listed => TurnsTo::Listed(Category::from_code(near.rule)),
            Status::Indeterminate => TurnsTo::Unknown,
            Status::NotListed | Status::OutOfScope => TurnsTo::Off,
        };
    }
    match near.after.focus {
        Some(true) => TurnsTo::Listed(None),
        Some(false) => TurnsTo::Off,
        None => TurnsTo::Unknown,
    }
}

/// `3.3%`; what would print as nothing is told to be less than a tenth of a per cent.
pub(in crate::handlers) fn percent(part: f64) -> String {
    if part > 0.0 && part < 0.0005 {
        return "<0.1%".to_owned();
    }
    // For print only: the exact distance has decided already.
    let tenths = (part * 1000.0).round().clamp(0.0, 1e15) as i128;
    format!("{}%", Ratio::new(tenths, 10).to_decimal(1))
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_distance_is_told_to_a_tenth_of_a_per_cent_and_never_as_nothing() {
        assert_eq!(percent(0.0333), "3.3%");
        assert_eq!(percent(0.000_000_1), "<0.1%");
        assert_eq!(percent(0.0), "0.0%");
        assert_eq!(percent(2.5), "250.0%");
    }
}
