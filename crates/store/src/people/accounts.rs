//! All accounts, page by page.

use super::Account;
use crate::{Page, Result, Store};

pub(crate) const SQL: &str = concat!(
    "select ",
    account!(),
    "
       from account a
      where a.name > $1
      order by a.name
      limit $2"
);

pub(crate) const ANY: &str = "select a.id from account a where a.id > '' order by a.id limit 1";

/// Accounts in the order of their names. `after` is the name of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn accounts(store: &Store, after: Option<&str>, limit: u32) -> Result<Page<Account>> {
    let rows = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(after.unwrap_or_default());
        query.bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}

/// Whether there is any account: without one the program is at its first start.
///
/// # Errors
/// When the database does not answer.
pub async fn has_accounts(store: &Store) -> Result<bool> {
    let any: Option<String> = read!(store, |pool| sqlx::query_scalar(ANY).fetch_optional(pool).await)?;
    Ok(any.is_some())
}
