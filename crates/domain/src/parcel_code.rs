//! 宗地代码 (GB/T 37346-2019): 19 characters, 28 with the fixture.

use serde::{Deserialize, Serialize};

/// A parcel code in upper case. Codes that do not have the standard's form are told apart by
/// [`ParcelCode::is_standard`]; only imports with `--anywhere` let them in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ParcelCode(pub String);

impl ParcelCode {
    /// Brings the text to one form: upper case, without the blanks of the grouped form. A 28
    /// character 不动产单元号 is cut to its parcel, the first 19.
    pub fn parse(text: &str) -> Option<Self> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        if code.is_empty() {
            return None;
        }
        let whole = Self(code.clone());
        if code.len() == 28 && Self(code.chars().take(19).collect()).is_standard() {
            return Some(Self(code.chars().take(19).collect()));
        }
        Some(whole)
    }

    /// `^\d{12}[GJZ][ABCDEFGHSWXY]\d{5}$`
    pub fn is_standard(&self) -> bool {
        let bytes = self.0.as_bytes();
        bytes.len() == 19
            && bytes[..12].iter().all(u8::is_ascii_digit)
            && b"GJZ".contains(&bytes[12])
            && b"ABCDEFGHSWXY".contains(&bytes[13])
            && bytes[14..].iter().all(u8::is_ascii_digit)
    }

    /// The six digits of the county.
    pub fn county(&self) -> Option<&str> {
        self.0.get(..6).filter(|county| county.bytes().all(|b| b.is_ascii_digit()))
    }

    /// 6-6-7 groups, as people read it: `330122 001002 GB00012`.
    pub fn display(&self) -> String {
        if self.is_standard() {
            format!("{} {} {}", &self.0[..6], &self.0[6..12], &self.0[12..])
        } else {
            self.0.clone()
        }
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_estate_unit_number_names_its_parcel() {
        let code = ParcelCode::parse("330122 001002 gb00012 F00010003").unwrap();
        assert_eq!(code.as_str(), "330122001002GB00012");
        assert!(code.is_standard());
        assert_eq!(code.county(), Some("330122"));
        assert_eq!(code.display(), "330122 001002 GB00012");
    }

    #[test]
    fn foreign_codes_are_kept_but_not_standard() {
        let code = ParcelCode::parse("267-134-08").unwrap();
        assert!(!code.is_standard());
        assert_eq!(code.display(), "267-134-08");
    }
}
