//! A number that grows with every change of the column, so that finished pages know when they are out of date.

use crate::{Result, Store};

pub(crate) const BUMP: &str = "update revision set number = number + 1";

pub(crate) const SQL: &str = "select number from revision";

impl Store {
    /// The number of changes so far (版本号).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revision(&self) -> Result<i64> {
        Ok(read!(self, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)?)
    }
}
