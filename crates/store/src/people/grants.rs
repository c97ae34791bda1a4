//! Who has which roles.

use sqlx::FromRow;

use super::Role;
use crate::{Result, Store};

pub(crate) const OF_ACCOUNT: &str = "
    select g.organ, g.account, g.role from role_grant g where g.account = $1 order by g.account, g.organ, g.role";

/// Those who run the installation and may be used.
pub(crate) const ADMINISTRATORS: &str = "
    select g.organ, g.account, g.role
      from role_grant g
      join account a on a.id = g.account
     where g.organ = '' and a.disabled_at is null";

/// A role that an account has (授权).
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Grant {
    /// The authority for which it holds; empty for an administrator of the installation.
    pub organ: String,
    /// The account's id.
    pub account: String,
    /// The role.
    #[sqlx(try_from = "String")]
    pub role: Role,
}

/// The roles of an account, by authority.
///
/// # Errors
/// When the database does not answer.
pub async fn grants_of(store: &Store, account: &str) -> Result<Vec<Grant>> {
    Ok(read!(store, |pool| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(pool).await)?)
}
