//! Where rules tell their reasons. The same rule runs silently for the county's sums and aloud for
//! a parcel that is printed, so that what is printed is what was computed.

use crate::verdict::{Finding, Missing};

/// Takes the reasons of a rule; the closures run only when somebody listens.
pub(crate) trait Trace {
    /// A comparison that was made.
    fn finding(&mut self, make: impl FnOnce() -> Finding);
    /// A fact that is missing and could change the answer.
    fn missing(&mut self, make: impl FnOnce() -> Missing);
    /// Does anybody listen? For reasons that are found together.
    fn listens(&self) -> bool;
}

/// Nobody listens.
pub(crate) struct Silent;

impl Trace for Silent {
    fn finding(&mut self, _: impl FnOnce() -> Finding) {}
    fn missing(&mut self, _: impl FnOnce() -> Missing) {}
    fn listens(&self) -> bool {
        false
    }
}

/// Only what is missing is written down.
#[derive(Default)]
pub(crate) struct Lacking {
    pub(crate) missing: Vec<Missing>,
}

impl Trace for Lacking {
    fn finding(&mut self, _: impl FnOnce() -> Finding) {}
    fn missing(&mut self, make: impl FnOnce() -> Missing) {
        note(&mut self.missing, make());
    }
    fn listens(&self) -> bool {
        true
    }
}

/// Everything is written down.
#[derive(Default)]
pub(crate) struct Aloud {
    pub(crate) findings: Vec<Finding>,
    pub(crate) missing: Vec<Missing>,
}

impl Trace for Aloud {
    fn finding(&mut self, make: impl FnOnce() -> Finding) {
        self.findings.push(make());
    }
    fn missing(&mut self, make: impl FnOnce() -> Missing) {
        note(&mut self.missing, make());
    }
    fn listens(&self) -> bool {
        true
    }
}

/// What several rules miss is missing once.
fn note(all: &mut Vec<Missing>, missing: Missing) {
    if !all.contains(&missing) {
        all.push(missing);
    }
}
