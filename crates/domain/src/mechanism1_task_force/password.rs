//! What a password must be.

use super::SecurityRules;

/// Longer passwords are refused: hashing must not be made to take for ever.
const LONGEST: usize = 128;

/// What is wrong with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than the rules ask.
    TooShort,
    /// More than anybody types.
    TooLong,
    /// Too few of upper, lower, digit and other.
    TooPlain,
    /// The login name is in it.
    HoldsLogin,
    /// A word of the weak list is in it.
    Weak,
}

impl PasswordFault {
    /// In a Chinese sentence with the way out.
    pub fn sentence(self, rules: &SecurityRules) -> String {
        match self {
            Self::TooShort => format!("口令至少 {} 位", rules.password_length),
            Self::TooLong => format!("口令至多 {LONGEST} 位"),
            Self::TooPlain => {
                format!("大写字母、小写字母、数字、其他符号四类中至少要有 {} 类", rules.password_classes)
            }
            Self::HoldsLogin => "口令里不能有登录名".to_owned(),
            Self::Weak => "口令里有常见的弱口令，例如 123456、password，请换一个".to_owned(),
        }
    }
}

/// Everything that is wrong with a password; nothing when it may be used. `weak` are words in lower case.
pub fn check_password(
    password: &str,
    login: &str,
    weak: &[&str],
    rules: &SecurityRules,
) -> Vec<PasswordFault> {
    let (length, lower) = (password.chars().count(), password.to_lowercase());
    let faults = [
        (length < rules.password_length, PasswordFault::TooShort),
        (length > LONGEST, PasswordFault::TooLong),
        (classes(password) < rules.password_classes, PasswordFault::TooPlain),
        (!login.is_empty() && lower.contains(&login.to_lowercase()), PasswordFault::HoldsLogin),
        (weak.iter().any(|word| lower.contains(word)), PasswordFault::Weak),
    ];
    faults.into_iter().filter(|(holds, _)| *holds).map(|(_, fault)| fault).collect()
}

fn classes(password: &str) -> usize {
    let has = |class: fn(char) -> bool| usize::from(password.chars().any(class));
    let other = |c: char| !c.is_uppercase() && !c.is_lowercase() && !c.is_ascii_digit();
    has(char::is_uppercase) + has(char::is_lowercase) + has(|c| c.is_ascii_digit()) + has(other)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rules::tests::rules;
    use super::*;

    const WEAK: &[&str] = &["123456", "password"];

    #[test]
    fn passwords_are_told_what_is_wrong_with_them() {
        use PasswordFault::{HoldsLogin, TooPlain, TooShort, Weak};
        let cases: &[(&str, &[PasswordFault])] = &[
            ("Fenshui#2047", &[]),
            ("青山绿水Ab9", &[TooShort]),
            ("青山绿水常在Ab29", &[]),
            ("Fenshui#20", &[]),
            ("Fenshui#2", &[TooShort]),
            ("fenshuizhen7", &[TooPlain]),
            ("Zhang3#zhangjg", &[HoldsLogin]),
            ("ZHANGJG#2047a", &[HoldsLogin]),
            ("PassWord#2047", &[Weak]),
            ("123456", &[TooShort, TooPlain, Weak]),
        ];
        for (password, faults) in cases {
            assert_eq!(check_password(password, "zhangjg", WEAK, &rules()), *faults, "{password}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_keeps_every_rule(password in "\\PC{0,20}", login in "[a-z]{3,8}") {
            let faults = check_password(&password, &login, WEAK, &rules());
            if faults.is_empty() {
                prop_assert!(password.chars().count() >= 10);
                prop_assert!(!password.to_lowercase().contains(&login));
                prop_assert!(!password.to_lowercase().contains("123456"));
            }
        }

        #[test]
        fn a_good_password_stays_good_when_it_grows_by_a_symbol(tail in "[!-/]{0,20}") {
            let password = format!("Fenshui#2047{tail}");
            prop_assert!(check_password(&password, "zhangjg", WEAK, &rules()).is_empty());
        }
    }
}
