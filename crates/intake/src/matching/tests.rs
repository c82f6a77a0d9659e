use lingdi_domain::CreditCode;
use proptest::prelude::*;

use super::*;

const KNITTING: &str = "91330122MA0000015Q";
const CLOTHES: &str = "91330122MA0000023K";

fn firm(id: u32, code: &str, name: &str, former: Option<&str>) -> Firm {
    Firm { id, code: code.into(), name: name.into(), former_names: former.map(Into::into) }
}

fn index() -> EnterpriseIndex {
    EnterpriseIndex::new(
        [
            firm(1, KNITTING, "桐庐恒昌针织有限公司", Some("桐庐恒昌针织厂；分水针织厂")),
            firm(2, CLOTHES, "桐庐云帛服饰有限公司", None),
            firm(3, "91330122MA0000031E", "桐庐县明川塑业有限公司", Some("分水针织厂")),
            firm(4, "91350203M0001QAY9B", "厦门某公司", None),
            firm(5, "", "兴达加工点", None),
            firm(6, "92330122MA0000040X", "兴达加工点", None),
        ],
        &["浙江省", "浙江", "杭州", "桐庐县", "桐庐"],
    )
}

/// Rung and firm when sure; firms when doubtful.
fn outcome(code: &str, name: &str) -> Result<(u8, u32), Vec<u32>> {
    match index().resolve(Some(code), Some(name)) {
        Match::Sure(candidate) => Ok((candidate.rung, candidate.id)),
        Match::Doubtful(candidates) => Err(candidates.iter().map(|candidate| candidate.id).collect()),
        Match::Unknown { why } => {
            assert!(!why.is_empty());
            Err(Vec::new())
        }
    }
}

#[test]
fn the_sure_rungs_need_one_firm_and_no_contradiction() {
    for (code, name, wanted) in [
        (KNITTING, "", Ok((1, 1))),
        (KNITTING, "改了名的公司", Ok((1, 1))),
        ("91330122 ma0000015q", "", Ok((1, 1))),
        ("91350203M0001QAY9B", "", Ok((1, 4))),
        ("", "桐庐恒昌针织有限责任公司（停用）", Ok((4, 1))),
        ("", "桐廬恒昌針織有限公司", Ok((4, 1))),
        ("", "桐庐恒昌针织厂", Ok((5, 1))),
        ("330122MA0000015", "桐庐恒昌针织有限公司", Ok((4, 1))),
        ("", "兴达加工点", Err(vec![5, 6])),
        ("", "分水针织厂", Err(vec![1, 3])),
        (CLOTHES, "桐庐恒昌针织有限公司", Ok((1, 2))),
        ("91310110666007217T", "桐庐恒昌针织有限公司", Err(vec![1])),
        ("123456789012345", "桐庐恒昌针织有限公司", Err(vec![1])),
    ] {
        assert_eq!(outcome(code, name), wanted, "{code} {name}");
    }
}

#[test]
fn worn_codes_and_similar_names_wait_for_a_person() {
    for (code, name, wanted) in [
        ("9133O122MA0000015Q", "", vec![1]),
        ("330122MA0000015", "", vec![1]),
        ("MA0000015", "某某公司", vec![1]),
        ("", "浙江桐庐恒昌针织股份有限公司", vec![1]),
        ("", "桐庐恒昌针织有限公司分水分公司", vec![]),
        ("", "毫不相干", vec![]),
        ("", "", vec![]),
    ] {
        assert_eq!(outcome(code, name), Err(wanted), "{code} {name}");
    }
}

/// Codes near those of the register, so that the rungs are really tried.
fn code() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![KNITTING, CLOTHES, "91330122MA0000031E", "91310110666007217T", ""]);
    (known, 0..20_usize, prop::sample::select(vec!["0", "O", "1", "A", "X"])).prop_map(
        |(code, at, letter)| {
            let mut code = code.to_owned();
            if at < code.len() {
                code.replace_range(at..=at, letter);
            }
            code
        },
    )
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "桐庐恒昌针织有限公司",
        "桐庐云帛服饰有限公司",
        "桐庐恒昌针织厂",
        "兴达加工点",
        "别的",
        "",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn a_valid_code_is_never_matched_to_a_firm_of_another(code in code(), name in name()) {
        let firms = [(1, KNITTING), (2, CLOTHES), (3, "91330122MA0000031E"), (4, "91350203M0001QAY9B"), (6, "92330122MA0000040X")];
        let resolved = index().resolve(Some(&code), Some(&name));
        if let (Some(id), Some(parsed)) = (resolved.sure(), CreditCode::parse(&code).filter(CreditCode::check)) {
            let registered = firms.iter().find(|(firm, _)| *firm == id).map(|(_, code)| *code);
            prop_assert!(registered.is_none_or(|registered| registered == parsed.as_str()), "{code} {name} {id}");
        }
    }

    #[test]
    fn any_text_is_resolved_without_a_crash(code in ".{0,24}", name in ".{0,24}") {
        index().resolve(Some(&code), Some(&name));
    }
}
