//! Reports by words of their text.

use super::find_organs::pattern;
use crate::{Result, Store, Stored};

/// Looks through those that came last: how long it takes does not grow with the store. Their number is `$2`.
pub(crate) const SQL: &str = concat!(
    "with recent as (
         select organ, year, version, imported_at
           from report
          where replaced_at is null
          order by imported_at desc, year desc, organ desc
          limit $2
     )
     select ",
    summary!(),
    r", c.object
       from recent
       join report r on r.organ = recent.organ and r.year = recent.year and r.version = recent.version
       join organ o on o.id = r.organ
       join report_content c on c.organ = r.organ and c.year = r.year and c.version = r.version
      where c.object like $1 escape '\'
      order by r.imported_at desc, r.year desc, r.organ desc
      limit $3"
);

/// Reports that are looked through.
const RECENT: i64 = 2_000;

/// Current reports whose text contains some words, latest first, among the two thousand that came last.
///
/// # Errors
/// When the database does not answer.
pub async fn containing(store: &Store, words: &str, limit: u32) -> Result<Vec<Stored>> {
    let pattern = pattern(words.trim());
    Ok(read!(store, |pool| {
        sqlx::query_as(SQL).bind(&pattern).bind(RECENT).bind(i64::from(limit)).fetch_all(pool).await
    })?)
}
