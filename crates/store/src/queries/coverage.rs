//! How many of those that belong to an authority have a report for a year.

use sqlx::FromRow;

use crate::{Result, Store};

pub(crate) const SQL: &str = "
    select count(*) as organs, count(r.organ) as reported
      from organ o
      left join report r on r.organ = o.id and r.year = $2 and r.replaced_at is null
     where o.parent = $1 and (o.since is null or o.since <= $2) and (o.until is null or o.until >= $2)";

/// How many have a report (报送情况).
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Coverage {
    /// How many authorities there are in that year.
    pub organs: i64,
    /// How many of them have a report for it.
    pub reported: i64,
}

/// How many of the authorities that belong to one directly, or of the roots, have a report for a year.
///
/// # Errors
/// When the database does not answer.
pub async fn coverage(store: &Store, parent: Option<&str>, year: i16) -> Result<Coverage> {
    Ok(read!(store, |pool| {
        sqlx::query_as(SQL).bind(parent.unwrap_or_default()).bind(year).fetch_one(pool).await
    })?)
}
