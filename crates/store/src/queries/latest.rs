//! What came last, for a feed.

use crate::{Page, Result, Store, Summary};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    "
       from report r
       join organ o on o.id = r.organ
      where r.replaced_at is null and (r.imported_at, r.year, r.organ) < ($1, $2, $3)
      order by r.imported_at desc, r.year desc, r.organ desc
      limit $4"
);

/// Current reports by when they were laid in, latest first, and of those that came together the latest years first; a
/// correction counts anew.
///
/// `after` is the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(store: &Store, after: Option<&Summary>, limit: u32) -> Result<Page<Summary>> {
    let (at, year, organ) = after.map_or((i64::MAX, 0, ""), |last| {
        (last.imported_at.as_millisecond(), last.year, last.organ.as_str())
    });
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(at).bind(year).bind(organ);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}
