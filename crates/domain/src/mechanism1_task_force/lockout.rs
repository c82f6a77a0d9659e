//! Failures in a row lock an account for a while.

use chrono::{DateTime, TimeDelta, Utc};

use super::SecurityRules;

/// How often a wrong password was given, and until when the account is shut for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lock {
    /// Failures in a row.
    pub failures: i64,
    /// Shut until then.
    pub until: Option<DateTime<Utc>>,
}

impl Lock {
    /// Until when nobody gets in, right password or wrong; `None` when the door is open.
    pub fn shut_until(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.until.filter(|until| now < *until)
    }

    /// After a wrong password at an open door.
    #[must_use]
    pub fn after_failure(self, now: DateTime<Utc>, rules: &SecurityRules) -> Self {
        // What shut the door is forgotten once it has opened again.
        let before = if self.until.is_some_and(|until| until <= now) { 0 } else { self.failures };
        let failures = before + 1;
        let shut = failures >= rules.lock_failures;
        Self { failures, until: shut.then(|| now + TimeDelta::minutes(rules.lock_minutes)) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::rules::tests::rules;
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_696_816_800 + second, 0).unwrap()
    }

    #[test]
    fn the_fifth_failure_shuts_the_door_for_half_an_hour() {
        let mut lock = Lock::default();
        for n in 0..5 {
            assert_eq!(lock.shut_until(at(n)), None, "failure {n}");
            lock = lock.after_failure(at(n), &rules());
        }
        assert_eq!(lock.shut_until(at(5)), Some(at(4 + 1800)));
        assert_eq!(lock.shut_until(at(4 + 1800)), None);
        assert_eq!(lock.after_failure(at(4 + 1800), &rules()), Lock { failures: 1, until: None });
    }

    proptest! {
        /// Whatever the pace of guessing, after five guesses the door stays shut for half an hour.
        #[test]
        fn guessing_gets_no_further_than_five_in_half_an_hour(steps in proptest::collection::vec(0i64..400, 1..200)) {
            let (mut lock, mut now, mut tried) = (Lock::default(), 0, Vec::new());
            for step in steps {
                now += step;
                if lock.shut_until(at(now)).is_none() {
                    lock = lock.after_failure(at(now), &rules());
                    tried.push(now);
                }
            }
            for window in tried.windows(6) {
                prop_assert!(window.windows(2).any(|pair| pair[1] - pair[0] >= 1800));
            }
        }

        #[test]
        fn a_shut_door_opens_by_itself(failures in 0i64..5, later in 1800i64..100_000) {
            let lock = Lock { failures, until: None }.after_failure(at(0), &rules());
            prop_assert_eq!(lock.shut_until(at(later)), None);
        }
    }
}
