//! What a number that is no valid credit code may still tell.

use lingdi_domain::CreditCode;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// The nine characters of an organisation code inside an older number: the number itself, or the tail
/// of a 15-digit taxpayer number (6 of the region, 9 of the organisation).
pub(super) fn organisation(number: &str) -> Option<&str> {
    let is_plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match number.len() {
        9 if is_plain => Some(number),
        15 if is_plain => number.get(6..),
        18 if is_plain => number.get(8..17),
        _ => None,
    }
}

/// Every valid code that differs from this one in one character, with the place (from 1).
pub(super) fn one_character_away(code: &CreditCode) -> impl Iterator<Item = (CreditCode, usize)> {
    let given: Vec<char> = code.as_str().chars().collect();
    (0..given.len()).flat_map(move |place| {
        let given = given.clone();
        ALPHABET.chars().filter_map(move |letter| {
            let mut mended = given.clone();
            mended[place] = letter;
            let mended = CreditCode::parse(&mended.iter().collect::<String>())?;
            (letter != given[place] && mended.check()).then_some((mended, place + 1))
        })
    })
}

/// May the number be a worn form of this firm's code: the same organisation inside, or one character
/// off?
pub(super) fn agrees(number: &str, code: &str) -> bool {
    let one_off = number.len() == code.len()
        && number.chars().zip(code.chars()).filter(|(left, right)| left != right).count() <= 1;
    let same_organisation = || organisation(number).is_some() && organisation(number) == organisation(code);
    one_off || same_organisation()
}
