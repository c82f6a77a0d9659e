use lingdi_domain::{Area, Money, Ratio, Source};
use lingdi_policy::facts::{Enterprise, Occupancy, Parcel, Tax};
use proptest::prelude::*;

use super::*;

fn source(row: u32) -> Source {
    Source { batch: 1, sheet: 2, row }
}

/// Parcel `n` of 1,000, used by firm `n` and, on every third, by the firm of the next parcel too.
fn parcel(n: u32) -> Parcel {
    Parcel {
        code: format!("330122001001GB{n:05}").into(),
        location: Some("东溪路 8 号".into()),
        area: Area(1_333_333),
        area_text: Some("20.00 亩".into()),
        land_use: "工业用地".into(),
        actual_use: None,
        owner_name: Some("桐庐恒昇针织有限公司".into()),
        owner: Some(n),
        supply_date: "2012-05-01".parse().ok(),
        unit: Some("330122101".into()),
        floor_area_ratio: Some(Ratio::new(1, 3)),
        idle: Some(false),
        idle_area: None,
        source: source(n),
    }
}

fn occupancy(parcel: u32, firm: u32) -> Occupancy {
    Occupancy {
        parcel,
        enterprise: Some(firm),
        name: None,
        relation: None,
        land_area: Some(Area(666_667)),
        floor_area: None,
        from: None,
        to: None,
        source: source(10_000 + parcel),
    }
}

fn facts() -> CountyFacts {
    let firm = |n: u32| Enterprise {
        code: format!("91330122MA{n:08}").into(),
        name: format!("桐庐第{n}厂").into(),
        industry: None,
        founded_on: None,
        deregistered_on: None,
        source: source(n),
    };
    let tax = |n: u32| Tax {
        enterprise: n,
        year: 2022,
        tax_type: None,
        amount: Money(i64::from(n) * 1_000_000),
        source: source(n),
    };
    let occupancies = (0..1_000).flat_map(|n| {
        let own = occupancy(n, n);
        std::iter::once(own).chain((n % 3 == 0 && n < 999).then(|| occupancy(n, n + 1)))
    });
    CountyFacts {
        county: "330122".into(),
        parcels: (0..1_000).map(parcel).collect(),
        enterprises: (0..1_000).map(firm).collect(),
        occupancies: occupancies.collect(),
        taxes: (0..1_000).map(tax).collect(),
        ..CountyFacts::default()
    }
}

fn fetch(bytes: &[u8]) -> impl Fn(u64, u64) -> Option<Vec<u8>> + '_ {
    |offset, length| bytes.get(offset as usize..(offset + length) as usize).map(<[u8]>::to_vec)
}

#[test]
fn facts_come_back_as_they_were() {
    let kept = decode(&encode(&facts(), &[], 7).unwrap(), 7).unwrap();
    assert_eq!(format!("{kept:?}"), format!("{:?}", facts()));
}

#[test]
fn facts_of_another_state_or_form_are_refused() {
    let bytes = encode(&facts(), &[], 7).unwrap();
    assert_eq!(decode(&bytes, 8).err(), Some(Refused::State));
    assert_eq!(decode(b"LDFACTS0 and at least forty bytes of anything", 7).err(), Some(Refused::Form));
    assert_eq!(decode(b"", 7).err(), Some(Refused::Form));
}

#[test]
fn around_a_parcel_lie_its_firms_and_their_other_parcels() {
    let aliases = [(Text::from("122-08-77"), 300)];
    let bytes = encode(&facts(), &aliases, 7).unwrap();
    let around = |code: &str| around(&fetch(&bytes), 7, code).unwrap();
    let found = around("330122001001GB00300").unwrap();
    let codes: Vec<_> = found.facts.parcels.iter().map(|parcel| parcel.code.as_str()).collect();
    assert_eq!(codes, ["330122001001GB00300", "330122001001GB00301"]);
    assert_eq!((found.parcel, found.facts.taxes.len()), (0, 2));
    assert_eq!(found.facts.enterprises[1].name, "桐庐第301厂");
    assert_eq!(around("122-08-77").unwrap().facts.parcels.len(), 2);
    assert_eq!(around("330122001001GB00301").unwrap().parcel, 1);
    for unknown in ["330122001001GB01000", "000000000000GB00000", "", "无"] {
        assert!(around(unknown).is_none(), "{unknown}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damaged_bytes_are_refused(at in any::<prop::sample::Index>(), bit in 0..8_u8, cut in any::<bool>()) {
        let mut bytes = encode(&facts(), &[], 7).unwrap();
        let place = at.index(bytes.len());
        if cut { bytes.truncate(place) } else { bytes[place] ^= 1 << bit }
        prop_assert!(decode(&bytes, 7).is_err());
    }
}
