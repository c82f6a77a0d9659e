//! 谁不能一个人办、谁说了才算: each test a finding of the reading of the tables of rights
//! (`docs/review-of-rights.md`), told as an official would.

use lingdi_domain::Area;
use lingdi_domain::moves::Refusal;
use lingdi_domain::object::ObjectKind::{Agreement, Block, Case, Item, Meeting, Objection, Plan};
use lingdi_domain::object::{Fields, Object};
use lingdi_domain::step4_remediation::Measured;
use uuid::Uuid;

use super::county::County;
use super::stories::{answer, plan, planning, verified, withdraw_item};

const MU_20: Area = Area(1_333_333);
const PHOTO: (&str, &str) = ("photo", "2023-10-01");
const SIGNED: (&str, &str) = ("signed", "王镇长");
const AGREED: &[(&str, &str)] = &[("reason", "会议同意")];

/// A plan whose paper the clerk of the office entered.
fn entered_by_the_office(county: &mut County) -> Uuid {
    let case = planning(county, MU_20);
    let plan = plan(county, case, "M");
    county.go(plan, "科员", "report", &[SIGNED, PHOTO]).unwrap();
    plan
}

/// 代录领导签批件的人，不能接着备案；签批人和代录人都算办过。
#[test]
fn who_entered_a_leaders_paper_does_not_answer_it() {
    let mut county = County::new();
    let plan = entered_by_the_office(&mut county);
    let done = county.go(plan, "科员", "file", &[]);
    assert!(answer(&county, plan, done).starts_with("403 “审核上报”由科员办理，“备案”须由另一人办理"));
    county.go(plan, "主任", "file", &[]).unwrap();

    // A case, a move that others come between, who answers in vain, and who may.
    let rows = [("EXECUTING", "ask_replan", "replan", "科员", "主任")];
    for (state, asks, answers, same, other) in rows {
        let case = county.case("330122102001GB00002", state, MU_20);
        county.go(case, same, asks, &[SIGNED, PHOTO, ("reason", "合作方退出")]).unwrap();
        let month = [("progress_month", "2023-10"), ("progress", "停工")];
        county.go(case, "经办", "report_progress", &month).unwrap();
        let done = county.go(case, same, answers, &[]);
        assert!(answer(&county, case, done).starts_with("403"), "{answers} by {same}");
        county.go(case, other, answers, &[]).unwrap();
    }
}

/// 签批人须在签批当日的名册上，且这一步确由他签批。
#[test]
fn the_signer_of_a_paper_stood_in_the_roster_on_that_day() {
    for (signer, says) in [
        ("王镇长", "VERIFIED"),
        ("邻镇领导", "不是本属地的属地领导"),
        ("路人甲", "名册中，路人甲在 2023-10-01 不是本属地的属地领导"),
    ] {
        let mut county = County::new();
        let id = county.case("330122102001GB00001", "VERIFYING", MU_20);
        county.go(id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).unwrap();
        let done = county.go(id, "科员", "submit_verification", &[("signed", signer), PHOTO]);
        assert!(answer(&county, id, done).contains(says), "{signer}");
    }
}

/// 重大地块：面积、投资额、专班办公室标记，三者有其一；标记可在备案之后补。
#[test]
fn a_site_is_major_by_area_by_amount_or_by_the_offices_mark_until_the_work_begins() {
    let investments = [("9999", "FILED"), ("10000", "重大地块处置")];
    for (wan, says) in investments {
        let mut county = County::new();
        let case = planning(&mut county, MU_20);
        let plan = plan(&mut county, case, "M");
        county.go(plan, "领导", "recall", &[]).unwrap_err();
        county.go(plan, "经办", "recall", &[]).unwrap();
        county.go(plan, "经办", "edit", &[("path", "M"), ("investment", wan)]).unwrap();
        county.go(plan, "经办", "submit", &[]).unwrap();
        county.go(plan, "领导", "report", &[]).unwrap();
        let done = county.go(plan, "主任", "file", &[]);
        assert!(answer(&county, plan, done).contains(says), "{wan} 万元");
    }
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let plan = plan(&mut county, case, "M");
    county.go(plan, "领导", "report", &[]).unwrap();
    county.go(plan, "主任", "file", &[]).unwrap();
    let done = county.go(case, "经办", "flag_major", &[("reason", "涉及周边拆迁")]);
    assert!(answer(&county, case, done).starts_with("403"), "a unit's clerk sets no mark");
    county.go(case, "科员", "flag_major", &[("reason", "涉及周边拆迁")]).unwrap();
    let done = county.go(case, "主任", "start", &[]);
    assert!(answer(&county, case, done).contains("方案还须经会议审定：重大地块处置"));
    county.meeting_decides("leader", "major_site", "approve_major", &[plan], "agree", AGREED).unwrap();
    county.go(case, "主任", "start", &[]).unwrap();
}

fn block(county: &mut County, state: &'static str) -> Uuid {
    let sites: Vec<_> =
        (1..=2).map(|n| county.case(&format!("330122102001GB0001{n}"), "EXECUTING", MU_20)).collect();
    let ties: Vec<_> = sites.iter().map(|site| ("member", *site)).collect();
    let id = Uuid::from_u128(9_000);
    let template = county.objects[&sites[0]].clone();
    let fields = lingdi_domain::step4_remediation::Block {
        mode: Some("B2".to_owned()),
        plan: Some("退二优二".to_owned()),
        union_area: Area(2_666_666),
        ..Default::default()
    };
    let object = Object { id, kind: Block, state, fields: Fields::Block(Box::new(fields)), ..template };
    county.objects.insert(id, object);
    county.ties.extend(ties.into_iter().map(|(role, site)| (id, role, site)));
    id
}

fn started_on(county: &County, id: Uuid) -> Option<String> {
    let Fields::Block(block) = &county.objects[&id].fields else { return None };
    block.started_on.map(|day| day.to_string())
}

/// 连片：例会预审，组长联席会议审定；审定过的只能由组长联席会议终止；再次启动不改启动日期。
#[test]
fn what_the_leaders_meeting_approved_only_it_ends_and_a_second_start_moves_no_day() {
    let mut county = County::new();
    let id = block(&mut county, "OFFICE_REVIEW");
    let done = county.go(id, "主任", "put_forward", &[]);
    assert!(answer(&county, id, done).contains("须经会议议定（连片和收储方案预审）"));
    county.meeting_decides("office", "pre_review", "put_forward", &[id], "agree", AGREED).unwrap();
    let early = county.meeting_decides("leader", "block_plan", "end", &[id], "agree", AGREED);
    assert!(matches!(early, Err(Refusal::Missing(_))), "nothing is ended that was not approved");
    county.meeting_decides("leader", "block_plan", "approve", &[id], "agree", AGREED).unwrap();
    county.go(id, "领导", "start", &[PHOTO]).unwrap();
    county.today = "2023-12-01".parse().unwrap();
    county.go(id, "领导", "adjust", &[("reason", "范围变化")]).unwrap();
    let plan = [("mode", "B2"), ("plan", "缩小范围")];
    county.go(id, "经办", "draft_plan", &plan).unwrap();
    let done = county.go(id, "主任", "terminate", &[("reason", "不办了")]);
    assert!(answer(&county, id, done).contains("只能由组长联席会议终止"));
    county.go(id, "领导", "submit", &[PHOTO]).unwrap();
    county.go(id, "科员", "receive", &[]).unwrap();
    county.meeting_decides("office", "pre_review", "put_forward", &[id], "agree", AGREED).unwrap();
    county.meeting_decides("leader", "block_plan", "approve", &[id], "agree", AGREED).unwrap();
    county.go(id, "领导", "start", &[PHOTO]).unwrap();
    assert_eq!(started_on(&county, id).as_deref(), Some("2023-10-09"));
    county.meeting_decides("leader", "block_plan", "end", &[id], "agree", AGREED).unwrap();
    assert_eq!(county.state(id), "TERMINATED");
}

/// 连片范围的调整：只在审定之后的调整中提出，调整后仍须连片，随审定生效。
#[test]
fn the_sites_of_a_block_change_by_an_adjustment_and_stay_together() {
    let code = "330122102001GB00021";
    let rows = [
        (None, Some("12"), "joins", code, "还没有审定过"),
        (Some("2023-09-01"), Some("12"), "joins", "330122102001GB00099", "没有进行中的案件"),
        (Some("2023-09-01"), Some("31"), "joins", code, "超过 30 米"),
        (Some("2023-09-01"), None, "joins", code, "没有图形"),
        (Some("2023-09-01"), Some("12"), "leaves", "330122102001GB00099", "不在本连片内"),
        (Some("2023-09-01"), Some("12"), "leaves", "330122102001GB00011", "至少要有 2 宗"),
        (Some("2023-09-01"), Some("12"), "joins", code, "ADJUSTING"),
    ];
    for (approved, gap, field, parcel, says) in rows {
        let mut county = County::new();
        let id = block(&mut county, "ADJUSTING");
        let site = county.case(code, "EXECUTING", MU_20);
        county.ties.push((id, "joins", site));
        let Fields::Block(fields) = &mut county.objects.get_mut(&id).unwrap().fields else { panic!() };
        fields.approved_on = approved.and_then(|day| day.parse().ok());
        fields.next =
            Some(Measured { union_area: Area(4_000_000), widest_gap: gap.map(str::to_owned), apart: None });
        let done = county.go(id, "经办", "change_sites", &[("reason", "范围变化"), (field, parcel)]);
        assert!(answer(&county, id, done).contains(says), "{approved:?} {gap:?} {field} {parcel}");
        let Fields::Block(fields) = &county.objects[&id].fields else { panic!() };
        assert_eq!(fields.union_area, Area(2_666_666), "nothing changes before the meeting");
    }
}

/// 连片暂缓要有文件，到期日晚于今天。
#[test]
fn a_block_is_suspended_on_a_file_and_until_a_day_to_come() {
    let mut county = County::new();
    let id = block(&mut county, "EXECUTING");
    for (date, file, says) in [
        ("2023-10-01", Some(PHOTO), "暂缓到期日应晚于今天"),
        ("2023-12-31", None, "请附至少一份"),
        ("2023-12-31", Some(PHOTO), "SUSPENDED"),
    ] {
        let mut pairs = vec![("reason", "规划调整"), ("date", date)];
        pairs.extend(file);
        let done = county.go(id, "科员", "suspend", &pairs);
        assert!(answer(&county, id, done).contains(says), "{date}");
    }
}

/// 连片内的地块：自己达到完成标准，或连片已验收；申请了验收还不算。
#[test]
fn a_site_of_a_block_is_done_by_its_own_work_or_once_the_block_is_accepted() {
    for (state, says) in
        [("EXECUTING", "完成标准还缺"), ("ACCEPTANCE", "完成标准还缺"), ("COMPLETED", "DONE_PENDING_EVAL")]
    {
        let mut county = County::new();
        let case = planning(&mut county, MU_20);
        let plan = plan(&mut county, case, "A");
        for (level, act, proposal) in
            [("office", "pre_review", "pre_review"), ("deputy", "acquisition_plan", "approve_acquisition")]
        {
            if level == "office" {
                county.go(plan, "领导", "report", &[]).unwrap();
            }
            county.meeting_decides(level, act, proposal, &[plan], "agree", AGREED).unwrap();
        }
        county.go(case, "主任", "start", &[]).unwrap();
        county.go(plan, "经办", "close_milestone", &[("milestone", "1"), PHOTO]).unwrap();
        let block = block(&mut county, state);
        county.ties.push((block, "member", case));
        let done = county.go(case, "领导", "declare_done", &[PHOTO]);
        assert!(answer(&county, case, done).contains(says), "block {state}");
    }
}

/// 提请议题、列入议程的人，不能一个人登记议定结果；中间隔了别人也不行。
#[test]
fn who_raised_a_matter_does_not_record_its_decision_alone() {
    let mut county = County::new();
    let case = verified(&mut county, MU_20);
    county.go(case, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
    let convened = [("level", "office"), ("name", "例会"), ("date", "2023-10-09")];
    let meeting = county.open(Meeting, "科员", &[], &convened).unwrap();
    county.go(meeting, "科员", "collect", &[]).unwrap();
    let raised = [("act", "confirmed_list"), ("subject", "认定"), ("proposal", "confirm")];
    let item = county.open(Item, "主任", &[("target", case)], &raised).unwrap();
    county.ties.push((item, "meeting", meeting));
    county.go(item, "科员", "pre_review", &[]).unwrap();
    county.go(item, "科员", "put_on_agenda", &[]).unwrap();
    county.go(meeting, "科员", "fix_agenda", &[]).unwrap();
    let held = [("date", "2023-10-09"), ("chair", "主任"), ("attendance", "全体")];
    county.go(meeting, "科员", "hold", &held).unwrap();
    for (who, before) in [("主任", "提请议题"), ("科员", "列入议程")] {
        let done = county.go(item, who, "agree", AGREED);
        assert!(answer(&county, item, done).contains(&format!("“{before}”由{who}办理")), "{who}");
    }
    county.go(item, "何静", "agree", AGREED).unwrap();
    assert_eq!(county.state(case), "CONFIRMED");
}

/// 异议成立的，不能认定；出路是不予认定，或退回重新核实。
#[test]
fn an_upheld_objection_stops_the_confirmation_until_the_site_is_verified_anew() {
    let mut county = County::new();
    let case = verified(&mut county, MU_20);
    county.go(case, "主任", "skip_notice", &[("reason", "企业已注销")]).unwrap();
    let grounds = [("by", "某厂"), ("grounds", "税收口径有误")];
    let objection = county.open(Objection, "经办", &[("case", case)], &grounds).unwrap();
    county.go(objection, "科员", "review", &[]).unwrap();
    county.go(objection, "科员", "uphold", &[("reason", "应计入分公司税收"), PHOTO]).unwrap();
    let confirm = |county: &mut County| {
        county.meeting_decides("office", "confirmed_list", "confirm", &[case], "agree", AGREED)
    };
    let stopped = confirm(&mut county);
    assert!(
        matches!(stopped, Err(Refusal::Missing(list)) if list[0].sentence.contains("复核成立，不能认定"))
    );
    withdraw_item(&mut county);
    let back = [("reason", "按复核结果重新核实"), ("date", "2023-10-30")];
    county.go(case, "科员", "return_verification", &back).unwrap();
    let done = county.go(case, "领导", "submit_verification", &[PHOTO]);
    assert_eq!(answer(&county, case, done), "VERIFIED", "sent back unread");
    let stopped = confirm(&mut county);
    assert!(stopped.is_err(), "the old verdict does not answer the objection");
    withdraw_item(&mut county);
    county.go(case, "科员", "return_verification", &back).unwrap();
    county.go(case, "经办", "draft_verification", &[("verdict", "true_as_listed")]).unwrap();
    county.go(case, "领导", "submit_verification", &[PHOTO]).unwrap();
    confirm(&mut county).unwrap();
}

/// G03“观察期满”：自申报完成起满十二个月，亩均税收达到出库线，才评得上达标。
#[test]
fn where_clearing_waits_for_the_observation_twelve_months_and_the_exit_line_are_tested() {
    let rows = [
        ("2023-11-01", "2023-10-31", "8", "至 2024-10-09 止"),
        ("2024-10-10", "2024-10-09", "4.99", "没有达到 5.00 万元/亩"),
        ("2024-10-10", "2024-10-09", "5", "EXIT_PENDING"),
    ];
    for (today, until, after, says) in rows {
        let mut county = County::new();
        county.numbers.observe_first = true;
        let case = county.case("330122102001GB00001", "EVALUATING", MU_20);
        let upgrade = county.case("330122102001GB00002", "PLANNING", MU_20);
        let plan = plan(&mut county, upgrade, "S1");
        county.ties.push((plan, "case", case));
        let Fields::Case(fields) = &mut county.objects.get_mut(&case).unwrap().fields else { panic!() };
        fields.done_on = "2023-10-09".parse().ok();
        county.today = today.parse().unwrap();
        let sheet = [("tax_before", "2"), ("tax_after", after), ("observed_until", until), PHOTO];
        let done = county.go(case, "科员", "pass", &sheet);
        assert!(answer(&county, case, done).contains(says), "{until} {after}");
    }
}

/// 退回的协议可以修改、重新签订；违约处置后整改到位的，经专班办公室恢复履约。
#[test]
fn a_returned_agreement_is_mended_and_a_breach_may_be_cured() {
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let points = [("firm", "某厂"), ("checkpoints", "2023-10-01 亩均税收 10 万元/亩")];
    let id = county.open(Agreement, "经办", &[("case", case)], &points).unwrap();
    let sign = |county: &mut County| {
        county.go(id, "经办", "sign", &[("date", "2023-10-08"), PHOTO]).unwrap();
        county.go(id, "领导", "report", &[]).unwrap();
    };
    county.go(id, "经办", "negotiate", &[]).unwrap();
    sign(&mut county);
    county.go(id, "科员", "return", &[("reason", "检查点没有投资指标")]).unwrap();
    county.go(id, "经办", "edit", &points).unwrap();
    sign(&mut county);
    for (who, verb) in [("主任", "file"), ("经办", "perform"), ("经办", "come_due")] {
        county.go(id, who, verb, &[]).unwrap();
    }
    county.go(id, "经办", "fail_check", &[("reason", "未达标")]).unwrap();
    county.go(id, "科员", "propose_breach", &[("reason", "逾期未整改"), SIGNED, PHOTO]).unwrap();
    county.go(id, "主任", "decide_breach", &[("reason", "同意")]).unwrap();
    let cured = [("reason", "已补足投资"), PHOTO];
    let done = county.go(id, "领导", "cure_breach", &cured);
    assert!(answer(&county, id, done).starts_with("403"), "what the office decided it takes back");
    county.go(id, "主任", "cure_breach", &cured).unwrap();
    assert_eq!(county.state(id), "PERFORMING");
    county.go(id, "科员", "fulfil", &[SIGNED, PHOTO]).unwrap();
    let done = county.go(id, "科员", "confirm_fulfilled", &[]);
    assert!(answer(&county, id, done).starts_with("403"), "fulfilled is not entered and confirmed by one");
    county.go(id, "主任", "confirm_fulfilled", &[]).unwrap();
    assert_eq!(county.state(id), "ENDED_FULFILLED");
}

/// 分割后的各宗从方案编制开始，期限从分割之日起算；认定、入库照旧，原方案和进度不带过去。
#[test]
fn the_parts_of_a_divided_site_begin_at_their_plan_with_its_deadline() {
    for state in ["IN_DB", "PLANNING", "EXECUTING", "EVALUATING", "EXIT_PENDING", "REWORK"] {
        let mut county = County::new();
        let whole = county.case("330122102001GB00001", state, MU_20);
        let Fields::Case(fields) = &mut county.objects.get_mut(&whole).unwrap().fields else { panic!() };
        fields.confirmed_on = "2023-06-01".parse().ok();
        fields.entered_on = "2023-06-15".parse().ok();
        fields.working_since = "2023-07-01".parse().ok();
        fields.evaluation = Some("met".to_owned());
        let parts = [("parts", "330122102001GB00008 12\n330122102001GB00009 7"), PHOTO];
        county.go(whole, "科员", "split", &parts).unwrap();
        let parts: Vec<_> =
            county.objects.values().filter(|object| object.last.verb == "split_off").collect();
        assert_eq!(parts.len(), 2);
        for part in parts {
            let case = part.fields.case().unwrap();
            assert_eq!((part.state, part.due), ("PLANNING", "2023-11-08".parse().ok()), "{state}");
            assert_eq!(
                (case.entered_on.is_some(), case.working_since, &case.evaluation),
                (true, None, &None)
            );
            assert_eq!(case.part_of.as_deref(), Some("330122102001GB00001"));
        }
    }
}

/// 进度只填已经发生的事。
#[test]
fn no_day_of_a_progress_report_lies_ahead() {
    for field in [
        "change_registered_on",
        "title_transferred_on",
        "vacant_on",
        "power_cut_on",
        "vacated_on",
        "first_check_on",
        "second_check_on",
        "started_on",
        "handed_back_on",
    ] {
        for (day, ok) in [("2023-10-09", true), ("2023-10-10", false)] {
            let mut county = County::new();
            let case = county.case("330122102001GB00001", "EXECUTING", MU_20);
            let report = [("progress_month", "2023-10"), ("progress", "推进"), (field, day)];
            let done = county.go(case, "经办", "report_progress", &report);
            assert_eq!(done.is_ok(), ok, "{field} {day}: {done:?}");
        }
    }
}

/// 部门、国企、业务组可以提意见，不能替专班办公室下结论。
#[test]
fn bureaus_and_companies_advise_and_decide_nothing() {
    let mut county = County::new();
    let case = county.case("330122102001GB00001", "EVALUATING", MU_20);
    for who in ["部门", "国企", "业务组"] {
        county.go(case, who, "advise", &[("opinion", "税收、能耗均已达标")]).unwrap();
        let sheet = [("tax_before", "2"), ("tax_after", "8"), PHOTO];
        let done = county.go(case, who, "pass", &sheet);
        assert!(answer(&county, case, done).starts_with("403"), "{who}");
    }
    // Files of their own too, while the work goes on and once it is said to be done; words alone are none.
    assert!(county.go(case, "国企", "submit_evidence", &[]).is_err());
    for (state, who) in [("EXECUTING", "部门"), ("DONE_PENDING_EVAL", "国企"), ("EVALUATING", "业务组")]
    {
        let case = county.case("330122102001GB00002", state, MU_20);
        county.go(case, who, "submit_evidence", &[PHOTO]).unwrap();
        assert_eq!(county.state(case), state);
    }
    let kept = &county.objects[&case].fields.case().unwrap().opinions;
    assert_eq!(kept.iter().map(|one| one.by.as_str()).collect::<Vec<_>>(), ["部门", "国企", "业务组"]);

    let site = planning(&mut county, MU_20);
    let plan = plan(&mut county, site, "A");
    county.go(plan, "领导", "report", &[]).unwrap();
    county.go(plan, "国企", "advise", &[("opinion", "收储价款偏高")]).unwrap();
    assert_eq!(county.objects[&plan].fields.plan().unwrap().opinions[0].text, "收储价款偏高");
    assert_eq!((county.objects[&plan].kind, county.objects[&site].kind), (Plan, Case));
}

/// 撤销案件写明理由：例会的意见就是理由。
#[test]
fn a_withdrawal_states_its_reason() {
    let mut county = County::new();
    let case = planning(&mut county, MU_20);
    let one = lingdi_domain::moves::machine(Case).named("withdraw").unwrap();
    assert!(one.needs.reason);
    county.meeting_decides("office", "confirmed_list", "withdraw", &[case], "agree", AGREED).unwrap();
    assert_eq!(county.state(case), "WITHDRAWN");
}
