//! Words that invented names are made of.

/// First characters of a firm's own name.
pub(crate) const BRAND_FIRST: &[&str] = &[
    "恒", "云", "锦", "瑞", "昇", "腾", "宏", "卓", "星", "晨", "禾", "诚", "嘉", "骏", "凯", "利", "朗",
    "名", "佳", "德", "聚", "汇", "景", "润", "益", "启", "森", "博", "安", "和", "永", "新", "泰", "金",
    "万", "华", "正", "天", "东", "立", "艺", "隆", "顺", "广", "百", "青", "元", "海",
];
/// Second characters of a firm's own name.
pub(crate) const BRAND_SECOND: &[&str] = &[
    "昇", "帛", "达", "丰", "泽", "翔", "源", "越", "辉", "盛", "颖", "畅", "邦", "宇", "科", "成", "耀",
    "力", "途", "纳", "峰", "航", "韵", "宝", "杰", "皓", "琪", "创", "欣", "硕", "晟", "佑", "铭", "岚",
    "迪", "乐", "康", "迈", "图", "胜",
];

/// A trade of the county.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trade {
    /// Word in the name.
    pub(crate) word: &'static str,
    /// Small class.
    pub(crate) industry: &'static str,
    /// The township where it is at home; empty when everywhere.
    pub(crate) home: &'static str,
}

const fn trade(word: &'static str, industry: &'static str, home: &'static str) -> Trade {
    Trade { word, industry, home }
}

/// The county's trades.
pub(crate) const TRADES: &[Trade] = &[
    trade("制笔", "2412", "分水镇"),
    trade("笔业", "2412", "分水镇"),
    trade("文具", "2411", "分水镇"),
    trade("针织", "1761", "横村镇"),
    trade("针纺", "1763", "横村镇"),
    trade("服饰", "1829", "横村镇"),
    trade("箱包", "1922", "凤川街道"),
    trade("皮具", "1922", "凤川街道"),
    trade("医疗器械", "3584", "江南镇"),
    trade("医用器材", "3583", "江南镇"),
    trade("输送设备", "3434", "江南镇"),
    trade("水电设备", "3414", "富春江镇"),
    trade("机电设备", "3811", "富春江镇"),
    trade("石材", "3032", "钟山乡"),
    trade("五金", "3351", ""),
    trade("塑料制品", "2929", ""),
    trade("包装", "2926", ""),
    trade("机械", "3484", ""),
    trade("弹簧", "3483", ""),
    trade("电器", "3829", ""),
    trade("模具", "3525", ""),
    trade("玩具", "2452", ""),
    trade("家具", "2110", ""),
    trade("照明", "3872", ""),
    trade("阀门", "3443", ""),
    trade("汽车配件", "3670", ""),
    trade("电子", "3989", ""),
    trade("纸制品", "2231", ""),
];

/// Trades that the demo catalogue names as 淘汰 or 禁止.
pub(crate) const OBSOLETE: &[Trade] = &[
    trade("电镀", "3360", ""),
    trade("印染", "1713", ""),
    trade("造纸", "2221", ""),
    trade("皮革", "1910", ""),
];

/// What stands in a plant that is no plant any more: use, trade of the tenant.
pub(crate) const SHOPS: &[(&str, &str)] = &[
    ("商业", "家居建材商行"),
    ("餐饮", "农家餐饮店"),
    ("汽修", "汽车维修服务部"),
    ("健身", "健身服务部"),
    ("培训", "教育培训中心"),
    ("商业", "生活超市"),
    ("办公", "企业管理服务部"),
    ("直播电商", "电子商务商行"),
];

/// Legal forms, the usual one several times.
pub(crate) const FORMS: &[&str] = &[
    "有限公司",
    "有限公司",
    "有限公司",
    "有限公司",
    "有限公司",
    "有限公司",
    "科技有限公司",
    "股份有限公司",
    "有限责任公司",
];

/// Names of estates, invented.
pub(crate) const ESTATES: &[&str] = &[
    "东溪",
    "云汀",
    "石岭",
    "上坞",
    "枫林",
    "竹岸",
    "沙渚",
    "前埠",
    "后浦",
    "乌石",
    "柏坞",
    "梅湾",
    "芦荻",
    "白沙坪",
    "古樟",
    "清澜",
    "溪口",
    "双桥",
    "长塘",
    "大畈",
    "小源",
    "金鸡坪",
    "杨梅湾",
    "桃源里",
    "松坪",
    "茶亭",
    "荷塘",
    "樟坪",
    "月湾",
    "苏坞",
    "仁和里",
    "石桥头",
    "水碓畈",
    "新埂",
    "南庄坪",
    "北渚",
    "西坞",
    "盛家畈",
    "银杏坪",
    "桂源",
    "兰坞",
    "菱塘",
    "紫溪",
    "丰畈",
    "青石埠",
    "翠屏",
    "鹭洲",
    "麻园",
    "官塘",
    "渔浦里",
    "稻香",
    "平畴",
    "碧涧",
    "泉坞",
    "橘园",
    "桑园里",
    "砚池",
    "墨溪",
    "笔架坪",
    "凤鸣",
    "龙坪",
    "江畔",
    "云帆",
    "启明坪",
    "同心畈",
    "百丈坪",
    "蓝田",
    "流湾",
    "横溪里",
    "芝坞",
    "望江坪",
    "镜湾",
    "石壁",
    "秋浦里",
    "春畈",
    "三官塘",
    "五星坪",
    "八亩畈",
    "九曲湾",
    "十里渚",
];
/// First characters of road names.
pub(crate) const ROAD_FIRST: &[&str] = &[
    "东", "梅", "景", "宝", "春", "云", "科", "学", "兴", "富", "石", "迎", "金", "康", "凤", "洋", "瑶",
    "滨",
];
/// Second characters of road names.
pub(crate) const ROAD_SECOND: &[&str] = &[
    "溪路", "岭路", "业路", "林路", "创路", "园路", "丰路", "盛路", "港路", "和路", "泰路", "山路", "达路",
    "江路",
];
