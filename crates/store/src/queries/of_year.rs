//! Everything of one year, for open data.

use crate::{Page, Result, Store, WithFigures};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    ", r.figures
       from report r
       join organ o on o.id = r.organ
      where r.replaced_at is null and r.year = $1 and r.organ > $2
      order by r.organ
      limit $3"
);

/// All current reports for a year with their cells, by authority. `after` is the authority of the last row of the page
/// before.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(store: &Store, year: i16, after: Option<&str>, limit: u32) -> Result<Page<WithFigures>> {
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(year).bind(after.unwrap_or_default());
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}
