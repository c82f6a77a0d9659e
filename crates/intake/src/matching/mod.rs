//! Which firm of the register, and which parcel, a row speaks of.
//!
//! The ladder of rungs: 1 credit code exact, 2 code with one character mended, 3 organisation code
//! inside an older number, 4 name exact, 5 former name exact, 6 name alike. Only 1, 4 and 5 are ever
//! sure, and only when one firm fits and no code contradicts; the others wait for a person.

mod codes;
mod enterprise;
mod names;
mod parcel;
mod places;
mod simplified;

use lingdi_domain::Text;

pub use enterprise::EnterpriseIndex;
pub use parcel::{ParcelIndex, ParcelMatch};

/// A firm of the register, as far as matching needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firm {
    /// The caller's number for it.
    pub id: u32,
    /// 统一社会信用代码, as registered.
    pub code: Text,
    /// 企业名称.
    pub name: Text,
    /// 曾用名, several separated by 、；; or ,
    pub former_names: Option<Text>,
}

/// Which firm is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One firm, surely.
    Sure(Candidate),
    /// A person has to choose; the likeliest first.
    Doubtful(Vec<Candidate>),
    /// No firm of the register comes near.
    Unknown {
        /// What was looked for, in Chinese.
        why: String,
    },
}

/// A firm that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The firm's number.
    pub id: u32,
    /// Rung of the ladder, 1–6.
    pub rung: u8,
    /// How sure, in hundredths.
    pub score: u8,
    /// Why it is thought so, in Chinese.
    pub why: String,
}

impl Match {
    /// The firm, if it is sure.
    pub fn sure(&self) -> Option<u32> {
        match self {
            Self::Sure(candidate) => Some(candidate.id),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
