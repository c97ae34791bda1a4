//! What an authority belongs to.

use crate::{Organ, Result, Store};

/// No tree is that deep; a circle, which a tree file cannot have, ends here.
pub(crate) const SQL: &str = concat!(
    "with recursive up (id, above, steps) as (
         select id, parent, 0 from organ where id = $1
         union all
         select organ.id, organ.parent, up.steps + 1 from up join organ on organ.id = up.above where up.steps < 16
     )
     select ",
    organ!(),
    " from up join organ o on o.id = up.id order by up.steps desc"
);

/// The authorities from the root to this one; empty for an unknown id.
///
/// # Errors
/// When the database does not answer.
pub async fn path(store: &Store, id: &str) -> Result<Vec<Organ>> {
    Ok(read!(store, |pool| sqlx::query_as(SQL).bind(id).fetch_all(pool).await)?)
}
