//! The turning point of a number: the first step at which an answer is another one, found with the
//! rules themselves, so that no rule is written twice.

/// How much wider each stride is than the one before.
const WIDER: i64 = 8;

/// From `present` towards `bound`: the number at which `turned` first holds while it does not one
/// step before. Strides widen until one turns, then halve. `turned` does not hold at `present`.
pub(super) fn turning_point(present: i64, bound: i64, mut turned: impl FnMut(i64) -> bool) -> Option<i64> {
    let sign = (bound - present).signum();
    let (mut still, mut stride) = (present, 1_i64);
    while still != bound {
        let left = (bound - still).abs();
        let next = still + sign * stride.min(left);
        if turned(next) {
            return Some(narrow(still, next, turned));
        }
        still = next;
        stride = stride.saturating_mul(WIDER);
    }
    None
}

/// Between a number that has not turned and one that has: the turned one whose neighbour has not.
fn narrow(mut still: i64, mut gone: i64, mut turned: impl FnMut(i64) -> bool) -> i64 {
    while (gone - still).abs() > 1 {
        let middle = still + (gone - still) / 2;
        if turned(middle) {
            gone = middle;
        } else {
            still = middle;
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turning_point_is_exact_in_either_direction() {
        for line in [1, 2, 7, 8, 9, 10, 73, 99_999] {
            assert_eq!(turning_point(0, 100_000, |number| number >= line), Some(line));
            assert_eq!(turning_point(0, -100_000, |number| number <= -line), Some(-line));
        }
    }

    #[test]
    fn what_never_turns_is_left_alone() {
        assert_eq!(turning_point(5, 100, |_| false), None);
        assert_eq!(turning_point(5, 5, |_| true), None);
    }
}
