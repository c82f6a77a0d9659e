//! Codes of firms and parcels.

use lingdi_domain::{CreditCode, ParcelCode};

use super::Reading;
use crate::sheet::Value;

/// Reads 统一社会信用代码 or an older number; a doubtful one is kept and said, never repaired here.
pub(super) fn firm(cell: &Value, text: &str) -> Reading {
    if let Some(refused) = lost_digits(cell, text) {
        return refused;
    }
    if let Some(code) = lingdi_domain::credit_code::checked(text) {
        return Reading::taken(code);
    }
    let code: String =
        text.chars().filter(|c| !matches!(c, ' ' | '-')).flat_map(char::to_uppercase).collect();
    match CreditCode::parse(&code) {
        Some(parsed) if parsed.check() => Reading::taken(code),
        Some(parsed) => Reading::taken_with(code, check_failed(&parsed), "请与营业执照核对"),
        None if code.len() == 15 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            Reading::taken_with(code, "15 位旧税号或注册号，不是统一社会信用代码", "请补填 18 位代码")
        }
        None => {
            let message = format!("代码“{code}”是 {} 位，统一社会信用代码应为 18 位", code.chars().count());
            Reading::taken_with(code, message, "请与营业执照核对")
        }
    }
}

/// Reads 宗地代码 in one form.
pub(super) fn parcel(cell: &Value, text: &str) -> Reading {
    if let Some(refused) = lost_digits(cell, text) {
        return refused;
    }
    match ParcelCode::parse(text) {
        Some(code) => Reading::taken(code.0),
        None => Reading::Absent,
    }
}

/// The code that was most likely meant where a letter and a figure that look alike were confused,
/// with the places (from 1) that differ; `None` where that does not mend the check digit.
fn confusion(code: &CreditCode) -> Option<(CreditCode, Vec<usize>)> {
    const ALIKE: [(char, char); 5] = [('O', '0'), ('I', '1'), ('Z', '2'), ('S', '5'), ('V', 'U')];
    let mut places = Vec::new();
    let mended: String = code
        .as_str()
        .chars()
        .enumerate()
        .map(|(at, c)| match ALIKE.iter().find(|(wrong, _)| *wrong == c) {
            Some((_, right)) => {
                places.push(at + 1);
                *right
            }
            None => c,
        })
        .collect();
    let mended = CreditCode::parse(&mended)?;
    (!places.is_empty() && mended.check()).then_some((mended, places))
}

fn check_failed(code: &CreditCode) -> String {
    let Some((mended, places)) = confusion(code) else {
        return "统一社会信用代码的校验位不符".to_owned();
    };
    let said: Vec<String> = places
        .iter()
        .map(|place| {
            let at = |code: &CreditCode| code.as_str().chars().nth(place - 1).unwrap_or_default();
            format!("第 {place} 位为字母 {}，疑为 {}", at(code), at(&mended))
        })
        .collect();
    format!("统一社会信用代码的校验位不符：{}，改后校验位相符", said.join("；"))
}

/// A code that an office program took for a number has lost its last digits for good.
pub(super) fn lost_digits(cell: &Value, text: &str) -> Option<Reading> {
    const EXACT_UP_TO: f64 = 1e15;
    let as_number = matches!(cell, Value::Number(number) if number.abs() >= EXACT_UP_TO);
    let exponent = text.contains(['e', 'E']) && text.contains(['.', '+']) && text.parse::<f64>().is_ok();
    (as_number || exponent).then(|| {
        Reading::unreadable(
            format!("代码“{text}”被表格程序当作数字保存（只留 15 位），原来的代码已丢失"),
            "请把该列设为文本格式，从原系统重新导出",
        )
    })
}
