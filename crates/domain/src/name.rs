//! Names of firms, brought to one form so that equal names compare equal.
//!
//! Width folding (NFKC) and traditional → simplified belong to reading a file and are done by
//! `intake`; this form is what search and matching share.

/// The form under which names are matched and searched: no spaces, no brackets (their content
/// stays), 有限责任公司 as 有限公司, no notes such as (停用) or 原：.
pub fn normalised(name: &str) -> String {
    if is_normal(name) {
        return name.to_owned();
    }
    let mut text: String = name
        .chars()
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '\u{3000}' => ' ',
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{a0}'))
        .collect();
    // Most names need none of what follows; a county normalises hundreds of thousands.
    if text.contains('(') {
        for note in ["(普通合伙)", "(有限合伙)", "(停用)", "(已注销)", "(注销)"] {
            text = text.replace(note, "");
        }
    }
    for prefix in ["原:", "原："] {
        if text.starts_with(prefix) {
            text.drain(..prefix.len());
        }
    }
    if text.contains("责任") {
        text = text.replace("有限责任公司", "有限公司");
    }
    text.retain(|c| !matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕'));
    if text.chars().any(char::is_lowercase) { text.to_uppercase() } else { text }
}

/// Nothing that the steps below would change, told in one pass: most names.
fn is_normal(name: &str) -> bool {
    let plain =
        |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    name.chars().all(plain) && !name.contains("责任")
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn spellings_of_one_firm_meet() {
        let plain = normalised("桐庐恒昇针织有限公司");
        for other in [
            "桐庐恒昇针织有限责任公司",
            "桐庐恒昇针织有限公司(停用)",
            " 桐庐 恒昇针织有限公司 ",
            "（桐庐）恒昇针织有限公司",
            "原：桐庐恒昇针织有限公司",
        ] {
            assert_eq!(normalised(other), plain, "{other}");
        }
    }

    #[test]
    fn a_branch_is_not_its_head_office() {
        assert_ne!(normalised("桐庐恒昇针织有限公司分水分公司"), normalised("桐庐恒昇针织有限公司"));
    }
}
