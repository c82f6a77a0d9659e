//! Maps in and out: GeoPackage and Shapefile through the whole desk, and real ones of other countries.

use std::path::Path;

use crate::office::{Desk, upload};
use lingdi_app::Error;
use lingdi_app::exports::{Format, Layer};
use lingdi_app::identification::Judge;
use lingdi_app::imports::{Report, bundled};
use lingdi_domain::Kind;
use lingdi_testkit::fixtures::mini;

async fn dry_run(desk: &Desk, kind: Kind, name: &str, bytes: Vec<u8>, map: &[&str]) -> Result<Report, Error> {
    desk.app.dry_run(&desk.office, upload(kind, name, bytes, map)).await
}

async fn export(desk: &Desk, layer: Layer) -> Result<Vec<u8>, Error> {
    let ask = Judge { year: Some(2023), as_of: Some("2023-10-09".parse().unwrap()), ..Judge::default() };
    desk.app.export(&desk.office, layer, Format::Geopackage, &ask).await
}

/// A file of the shared data with its name.
fn shared(path: &str) -> Option<(String, Vec<u8>)> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    let Ok(bytes) = std::fs::read(&full) else {
        println!("skipped: {} is not here", full.display());
        return None;
    };
    Some((full.file_name().unwrap().to_string_lossy().into_owned(), bytes))
}

/// Read, ready, refused, in conflict, repeated.
fn counts(report: &Report) -> [usize; 5] {
    let rows = &report.rows;
    [rows.read, rows.ready, rows.refused, rows.conflict, rows.duplicate]
}

#[tokio::test]
async fn an_exported_layer_is_the_same_file_each_time_and_comes_back_in() {
    let desk = Desk::mini().await;
    let bytes = export(&desk, Layer::Parcels).await.unwrap();
    assert!(bytes == export(&desk, Layer::Parcels).await.unwrap());
    let layers = lingdi_store::geopackage::read(&bytes).unwrap();
    assert_eq!((layers[0].name.as_str(), layers[0].features.len()), ("parcels", mini::EXPECTED.len()));
    assert_eq!(layers[0].fields[..3], ["宗地代码", "坐落", "属地"]);
    let shapes = |layer: &lingdi_app::geo::Layer| {
        layer.features.iter().filter(|feature| matches!(feature.geometry, Ok(Some(_)))).count()
    };
    assert!(shapes(&layers[0]) > 0);

    let report = dry_run(&desk, Kind::Parcels, "宗地.gpkg", bytes, &[]).await.unwrap();
    assert_eq!(report.format, "geopackage");
    assert_eq!(report.rows.ready, mini::EXPECTED.len(), "{:?}", report.problems);

    let units = export(&desk, Layer::Units).await.unwrap();
    assert!(shapes(&lingdi_store::geopackage::read(&units).unwrap()[0]) >= 14);
    assert!(export(&desk, Layer::List).await.unwrap().len() > 10_000);
    assert!(export(&desk, Layer::Occupancy).await.unwrap_err().to_string().contains("没有图形"));
}

#[tokio::test]
async fn a_geopackage_is_detected_previewed_and_refused_in_words_when_damaged() {
    let desk = Desk::mini().await;
    let bytes = export(&desk, Layer::Parcels).await.unwrap();
    let (_, kind) = desk.app.keep_upload(&desk.office, "导出.gpkg", bytes.clone()).await.unwrap();
    assert_eq!(kind, Some(Kind::Parcels));
    assert_eq!(desk.app.unopenable(&desk.office, "导出.gpkg", bytes.clone()).await.unwrap(), None);
    let half = bytes[..bytes.len() / 2].to_vec();
    let why = desk.app.unopenable(&desk.office, "导出.gpkg", half).await.unwrap().unwrap();
    assert!(why.contains("GeoPackage") && why.contains('请'), "{why}");
    let sqlite = b"SQLite format 3\0 and nothing else".to_vec();
    let why = desk.app.unopenable(&desk.office, "库.db", sqlite).await.unwrap().unwrap();
    assert!(why.contains("不是 GeoPackage"), "{why}");
}

#[tokio::test]
async fn the_parcels_of_somerville_come_in_from_a_zipped_geopackage() {
    let Some((name, bytes)) = shared("us-somerville-gpkg/somerville_parcels_4326.gpkg.zip") else { return };
    let desk = Desk::empty().await;
    let map = ["宗地代码=MBL", "宗地面积(平方英尺)=Shape_Area", "坐落=Street", "土地用途==工业用地"];
    let report = dry_run(&desk, Kind::Parcels, &name, bytes, &map).await.unwrap();
    assert_eq!(report.format, "geopackage");
    assert_eq!(counts(&report), [14_572, 14_495, 77, 0, 0]);
    let said = |words: &str| report.problems.iter().filter(|problem| problem.message.contains(words)).count();
    // Roads and water have no number; the registered area is the one of the shape.
    assert_eq!((said("缺少宗地代码"), said("没有图形"), said("超过 3%")), (77, 1, 0));
}

#[tokio::test]
async fn the_tracts_of_boston_come_in_as_the_loose_parts_of_a_shapefile() {
    let parts: Option<Vec<_>> = ["dbf", "prj", "shp", "shx"]
        .iter()
        .map(|ending| shared(&format!("us-boston-tracts-shp/boston_tracts.{ending}")))
        .collect();
    let Some(parts) = parts else { return };
    let mut files = bundled(parts).unwrap();
    let (name, bytes) = files.pop().unwrap();
    assert_eq!((name.as_str(), files.len()), ("boston_tracts.zip", 0));
    let desk = Desk::empty().await;
    let map = ["单位代码=poltract", "单位名称=TOWN"];
    let report = dry_run(&desk, Kind::Units, &name, bytes, &map).await.unwrap();
    assert_eq!((report.format.as_str(), counts(&report)), ("shapefile", [506, 506, 0, 0, 0]));
    assert_eq!(report.notes, Vec::<String>::new(), "the .prj names its system, NAD27");
}

#[tokio::test]
async fn odd_packages_of_other_projects_have_a_stated_outcome() {
    let desk = Desk::empty().await;
    let Some((name, bytes)) = shared("nasty-files/gpkg-fgb/world.gpkg") else { return };
    let map = ["单位代码=iso_a2", "单位名称=name_long"];
    let report = dry_run(&desk, Kind::Units, &name, bytes, &map).await.unwrap();
    // Two countries have no code here, and the code of Namibia, NA, reads as “not available”.
    assert_eq!(counts(&report), [177, 174, 3, 0, 0]);

    // 33 layers of every kind and dimension; all but one have the columns.
    let Some((name, bytes)) = shared("nasty-files/gpkg-fgb/gpkg_test.gpkg") else { return };
    let map = ["单位代码=name", "单位名称=name"];
    let report = dry_run(&desk, Kind::Units, &name, bytes.clone(), &map).await.unwrap();
    assert_eq!(counts(&report), [132, 2, 68, 7, 55]);
    assert_eq!(report.notes, ["工作表“test_pk”不像“单位”，未读取。"]);
    for (layer, outcome) in [
        ("pt2d", "图形是点"),
        ("mpt3dzm", "图形是点"),
        ("ln3dz", "图形是线"),
        ("mln2dm", "图形是线"),
        ("gc2d", "图形是点"),
        ("pg2d", ""),
        ("pg3dzm", ""),
        ("mpg2dm", ""),
    ] {
        let mut upload = upload(Kind::Units, &name, bytes.clone(), &map);
        upload.recipe.sheet = Some(layer.to_owned());
        let report = desk.app.dry_run(&desk.office, upload).await.unwrap();
        let refused = report.problems.iter().filter(|problem| problem.severity == "refused");
        let said: Vec<_> = refused.map(|problem| problem.message.as_str()).collect();
        assert_eq!(said.iter().any(|why| why.contains("图形是")), !outcome.is_empty(), "{layer}: {said:?}");
        assert!(outcome.is_empty() || said.iter().any(|why| why.contains(outcome)), "{layer}: {said:?}");
    }
    let Some((name, bytes)) = shared("nasty-files/gpkg-fgb/countries.fgb") else { return };
    let refusal = dry_run(&desk, Kind::Units, &name, bytes, &[]).await.unwrap_err().to_string();
    assert!(
        refusal.contains("FlatGeobuf") && refusal.contains("导出为 GeoPackage 或 Shapefile"),
        "{refusal}"
    );
}
