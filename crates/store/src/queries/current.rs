//! Everything, for open data.

use crate::{Page, Result, Store, Summary, WithFigures};

macro_rules! page {
    ($store:expr, $sql:expr, $after:expr, $limit:expr) => {{
        let (organ, year) = $after.unwrap_or(("", 0));
        let rows = read!($store, |pool| {
            let query = sqlx::query_as($sql).bind(organ).bind(year);
            query.bind(i64::from($limit) + 1).fetch_all(pool).await
        })?;
        Ok(Page::cut(rows, $limit))
    }};
}

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    ", r.figures
       from report r
       join organ o on o.id = r.organ
      where r.replaced_at is null and (r.organ, r.year) > ($1, $2)
      order by r.organ, r.year
      limit $3"
);

pub(crate) const SUMMARIES: &str = concat!(
    "select ",
    summary!(),
    "
       from report r
       join organ o on o.id = r.organ
      where r.replaced_at is null and (r.organ, r.year) > ($1, $2)
      order by r.organ, r.year
      limit $3"
);

/// All current reports with their cells, by authority and year.
///
/// `after` is authority and year of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn current(store: &Store, after: Option<(&str, i16)>, limit: u32) -> Result<Page<WithFigures>> {
    page!(store, SQL, after, limit)
}

/// The same without their cells.
///
/// # Errors
/// When the database does not answer.
pub async fn current_summaries(
    store: &Store,
    after: Option<(&str, i16)>,
    limit: u32,
) -> Result<Page<Summary>> {
    page!(store, SUMMARIES, after, limit)
}
