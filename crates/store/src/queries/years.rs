//! The years for which there are reports.

use crate::{Result, Store};

/// Steps from each year to the one before, so that it costs as much as there are years.
pub(crate) const SQL: &str = "
    with recursive step (year) as (
        select max(year) from report where replaced_at is null
        union all
        select (select max(r.year) from report r where r.replaced_at is null and r.year < step.year)
          from step
         where step.year is not null
    )
    select year from step where year is not null order by year desc";

/// The years for which anybody has a report, latest first.
///
/// # Errors
/// When the database does not answer.
pub async fn years(store: &Store) -> Result<Vec<i16>> {
    Ok(read!(store, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await)?)
}
