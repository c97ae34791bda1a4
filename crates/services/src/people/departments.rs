//! The departments of an authority (科室设置).

use jiff::Timestamp;
use store::people::{self, Department};
use store::{Store, queries};

use super::audit::entry;
use super::{Error, Happened, Officer, Seed};

/// What a department is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which one; none for a new one.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its place among those of the authority; none for the last.
    pub rank: Option<i64>,
    /// Whether it exists.
    pub active: bool,
}

/// Makes a department of an authority, or changes one.
///
/// # Errors
/// No such authority or department, a name that is missing or taken, or the database fails.
pub async fn change_department(
    store: &Store,
    organ: &str,
    change: &Change,
    by: &Officer,
    now: Timestamp,
    seed: &Seed,
) -> Result<(), Error> {
    if queries::organ(store, organ).await?.is_none() {
        return Err(Error::Unknown("机关"));
    }
    let there = people::departments(store, organ).await?;
    let name = change.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Error::Missing("科室名称，最多60个字"));
    }
    let id = match &change.id {
        Some(id) if there.iter().any(|department| department.id == *id) => id.clone(),
        Some(_) => return Err(Error::Unknown("科室")),
        None => seed.id("department"),
    };
    if there.iter().any(|department| department.name == name && department.id != id) {
        return Err(Error::DepartmentTaken(name));
    }
    let last = there.iter().map(|department| department.rank).max().unwrap_or(0);
    let rank = change.rank.unwrap_or(last + 1);
    let organ = organ.to_owned();
    let department = Department { organ, id, name, rank, active: change.active };
    let Department { organ, id, name, active, .. } = department.clone();
    let happened = Happened::DepartmentChanged { organ, department: id, name, active };
    people::put_department(store, &department, &entry(now, &by.id, &happened)?).await?;
    Ok(())
}
