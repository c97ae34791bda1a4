//! All cases that have something in common: a person, fees in a year, a remedy, the archive, a stamp.

use casework::id::PersonId;

use super::work_list::{Listed, listed};
use crate::cases::Facet;
use crate::{Result, Store};

pub(crate) const SQL: &str = "
    select r.case_id, r.summary
      from case_facet f
      join case_row r on r.organ = f.organ and r.case_id = f.case_id
     where f.organ = $1 and f.facet = $2
     order by f.is_open desc, f.day desc, f.case_id desc
     limit $3";

/// Cases of a person with an authority: open ones first, the last due first; then the others, the last ended first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(store: &Store, organ: &str, person: &PersonId, limit: u32) -> Result<Vec<Listed>> {
    under(store, organ, Facet::Person(person), limit).await
}

/// Cases of an authority in which a fee was asked for, paid or given back in a year, in the same order.
///
/// # Errors
/// When the database does not answer.
pub async fn with_fee(store: &Store, organ: &str, year: i16, limit: u32) -> Result<Vec<Listed>> {
    under(store, organ, Facet::Fee(year), limit).await
}

/// Cases of an authority about which there was a reconsideration or a suit, in the same order.
///
/// # Errors
/// When the database does not answer.
pub async fn with_proceeding(store: &Store, organ: &str, limit: u32) -> Result<Vec<Listed>> {
    under(store, organ, Facet::Proceeding, limit).await
}

/// Cases of an authority whose files were archived in a year, in the same order.
///
/// # Errors
/// When the database does not answer.
pub async fn archived_in(store: &Store, organ: &str, year: i16, limit: u32) -> Result<Vec<Listed>> {
    under(store, organ, Facet::Archived(year), limit).await
}

/// Cases of an authority with letters that were stamped in a year, in the same order.
///
/// # Errors
/// When the database does not answer.
pub async fn stamped_in(store: &Store, organ: &str, year: i16, limit: u32) -> Result<Vec<Listed>> {
    under(store, organ, Facet::Stamped(year), limit).await
}

async fn under(store: &Store, organ: &str, facet: Facet<'_>, limit: u32) -> Result<Vec<Listed>> {
    let facet = facet.key();
    let rows: Vec<(String, String)> = read!(store, |pool| {
        sqlx::query_as(SQL).bind(organ).bind(&facet).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    rows.into_iter().map(listed).collect()
}
