//! Tables the office itself keeps: catalogue, holidays, findings, verification, targets, ledger.

use lingdi_domain::area::AreaUnit::Mu;

use super::KeyPart;
use super::Schema;
use super::UnitRule::Fixed;
use super::ValueType::{Area, Code, Date, Decimal, Integer, OneOf, ParcelCode, Text, Year};
use super::land::{CODE_NAMES, FROM_NAMES, NAME_NAMES, PARCEL_NAMES, TO_NAMES, field};

pub(super) static CATALOGUE: Schema = Schema {
    fields: &[
        field("catalogue", "目录名称", Text, "产业结构调整指导目录", &["目录"]),
        field("version", "版本", Text, "2019年本", &["版本号", "目录版本"]),
        field("class", "类别", OneOf(&["鼓励", "允许", "限制", "禁止", "淘汰"]), "淘汰", &["目录类别"]),
        field("item", "条目", Text, "有效容积 18 立方米及以下轻烧反射窑", &["目录条目", "内容"]),
        field("industry", "行业代码", Text, "3089", &["国民经济行业代码"]),
    ],
    required: &[&["catalogue"], &["version"], &["item"]],
    key: &[KeyPart::Field("catalogue"), KeyPart::Field("version"), KeyPart::Field("item")],
    date_order: &[],
};

pub(super) static HOLIDAYS: Schema = Schema {
    fields: &[
        field("date", "日期", Date, "2023-10-02", &["节假日日期"]),
        field("day_type", "类型", OneOf(&["休", "班"]), "休", &["休班"]),
        field("name", "名称", Text, "国庆节", &["节日名称", "节假日名称", "节日"]),
    ],
    required: &[&["date"]],
    key: &[KeyPart::Field("date")],
    date_order: &[],
};

pub(super) static FINDINGS: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field(
            "finding_type",
            "类型",
            OneOf(&["闲置认定", "目录认定", "宽限", "重大地块", "异地纳税"]),
            "闲置认定",
            &["认定类型"],
        ),
        field("document", "文号", Text, "桐资规闲〔2022〕3号", &["认定文号", "依据文号", "批准文号"]),
        field("basis", "依据", Text, "", &["认定依据", "依据（目录版本、条目）"]),
        field("conclusion", "结论", Text, "闲置土地", &["认定结论"]),
        field("from", "起始日期", Date, "2022-06-01", FROM_NAMES),
        field("to", "终止日期", Date, "", TO_NAMES),
    ],
    required: &[&["parcel"], &["finding_type"], &["document"]],
    key: &[KeyPart::Field("parcel"), KeyPart::Field("finding_type"), KeyPart::Field("document")],
    date_order: &[("from", "to")],
};

pub(super) static VERIFICATION: Schema = Schema {
    fields: &[
        field("site", "地块编号", Text, "FS-012", &["地块号", "编号"]),
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field(
            "conclusion",
            "核实结论",
            OneOf(&["属实", "不属实", "数据更正", "需补充"]),
            "属实",
            &["结论", "核实意见"],
        ),
        field("note", "说明", Text, "", &["情况说明", "备注"]),
        field("verified_by", "核实人", Text, "", &["核查人"]),
        field("verified_on", "核实日期", Date, "2023-05-10", &["核实时间", "核查日期"]),
    ],
    required: &[&["site"]],
    key: &[KeyPart::Field("site")],
    date_order: &[],
};

pub(super) static TARGETS: Schema = Schema {
    fields: &[
        field("year", "年度", Year, "2023", &["年份"]),
        field("unit", "单位", Text, "分水镇", &["责任单位", "属地", "单位名称"]),
        field(
            "indicator",
            "指标",
            OneOf(&["出清", "用而未尽", "连片启动", "连片面积", "占工非工"]),
            "出清",
            &["指标名称", "考核指标"],
        ),
        field("amount", "任务数", Decimal(""), "320", &["目标数", "目标任务", "任务", "目标值"]),
        field("month", "月份", Integer, "", &["月", "月度"]),
        field("document", "文号", Text, "", &["依据文号"]),
    ],
    required: &[&["year"], &["unit"], &["indicator"], &["amount"]],
    key: &[
        KeyPart::Field("year"),
        KeyPart::Field("unit"),
        KeyPart::Field("indicator"),
        KeyPart::Field("month"),
    ],
    date_order: &[],
};

pub(super) static LEDGER: Schema = Schema {
    fields: &[
        field("site", "地块编号", Text, "FS-012", &["地块号", "编号"]),
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("name", "企业名称", Text, "桐庐恒昇针织有限公司", NAME_NAMES),
        field("code", "统一社会信用代码", Code, "91330122MA0000015Q", CODE_NAMES),
        field("unit", "属地", Text, "分水镇", &["所属乡镇", "乡镇街道", "镇街", "责任单位", "区县"]),
        field("category", "类别", Text, "亩均低效", &["低效类型", "地块类别", "低效类别"]),
        field("area", "面积", Area(Fixed(Mu)), "33.61", &["占地面积", "地块面积", "土地面积"]),
        field("status", "状态", Text, "已出清", &["当前状态", "处置状态"]),
        field("path", "路径", Text, "自我提升", &["处置方式", "整治路径", "盘活方式"]),
        field("determined_on", "认定日期", Date, "2022-06-01", &["认定时间"]),
        field("entered_on", "入库日期", Date, "2022-06-15", &["入库时间"]),
        field("cleared_on", "出清日期", Date, "2023-03-01", &["出清时间"]),
        field("cleared_area", "出清面积", Area(Fixed(Mu)), "33.61", &["处置面积", "已出清面积"]),
        field("document", "依据文号", Text, "", &["文号"]),
    ],
    required: &[&["site"]],
    key: &[KeyPart::Field("site")],
    date_order: &[("determined_on", "entered_on"), ("entered_on", "cleared_on")],
};
