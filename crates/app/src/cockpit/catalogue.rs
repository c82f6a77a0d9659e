//! 指标口径: what each figure of the screen means, how it is reckoned, and what it comes from.

/// A figure of the screen.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Its name in addresses.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// How it is reckoned.
    pub formula: &'static str,
    /// What it comes from.
    pub source: &'static str,
}

const fn define(
    [key, label, unit]: [&'static str; 3],
    meaning: &'static str,
    formula: &'static str,
    source: &'static str,
) -> Definition {
    Definition { key, label, unit, meaning, formula, source }
}

const COUNTED: &str =
    "案件和连片地块办理时记下的日期（出清日、启动日、验收日）；已关账的月份取关账时冻结的数";

const DEFINITIONS: [Definition; 16] = [
    define(
        ["listed", "低效用地总数", "亩"],
        "按现行口径比对，列入四类低效用地之一的工业宗地。",
        "列入宗地的登记面积之和；一宗地属几类也只计一次。",
        "低效清单（与清单、地图、导出同一次比对）；只有现在的数，不随月份回看",
    ),
    define(
        ["registered", "已入库", "亩"],
        "已建档入库的低效地块，含其后已进入整治或已出库的。",
        "入库日期不晚于所看之日的案件，按登记面积合计。",
        "案件的入库日期",
    ),
    define(
        ["cleared_year", "本年出清", "亩"],
        "本年度出清的面积，对照本年度任务。",
        "完成率 = 本年出清面积 ÷ 年度任务；序时 = 到上一个月底应完成的比例；序时差 = 完成率 − 序时。同一亩地只计一次（G11）。",
        COUNTED,
    ),
    define(
        ["cleared", "三年累计出清", "亩"],
        "自整治开始以来出清的面积，对照三年总目标。",
        "完成率 = 累计出清面积 ÷ 三年总目标；序时 = 已过年度的任务加本年度应完成部分，除以总目标。同一亩地只计一次（G11）。",
        COUNTED,
    ),
    define(
        ["idle", "用而未尽盘活", "亩"],
        "本年度出清的用而未尽地块面积，对照本年度任务。",
        "完成率 = 本年盘活面积 ÷ 年度任务；序时差 = 完成率 − 序时。",
        COUNTED,
    ),
    define(
        ["blocks", "连片整治启动", "个"],
        "本年度启动的连片地块，对照本年度任务；旁列已审定的个数和累计完成面积。",
        "完成率 = 本年启动个数 ÷ 年度任务；完成面积为各期已报完成面积，验收后为地块并集面积。",
        COUNTED,
    ),
    define(
        ["misuse", "占工非工处置", "户"],
        "本年度处置到位的占工非工，对照本年度各属地任务之和；旁列累计处置和已认定的户数。",
        "完成率 = 本年处置户数 ÷ 年度任务；一户（一宗）只计一次。",
        COUNTED,
    ),
    define(
        ["orders", "派单按期销号", "件"],
        "到期派单中按期销号的件数。",
        "销号率 = 按期销号 ÷（按期销号 + 逾期未销）。",
        "与“派单”页同一口径：全县按整单，属地按本单位的任务；没有到期的派单时为暂无，不是零",
    ),
    define(
        ["alerts", "预警", "项"],
        "现在需要处理的事：末位预警和约谈、整治红黄灯、逾期未办、落后序时、数据过期。",
        "红 = 约谈在办、红灯、逾期、落后序时超过 10 个百分点；其余为黄（10 个百分点为本系统默认值）。",
        "各自的办理页面；过去的月份只有当月排名和序时",
    ),
    define(
        ["surveyed", "调查核实", "宗"],
        "立案核实的地块，含其后不予认定的。",
        "立案日期不晚于所看之日的案件；已分割的不计，分出的各部分计。",
        "案件的立案日期",
    ),
    define(
        ["confirmed", "审核认定", "宗"],
        "已认定为低效的地块，含其后各步的。",
        "认定日期不晚于所看之日的案件，不含撤销的。",
        "案件的认定日期",
    ),
    define(
        ["working", "整治提升", "宗"],
        "已进入整治的地块，含已完成的；并入连片的自连片启动起计。",
        "整治开始日期不晚于所看之日的案件。",
        "案件的整治开始日期、连片地块的启动日期",
    ),
    define(["exited", "评估出库", "宗"], "已出清的地块。", "与“三年累计出清”同一批记录。", COUNTED),
    define(
        ["ways", "整治路径", "亩"],
        "已进入整治的地块按备案方案的路径分。",
        "各路径案件的登记面积之和；没有方案路径的不列。",
        "一地一方案的路径；期初导入的按台账所写",
    ),
    define(
        ["tax", "亩均税收", "万元/亩"],
        "已出清地块整治前后的亩均税收，同一口径。",
        "各宗亩均税收按面积加权平均；不足 3 户的路径不显示，以免推出单户税额（本系统默认值）。",
        "绩效评估登记的整治前后亩均税收",
    ),
    define(
        ["data", "数据新鲜度", "%"],
        "各部门数据是否按期、匹配了多少，还有多少宗因缺数据暂不判定。",
        "匹配率 = 已匹配行数 ÷ 生效行数；按期的天数见参数与口径。",
        "数据归集的批次和比对结果",
    ),
];

/// Every definition, in the order of the screen.
pub fn definitions() -> &'static [Definition] {
    &DEFINITIONS
}

/// The definition of a figure.
pub fn definition(key: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|one| one.key == key)
}
