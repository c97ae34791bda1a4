//! The versions of a report.

use crate::{Result, Store, Summary};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    "
       from report r
       join organ o on o.id = r.organ
      where r.organ = $1 and r.year = $2
      order by r.version desc"
);

/// All versions of a report with what each corrected, the current one first (更正记录).
///
/// # Errors
/// When the database does not answer.
pub async fn history(store: &Store, organ: &str, year: i16) -> Result<Vec<Summary>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(organ).bind(year).fetch_all(pool).await)?)
}
