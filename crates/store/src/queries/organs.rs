//! Every authority, in the order of their ids.

use crate::{Branch, Page, Result, Store};

pub(crate) const SQL: &str =
    concat!("select ", branch!(), " from organ o where o.id > $1 order by o.id limit $2");

/// All authorities, whatever they belong to. `after` is the id of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn organs(store: &Store, after: Option<&str>, limit: u32) -> Result<Page<Branch>> {
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(after.unwrap_or_default());
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}
