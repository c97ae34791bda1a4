//! What pages of cases know of the office (机关): its departments, its people, its sub-reasons.

use casework::id::{DepartmentId, OfficerId};
use store::people::{Colleague, Department, colleagues, departments};

use crate::App;
use crate::error::Refusal;

/// Departments, people and sub-reasons of the office.
#[derive(Debug, Default)]
pub(crate) struct Office {
    departments: Vec<Department>,
    colleagues: Vec<Colleague>,
    sub_reasons: Vec<String>,
}

impl Office {
    /// Those of the organ whose cases are handled.
    pub(crate) async fn of(app: &App) -> Result<Office, Refusal> {
        let cases = app.cases()?;
        let mut colleagues = colleagues(app.store(), cases.organ()).await?;
        // Once for each person, whatever the roles.
        colleagues.dedup_by(|one, other| one.id == other.id);
        let sub_reasons = cases.sub_reasons().await?.into_iter().filter(|one| one.active);
        Ok(Office {
            departments: departments(app.store(), cases.organ()).await?,
            colleagues,
            sub_reasons: sub_reasons.map(|one| one.name).collect(),
        })
    }

    /// How a department is called, former ones included; one that nobody knows by its id.
    pub(crate) fn department(&self, id: &DepartmentId) -> String {
        let found = self.departments.iter().find(|department| department.id == id.as_str());
        found.map_or_else(|| id.to_string(), |department| department.name.clone())
    }

    /// Who an officer is; one who has left by his id.
    pub(crate) fn person(&self, id: &OfficerId) -> String {
        let found = self.colleagues.iter().find(|colleague| colleague.id == id.as_str());
        found.map_or_else(|| id.to_string(), |colleague| colleague.person.clone())
    }

    /// The departments that exist: id and name.
    pub(crate) fn departments(&self) -> Vec<(String, String)> {
        let existing = self.departments.iter().filter(|department| department.active);
        existing.map(|department| (department.id.clone(), department.name.clone())).collect()
    }

    /// The people: id and name.
    pub(crate) fn people(&self) -> Vec<(String, String)> {
        self.colleagues.iter().map(|colleague| (colleague.id.clone(), colleague.person.clone())).collect()
    }

    /// The sub-reasons that may be given, as value and label.
    pub(crate) fn sub_reasons(&self) -> Vec<(String, String)> {
        self.sub_reasons.iter().map(|name| (name.clone(), name.clone())).collect()
    }

    /// An office of which nothing is known but its sub-reasons.
    #[cfg(test)]
    pub(super) fn with_sub_reasons(names: &[&str]) -> Office {
        Office { sub_reasons: names.iter().map(|name| (*name).to_owned()).collect(), ..Office::default() }
    }
}
