//! 国土 TXT through `lingdi_geo`.

use lingdi_domain::ParcelCode;

use crate::Refusal;
use crate::formats::layer;
use crate::sheet::{Book, Origin};

/// What a plot's number is called, and what it is when every plot has a cadastral one.
const NUMBER: &str = "地块编号";
const PARCEL_CODE: &str = "宗地代码";

/// Reads the plots; where all are numbered by 宗地代码, the column is called so.
pub(crate) fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Book, Refusal> {
    let read = lingdi_geo::formats::survey_txt::read(bytes, encoding);
    let mut read = read.map_err(|error| layer::refusal(&error))?;
    let number = read.layer.fields.iter().position(|field| field == NUMBER);
    if let Some(number) = number {
        let is_code = |text: &Option<String>| {
            text.as_ref().is_some_and(|text| ParcelCode::parse(text).is_some_and(|code| code.is_standard()))
        };
        if read.layer.features.iter().all(|plot| plot.attributes.get(number).is_some_and(is_code)) {
            PARCEL_CODE.clone_into(&mut read.layer.fields[number]);
        }
    }
    let mut book = layer::book(read.layer, "survey_txt", Origin::Layer);
    book.notes.append(&mut read.notes);
    Ok(book)
}
