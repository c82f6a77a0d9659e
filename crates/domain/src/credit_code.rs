//! 统一社会信用代码 (GB 32100-2015).

use serde::{Deserialize, Serialize};

/// An 18-character unified social credit code in upper case. Real registers contain codes that
/// fail the check digit, so a code is kept with its [`CreditCode::check`], never refused for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CreditCode(String);

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

impl CreditCode {
    /// Reads 18 letters and digits; `None` for anything of another shape.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        (code.len() == 18 && code.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(Self(code))
    }

    /// Has the text the shape of a code, in upper case, as [`CreditCode::parse`] would give it?
    pub fn is_plain(text: &str) -> bool {
        text.len() == 18 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    }

    /// Does the check digit agree (and are all characters of the code's alphabet)?
    pub fn check(&self) -> bool {
        check_digit(&self.0[..17]).is_some_and(|digit| digit == self.0.as_bytes()[17])
    }

    /// Characters 9–17, the organisation code inside.
    pub fn organisation(&self) -> &str {
        &self.0[8..17]
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text itself, when it is a code in upper case whose check digit agrees: most cells are.
pub fn checked(text: &str) -> Option<&str> {
    let right = CreditCode::is_plain(text) && check_digit(&text[..17]) == Some(text.as_bytes()[17]);
    right.then_some(text)
}

/// The check digit that belongs to the first 17 characters; `None` when one of them is not of the
/// alphabet (I, O, S, V and Z never are).
pub fn check_digit(first_17: &str) -> Option<u8> {
    let mut sum = 0;
    for (byte, weight) in first_17.bytes().zip(WEIGHTS) {
        sum += u32::from(value_of(byte)?) * weight;
    }
    Some(ALPHABET[((31 - sum % 31) % 31) as usize])
}

/// Place of a sign in the alphabet.
fn value_of(byte: u8) -> Option<u8> {
    const PLACES: [u8; 128] = {
        let mut places = [u8::MAX; 128];
        let mut at = 0;
        while at < ALPHABET.len() {
            places[ALPHABET[at] as usize] = at as u8;
            at += 1;
        }
        places
    };
    PLACES.get(usize::from(byte)).copied().filter(|place| *place != u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_gb_32100() {
        for valid in ["91350100M000100Y43", "91330122MA0000015Q", "91330122MA0000023K", "91330122MA0000031E"]
        {
            assert!(CreditCode::parse(valid).unwrap().check(), "{valid}");
        }
        for invalid in ["91350100M000100Y4Z", "91350203M0001QAY9B", "9I350100M000100Y43"] {
            assert!(!CreditCode::parse(invalid).unwrap().check(), "{invalid}");
        }
    }
}
