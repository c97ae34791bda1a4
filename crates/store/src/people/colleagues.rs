//! Who works for an authority, with roles and where they are reached.

use sqlx::FromRow;

use super::Role;
use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const SQL: &str = "
    select a.id, a.person, a.email, g.role
      from role_grant g
      join account a on a.id = g.account
     where g.organ = $1 and a.disabled_at is null
     order by a.person, a.id, g.role";

pub(crate) const EMAIL: &str = "update account set email = $2 where id = $1";

pub(crate) const EMAIL_OF: &str = "select email from account where id = $1";

/// Somebody who works for an authority, once for each role (同事).
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Colleague {
    /// The account's id.
    pub id: String,
    /// 姓名.
    pub person: String,
    /// Where the person is reminded; none where he does not want it (邮箱).
    pub email: Option<String>,
    /// A role.
    #[sqlx(try_from = "String")]
    pub role: Role,
}

/// Who works for an authority and may sign in, in the order of their names.
///
/// # Errors
/// When the database does not answer.
pub async fn colleagues(store: &Store, organ: &str) -> Result<Vec<Colleague>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(organ).fetch_all(pool).await)?)
}

/// Where an account is reminded; none where its person does not want it.
///
/// # Errors
/// When the database does not answer.
pub async fn email_of(store: &Store, account: &str) -> Result<Option<String>> {
    let email: Option<Option<String>> =
        read!(store, |pool| sqlx::query_scalar(EMAIL_OF).bind(account).fetch_optional(pool).await)?;
    Ok(email.flatten())
}

/// Changes where an account is reminded, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn set_email(store: &Store, account: &str, email: Option<&str>, entry: &Entry) -> Result<()> {
    write!(store, |c| {
        sqlx::query(EMAIL).bind(account).bind(email).execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}
