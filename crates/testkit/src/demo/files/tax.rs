//! 税务局: receipts of four years, each in the form that was usual then.

use lingdi_domain::Kind;

use crate::demo::county::County;
use crate::demo::firm::Firm;
use crate::demo::tax::YEARS;
use crate::demo::victim::{Victims, full_width};
use crate::demo::write::{Cell, Sheet, gbk_csv, number, text, workbook};
use crate::demo::{DemoError, DemoFile, code};
use crate::rng::Rng;

const CODE: &str = "统一社会信用代码";
const NAME: &str = "纳税人名称";

/// Four files, each declared complete for its year.
pub(super) fn files(county: &County) -> Result<Vec<DemoFile>, DemoError> {
    let parts = [
        ("演示_税务局_入库税收_2019.xlsx", workbook(&[year_2019(county)])?),
        ("演示_税务局_入库税收_2020.xlsx", workbook(&[year_2020(county)])?),
        ("演示_税务局_入库税收_2021.xlsx", workbook(&[year_2021(county)])?),
        ("演示_税务局_入库税收_2022.csv", gbk_csv(&year_2022(county))?),
    ];
    let files = parts.into_iter().zip(YEARS).map(|((name, bytes), year)| DemoFile {
        name,
        kind: Kind::Tax,
        bytes,
        year: Some(year),
        complete: vec![year],
        crs: None,
    });
    Ok(files.collect())
}

/// Firms that paid in the year, with what they paid in 元.
fn payers(county: &County, year: usize) -> impl Iterator<Item = (&Firm, i64)> {
    county.firms.iter().zip(&county.taxes).filter_map(move |(firm, paid)| paid[year].map(|yuan| (firm, yuan)))
}

/// 万元, two rows of headings, a total, no column for the year.
fn year_2019(county: &County) -> Sheet {
    let headings = ["序号", CODE, NAME, "入库税收（万元）", "登记状态"];
    let mut sheet = Sheet::new("2019年", "桐庐县工业企业入库税收（2019年度）", &headings);
    sheet.unit = "单位：万元";
    sheet.groups = vec![("", 1), ("纳税人", 2), ("2019年", 1), ("", 1)];
    let mut total = 0;
    for (firm, yuan) in payers(county, 0) {
        total += yuan;
        let serial = Cell::Number((sheet.rows.len() + 1).to_string());
        sheet.rows.push(vec![
            serial,
            text(&firm.code),
            text(&firm.name),
            number(yuan as f64 / 1e4, 4),
            text("正常"),
        ]);
    }
    let mut victims = Victims::among(sheet.rows.len(), "dirt 2019");
    for row in victims.take(6, |_| true) {
        sheet.set(row, NAME, text(format!("{}(停用)", sheet.text(row, NAME))));
    }
    for row in victims.take(12, |_| true) {
        sheet.set(row, CODE, Cell::Empty);
    }
    let former =
        |name: &str| county.firms.iter().find(|firm| firm.name == name).and_then(|firm| firm.former.clone());
    for row in victims.take(6, |row| former(&sheet.text(row, NAME)).is_some()) {
        sheet.set(row, CODE, Cell::Empty);
        sheet.set(row, NAME, text(former(&sheet.text(row, NAME)).unwrap_or_default()));
    }
    let sum = number(total as f64 / 1e4, 4);
    sheet.footer = vec![vec![text("合计"), Cell::Empty, Cell::Empty, sum], vec![text("制表：演示")]];
    sheet
}

/// 元, one row of headings.
fn year_2020(county: &County) -> Sheet {
    let mut sheet =
        Sheet::new("2020", "桐庐县企业入库税收（2020年度）", &[CODE, NAME, "年度", "入库税额（元）"]);
    for (firm, yuan) in payers(county, 1) {
        sheet.rows.push(vec![text(&firm.code), text(&firm.name), text("2020年度"), number(yuan as f64, 2)]);
    }
    let mut victims = Victims::among(sheet.rows.len(), "dirt 2020");
    for row in victims.take(10, |_| true) {
        sheet.set(row, CODE, text(code::old_tax_number(&sheet.text(row, CODE))));
    }
    for row in victims.take(5, |_| true) {
        sheet.set(row, CODE, text(sheet.text(row, CODE).to_lowercase()));
    }
    for row in victims.take(1, |_| true) {
        sheet.set(row, "入库税额（元）", text("约120万"));
    }
    sheet
}

/// 元 with thousands separators, as text.
fn year_2021(county: &County) -> Sheet {
    let headings = ["纳税人识别号", NAME, "所属年度", "本年累计入库合计", "主管税务所"];
    let mut sheet = Sheet::new("2021年汇总", "桐庐县企业入库税收汇总表（2021年度）", &headings);
    sheet.unit = "单位：元";
    for (firm, yuan) in payers(county, 2) {
        let amount = text(thousands(yuan));
        sheet.rows.push(vec![
            text(&firm.code),
            text(&firm.name),
            Cell::Number("2021".to_owned()),
            amount,
            text("桐庐一所"),
        ]);
    }
    let mut victims = Victims::among(sheet.rows.len(), "dirt 2021");
    for row in victims.take(1, |_| true) {
        sheet.set(row, "本年累计入库合计", text("-38,215.06"));
    }
    for row in victims.take(4, |_| true) {
        sheet.set(row, "纳税人识别号", text(full_width(&sheet.text(row, "纳税人识别号"))));
    }
    for row in victims.take(3, |_| true) {
        sheet.set(row, "纳税人识别号", text(sheet.text(row, "纳税人识别号").replacen("MA0", "MAO", 1)));
    }
    sheet
}

/// `1862447` → `1,862,447.00`.
fn thousands(yuan: i64) -> String {
    let digits = yuan.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + ".00"
}

/// One row per kind of tax, in GBK text.
fn year_2022(county: &County) -> Sheet {
    let mut sheet = Sheet::new(
        "",
        "桐庐县企业入库税收明细（2022年度）",
        &[CODE, NAME, "年度", "征收项目", "实缴金额(元)"],
    );
    let mut rng = Rng::new("tax 2022");
    for (firm, yuan) in payers(county, 3) {
        for (kind, fen) in kinds(firm, yuan, &mut rng) {
            let amount = Cell::Number(format!(
                "{}{}.{:02}",
                if fen < 0 { "-" } else { "" },
                fen.abs() / 100,
                fen.abs() % 100
            ));
            sheet.rows.push(vec![text(&firm.code), text(&firm.name), text("2022"), text(kind), amount]);
        }
    }
    spoil_2022(&mut sheet);
    sheet
}

/// A firm's year by kind of tax, in 分; what does not count towards the policy comes on top.
fn kinds(firm: &Firm, yuan: i64, rng: &mut Rng) -> Vec<(&'static str, i64)> {
    let fen = yuan * 100 + rng.below(100) as i64;
    if yuan < 30_000 {
        return vec![("城镇土地使用税", fen)];
    }
    let share = |part: f64| (fen as f64 * part) as i64;
    let (vat, income) = (share(rng.between(0.42, 0.56)), share(rng.between(0.2, 0.3)));
    let mut rows = vec![("增值税", vat), ("企业所得税", income), ("其他税收", fen - vat - income)];
    if rng.chance(0.012) {
        rows.push(("留抵退税", -share(rng.between(0.8, 2.4))));
    }
    if firm.above_scale && rng.chance(0.3) {
        rows.push(("教育费附加", share(0.015)));
    }
    rows
}

fn spoil_2022(sheet: &mut Sheet) {
    let mut victims = Victims::among(sheet.rows.len(), "dirt 2022");
    // Firms with a single row: their whole year depends on who is meant.
    let once: Vec<bool> =
        (0..sheet.rows.len()).map(|row| sheet.text(row, "征收项目") == "城镇土地使用税").collect();
    for row in victims.take(14, |row| once[row]) {
        sheet.set(row, CODE, text(code::old_tax_number(&sheet.text(row, CODE))));
        sheet.set(row, NAME, text(short_form(&sheet.text(row, NAME))));
    }
    for row in victims.take(4, |row| !once[row]) {
        sheet.rows.push(sheet.rows[row].clone());
    }
    for row in victims.take(1, |row| !once[row]) {
        let mut mistyped = sheet.rows[row].clone();
        mistyped[2] = text("20222");
        sheet.rows.push(mistyped);
    }
}

/// The name as people say it: without place and legal form.
fn short_form(name: &str) -> String {
    let mut short = name;
    for place in ["桐庐县", "桐庐", "杭州", "浙江"] {
        short = short.strip_prefix(place).unwrap_or(short);
    }
    for form in ["科技有限公司", "股份有限公司", "有限责任公司", "有限公司"] {
        short = short.strip_suffix(form).unwrap_or(short);
    }
    short.to_owned()
}
