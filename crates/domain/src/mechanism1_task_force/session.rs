//! How long a session lives.

use chrono::{DateTime, TimeDelta, Utc};

use super::SecurityRules;

/// When a session was opened and last used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionTimes {
    /// When the person logged in.
    pub opened_at: DateTime<Utc>,
    /// When the last request came.
    pub seen_at: DateTime<Utc>,
}

/// Why a session is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// Nothing was asked for too long.
    Idle,
    /// It was opened too long ago.
    Absolute,
}

impl SessionTimes {
    /// Why it is over; `None` while it lives.
    pub fn end(self, now: DateTime<Utc>, rules: &SecurityRules) -> Option<SessionEnd> {
        if now - self.opened_at >= TimeDelta::hours(rules.absolute_hours) {
            Some(SessionEnd::Absolute)
        } else if now - self.seen_at >= TimeDelta::minutes(rules.idle_minutes) {
            Some(SessionEnd::Idle)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rules::tests::rules;
    use super::*;

    #[test]
    fn a_session_ends_after_half_an_hour_of_silence_and_after_twelve_hours_of_work() {
        let at = |minute: i64| DateTime::from_timestamp(1_696_816_800 + 60 * minute, 0).unwrap();
        let cases = [
            (0, 29, None),
            (0, 30, Some(SessionEnd::Idle)),
            (700, 719, None),
            (719, 720, Some(SessionEnd::Absolute)),
            (0, 720, Some(SessionEnd::Absolute)),
        ];
        for (seen, now, end) in cases {
            let times = SessionTimes { opened_at: at(0), seen_at: at(seen) };
            assert_eq!(times.end(at(now), &rules()), end, "seen {seen}, now {now}");
        }
    }

    proptest! {
        /// However busy somebody is, no session outlives its day, and none dies within half an hour of a request.
        #[test]
        fn a_session_lives_by_its_requests_but_never_past_its_day(
            pauses in proptest::collection::vec(0i64..45, 1..60)
        ) {
            let at = |minute: i64| DateTime::from_timestamp(1_696_816_800 + 60 * minute, 0).unwrap();
            let (mut seen, mut now) = (0, 0);
            for pause in pauses {
                now += pause;
                let end = SessionTimes { opened_at: at(0), seen_at: at(seen) }.end(at(now), &rules());
                prop_assert_eq!(end.is_none(), now < 720 && pause < 30);
                if end.is_some() {
                    break;
                }
                seen = now;
            }
        }
    }
}
