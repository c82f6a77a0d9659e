//! 资规局: parcels as a Shapefile.

use geo::Coord;

use crate::demo::DemoError;
use crate::demo::county::County;
use crate::demo::parcel::Parcel;
use crate::demo::story::Story;
use crate::demo::victim::Victims;
use crate::demo::words::SHOPS;
use crate::demo::write::{DbfField, Feature, shapefile_zip};
use crate::rng::Rng;

const FIELDS: &[DbfField] = &[
    DbfField { name: "宗地代码", width: 30 },
    DbfField { name: "坐落", width: 80 },
    DbfField { name: "宗地面积", width: 16 },
    DbfField { name: "面积单位", width: 8 },
    DbfField { name: "土地用途", width: 20 },
    DbfField { name: "实际用途", width: 20 },
    DbfField { name: "权利人", width: 60 },
    DbfField { name: "统一社会信用代码", width: 18 },
    DbfField { name: "权利性质", width: 10 },
    DbfField { name: "供应日期", width: 10 },
    DbfField { name: "容积率", width: 6 },
    DbfField { name: "建筑密度", width: 6 },
    DbfField { name: "现状是否闲置", width: 2 },
    DbfField { name: "闲置面积", width: 14 },
    DbfField { name: "备注", width: 20 },
];
const CODE: usize = 0;
const AREA: usize = 2;
const RATIO: usize = 10;

/// The archive.
pub(super) fn shapefile(county: &County) -> Result<Vec<u8>, DemoError> {
    let mut rng = Rng::new("parcels file");
    let mut features: Vec<Feature> = (0..county.parcels.len())
        .map(|index| Feature {
            ring: county.parcels[index].ring.iter().rev().copied().collect(),
            values: values(county, index, &mut rng),
        })
        .collect();
    spoil(county, &mut features);
    shapefile_zip("ZD_330122_202203", FIELDS, &features)
}

/// Parcels that were built upon since: one of so many in production, with a higher 容积率.
pub(super) fn changes(county: &County, one_of: usize) -> Result<Vec<u8>, DemoError> {
    let mut rng = Rng::new("parcels file");
    let mut features = Vec::new();
    for (index, parcel) in county.parcels.iter().enumerate() {
        let mut values = values(county, index, &mut rng);
        if index % one_of != 7 || parcel.story != Story::Ordinary {
            continue;
        }
        if let Ok(ratio) = values[RATIO].parse::<f64>() {
            values[RATIO] = format!("{:.2}", ratio + 0.2);
        }
        features.push(Feature { ring: parcel.ring.iter().rev().copied().collect(), values });
    }
    shapefile_zip("ZD_330122_202304", FIELDS, &features)
}

fn values(county: &County, index: usize, rng: &mut Rng) -> Vec<String> {
    let (parcel, owner) = (&county.parcels[index], county.owner(index));
    let coverage = rng.between(32.0, 58.0);
    let floors = rng.between(1.2, 3.4);
    let built = parcel.story.produces();
    let with_code = owner.registered && rng.chance(0.85);
    let (idle, idle_area) = idle(parcel, rng);
    vec![
        parcel.code.clone(),
        parcel.location.clone(),
        format!("{:.2}", parcel.area),
        "平方米".to_owned(),
        land_use(parcel, rng).to_owned(),
        actual_use(parcel, rng).to_owned(),
        owner.name.clone(),
        if with_code { owner.code.clone() } else { String::new() },
        if rng.chance(0.93) { "出让" } else { "划拨" }.to_owned(),
        parcel.supplied.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        if built { format!("{:.2}", coverage * floors / 100.0) } else { String::new() },
        if built { format!("{coverage:.1}") } else { String::new() },
        idle,
        idle_area,
        "演示数据".to_owned(),
    ]
}

fn land_use(parcel: &Parcel, rng: &mut Rng) -> &'static str {
    if parcel.story == Story::NotIndustrial {
        return rng.pick(&["0604", "仓储用地", "商服用地", "商务金融用地", "0602", "公用设施用地"]);
    }
    match rng.below(20) {
        0..=11 => "工业用地",
        12..=16 => "0601",
        17 | 18 => "061",
        _ => "M2",
    }
}

fn actual_use(parcel: &Parcel, rng: &mut Rng) -> &'static str {
    match parcel.story {
        Story::Shops => rng.pick(SHOPS).0,
        Story::PermissionExpired | Story::Permitted => rng.pick(&["商业", "办公", "培训"]),
        Story::Store => "仓储",
        Story::NewlySupplied => "在建",
        // Every second of these is told by its use, the others by 现状是否闲置.
        Story::StandsEmpty if parcel.code.ends_with(['0', '2', '4', '6', '8']) => rng.pick(&["闲置", "空置"]),
        Story::StandsEmpty | Story::NeverStarted | Story::Suspended | Story::NotIndustrial => "",
        _ if rng.chance(0.6) => rng.pick(&["工业", "工业", "生产", "厂房"]),
        _ => "",
    }
}

/// 现状是否闲置 and 闲置面积 in square metres.
fn idle(parcel: &Parcel, rng: &mut Rng) -> (String, String) {
    match parcel.story {
        Story::StandsEmpty if !parcel.code.ends_with(['0', '2', '4', '6', '8']) => {
            ("是".to_owned(), String::new())
        }
        Story::PartEmpty => {
            let share = rng.between(0.25, 0.6);
            ("否".to_owned(), format!("{:.2}", parcel.area * share))
        }
        Story::Ordinary if rng.chance(0.3) => ("否".to_owned(), String::new()),
        // Small rests of unused land that no line reaches.
        Story::Ordinary if parcel.mu() > 8.0 && rng.chance(0.03) => {
            (String::new(), format!("{:.2}", parcel.area * 0.06))
        }
        _ => Default::default(),
    }
}

fn spoil(county: &County, features: &mut Vec<Feature>) {
    let ordinary = |row: usize| county.parcels[row].story == Story::Ordinary;
    let mut victims = Victims::among(features.len(), "dirt parcels");
    for row in victims.take(1, |row| ordinary(row) && county.parcels[row].ring.len() == 4) {
        twist(&mut features[row].ring);
    }
    for (nth, row) in victims.take(6, ordinary).into_iter().enumerate() {
        let wrong = county.parcels[row].area * if nth % 2 == 0 { 1.06 } else { 0.94 };
        features[row].values[AREA] = format!("{wrong:.2}");
    }
    for row in victims.take(2, ordinary) {
        features[row].values[CODE].push_str("F00010001");
    }
    for row in victims.take(1, ordinary) {
        features.push(features[row].clone());
    }
    for row in victims.take(1, ordinary) {
        features.push(elsewhere(&features[row]));
    }
}

/// Adds a small loop to the first side: the ring crosses itself, the area hardly changes.
fn twist(ring: &mut Vec<Coord>) {
    let (from, to) = (ring[0], ring[1]);
    let length = (to.x - from.x).hypot(to.y - from.y);
    let along = Coord { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
    let at = |share: f64, aside: f64| Coord {
        x: from.x + along.x * length * share + along.y * aside,
        y: from.y + along.y * length * share - along.x * aside,
    };
    ring.splice(1..1, [at(0.55, 0.0), at(0.5, 1.5), at(0.5, -1.5)]);
}

/// A neighbouring county's parcel under a number of its own: 40 km to the north-east.
fn elsewhere(feature: &Feature) -> Feature {
    let mut values = feature.values.clone();
    "330122099001GB00001".clone_into(&mut values[CODE]);
    let ring =
        feature.ring.iter().map(|corner| Coord { x: corner.x + 40_000.0, y: corner.y + 40_000.0 }).collect();
    Feature { ring, values }
}
