//! One account, by its id or by what is typed to sign in.

use jiff::Timestamp;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::model::{column, instant};
use crate::{Result, Store};

/// Columns of [`Account`], of `account a`.
macro_rules! account {
    () => {
        "a.id, a.name, a.person, a.organ, a.password, a.second_factor, a.created_at, a.disabled_at"
    };
}

pub(crate) const BY_ID: &str = concat!("select ", account!(), " from account a where a.id = $1");

pub(crate) const BY_NAME: &str = concat!("select ", account!(), " from account a where a.name = $1");

/// Somebody who can sign in (账号).
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, which never changes.
    pub id: String,
    /// What is typed to sign in (登录名), in lower case.
    pub name: String,
    /// 姓名.
    pub person: String,
    /// The id of the authority that the person works for; empty for administrators of the installation.
    pub organ: String,
    /// The password as an Argon2 text; none until the person has chosen one.
    pub password: Option<String>,
    /// The secret of the second factor, sealed; none where there is none.
    pub second_factor: Option<Vec<u8>>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when it may not be used (停用).
    pub disabled_at: Option<Timestamp>,
}

impl std::fmt::Debug for Account {
    /// Without hash and secret, which belong into no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'r, T> FromRow<'r, T> for Account
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
    String: Decode<'r, T::Database> + Type<T::Database>,
    Vec<u8>: Decode<'r, T::Database> + Type<T::Database>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Account> {
        Ok(Account {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            person: row.try_get("person")?,
            organ: row.try_get("organ")?,
            password: row.try_get("password")?,
            second_factor: row.try_get("second_factor")?,
            created_at: column(row, "created_at", instant)?,
            disabled_at: column(row, "disabled_at", |at: Option<i64>| at.map(instant).transpose())?,
        })
    }
}

/// The account with an id; none when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn account(store: &Store, id: &str) -> Result<Option<Account>> {
    Ok(read!(store, |pool| sqlx::query_as(BY_ID).bind(id).fetch_optional(pool).await)?)
}

/// The account with which somebody signs in by a name; none when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn account_named(store: &Store, name: &str) -> Result<Option<Account>> {
    Ok(read!(store, |pool| sqlx::query_as(BY_NAME).bind(name).fetch_optional(pool).await)?)
}
