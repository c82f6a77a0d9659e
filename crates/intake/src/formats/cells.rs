//! Cells as calamine hands them over, for both forms of Excel workbook.

use calamine::{CellErrorType, Data, DataRef, Dimensions, ExcelDateTime};

use crate::sheet::{Merge, Value};

/// What is said of a workbook that holds programs.
pub(super) const MACROS: &str = "工作簿带有宏；只读取单元格里的数据，宏不会运行。";

/// A cell of a sheet that is read as a stream.
pub(super) fn value_of(data: &DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Value::Text(text.as_str().into())
        }
        DataRef::SharedString(text) => Value::Text((*text).into()),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(moment) => day(moment),
        DataRef::Error(error) => fault(error),
    }
}

/// A cell of a sheet that lies in memory.
pub(super) fn value(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Value::Text(text.as_str().into())
        }
        Data::Bool(flag) => Value::Flag(*flag),
        Data::DateTime(moment) => day(moment),
        Data::Error(error) => fault(error),
    }
}

/// A merged region.
pub(super) fn merge(region: &Dimensions) -> Merge {
    Merge {
        first_row: region.start.0,
        last_row: region.end.0,
        first_column: region.start.1,
        last_column: region.end.1,
    }
}

fn day(moment: &ExcelDateTime) -> Value {
    match moment.as_datetime().filter(|_| moment.is_datetime()) {
        Some(moment) => Value::Date(moment.date()),
        None => Value::Number(moment.as_f64()),
    }
}

fn fault(error: &CellErrorType) -> Value {
    match error {
        CellErrorType::NA => Value::Error("#N/A".to_owned()),
        other => Value::Error(other.to_string()),
    }
}
