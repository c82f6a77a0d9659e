//! Checks that look at a whole row.

use lingdi_domain::step3_register::carried;
use lingdi_domain::{Kind, ParcelCode, Values};

use crate::cell::Complaint;
use crate::options::ReadOptions;
use crate::problem::Severity;
use crate::schema::{ValueType, schema};

type Found = (&'static str, Severity, Complaint);

/// Every complaint about the values of a row, by field.
pub(super) fn row(options: &ReadOptions, data: &Values, temporary_id: bool) -> Vec<Found> {
    let mut found = Vec::new();
    if !options.anywhere && !temporary_id {
        found.extend(parcel_codes(options, data));
    }
    if options.kind == Kind::Parcels {
        found.extend(parcel_areas(data));
    }
    if options.kind == Kind::Targets && data.int("month").is_some_and(|month| !(1..=12).contains(&month)) {
        found.push((
            "month",
            Severity::Refused,
            Complaint::new("月份不在 1—12 之内", "请填写 1 到 12，全年任务请留空"),
        ));
    }
    if options.kind == Kind::Ledger
        && let Some((field, message, remedy)) = carried::wrong(data)
    {
        found.push((field, Severity::Refused, Complaint::new(message, remedy)));
    }
    found.extend(date_order(options.kind, data));
    found
}

/// A parcel's own code must have the standard's form and lie in the county; elsewhere an older
/// number may stand for the parcel, since aliases are matched too.
fn parcel_codes(options: &ReadOptions, data: &Values) -> Vec<Found> {
    let is_parcel_code = |code: &str| {
        schema(options.kind).field(code).is_some_and(|field| field.value == ValueType::ParcelCode)
    };
    let field = ["code", "parcel"].into_iter().find(|code| is_parcel_code(code));
    let Some((field, text)) = field.and_then(|field| Some((field, data.text(field)?))) else {
        return Vec::new();
    };
    let code = ParcelCode(text.to_owned());
    let complaint = if !code.is_standard() {
        let message = format!("“{text}”不是标准宗地代码（19 位：12 位数字、2 位特征码、5 位顺序号）");
        if options.kind == Kind::Parcels {
            (
                Severity::Refused,
                Complaint::new(message, "请核对代码；旧地籍号请填到“原宗地代码”列；外地数据可用 --anywhere"),
            )
        } else {
            (Severity::Warning, Complaint::new(message, "将按地籍号、原宗地代码等别名查找宗地"))
        }
    } else if code.county() != Some(options.county.as_str()) {
        let message = format!("宗地代码“{text}”前六位不是本县（{}）", options.county);
        (Severity::Refused, Complaint::new(message, "请核对是否误收外县数据；确需导入可用 --anywhere"))
    } else {
        return Vec::new();
    };
    vec![(field, complaint.0, complaint.1)]
}

fn parcel_areas(data: &Values) -> Vec<Found> {
    let area = |field: &str| data.int(field);
    let mut found = Vec::new();
    if area("area") == Some(0) {
        found.push(("area", Severity::Refused, Complaint::new("宗地面积为零", "请填写登记面积")));
    }
    if let (Some(whole), Some(idle)) = (area("area"), area("idle_area"))
        && idle > whole
    {
        found.push((
            "idle_area",
            Severity::Warning,
            Complaint::new("闲置面积大于宗地面积", "请核对两列的数字和单位"),
        ));
    }
    found
}

fn date_order(kind: Kind, data: &Values) -> Vec<Found> {
    let schema = schema(kind);
    let date = |field: &str| data.day(field);
    let heading = |code: &str| schema.field(code).map_or("", |field| field.heading);
    schema
        .date_order
        .iter()
        .filter(|(earlier, later)| matches!((date(earlier), date(later)), (Some(a), Some(b)) if a > b))
        .map(|(earlier, later)| {
            let message = format!("{}早于{}", heading(later), heading(earlier));
            (*later, Severity::Warning, Complaint::new(message, "请核对两个日期"))
        })
        .collect()
}
