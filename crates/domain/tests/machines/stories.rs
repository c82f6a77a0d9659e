//! Cases an official could read: in this state, this person, with this in hand, gets this answer.

use lingdi_domain::Area;
use lingdi_domain::moves::Refusal;
use lingdi_domain::object::{Fields, ObjectKind};

use super::county::{County, actor, input};

const MU_20: Area = Area(1_333_333);
const MU_60: Area = Area(4_000_000);

/// What was answered: the state it is in then, or what kind of refusal and its words.
pub(crate) fn answer(county: &County, id: uuid::Uuid, done: Result<(), Refusal>) -> String {
    match done {
        Ok(()) => county.state(id).to_owned(),
        Err(Refusal::Forbidden(why)) => format!("403 {why}"),
        Err(Refusal::Illegal(why)) => format!("409 {why}"),
        Err(Refusal::Unknown(why)) => format!("404 {why}"),
        Err(Refusal::Missing(list)) => {
            let words: Vec<_> = list.iter().map(|missing| missing.sentence.as_str()).collect();
            format!("422 {}", words.join(" "))
        }
    }
}

#[test]
fn who_may_do_what_in_which_state() {
    // State of the case, who, what, with what; how the answer begins; what it says.
    type Row = (
        &'static str,
        &'static str,
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static str,
        &'static str,
    );
    let rows: &[Row] = &[
        ("CANDIDATE", "科员", "send", &[("date", "2023-10-30")], "VERIFYING", ""),
        ("CANDIDATE", "科员", "send", &[], "422", "请填写核实截止日期"),
        (
            "CANDIDATE",
            "经办",
            "send",
            &[("date", "2023-10-30")],
            "403",
            "由专班办公室主任、专班办公室科员办理",
        ),
        ("VERIFYING", "经办", "draft_verification", &[("verdict", "true_as_listed")], "VERIFYING", ""),
        (
            "VERIFYING",
            "经办",
            "draft_verification",
            &[("verdict", "maybe")],
            "422",
            "属实、不属实、数据更正、需补充",
        ),
        (
            "VERIFYING",
            "邻镇领导",
            "submit_verification",
            &[("photo", "2023-10-01")],
            "403",
            "本属地的属地领导",
        ),
        ("VERIFYING", "领导", "submit_verification", &[("photo", "2023-10-01")], "422", "尚未填写核实结论"),
        ("VERIFYING", "科员", "submit_verification", &[], "422", "线下签批代录"),
        ("VERIFIED", "科员", "confirm", &[], "403", "须经会议议定"),
        (
            "VERIFIED",
            "主任",
            "return_verification",
            &[("reason", "照片不清"), ("date", "2023-10-20")],
            "VERIFYING",
            "",
        ),
        ("VERIFIED", "主任", "return_verification", &[("date", "2023-10-20")], "422", "理由"),
        (
            "VERIFIED",
            "科员",
            "serve_notice",
            &[("notified_how", "direct"), ("date", "2023-11-01"), ("photo", "2023-11-01")],
            "422",
            "晚于今天",
        ),
        ("CONFIRMED", "主任", "enter", &[], "403", "入库出库"),
        ("IN_DB", "主任", "begin_planning", &[], "403", "由系统"),
        ("EXECUTING", "领导", "declare_done", &[("photo", "2023-10-01")], "422", "还没有一地一方案"),
        (
            "EXECUTING",
            "科员",
            "suspend",
            &[("reason", "法院查封"), ("date", "2024-10-09"), ("photo", "2023-10-01")],
            "SUSPENDED",
            "",
        ),
        (
            "EXECUTING",
            "科员",
            "suspend",
            &[("reason", "法院查封"), ("date", "2023-10-01"), ("photo", "2023-10-01")],
            "422",
            "晚于今天",
        ),
        ("EXITED", "主任", "suspend", &[], "409", "现在是“已出库”"),
        ("REJECTED", "科员", "send", &[("date", "2023-10-30")], "409", "请刷新页面"),
        ("CANDIDATE", "科员", "teleport", &[], "404", "没有“teleport”这一步"),
    ];
    for (state, who, verb, pairs, begins, says) in rows {
        let mut county = County::new();
        let id = county.case("330122102001GB00001", state, MU_20);
        let done = county.go(id, who, verb, pairs);
        let answer = answer(&county, id, done);
        assert!(answer.starts_with(begins) && answer.contains(says), "{state} {who} {verb}: {answer}");
    }
}

/// 撤回：接收方办理之前可以，之后不行。
#[test]
fn a_submission_can_be_recalled_until_the_office_acts() {
    let mut county = County::new();
    let id = verified(&mut county, MU_20);
    county.go(id, "领导", "recall", &[]).unwrap();
    assert_eq!(county.state(id), "VERIFYING");
    county.go(id, "领导", "submit_verification", &[]).unwrap();
    county.go(id, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
    let done = county.go(id, "领导", "recall", &[]);
    assert!(answer(&county, id, done).contains("接收方已经办理"));
}

/// 线下签批代录：注明签批人、日期，附扫描件；签批人与经办人不能是同一人。
#[test]
fn paper_signed_elsewhere_is_entered_with_its_signer_and_scan() {
    let mut county = County::new();
    let id = county.case("330122102001GB00001", "VERIFYING", MU_20);
    county.go(id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).unwrap();
    let done = county.go(id, "科员", "submit_verification", &[("signed", "王镇长")]);
    assert!(answer(&county, id, done).contains("扫描件"));
    let done = county.go(id, "经办", "submit_verification", &[("signed", "经办"), ("photo", "2023-10-01")]);
    assert!(answer(&county, id, done).starts_with("403"));
    let drafter =
        county.go(id, "经办", "submit_verification", &[("signed", "王镇长"), ("photo", "2023-10-01")]);
    assert!(
        answer(&county, id, drafter).contains("“填写核实结果”由经办办理"),
        "who drafted does not enter it"
    );
    county.go(id, "科员", "submit_verification", &[("signed", "王镇长"), ("photo", "2023-10-01")]).unwrap();
    assert_eq!((county.state(id), county.objects[&id].last.actor.as_str()), ("VERIFIED", "王镇长"));
}

/// 口径关掉代录的，须由本人办理，按钮也没有。
#[test]
fn paper_is_refused_where_the_policy_closes_that_way() {
    let mut county = County::new();
    let id = county.case("330122102001GB00001", "VERIFYING", MU_20);
    county.go(id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).unwrap();
    county.numbers.paper_off = vec![(ObjectKind::Case, "submit_verification".to_owned())];
    let signed = [("signed", "王镇长"), ("photo", "2023-10-01")];
    let done = county.go(id, "经办", "submit_verification", &signed);
    assert!(answer(&county, id, done).starts_with("403"));
    county.go(id, "领导", "submit_verification", &[("photo", "2023-10-01")]).unwrap();
}

/// 暂缓之后回到原来的状态。
#[test]
fn a_suspended_case_returns_to_where_it_was() {
    for state in ["CANDIDATE", "EXECUTING", "REWORK"] {
        let mut county = County::new();
        let id = county.case("330122102001GB00001", state, MU_20);
        county
            .go(id, "科员", "suspend", &[("reason", "破产"), ("date", "2024-01-01"), ("photo", "2023-10-01")])
            .unwrap();
        county.go(id, "科员", "resume", &[("reason", "已裁定")]).unwrap();
        assert_eq!(county.state(id), state);
    }
}

pub(crate) fn verified(county: &mut County, area: Area) -> uuid::Uuid {
    let id = county.case("330122102001GB00001", "CANDIDATE", area);
    county.go(id, "科员", "send", &[("date", "2023-10-30")]).unwrap();
    county.go(id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).unwrap();
    county.go(id, "领导", "submit_verification", &[("photo", "2023-10-01")]).unwrap();
    id
}

/// From the list to the plan desk.
pub(crate) fn planning(county: &mut County, area: Area) -> uuid::Uuid {
    let id = verified(county, area);
    county.go(id, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
    county
        .meeting_decides("office", "confirmed_list", "confirm", &[id], "agree", &[("reason", "同意")])
        .unwrap();
    county.meeting_decides("office", "entry_exit", "enter", &[id], "agree", &[("reason", "同意")]).unwrap();
    assert_eq!(county.state(id), "PLANNING");
    id
}

pub(crate) fn plan(county: &mut County, case: uuid::Uuid, path: &str) -> uuid::Uuid {
    let pairs = [
        ("path", path),
        ("cause", "设备老旧"),
        ("measures", "技改"),
        ("milestones", "2023-11-01 完成"),
        ("end_date", "2023-12-31"),
        ("persons", "厂长、镇长"),
        ("eligibility", "hard_to_upgrade"),
        ("legal_basis", "某法第一条"),
    ];
    let plan = county.open(ObjectKind::Plan, "经办", &[("case", case)], &pairs).unwrap();
    county.go(plan, "经办", "submit", &[]).unwrap();
    plan
}

/// 兼并重组：变更登记、新项目合同、达到约定，三样齐了才算完成。
#[test]
fn a_merger_is_done_once_title_project_and_yield_are_shown() {
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let plan = plan(&mut county, case, "M");
    county.go(plan, "领导", "report", &[]).unwrap();
    county.go(plan, "主任", "file", &[]).unwrap();
    county.go(case, "主任", "start", &[]).unwrap();
    county.go(plan, "经办", "close_milestone", &[("milestone", "1"), ("photo", "2023-10-09")]).unwrap();
    let month = |facts: &[(&'static str, &'static str)]| {
        [&[("progress_month", "2023-10"), ("progress", "签约")][..], facts].concat()
    };
    let some = month(&[("change_registered_on", "2023-09-20"), ("project_contract", "招商〔2023〕7号")]);
    county.go(case, "经办", "report_progress", &some).unwrap();
    let early = county.go(case, "领导", "declare_done", &[("photo", "2023-10-09")]);
    assert!(answer(&county, case, early).contains("税收或投资已达到约定"));
    county.go(case, "经办", "report_progress", &month(&[("reached", "是")])).unwrap();
    county.go(case, "领导", "declare_done", &[("photo", "2023-10-09")]).unwrap();
    county.go(case, "科员", "begin_evaluation", &[]).unwrap();
    let sheet = [("tax_before", "1.5"), ("tax_after", "9"), ("photo", "2023-10-09")];
    county.go(case, "科员", "pass", &sheet).unwrap();
    county.meeting_decides("office", "entry_exit", "exit", &[case], "agree", &[("reason", "同意")]).unwrap();
    assert_eq!(county.state(case), "EXITED", "a merger needs no watch");
}

/// 分类处置：方案写明成因；分类只能从表中选。
#[test]
fn a_plan_names_the_cause_by_its_code_and_in_words() {
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let opened = |county: &mut County, code: &'static str| {
        let pairs = [("path", "K1"), ("cause_code", code)];
        county.open(ObjectKind::Plan, "经办", &[("case", case)], &pairs)
    };
    let invented = opened(&mut county, "bad_luck");
    assert!(matches!(invented, Err(Refusal::Missing(list)) if list[0].sentence.contains("成因分类")));
    let plan = opened(&mut county, "legacy").unwrap();
    let done = county.go(plan, "经办", "submit", &[]);
    assert!(answer(&county, plan, done).contains("低效成因"));
    let kept = county.objects[&plan].fields.plan().unwrap();
    assert_eq!(kept.cause_code.as_deref(), Some("legacy"));
}

/// 收储方案由副组长联席会议审定，重大地块由组长联席会议审定，办公室例会不能代替。
#[test]
fn an_acquisition_of_a_major_site_needs_both_meetings() {
    let mut county = County::new();
    let case = planning(&mut county, MU_60);
    let plan = plan(&mut county, case, "A");
    county.go(plan, "领导", "report", &[]).unwrap();
    assert_eq!(county.state(case), "PLAN_REVIEW");
    let done = county.go(plan, "主任", "file", &[]);
    assert!(answer(&county, plan, done).contains("须经会议审定（单宗地块收储方案、重大地块处置）"));
    let wrong = county.meeting_decides(
        "office",
        "entry_exit",
        "approve_acquisition",
        &[plan],
        "agree",
        &[("reason", "同意")],
    );
    assert!(
        matches!(wrong, Err(Refusal::Missing(list)) if list[0].sentence.contains("由副组长联席会议决定，不能列入"))
    );
    let deputies = |county: &mut County| {
        let agreed = [("reason", "同意")];
        county.meeting_decides("deputy", "acquisition_plan", "approve_acquisition", &[plan], "agree", &agreed)
    };
    let early = deputies(&mut county);
    assert!(
        matches!(early, Err(Refusal::Missing(list)) if list[0].sentence.contains("还没有经办公室例会预审"))
    );
    withdraw_item(&mut county);
    county
        .meeting_decides("office", "pre_review", "pre_review", &[plan], "agree", &[("reason", "同意")])
        .unwrap();
    deputies(&mut county).unwrap();
    let done = county.go(case, "主任", "start", &[]);
    assert!(answer(&county, case, done).contains("重大地块处置"));
    county
        .meeting_decides("leader", "major_site", "approve_major", &[plan], "agree", &[("reason", "同意")])
        .unwrap();
    county.go(case, "主任", "start", &[]).unwrap();
    assert_eq!(county.state(case), "EXECUTING");
}

/// Takes back the item that a meeting could not decide.
pub(crate) fn withdraw_item(county: &mut County) {
    let item = *county.objects.iter().find(|(_, object)| object.state == "ON_AGENDA").unwrap().0;
    county.go(item, "主任", "defer", &[("reason", "改提")]).unwrap();
    county.go(item, "主任", "drop", &[("reason", "改提")]).unwrap();
}

/// 议定的五种结果。
#[test]
fn the_five_outcomes_move_the_target_or_leave_it() {
    for (outcome, target, item) in [
        ("agree", "CONFIRMED", "DECIDED"),
        ("agree_with_changes", "VERIFIED", "DECIDED"),
        ("refuse", "REJECTED", "DECIDED"),
        ("defer", "VERIFIED", "RAISED"),
        ("escalate", "VERIFIED", "RAISED"),
    ] {
        let mut county = County::new();
        let case = verified(&mut county, MU_20);
        county.go(case, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
        let mut pairs = vec![("reason", "按意见办理")];
        if outcome == "refuse" {
            pairs.push(("rejection", "met"));
        }
        let id =
            county.meeting_decides("office", "confirmed_list", "confirm", &[case], outcome, &pairs).unwrap();
        assert_eq!((county.state(case), county.state(id)), (target, item), "{outcome}");
        if outcome == "agree_with_changes" {
            assert!(county.go(id, "主任", "finish", &[("reason", "办结")]).is_err());
            county.go(id, "主任", "confirm_revision", &[("photo", "2023-10-09")]).unwrap();
            assert_eq!(county.state(case), "CONFIRMED");
        }
        if outcome == "escalate" {
            let level = county.objects[&id].fields.item().unwrap().level.unwrap();
            assert_eq!(level.label(), "副组长联席会议");
        }
    }
}

/// 不予认定要有理由代码，没有的议定登记不成，对象不动。
#[test]
fn a_refusal_without_its_reason_code_changes_nothing() {
    let mut county = County::new();
    let case = verified(&mut county, MU_20);
    county.go(case, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
    let done = county.meeting_decides(
        "office",
        "confirmed_list",
        "confirm",
        &[case],
        "refuse",
        &[("reason", "不符")],
    );
    assert!(matches!(done, Err(Refusal::Missing(list)) if list[0].name == "rejection"));
    assert_eq!(county.state(case), "VERIFIED");
}

/// 自我提升：协议签订并上报才能启动，达标后预出库，观察不达标返库，原案件的出清不改。
#[test]
fn a_self_upgrade_is_watched_after_its_exit_and_may_come_back() {
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let plan = plan(&mut county, case, "S1");
    let done = county.go(plan, "领导", "report", &[]);
    assert!(answer(&county, plan, done).contains("须有履约监管协议"));
    let points = [("firm", "某厂"), ("checkpoints", "2023-10-01 亩均税收 10 万元/亩")];
    let agreement = county.open(ObjectKind::Agreement, "经办", &[("case", case)], &points).unwrap();
    county.go(plan, "领导", "report", &[]).unwrap();
    county.go(plan, "主任", "file", &[]).unwrap();
    let done = county.go(case, "主任", "start", &[]);
    assert!(answer(&county, case, done).contains("签订履约监管协议"));
    county.go(agreement, "经办", "negotiate", &[]).unwrap();
    county.go(agreement, "经办", "sign", &[("date", "2023-10-08"), ("photo", "2023-10-08")]).unwrap();
    county.go(agreement, "领导", "report", &[]).unwrap();
    county.go(case, "主任", "start", &[]).unwrap();
    county.go(plan, "经办", "close_milestone", &[("milestone", "1"), ("photo", "2023-10-09")]).unwrap();
    let done = county.go(case, "领导", "declare_done", &[("photo", "2023-10-09")]);
    assert!(answer(&county, case, done).contains("到期检查点全部通过"));
    county.go(agreement, "主任", "file", &[]).unwrap();
    county.go(agreement, "经办", "perform", &[]).unwrap();
    county.go(agreement, "经办", "come_due", &[]).unwrap();
    county.go(agreement, "经办", "pass_check", &[("photo", "2023-10-09")]).unwrap();
    county.go(case, "领导", "declare_done", &[("photo", "2023-10-09")]).unwrap();
    county.go(case, "科员", "begin_evaluation", &[]).unwrap();
    let sheet = [("tax_before", "2.5"), ("tax_after", "8"), ("photo", "2023-10-09")];
    county.go(case, "科员", "pass", &sheet).unwrap();
    let wrong =
        county.meeting_decides("office", "entry_exit", "exit", &[case], "agree", &[("reason", "同意")]);
    assert!(wrong.is_err(), "a self-upgrade is watched");
    withdraw_item(&mut county);
    county
        .meeting_decides("office", "entry_exit", "pre_exit", &[case], "agree", &[("reason", "同意")])
        .unwrap();
    let exited = county.objects[&case].fields.case().unwrap().cleared_on;
    assert_eq!((county.state(case), county.objects[&case].due), ("PRE_EXITED", "2024-10-09".parse().ok()));
    county.go(case, "科员", "record_watch", &[("watch_tax", "3.2")]).unwrap();
    let early = county.go(case, "科员", "relapse", &[("reason", "税收回落")]);
    assert!(answer(&county, case, early).contains("观察期到 2024-10-09 为止"));
    county.today = "2024-10-10".parse().unwrap();
    county.go(case, "科员", "relapse", &[("reason", "税收回落")]).unwrap();
    let case_after = county.objects[&case].fields.case().unwrap();
    assert_eq!(case_after.cleared_on, exited, "a counted month is not rewritten");
    let open = county
        .objects
        .values()
        .filter(|object| object.kind == ObjectKind::Case && object.state == "CANDIDATE");
    assert_eq!(open.count(), 1);
}

/// 评估未达标：从严整治，轮次加一，可按“提升后仍低效”收储。
#[test]
fn after_a_failed_evaluation_acquisition_becomes_eligible() {
    let mut county = County::new();
    let case = county.case("330122102001GB00001", "EVALUATING", MU_20);
    let sheet =
        [("tax_before", "2"), ("tax_after", "2.4"), ("reason", "税收未达标"), ("photo", "2023-10-09")];
    county.go(case, "科员", "fail", &sheet).unwrap();
    county.go(case, "经办", "plan_again", &[]).unwrap();
    let Fields::Case(fields) = &county.objects[&case].fields else { panic!() };
    assert_eq!((county.state(case), fields.round), ("PLANNING", 2));
    let pairs = [
        ("path", "A"),
        ("cause", "产能落后"),
        ("measures", "收储"),
        ("milestones", "2023-11-01 签约"),
        ("end_date", "2023-12-31"),
        ("persons", "镇长"),
        ("eligibility", "still_inefficient"),
    ];
    let plan = county.open(ObjectKind::Plan, "经办", &[("case", case)], &pairs).unwrap();
    county.go(plan, "经办", "submit", &[]).unwrap();
}

/// 腾退：两次现场核查相隔不足 30 天的，不算完成。
#[test]
fn vacating_is_checked_twice_a_month_apart() {
    for (second, answer_says) in [("2023-09-20", "相隔至少 30 天"), ("2023-10-01", "DONE_PENDING_EVAL")]
    {
        let mut county = County::new();
        let case = planning(&mut county, MU_20);
        let plan = plan(&mut county, case, "K2");
        county.go(plan, "领导", "report", &[]).unwrap();
        county.go(plan, "主任", "file", &[]).unwrap();
        county.go(case, "科员", "start", &[]).unwrap();
        county.go(plan, "经办", "close_milestone", &[("milestone", "1"), ("photo", "2023-10-01")]).unwrap();
        let report = [
            ("progress_month", "2023-10"),
            ("progress", "已腾退"),
            ("vacated_on", "2023-08-20"),
            ("first_check_on", "2023-09-01"),
            ("second_check_on", second),
        ];
        county.go(case, "经办", "report_progress", &report).unwrap();
        let done = county.go(case, "领导", "declare_done", &[("photo", "2023-10-01")]);
        assert!(answer(&county, case, done).contains(answer_says));
    }
}

/// 连片：不相连、只有一宗、已在别的连片内，都不能谋划；审定只能由组长联席会议。
#[test]
fn a_block_is_connected_free_and_examined_by_the_leaders_meeting() {
    let mut county = County::new();
    let sites: Vec<_> =
        (1..=3).map(|n| county.case(&format!("330122102001GB0000{n}"), "PLANNING", MU_20)).collect();
    let open = |county: &mut County, sites: &[uuid::Uuid]| {
        let ties: Vec<_> = sites.iter().map(|site| ("member", *site)).collect();
        county.open(ObjectKind::Block, "经办", &ties, &[("mode", "B2"), ("plan", "退二优二")])
    };
    // Sites without shapes: nobody measured a gap.
    assert!(
        matches!(open(&mut county, &sites[..2]), Err(Refusal::Missing(list)) if list[0].sentence.contains("没有图形"))
    );
    assert!(
        matches!(open(&mut county, &sites[..1]), Err(Refusal::Missing(list)) if list[0].sentence.contains("至少要有 2 宗"))
    );
}

#[test]
fn a_field_that_the_move_does_not_declare_is_refused() {
    let mut county = County::new();
    let id = county.case("330122102001GB00001", "VERIFYING", MU_20);
    let sneaky = input(&[("verdict", "true_as_listed"), ("cleared_on", "2022-01-01")]);
    let done = county.make(
        id,
        &actor("经办"),
        lingdi_domain::moves::Decision::Person,
        "draft_verification",
        &sneaky,
    );
    assert!(matches!(done, Err(Refusal::Missing(list)) if list[0].name == "cleared_on"));
}
