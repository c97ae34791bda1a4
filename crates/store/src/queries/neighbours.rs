//! The years before and after a report.

use sqlx::FromRow;

use crate::{Result, Store};

pub(crate) const SQL: &str = "
    select (select max(year) from report where organ = $1 and year < $2 and replaced_at is null) as before,
           (select min(year) from report where organ = $1 and year > $2 and replaced_at is null) as after";

/// The nearest years for which an authority has a report too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Neighbours {
    /// The one before.
    pub before: Option<i16>,
    /// The one after.
    pub after: Option<i16>,
}

/// The nearest years before and after one for which an authority has a report.
///
/// # Errors
/// When the database does not answer.
pub async fn neighbours(store: &Store, organ: &str, year: i16) -> Result<Neighbours> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(organ).bind(year).fetch_one(pool).await)?)
}
