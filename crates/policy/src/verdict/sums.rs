//! Sums of verdicts.

use lingdi_domain::Area;
use serde::{Serialize, Serializer};

use super::{Answer, Answers};

/// Sums over the parcels in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Parcels in scope.
    pub parcels: u32,
    /// Parcels whose registered use is not industrial; in no other figure.
    pub out_of_scope: u32,
    /// Area of the parcels in scope.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed parcels.
    pub listed: u32,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
    /// Parcels with the focus flag (重点整治).
    pub focus: u32,
    /// Listed parcels by letter, each parcel once per letter.
    pub by_category: ByCategory,
    /// Area of the listed parcels.
    #[serde(skip)]
    pub listed_area_mu: Area,
}

impl Totals {
    /// Adds the sums of a unit.
    pub fn add(&mut self, unit: &UnitTotals) {
        self.parcels += unit.parcels;
        self.area_mu.0 += unit.area_mu.0;
        self.listed += unit.listed;
        self.indeterminate += unit.indeterminate;
        self.focus += unit.focus;
        self.listed_area_mu.0 += unit.listed_area_mu.0;
        self.by_category.a += unit.by_category.a;
        self.by_category.b += unit.by_category.b;
        self.by_category.c += unit.by_category.c;
        self.by_category.d += unit.by_category.d;
    }
}

/// Sums of one unit, parcels in scope only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnitTotals {
    /// Unit code.
    pub unit: String,
    /// Unit name.
    pub unit_name: String,
    /// Parcels in scope.
    pub parcels: u32,
    /// Their area.
    #[serde(serialize_with = "as_mu")]
    pub area_mu: Area,
    /// Listed parcels.
    pub listed: u32,
    /// Parcels that a missing fact keeps open.
    pub indeterminate: u32,
    /// Parcels with the focus flag.
    pub focus: u32,
    /// Area of the listed parcels.
    #[serde(serialize_with = "as_mu")]
    pub listed_area_mu: Area,
    /// Listed parcels by letter, each parcel once per letter.
    pub by_category: ByCategory,
}

/// Parcels per letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ByCategory {
    /// 亩均低效
    #[serde(rename = "A")]
    pub a: u32,
    /// 用而未尽
    #[serde(rename = "B")]
    pub b: u32,
    /// 占工非工
    #[serde(rename = "C")]
    pub c: u32,
    /// 其他类型
    #[serde(rename = "D")]
    pub d: u32,
}

impl ByCategory {
    /// Counts a parcel once under each letter among its categories.
    pub fn count(&mut self, answers: &Answers) {
        let yes = |answer: Answer| u32::from(answer == Answer::Yes);
        self.a += yes(answers.a);
        self.b += yes(answers.b);
        self.c += yes(answers.c1) | yes(answers.c2);
        self.d += yes(answers.d1) | yes(answers.d2);
    }
}

/// Writes an area as a JSON number of 亩. 亩 are 3/200000 of the stored unit, so that the printed
/// number is exact up to a million 亩.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(super) fn as_mu<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((area.0 * 3) as f64 / 200_000.0)
}
