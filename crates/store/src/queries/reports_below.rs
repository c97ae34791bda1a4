//! All years of those that belong to an authority: the column as a shelf.

use super::children;
use crate::{Branch, Page, Result, Store, Summary};

pub(crate) const SQL: &str = concat!(
    "select ",
    summary!(),
    "
       from organ o
       join report r on r.organ = o.id and r.replaced_at is null
      where o.parent = $1 and (o.rank, o.id) >= ($2, $3) and (o.rank, o.id) <= ($4, $5)
      order by o.rank, o.id, r.year desc"
);

/// An authority with its current reports, latest year first.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// The authority.
    pub branch: Branch,
    /// Its reports; empty where it has none.
    pub reports: Vec<Summary>,
}

/// The authorities that belong to one directly, or the roots, each with its reports.
///
/// `after` is rank and id of the last row of the page before.
///
/// # Errors
/// When the database does not answer.
pub async fn reports_below(
    store: &Store,
    parent: Option<&str>,
    after: Option<(i64, &str)>,
    limit: u32,
) -> Result<Page<Shelf>> {
    let Page { rows, has_more } = children(store, parent, after, limit).await?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        return Ok(Page { rows: Vec::new(), has_more });
    };
    let reports: Vec<Summary> = read!(store, |pool| {
        let query = sqlx::query_as(SQL).bind(parent.unwrap_or_default());
        let query = query.bind(first.organ.rank).bind(&first.organ.id);
        query.bind(last.organ.rank).bind(&last.organ.id).fetch_all(pool).await
    })?;
    let mut reports = reports.into_iter().peekable();
    let shelf = |branch: Branch| {
        let its = std::iter::from_fn(|| reports.next_if(|report| report.organ == branch.organ.id));
        Shelf { reports: its.collect(), branch }
    };
    Ok(Page { rows: rows.into_iter().map(shelf).collect(), has_more })
}
