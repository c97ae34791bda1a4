//! The next number of a series.

use crate::cases::Series;
use crate::{Result, Store};

pub(crate) const SQL: &str = "select next from series where organ = $1 and kind = $2 and year = $3";

/// The number that comes next. Somebody else may take it first; then an append that was made for it is refused
/// ([`Error::NumberTaken`](crate::Error::NumberTaken)) and is made again for another.
///
/// # Errors
/// When the database does not answer.
pub async fn next_number(store: &Store, organ: &str, series: &Series) -> Result<i64> {
    let next: Option<i64> = read!(store, |pool| {
        sqlx::query_scalar(SQL).bind(organ).bind(&series.kind).bind(series.year).fetch_optional(pool).await
    })?;
    Ok(next.unwrap_or(1))
}
