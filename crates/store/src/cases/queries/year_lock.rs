//! Years whose counts are settled (年度锁定).

use crate::audit::Entry;
use crate::chain::{HOLD, START};
use crate::{Result, Store};

pub(crate) const ALL: &str = "select year from year_lock where organ = $1 order by year";

pub(crate) const LOCK: &str = "
    insert into year_lock (organ, year, at) values ($1, $2, $3) on conflict (organ, year) do nothing";

pub(crate) const UNLOCK: &str = "delete from year_lock where organ = $1 and year = $2";

/// The years that are locked.
///
/// # Errors
/// When the database does not answer.
pub async fn locked_years(store: &Store, organ: &str) -> Result<Vec<i16>> {
    Ok(read!(store, |pool| sqlx::query_scalar(ALL).bind(organ).fetch_all(pool).await)?)
}

/// Settles the counts of a year, and writes it down: what would change them is refused from now on.
///
/// # Errors
/// When the database does not answer.
pub async fn lock_year(store: &Store, organ: &str, year: i16, entry: &Entry) -> Result<()> {
    write!(store, |c| {
        audit!(c, entry);
        // Under the lock of whatever is appended.
        sqlx::query(HOLD).bind(organ).bind(&START[..]).execute(&mut *c).await?;
        sqlx::query(LOCK).bind(organ).bind(year).bind(entry.at).execute(&mut *c).await?;
    });
    Ok(())
}

/// Opens the counts of a year again, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn unlock_year(store: &Store, organ: &str, year: i16, entry: &Entry) -> Result<()> {
    write!(store, |c| {
        audit!(c, entry);
        sqlx::query(HOLD).bind(organ).bind(&START[..]).execute(&mut *c).await?;
        sqlx::query(UNLOCK).bind(organ).bind(year).execute(&mut *c).await?;
    });
    Ok(())
}
