//! The register of firms, and the ladder.

use std::collections::{HashMap, HashSet};

use lingdi_domain::CreditCode;

use super::codes::{agrees, one_character_away, organisation};
use super::names::{form, is_branch, pairs, several};
use super::{Candidate, Firm, Match};

/// Names alike from here on are shown to a person, in hundredths of shared pairs.
const ALIKE: usize = 90;
/// More candidates than this help nobody.
const MOST_CANDIDATES: usize = 5;

/// The register of firms, ready for looking up.
#[derive(Debug)]
pub struct EnterpriseIndex {
    firms: Vec<Entry>,
    by_code: HashMap<String, Vec<usize>>,
    by_organisation: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    by_former_name: HashMap<String, Vec<usize>>,
    by_pair: HashMap<(char, char), Vec<usize>>,
    regions: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    id: u32,
    code: String,
    /// As registered, for messages.
    name: String,
    form: String,
    pairs: usize,
}

/// What a row says about its firm, brought to the forms of the index.
struct Question {
    code: String,
    parsed: Option<CreditCode>,
    form: String,
}

impl EnterpriseIndex {
    /// Takes in the register. `regions` are the words in front of names that say nothing here, such as
    /// 浙江省, 浙江, 杭州市, 桐庐县, 桐庐.
    pub fn new(firms: impl IntoIterator<Item = Firm>, regions: &[&str]) -> Self {
        let mut regions: Vec<String> = regions.iter().map(|region| form(region)).collect();
        regions.sort_by_key(|region| std::cmp::Reverse(region.len()));
        let mut index = Self {
            firms: Vec::new(),
            by_code: HashMap::new(),
            by_organisation: HashMap::new(),
            by_name: HashMap::new(),
            by_former_name: HashMap::new(),
            by_pair: HashMap::new(),
            regions,
        };
        for firm in firms {
            index.add(firm);
        }
        index
    }

    /// The firm that a code and a name, either of which may be missing, speak of.
    pub fn resolve(&self, code: Option<&str>, name: Option<&str>) -> Match {
        let code = plain(code.unwrap_or_default());
        let question =
            Question { parsed: CreditCode::parse(&code), form: form(name.unwrap_or_default()), code };
        if question.code.is_empty() && question.form.is_empty() {
            return Match::Unknown { why: "既无代码也无名称".to_owned() };
        }
        if let Some(found) = self.by_exact_code(&question) {
            return found;
        }
        let mut candidates = Vec::new();
        for (rung, score, names) in [(4, 97, &self.by_name), (5, 95, &self.by_former_name)] {
            match self.by_exact_name(&question, rung, score, names) {
                Some(Match::Sure(sure)) => return Match::Sure(sure),
                Some(Match::Doubtful(doubtful)) => candidates.extend(doubtful),
                _ => {}
            }
        }
        candidates.extend(self.by_mended_code(&question));
        candidates.extend(self.by_organisation_code(&question));
        if candidates.is_empty() {
            candidates.extend(self.by_similar_name(&question));
        }
        doubtful_or_unknown(candidates, &question)
    }

    fn add(&mut self, firm: Firm) {
        let at = self.firms.len();
        let code = plain(&firm.code);
        let form = form(&firm.name);
        let pairs = pairs(&form, &self.regions);
        if !code.is_empty() {
            self.by_code.entry(code.clone()).or_default().push(at);
        }
        if let Some(organisation) = organisation(&code) {
            self.by_organisation.entry(organisation.to_owned()).or_default().push(at);
        }
        if !form.is_empty() {
            self.by_name.entry(form.clone()).or_default().push(at);
        }
        for former in firm.former_names.as_deref().into_iter().flat_map(several) {
            self.by_former_name.entry(self::form(former)).or_default().push(at);
        }
        for pair in &pairs {
            self.by_pair.entry(*pair).or_default().push(at);
        }
        self.firms.push(Entry { id: firm.id, code, name: firm.name, form, pairs: pairs.len() });
    }

    /// Rung 1. A code that fails its check digit is sure all the same when the register holds it so.
    fn by_exact_code(&self, question: &Question) -> Option<Match> {
        question.parsed.as_ref()?;
        let found = self.by_code.get(&question.code)?;
        let candidate = |at: &usize| {
            let entry = &self.firms[*at];
            let renamed = !question.form.is_empty() && question.form != entry.form;
            let why = if renamed {
                format!("统一社会信用代码一致；登记名称为“{}”", entry.name)
            } else {
                "统一社会信用代码一致".to_owned()
            };
            Candidate { id: entry.id, rung: 1, score: 100, why }
        };
        match found.as_slice() {
            [one] => Some(Match::Sure(candidate(one))),
            several => Some(Match::Doubtful(several.iter().map(candidate).collect())),
        }
    }

    /// Rungs 4 and 5.
    fn by_exact_name(
        &self,
        question: &Question,
        rung: u8,
        score: u8,
        names: &HashMap<String, Vec<usize>>,
    ) -> Option<Match> {
        if question.form.is_empty() {
            return None;
        }
        let found = names.get(&question.form)?;
        let said = if rung == 4 { "名称一致" } else { "与曾用名一致" };
        if let [one] = found.as_slice()
            && !question.contradicts(&self.firms[*one].code)
        {
            let why = format!("{said}，登记库中仅此一家");
            return Some(Match::Sure(Candidate { id: self.firms[*one].id, rung, score, why }));
        }
        let candidate = |at: &usize| {
            let entry = &self.firms[*at];
            let why = if question.contradicts(&entry.code) {
                format!("{said}，但代码不符（登记为 {}）", entry.code)
            } else {
                format!("{said}，登记库中有 {} 家同名", found.len())
            };
            Candidate { id: entry.id, rung, score: 70, why }
        };
        Some(Match::Doubtful(found.iter().map(candidate).collect()))
    }

    /// Rung 2.
    fn by_mended_code(&self, question: &Question) -> Vec<Candidate> {
        let Some(code) = question.parsed.as_ref().filter(|code| !code.check()) else { return Vec::new() };
        one_character_away(code)
            .filter_map(|(mended, place)| Some((self.by_code.get(mended.as_str())?, mended, place)))
            .flat_map(|(found, mended, place)| found.iter().map(move |at| (*at, mended.clone(), place)))
            .map(|(at, mended, place)| {
                let same_name = self.firms[at].form == question.form;
                let why = format!("代码第 {place} 位改动后为 {}，校验位相符", mended.as_str());
                Candidate { id: self.firms[at].id, rung: 2, score: if same_name { 94 } else { 85 }, why }
            })
            .collect()
    }

    /// Rung 3.
    fn by_organisation_code(&self, question: &Question) -> Vec<Candidate> {
        // A valid credit code of another firm is no worn form of this one.
        if question.is_valid() {
            return Vec::new();
        }
        let Some(tail) = organisation(&question.code) else { return Vec::new() };
        let found = self.by_organisation.get(tail).map(Vec::as_slice).unwrap_or_default();
        let why = format!("后 9 位组织机构代码 {tail} 一致");
        found
            .iter()
            .map(|at| Candidate { id: self.firms[*at].id, rung: 3, score: 90, why: why.clone() })
            .collect()
    }

    /// Rung 6.
    fn by_similar_name(&self, question: &Question) -> Vec<Candidate> {
        let pairs = pairs(&question.form, &self.regions);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for at in pairs.iter().filter_map(|pair| self.by_pair.get(pair)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let branch = is_branch(&question.form);
        let mut candidates: Vec<Candidate> = shared
            .into_iter()
            .map(|(at, shared)| (&self.firms[at], 200 * shared / (pairs.len() + self.firms[at].pairs)))
            .filter(|(entry, alike)| *alike >= ALIKE && is_branch(&entry.form) == branch)
            .filter(|(entry, _)| !(question.is_valid() && question.contradicts(&entry.code)))
            .map(|(entry, alike)| Candidate {
                id: entry.id,
                rung: 6,
                score: (alike * 8 / 10) as u8,
                why: format!("名称相近（{alike}%）：“{}”", entry.name),
            })
            .collect();
        candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.id));
        candidates
    }
}

impl Question {
    /// Does what the row says of the code speak against this firm?
    fn contradicts(&self, code: &str) -> bool {
        match &self.parsed {
            _ if self.code.is_empty() || code.is_empty() => false,
            Some(parsed) if parsed.check() => self.code != code,
            _ => !agrees(&self.code, code),
        }
    }

    fn is_valid(&self) -> bool {
        self.parsed.as_ref().is_some_and(CreditCode::check)
    }
}

fn doubtful_or_unknown(mut candidates: Vec<Candidate>, question: &Question) -> Match {
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    let mut seen = HashSet::new();
    candidates.retain(|candidate| seen.insert(candidate.id));
    candidates.truncate(MOST_CANDIDATES);
    if !candidates.is_empty() {
        return Match::Doubtful(candidates);
    }
    let why = match (question.code.is_empty(), question.form.is_empty()) {
        (true, _) => "无代码，名称在登记库中没有相符的企业",
        (_, true) => "代码不在登记库中，也没有名称",
        _ => "代码和名称在登记库中都没有相符的企业",
    };
    Match::Unknown { why: why.to_owned() }
}

fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}
