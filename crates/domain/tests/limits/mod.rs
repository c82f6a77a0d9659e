//! The limits that the tests of machines and of the watch count with.

use lingdi_domain::Limits;
pub(crate) fn limits() -> Limits {
    Limits {
        screen_days: 10,
        check_day: 8,
        meeting_days: 14,
        confirm_days: 10,
        dossier_days: 10,
        plan_days: 30,
        plan_report_days: 5,
        agreement_report_days: 5,
        check_days: 5,
        cure_days: 20,
        evaluate_days: 20,
        minutes_days: 5,
        report_day: 5,
        remind_days: vec![7, 3, 1],
        leader_days: 3,
        office_days: 5,
        light_days: 7,
        light_reports: 2,
    }
}
