//! A newcomer runs the demo and sees the same figures everywhere.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use lingdi_e2e::Lingdi;
use serde_json::Value;

#[test]
fn list_map_identify_export_and_the_page_of_a_parcel_show_the_same_figures() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let db = lingdi.demo_db();

    let identified = lingdi.run(&["--db", &db, "identify", "--format", "json"]).expect(0).json();
    let listed: Vec<&Value> = parcels(&identified).filter(|parcel| parcel["status"] == "listed").collect();
    assert!(listed.len() > 300, "the demo county has {} listed parcels", listed.len());
    assert_eq!(identified["totals"]["listed"], listed.len());
    for letter in ["A", "B", "C", "D"] {
        assert!(identified["totals"]["by_category"][letter].as_i64().unwrap() > 10, "{letter}");
    }
    assert!(identified["totals"]["indeterminate"].as_i64().unwrap() > 5);

    // the list page
    let list = server.get("/list").text();
    let count = thousands(listed.len());
    assert!(list.contains(&format!("<span class=\"num\">{count}</span> 宗")), "the list says {count}");

    // the export under the page's filters
    let csv = server.get("/list.csv").text();
    assert!(csv.starts_with('\u{feff}'));
    assert_eq!(csv.lines().count() - 1, listed.len());

    // the JSON interface, page by page to the last parcel
    let (mut codes, mut next) = (Vec::new(), "/api/v1/parcels?status=listed&limit=100".to_owned());
    while !next.is_empty() {
        let page = server.get(&next).json();
        assert_eq!(page["count"], listed.len());
        codes.extend(page["items"].as_array().unwrap().iter().map(|item| item["code"].clone()));
        next = page["links"]["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(codes, listed.iter().map(|parcel| parcel["code"].clone()).collect::<Vec<_>>());

    // one parcel: command line, JSON and page
    let parcel = listed.iter().find(|parcel| parcel["categories"] == serde_json::json!(["A"])).unwrap();
    let code = parcel["code"].as_str().unwrap();
    let year = (identified["year"].as_i64().unwrap() - 1).to_string();
    let tax = parcel["tax_per_mu"][&year].as_str().unwrap();
    let explained = lingdi.run(&["--db", &db, "explain", code]).expect(0).stdout;
    assert!(explained.contains(tax), "{tax} is in {explained}");
    assert_eq!(server.get(&format!("/api/v1/parcels/{code}")).json()["tax_per_mu"], parcel["tax_per_mu"]);
    assert!(server.get(&format!("/parcels/{code}")).text().contains(tax));
}

#[test]
fn a_reader_of_the_printed_page_alone_can_name_clause_year_tax_area_and_source_cell() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let listed = server.get("/api/v1/parcels?status=listed&category=A&limit=1000").json();
    let parcel = parcels_of(&listed).find(|parcel| parcel["tax_per_mu"]["2022"].is_string()).unwrap();
    let code = parcel["code"].as_str().unwrap();
    let detail = server.get(&format!("/api/v1/parcels/{code}")).json();
    let finding =
        detail["findings"].as_array().unwrap().iter().find(|finding| finding["rule"] == "A").unwrap();
    let print = server.get(&format!("/parcels/{code}/print")).text();
    let mu = format!("{:.5}", detail["area_mu"].as_f64().unwrap());
    let cell = &finding["sources"][0];
    // A sheet's column is a letter, a map layer's is the name of a field of its nth shape.
    let place = match cell["column"].as_str().unwrap() {
        "" => format!("第 {} 行", cell["row"]),
        column if column.bytes().all(|byte| byte.is_ascii_uppercase()) => format!("{column}{}", cell["row"]),
        field => format!("{field} 第 {} 个", cell["row"]),
    };
    for (what, part) in [
        ("clause", finding["clause"].as_str().unwrap()),
        ("year", "2022"),
        ("tax per mu", detail["tax_per_mu"]["2022"].as_str().unwrap()),
        ("area", mu.as_str()),
        ("source file", cell["file"].as_str().unwrap()),
        ("source cell", place.as_str()),
        ("label of invented data", "演示数据"),
    ] {
        assert!(print.contains(part), "{what} {part:?} is not on the printed page");
    }
}

#[test]
fn every_page_answers_and_loads_nothing_from_outside() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let parcel = server.get("/api/v1/parcels?status=listed&limit=1").json();
    let code = parcel["items"][0]["code"].as_str().unwrap().to_owned();
    let batches = server.get("/batches").text();
    let batch = batches.split("href=\"/batches/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pages = [
        "/".to_owned(),
        "/batches".to_owned(),
        format!("/batches/{batch}"),
        format!("/batches/{batch}?rows=all"),
        "/list".to_owned(),
        "/list?tab=all&q=%E9%92%88%E7%BB%87&sort=-area&min_mu=20&page=2".to_owned(),
        format!("/parcels/{code}"),
        format!("/parcels/{code}/print"),
        "/map".to_owned(),
        "/map?colour=band".to_owned(),
        "/policy".to_owned(),
        "/targets".to_owned(),
        "/ranking".to_owned(),
        "/ranking?month=2023-10".to_owned(),
        "/ranking/2023-08/330122102".to_owned(),
        "/periods".to_owned(),
        "/interviews".to_owned(),
        "/tasks".to_owned(),
        "/events".to_owned(),
        "/search?q=%E9%92%88%E7%BB%87".to_owned(),
    ];
    for path in &pages {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        let html = page.text();
        assert!(html.contains("演示数据"), "{path} does not say that its data are invented");
        assert!(
            !html.contains("src=\"http") && !html.contains("href=\"http"),
            "{path} loads something from outside"
        );
        assert!(page.head.contains("content-security-policy"), "{path}");
    }
    for (path, kind) in [
        ("/healthz", "application/json"),
        ("/readyz", "application/json"),
        ("/api/v1/openapi.json", "application/json"),
        ("/tiles/parcels.json", "application/json"),
        ("/map/outlines.geojson", "application/json"),
        ("/map/fallback.svg", "image/svg+xml"),
        ("/templates/tax.xlsx", "spreadsheetml"),
        ("/list.xlsx", "spreadsheetml"),
        ("/list.geojson", "geo+json"),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.head.to_lowercase().contains(kind), "{path}: {}", page.head);
        assert!(!page.body.is_empty(), "{path}");
    }
    assert_eq!(server.get("/api/v1/openapi.json").json()["openapi"], "3.1.0");
    assert_eq!(server.get("/parcels/330122999999GB99999").status, 404);
    assert_eq!(server.get("/nowhere").status, 404);
    let problem = server.get("/api/v1/parcels/330122999999GB99999");
    assert_eq!((problem.status, problem.json()["status"].as_i64()), (404, Some(404)));
    assert!(problem.head.contains("application/problem+json"));
}

#[test]
fn tiles_hold_the_countys_parcels() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    let description = server.get("/tiles/parcels.json").json();
    let bounds: Vec<f64> =
        description["bounds"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let (z, n) = (10_u32, f64::from(1 << 10));
    let x = |lon: f64| ((lon + 180.0) / 360.0 * n) as u32;
    let y = |lat: f64| {
        let lat = lat.to_radians();
        ((1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * n) as u32
    };
    let mut bytes = 0;
    for column in x(bounds[0])..=x(bounds[2]) {
        for row in y(bounds[3])..=y(bounds[1]) {
            let tile = server.get(&format!("/tiles/parcels/{z}/{column}/{row}.mvt?tab=all"));
            assert!([200, 204].contains(&tile.status));
            bytes += tile.body.len();
        }
    }
    assert!(bytes > 50_000, "the county's tiles hold {bytes} bytes");
    assert_eq!(server.get("/tiles/parcels/3/99/0.mvt").status, 404);
}

#[test]
fn a_write_from_another_site_is_refused() {
    let lingdi = Lingdi::new();
    let server = lingdi.demo();
    assert_eq!(server.post("/freezes", "year=2023", "cross-site").status, 403);
    assert_eq!(server.post("/freezes", "year=2023", "same-origin").status, 303);
}

#[test]
fn without_https_the_server_listens_on_this_machine_only() {
    let lingdi = Lingdi::new();
    let answer = lingdi.run(&["serve", "--listen", "0.0.0.0:0"]).expect(2);
    assert!(answer.stderr.contains("不是本机地址"), "{answer:?}");
}

fn parcels(identified: &Value) -> impl Iterator<Item = &Value> {
    identified["parcels"].as_array().unwrap().iter()
}

fn parcels_of(page: &Value) -> impl Iterator<Item = &Value> {
    page["items"].as_array().unwrap().iter()
}

fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|chunk| std::str::from_utf8(chunk).unwrap()).collect();
    groups.join(",")
}
