//! Authorities that have cases.

use crate::{Result, Store};

pub(crate) const SQL: &str = "select organ from chain_head where organ > '' order by organ";

/// Ids of all authorities with cases: for what is done with each of them every day.
///
/// # Errors
/// When the database does not answer.
pub async fn organs(store: &Store) -> Result<Vec<String>> {
    Ok(read!(store, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await)?)
}
