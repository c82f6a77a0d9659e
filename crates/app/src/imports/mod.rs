//! Files on their way in: staged, looked at, accepted or thrown away, undone as a whole.

mod accept;
mod bundle;
mod ledger;
mod preview;
mod report;
mod source;
mod stage;
mod view;

use lingdi_domain::Kind;

pub use accept::{AcceptMode, HeldBack};
pub use bundle::bundled;
pub(crate) use ledger::unit_code;
pub use lingdi_intake::Opened;
pub use lingdi_intake::{Grid, SheetReport};
pub use preview::{Preview, PreviewColumn, PreviewRow};
pub use report::{Counts, KeptOut, Report};
pub use stage::{Progress, county_of};
pub use view::{BatchDetail, BatchSummary};

/// A file handed in, and how to read it. What is `None` is found out from the file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// What its rows are.
    pub kind: Kind,
    /// Name under which it was handed in.
    pub file_name: String,
    /// The file, byte for byte.
    pub bytes: Vec<u8>,
    /// How to read it.
    pub recipe: Recipe,
    /// Years for which a person declares the file complete: 本表为该年度全量，未列入者入库税额为零.
    pub complete_years: Vec<i32>,
}

/// How a file is read; stored with the batch, so that next month is one click.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Recipe {
    /// Year of the rows when the table has no column for it.
    pub year: Option<i32>,
    /// Character encoding, such as `gb18030`.
    pub encoding: Option<String>,
    /// EPSG code of the coordinates.
    pub crs: Option<u32>,
    /// The one sheet to read.
    pub sheet: Option<String>,
    /// Mappings such as `宗地面积(平方英尺)=land_sf` or `土地用途==工业用地`.
    pub map: Vec<String>,
    /// Lift the county box and the form of the parcel code.
    pub anywhere: bool,
}

/// The blank form of a table, for a bureau to fill in.
pub fn template(kind: Kind) -> crate::Result<Vec<u8>> {
    lingdi_intake::template(kind).map_err(|error| crate::Error::Internal(error.to_string()))
}

/// A field of a kind, as pages show it.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Field code.
    pub code: &'static str,
    /// Its Chinese heading.
    pub heading: &'static str,
    /// Must a row have it?
    pub required: bool,
}

/// The fields of a kind, in the order of its form.
pub fn fields(kind: Kind) -> Vec<FieldView> {
    let schema = lingdi_intake::schema(kind);
    let view = |field: &lingdi_intake::Field| FieldView {
        code: field.code,
        heading: field.heading,
        required: schema.is_required(field.code),
    };
    schema.fields.iter().map(view).collect()
}
