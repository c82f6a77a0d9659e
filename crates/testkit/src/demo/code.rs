//! Numbers of firms and parcels: well formed, and plainly invented.

use lingdi_domain::credit_code::check_digit;

/// A valid 统一社会信用代码 of the county; `MA0` and a running number tell it from a real one.
pub(crate) fn credit_code(serial: usize, sole_trader: bool) -> String {
    let organisation = format!("MA0{:05}", serial % 100_000);
    let kind = if sole_trader { "92" } else { "91" };
    let first_17 = format!("{kind}330122{organisation}{}", organisation_check(&organisation));
    let check = check_digit(&first_17).map_or('0', char::from);
    format!("{first_17}{check}")
}

/// GB 11714-1997: the ninth character of an organisation code.
fn organisation_check(first_8: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first_8.chars().zip(weights).map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

/// The 15-digit number of the time before 2015: county and organisation code.
pub(crate) fn old_tax_number(credit_code: &str) -> String {
    credit_code[2..17].to_owned()
}

/// 宗地代码: county, 地籍区, 地籍子区, feature, running number.
pub(crate) fn parcel_code(district: usize, block: usize, feature: &str, serial: usize) -> String {
    format!("330122{district:03}{block:03}{feature}{serial:05}")
}

#[cfg(test)]
mod tests {
    use lingdi_domain::{CreditCode, ParcelCode};

    use super::*;

    #[test]
    fn codes_are_valid() {
        assert_eq!(credit_code(1, false), "91330122MA0000015Q");
        for serial in 0..4_000 {
            let code = credit_code(serial, serial % 7 == 0);
            assert!(CreditCode::parse(&code).unwrap().check(), "{code}");
        }
        assert!(ParcelCode::parse(&parcel_code(9, 2, "GB", 17)).unwrap().is_standard());
    }

    #[test]
    fn the_inner_check_agrees_with_a_known_code() {
        assert_eq!(organisation_check("MA000001"), '5');
        assert_eq!(old_tax_number("91330122MA0000015Q"), "330122MA0000015");
    }
}
