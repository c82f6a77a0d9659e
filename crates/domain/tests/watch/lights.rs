//! Lights and months of a case, as a table.

use lingdi_domain::Month;
use lingdi_domain::case::{Case, Report};
use lingdi_domain::step4_remediation::progress::{Colour, Rules, Standing, light, months, next_month};
use lingdi_domain::step4_remediation::{Milestone, Plan};

use super::{calendar, day, limits};

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

/// Work since 10 July 2023; reports as `2023-07 2023-08-04`.
fn case(reports: &[(&str, &str)]) -> Case {
    let report = |(of, on): &(&str, &str)| Report {
        month: month(of),
        on: day(on),
        text: "按节点推进".to_owned(),
        percent: None,
        invested: None,
        checked_on: None,
    };
    Case {
        working_since: Some(day("2023-07-10")),
        reports: reports.iter().map(report).collect(),
        ..Case::default()
    }
}

/// Milestones as `2023-09-30 2023-09-28`: due and closed; an empty close is open.
fn plan(milestones: &[(&str, &str)], end: &str) -> Plan {
    let milestone = |(due, closed): &(&str, &str)| Milestone {
        due: day(due),
        what: "设备进场".to_owned(),
        closed_on: closed.parse().ok(),
    };
    Plan {
        milestones: milestones.iter().map(milestone).collect(),
        end_date: end.parse().ok(),
        ..Plan::default()
    }
}

const IN_TIME: &[(&str, &str)] =
    &[("2023-07", "2023-08-04"), ("2023-08", "2023-09-05"), ("2023-09", "2023-10-07")];

#[test]
fn a_light_is_the_worst_of_its_reasons_and_each_names_the_way_out() {
    use Colour::{Green, Red, Yellow};
    type Row = (
        &'static [(&'static str, &'static str)],
        &'static [(&'static str, &'static str)],
        &'static str,
        Colour,
        &'static [&'static str],
    );
    let table: &[Row] = &[
        (IN_TIME, &[("2023-12-31", "")], "2023-10-09", Green, &[]),
        // Seven days are soon, eight are not.
        (IN_TIME, &[("2023-10-16", "")], "2023-10-09", Yellow, &["还有 7 天", "登记“节点完成”"]),
        (IN_TIME, &[("2023-10-17", "")], "2023-10-09", Green, &[]),
        (IN_TIME, &[("2023-10-09", "")], "2023-10-09", Yellow, &["还有 0 天"]),
        (
            IN_TIME,
            &[("2023-10-08", "")],
            "2023-10-09",
            Red,
            &["“设备进场”应于 2023-10-08", "逾期 1 天", "转绿"],
        ),
        // Closed late is closed; closed tomorrow is open today.
        (IN_TIME, &[("2023-09-30", "2023-10-08")], "2023-10-09", Green, &[]),
        (IN_TIME, &[("2023-09-30", "2023-10-10")], "2023-10-09", Red, &["逾期 9 天"]),
        // One report missing is yellow, two are red; the report of September was due on 7 October.
        (&IN_TIME[..2], &[], "2023-10-07", Green, &[]),
        (&IN_TIME[..2], &[], "2023-10-08", Yellow, &["2023年9月月报未报", "补报后转绿"]),
        (&IN_TIME[..1], &[], "2023-10-08", Red, &["2023年8月、2023年9月月报未报"]),
        // What was reported later was missing then.
        (IN_TIME, &[], "2023-09-30", Green, &[]),
        (&[("2023-07", "2023-09-30")], &[], "2023-09-04", Yellow, &["2023年7月"]),
    ];
    for (reports, milestones, on, colour, words) in table {
        let rules = Rules { limits: &limits(), calendar: &calendar() };
        let plan = plan(milestones, "2024-06-30");
        let light = light(&case(reports), Some(&plan), day(on), rules);
        assert_eq!(light.colour, *colour, "{reports:?} {milestones:?} {on}: {light:?}");
        let told: String = light.reasons.iter().map(|reason| reason.sentence.as_str()).collect();
        assert!(words.iter().all(|word| told.contains(word)), "{told}");
    }
}

#[test]
fn a_plan_past_its_end_is_red_and_says_to_declare_or_replan() {
    let rules = Rules { limits: &limits(), calendar: &calendar() };
    let over = light(&case(IN_TIME), Some(&plan(&[], "2023-10-08")), day("2023-10-09"), rules);
    assert_eq!(over.colour, Colour::Red);
    assert!(over.reasons[0].sentence.contains("申报完成"), "{over:?}");
    let none = light(&case(IN_TIME), None, day("2023-10-09"), rules);
    assert_eq!(none.colour, Colour::Green);
}

#[test]
fn each_month_says_how_it_was_reported_and_what_the_light_was_then() {
    let rules = Rules { limits: &limits(), calendar: &calendar() };
    let case = case(&[("2023-07", "2023-08-07"), ("2023-08", "2023-09-06")]);
    let plan = plan(&[("2023-09-01", "2023-09-20")], "2024-06-30");
    let rows = months(&case, Some(&plan), day("2023-10-09"), rules);
    let told: Vec<_> = rows.iter().map(|row| (row.month.to_string(), row.standing, row.light)).collect();
    assert_eq!(
        told,
        [
            ("2023-07".to_owned(), Standing::InTime, Colour::Green),
            // The milestone of 1 September was still open on 5 September.
            ("2023-08".to_owned(), Standing::Late, Colour::Red),
            ("2023-09".to_owned(), Standing::Missing, Colour::Green),
            ("2023-10".to_owned(), Standing::Awaited, Colour::Yellow),
        ]
    );
    assert_eq!(next_month(&case), Some(month("2023-09")));
    assert_eq!(next_month(&Case::default()), None, "work has not begun");
    assert!(months(&Case::default(), None, day("2023-10-09"), rules).is_empty());
}
