//! Seeds made here: as small as a file can be that still has everything a reader knows.

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use lingdi_domain::{Kind, Values};
use lingdi_geo::formats::gpkg;
use lingdi_geo::{LineString, MultiPolygon, Polygon, archive, wkb};
use lingdi_intake::template;
use lingdi_store::block::{self, NewRow, NewShape};
use lingdi_store::geopackage::{self, Column, ColumnType, NewLayer, Value};

use super::xls;
use crate::Reader;

const TAX: &str = "企业名称,统一社会信用代码,年度,入库税额（万元）,税种\n\
    桐庐恒昇针织有限公司,91330122MA2800001X,2021,\"1,234.56\",增值税\n\
    \"桐庐\"\"甲\"\"厂\",,2022,约12,合计\n";
const GEOJSON: &str = r#"{"type":"FeatureCollection","name":"宗地","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[
{"type":"Feature","id":1,"properties":{"宗地代码":"330122001002GB00012","宗地面积（亩）":1.5,"土地用途":"工业用地","x":null,"y":true,"z":[1,{"a":"\u6850"}]},"geometry":{"type":"Polygon","coordinates":[[[119.7,29.8],[119.71,29.8],[119.71,29.81],[119.7,29.81],[119.7,29.8]],[[119.702,29.802],[119.702,29.804],[119.704,29.804],[119.702,29.802]]]}},
{"type":"Feature","properties":{"宗地代码":"330122001002GB00013","土地用途":"工业用地","宗地面积（亩）":"2"},"geometry":{"type":"MultiPolygon","coordinates":[[[[119.7,29.8],[119.72,29.82,5],[119.72,29.8],[119.7,29.82],[119.7,29.8]]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}},
{"type":"Feature","properties":null,"geometry":null}]}"#;
const SURVEY: &str = "[属性描述]\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n带号=40\r\n精度=0.001\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n8,2.0000,330122001002GB00012,示例地块,面,I50,工业用地,0601,@\r\nJ1,1,3300100.000,40470200.000\r\nJ2,1,3300100.000,40470400.000\r\nJ3,1,3300000.000,40470400.000\r\nJ1,1,3300100.000,40470200.000\r\nJ5,2,3300080.000,40470300.000\r\nJ6,2,3300080.000,40470350.000\r\nJ7,2,3300060.000,40470350.000\r\nJ5,2,3300080.000,40470300.000\r\n";
const PRJ: &str = r#"PROJCS["CGCS2000_3_Degree_GK_Zone_40",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",40500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0],AUTHORITY["EPSG","4528"]]"#;

pub(super) fn of(reader: Reader) -> io::Result<Vec<Vec<u8>>> {
    Ok(match reader {
        Reader::Xlsx => vec![workbook()?, template(Kind::Tax).map_err(io::Error::other)?],
        Reader::Xls => vec![xls::workbook()],
        Reader::Csv => vec![TAX.into(), wide(TAX), TAX.replace(',', "\t").into()],
        Reader::Gzip => vec![packed(TAX.as_bytes())?, packed(&xls::workbook())?, packed(&workbook()?)?],
        Reader::Dbf => vec![dbf()],
        Reader::Shapefile => {
            let members =
                [("a.shp", shp()), ("a.dbf", dbf()), ("a.prj", PRJ.into()), ("a.cpg", b"UTF-8".to_vec())];
            vec![zipped(&members)?]
        }
        Reader::Shp => vec![shp()],
        Reader::GeoJson | Reader::Place => vec![GEOJSON.into()],
        Reader::Survey => vec![SURVEY.into(), wide(SURVEY)],
        Reader::GeoPackage => {
            let package = geopackage::write(&layer()).map_err(io::Error::other)?;
            vec![zipped(&[("a.gpkg", package.clone())])?, package]
        }
        Reader::Blob => vec![gpkg::encode(&shape(), 4490), wkb::encode(&shape())],
        Reader::Block => blocks(),
        Reader::Crs => vec![PRJ.into(), b"urn:ogc:def:crs:EPSG::4528".to_vec(), b"EPSG:4490".to_vec()],
    })
}

fn wide(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn packed(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content)?;
    packer.finish()
}

fn zipped(members: &[(&str, Vec<u8>)]) -> io::Result<Vec<u8>> {
    let members: Vec<(&str, &[u8])> =
        members.iter().map(|(name, content)| (*name, content.as_slice())).collect();
    archive::pack(&members).map_err(io::Error::other)
}

/// Part by part, so that every kind of cell is in it.
fn workbook() -> io::Result<Vec<u8>> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><workbookPr date1904="0"/><sheets><sheet name="税" sheetId="1" r:id="rId1"/><sheet name="藏" sheetId="2" state="hidden" r:id="rId1"/></sheets><definedNames><definedName name="a">税!$A$1</definedName></definedNames></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>"#
    );
    let strings = format!(
        r#"<sst xmlns="{MAIN}" count="4" uniqueCount="4"><si><t>企业名称</t></si><si><r><t>年</t></r><r><t>度</t></r></si><si><t xml:space="preserve">入库税额（万元） </t></si><si><t>甲&amp;乙_x000D_</t><rPh sb="0" eb="1"><t>x</t></rPh></si></sst>"#
    );
    let styles = format!(
        r#"<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#
    );
    let sheet = format!(
        r#"<worksheet xmlns="{MAIN}"><dimension ref="A1:E4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>备注</t></is></c></row><row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>2021</v></c><c r="C2" t="str"><f>SUM(A1:A2)</f><v>12.5</v></c><c r="D2" s="1"><v>44562</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="n"><v>2022</v></c><c r="C3" t="e"><v>#N/A</v></c><c r="D3" t="b"><v>1</v></c></row><row r="4"><c r="A4" t="d"><v>2021-03-05T00:00:00Z</v></c><c r="E4" s="2"><v>1.5</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells></worksheet>"#
    );
    zipped(&[
        ("_rels/.rels", root.into()),
        ("xl/workbook.xml", book.into()),
        ("xl/_rels/workbook.xml.rels", relations.into()),
        ("xl/sharedStrings.xml", strings.into()),
        ("xl/styles.xml", styles.into()),
        ("xl/worksheets/sheet1.xml", sheet.into()),
    ])
}

fn ring(x: f64, y: f64, size: f64) -> LineString<f64> {
    let corners = [(0., 0.), (0., 1.), (1., 1.), (1., 0.), (0., 0.)];
    corners.iter().map(|(dx, dy)| (x + size * dx, y + size * dy)).collect()
}

fn shape() -> MultiPolygon<f64> {
    let holed = Polygon::new(ring(119.7, 29.8, 0.01), vec![ring(119.702, 29.802, 0.001)]);
    MultiPolygon(vec![holed, Polygon::new(ring(119.72, 29.8, 0.01), vec![])])
}

/// Two records: a holed square, and nothing.
fn shp() -> Vec<u8> {
    let rings = [ring(40_470_200.0, 3_300_000.0, 100.0), ring(40_470_220.0, 3_300_020.0, 10.0)];
    let mut record = 5_u32.to_le_bytes().to_vec();
    record.extend([40_470_200.0, 3_300_000.0, 40_470_300.0, 3_300_100.0_f64].map(f64::to_le_bytes).concat());
    record.extend([2_u32, 10, 0, 5].map(u32::to_le_bytes).concat());
    for corner in rings.iter().flatten() {
        record.extend([corner.x, corner.y].map(f64::to_le_bytes).concat());
    }
    let mut file = [9994_u32, 0, 0, 0, 0, 0, 0].map(u32::to_be_bytes).concat();
    file.extend([1000_u32, 5].map(u32::to_le_bytes).concat());
    file.resize(100, 0);
    for (number, record) in [(1_u32, record.as_slice()), (2, &[0; 4])] {
        file.extend([number, record.len() as u32 / 2].map(u32::to_be_bytes).concat());
        file.extend(record);
    }
    let words = file.len() as u32 / 2;
    file[24..28].copy_from_slice(&words.to_be_bytes());
    file
}

fn dbf() -> Vec<u8> {
    let columns: [(&str, u8, u8, u8); 6] = [
        ("企业", b'C', 12, 0),
        ("宗地代码", b'C', 19, 0),
        ("年度", b'N', 4, 0),
        ("入库税", b'F', 10, 2),
        ("日期", b'D', 8, 0),
        ("是否", b'L', 1, 0),
    ];
    let rows = [
        " 桐庐甲厂330122001002GB000122021   1234.5020190305T",
        "*桐庐乙厂330122001002GB00013****         x00000000?",
    ];
    let width: usize = 1 + columns.iter().map(|column| usize::from(column.2)).sum::<usize>();
    let header = 33 + 32 * columns.len();
    let mut file = vec![3, 122, 1, 1, 2, 0, 0, 0, header as u8, 0, width as u8, 0];
    file.resize(32, 0);
    for (name, kind, width, places) in columns {
        let mut descriptor = [0; 32];
        descriptor[..name.len().min(11)].copy_from_slice(&name.as_bytes()[..name.len().min(11)]);
        (descriptor[11], descriptor[16], descriptor[17]) = (kind, width, places);
        file.extend(descriptor);
    }
    file.push(b'\r');
    file.extend(rows.concat().as_bytes());
    file.push(0x1a);
    file
}

fn layer() -> NewLayer {
    let column = |name: &str, kind| Column { name: name.to_owned(), kind };
    let row = |code: &str, area| {
        vec![Value::Text(code.to_owned()), area, Value::Text("工业用地".to_owned()), Value::Null]
    };
    NewLayer {
        name: "parcels".to_owned(),
        title: "宗地".to_owned(),
        columns: vec![
            column("宗地代码", ColumnType::Text),
            column("宗地面积（亩）", ColumnType::Real),
            column("土地用途", ColumnType::Text),
            column("年度", ColumnType::Integer),
        ],
        rows: vec![
            (Some(shape()), row("330122001002GB00012", Value::Real(20.5))),
            (None, row("330122001002GB00013", Value::Integer(7))),
        ],
        ..NewLayer::default()
    }
}

/// As stored, and unpacked, since the reader packs again.
fn blocks() -> Vec<Vec<u8>> {
    let rows: Vec<NewRow> = (0..60)
        .map(|number| {
            let mut values = Values::default();
            values.set("name", format!("桐庐第{number}厂"));
            values.set("tax_type", "增值税");
            values.set("year", 2021 + i64::from(number % 3));
            let shape = (number % 5 == 0).then(|| NewShape { shape: wkb::encode(&shape()), original: None });
            NewRow { sheet: 0, row: number, standing: 0, key: u128::from(number) << 64, values, shape }
        })
        .collect();
    let encoded = block::encode(&rows);
    let plain = lz4_flex::decompress_size_prepended(&encoded.data).unwrap_or_default();
    [Some(encoded.data), Some(plain), Some(encoded.marks), encoded.shapes].into_iter().flatten().collect()
}
