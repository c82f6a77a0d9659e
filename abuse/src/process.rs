//! What the process has used, as Linux tells it.

use std::fs;

/// Processor time of all threads so far, seconds.
pub fn seconds() -> f64 {
    // Fields are counted behind the name of the program, which may hold anything; a tick is 1/100 s.
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Memory in use at most since [`forget_peak`], MB.
pub fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() >> 10
}

/// Lets the peak start anew.
pub fn forget_peak() {
    // Where this is forbidden the peak is that of the whole run, which is on the safe side.
    drop(fs::write("/proc/self/clear_refs", "5"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_and_memory_are_seen() {
        let (before, start) = (peak(), seconds());
        let mut content = vec![1_u8; 64 << 20];
        while seconds() - start < 0.05 {
            content.reverse();
        }
        assert!(peak() >= before + 60, "{} after {before}", peak());
    }
}
