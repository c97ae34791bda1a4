//! Inquiries by telephone (电话咨询登记).

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::model::{column, instant};
use crate::{Page, Result, Store};

pub(crate) const PUT: &str = "
    insert into inquiry (organ, id, day, topic, words, account, at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organ, id) do nothing";

pub(crate) const ALL: &str = "
    select organ, id, day, topic, words, account, at
      from inquiry
     where organ = $1 and (day, id) < ($2, $3)
     order by day desc, id desc
     limit $4";

pub(crate) const COUNTS: &str = "
    select topic, count(*)
      from inquiry
     where organ = $1 and day >= $2 and day <= $3
     group by topic
     order by topic";

/// Somebody has called (电话咨询). Who it was is not written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// The authority that was called.
    pub organ: String,
    /// Its id, unique within the authority.
    pub id: String,
    /// The day of the call.
    pub day: Date,
    /// Key of what it was about.
    pub topic: String,
    /// What was asked and said.
    pub words: String,
    /// Who wrote it down: an account's id.
    pub account: String,
    /// When it was written down.
    pub at: Timestamp,
}

impl<'r, T> FromRow<'r, T> for Inquiry
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
    String: Decode<'r, T::Database> + Type<T::Database>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Inquiry> {
        Ok(Inquiry {
            organ: row.try_get("organ")?,
            id: row.try_get("id")?,
            day: column(row, "day", |day: String| Ok(day.parse()?))?,
            topic: row.try_get("topic")?,
            words: row.try_get("words")?,
            account: row.try_get("account")?,
            at: column(row, "at", instant)?,
        })
    }
}

/// Writes an inquiry down. The same id again changes nothing: a form that is sent twice is one inquiry.
///
/// # Errors
/// When the database does not answer.
pub async fn put_inquiry(store: &Store, inquiry: &Inquiry) -> Result<()> {
    write!(store, |c| {
        let put = sqlx::query(PUT).bind(&inquiry.organ).bind(&inquiry.id).bind(inquiry.day.to_string());
        let put = put.bind(&inquiry.topic).bind(&inquiry.words).bind(&inquiry.account);
        put.bind(inquiry.at.as_millisecond()).execute(&mut *c).await?;
    });
    Ok(())
}

/// The inquiries of an authority, the latest first. `before` is day and id of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn inquiries(
    store: &Store,
    organ: &str,
    before: Option<(Date, &str)>,
    limit: u32,
) -> Result<Page<Inquiry>> {
    let (day, id) = before.unwrap_or((Date::MAX, ""));
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(ALL).bind(organ).bind(day.to_string()).bind(id);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}

/// How many inquiries an authority had about each topic, from one day to another.
///
/// # Errors
/// When the database does not answer.
pub async fn inquiry_counts(store: &Store, organ: &str, from: Date, to: Date) -> Result<Vec<(String, i64)>> {
    Ok(read!(store, |pool| {
        let query = sqlx::query_as(COUNTS).bind(organ).bind(from.to_string()).bind(to.to_string());
        query.fetch_all(pool).await
    })?)
}
