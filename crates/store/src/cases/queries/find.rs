//! One case, by its id or its number.

use casework::id::CaseId;

use super::work_list::{Listed, listed};
use crate::{Result, Store};

pub(crate) const BY_ID: &str = "select case_id, summary from case_row where organ = $1 and case_id = $2";

pub(crate) const BY_NUMBER: &str = "select case_id, summary from case_row where organ = $1 and number = $2";

/// The case of this id.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, organ: &str, case: &CaseId) -> Result<Option<Listed>> {
    one(store, BY_ID, organ, case.as_str()).await
}

/// The case of this 登记编号.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(store: &Store, organ: &str, number: &str) -> Result<Option<Listed>> {
    one(store, BY_NUMBER, organ, number).await
}

async fn one(store: &Store, sql: &'static str, organ: &str, name: &str) -> Result<Option<Listed>> {
    let row: Option<(String, String)> =
        read!(store, |pool| sqlx::query_as(sql).bind(organ).bind(name).fetch_optional(pool).await)?;
    row.map(listed).transpose()
}
