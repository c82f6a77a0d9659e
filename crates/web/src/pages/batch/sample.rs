//! Believable batches for the sample pages.

use crate::frame::{Frame, Section};
use crate::parts::{Choice, Pager};

use super::{BatchPage, MappingRow, Refusal, RowCount, SheetCell, SheetColumn, SheetRow, StepState};

impl BatchPage {
    /// A tax table with the usual dirt.
    pub fn sample() -> Self {
        use StepState::{Current, Done, Later};
        Self {
            frame: Frame::sample(Section::Intake),
            href: "/batches/0192a7".to_owned(),
            file: "2022年度企业入库税收.xlsx".to_owned(),
            size: "412 KB".to_owned(),
            handed_in: "本机操作员 今日 08:56 投入".to_owned(),
            fingerprint: "9f3a…c71e".to_owned(),
            state: "待接收",
            steps: [("投入文件", Done), ("识别与映射", Done), ("核对问题", Current), ("接收入库", Later)],
            kinds: Choice::list(
                [("tax", "入库税收"), ("evaluation", "综合评价"), ("parcels", "宗地")],
                "tax",
            ),
            confidence: "把握 98%".to_owned(),
            reading: vec![
                ("工作表", "企业明细（共 3 张）".to_owned()),
                ("表头", "第 3 行（含合并单元格）".to_owned()),
                ("数据", "第 4–1,289 行".to_owned()),
                ("已略过", "标题、单位行、合计 2 行、填表人".to_owned()),
            ],
            sheets: Choice::list([("企业明细", "企业明细"), ("汇总", "汇总"), ("说明", "说明")], "企业明细"),
            systems: vec![],
            year: None,
            mapping: sample_mapping(),
            counts: sample_counts(),
            effect: "接收后：37 宗由“不确定”变为可认定，其中预计新增 9 宗、移出 3 宗低效地块。".to_owned(),
            rows: sample_rows(),
            columns: sample_columns(),
            problem_count: "25".to_owned(),
            row_count: "1,286".to_owned(),
            all_rows: false,
            pager: Pager::new(1, 50, 25, "行", |page| format!("/batches/0192a7?page={page}")),
            refusal: None,
            editable: true,
            acceptable: Some("1,275".to_owned()),
            clean: Some("1,261".to_owned()),
            coverage_years: "2022".to_owned(),
            undoable: false,
            held_back: None,
            busy: false,
        }
    }

    /// A file that is not what its name says.
    pub fn sample_refused() -> Self {
        use StepState::{Current, Done, Later};
        Self {
            file: "用电-9月.xlsx".to_owned(),
            steps: [("投入文件", Done), ("识别与映射", Current), ("核对问题", Later), ("接收入库", Later)],
            refusal: Some(Refusal {
                what: "文件名是 .xlsx，内容却是网页".to_owned(),
                why: "文件开头是 <html>，多半是从网站上另存的页面。没有写入任何数据，原件已留存。".to_owned(),
                way_out: "用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”后再投一次。".to_owned(),
            }),
            rows: vec![],
            counts: vec![],
            mapping: vec![],
            reading: vec![],
            sheets: vec![],
            acceptable: None,
            clean: None,
            ..Self::sample()
        }
    }

    /// The batch after it was accepted.
    pub fn sample_accepted() -> Self {
        let done = |name| (name, StepState::Done);
        Self {
            state: "已接收",
            steps: ["投入文件", "识别与映射", "核对问题", "接收入库"].map(done),
            editable: false,
            acceptable: None,
            clean: None,
            undoable: true,
            ..Self::sample()
        }
    }
}

fn sample_mapping() -> Vec<MappingRow> {
    let columns = [("", "未提供"), ("A", "纳税人识别号"), ("B", "纳税人名称"), ("F", "本年累计入库合计")];
    let row = |label: &str, column, tone, words: &str| MappingRow {
        field: format!("map.{label}"),
        label: label.to_owned(),
        columns: Choice::list(columns, column),
        tone,
        words: words.to_owned(),
    };
    vec![
        row("信用代码", "A", "good", "已对上"),
        row("企业名称", "B", "good", "已对上"),
        row("入库税额", "F", "good", "已对上，单位元取自第 2 行"),
        row("年度", "", "warn", "由表名推断为 2022"),
        row("税种", "", "", "可选，未提供"),
    ]
}

fn sample_counts() -> Vec<RowCount> {
    let count = |label, class, value: &str, share| RowCount { label, class, value: value.to_owned(), share };
    vec![
        count("新增", "added", "1,204", 93.6),
        count("更新", "changed", "31", 2.4),
        count("不变", "same", "26", 2.0),
        count("待匹配", "unmatched", "14", 1.1),
        count("拒收", "refused", "7", 0.5),
        count("重复", "duplicate", "4", 0.4),
    ]
}

fn sample_columns() -> Vec<SheetColumn> {
    let column = |letter: &str, heading: &str, number| SheetColumn {
        letter: letter.to_owned(),
        heading: heading.to_owned(),
        number,
    };
    vec![
        column("A", "纳税人识别号", false),
        column("B", "纳税人名称", false),
        column("F", "本年累计入库合计 元", true),
    ]
}

/// Row, code with `[wrong]` part, name, amount, tones of code and amount, tone, words, way out.
const ROWS: &str = "\
218|91330122MA28TK905L|桐庐云帛服饰有限公司|239,018.00|||good|可接收|
219|9133[O]122742901386T|杭州桐江机电有限公司|1,862,447.91|warn||warn|第 5 位为字母 O，应为数字 0；校验位相符，按修复后的代码匹配到 1 家。|请确认
220|330122589371204|浙江瑞泓制笔有限公司|730,155.02|warn||warn|15 位旧税号，按后 9 位组织机构代码匹配到 1 家。|请确认
221|91330122MA2B1QF37U|桐庐宏泰包装材料有限公司|约120万||bad|bad|F221“约120万”含文字“约”“万”，不能作为入库数。|请税务局改成以元计的数字
224|91330122MA2GX8823D|浙江捷程智能装备有限公司|1,057,986.44|same|||与第 223 行完全相同，只计一次。|
225|空|桐庐县兴达加工点|12,000.00|bad||bad|A225 无代码，名称在登记库中 0 家。|补上统一社会信用代码";

fn sample_rows() -> Vec<SheetRow> {
    ROWS.lines().map(sample_row).collect()
}

fn sample_row(line: &'static str) -> SheetRow {
    let mut columns = line.split('|');
    let mut next = || columns.next().unwrap_or_default();
    let (number, code, name, amount) = (next(), next(), next(), next());
    let (code_tone, amount_tone) = (next(), next());
    let (before, rest) = code.split_once('[').unwrap_or((code, ""));
    let (mark, after) = rest.split_once(']').unwrap_or_default();
    let cell = |before: &str, tone| SheetCell { before: before.to_owned(), tone, ..SheetCell::default() };
    let code = SheetCell { mark: mark.to_owned(), after: after.to_owned(), ..cell(before, code_tone) };
    SheetRow {
        number: number.parse().unwrap_or_default(),
        cells: vec![code, cell(name, ""), cell(amount, amount_tone)],
        tone: next(),
        words: next().to_owned(),
        way_out: next().to_owned(),
        href: String::new(),
    }
}
