//! The paths of remediation as they went in the demo county: how long the work took, its milestones,
//! what was reported, what shows that it is completed.

use chrono::{Days, NaiveDate};
use lingdi_domain::Category;

use crate::rng::Rng;

/// One path, as the county walked it.
#[derive(Debug)]
pub(super) struct Walk {
    /// Code of the path.
    pub(super) path: &'static str,
    /// Calendar days of work, least and most.
    pub(super) days: (u32, u32),
    /// 具体措施
    pub(super) measures: &'static str,
    /// Two milestones: one half-way, one at the end.
    pub(super) milestones: [&'static str; 2],
    /// Monthly reports, in their order; the last one is repeated.
    pub(super) progress: &'static [&'static str],
    /// 万元 for each 亩.
    pub(super) investment: u32,
    /// 万元/亩 afterwards, least and most.
    pub(super) tax: (u32, u32),
}

const fn walk(
    path: &'static str,
    days: (u32, u32),
    measures: &'static str,
    milestones: [&'static str; 2],
) -> Walk {
    Walk { path, days, measures, milestones, progress: PROGRESS, investment: 0, tax: (0, 0) }
}

const PROGRESS: &[&str] = &["已制定工作计划，与企业对接。", "按节点推进，完成过半。", "进入收尾，准备验收。"];

/// All paths.
pub(super) const WALKS: &[Walk] = &[
    Walk {
        progress: &["设备选型完成，签订采购合同。", "设备陆续进场安装。", "新设备投产，产能爬坡。"],
        investment: 45,
        tax: (8, 16),
        ..walk("S1", (50, 125), "更新自动化设备，淘汰旧设备，提升产品附加值", ["设备进场", "新设备投产"])
    },
    Walk {
        progress: &["改扩建方案报批。", "主体施工。", "竣工验收，设备搬入。"],
        investment: 120,
        tax: (10, 20),
        ..walk("S2", (80, 170), "拆除旧厂房，改扩建为多层厂房，提高容积率", ["开工建设", "竣工验收"])
    },
    Walk {
        progress: &["与招引项目方签订意向协议。", "项目备案，厂房改造。", "项目投产。"],
        investment: 90,
        tax: (12, 24),
        ..walk("S3", (60, 140), "利用存量厂房招引新项目", ["项目签约", "项目投产"])
    },
    Walk {
        progress: &["分割方案经资规局审查。", "办理分割登记。", "受让企业入驻。"],
        investment: 30,
        tax: (9, 15),
        ..walk("S4", (45, 105), "空余部分分割转让给规上企业", ["分割方案批准", "受让企业入驻"])
    },
    Walk {
        progress: &["清退低效租户。", "新租户签约装修。", "新租户投产纳税。"],
        investment: 12,
        tax: (8, 14),
        ..walk("S5", (35, 90), "规范厂房租赁，引入合格工业租户", ["清退低效租户", "新租户投产"])
    },
    Walk {
        progress: &["双方签订兼并协议。", "办理变更登记。", "新主体接管并投产。"],
        investment: 80,
        tax: (11, 22),
        ..walk("M", (45, 110), "由县内规上企业兼并重组，新上项目", ["变更登记", "新项目开工"])
    },
    Walk {
        progress: &["评估机构进场评估。", "签订收储合同，支付首期款。", "腾空移交。"],
        investment: 60,
        ..walk("A", (50, 125), "由县国企收储，统一规划后再供地", ["签订收储合同", "腾空移交"])
    },
    Walk {
        progress: &["下达停产决定，停水停电。", "设备拆除。"],
        ..walk("K1", (25, 60), "依法取缔关停，拆除设备，注销证照", ["停水停电", "设备拆除"])
    },
    Walk {
        progress: &["发出限期腾退通知。", "非工业经营户搬离，第一次现场核查。", "第二次现场核查无反弹。"],
        investment: 2,
        tax: (5, 9),
        ..walk(
            "K2",
            (60, 100),
            "责令限期改正，腾退非工业经营，恢复工业用途",
            ["经营户搬离", "现场核查无反弹"],
        )
    },
    Walk {
        progress: &["签订限期开发承诺，补办施工许可。", "桩基施工。", "主体施工。"],
        investment: 150,
        ..walk("U", (60, 145), "限期开工开发，逾期依法收回", ["取得施工许可", "开工建设"])
    },
];

/// The walk of a path.
pub(super) fn of(path: &str) -> &'static Walk {
    WALKS.iter().find(|walk| walk.path == path).unwrap_or(&WALKS[0])
}

/// Which path a parcel takes, by its first category.
pub(super) fn choose(category: Category, rng: &mut Rng) -> &'static Walk {
    let paths: &[&str] = match category {
        Category::A => &["S1", "S1", "S1", "S2", "S3", "S3", "S4", "S5", "S5", "M", "M", "A"],
        Category::B => &["U", "U", "U", "A", "S3"],
        Category::C1 | Category::C2 => &["K2", "K2", "K2", "S5", "M"],
        Category::D1 => &["K1", "K1", "A"],
        Category::D2 => &["K1", "S1", "A", "M"],
    };
    of(rng.pick(paths))
}

/// What shows that a path is completed, reported on a day after work from another.
pub(super) fn facts(
    path: &str,
    began: NaiveDate,
    done: NaiveDate,
    number: usize,
) -> Vec<(&'static str, String)> {
    let year = done.format("%Y");
    let before = |days: u64| (done - Days::new(days)).max(began).to_string();
    match path {
        "M" => vec![
            ("change_registered_on", before(25)),
            ("project_contract", format!("桐经合〔{year}〕演{number}号")),
            ("reached", "是".to_owned()),
        ],
        "A" => vec![
            ("acquisition_contract", format!("桐收储〔{year}〕演{number}号")),
            ("title_transferred_on", before(20)),
            ("vacant_on", before(6)),
        ],
        "K1" => {
            vec![("power_cut_on", before(20)), ("licence_ended", "设备已拆除，营业执照已变更".to_owned())]
        }
        "K2" => {
            vec![("vacated_on", before(45)), ("first_check_on", before(40)), ("second_check_on", before(4))]
        }
        "U" => vec![("started_on", before(10))],
        _ => Vec::new(),
    }
}
