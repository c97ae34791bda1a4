//! Who is signed in (会话).

use jiff::Timestamp;
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::audit::Entry;
use crate::model::{column, instant};
use crate::{Result, Store};

pub(crate) const OPEN: &str = "
    insert into session (token, account, created_at, seen_at, ends_at, pending) values ($1, $2, $3, $3, $4, $5)";

/// Columns of [`Session`].
macro_rules! session {
    () => {
        "s.token, s.account, s.created_at, s.seen_at, s.ends_at, s.pending"
    };
}

pub(crate) const FIND: &str = concat!("select ", session!(), " from session s where s.token = $1");

pub(crate) const OF_ACCOUNT: &str =
    concat!("select ", session!(), " from session s where s.account = $1 order by s.created_at");

pub(crate) const TOUCH: &str = "update session set seen_at = $2 where token = $1";

pub(crate) const END: &str = "delete from session where token = $1";

pub(crate) const END_OTHERS: &str = "delete from session where account = $1 and token <> $2";

pub(crate) const FORGET_ENDED: &str = "delete from session where ends_at <= $1";

/// A session, known by the hash of its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of its token in hexadecimal.
    pub token: String,
    /// Whose it is.
    pub account: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When a request last came, to the minute.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub ends_at: Timestamp,
    /// Whether the second factor is still owed.
    pub pending: bool,
}

impl<'r, T> FromRow<'r, T> for Session
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    bool: Decode<'r, T::Database> + Type<T::Database>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
    String: Decode<'r, T::Database> + Type<T::Database>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Session> {
        Ok(Session {
            token: row.try_get("token")?,
            account: row.try_get("account")?,
            created_at: column(row, "created_at", instant)?,
            seen_at: column(row, "seen_at", instant)?,
            ends_at: column(row, "ends_at", instant)?,
            pending: row.try_get("pending")?,
        })
    }
}

/// Begins a session, and writes it down where somebody is in by it.
///
/// # Errors
/// When the database does not answer.
pub async fn open_session(store: &Store, new: &Session, entry: Option<&Entry>) -> Result<()> {
    write!(store, |c| {
        let open =
            sqlx::query(OPEN).bind(&new.token).bind(&new.account).bind(new.created_at.as_millisecond());
        open.bind(new.ends_at.as_millisecond()).bind(new.pending).execute(&mut *c).await?;
        if let Some(entry) = entry {
            audit!(c, entry);
        }
    });
    Ok(())
}

/// The session of a token, however old; none when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn session(store: &Store, token: &str) -> Result<Option<Session>> {
    Ok(read!(store, |pool| sqlx::query_as(FIND).bind(token).fetch_optional(pool).await)?)
}

/// The sessions of an account, earliest first.
///
/// # Errors
/// When the database does not answer.
pub async fn sessions_of(store: &Store, account: &str) -> Result<Vec<Session>> {
    Ok(read!(store, |pool| sqlx::query_as(OF_ACCOUNT).bind(account).fetch_all(pool).await)?)
}

/// Writes down that a request came.
///
/// # Errors
/// When the database does not answer.
pub async fn touch_session(store: &Store, token: &str, at: Timestamp) -> Result<()> {
    write!(store, |c| {
        sqlx::query(TOUCH).bind(token).bind(at.as_millisecond()).execute(&mut *c).await?;
    });
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn end_session(store: &Store, token: &str) -> Result<()> {
    write!(store, |c| {
        sqlx::query(END).bind(token).execute(&mut *c).await?;
    });
    Ok(())
}

/// Ends the sessions of an account but for one, or all of them.
///
/// # Errors
/// When the database does not answer.
pub async fn end_sessions_of(store: &Store, account: &str, but: Option<&str>) -> Result<()> {
    write!(store, |c| {
        sqlx::query(END_OTHERS).bind(account).bind(but.unwrap_or_default()).execute(&mut *c).await?;
    });
    Ok(())
}

/// Forgets sessions that have ended, and counts of tries whose last is older than `from`.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_ended(store: &Store, now: Timestamp, from: Timestamp) -> Result<()> {
    write!(store, |c| {
        sqlx::query(FORGET_ENDED).bind(now.as_millisecond()).execute(&mut *c).await?;
        sqlx::query(super::attempt::FORGET).bind(from.as_millisecond()).execute(&mut *c).await?;
    });
    Ok(())
}
