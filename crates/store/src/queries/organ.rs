//! One authority by its id.

use crate::{Organ, Result, Store};

pub(crate) const SQL: &str = concat!("select ", organ!(), " from organ o where o.id = $1");

/// The authority with an id; none when there is none.
///
/// # Errors
/// When the database does not answer.
pub async fn organ(store: &Store, id: &str) -> Result<Option<Organ>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)?)
}
