//! A verdict in a few bytes.

use lingdi_domain::Category;

use super::{Answer, Answers, Status};

/// What was answered of one parcel: all that lists, colours and sums of a whole county read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The answers of the single rules.
    pub answers: Answers,
    /// Listed, not listed, indeterminate or out of scope.
    pub status: Status,
    /// 重点整治: `None` when a missing fact keeps it open.
    pub focus: Option<bool>,
}

impl Mark {
    pub(crate) fn new(in_scope: bool, answers: Answers) -> Self {
        let status = if !in_scope {
            Status::OutOfScope
        } else if answers.any(Answer::Yes) {
            Status::Listed
        } else if answers.any(Answer::Unknown) {
            Status::Indeterminate
        } else {
            Status::NotListed
        };
        let focus = match status {
            Status::Listed => answers.focus.known(),
            Status::Indeterminate => Some(false).filter(|_| answers.focus == Answer::No),
            Status::NotListed | Status::OutOfScope => Some(false),
        };
        Self { answers, status, focus }
    }

    /// Every category that applies, in the document's order.
    pub fn categories(self) -> impl Iterator<Item = Category> {
        self.answers.those(Answer::Yes)
    }
}
