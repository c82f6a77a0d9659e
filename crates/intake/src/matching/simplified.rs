//! Traditional characters that occur in firms' names, brought to simplified ones.

/// Pairs of traditional and simplified; only characters that stand for one another in any name.
const PAIRS: &str = "廠厂國国業业機机電电車车紡纺織织針针繡绣綢绸絲丝縫缝製制衛卫藥药醫医療疗學学儀仪錶表\
鐘钟錦锦鋼钢鐵铁銅铜鋁铝鋅锌錫锡銀银鎳镍鑫鑫塗涂塑塑膠胶橡橡紙纸張张筆笔圓圆實实華华東东興兴榮荣豐丰\
億亿萬万達达遠远運运進进連连邁迈通通順顺風风飛飞飾饰飲饮館馆龍龙鳳凤馬马魯鲁鳥鸟鴻鸿鵬鹏麥麦黃黄\
齊齐齒齿傳传優优偉伟倉仓備备傑杰創创劃划劉刘勁劲動动務务勝胜勞劳匯汇區区協协單单廣广庫库廳厅張张強强\
彈弹彙汇後后從从復复徑径應应懷怀戰战戲戏擴扩換换損损擇择據据摶抟攝摄數数斷断無无時时晉晋暢畅曉晓會会\
東东條条楊杨極极構构樓楼標标樣样樹树橋桥檢检歐欧歡欢歲岁歷历殼壳毀毁氣气沖冲決决況况潔洁潤润濟济濱滨\
滬沪滾滚滿满漁渔漢汉漸渐澤泽濕湿灣湾為为烏乌煉炼煙烟熱热燈灯爐炉爾尔牆墙獎奖獨独現现環环瑪玛產产畫画\
當当發发盤盘盧卢廬庐監监眾众礦矿碼码磚砖確确禮礼種种稱称穩稳窯窑競竞筑筑節节範范築筑簡简簽签糧粮紀纪\
約约紅红純纯紗纱級级紹绍終终組组結结絡络給给統统經经綠绿維维網网緊紧緣缘線线練练緯纬縣县總总繩绳繪绘\
續续羅罗義义習习聖圣聯联聲声職职肅肃腦脑膚肤臨临與与舊旧艙舱艦舰藝艺節节莊庄萊莱葉叶蓋盖蓮莲蔣蒋蕭萧\
蘇苏蘭兰處处號号蟲虫術术補补裝装褲裤複复規规視视覺觉覽览觀观計计訊讯訓训記记設设許许訴诉評评詞词試试\
詩诗話话誠诚語语調调諾诺謝谢證证識识譯译護护讀读變变豐丰貝贝負负財财貨货販贩貫贯責责貴贵買买費费貿贸\
資资賀贺賓宾賢贤賣卖質质購购贏赢贊赞趙赵躍跃軌轨軍军軒轩軟软軸轴較较載载輕轻輛辆輝辉輪轮輯辑輸输轉转\
辦办農农達达違违遙遥適适遷迁選选遺遗郵邮鄉乡鄭郑鄰邻醬酱釀酿釋释針针釣钓鈉钠鈣钙鉅钜鉛铅鉸铰銘铭銳锐\
銷销鋒锋鋪铺錢钱錄录錳锰鍋锅鍛锻鍵键鎂镁鎖锁鎮镇鏈链鏡镜鑄铸鑒鉴長长門门閃闪開开間间閥阀閣阁閱阅闊阔\
關关陝陕陳陈陽阳陰阴隊队際际隆隆隨随險险隱隐雙双雜杂離离難难雲云霧雾靈灵靜静頂顶項项順顺須须預预頓顿\
領领頭头題题額额類类顏颜願愿顧顾餅饼餐餐餘余騰腾驅驱驗验驛驿鬆松魚鱼鮮鲜鹽盐";

/// The text with each traditional character of the table replaced.
pub(super) fn simplified(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let table = by_place();
    text.chars().map(|c| simple(table, c)).collect()
}

fn simple(table: &[char], c: char) -> char {
    (c as usize).checked_sub(FIRST).and_then(|at| table.get(at)).copied().unwrap_or(c)
}

/// The first of the unified ideographs.
const FIRST: usize = 0x4E00;

/// For each unified ideograph, from the first, what it becomes.
fn by_place() -> &'static [char] {
    static BY_PLACE: std::sync::LazyLock<Vec<char>> = std::sync::LazyLock::new(|| {
        ('\u{4e00}'..='\u{9fff}').map(|c| table().get(&c).copied().unwrap_or(c)).collect()
    });
    &BY_PLACE
}

fn table() -> &'static std::collections::HashMap<char, char> {
    static TABLE: std::sync::LazyLock<std::collections::HashMap<char, char>> =
        std::sync::LazyLock::new(|| {
            let chars: Vec<char> = PAIRS.chars().collect();
            chars.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_traditional_characters_becomes_simplified() {
        assert_eq!(simplified("桐廬縣東興機電廠"), "桐庐县东兴机电厂");
        assert_eq!(simplified("ABC"), "ABC");
    }

    #[test]
    fn the_table_is_made_of_pairs_and_leads_nowhere_twice() {
        assert_eq!(PAIRS.chars().count() % 2, 0);
        for simple in table().values() {
            assert_eq!(table().get(simple).unwrap_or(simple), simple, "{simple}");
        }
    }
}
