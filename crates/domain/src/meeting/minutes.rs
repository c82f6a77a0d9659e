//! 纪要: what a meeting settled, item by item, as its minutes tell it (domain.md §5.6).

use chrono::NaiveDate;

use super::Item;
use crate::object::Object;

/// One item of the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minute {
    /// Number of the item.
    pub number: String,
    /// 议题
    pub subject: String,
    /// 汇报内容; may be empty.
    pub report: String,
    /// 议定事项: the outcome and the words of the meeting.
    pub settled: String,
    /// 责任单位; may be empty.
    pub responsible: String,
    /// 办理时限
    pub deadline: Option<NaiveDate>,
}

/// The items of a meeting, in the order of their numbers. One that was put off or sent up is told so.
pub fn minutes<'a>(items: impl IntoIterator<Item = &'a Object>) -> Vec<Minute> {
    let minute = |object: &'a Object| {
        let item = object.fields.item()?;
        Some(Minute {
            number: object.number.clone(),
            subject: item.subject.clone(),
            report: item.report.clone().unwrap_or_default(),
            settled: settled(object, item),
            responsible: item.responsible.clone().unwrap_or_default(),
            deadline: object.due.filter(|_| item.outcome.is_some()),
        })
    };
    let mut minutes: Vec<_> = items.into_iter().filter_map(minute).collect();
    minutes.sort_by(|a, b| a.number.cmp(&b.number));
    minutes
}

fn settled(object: &Object, item: &Item) -> String {
    let outcome = match item.outcome.as_deref() {
        Some("agreed") => "同意",
        Some("agreed_with_changes") => "原则同意，按会议意见修改后办理",
        Some("refused") => "不同意",
        _ if object.last.verb == "defer" => "暂缓",
        _ if object.last.verb == "escalate" => "提请上一级会议研究",
        _ => "未登记结果",
    };
    match item.opinion.as_deref().map(str::trim).filter(|said| !said.is_empty() && *said != outcome) {
        Some(said) => format!("{outcome}。{said}"),
        None => format!("{outcome}。"),
    }
}

/// The text that a clerk begins from.
pub fn draft(minutes: &[Minute]) -> String {
    let line = |(n, minute): (usize, &Minute)| {
        let mut lines = vec![format!("{}. {}（{}）", n + 1, minute.subject, minute.number)];
        if !minute.report.is_empty() {
            lines.push(format!("汇报：{}", minute.report));
        }
        let mut settled = vec![format!("议定：{}", minute.settled)];
        if !minute.responsible.is_empty() {
            settled.push(format!("责任单位：{}。", minute.responsible));
        }
        settled.extend(minute.deadline.map(|day| day.format("时限：%Y年%-m月%-d日。").to_string()));
        lines.push(settled.concat());
        lines.join("\n")
    };
    minutes.iter().enumerate().map(line).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_tells_what_was_settled_by_whom_and_until_when() {
        let minute = Minute {
            number: "2023-0004".to_owned(),
            subject: "认定：东溪工业园3号".to_owned(),
            report: String::new(),
            settled: "同意。抓紧建档。".to_owned(),
            responsible: "横村镇".to_owned(),
            deadline: "2023-10-20".parse().ok(),
        };
        assert_eq!(
            draft(&[minute]),
            "1. 认定：东溪工业园3号（2023-0004）\n议定：同意。抓紧建档。责任单位：横村镇。时限：2023年10月20日。"
        );
        assert_eq!(draft(&[]), "");
    }
}
