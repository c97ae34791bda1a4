//! One authority by a name of it.

use reporting::text::squash;

use crate::{Organ, Result, Store};

pub(crate) const SQL: &str = concat!(
    "select ",
    organ!(),
    "
       from organ_name n
       join organ o on o.id = n.organ
      where n.name = $1 and (o.since is null or o.since <= $2) and (o.until is null or o.until >= $2)
      order by o.rank, o.id
      limit 1"
);

/// The authority that has a name, a short or a former one in a report year.
///
/// Spaces, full-width forms and traditional characters make no difference.
///
/// # Errors
/// When the database does not answer.
pub async fn organ_named(store: &Store, name: &str, year: i16) -> Result<Option<Organ>> {
    let name = squash(name);
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(&name).bind(year).fetch_optional(pool).await)?)
}
