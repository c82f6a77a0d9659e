//! GeoJSON (RFC 7946, and the `crs` member of its forerunner, which Chinese exports still use).

mod document;
mod shape;

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};
use serde_json::Value;
use serde_json::error::Category;

use crate::crs::{Crs, UnsupportedCrs};
use crate::error::GeoError;
use crate::layer::Layer;
use document::Document;

/// Reads a feature collection, or a single feature.
///
/// Without `crs` the coordinates are WGS 84 longitude and latitude, as the standard says.
pub fn read(bytes: &[u8]) -> Result<Layer, GeoError> {
    let (text, encoding) = decode(bytes)?;
    let document: Document = serde_json::from_str(&text).map_err(|error| explain(&error))?;
    let declared_crs = declared(document.crs.as_ref());
    let name = document.name.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
    let (fields, features) = document.into_features()?;
    Ok(Layer { name, declared_crs, fields, features, encoding: Some(encoding.to_owned()) })
}

fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), GeoError> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = bytes.get(mark..).unwrap_or_default();
    [encoding, GB18030]
        .into_iter()
        .find_map(|e| Some((e.decode_without_bom_handling_and_without_replacement(text)?, e.name())))
        .ok_or(GeoError::UnreadableText)
}

fn explain(error: &serde_json::Error) -> GeoError {
    let why = match error.classify() {
        Category::Eof => "内容突然中断，文件可能没有传完",
        Category::Data => "内容不符合 GeoJSON 的结构",
        Category::Syntax | Category::Io => "语法有误",
    };
    GeoError::NotJson { line: error.line(), column: error.column(), why }
}

fn declared(crs: Option<&Value>) -> Result<Option<Crs>, UnsupportedCrs> {
    let Some(crs) = crs else { return Ok(Some(Crs::Wgs84)) };
    if crs.is_null() {
        return Ok(None);
    }
    let properties = &crs["properties"];
    let name = match (&properties["name"], &properties["code"]) {
        (Value::String(name), _) => name.clone(),
        (_, Value::Number(code)) => format!("EPSG:{code}"),
        _ => crs.to_string(),
    };
    Crs::from_name(&name).map(Some)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::{Crs, GeoError};

    #[test]
    fn attributes_become_plain_text_in_the_order_of_the_file() {
        let layer = read(
            r#"{"type":"FeatureCollection","name":"宗地","features":[
                {"type":"Feature","properties":{"宗地代码":"330122001002GB00012","面积":13333.3299999999999,"年度":2022.0,"闲置":true,"备注":" "},"geometry":null},
                {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[119,29,7.5],[120,29],[120,30]]]},"properties":{"面积":null,"标签":["a",1]}},
                {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[119,29]}}]}"#
                .as_bytes(),
        )
        .unwrap();
        assert_eq!(layer.name, "宗地");
        assert_eq!(layer.fields, ["宗地代码", "面积", "年度", "闲置", "备注", "标签"]);
        let row = |number: usize| {
            layer.features[number].attributes.iter().map(|v| v.as_deref().unwrap_or("-")).collect::<Vec<_>>()
        };
        assert_eq!(row(0), ["330122001002GB00012", "13333.33", "2022", "是", "-", "-"]);
        assert_eq!(row(1), ["-", "-", "-", "-", "-", r#"["a",1]"#]);
        assert_eq!(layer.features[0].geometry, Ok(None));
        assert_eq!(layer.features[1].geometry.as_ref().unwrap().as_ref().unwrap().0[0].exterior().0.len(), 4);
        assert!(layer.features[2].geometry.as_ref().unwrap_err().contains("点"));
        assert_eq!(layer.features.iter().map(|f| f.number).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn the_declared_system_is_read_in_every_spelling() {
        for (crs, expected) in [
            ("", Some(Some(4326))),
            (r#""crs":null,"#, Some(None)),
            (
                r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4528"}},"#,
                Some(Some(4528)),
            ),
            (r#""crs":{"type":"EPSG","properties":{"code":4490}},"#, Some(Some(4490))),
            (r#""crs":{"type":"name","properties":{"name":"EPSG:2385"}},"#, None),
            (r#""crs":7,"#, None),
        ] {
            let layer =
                read(format!(r#"{{{crs}"type":"FeatureCollection","features":[]}}"#).as_bytes()).unwrap();
            assert_eq!(layer.declared_crs.ok().map(|c| c.map(Crs::epsg)), expected, "{crs}");
        }
    }

    #[test]
    fn encodings_other_than_utf8_are_told_apart() {
        let text = r#"{"type":"Feature","properties":{"名称":"桐庐县"},"geometry":null}"#;
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for (bytes, encoding) in [(gbk, "gb18030"), (marked, "UTF-8"), (text.as_bytes().to_vec(), "UTF-8")] {
            let layer = read(&bytes).unwrap();
            assert_eq!(layer.features[0].attributes, [Some("桐庐县".to_owned())]);
            assert_eq!(layer.encoding.unwrap(), encoding);
        }
        assert_eq!(read(b"{\"a\":\"\xff\xff\"}"), Err(GeoError::UnreadableText));
    }

    #[test]
    fn what_is_no_geojson_is_refused_in_words() {
        for (text, words) in [
            ("", "中断"),
            (r#"{"type":"FeatureCollection","features":[{"type":"#, "第 1 行"),
            ("{]", "语法"),
            (r#"{"type":"FeatureCollection","features":7}"#, "结构"),
            (r#"{"type":"FeatureCollection"}"#, "FeatureCollection"),
            (r#"{"type":"Topology","objects":{}}"#, "Topology"),
            (r#"{"rows":[]}"#, "要素集"),
            ("[1,2]", "结构"),
        ] {
            let message = read(text.as_bytes()).unwrap_err().to_string();
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
