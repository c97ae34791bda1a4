//! Tries that are counted (次数限制): failed sign-ins, public submissions.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use crate::model::{column, hexadecimal, instant};
use crate::{Result, Store};

pub(crate) const TRIES: &str = "select tries, since, last_at from attempt where what = $1";

/// A count that began before $3 begins anew.
pub(crate) const COUNT: &str = "
    insert into attempt (what, tries, since, last_at) values ($1, 1, $2, $2)
        on conflict (what) do update
       set tries = case when attempt.since < $3 then 1 else attempt.tries + 1 end,
           since = case when attempt.since < $3 then excluded.since else attempt.since end,
           last_at = excluded.last_at
    returning tries, since, last_at";

pub(crate) const FIRST: &str = "
    insert into attempt (what, tries, since, last_at) values ($1, 1, $2, $2)
        on conflict (what) do nothing";

/// Only if nobody has tried meanwhile.
pub(crate) const NEXT: &str = "
    update attempt
       set tries = $2, since = $3, last_at = $4
     where what = $1 and tries = $5 and last_at = $6";

pub(crate) const CLEAR: &str = "delete from attempt where what = $1";

pub(crate) const FORGET: &str = "delete from attempt where last_at < $1";

/// How often something was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How often.
    pub tries: i64,
    /// Since when it has been counted.
    pub since: Timestamp,
    /// The last time.
    pub last_at: Timestamp,
}

impl<'r, T> FromRow<'r, T> for Tries
where
    T: Row,
    for<'c> &'c str: ColumnIndex<T>,
    i64: Decode<'r, T::Database> + Type<T::Database>,
{
    fn from_row(row: &'r T) -> sqlx::Result<Tries> {
        Ok(Tries {
            tries: row.try_get("tries")?,
            since: column(row, "since", instant)?,
            last_at: column(row, "last_at", instant)?,
        })
    }
}

/// Under which name something is counted.
fn name(what: &str) -> String {
    hexadecimal(&Sha256::digest(what))
}

/// How often something has been tried; none where it is not being counted.
///
/// # Errors
/// When the database does not answer.
pub async fn tries(store: &Store, what: &str) -> Result<Option<Tries>> {
    Ok(read!(store, |pool| sqlx::query_as(TRIES).bind(name(what)).fetch_optional(pool).await)?)
}

/// Counts a try at an instant, and says how many there are since `from`; what was last tried before `from` is forgotten.
///
/// # Errors
/// When the database does not answer.
pub async fn count_try(store: &Store, what: &str, at: Timestamp, from: Timestamp) -> Result<Tries> {
    Ok(write!(store, |c| {
        let count = sqlx::query_as(COUNT).bind(name(what)).bind(at.as_millisecond());
        count.bind(from.as_millisecond()).fetch_one(&mut *c).await?
    }))
}

/// Counts a try after those that were seen; false when somebody else has tried meanwhile, and it is not counted. So each try has
/// seen all those before it, however many come at once.
///
/// # Errors
/// When the database does not answer.
pub async fn count_next_try(store: &Store, what: &str, seen: Option<Tries>, next: Tries) -> Result<bool> {
    let (since, last_at) = (next.since.as_millisecond(), next.last_at.as_millisecond());
    let counted = write!(store, |c| {
        let count = match seen {
            None => sqlx::query(FIRST).bind(name(what)).bind(last_at),
            Some(seen) => {
                let count = sqlx::query(NEXT).bind(name(what)).bind(next.tries).bind(since).bind(last_at);
                count.bind(seen.tries).bind(seen.last_at.as_millisecond())
            }
        };
        count.execute(&mut *c).await?.rows_affected()
    });
    Ok(counted == 1)
}

/// Ends a count.
///
/// # Errors
/// When the database does not answer.
pub async fn clear_tries(store: &Store, what: &str) -> Result<()> {
    write!(store, |c| {
        sqlx::query(CLEAR).bind(name(what)).execute(&mut *c).await?;
    });
    Ok(())
}
