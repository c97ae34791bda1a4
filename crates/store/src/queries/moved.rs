//! Where the reports of an authority went.

use crate::{Result, Store};

pub(crate) const SQL: &str = "select moved_to from organ_moved where organ = $1";

/// The id under which an authority goes on that had another one before a tree named it.
///
/// # Errors
/// When the database does not answer.
pub async fn moved(store: &Store, organ: &str) -> Result<Option<String>> {
    Ok(read!(store, |pool| sqlx::query_scalar(SQL).bind(organ).fetch_optional(pool).await)?)
}
