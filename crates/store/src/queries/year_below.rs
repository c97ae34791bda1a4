//! The reports for a year of those that belong to an authority.

use sqlx::FromRow;

use crate::{Page, Result, Store, WithFigures};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    ", r.figures, o.rank
       from organ o
       join report r on r.organ = o.id and r.year = $2 and r.replaced_at is null
      where o.parent = $1 and (o.rank, o.id) > ($3, $4)
      order by o.rank, o.id
      limit $5"
);

/// A report with the place of its authority among those of the same parent.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Ranked {
    /// The authority's place.
    pub rank: i64,
    /// The report.
    #[sqlx(flatten)]
    pub report: WithFigures,
}

/// The current reports for a year of the authorities that belong to one directly, or of the roots, in their order.
///
/// `after` is rank and id of the authority of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn year_below(
    store: &Store,
    parent: Option<&str>,
    year: i16,
    after: Option<(i64, &str)>,
    limit: u32,
) -> Result<Page<Ranked>> {
    below_in!(store, SQL, parent, year, after, limit)
}
