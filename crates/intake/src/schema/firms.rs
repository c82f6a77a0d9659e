//! Tables about firms: registration, tax, evaluation, statistics, power.

use lingdi_domain::money::MoneyUnit::{ThousandYuan, Yuan};

use super::KeyPart::{self, Firm};
use super::UnitRule::{Default, Fixed};
use super::ValueType::{Code, Date, Decimal, Integer, Money, OneOf, ParcelCode, Text, Year};
use super::land::{CODE_NAMES, NAME_NAMES, PARCEL_NAMES, field};
use super::{Field, Schema};

const CODE: Field = field("code", "统一社会信用代码", Code, "91330122MA0000015Q", CODE_NAMES);
const NAME: Field = field("name", "企业名称", Text, "桐庐恒昇针织有限公司", NAME_NAMES);
const YEAR: Field =
    field("year", "年度", Year, "2021", &["年份", "所属年度", "纳税年度", "统计年度", "评价年度", "年"]);

pub(super) static ENTERPRISES: Schema = Schema {
    fields: &[
        CODE,
        NAME,
        field("former_names", "曾用名", Text, "", &["曾用名称", "原名称", "企业曾用名"]),
        field("industry", "行业代码", Text, "1761", &["国民经济行业代码", "行业小类", "行业小类代码"]),
        field("scale", "规模", OneOf(&["规上", "规下"]), "规上", &["企业规模", "规上规下"]),
        field("founded_on", "成立日期", Date, "2008-06-12", &["成立时间", "注册日期"]),
        field("deregistered_on", "注销日期", Date, "", &["注销时间", "吊销注销日期"]),
        field("status", "登记状态", Text, "存续", &["状态", "经营状态", "企业状态"]),
        field(
            "address",
            "住所",
            Text,
            "桐庐县分水镇东溪路 8 号",
            &["注册地址", "企业地址", "经营地址", "地址"],
        ),
    ],
    required: &[&["code"], &["name"]],
    key: &[KeyPart::Field("code")],
    date_order: &[("founded_on", "deregistered_on")],
};

pub(super) static TAX: Schema = Schema {
    fields: &[
        CODE,
        NAME,
        YEAR,
        field("tax_type", "税种", Text, "", &["征收项目", "税种名称", "征收品目"]),
        field(
            "amount",
            "入库税额",
            Money(Default(Yuan)),
            "1862447.91",
            &[
                "税额",
                "实缴金额",
                "实缴税额",
                "入库金额",
                "本年累计入库合计",
                "入库税收",
                "税收",
                "入库合计",
                "税收合计",
                "上缴税费",
                "税费",
                "金额",
            ],
        ),
    ],
    required: &[&["code", "name"], &["year"], &["amount"]],
    key: &[Firm("code", "name"), KeyPart::Field("year"), KeyPart::Field("tax_type")],
    date_order: &[],
};

pub(super) static EVALUATION: Schema = Schema {
    fields: &[
        CODE,
        NAME,
        YEAR,
        field(
            "class",
            "评价类别",
            OneOf(&["A", "B", "C", "D"]),
            "B",
            &["类别", "评价等级", "综合评价类别", "评价结果", "等级", "分类"],
        ),
        field("score", "得分", Decimal(""), "76.5", &["综合得分", "评价得分", "总分"]),
    ],
    required: &[&["code", "name"], &["year"], &["class"]],
    key: &[Firm("code", "name"), KeyPart::Field("year")],
    date_order: &[],
};

pub(super) static STATISTICS: Schema = Schema {
    fields: &[
        CODE,
        NAME,
        YEAR,
        field("revenue", "营业收入", Money(Fixed(ThousandYuan)), "126000", &["主营业务收入", "销售收入"]),
        field("value_added", "工业增加值", Money(Default(ThousandYuan)), "31000", &["增加值"]),
        field(
            "employees",
            "从业人员",
            Integer,
            "210",
            &["从业人数", "从业人员数", "平均用工人数", "职工人数"],
        ),
        field(
            "research",
            "研发费用",
            Money(Default(ThousandYuan)),
            "4200",
            &["R&D费用", "研发投入", "研究开发费用"],
        ),
        field("energy", "综合能耗", Decimal("吨标煤"), "860.5", &["综合能源消费量", "能耗"]),
    ],
    required: &[&["code", "name"], &["year"], &["revenue", "value_added", "employees", "research", "energy"]],
    key: &[Firm("code", "name"), KeyPart::Field("year")],
    date_order: &[],
};

pub(super) static POWER: Schema = Schema {
    fields: &[
        field("meter", "户号", Text, "3300123456789", &["用户编号", "用电户号", "客户编号"]),
        field("name", "户名", Text, "桐庐恒昇针织有限公司", &["用户名称", "客户名称", "企业名称"]),
        CODE,
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("tariff", "用电类别", Text, "大工业用电", &["用电性质", "电价类别"]),
        YEAR,
        field("kwh", "用电量", Decimal("千瓦时"), "1260000", &["年用电量", "累计用电量", "电量", "合计电量"]),
    ],
    required: &[&["meter"], &["year"]],
    key: &[KeyPart::Field("meter"), KeyPart::Field("year")],
    date_order: &[],
};
