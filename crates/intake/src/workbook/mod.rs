//! Workbooks for the bureaus: blank forms, and lists of what was wrong.

mod problems;
mod template;

pub use problems::problem_sheet;
pub(crate) use template::GUIDE_SHEET;
pub use template::{handed_out, template};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use thiserror::Error;

/// A workbook that could not be written.
#[derive(Debug, Error)]
#[error("无法生成工作簿：{0}")]
pub struct WriteError(#[from] rust_xlsxwriter::XlsxError);

/// Heading cells: bold on pale paper; required ones on the tint of action.
fn heading_format(required: bool) -> Format {
    let fill = if required { 0x00E3_EEEE } else { 0x00FA_F9F5 };
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(fill))
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00DD_D9CE))
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn note_format() -> Format {
    Format::new().set_font_color(Color::RGB(0x0058_686D)).set_italic().set_num_format("@")
}
