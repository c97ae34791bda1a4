//! What the store holds: authorities, and their reports in versions.

use jiff::Timestamp;
use jiff::civil::Date;
use reporting::cell::Cell;
use reporting::check::{Checked, Outcome, Severity};
use reporting::figures::{self, Headlines};
use reporting::object;
use reporting::report::{Report, Tables};
use sha2::{Digest, Sha256};
use sqlx::error::BoxDynError;
use sqlx::{ColumnIndex, Database, Decode, FromRow, Row, Type};

use crate::error::{Error, Result};
use crate::figures::Figures;

/// An authority (行政机关) and its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Organ {
    /// A stable piece of addresses: that of the tree file, or else made from the name ([`crate::organ_id`]).
    pub id: String,
    /// The official name (规范名称).
    pub name: String,
    /// The id of the authority it belongs to (上级机关); none for a root.
    pub parent: Option<String>,
    /// Its place among those of the same parent (排序).
    pub rank: i64,
    /// First report year in which it exists.
    pub since: Option<i16>,
    /// Last report year in which it exists.
    pub until: Option<i16>,
    /// Whether its figures are part of its parent's report (汇总范围).
    pub included: bool,
}

/// An authority with how much is below it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Branch {
    /// The authority.
    #[sqlx(flatten)]
    pub organ: Organ,
    /// For how many years it has a report.
    pub years: i64,
    /// How many authorities belong to it directly.
    pub children: i64,
}

/// What lists show of one version of a report (年度报告的一个版本).
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The authority's id.
    pub organ: String,
    /// The authority's official name, as the tree has it now.
    pub organ_name: String,
    /// The year reported on.
    pub year: i16,
    /// 1, 2, … for each authority and year.
    pub version: i32,
    /// When this version was laid in.
    pub imported_at: Timestamp,
    /// When the next version took its place (更正日期); none for the current one.
    pub replaced_at: Option<Timestamp>,
    /// What this version corrects (更正说明); none for the first.
    pub correction: Option<String>,
    /// Title as printed.
    pub title: Option<String>,
    /// The date under the report (落款日期).
    pub signed_on: Option<Date>,
    /// The date of publication that the report states (公布日期).
    pub published_on: Option<Date>,
    /// Key of its form, `"2019"` or `"2021"`; none without tables.
    pub form: Option<String>,
    /// How its check came out, last year's report of the store included.
    pub verdict: Verdict,
    /// Figures for overviews.
    pub headline: Headline,
    /// The file it was read from, without its bytes.
    pub file_name: String,
    /// Its media type, such as `application/pdf`.
    pub media_type: String,
    /// Its size in bytes.
    pub file_size: i64,
    /// SHA-256 of the file in hexadecimal.
    pub sha256: String,
}

/// How a report's check came out, in short (体检结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The result: that of the worst check.
    pub result: Outcome,
    /// How many errors were found (错误).
    pub errors: i32,
    /// How many warnings (警告).
    pub warnings: i32,
    /// How many notes (提示).
    pub notes: i32,
}

/// Figures of tables three and four for overviews ([`Headlines`]); none where the report does not give one with certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, FromRow)]
pub struct Headline {
    /// 本年新收政府信息公开申请数量, total.
    pub new_received: Option<i64>,
    /// 上年结转政府信息公开申请数量, total.
    pub carried_in: Option<i64>,
    /// 本年度办理结果总计.
    pub result_total: Option<i64>,
    /// 结转下年度继续办理, total.
    pub carried_out: Option<i64>,
    /// 予以公开, total.
    pub granted: Option<i64>,
    /// 部分公开, total.
    pub partial: Option<i64>,
    /// 行政复议总计.
    pub review_total: Option<i64>,
    /// 行政诉讼总计: 未经复议直接起诉 and 复议后起诉 together.
    pub litigation_total: Option<i64>,
}

/// A version with all cells of its tables.
#[derive(Debug, Clone, PartialEq)]
pub struct WithFigures {
    /// What lists show of it.
    pub summary: Summary,
    /// Its cells; none for a report without tables.
    pub figures: Option<Figures>,
}

/// A version with its whole content.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// What lists show of it.
    pub summary: Summary,
    /// The object of docs/report-object.md as text.
    pub object: String,
}

/// The file that a version was read from, as it came (原文件).
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct File {
    /// Its name.
    #[sqlx(rename = "file_name")]
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Its content.
    #[sqlx(rename = "source")]
    pub bytes: Vec<u8>,
}

/// Some rows of a longer list. The next page begins after the last of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows, no more than were asked for.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// A page of at most `limit` rows out of the `limit + 1` that were asked for.
    pub(crate) fn cut(mut rows: Vec<T>, limit: u32) -> Page<T> {
        let limit = limit as usize;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Page { rows, has_more }
    }
}

impl Verdict {
    /// The verdict of a check.
    pub fn of(checked: &Checked) -> Verdict {
        let count = |severity| i32::try_from(checked.count(severity)).unwrap_or(i32::MAX);
        Verdict {
            result: checked.result(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
        }
    }
}

impl Headline {
    /// Reviews and lawsuits together (复议和诉讼); none when one of them is not known.
    pub fn remedies(&self) -> Option<i64> {
        self.review_total?.checked_add(self.litigation_total?)
    }

    /// The figures of a report's tables.
    pub fn of(tables: &Tables) -> Headline {
        let headlines = Headlines::of(tables);
        let count = |headline| headlines.count(headline);
        let printed = |path: &str| tables.get(path).and_then(Cell::count);
        Headline {
            new_received: count(figures::Headline::NewReceived),
            carried_in: count(figures::Headline::CarriedIn),
            result_total: count(figures::Headline::Handled),
            carried_out: count(figures::Headline::CarriedOut),
            granted: printed("table3.granted.total"),
            partial: printed("table3.partial.total"),
            review_total: count(figures::Headline::Review),
            litigation_total: count(figures::Headline::Litigation),
        }
    }
}

impl File {
    /// A file with its hash.
    pub fn new(name: impl Into<String>, media_type: impl Into<String>, bytes: Vec<u8>) -> File {
        let sha256 = hexadecimal(&Sha256::digest(&bytes));
        File { name: name.into(), media_type: media_type.into(), sha256, bytes }
    }
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|d| char::from_digit(d.into(), 16))
        .collect()
}

/// So many bytes from hexadecimal digits; none from anything else.
pub fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

impl Summary {
    /// Whether it is the version in force.
    pub fn is_current(&self) -> bool {
        self.replaced_at.is_none()
    }
}

impl Stored {
    /// The report as it was read.
    ///
    /// # Errors
    /// When what is stored is no longer an object of a report.
    pub fn report(&self) -> Result<Report> {
        let Summary { organ, year, .. } = &self.summary;
        object::from_json(&self.object).map_err(|_| Error::Damaged { organ: organ.clone(), year: *year })
    }
}

/// The columns of an [`Organ`], of `organ o`.
macro_rules! organ {
    () => {
        "o.id, o.name, nullif(o.parent, '') as parent, o.rank, o.since, o.until, o.included"
    };
}

/// The columns of a [`Branch`], of `organ o`.
macro_rules! branch {
    () => {
        concat!(
            organ!(),
            ", (select count(*) from report r where r.organ = o.id and r.replaced_at is null) as years,
              (select count(*) from organ c where c.parent = o.id) as children"
        )
    };
}

/// The columns of a [`Summary`], of `report r` joined with `organ o`.
macro_rules! summary {
    () => {
        "r.organ, o.name as organ_name, r.year, r.version, r.imported_at, r.replaced_at, r.correction, r.title,
         r.signed_on, r.published_on, r.form, r.result, r.errors, r.warnings, r.notes, r.new_received, r.carried_in,
         r.result_total, r.carried_out, r.granted, r.partial, r.review_total, r.litigation_total, r.file_name,
         r.media_type, r.file_size, r.sha256"
    };
}

impl<'r, T> FromRow<'r, T> for Summary
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    i16: Decode<'r, T::Database> + Type<T::Database>,
    i32: Decode<'r, T::Database> + Type<T::Database>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
    String: Decode<'r, T::Database> + Type<T::Database>,
    Headline: FromRow<'r, T>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Summary> {
        Ok(Summary {
            organ: row.try_get("organ")?,
            organ_name: row.try_get("organ_name")?,
            year: row.try_get("year")?,
            version: row.try_get("version")?,
            imported_at: column(row, "imported_at", instant)?,
            replaced_at: column(row, "replaced_at", |at: Option<i64>| at.map(instant).transpose())?,
            correction: row.try_get("correction")?,
            title: row.try_get("title")?,
            signed_on: column(row, "signed_on", day)?,
            published_on: column(row, "published_on", day)?,
            form: row.try_get("form")?,
            verdict: Verdict {
                result: column(row, "result", outcome)?,
                errors: row.try_get("errors")?,
                warnings: row.try_get("warnings")?,
                notes: row.try_get("notes")?,
            },
            headline: Headline::from_row(row)?,
            file_name: row.try_get("file_name")?,
            media_type: row.try_get("media_type")?,
            file_size: row.try_get("file_size")?,
            sha256: row.try_get("sha256")?,
        })
    }
}

impl<'r, T> FromRow<'r, T> for WithFigures
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    String: Decode<'r, T::Database> + Type<T::Database>,
    Summary: FromRow<'r, T>,
{
    fn from_row(row: &'r T) -> sqlx::Result<WithFigures> {
        let summary = Summary::from_row(row)?;
        let form = summary.form.as_deref();
        let figures = column(row, "figures", |text: Option<String>| match (form, text) {
            (Some(form), Some(text)) => {
                Figures::from_text(form, &text).map(Some).ok_or("not the cells of its form".into())
            }
            _ => Ok(None),
        })?;
        Ok(WithFigures { summary, figures })
    }
}

impl<'r, T> FromRow<'r, T> for Stored
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    String: Decode<'r, T::Database> + Type<T::Database>,
    Summary: FromRow<'r, T>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Stored> {
        Ok(Stored { summary: Summary::from_row(row)?, object: row.try_get("object")? })
    }
}

/// A column whose stored form means something.
pub(crate) fn column<'r, T, A, B>(
    row: &'r T,
    name: &str,
    meaning: impl FnOnce(A) -> std::result::Result<B, BoxDynError>,
) -> sqlx::Result<B>
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    A: Decode<'r, T::Database> + Type<T::Database>,
    T::Database: Database,
{
    let value = row.try_get(name)?;
    meaning(value).map_err(|source| sqlx::Error::ColumnDecode { index: name.to_owned(), source })
}

pub(crate) fn instant(milliseconds: i64) -> std::result::Result<Timestamp, BoxDynError> {
    Ok(Timestamp::from_millisecond(milliseconds)?)
}

fn day(text: Option<String>) -> std::result::Result<Option<Date>, BoxDynError> {
    Ok(text.map(|text| text.parse()).transpose()?)
}

fn outcome(key: String) -> std::result::Result<Outcome, BoxDynError> {
    let all = [Outcome::Pass, Outcome::NotAssessable, Outcome::Uncertain, Outcome::Fail];
    all.into_iter().find(|outcome| outcome.key() == key).ok_or_else(|| format!("no outcome: {key}").into())
}
