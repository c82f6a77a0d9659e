//! Whole stories of cases, moved by those whose moves they are: contested, failed and taken over, joined
//! into a block, and verified by a sheet.

use lingdi_app::{Error, Filter};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::object::ObjectKind::{Block, Case, Item, Objection, Plan};
use uuid::Uuid;

use crate::moves::Office;

const PHOTO: (&str, &str) = ("photo", "2022-02-01");

impl Office {
    /// The list sent out and its first cases verified, heard and put into the database.
    pub(crate) async fn in_database(&self, how_many: usize) -> Vec<Uuid> {
        self.desk.app.send_out(&self.actor("科员"), self.list, None).await.unwrap();
        let ids: Vec<_> = self.cases("VERIFYING").await.iter().take(how_many).map(|case| case.id).collect();
        for id in &ids {
            self.go(Case, *id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).await.unwrap();
            self.go(Case, *id, "领导", "submit_verification", &[PHOTO]).await.unwrap();
            self.go(Case, *id, "主任", "skip_notice", &[("reason", "企业已注销")]).await.unwrap();
        }
        self.agreed("office", "confirmed_list", "confirm", Case, &ids).await;
        self.agreed("office", "entry_exit", "enter", Case, &ids).await;
        ids
    }

    async fn planned(&self, case: Uuid, path: &str, more: &[(&str, &str)]) -> Uuid {
        let fields = plan(path, more);
        self.opened(Plan, "经办", &[("case", Case, case)], &fields).await.unwrap()
    }

    async fn reported(&self, plan: Uuid) {
        self.go(Plan, plan, "经办", "submit", &[]).await.unwrap();
        self.go(Plan, plan, "领导", "report", &[]).await.unwrap();
    }

    /// A meeting of this level does not take the matter up; the item is withdrawn again.
    async fn not_owned(&self, level: &str, act: &str, proposal: &str, kind: ObjectKind, id: Uuid) {
        let refused = self.item(level, act, proposal, kind, &[id]).await;
        assert!(sentence(refused).contains("不能列入"), "{level} does not own {act}");
        let waiting = Filter { state: Some("PRE_REVIEWED".to_owned()), ..Filter::default() };
        let items = self.desk.app.objects(&self.actor("科员"), Item, &waiting, None, 10).await.unwrap();
        assert_eq!(items.objects.len(), 1);
        let item = items.objects[0].object.id;
        self.go(Item, item, "科员", "drop", &[("reason", "另行提请有权决定的会议")]).await.unwrap();
    }

    /// From the start of the work to the evaluation.
    async fn worked(&self, case: Uuid, plan: Uuid, facts: &[(&str, &str)]) {
        self.go(Case, case, "科员", "start", &[]).await.unwrap();
        self.go(Plan, plan, "经办", "close_milestone", &[("milestone", "1"), PHOTO]).await.unwrap();
        let month = [("progress_month", "2022-02"), ("progress", "按节点推进")];
        self.go(Case, case, "经办", "report_progress", &[&month[..], facts].concat()).await.unwrap();
        self.go(Case, case, "领导", "declare_done", &[PHOTO]).await.unwrap();
        self.go(Case, case, "科员", "begin_evaluation", &[]).await.unwrap();
    }
}

fn plan<'a>(path: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let common = [
        ("path", path),
        ("cause", "厂房空置"),
        ("measures", "按路径整治"),
        ("milestones", "2022-02-01 腾空"),
        ("end_date", "2022-12-31"),
        ("persons", "镇长"),
    ];
    [&common[..], more].concat()
}

pub(crate) fn sentence<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    result.unwrap_err().to_string()
}

/// 有异议的不能认定；异议成立后不予认定，案件终结并写明理由。
#[tokio::test]
async fn a_contested_case_waits_for_its_objection_and_is_rejected() {
    let office = Office::with_list().await;
    let id = office.verified().await;
    let grounds = [("by", "桐庐某公司"), ("grounds", "宗地面积登记有误")];
    let objection = office.opened(Objection, "经办", &[("case", Case, id)], &grounds).await.unwrap();
    let item = office.item("office", "confirmed_list", "confirm", Case, &[id]).await.unwrap();
    let refused = office.go(Item, item, "主任", "agree", &[("reason", "同意")]).await;
    assert!(sentence(refused).contains("未办结的异议"));
    office.go(Objection, objection, "科员", "review", &[]).await.unwrap();
    office.go(Objection, objection, "科员", "uphold", &[("reason", "面积有误"), PHOTO]).await.unwrap();
    let why = [("reason", "异议成立"), ("rejection", "wrong_data")];
    office.go(Item, item, "主任", "refuse", &why).await.unwrap();
    let case = office.case(id).await;
    assert_eq!((case.state, case.holder.is_none()), ("REJECTED", true));
    assert!(case.fields.case().unwrap().rejection.is_some());
    let again = office.go(Case, id, "领导", "submit_verification", &[PHOTO]).await;
    assert!(matches!(again, Err(Error::IllegalMove(_))), "a rejected case moves no more");
}

/// 告知后，陈述申辩期未满不能认定；答复陈述申辩后可以。
#[tokio::test]
async fn nobody_is_confirmed_before_the_firm_was_heard() {
    let office = Office::with_list().await;
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let id = office.cases("VERIFYING").await[0].id;
    office.go(Case, id, "经办", "draft_verification", &[("verdict", "true_as_listed")]).await.unwrap();
    office.go(Case, id, "领导", "submit_verification", &[PHOTO]).await.unwrap();
    let item = office.item("office", "confirmed_list", "confirm", Case, &[id]).await.unwrap();
    let agree = || office.go(Item, item, "主任", "agree", &[("reason", "同意")]);
    assert!(sentence(agree().await).contains("告知书尚未送达"));
    let today = office.desk.app.clock().today().to_string();
    let served = [("date", today.as_str()), ("notified_how", "direct"), PHOTO];
    office.go(Case, id, "经办", "serve_notice", &served).await.unwrap();
    let by = office.case(id).await.fields.case().unwrap().answer_by.unwrap();
    assert!((by - office.desk.app.clock().today()).num_days() >= 7, "five working days end on {by}");
    assert!(sentence(agree().await).contains(&format!("陈述申辩期到 {by} 为止")));
    let answered = [("statement", "企业来函，已书面答复"), PHOTO];
    office.go(Case, id, "科员", "record_statement", &answered).await.unwrap();
    agree().await.unwrap();
    assert_eq!(office.state(id).await, "CONFIRMED");
}

/// 评估未达标 → 从严整治第二轮 → 收购收储须经副组长联席会议 → 出库。
#[tokio::test]
async fn a_failed_evaluation_leads_to_the_acquisition() {
    let office = Office::with_list().await;
    let id = office.in_database(1).await[0];
    let plan = office.planned(id, "K1", &[("legal_basis", "桐环罚〔2022〕1号")]).await;
    office.reported(plan).await;
    office.go(Plan, plan, "主任", "file", &[]).await.unwrap();
    let closed = [("power_cut_on", "2022-02-01"), ("licence_ended", "已注销")];
    office.worked(id, plan, &closed).await;
    let sheet = [("tax_before", "1.2"), ("tax_after", "0.8"), PHOTO];
    let failed = [&sheet[..], &[("reason", "未达到出库线")]].concat();
    office.go(Case, id, "科员", "fail", &failed).await.unwrap();
    assert_eq!(office.state(id).await, "REWORK");

    office.go(Case, id, "经办", "plan_again", &[]).await.unwrap();
    assert_eq!(office.case(id).await.fields.case().unwrap().round, 2);
    office.go(Plan, plan, "经办", "revise", &[("reason", "改为收购收储")]).await.unwrap();
    let again = [("path", "A"), ("eligibility", "still_inefficient"), ("milestones", "2022-03-01 签约")];
    office.go(Plan, plan, "经办", "edit", &again).await.unwrap();
    office.reported(plan).await;
    let filed = office.go(Plan, plan, "主任", "file", &[]).await;
    assert!(matches!(filed, Err(Error::Missing(_))), "an acquisition is not merely filed");
    let started = office.go(Case, id, "科员", "start", &[]).await;
    assert!(sentence(started).contains("单宗地块收储方案"));
    office.not_owned("office", "acquisition_plan", "approve_acquisition", Plan, plan).await;
    office.agreed("office", "pre_review", "pre_review", Plan, &[plan]).await;
    office.agreed("deputy", "acquisition_plan", "approve_acquisition", Plan, &[plan]).await;
    let bought = [
        ("acquisition_contract", "桐收储〔2022〕3号"),
        ("title_transferred_on", "2022-03-01"),
        ("vacant_on", "2022-03-05"),
    ];
    office.worked(id, plan, &bought).await;
    office.go(Case, id, "科员", "pass", &[("tax_before", "1.2"), ("tax_after", "0"), PHOTO]).await.unwrap();
    office.agreed("office", "entry_exit", "exit", Case, &[id]).await;
    let case = office.case(id).await;
    assert_eq!((case.state, case.fields.case().unwrap().round), ("EXITED", 2));
}

/// 五宗相连的地块成片：办公室预审，组长联席会议审定，之前不能启动。
#[tokio::test]
async fn a_block_of_five_sites_goes_through_the_leaders_meeting() {
    let office = Office::with_list().await;
    let ids = office.in_database(5).await;
    let members: Vec<_> = ids.iter().map(|id| ("member", Case, *id)).collect();
    let content = [("mode", mode_of_block()), ("plan", "拆并整合，新建产业园")];
    let block = office.opened(Block, "经办", &members, &content).await.unwrap();
    let second = office.opened(Block, "经办", &members, &content).await;
    assert!(matches!(second, Err(Error::Missing(_))), "a site lies in one open block only");
    office.go(Block, block, "经办", "draft_plan", &content).await.unwrap();
    office.go(Block, block, "领导", "submit", &[PHOTO]).await.unwrap();
    office.go(Block, block, "科员", "receive", &[]).await.unwrap();

    let plan = office.planned(ids[0], "K1", &[("legal_basis", "桐政〔2022〕1号")]).await;
    office.reported(plan).await;
    office.go(Plan, plan, "主任", "file", &[]).await.unwrap();
    let early = office.go(Case, ids[0], "科员", "start", &[]).await;
    assert!(sentence(early).contains("尚未经组长联席会议审定"));

    assert!(matches!(office.go(Block, block, "主任", "put_forward", &[]).await, Err(Error::Forbidden(_))));
    office.agreed("office", "pre_review", "put_forward", Block, &[block]).await;
    office.not_owned("deputy", "block_plan", "approve", Block, block).await;
    office.agreed("leader", "block_plan", "approve", Block, &[block]).await;
    office.go(Block, block, "领导", "start", &[PHOTO]).await.unwrap();
    office.go(Block, block, "经办", "execute", &[]).await.unwrap();
    office.go(Case, ids[0], "科员", "start", &[]).await.unwrap();
    let done = [("completed_area", "150"), PHOTO];
    office.go(Block, block, "经办", "report_phase", &done).await.unwrap();
    office.go(Block, block, "领导", "ask_acceptance", &[PHOTO]).await.unwrap();
    let moved = office.go(Block, block, "科员", "complete", &[PHOTO]).await.unwrap();
    assert_eq!(moved.state, "COMPLETED");
}

/// 连片范围的调整随组长联席会议的审定生效：之前地块不变，之后调入的列入、调出的退出，启动日期不动。
#[tokio::test]
async fn the_sites_of_a_block_change_when_the_leaders_meeting_approves_the_adjustment() {
    let office = Office::with_list().await;
    let ids = office.in_database(5).await;
    let members: Vec<_> = ids[..3].iter().map(|id| ("member", Case, *id)).collect();
    let content = [("mode", mode_of_block()), ("plan", "拆并整合，新建产业园")];
    let block = office.opened(Block, "经办", &members, &content).await.unwrap();
    let approved = async || {
        office.go(Block, block, "经办", "draft_plan", &content).await.unwrap();
        office.go(Block, block, "领导", "submit", &[PHOTO]).await.unwrap();
        office.go(Block, block, "科员", "receive", &[]).await.unwrap();
        office.agreed("office", "pre_review", "put_forward", Block, &[block]).await;
        office.agreed("leader", "block_plan", "approve", Block, &[block]).await;
    };
    let sites = async || {
        let page = office.desk.app.object(&office.actor("主任"), Block, block).await.unwrap();
        let mut sites: Vec<_> =
            page.ties.iter().filter(|tie| tie.role == "member").map(|tie| tie.object.id).collect();
        sites.sort_unstable();
        sites
    };
    approved().await;
    office.go(Block, block, "领导", "start", &[PHOTO]).await.unwrap();
    office.go(Block, block, "领导", "adjust", &[("reason", "一宗拒绝搬迁")]).await.unwrap();
    let (out, into) = (office.case(ids[0]).await.parcel, office.case(ids[3]).await.parcel);
    let change = [("reason", "一宗拒绝搬迁"), ("joins", into.as_str()), ("leaves", out.as_str())];
    office.go(Block, block, "经办", "change_sites", &change).await.unwrap();
    assert_eq!(sites().await, ids[..3], "not before the meeting");
    approved().await;
    assert_eq!(sites().await, ids[1..4]);
    let taken = async |one: usize, other: usize| {
        let pair = [("member", Case, ids[one]), ("member", Case, ids[other])];
        let Err(Error::Missing(list)) = office.opened(Block, "经办", &pair, &content).await else {
            return false;
        };
        list.iter().any(|missing| missing.name == "in_no_other_block")
    };
    assert_eq!((taken(0, 4).await, taken(3, 4).await), (false, true), "who left is free, who joined is not");
}

fn mode_of_block() -> &'static str {
    let open = lingdi_domain::moves::machine(Block).named("open").unwrap();
    let lingdi_domain::moves::FieldKind::Choice(modes) = open.fields[0].kind else { unreachable!() };
    modes[0].0
}

/// 核实表发出、填好、传回：逐行登记，每行说明结果。
#[tokio::test]
async fn a_sheet_is_handed_out_filled_and_taken_back_row_by_row() {
    let office = Office::with_list().await;
    let none = office.desk.app.verification_sheet(&office.actor("经办"), None).await;
    assert!(matches!(none, Err(Error::NotFound(_))));
    office.desk.app.send_out(&office.actor("科员"), office.list, None).await.unwrap();
    let cases = office.cases("VERIFYING").await;
    let blank = office.desk.app.verification_sheet(&office.actor("经办"), None).await.unwrap();
    let take = |who: &str, name: &str, bytes: Vec<u8>| {
        let (app, actor, name) = (office.desk.app.clone(), office.actor(who), name.to_owned());
        async move { app.take_verification(&actor, &name, bytes).await }
    };
    let rows = take("经办", "核实表.xlsx", blank.clone()).await.unwrap();
    assert_eq!(rows.len(), cases.len());
    assert!(rows.iter().all(|row| !row.accepted && row.words.contains("没有填核实结论")), "{rows:?}");

    let (one, two, three) = (&cases[0], &cases[1], &cases[2]);
    let text = format!(
        "地块编号,宗地代码,核实结论,说明,核实人,核实日期\n\
         {},{},属实,,毛小芳,2022-01-05\n{},{},不属实,已拆除,毛小芳,2022-01-05\n\
         {},{},属实,,毛小芳,2022-01-05\n2022-9999,,属实,,毛小芳,2022-01-05\n",
        one.number, one.parcel, two.number, two.parcel, three.number, one.parcel,
    );
    let rows = take("经办", "核实表.csv", text.clone().into_bytes()).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| row.accepted).collect();
    assert_eq!(told, [true, true, false, false], "{rows:?}");
    assert!(rows[2].words.contains("宗地代码与地块编号不符") && rows[3].words.contains("2022-9999"));
    let case = office.case(one.id).await;
    let known = case.fields.case().unwrap();
    assert_eq!((case.state, known.verdict.as_deref()), ("VERIFYING", Some("true_as_listed")));
    assert_eq!(known.verified_by.as_deref(), Some("毛小芳"), "who was on the site, not who typed");
    assert_eq!(known.verified_on, "2022-01-05".parse().ok());
    assert_eq!(office.case(two.id).await.fields.case().unwrap().verdict.as_deref(), Some("not_so"));

    let strangers = take("邻镇", "核实表.csv", text.into_bytes()).await.unwrap();
    assert!(strangers.iter().all(|row| !row.accepted), "{strangers:?}");
    let no_sheet = take("经办", "照片.jpg", vec![0xFF, 0xD8, 0xFF]).await;
    assert!(matches!(no_sheet, Err(Error::Refused(_))), "{no_sheet:?}");
}
