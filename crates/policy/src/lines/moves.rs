//! What the machines of cases, plans and meetings ask of an edition.

use chrono::NaiveDate;
use lingdi_domain::meeting::{Act, Level, Rights};
use lingdi_domain::moves::machine;
use lingdi_domain::numbers::{Appraisal, Numbers, Orders};
use lingdi_domain::object::ObjectKind;
use lingdi_domain::{Area, Limits, Money, Ratio};

use super::read::On;
use crate::edition::setting::NONE;
use crate::edition::tables::Body;
use crate::edition::{Edition, EditionError};

impl Edition {
    /// Days, shares and lines of the moves, as they hold on a day.
    pub fn numbers(&self, day: NaiveDate) -> Result<Numbers, EditionError> {
        let on = On { edition: self, day };
        let area = |key| Ok::<_, EditionError>(Area(on.area_line(key)?.least_tolerated().max(0)));
        Ok(Numbers {
            verify_days: on.whole("verify_days")?,
            overall_days: on.whole("overall_days")?,
            battle_plan_due: on.date("battle_plan_due")?,
            soon_days: on.whole("soon_days")?,
            answer_days: on.whole("answer_days")?,
            watch_months: on.whole("watch_months")?,
            major_area: area("major_area")?,
            major_amount: amount(&on, "major_amount")?,
            area_tolerance: on.line("area_tolerance")?.value,
            vacate_gap_days: on.whole("vacate_gap_days")?,
            block_sites: on.whole("block_sites")?,
            block_area: area("block_area")?,
            block_gap: on.line("block_gap")?.value,
            exit_tax: on.line("tax_line")?.value * on.line("exit_share")?.value,
            paper_off: paper_off(&on)?,
            policy_by_meeting: on.text("policy_by_meeting")? == "required",
            targets_by_meeting: on.text("targets_by_meeting")? == "required",
            observe_first: on.text("clearing_moment")? == "after_observation",
            count_once: on.text("same_parcel_twice")? == "count_once",
            limits: limits(&on)?,
            appraisal: appraisal(&on)?,
            orders: orders(&on)?,
        })
    }

    /// Which meeting owns which act (`decision_rights.toml`).
    pub fn rights(&self) -> Rights {
        let level = |body| match body {
            Body::LeaderMeeting => Some(Level::Leader),
            Body::DeputyMeeting => Some(Level::Deputy),
            Body::OfficeMeeting => Some(Level::Office),
            _ => None,
        };
        let owner = |act: Act| {
            let right = self.decision_rights().iter().find(|right| right.act == act.label())?;
            Some((act, level(right.owner)?))
        };
        Rights::new(Act::ALL.into_iter().filter_map(owner))
    }
}

/// A line in 万元, in 分; none where the edition draws no such line.
fn amount(on: &On<'_>, key: &str) -> Result<Option<Money>, EditionError> {
    if on.text(key)? == NONE {
        return Ok(None);
    }
    let fen = on.line(key)?.value * Ratio::integer(FEN_PER_WAN);
    Ok(fen.round_half_up().map(Money))
}

/// 分 in 万元.
const FEN_PER_WAN: i128 = 1_000_000;

fn limits(on: &On<'_>) -> Result<Limits, EditionError> {
    Ok(Limits {
        screen_days: on.whole("screen_days")?,
        check_day: on.whole("check_day")?,
        meeting_days: on.whole("meeting_days")?,
        confirm_days: on.whole("confirm_days")?,
        dossier_days: on.whole("dossier_days")?,
        plan_days: on.whole("plan_days")?,
        plan_report_days: on.whole("plan_report_days")?,
        agreement_report_days: on.whole("agreement_report_days")?,
        check_days: on.whole("check_days")?,
        cure_days: on.whole("cure_days")?,
        evaluate_days: on.whole("evaluate_days")?,
        minutes_days: on.whole("minutes_days")?,
        report_day: on.whole("report_day")?,
        remind_days: on.wholes("remind_days")?,
        leader_days: on.whole("leader_days")?,
        office_days: on.whole("office_days")?,
        light_days: on.whole("light_days")?,
        light_reports: on.whole("light_reports")?,
    })
}

fn orders(on: &On<'_>) -> Result<Orders, EditionError> {
    Ok(Orders {
        sign_days: on.whole("order_sign_days")?,
        verify_days: on.whole("order_verify_days")?,
        extensions: on.whole("order_extensions")?,
        light_days: on.whole("order_light_days")?,
        quarter_visits: on.whole("quarter_visits")?,
    })
}

fn appraisal(on: &On<'_>) -> Result<Appraisal, EditionError> {
    Ok(Appraisal {
        bottom_months: on.whole("bottom_months")?,
        bottom_places: on.whole("bottom_places")?,
        bottom_least: on.whole("bottom_least")?,
        close_day: on.whole("close_day")?,
        publish_day: on.whole("publish_day")?,
        objection_days: on.whole("objection_days")?,
        interview_days: on.whole("interview_days")?,
        crosses_years: on.is_on("streak_crosses_years")?,
        restarts: on.text("interview_counter")? == "restart",
        certified_only: on.text("ranking_status")? == "certified",
        with_departments: on.text("ranking_group")? == "with_departments",
        waiver: on.is_on("interview_waiver")?,
        disposed_share: on.line("disposed_share")?.value,
    })
}

/// Moves whose switch `paper_<kind>_<verb>` stands on "off".
fn paper_off(on: &On<'_>) -> Result<Vec<(ObjectKind, String)>, EditionError> {
    let mut off = Vec::new();
    for kind in ObjectKind::ALL {
        for one in machine(kind).all().filter(|one| one.offline) {
            if !on.is_on(&format!("paper_{}_{}", kind.code(), one.verb))? {
                off.push((kind, one.verb.to_owned()));
            }
        }
    }
    Ok(off)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_but_reports_has_a_meeting_that_owns_it() {
        let rights = Edition::shipped("2022-7").unwrap().rights();
        for act in Act::ALL.into_iter().filter(|act| *act != Act::Report) {
            assert!(rights.owner(act).is_some(), "{act:?}");
        }
        assert_eq!(rights.owner(Act::BlockPlan), Some(Level::Leader));
        assert_eq!(rights.owner(Act::AcquisitionPlan), Some(Level::Deputy));
        assert_eq!(rights.owner(Act::EntryExit), Some(Level::Office));
    }

    #[test]
    fn each_move_from_signed_paper_has_its_switch() {
        let edition = Edition::shipped("2022-7").unwrap();
        let day = "2023-10-09".parse().unwrap();
        assert!(edition.numbers(day).unwrap().paper_off.is_empty());
        let closed = edition.with_overrides([("paper_cases_declare_done", "off")]).unwrap();
        let off = closed.numbers(day).unwrap().paper_off;
        assert_eq!(off, [(ObjectKind::Case, "declare_done".to_owned())]);
    }

    #[test]
    fn a_line_by_amount_may_be_left_out() {
        let edition = Edition::shipped("2022-7").unwrap();
        let day = "2023-10-09".parse().unwrap();
        let none = edition.with_overrides([("major_amount", "none")]).unwrap();
        assert_eq!(none.numbers(day).unwrap().major_amount, None);
    }

    #[test]
    fn numbers_are_those_of_the_day() {
        let edition = Edition::shipped("2022-7").unwrap();
        let on = |day: &str| edition.numbers(day.parse().unwrap()).unwrap();
        let numbers = on("2023-10-09");
        // 50 亩 less the tolerance of 0.005 亩.
        assert_eq!(numbers.major_area, Area(3_333_000));
        assert_eq!((numbers.exit_tax, on("2022-10-09").exit_tax), (Ratio::integer(5), Ratio::integer(3)));
        assert_eq!(numbers.major_amount, Some(Money(10_000_000_000)), "1 亿元");
        assert!(!numbers.observe_first && numbers.count_once);
        let limits = numbers.limits;
        assert_eq!((limits.agreement_report_days, limits.report_day), (5, 5));
        assert_eq!(limits.remind_days, [7, 3, 1]);
    }
}
