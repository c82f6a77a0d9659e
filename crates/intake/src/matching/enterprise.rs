//! The register of firms, and the ladder.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use lingdi_domain::{CreditCode, Text, parallel};

use super::codes::{agrees, one_character_away, organisation};
use super::names::{form, is_branch, pairs, several};
use super::places::Places;
use super::{Candidate, Firm, Match};

/// Names alike from here on are shown to a person, in hundredths of shared pairs.
const ALIKE: usize = 90;
/// More candidates than this help nobody.
const MOST_CANDIDATES: usize = 5;

/// The register of firms, ready for looking up. What only the lower rungs ask is made when the first
/// row comes to them.
#[derive(Debug)]
pub struct EnterpriseIndex {
    firms: Vec<Firm>,
    /// Of every firm, close together.
    ids: Vec<u32>,
    by_code: Places,
    names: OnceLock<Names>,
    organisations: OnceLock<Places>,
    pairs: OnceLock<Pairs>,
    regions: Vec<String>,
}

/// Firms by their names in the form in which they are compared.
#[derive(Debug, Default)]
struct Names {
    /// By place in the register.
    forms: Vec<String>,
    current: Places,
    former: Places,
}

/// Firms by the pairs of characters in their names.
#[derive(Debug, Default)]
struct Pairs {
    /// How many pairs each name has, by place in the register.
    counts: Vec<usize>,
    by_pair: HashMap<(char, char), Vec<usize>>,
}

/// What a row says about its firm, brought to the forms of the index.
struct Question {
    code: Text,
    parsed: Option<CreditCode>,
    form: String,
}

impl EnterpriseIndex {
    /// Takes in the register. `regions` are the words in front of names that say nothing here, such as
    /// 浙江省, 浙江, 杭州市, 桐庐县, 桐庐.
    pub fn new(firms: impl IntoIterator<Item = Firm>, regions: &[&str]) -> Self {
        let mut regions: Vec<String> = regions.iter().map(|region| form(region)).collect();
        regions.sort_by_key(|region| std::cmp::Reverse(region.len()));
        let firms: Vec<Firm> =
            firms.into_iter().map(|firm| Firm { code: plain(&firm.code), ..firm }).collect();
        let mut by_code = Places::with_capacity(firms.len());
        for (at, firm) in firms.iter().enumerate().filter(|(_, firm)| !firm.code.is_empty()) {
            by_code.add(&firm.code, at);
        }
        let ids = firms.iter().map(|firm| firm.id).collect();
        let (names, organisations, pairs) = Default::default();
        Self { firms, ids, by_code, names, organisations, pairs, regions }
    }

    /// The firm that a code and a name surely mean, without saying why: for whole tables.
    pub fn sure(&self, code: Option<&str>, name: Option<&str>) -> Option<u32> {
        let by_code = code.filter(|code| CreditCode::is_plain(code)).and_then(|code| self.by_code.only(code));
        let nameless = || code.is_none_or(str::is_empty);
        let found = by_code.or_else(|| self.names().current.only(&form(name.filter(|_| nameless())?)));
        found.map_or_else(|| self.resolve(code, name).sure(), |one| Some(self.ids[one]))
    }

    /// The firm that each of many codes and names surely mean.
    pub fn sure_of_each(&self, named: &[(Option<&str>, Option<&str>)]) -> Vec<Option<u32>> {
        parallel::map(named, |(code, name)| self.sure(*code, *name))
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
        for (rung, score, names) in [(4, 97, &self.names().current), (5, 95, &self.names().former)] {
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

    fn names(&self) -> &Names {
        self.names.get_or_init(|| {
            let current = Places::with_capacity(self.firms.len());
            let mut names = Names { current, ..Names::default() };
            let forms = parallel::map(&self.firms, |firm| form(&firm.name));
            for ((at, firm), form) in self.firms.iter().enumerate().zip(forms) {
                if !form.is_empty() {
                    names.current.add(&form, at);
                }
                for former in firm.former_names.as_deref().into_iter().flat_map(several) {
                    names.former.add(&self::form(former), at);
                }
                names.forms.push(form);
            }
            names
        })
    }

    fn organisations(&self) -> &Places {
        self.organisations.get_or_init(|| {
            let mut by_organisation = Places::default();
            for (at, firm) in self.firms.iter().enumerate() {
                if let Some(organisation) = organisation(&firm.code) {
                    by_organisation.add(organisation, at);
                }
            }
            by_organisation
        })
    }

    fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| {
            let mut all = Pairs::default();
            for (at, form) in self.names().forms.iter().enumerate() {
                let pairs = pairs(form, &self.regions);
                all.counts.push(pairs.len());
                for pair in pairs {
                    all.by_pair.entry(pair).or_default().push(at);
                }
            }
            all
        })
    }

    fn form_of(&self, at: usize) -> &str {
        &self.names().forms[at]
    }

    /// Rung 1. A code that fails its check digit is sure all the same when the register holds it so.
    fn by_exact_code(&self, question: &Question) -> Option<Match> {
        question.parsed.as_ref()?;
        let found = self.by_code.of(&question.code);
        let candidate = |at: &usize| {
            let entry = &self.firms[*at];
            let renamed = !question.form.is_empty() && question.form != self.form_of(*at);
            let why = if renamed {
                format!("统一社会信用代码一致；登记名称为“{}”", entry.name)
            } else {
                "统一社会信用代码一致".to_owned()
            };
            Candidate { id: entry.id, rung: 1, score: 100, why }
        };
        match found.as_slice() {
            [] => None,
            [one] => Some(Match::Sure(candidate(one))),
            several => Some(Match::Doubtful(several.iter().map(candidate).collect())),
        }
    }

    /// Rungs 4 and 5.
    fn by_exact_name(&self, question: &Question, rung: u8, score: u8, names: &Places) -> Option<Match> {
        if question.form.is_empty() {
            return None;
        }
        let found = names.of(&question.form);
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
        (!found.is_empty()).then(|| Match::Doubtful(found.iter().map(candidate).collect()))
    }

    /// Rung 2.
    fn by_mended_code(&self, question: &Question) -> Vec<Candidate> {
        let Some(code) = question.parsed.as_ref().filter(|code| !code.check()) else { return Vec::new() };
        one_character_away(code)
            .flat_map(|(mended, place)| {
                self.by_code.of(mended.as_str()).into_iter().map(move |at| (at, mended.clone(), place))
            })
            .map(|(at, mended, place)| {
                let same_name = self.form_of(at) == question.form;
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
        let found = self.organisations().of(tail);
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
        for at in pairs.iter().filter_map(|pair| self.pairs().by_pair.get(pair)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        let branch = is_branch(&question.form);
        let mut candidates: Vec<Candidate> = shared
            .into_iter()
            .map(|(at, shared)| (at, 200 * shared / (pairs.len() + self.pairs().counts[at])))
            .filter(|(at, alike)| *alike >= ALIKE && is_branch(self.form_of(*at)) == branch)
            .map(|(at, alike)| (&self.firms[at], alike))
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

fn plain(code: &str) -> Text {
    if CreditCode::is_plain(code) {
        return code.into();
    }
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}
