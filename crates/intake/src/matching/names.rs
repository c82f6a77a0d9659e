//! Names of firms, compared.

use lingdi_domain::name::normalised;
use unicode_normalization::UnicodeNormalization;

use super::simplified::simplified;

/// Endings that say what form a firm has, longest first.
const FORMS: [&str; 9] = [
    "股份有限公司",
    "集团有限公司",
    "有限公司",
    "合作社",
    "有限合伙",
    "普通合伙",
    "经营部",
    "加工厂",
    "公司",
];

/// The form under which equal names compare equal: width folded, simplified, normalised.
pub(super) fn form(name: &str) -> String {
    if is_plain(name) {
        return normalised(&simplified(name));
    }
    normalised(&simplified(&name.nfkc().collect::<String>()))
}

/// Nothing that width folding would change, told without looking anything up.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii() || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// Does the name belong to a branch? A branch is never its head office.
pub(super) fn is_branch(form: &str) -> bool {
    ["分公司", "分厂", "分店", "分部", "办事处"].iter().any(|ending| form.ends_with(ending))
}

/// Pairs of neighbouring characters of the name's core: without region in front and form behind.
pub(super) fn pairs(form: &str, regions: &[String]) -> Vec<(char, char)> {
    let mut core = form;
    while let Some(rest) = regions.iter().find_map(|region| core.strip_prefix(region.as_str())) {
        core = rest;
    }
    if let Some(rest) = FORMS.iter().find_map(|form| core.strip_suffix(form)) {
        core = rest;
    }
    let chars: Vec<char> = core.chars().collect();
    let mut pairs: Vec<(char, char)> = chars.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Several names in one cell.
pub(super) fn several(names: &str) -> impl Iterator<Item = &str> {
    names.split(['、', '；', ';', ',', '，']).map(str::trim).filter(|name| !name.is_empty())
}
