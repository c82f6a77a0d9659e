//! The county as a whole at the closing of a month, for the circular.

use std::collections::BTreeMap;

use chrono::Datelike;
use lingdi_domain::mechanism2_appraisal::CountyFacts;
use lingdi_domain::mechanism2_appraisal::achievement::{Counted, What, figure};
use lingdi_domain::mechanism2_appraisal::circular::{CategoryLand, Total};
use lingdi_domain::object::Object;
use lingdi_domain::{MainCategory, Month};
use lingdi_policy::Edition;

/// What is kept of the county: land in the database, and each indicator beside the policy's targets.
pub(super) fn county_facts(
    month: Month,
    edition: &Edition,
    counted: &[Counted],
    in_database: &[Object],
) -> CountyFacts {
    let target = |what: What, year: Option<i32>| {
        let same = edition.targets().iter().find(|it| it.year == year && it.indicator == what.indicator());
        same.map(|it| it.amount.clone())
    };
    let total = |what: What| {
        let earlier = counted.iter().filter(|row| row.what == what && row.on.year() < month.year());
        Total {
            what,
            before: figure(what, earlier.map(|row| row.amount).sum()),
            target: target(what, Some(month.year())),
            whole: target(what, None),
        }
    };
    CountyFacts {
        land: land(in_database),
        totals: What::ALL.into_iter().map(total).collect(),
        ..CountyFacts::default()
    }
}

/// Sites by category; one that stands in two is counted in both.
fn land(cases: &[Object]) -> Vec<CategoryLand> {
    let mut by_category: BTreeMap<MainCategory, (i64, i64)> = BTreeMap::new();
    for case in cases.iter().filter_map(|object| object.fields.case()) {
        let mut categories: Vec<MainCategory> = case.categories.iter().map(|one| one.main()).collect();
        categories.sort_unstable();
        categories.dedup();
        for category in categories {
            let (sites, area) = by_category.entry(category).or_default();
            *sites += 1;
            *area += case.area.0;
        }
    }
    let land = |category: MainCategory| {
        let (sites, area) = by_category.get(&category).copied().unwrap_or_default();
        CategoryLand { category, sites, area: figure(What::Cleared, area) }
    };
    MainCategory::ALL.into_iter().map(land).collect()
}
