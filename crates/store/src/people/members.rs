//! Who belongs to which department.

use super::change::HOLD;
use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const OF_ACCOUNT: &str = "
    select m.department
      from department_member m
     where m.account = $2 and m.organ = $1
     order by m.department";

pub(crate) const OF_DEPARTMENT: &str = "
    select m.account
      from department_member m
     where m.organ = $1 and m.department = $2
     order by m.account";

pub(crate) const LEAVE: &str = "delete from department_member where organ = $1 and account = $2";

pub(crate) const JOIN: &str = "
    insert into department_member (organ, department, account) values ($1, $2, $3)
        on conflict (organ, department, account) do nothing";

/// The ids of the departments of an authority to which an account belongs.
///
/// # Errors
/// When the database does not answer.
pub async fn departments_of(store: &Store, organ: &str, account: &str) -> Result<Vec<String>> {
    Ok(read!(store, |pool| sqlx::query_scalar(OF_ACCOUNT).bind(organ).bind(account).fetch_all(pool).await)?)
}

/// The ids of the accounts that belong to a department.
///
/// # Errors
/// When the database does not answer.
pub async fn members_of(store: &Store, organ: &str, department: &str) -> Result<Vec<String>> {
    Ok(read!(store, |pool| {
        sqlx::query_scalar(OF_DEPARTMENT).bind(organ).bind(department).fetch_all(pool).await
    })?)
}

/// Lets an account belong to exactly these departments of an authority, and writes it down.
///
/// # Errors
/// When the database does not answer, or there is no such department.
pub async fn set_departments(
    store: &Store,
    (organ, account): (&str, &str),
    ids: &[String],
    entry: &Entry,
) -> Result<()> {
    write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        sqlx::query(LEAVE).bind(organ).bind(account).execute(&mut *c).await?;
        for id in ids {
            sqlx::query(JOIN).bind(organ).bind(id).bind(account).execute(&mut *c).await?;
        }
        audit!(c, entry);
    });
    Ok(())
}
