//! The departments of an authority.

use sqlx::FromRow;

use super::change::HOLD;
use crate::audit::Entry;
use crate::{Result, Store};

pub(crate) const ALL: &str = "
    select organ, id, name, rank, active from department where organ = $1 order by rank, id";

pub(crate) const PUT: &str = "
    insert into department (organ, id, name, rank, active) values ($1, $2, $3, $4, $5)
        on conflict (organ, id) do update
       set name = excluded.name, rank = excluded.rank, active = excluded.active";

/// A department (承办科室).
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Department {
    /// The authority's id.
    pub organ: String,
    /// Its id, unique within the authority.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its place among those of the authority (排序).
    pub rank: i64,
    /// Whether it still exists. One that does not is kept, because cases name it (已撤销).
    pub active: bool,
}

/// The departments of an authority in their order, former ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn departments(store: &Store, organ: &str) -> Result<Vec<Department>> {
    Ok(read!(store, |pool| sqlx::query_as(ALL).bind(organ).fetch_all(pool).await)?)
}

/// Makes a department, or changes its name, place and state, and writes it down.
///
/// # Errors
/// When the database does not answer, or another department of the authority has the name.
pub async fn put_department(store: &Store, department: &Department, entry: &Entry) -> Result<()> {
    write!(store, |c| {
        sqlx::query(HOLD).execute(&mut *c).await?;
        let put = sqlx::query(PUT).bind(&department.organ).bind(&department.id).bind(&department.name);
        put.bind(department.rank).bind(department.active).execute(&mut *c).await?;
        audit!(c, entry);
    });
    Ok(())
}
