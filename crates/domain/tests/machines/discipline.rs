//! 督查, 表彰 and 承诺书: who does what in which order, and that no other order gets anywhere.

use lingdi_domain::Role;
use lingdi_domain::moves::{Decision, Refusal, is_open, machine, may_make};
use lingdi_domain::object::{Input, ObjectKind};
use proptest::prelude::*;
use uuid::Uuid;

use super::county::{County, UNIT, actor, beginning, input};

const PLAN: &[(&str, &str)] = &[
    ("subject", "三季度督查"),
    ("team_leader", "江波"),
    ("team", "某某 县资规局"),
    ("units", "横村镇"),
    ("scope", "方案落实"),
    ("begins_on", "2023-10-09"),
    ("ends_on", "2023-10-20"),
];

const DEFECT: &[(&str, &str)] = &[
    ("unit", "横村镇"),
    ("place", "方埠路18号"),
    ("what", "厂房改作仓储"),
    ("rectify_by", "2023-10-31"),
    ("photo", "2023-10-09"),
];

fn round(county: &mut County) -> Uuid {
    let round = county.open(ObjectKind::Supervision, "江波", &[], PLAN).unwrap();
    county.go(round, "江波", "begin", &[]).unwrap();
    round
}

fn defect(county: &mut County, round: Uuid) -> Uuid {
    let id = county.open(ObjectKind::Defect, "江波", &[("supervision", round)], DEFECT).unwrap();
    // Where it goes, the program settles.
    UNIT.clone_into(&mut county.objects.get_mut(&id).unwrap().unit);
    id
}

fn sentence(refused: Result<impl std::fmt::Debug, Refusal>) -> String {
    match refused {
        Err(Refusal::Missing(missing)) => missing.into_iter().map(|one| one.sentence).collect(),
        Err(Refusal::Forbidden(why) | Refusal::Illegal(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_defect_is_answered_by_its_unit_verified_by_the_team_and_closed_by_the_office() {
    let mut county = County::new();
    let round = round(&mut county);
    let id = defect(&mut county, round);
    assert_eq!(county.objects[&id].due, "2023-10-31".parse().ok());
    assert!(sentence(county.go(id, "邻镇领导", "accept", &[])).contains("本属地"));
    county.go(id, "经办", "accept", &[("measures", "限期清退"), ("responsible", "王")]).unwrap();
    assert!(sentence(county.go(id, "领导", "submit", &[("rectified", "已清退")])).contains("照片"));
    let report = [("rectified", "已清退"), ("photo", "2023-10-12")];
    county.go(id, "领导", "submit", &report).unwrap();
    assert!(sentence(county.go(id, "外组", "verify", &[("reason", "属实")])).contains("督查组名单"));
    county.go(id, "江波", "return", &[("reason", "照片看不清")]).unwrap();
    let after = county.objects[&id].fields.defect().unwrap().clone();
    assert_eq!((after.returns, after.submitted_on), (1, None), "what was returned was not reported");
    county.go(id, "领导", "submit", &report).unwrap();
    county.go(id, "江波", "verify", &[("reason", "属实")]).unwrap();
    county.go(id, "科员", "close", &[]).unwrap();
    assert_eq!(county.state(id), "CLOSED");
}

#[test]
fn what_lies_outside_a_round_is_refused_in_words() {
    let mut county = County::new();
    assert!(sentence(county.open(ObjectKind::Defect, "江波", &[], DEFECT)).contains("从督查的页面"));
    let mut backwards = PLAN.to_vec();
    backwards.push(("ends_on", "2023-10-01"));
    assert!(sentence(county.open(ObjectKind::Supervision, "江波", &[], &backwards)).contains("早于"));
    let planned = county.open(ObjectKind::Supervision, "江波", &[], PLAN).unwrap();
    let early = county.open(ObjectKind::Defect, "江波", &[("supervision", planned)], DEFECT);
    assert!(sentence(early).contains("开始督查"));
    county.go(planned, "江波", "begin", &[]).unwrap();
    for (name, value, words) in
        [("unit", "分水镇", "不是本次督查的被督查单位（横村镇）"), ("rectify_by", "2023-10-09", "晚于今天")]
    {
        let mut pairs = DEFECT.to_vec();
        pairs.push((name, value));
        let refused = sentence(county.open(ObjectKind::Defect, "江波", &[("supervision", planned)], &pairs));
        assert!(refused.contains(words), "{refused}");
    }
}

#[test]
fn the_team_leader_drafts_the_circular_the_head_issues_it_and_open_defects_keep_the_round_open() {
    let mut county = County::new();
    let round = round(&mut county);
    let id = defect(&mut county, round);
    let text = [("overview", "总体较好"), ("demands", "逐项整改")];
    assert!(sentence(county.go(round, "外组", "draft", &text)).contains("组长江波"));
    county.go(round, "江波", "draft", &text).unwrap();
    assert!(sentence(county.go(round, "主任", "issue", &[])).contains("文号"));
    county.go(round, "主任", "issue", &[("document", "桐零地办〔2023〕9号")]).unwrap();
    let listed = county.objects[&round].fields.supervision().unwrap().defects.clone();
    assert_eq!(
        (listed.len(), listed[0].what.as_str(), listed[0].state.as_str()),
        (1, "厂房改作仓储", "待整改")
    );
    assert!(sentence(county.go(round, "科员", "close", &[])).contains("1 个督查问题没有销号"));
    county.go(id, "江波", "withdraw", &[("reason", "重复登记")]).unwrap();
    county.go(round, "科员", "close", &[]).unwrap();
    let kept = &county.objects[&round].fields.supervision().unwrap().defects;
    assert_eq!(*kept, listed, "what was issued stays as it was issued");
}

#[test]
fn a_commendation_names_somebody_and_moves_only_by_the_decision_of_the_deputies_meeting() {
    let mut county = County::new();
    let nomination = [("name", "年度先进"), ("cause", "成效突出"), ("deeds", "率先清零")];
    assert!(
        sentence(county.open(ObjectKind::Commendation, "领导", &[], &nomination)).contains("至少填写一个")
    );
    let with_units: Vec<_> = nomination.into_iter().chain([("units", "横村镇")]).collect();
    let id = county.open(ObjectKind::Commendation, "领导", &[], &with_units).unwrap();
    county.go(id, "科员", "review", &[("reason", "事迹属实")]).unwrap();
    assert!(sentence(county.go(id, "主任", "commend", &[])).contains("会议"));
    county
        .meeting_decides("deputy", "commendation", "commend", &[id], "agree", &[("reason", "同意")])
        .unwrap();
    assert_eq!(county.state(id), "DECIDED");
    let circular = [("document", "桐零地办〔2023〕3号"), ("appeal", "全县学习")];
    county.go(id, "主任", "issue", &circular).unwrap();
    let other = county.open(ObjectKind::Commendation, "领导", &[], &with_units).unwrap();
    county.go(other, "科员", "review", &[("reason", "事迹属实")]).unwrap();
    let refused = [("reason", "名额已满")];
    county.meeting_decides("deputy", "commendation", "commend", &[other], "refuse", &refused).unwrap();
    assert_eq!(county.state(other), "DECLINED");
    assert_eq!(county.objects[&other].fields.commendation().unwrap().declined.as_deref(), Some("名额已满"));
}

#[test]
fn whoever_nominates_does_not_review() {
    let mut county = County::new();
    let pairs = [("name", "先进"), ("cause", "成效"), ("deeds", "清零"), ("persons", "何静 专班 科员")];
    let id = county.open(ObjectKind::Commendation, "科员", &[], &pairs).unwrap();
    assert!(sentence(county.go(id, "科员", "review", &[("reason", "好")])).contains("另一人"));
    county.go(id, "主任", "review", &[("reason", "事迹属实")]).unwrap();
}

#[test]
fn a_pledge_is_signed_with_its_scan_checked_each_year_and_signed_anew_in_a_new_post() {
    let mut county = County::new();
    let who = [("person", "周某"), ("organ", "县人大"), ("position", "副主任"), ("date", "2023-10-31")];
    let id = county.open(ObjectKind::Pledge, "科员", &[], &who).unwrap();
    assert_eq!(county.objects[&id].due, "2023-10-31".parse().ok());
    assert!(sentence(county.go(id, "科员", "sign", &[("date", "2023-10-09")])).contains("照片或文件"));
    let ahead = [("date", "2023-10-10"), ("photo", "2023-10-10")];
    assert!(sentence(county.go(id, "科员", "sign", &ahead)).contains("晚于今天"));
    county.go(id, "科员", "sign", &[("date", "2023-10-09"), ("photo", "2023-10-09")]).unwrap();
    assert_eq!(county.objects[&id].due, "2024-12-31".parse().ok(), "the check of the next year");
    county.today = "2024-06-03".parse().unwrap();
    county.go(id, "科员", "check", &[("reason", "无违诺")]).unwrap();
    assert_eq!(county.objects[&id].due, "2025-12-31".parse().ok());
    county.go(id, "科员", "change_position", &[("position", "主任"), ("date", "2024-07-01")]).unwrap();
    let pledge = county.objects[&id].fields.pledge().unwrap().clone();
    assert_eq!((county.state(id), pledge.signed_on, pledge.position.as_str()), ("UNSIGNED", None, "主任"));
}

/// R84: readers, observers, 纪检监察 and administrators move nothing, in whatever unit.
#[test]
fn who_only_reads_moves_nothing() {
    let readers = [Role::Reader, Role::Observer, Role::Discipline, Role::SystemAdmin, Role::AuditAdmin];
    for role in readers {
        let who = lingdi_domain::Actor { roles: vec![role], unit: UNIT.to_owned(), ..actor("科员") };
        for one in ObjectKind::ALL.into_iter().flat_map(|kind| machine(kind).all()) {
            assert!(!may_make(one, &who, UNIT) && !may_make(one, &who, ""), "{role:?} {}", one.verb);
        }
    }
}

const PEOPLE: [&str; 7] = ["江波", "外组", "经办", "领导", "邻镇领导", "科员", "主任"];

proptest! {
    /// Whatever is tried: a defect that is closed was reported by its unit, verified by the team and closed by
    /// somebody else; one that is open lies on a desk; a commendation is decided by nobody at a desk.
    #[test]
    fn no_order_of_moves_closes_what_was_not_verified_or_decides_at_a_desk(
        tries in prop::collection::vec((0..PEOPLE.len(), any::<prop::sample::Index>(), 0..2_usize), 1..40)
    ) {
        let mut county = County::new();
        let round = round(&mut county);
        let nomination = [("name", "先进"), ("cause", "成效"), ("deeds", "清零"), ("units", "横村镇")];
        let ids = [
            defect(&mut county, round),
            county.open(ObjectKind::Commendation, "领导", &[], &nomination).unwrap(),
        ];
        let mut made: Vec<(&str, &str)> = Vec::new();
        for (who, verb, which) in tries {
            let (id, who) = (ids[which], PEOPLE[who]);
            let verbs = beginning(&county.objects[&id]);
            if verbs.is_empty() {
                continue;
            }
            let (verb, _) = *verb.get(&verbs);
            let form = machine(county.objects[&id].kind).named(verb).unwrap().fields;
            let mut pairs = vec![("reason", "理由"), ("photo", "2023-10-09")];
            pairs.extend(form.iter().map(|field| (field.name, "内容")));
            let asked: Input = input(&pairs);
            if county.make(id, &actor(who), Decision::Person, verb, &asked).is_ok() && which == 0 {
                made.push((verb, who));
            }
            for id in ids {
                let object = &county.objects[&id];
                prop_assert!(!is_open(object) || object.holder.is_some());
            }
            prop_assert!(county.state(ids[1]) != "DECIDED" && county.state(ids[1]) != "ISSUED");
            if county.state(ids[0]) == "CLOSED" {
                let tail: Vec<_> = made.iter().rev().take(3).rev().copied().collect();
                prop_assert!(matches!(
                    tail[..],
                    [("submit", "领导"), ("verify", "江波"), ("close", "科员" | "主任")]
                ), "{made:?}");
            }
        }
    }
}
