//! The reports of an authority.

use crate::{Result, Store, Summary};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    "
       from report r
       join organ o on o.id = r.organ
      where r.organ = $1 and r.replaced_at is null
      order by r.year desc"
);

/// The current report of an authority for each year, latest year first.
///
/// # Errors
/// When the database does not answer.
pub async fn reports_of(store: &Store, organ: &str) -> Result<Vec<Summary>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
}
