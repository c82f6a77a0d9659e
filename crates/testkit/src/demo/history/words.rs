//! What is written in plans, reports and letters of the history.

use lingdi_domain::Category;

/// Why a parcel is inefficient, by its first category.
pub(super) fn causes(category: Category) -> &'static [&'static str] {
    match category {
        Category::A => &[
            "设备老化，产品附加值低，税收逐年下降",
            "主要订单外移，产能利用率不足四成",
            "厂房部分空置，用工减少，税收低于标准线",
            "企业投入不足，产品更新慢，亩均税收偏低",
        ],
        Category::B => &[
            "取得土地后资金不到位，长期未开工",
            "一期建成后停工，剩余土地闲置",
            "项目方案多次调整，迟迟未动工",
        ],
        Category::C1 => &["沿街厂房改作商铺、培训用房，未经批准", "厂房转租给物流、汽修等非工业企业"],
        Category::C2 => &["临时改变用途批准已到期，未按期恢复工业用途"],
        Category::D1 => &["工艺属淘汰类，环保投诉多"],
        Category::D2 => &["综合评价为 D 类，能耗高、产出低", "连续两年 D 类，企业无技改计划"],
    }
}

/// 核实说明 of a parcel that is as listed.
pub(super) const AS_LISTED: &[&str] = &[
    "现场核实，情况属实。",
    "厂房在用，产出低，情况属实。",
    "到场查看并核对缴税资料，属实。",
    "企业负责人在场确认，属实。",
];

/// 不属实: what was found, and the reason code of 不予认定.
pub(super) const NOT_SO: &[(&str, &str)] = &[
    ("企业税收在总部汇总缴纳，按属地口径已达标。", "met"),
    ("厂房已于去年拆除，土地由政府收回。", "gone"),
    ("宗地面积登记有误，按更正面积计算不低效。", "wrong_data"),
    ("新供地，尚在约定建设期内。", "under_construction"),
    ("现状为公用设施用地，不是工业用地。", "not_industrial"),
    ("上一轮已整治出库，资料尚未更新，不重复认定。", "duplicate"),
];

/// 陈述申辩 and its answer.
pub(super) const STATEMENTS: &[&str] = &[
    "企业称疫情影响订单，请求宽限一年；经研究，仍予认定，整治方案中考虑其技改周期。",
    "企业称正在洽谈新项目；已答复：认定后可按招引项目路径整治。",
    "企业来函无异议。",
    "企业对面积有疑问；经资规局复核无误，已书面答复。",
];

/// 异议: grounds, and the office's answer when it is dismissed.
pub(super) const OBJECTIONS: &[(&str, &str)] = &[
    ("认为税收应包含免抵调库部分。", "已按税务口径包含，核算无误，异议不成立。"),
    ("认为厂房出租面积未达比例。", "经现场丈量，非工业用途面积占比属实，异议不成立。"),
    ("认为未开工系政府未按期交地。", "交地确认书显示已按期交地，异议不成立。"),
];

/// Names of firms that take part as buyers or guarantors.
pub(super) const PARTNERS: &[&str] =
    &["桐庐演禾新材料有限公司", "桐庐演达智能装备有限公司", "桐庐演信工业园运营有限公司"];

/// Why a plan is sent back.
pub(super) const RETURNS: &[&str] =
    &["时间节点过粗，请补充开工、竣工两个节点。", "责任人未落实到人，请补充。"];
