//! Parquet: the same lines as CSV, in columns.

use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Record;
use crate::Unwritable;

/// Values are decimals with six places, exact; `text` has what does not fit, and words.
const SCHEMA: &str = "message report {
    required binary organ (STRING);
    required binary organ_name (STRING);
    required int32 year;
    required int32 version;
    required binary form (STRING);
    required binary path (STRING);
    required binary label (STRING);
    optional int64 value (DECIMAL(18,6));
    required binary state (STRING);
    optional binary unit (STRING);
    optional binary text (STRING);
}";

/// Decimal places of a value.
const PLACES: u32 = 6;

/// A file that is written piece by piece.
pub struct Parquet {
    writer: SerializedFileWriter<Vec<u8>>,
}

/// One row group, column by column.
#[derive(Default)]
struct Columns {
    organ: Vec<ByteArray>,
    organ_name: Vec<ByteArray>,
    year: Vec<i32>,
    version: Vec<i32>,
    form: Vec<ByteArray>,
    path: Vec<ByteArray>,
    label: Vec<ByteArray>,
    value: Vec<Option<i64>>,
    state: Vec<ByteArray>,
    unit: Vec<Option<ByteArray>>,
    text: Vec<Option<ByteArray>>,
}

impl Parquet {
    /// An empty file.
    ///
    /// # Errors
    /// When the library fails.
    pub fn new() -> Result<Parquet, Unwritable> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(failed)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).map_err(failed)?;
        Ok(Parquet { writer })
    }

    /// Adds reports as a group of rows.
    ///
    /// # Errors
    /// When the library fails.
    pub fn add(&mut self, records: &[Record<'_>]) -> Result<(), Unwritable> {
        let columns = columns(records);
        let mut group = self.writer.next_row_group().map_err(failed)?;
        columns.write(&mut group).map_err(failed)?;
        group.close().map_err(failed)?;
        Ok(())
    }

    /// What has been written since it was last taken: the file may be sent piece by piece.
    ///
    /// # Errors
    /// When the library fails.
    pub fn take(&mut self) -> Result<Vec<u8>, Unwritable> {
        self.writer.flush().map_err(|error| Unwritable::Failed(error.to_string()))?;
        Ok(std::mem::take(self.writer.inner_mut()))
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// When the library fails.
    pub fn finish(self) -> Result<Vec<u8>, Unwritable> {
        self.writer.into_inner().map_err(failed)
    }
}

fn failed(error: ParquetError) -> Unwritable {
    Unwritable::Failed(error.to_string())
}

fn columns(records: &[Record<'_>]) -> Columns {
    let mut columns = Columns::default();
    for record in records {
        for figure in record.figures() {
            let value = figure.printed.value().and_then(exact);
            columns.organ.push(record.organ.into());
            columns.organ_name.push(record.organ_name.into());
            columns.year.push(record.year.into());
            columns.version.push(record.version);
            columns.form.push(record.form().into());
            columns.path.push(figure.cell.path().as_str().into());
            columns.label.push(figure.cell.words().as_str().into());
            columns.text.push(
                Some(figure.value())
                    .filter(|text| value.is_none() && !text.is_empty())
                    .map(|text| text.as_str().into()),
            );
            columns.value.push(value);
            columns.state.push(figure.state.into());
            columns.unit.push(figure.unit.map(Into::into));
        }
    }
    columns
}

/// A value as a whole number of its smallest place; none where that would change it.
fn exact(value: Decimal) -> Option<i64> {
    let scaled = value.checked_mul(Decimal::from(10_i64.pow(PLACES)))?;
    scaled
        .fract()
        .is_zero()
        .then(|| scaled.to_i64())
        .flatten()
        .filter(|whole| whole.unsigned_abs() < 10_u64.pow(18))
}

impl Columns {
    fn write(&self, group: &mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<(), ParquetError> {
        texts(group, &self.organ)?;
        texts(group, &self.organ_name)?;
        whole(group, &self.year)?;
        whole(group, &self.version)?;
        texts(group, &self.form)?;
        texts(group, &self.path)?;
        texts(group, &self.label)?;
        let mut column = next(group)?;
        let (values, levels) = given(&self.value);
        column.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        column.close()?;
        texts(group, &self.state)?;
        for texts in [&self.unit, &self.text] {
            let mut column = next(group)?;
            let (values, levels) = given(texts);
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
            column.close()?;
        }
        Ok(())
    }
}

type Column<'c> = parquet::file::writer::SerializedColumnWriter<'c>;

fn next<'c>(group: &'c mut SerializedRowGroupWriter<'_, Vec<u8>>) -> Result<Column<'c>, ParquetError> {
    group.next_column()?.ok_or_else(|| ParquetError::General("fewer columns than the schema".into()))
}

fn texts(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, texts: &[ByteArray]) -> Result<(), ParquetError> {
    let mut column = next(group)?;
    column.typed::<ByteArrayType>().write_batch(texts, None, None)?;
    column.close()
}

fn whole(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, numbers: &[i32]) -> Result<(), ParquetError> {
    let mut column = next(group)?;
    column.typed::<Int32Type>().write_batch(numbers, None, None)?;
    column.close()
}

/// The values that are there, and for each row whether one is.
fn given<T: Clone>(column: &[Option<T>]) -> (Vec<T>, Vec<i16>) {
    (
        column.iter().flatten().cloned().collect(),
        column.iter().map(|value| i16::from(value.is_some())).collect(),
    )
}

impl std::fmt::Debug for Parquet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parquet").finish_non_exhaustive()
    }
}
