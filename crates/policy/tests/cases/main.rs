//! The worked cases of `policy/2022-7/cases/` and `benches/policy/cases/`: facts in, verdict out, as
//! an official reads them.
#![expect(clippy::unwrap_used, reason = "a case that cannot be built is a failed test")]

mod builder;
mod form;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use form::{CaseFile, Expected, Written};
use lingdi_policy::verdict::{Answer, ParcelVerdict};
use lingdi_policy::{Bound, County, Edition, Judge, Question, Status};

#[test]
fn every_worked_case_comes_out_as_written() {
    let edition = Edition::shipped("2022-7").unwrap();
    let count = come_out_as_written(&root().join("policy/2022-7/cases"), &edition);
    assert!(count >= 26, "T1–T13 and as many again, found {count}");
}

/// The rules of the benches are another county's plan: a folder, and no code.
#[test]
fn another_plan_is_judged_from_its_folder_alone() {
    let folder = root().join("benches/policy");
    let files = Edition::file_names()
        .filter_map(|name| Some((name.to_owned(), std::fs::read_to_string(folder.join(name)).ok()?)))
        .collect();
    let count = come_out_as_written(&folder.join("cases"), &Edition::parse(&files).unwrap());
    assert!(count >= 5, "one case for each flag, found {count}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs every case of a folder, and says how many there are.
fn come_out_as_written(folder: &Path, edition: &Edition) -> usize {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let (mut count, mut failures) = (0, String::new());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: CaseFile =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in file.cases {
            count += 1;
            for fault in run(&case, edition) {
                writeln!(failures, "{}「{}」{fault}", path.file_name().unwrap().display(), case.name)
                    .unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    count
}

fn run(case: &Written, edition: &Edition) -> Vec<String> {
    let facts = Arc::new(County::from(builder::facts(case)));
    let edition = Arc::new(edition.with_overrides(&case.settings).unwrap());
    let question = Question { year: case.year, as_of: case.as_of(), all_findings: true };
    let judge = Judge::new(&facts, &edition, question).unwrap();
    let mut faults = Vec::new();
    assert!(!case.expected.is_empty(), "{}: 没有结论", case.name);
    for (code, expected) in &case.expected {
        let Some(index) = facts.parcels.iter().position(|parcel| parcel.code == *code) else {
            faults.push(format!("没有宗地 {code}"));
            continue;
        };
        let verdict = judge.verdict(index as u32);
        let mut found = compare(&verdict, expected);
        found.extend(expected.near.as_ref().and_then(|wanted| compare_near(&judge, index as u32, wanted)));
        faults.extend(found.into_iter().map(|fault| format!("宗地{code}：{fault}")));
    }
    faults
}

fn compare(verdict: &ParcelVerdict, expected: &Expected) -> Vec<String> {
    let mut faults = Vec::new();
    let mut check = |name: &str, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
            faults.push(format!("{name}应为 {wanted}，得 {got}"));
        }
    };
    check("状态", expected.status.clone(), verdict.status.label().to_owned());
    let categories: Vec<&str> = verdict.categories.iter().map(|category| category.code()).collect();
    check("类别", expected.categories.as_ref().map(|list| list.join("、")), categories.join("、"));
    check("重点", expected.focus.clone(), yes_no(verdict.focus).to_owned());
    let detail = verdict.detail.as_ref().unwrap();
    check(
        "容差",
        expected.tolerance.map(|used| yes_no(Some(used)).to_owned()),
        yes_no(Some(detail.tolerance_used)).to_owned(),
    );
    check("合同闲置", expected.idle.clone(), detail.idle.by_contract.label().to_owned());
    check(
        "认定闲置",
        expected.certified.map(|yes| yes_no(Some(yes)).to_owned()),
        yes_no(Some(detail.idle.certified)).to_owned(),
    );
    for (year, wanted) in &expected.tax_per_mu {
        let year: i32 = year.parse().unwrap();
        check(
            &format!("{year}年亩均税收"),
            Some(wanted.clone()),
            verdict.tax_per_mu.get(year).unwrap_or_else(|| "缺".to_owned()),
        );
    }
    for (rule, wanted) in &expected.rules {
        let answer = match rule.as_str() {
            "A" => verdict.mark.answers.a,
            "B" => verdict.mark.answers.b,
            "C1" => verdict.mark.answers.c1,
            "C2" => verdict.mark.answers.c2,
            "D1" => verdict.mark.answers.d1,
            "D2" => verdict.mark.answers.d2,
            other => panic!("没有判定规则 {other}"),
        };
        check(rule, Some(wanted.clone()), yes_no(answer.known()).to_owned());
    }
    let missing = detail.missing.iter().map(|missing| missing.sentence.as_str()).collect::<Vec<_>>().join("");
    for word in &expected.missing {
        if !missing.contains(word.as_str()) {
            faults.push(format!("补数任务应提到“{word}”，得“{missing}”"));
        }
    }
    let reasons =
        verdict.findings.iter().flat_map(|finding| [finding.fact.as_str(), finding.arithmetic.as_str()]);
    let told: String = reasons.collect::<Vec<_>>().join(" ");
    for words in &expected.told {
        if !told.contains(words.as_str()) {
            faults.push(format!("判定依据应写出“{words}”，得“{told}”"));
        }
    }
    faults.extend(consistent(verdict));
    faults
}

/// Numbers must be written to the last one, words only if the case speaks of them.
fn compare_near(judge: &Judge, parcel: u32, wanted: &[String]) -> Option<String> {
    let near = judge.near(parcel).into_iter();
    let told: Vec<String> = near
        .filter(|near| near.bound != Bound::Is || wanted.contains(&near.sentence()))
        .map(|near| near.sentence())
        .collect();
    (told != wanted).then(|| format!("临界应为\n  {}\n得\n  {}", wanted.join("\n  "), told.join("\n  ")))
}

/// What holds for every verdict whatever the case.
fn consistent(verdict: &ParcelVerdict) -> Option<String> {
    let unknown = [
        verdict.mark.answers.a,
        verdict.mark.answers.b,
        verdict.mark.answers.c1,
        verdict.mark.answers.c2,
        verdict.mark.answers.d1,
        verdict.mark.answers.d2,
    ]
    .contains(&Answer::Unknown);
    let detail = verdict.detail.as_ref()?;
    if unknown && detail.missing.is_empty() {
        return Some("有不确定的判定却没有补数任务".to_owned());
    }
    if verdict.status == Status::Listed && !verdict.findings.iter().any(|finding| finding.met == Some(true)) {
        return Some("列入却没有成立的依据".to_owned());
    }
    let uncited =
        verdict.findings.iter().find(|finding| finding.clause.is_empty() || finding.sources.is_empty());
    uncited.map(|finding| format!("依据没有条款或出处：{}", finding.fact))
}

fn yes_no(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "是",
        Some(false) => "否",
        None => "不确定",
    }
}
