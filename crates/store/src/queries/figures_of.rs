//! The figures of an authority over the years, for trends and comparisons.

use crate::{Result, Store, WithFigures};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    ", r.figures
       from report r
       join organ o on o.id = r.organ
      where r.organ = $1 and r.replaced_at is null
      order by r.year"
);

/// All cells of the current reports of an authority, earliest year first.
///
/// # Errors
/// When the database does not answer.
pub async fn figures_of(store: &Store, organ: &str) -> Result<Vec<WithFigures>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
}
