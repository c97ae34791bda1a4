//! Forgetting commands that nobody sends again.

use crate::{Result, Store};

pub(crate) const SQL: &str = "delete from idempotency where organ = $1 and at < $2";

/// Forgets what came of commands before an instant, in milliseconds since 1970: sent again they would be carried out again. How
/// many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_keys(store: &Store, organ: &str, before: i64) -> Result<u64> {
    Ok(write!(store, |c| {
        sqlx::query(SQL).bind(organ).bind(before).execute(&mut *c).await?.rows_affected()
    }))
}
