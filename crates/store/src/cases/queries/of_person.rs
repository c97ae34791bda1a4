//! All cases of a person.

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
    let facet = Facet::Person(person).key();
    let rows: Vec<(String, String)> = read!(store, |pool| {
        sqlx::query_as(SQL).bind(organ).bind(&facet).bind(i64::from(limit)).fetch_all(pool).await
    })?;
    rows.into_iter().map(listed).collect()
}
