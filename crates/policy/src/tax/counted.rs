//! What of a firm's tax is counted, for whoever imagines it otherwise.

use lingdi_domain::Money;

use super::TaxBook;

impl TaxBook {
    /// The tax that is counted for a firm in a judged year; zero while nothing is known.
    pub(crate) fn counted(&self, firm: u32, year: i32) -> Money {
        Money(self.firms.of(firm, year).known)
    }
}
