//! Who has no report for a year.

use crate::{Organ, Page, Result, Store};

pub(crate) const SQL: &str = concat!(
    "select ",
    organ!(),
    "
       from organ o
      where o.parent = $1 and (o.rank, o.id) > ($3, $4)
        and (o.since is null or o.since <= $2) and (o.until is null or o.until >= $2)
        and not exists (
            select 1 from report r where r.organ = o.id and r.year = $2 and r.replaced_at is null)
      order by o.rank, o.id
      limit $5"
);

/// The authorities that belong to one directly, or the roots, that exist in a year and have no report for it (缺报).
///
/// `after` is rank and id of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn missing(
    store: &Store,
    parent: Option<&str>,
    year: i16,
    after: Option<(i64, &str)>,
    limit: u32,
) -> Result<Page<Organ>> {
    below_in!(store, SQL, parent, year, after, limit)
}
