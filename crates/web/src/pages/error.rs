//! What a person reads when something went wrong: what, what was kept, the way out.

use askama::Template;

use crate::frame::{Frame, Section};

/// A way out.
#[derive(Debug, Clone)]
pub struct WayOut {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What surrounds it.
    pub frame: Frame,
    /// HTTP status.
    pub status: u16,
    /// What happened.
    pub what: String,
    /// Why, and what was kept; one sentence each.
    pub details: Vec<String>,
    /// Ways out, the best first.
    pub ways: Vec<WayOut>,
    /// Number under which the log knows it; empty when nothing was logged.
    pub reference: String,
}

impl ErrorPage {
    fn new(frame: Frame, status: u16, what: &str, details: Vec<String>, ways: &[(&str, &str)]) -> Self {
        let way =
            |(label, href): &(&str, &str)| WayOut { label: (*label).to_owned(), href: (*href).to_owned() };
        let ways = ways.iter().map(way).collect();
        Self { frame, status, what: what.to_owned(), details, ways, reference: String::new() }
    }

    /// 404: there is no such thing; `what` names it, such as `没有宗地 330122…`.
    pub fn not_found(frame: Frame, what: &str) -> Self {
        let details = vec!["可能写错了，也可能随一个被撤销的批次一同撤下。".to_owned()];
        Self::new(frame, 404, what, details, &[("看低效清单", "/list?tab=all"), ("看办理记录", "/events")])
    }

    /// 403: the person may not.
    pub fn forbidden(frame: Frame, why: &str) -> Self {
        let details = vec![why.to_owned(), "没有改动任何数据。".to_owned()];
        Self::new(frame, 403, "这件事不归您办", details, &[("回工作台", "/")])
    }

    /// 422: what was sent does not hold together; one sentence per mistake.
    pub fn unprocessable(frame: Frame, mistakes: Vec<String>, back: &str) -> Self {
        Self::new(frame, 422, "填的内容有误，没有写入", mistakes, &[("返回修改", back)])
    }

    /// 500: our fault; `reference` finds it in the log.
    pub fn internal(frame: Frame, reference: &str) -> Self {
        let details = vec!["这是系统的错，不是您的。没有写到一半的数据：未完成的事已全部退回。".to_owned()];
        let page = Self::new(frame, 500, "没有办成", details, &[("再试一次", ""), ("回工作台", "/")]);
        Self { reference: reference.to_owned(), ..page }
    }

    /// A page that was not found.
    pub fn sample() -> Self {
        Self::not_found(Frame::sample(Section::None), "没有宗地 330122102003GB99999")
    }

    /// Each kind of error.
    pub fn samples() -> [Self; 4] {
        let frame = || Frame::sample(Section::None);
        [
            Self::sample(),
            Self::forbidden(frame(), "请求来自别的网站，已拒绝。"),
            Self::unprocessable(frame(), vec!["年度“二二”不是年度，请写成 2022。".to_owned()], "/batches"),
            Self::internal(frame(), "0192a7"),
        ]
    }
}
