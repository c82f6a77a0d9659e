//! 六（五）评估出库: evaluation, exit by the meeting, the watch after it. What counts is in `mechanism2_appraisal`.

pub mod case;
