//! The tree of authorities, one level at a time.

use crate::{Branch, Page, Result, Store};

pub(crate) const SQL: &str = concat!(
    "select ",
    branch!(),
    "
       from organ o
      where o.parent = $1 and (o.rank, o.id) > ($2, $3)
      order by o.rank, o.id
      limit $4"
);

/// The authorities that belong to one directly, or the roots, in their order, with how much is below each.
///
/// `after` is rank and id of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn children(
    store: &Store,
    parent: Option<&str>,
    after: Option<(i64, &str)>,
    limit: u32,
) -> Result<Page<Branch>> {
    let (rank, id) = after.unwrap_or((i64::MIN, ""));
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(parent.unwrap_or_default()).bind(rank).bind(id);
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}
