//! The daily watch: what the calendar makes of objects that wait for somebody.
//!
//! A deadline is a column of the object, set by the move that brought it here ([`Limit`]). What is
//! overdue is computed from it whenever it is asked. Only this does the watch turn into facts:
//! a checkpoint whose day has come (a move of the agreement), a month that is over and whose books are
//! opened, an overall plan that is owed, and notices to people.
//!
//! Which notices there are is a function of the object and the day alone, and grows with the day. So it
//! does not matter whether the watch ran every day, twice a day, or once after a long stop.
//!
//! [`Limit`]: crate::moves::Limit

use chrono::NaiveDate;

use crate::calendar::Calendar;
use crate::object::{Holder, Object, ObjectKind};
use crate::step4_remediation::progress;
use crate::{Limits, Role};

/// The move that the program makes when the day of a checkpoint has come.
pub const COME_DUE: &str = "come_due";

/// The state of a month whose books are open.
pub const OPEN: &str = "OPEN";

/// The state of a unit that stands in the last two of a published ranking.
pub const WARNED: &str = "WARNED";

/// Why somebody is told of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// So many working days before it.
    Before(u32),
    /// It has passed: the holder is told.
    Overdue,
    /// It has long passed: the leader of the holder's unit is told.
    Leader,
    /// Longer: the office is told.
    Office,
    /// The unit stands in the last two of a published ranking.
    Warned,
    /// The reports of a month are due: the office checks them (R61).
    Reports,
}

impl Step {
    /// The word of the database.
    pub fn code(self) -> String {
        match self {
            Self::Before(days) => days.to_string(),
            Self::Overdue => "overdue".to_owned(),
            Self::Leader => "leader".to_owned(),
            Self::Office => "office".to_owned(),
            Self::Warned => "warned".to_owned(),
            Self::Reports => "reports".to_owned(),
        }
    }

    /// The step of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "overdue" => Some(Self::Overdue),
            "leader" => Some(Self::Leader),
            "office" => Some(Self::Office),
            "warned" => Some(Self::Warned),
            "reports" => Some(Self::Reports),
            days => days.parse().ok().map(Self::Before),
        }
    }

    /// What the notice says.
    pub fn label(self) -> String {
        match self {
            Self::Before(days) => format!("还有 {days} 个工作日到期"),
            Self::Overdue => "已逾期".to_owned(),
            Self::Leader => "逾期未办，报请领导督促".to_owned(),
            Self::Office => "逾期未办，报专班办公室".to_owned(),
            Self::Warned => "末位预警：当月排名居后两位".to_owned(),
            Self::Reports => "月报报送期已到，请按期核定月报（见“整治进度”）".to_owned(),
        }
    }
}

/// Somebody is to be told that an object is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Why.
    pub step: Step,
    /// The day on which it was to be told.
    pub day: NaiveDate,
    /// At which desk.
    pub to: Holder,
}

/// All notices about an object up to a day; `here_since` is the day on which it was moved last. What an
/// object was too late for when it came is not told afterwards, but that it is overdue is.
pub fn notices(
    object: &Object,
    here_since: NaiveDate,
    today: NaiveDate,
    limits: &Limits,
    calendar: &Calendar,
) -> Vec<Notice> {
    let (Some(due), Some(holder)) = (object.due, &object.holder) else { return Vec::new() };
    if is_warning(object) {
        return warnings(object, here_since, today);
    }
    // What comes due is from that day on another matter.
    let today = if comes_due(object, today) { due } else { today };
    let here_since = came_by_itself(object, calendar).unwrap_or(here_since);
    let mut notices = Vec::new();
    let mut tell = |step, day: NaiveDate, to: Holder| {
        if day <= today {
            notices.push(Notice { step, day, to });
        }
    };
    for days in &limits.remind_days {
        let day = calendar.before(due, *days);
        if day > here_since {
            tell(Step::Before(*days), day, holder.clone());
        }
    }
    if let Some(day) = reports_due(object, limits, calendar) {
        tell(Step::Reports, day, holder.clone());
    }
    let later = |days| calendar.after(due, days).max(here_since);
    tell(Step::Overdue, later(1), holder.clone());
    if let Some(leader) = leader(holder) {
        tell(Step::Leader, later(limits.leader_days), leader);
    }
    if is_of_unit(holder.role) {
        let office = Holder { role: Role::OfficeClerk, unit: String::new() };
        tell(Step::Office, later(limits.office_days), office);
    }
    notices
}

/// The day on which the reports of an open month are due, so that checking them begins.
fn reports_due(object: &Object, limits: &Limits, calendar: &Calendar) -> Option<NaiveDate> {
    let month = object.fields.period().filter(|_| object.state == OPEN)?.month?;
    Some(progress::due(month, limits, calendar))
}

/// Does the object warn its unit of its place in the ranking? Its due day is that of the next one.
pub fn is_warning(object: &Object) -> bool {
    object.kind == ObjectKind::Interview && object.state == WARNED
}

/// Leader and clerk of the unit are told once, on the day of the publication.
fn warnings(object: &Object, on: NaiveDate, today: NaiveDate) -> Vec<Notice> {
    let to = |role| Holder { role, unit: object.unit.clone() };
    let tell = |role| Notice { step: Step::Warned, day: on, to: to(role) };
    [Role::LocalLeader, Role::LocalClerk].into_iter().filter(|_| on <= today).map(tell).collect()
}

/// The day that brought an object here, for what the program moves: it may have been stopped on that day
/// and have moved it later. A checkpoint comes on its day, the books of a month with the month after.
fn came_by_itself(object: &Object, calendar: &Calendar) -> Option<NaiveDate> {
    let day = match object.last.verb.as_str() {
        COME_DUE => object.fields.agreement()?.next_point()?.due,
        "open" => object.fields.period()?.month?.next().day(1),
        _ => return None,
    };
    Some(calendar.on_or_after(day))
}

/// Has a checkpoint of this agreement come due, so that the program moves it?
pub fn comes_due(object: &Object, today: NaiveDate) -> bool {
    object.kind == ObjectKind::Agreement
        && object.state == "PERFORMING"
        && object.due.is_some_and(|due| due <= today)
}

/// Who is above a desk; nobody above those who lead.
fn leader(holder: &Holder) -> Option<Holder> {
    let role = match holder.role {
        Role::LocalClerk => Role::LocalLeader,
        Role::OfficeClerk => Role::OfficeHead,
        Role::BureauLiaison => Role::BureauLeader,
        _ => return None,
    };
    Some(Holder { role, unit: holder.unit.clone() })
}

/// Of a unit that the office waits for: local ones, and those that received an order.
fn is_of_unit(role: Role) -> bool {
    matches!(role, Role::LocalClerk | Role::LocalLeader | Role::BureauLiaison | Role::Acquirer)
}
