//! Tokens with which programs use the API (接口令牌).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::audit::Entry;
use crate::model::{column, instant};
use crate::{Page, Result, Store};

/// Columns of [`ApiToken`].
macro_rules! token {
    () => {
        "t.id, t.name, t.account, t.organ, t.scopes, t.created_at, t.created_by, t.ends_at, t.revoked_at, t.used_at"
    };
}

pub(crate) const PUT: &str = "
    insert into api_token (id, token, name, account, organ, scopes, created_at, created_by, ends_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(crate) const FIND: &str = concat!("select ", token!(), " from api_token t where t.token = $1");

pub(crate) const ALL: &str = concat!(
    "select ",
    token!(),
    " from api_token t where (t.created_at, t.id) > ($1, $2) order by t.created_at, t.id limit $3"
);

pub(crate) const REVOKE: &str = "update api_token set revoked_at = $2 where id = $1 and revoked_at is null";

pub(crate) const TOUCH: &str = "update api_token set used_at = $2 where id = $1";

/// What a token may be used for (权限范围). What its account may not do, no token may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// 读取案件: lists, cases with their texts, letters, tasks.
    CasesRead,
    /// 办理案件: registering applications, and commands.
    CasesWrite,
    /// 读取统计: table three and the cases behind its cells.
    StatisticsRead,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 3] = [Scope::CasesRead, Scope::CasesWrite, Scope::StatisticsRead];

    /// Its key in the database, in forms and in `access.txt`.
    pub fn key(self) -> &'static str {
        match self {
            Scope::CasesRead => "cases.read",
            Scope::CasesWrite => "cases.write",
            Scope::StatisticsRead => "statistics.read",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Scope::CasesRead => "读取案件",
            Scope::CasesWrite => "登记和办理案件",
            Scope::StatisticsRead => "读取统计",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A text that is the key of no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有“{0}”这个权限范围")]
pub struct UnknownScope(String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(key: &str) -> std::result::Result<Scope, UnknownScope> {
        Scope::ALL.into_iter().find(|scope| scope.key() == key).ok_or_else(|| UnknownScope(key.to_owned()))
    }
}

/// A token, without anything by which it could be used (接口令牌).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: String,
    /// What the program is called (用途).
    pub name: String,
    /// In whose name it acts.
    pub account: String,
    /// The authority of that account.
    pub organ: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it.
    pub created_by: String,
    /// Until when it is good.
    pub ends_at: Timestamp,
    /// Since when it is good no more (撤销).
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub used_at: Option<Timestamp>,
}

impl ApiToken {
    /// Whether it is good at an instant.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.ends_at
    }
}

impl<'r, T> FromRow<'r, T> for ApiToken
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
    String: Decode<'r, T::Database> + Type<T::Database>,
{
    fn from_row(row: &'r T) -> sqlx::Result<ApiToken> {
        let maybe = |at: Option<i64>| at.map(instant).transpose();
        let scopes: String = row.try_get("scopes")?;
        Ok(ApiToken {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            account: row.try_get("account")?,
            organ: row.try_get("organ")?,
            // What an older program does not know it does not allow.
            scopes: scopes.split(' ').filter_map(|key| key.parse().ok()).collect(),
            created_at: column(row, "created_at", instant)?,
            created_by: row.try_get("created_by")?,
            ends_at: column(row, "ends_at", instant)?,
            revoked_at: column(row, "revoked_at", maybe)?,
            used_at: column(row, "used_at", maybe)?,
        })
    }
}

/// Makes a token, known by the hash of what the program holds, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn put_token(store: &Store, token: &str, new: &ApiToken, entry: &Entry) -> Result<()> {
    let scopes: Vec<&str> = new.scopes.iter().map(|scope| scope.key()).collect();
    write!(store, |c| {
        let put = sqlx::query(PUT).bind(&new.id).bind(token).bind(&new.name).bind(&new.account);
        let put = put.bind(&new.organ).bind(scopes.join(" ")).bind(new.created_at.as_millisecond());
        put.bind(&new.created_by).bind(new.ends_at.as_millisecond()).execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}

/// The token with this hash, however old.
///
/// # Errors
/// When the database does not answer.
pub async fn token(store: &Store, token: &str) -> Result<Option<ApiToken>> {
    Ok(read!(store, |pool| sqlx::query_as(FIND).bind(token).fetch_optional(pool).await)?)
}

/// All tokens, earliest first; `after` is when the last of the page before was made, and its id.
///
/// # Errors
/// When the database does not answer.
pub async fn tokens(store: &Store, after: Option<(Timestamp, &str)>, limit: u32) -> Result<Page<ApiToken>> {
    let (at, id) = after.map_or((i64::MIN, ""), |(at, id)| (at.as_millisecond(), id));
    let rows = read!(store, |pool| {
        sqlx::query_as(ALL).bind(at).bind(id).bind(i64::from(limit) + 1).fetch_all(pool).await
    })?;
    Ok(Page::cut(rows, limit))
}

/// Revokes a token, and writes it down; false when there is none that is good.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke_token(store: &Store, id: &str, entry: &Entry) -> Result<bool> {
    Ok(write!(store, |c| {
        let revoked = sqlx::query(REVOKE).bind(id).bind(entry.at).execute(&mut *c).await?;
        let is_revoked = revoked.rows_affected() == 1;
        if is_revoked {
            audit!(c, entry);
        }
        is_revoked
    }))
}

/// Writes down that a token was used.
///
/// # Errors
/// When the database does not answer.
pub async fn touch_token(store: &Store, id: &str, at: Timestamp) -> Result<()> {
    write!(store, |c| {
        sqlx::query(TOUCH).bind(id).bind(at.as_millisecond()).execute(&mut *c).await?;
    });
    Ok(())
}
