//! The second factor of an account (动态口令).

use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const SET: &str = "
    update account set second_factor = $2, second_factor_step = null where id = $1";

pub(crate) const USE_STEP: &str = "
    update account
       set second_factor_step = $2
     where id = $1 and (second_factor_step is null or second_factor_step < $2)";

/// Gives an account a sealed secret, or takes its second factor away, and writes it down.
///
/// # Errors
/// When the database does not answer.
pub async fn set_second_factor(
    store: &Store,
    account: &str,
    sealed: Option<&[u8]>,
    entry: &Entry,
) -> Result<()> {
    write!(store, |c| {
        sqlx::query(SET).bind(account).bind(sealed).execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}

/// Uses up a code by the number of its time step; false when it or a later one has been used.
///
/// # Errors
/// When the database does not answer.
pub async fn use_step(store: &Store, account: &str, step: i64) -> Result<bool> {
    Ok(write!(store, |c| {
        let used = sqlx::query(USE_STEP).bind(account).bind(step).execute(&mut *c).await?;
        used.rows_affected() == 1
    }))
}
