//! One report with its whole content.

use crate::{Result, Store, Stored};

pub(crate) const CURRENT: &str = concat!(
    "select ",
    summary!(),
    ", c.object
       from report r
       join organ o on o.id = r.organ
       join report_content c on c.organ = r.organ and c.year = r.year and c.version = r.version
      where r.organ = $1 and r.year = $2 and r.replaced_at is null"
);

pub(crate) const VERSION: &str = concat!(
    "select ",
    summary!(),
    ", c.object
       from report r
       join organ o on o.id = r.organ
       join report_content c on c.organ = r.organ and c.year = r.year and c.version = r.version
      where r.organ = $1 and r.year = $2 and r.version = $3"
);

/// The report of an authority for a year: the current version, or the one with a number.
///
/// # Errors
/// When the database does not answer.
pub async fn report(store: &Store, organ: &str, year: i16, version: Option<i32>) -> Result<Option<Stored>> {
    Ok(read!(store, |pool| match version {
        None => sqlx::query_as(CURRENT).bind(organ).bind(year).fetch_optional(pool).await,
        Some(version) => {
            sqlx::query_as(VERSION).bind(organ).bind(year).bind(version).fetch_optional(pool).await
        }
    })?)
}
