//! Links with which a person chooses a password, each good once (一次性链接).

use jiff::Timestamp;

use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const PUT: &str = "insert into setup_link (token, account, until) values ($1, $2, $3)";

pub(crate) const FIND: &str = "select account from setup_link where token = $1 and until > $2";

pub(crate) const TAKE: &str = "delete from setup_link where token = $1 and until > $2 returning account";

/// An account has one link at a time.
pub(crate) const FORGET: &str = "delete from setup_link where account = $1";

/// Makes the link of an account, known by the hash of its token, good until an instant; an earlier one is good no more. The
/// account of the first start is empty.
///
/// # Errors
/// When the database does not answer.
pub async fn put_link(
    store: &Store,
    token: &str,
    account: &str,
    until: Timestamp,
    entry: &Entry,
) -> Result<()> {
    write!(store, |c| {
        sqlx::query(FORGET).bind(account).execute(&mut *c).await?;
        let put = sqlx::query(PUT).bind(token).bind(account).bind(until.as_millisecond());
        put.execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}

/// Whose a link is that is still good at an instant.
///
/// # Errors
/// When the database does not answer.
pub async fn link(store: &Store, token: &str, now: Timestamp) -> Result<Option<String>> {
    Ok(read!(store, |pool| {
        sqlx::query_scalar(FIND).bind(token).bind(now.as_millisecond()).fetch_optional(pool).await
    })?)
}

/// Uses a link, and says whose it was; of two who use it at once only one is told.
///
/// # Errors
/// When the database does not answer.
pub async fn take_link(store: &Store, token: &str, now: Timestamp) -> Result<Option<String>> {
    Ok(write!(store, |c| {
        let take = sqlx::query_scalar(TAKE).bind(token).bind(now.as_millisecond());
        take.fetch_optional(&mut *c).await?
    }))
}
