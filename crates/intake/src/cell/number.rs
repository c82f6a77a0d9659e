//! Figures as clerks type them: separators, brackets for minus, a unit behind.

use super::Complaint;

/// A figure in plain decimal notation and the words behind it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Figure<'a> {
    /// Plain decimal text, such as `-12345.60`.
    pub decimal: String,
    /// What stands behind the digits: nothing, a unit, or 万.
    pub behind: &'a str,
}

const ABOUT: [&str; 10] = ["约", "大概", "左右", "近", "余", "多", "以上", "以下", "不到", "超"];

/// Reads a figure, or says why it is none.
pub(super) fn figure(text: &str) -> Result<Figure<'_>, Complaint> {
    let (negative, rest) = sign(text);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(rest.len());
    let (digits, behind) = rest.split_at(end);
    let mut behind = behind.trim();
    if text.starts_with('(') {
        behind = behind.strip_suffix(')').map_or(behind, str::trim);
    }
    if !digits.contains(|c: char| c.is_ascii_digit()) || ABOUT.iter().any(|word| behind.contains(word)) {
        return Err(no_figure(text));
    }
    if is_exponent(behind) {
        return Err(Complaint::new(
            format!("“{text}”是科学计数法，末几位数字已丢失"),
            "请在原表中把该列设为数值格式后重新导出",
        ));
    }
    let whole = ungrouped(digits).ok_or_else(|| {
        Complaint::new(format!("“{text}”的逗号或小数点位置不对，无法确定数值"), "请改为如 12345.60 的写法")
    })?;
    let decimal = if negative { format!("-{whole}") } else { whole };
    Ok(Figure { decimal, behind })
}

/// The decimal times ten to the power.
pub(super) fn shifted(decimal: &str, power: u32) -> String {
    if power == 0 {
        return decimal.to_owned();
    }
    let (whole, fraction) = decimal.split_once('.').unwrap_or((decimal, ""));
    let power = power as usize;
    let moved: String = fraction.chars().chain(std::iter::repeat('0')).take(power).collect();
    let left = fraction.get(power..).unwrap_or_default();
    if left.is_empty() { format!("{whole}{moved}") } else { format!("{whole}{moved}.{left}") }
}

fn sign(text: &str) -> (bool, &str) {
    let text = ["¥", "￥", "RMB", "人民币"].iter().fold(text, |text, mark| text.trim_start_matches(mark));
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '−', '－']) {
        return (true, rest.trim_start());
    }
    match text.strip_prefix('(') {
        // Accountants write a minus as brackets.
        Some(rest) if text.contains(')') => (true, rest),
        _ => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn is_exponent(behind: &str) -> bool {
    behind
        .strip_prefix(['e', 'E'])
        .map(|power| power.trim_start_matches(['+', '-']))
        .is_some_and(|power| !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Digits without thousands separators; `None` where a separator stands in a strange place.
fn ungrouped(digits: &str) -> Option<String> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if fraction.is_some_and(|fraction| fraction.contains([',', '.'])) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = !rest.is_empty();
    if grouped && (first.is_empty() || first.len() > 3 || rest.iter().any(|group| group.len() != 3)) {
        return None;
    }
    let whole = format!("{first}{}", rest.concat());
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    Some(match fraction {
        Some(fraction) if !fraction.is_empty() => format!("{whole}.{fraction}"),
        _ => whole,
    })
}

fn no_figure(text: &str) -> Complaint {
    if ABOUT.iter().any(|word| text.contains(word)) {
        Complaint::new(format!("“{text}”不是确定的数"), "请填写确切数字，不要写“约”“左右”")
    } else {
        Complaint::new(format!("“{text}”不是数字"), "请填写数字")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_clerks_type_them() {
        for (text, decimal, behind) in [
            ("12,345.6", "12345.6", ""),
            ("12.5亩", "12.5", "亩"),
            ("1.2万", "1.2", "万"),
            ("(1,234.00)", "-1234.00", ""),
            ("-0.5", "-0.5", ""),
            ("¥ 100 元", "100", "元"),
            (".5", "0.5", ""),
            ("12.", "12", ""),
        ] {
            assert_eq!(figure(text).unwrap(), Figure { decimal: decimal.to_owned(), behind }, "{text}");
        }
    }

    #[test]
    fn what_is_no_certain_figure_is_none() {
        for text in ["约12", "12左右", "1,2", "1.2.3", "12,34", "9.1E+17", "abc", "10余亩"] {
            assert!(figure(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shifting_moves_the_point() {
        for (decimal, power, wanted) in
            [("1.2", 4, "12000"), ("-1.23456", 2, "-123.456"), ("7", 0, "7"), ("0.5", 1, "05")]
        {
            assert_eq!(shifted(decimal, power), wanted);
        }
    }
}
