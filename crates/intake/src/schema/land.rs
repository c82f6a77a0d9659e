//! Tables about land: units, parcels, supply, occupancy, approvals, leases, encumbrances, inspections,
//! zones.

use lingdi_domain::area::AreaUnit::{Hectare, Mu, SquareMetre};
use lingdi_domain::money::MoneyUnit::TenThousandYuan;

use super::KeyPart::{self, Firm, FirstOf};
use super::UnitRule::{Default, Fixed};
use super::ValueType::{Area, Code, Date, Decimal, Integer, Money, OneOf, ParcelCode, Percent, Text, YesNo};
use super::{Field, Schema, ValueType};

/// A field in one line.
pub(super) const fn field(
    code: &'static str,
    heading: &'static str,
    value: ValueType,
    example: &'static str,
    aliases: &'static [&'static str],
) -> Field {
    Field { code, heading, aliases, value, example }
}

pub(super) const PARCEL_NAMES: &[&str] =
    &["宗地编码", "宗地号", "宗地编号", "地块代码", "ZDDM", "不动产单元号", "BDCDYH"];
pub(super) const CODE_NAMES: &[&str] = &[
    "社会信用代码",
    "信用代码",
    "统一信用代码",
    "社会统一信用代码",
    "统一社会信用代码（纳税人识别号）",
    "企业信用代码",
    "USCC",
    "纳税人识别号",
    "税号",
    "组织机构代码",
];
pub(super) const NAME_NAMES: &[&str] =
    &["企业名", "公司名称", "单位名称", "单位详细名称", "详细名称", "纳税人名称", "用地单位", "名称", "企业"];
pub(super) const FROM_NAMES: &[&str] =
    &["开始日期", "起始时间", "开始时间", "起租日期", "租赁起始日期", "起"];
pub(super) const TO_NAMES: &[&str] = &["截止日期", "结束日期", "终止时间", "到期日期", "租赁终止日期", "止"];

pub(super) static UNITS: Schema = Schema {
    fields: &[
        field("code", "单位代码", Text, "330122109000", &["代码", "行政区划代码", "区划代码"]),
        field("name", "单位名称", Text, "分水镇", &["名称", "单位"]),
        field("order", "排序号", Integer, "7", &["排序", "顺序", "序号"]),
        field(
            "unit_type",
            "类型",
            OneOf(&["县", "乡镇", "街道", "开发区", "部门", "国企", "专班"]),
            "乡镇",
            &["单位类型"],
        ),
        field("parent", "上级代码", Text, "330122", &["上级单位代码", "上级单位"]),
    ],
    required: &[&["code"]],
    key: &[KeyPart::Field("code")],
    date_order: &[],
};

pub(super) static PARCELS: Schema = Schema {
    fields: &[
        field("code", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("location", "坐落", Text, "分水镇东溪路 8 号", &["土地坐落", "宗地坐落", "座落", "地址", "ZL"]),
        field(
            "area",
            "宗地面积",
            Area(Default(SquareMetre)),
            "22406.70",
            &[
                "土地面积",
                "用地面积",
                "占地面积",
                "登记面积",
                "使用权面积",
                "批准面积",
                "面积",
                "ZDMJ",
                "地块面积",
            ],
        ),
        field(
            "land_use",
            "土地用途",
            Text,
            "工业用地",
            &["用途", "批准用途", "登记用途", "规划用途", "土地性质", "YT", "地类", "地块用途"],
        ),
        field("actual_use", "实际用途", Text, "工业", &["现状用途", "实际使用用途", "使用现状"]),
        field(
            "owner",
            "权利人",
            Text,
            "桐庐恒昇针织有限公司",
            &["土地使用权人", "土地使用者", "使用权人", "权利人名称", "企业名称", "用地单位", "QLR"],
        ),
        field("owner_code", "统一社会信用代码", Code, "91330122MA0000015Q", CODE_NAMES),
        field("right_type", "权利性质", Text, "出让", &["使用权类型", "取得方式", "QLXZ"]),
        field("supply_date", "供应日期", Date, "2012-05-18", &["供地日期", "供地时间", "出让日期"]),
        field(
            "unit",
            "属地",
            Text,
            "分水镇",
            &["所属乡镇", "所在乡镇", "乡镇街道", "镇街", "乡镇", "责任单位"],
        ),
        field("floor_area_ratio", "容积率", Decimal(""), "1.20", &["现状容积率", "RJL"]),
        field("building_density", "建筑密度", Percent, "45", &["JZMD", "建筑系数"]),
        field("idle", "现状是否闲置", YesNo, "否", &["是否闲置", "闲置"]),
        field("idle_area", "闲置面积", Area(Default(SquareMetre)), "0", &["未利用面积"]),
        field(
            "aliases",
            "原宗地代码",
            Text,
            "",
            &["地籍号", "原地籍号", "宗地曾用代码", "原宗地号", "其他编号", "旧宗地代码", "DJH"],
        ),
    ],
    required: &[&["code"], &["area"], &["land_use"]],
    key: &[KeyPart::Field("code")],
    date_order: &[],
};

pub(super) static SUPPLY: Schema = Schema {
    fields: &[
        field("supervision_no", "电子监管号", Text, "3301222012B00123", &["监管号", "供地监管号"]),
        field("contract_no", "合同编号", Text, "3301222012A21001", &["出让合同编号", "合同号"]),
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("transferee", "受让人", Text, "桐庐恒昇针织有限公司", &["受让单位", "土地使用权人", "竞得人"]),
        field(
            "area",
            "面积",
            Area(Fixed(Hectare)),
            "2.2407",
            &["供地面积", "出让面积", "土地面积", "供应面积"],
        ),
        field("land_use", "土地用途", Text, "工业用地", &["用途", "规划用途"]),
        field(
            "price",
            "成交价款",
            Money(Fixed(TenThousandYuan)),
            "860",
            &["出让价款", "成交价格", "成交价", "出让金"],
        ),
        field("signed_on", "签订日期", Date, "2012-05-18", &["合同签订日期", "签订时间", "签约日期"]),
        field("handover_on", "交地日期", Date, "2012-08-01", &["交地时间", "约定交地日期", "约定交地时间"]),
        field(
            "start_due",
            "约定开工日期",
            Date,
            "2013-02-01",
            &["约定开工时间", "约定动工日期", "约定动工时间"],
        ),
        field("completion_due", "约定竣工日期", Date, "2015-02-01", &["约定竣工时间"]),
        field(
            "started_on",
            "实际开工日期",
            Date,
            "2013-01-10",
            &["实际开工时间", "实际动工日期", "实际动工时间"],
        ),
        field("suspended_on", "停工日期", Date, "", &["停工时间", "中止开发日期"]),
        field("area_due", "应开发面积", Area(Default(Hectare)), "", &["应动工面积", "应开发建设面积"]),
        field("area_developed", "已开发面积", Area(Default(Hectare)), "", &["已动工面积", "已开发建设面积"]),
        field("investment_total", "总投资额", Money(Default(TenThousandYuan)), "", &["总投资", "计划总投资"]),
        field("investment_made", "已投资额", Money(Default(TenThousandYuan)), "", &["已投资", "完成投资"]),
    ],
    required: &[&["supervision_no", "contract_no"]],
    key: &[FirstOf(&["supervision_no", "contract_no"])],
    date_order: &[("signed_on", "start_due"), ("start_due", "completion_due"), ("signed_on", "started_on")],
};

pub(super) static OCCUPANCY: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("code", "统一社会信用代码", Code, "91330122MA0000015Q", CODE_NAMES),
        field("name", "企业名称", Text, "桐庐恒昇针织有限公司", NAME_NAMES),
        field(
            "relation",
            "关系",
            OneOf(&["自有", "承租", "转租"]),
            "自有",
            &["用地关系", "占用关系", "用地方式"],
        ),
        field(
            "land_area",
            "用地面积",
            Area(Fixed(Mu)),
            "33.61",
            &["占地面积", "实际用地面积", "使用面积", "土地面积"],
        ),
        field("floor_area", "建筑面积", Area(Fixed(SquareMetre)), "18600", &["厂房面积", "使用建筑面积"]),
        field("from", "起始日期", Date, "2014-03-01", FROM_NAMES),
        field("to", "终止日期", Date, "", TO_NAMES),
    ],
    required: &[&["parcel"], &["code", "name"], &["land_area", "floor_area"]],
    key: &[KeyPart::Field("parcel"), Firm("code", "name"), KeyPart::Field("from")],
    date_order: &[("from", "to")],
};

pub(super) static APPROVALS: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("document", "批准文号", Text, "桐政函〔2021〕12号", &["批复文号", "文号", "批文号"]),
        field("approved_use", "批准用途", Text, "研发", &["改变后用途", "批复用途"]),
        field("approved_on", "批准日期", Date, "2021-04-12", &["批复日期", "批准时间", "批复时间"]),
        field("temporary", "是否临时", YesNo, "是", &["临时", "是否临时改变"]),
        field("until", "期限至", Date, "2024-04-11", &["有效期至", "到期日期", "到期时间", "截止日期"]),
        field("rectified_on", "整改完成日期", Date, "", &["整改完成时间", "整改日期"]),
    ],
    required: &[&["parcel"], &["document"]],
    key: &[KeyPart::Field("parcel"), KeyPart::Field("document")],
    date_order: &[("approved_on", "until")],
};

pub(super) static LEASES: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field(
            "lessor_code",
            "出租人代码",
            Code,
            "91330122MA0000015Q",
            &["出租方代码", "出租人统一社会信用代码"],
        ),
        field(
            "lessee_code",
            "承租人代码",
            Code,
            "91330122MA0000023K",
            &["承租方代码", "承租人统一社会信用代码"],
        ),
        field(
            "lessee",
            "承租人",
            Text,
            "桐庐云帛服饰有限公司",
            &["承租方", "承租企业", "承租人名称", "承租单位"],
        ),
        field("area", "租赁面积", Area(Fixed(Mu)), "3.20", &["出租面积", "承租面积"]),
        field("from", "起始日期", Date, "2022-01-01", FROM_NAMES),
        field("to", "终止日期", Date, "2024-12-31", TO_NAMES),
        field("lease_use", "租赁用途", Text, "工业", &["用途", "出租用途", "实际用途"]),
    ],
    required: &[&["parcel"], &["area"], &["lease_use"]],
    key: &[
        KeyPart::Field("parcel"),
        KeyPart::Field("lessor_code"),
        Firm("lessee_code", "lessee"),
        KeyPart::Field("from"),
    ],
    date_order: &[("from", "to")],
};

pub(super) static ENCUMBRANCES: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("encumbrance_type", "类型", OneOf(&["抵押", "查封"]), "抵押", &["登记类型", "限制类型"]),
        field(
            "document",
            "登记证明号",
            Text,
            "浙（2021）桐庐县不动产证明第0001234号",
            &["不动产登记证明号", "抵押证明号", "查封文号", "文号"],
        ),
        field(
            "holder",
            "抵押权人或查封机关",
            Text,
            "浙江桐庐农村商业银行",
            &["抵押权人", "查封机关", "权利人"],
        ),
        field(
            "amount",
            "被担保债权",
            Money(Fixed(TenThousandYuan)),
            "1200",
            &["被担保主债权数额", "最高债权数额", "债权数额", "抵押金额"],
        ),
        field("registered_on", "登记日期", Date, "2021-05-18", &["登记时间", "查封日期", "抵押登记日期"]),
        field("until", "期限至", Date, "2024-05-17", &["债务履行期限至", "查封期限至", "到期日期"]),
        field("lifted_on", "注销日期", Date, "", &["注销时间", "解封日期", "解除日期"]),
    ],
    required: &[&["parcel"], &["encumbrance_type"]],
    key: &[
        KeyPart::Field("parcel"),
        KeyPart::Field("encumbrance_type"),
        FirstOf(&["document", "registered_on"]),
    ],
    date_order: &[("registered_on", "until"), ("registered_on", "lifted_on")],
};

pub(super) static INSPECTIONS: Schema = Schema {
    fields: &[
        field("parcel", "宗地代码", ParcelCode, "330122001002GB00012", PARCEL_NAMES),
        field("code", "统一社会信用代码", Code, "91330122MA0000015Q", CODE_NAMES),
        field(
            "name",
            "当事人",
            Text,
            "桐庐恒昇针织有限公司",
            &["企业名称", "被检查单位", "检查对象", "处罚对象"],
        ),
        field("agency", "执法部门", Text, "县综合行政执法局", &["执法机关", "检查单位", "处罚机关"]),
        field("document", "案号", Text, "桐综执检〔2022〕15号", &["检查编号", "文书号", "处罚决定书文号"]),
        field("inspected_on", "检查日期", Date, "2022-09-14", &["检查时间", "立案日期", "案发日期"]),
        field("subject", "检查事项", Text, "违法建筑", &["案由", "检查内容", "违法行为"]),
        field(
            "outcome",
            "检查结果",
            OneOf(&["未发现问题", "责令整改", "立案处罚", "移送"]),
            "责令整改",
            &["处理结果", "结果"],
        ),
        field("decision", "处理决定", Text, "限期拆除", &["处罚", "处罚内容", "处罚决定"]),
        field("illegal_area", "违法建筑面积", Area(Fixed(SquareMetre)), "", &["违建面积"]),
        field("rectify_by", "整改期限", Date, "2022-10-31", &["整改期限至", "限期"]),
        field("closed_on", "结案日期", Date, "", &["结案时间", "结案", "整改完成日期", "销案日期"]),
    ],
    required: &[&["parcel", "code", "name"], &["inspected_on"]],
    key: &[
        FirstOf(&["document", "parcel"]),
        Firm("code", "name"),
        KeyPart::Field("inspected_on"),
        KeyPart::Field("subject"),
    ],
    date_order: &[("inspected_on", "rectify_by"), ("inspected_on", "closed_on")],
};

pub(super) static ZONES: Schema = Schema {
    fields: &[
        field("name", "名称", Text, "分水片区", &["片区名称", "区域名称", "NAME"]),
        field(
            "zone_type",
            "类型",
            OneOf(&["规划用途", "收储价格片区", "三区三线"]),
            "收储价格片区",
            &["片区类型", "TYPE"],
        ),
        field("version", "版本", Text, "2022", &["版本号", "VERSION"]),
    ],
    required: &[&["name"], &["version"]],
    key: &[KeyPart::Field("name"), KeyPart::Field("version")],
    date_order: &[],
};
