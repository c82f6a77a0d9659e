//! A row of a block as a record: `serde` asks for fields by name, columns answer.

use serde::de::value::Error as Unfit;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Block;
use super::column::{Column, Data};
use crate::error::{Result, StoreError};

pub(super) fn read<T: DeserializeOwned>(block: &Block, row: usize) -> Result<T> {
    T::deserialize(Row { block, row }).map_err(|error| {
        StoreError::Inconsistent(format!("row {} does not fit its record: {error}", block.number(row)))
    })
}

struct Row<'b> {
    block: &'b Block,
    row: usize,
}

impl<'de> Deserializer<'de> for Row<'de> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unfit> {
        visitor.visit_map(Fields { row: self.row, columns: self.block.columns.iter(), value: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The fields that the row has.
struct Fields<'b> {
    row: usize,
    columns: std::slice::Iter<'b, Column>,
    value: Option<Cell<'b>>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> std::result::Result<Option<K::Value>, Unfit> {
        for column in self.columns.by_ref() {
            if let Some(cell) = Cell::of(&column.data, self.row) {
                self.value = Some(cell);
                return seed.deserialize(Cell::Text(&column.name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> std::result::Result<V::Value, Unfit> {
        let value = self.value.take().ok_or_else(|| serde::de::Error::custom("a value without its field"))?;
        seed.deserialize(value)
    }
}

/// One value of a row.
enum Cell<'b> {
    Text(&'b str),
    Int(i64),
    Flag(bool),
    Day(String),
}

impl<'b> Cell<'b> {
    fn of(data: &'b Data, row: usize) -> Option<Self> {
        match data {
            Data::Text(texts) => texts.get(row).map(Self::Text),
            Data::Int(ints) => ints.get(row).map(Self::Int),
            Data::Flag(flags) => flags.get(row).map(Self::Flag),
            Data::Day(days) => days.get(row).map(|day| Self::Day(day.to_string())),
        }
    }
}

impl<'de> Deserializer<'de> for Cell<'de> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unfit> {
        match self {
            Self::Text(text) => visitor.visit_borrowed_str(text),
            Self::Int(number) => visitor.visit_i64(number),
            Self::Flag(flag) => visitor.visit_bool(flag),
            Self::Day(day) => visitor.visit_string(day),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unfit> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> std::result::Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
