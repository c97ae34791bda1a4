//! What pages of cases know of the office (机关): its departments, its people, its sub-reasons.

use std::collections::HashMap;

use casework::event::Actor;
use casework::id::{DepartmentId, OfficerId, StampId};
use store::people::{Colleague, Department, Role, colleagues, departments};

use crate::App;
use crate::desk::names::Names;
use crate::error::Refusal;

/// Departments and people of the office, and for forms the sub-reasons and retention classes that may be given.
#[derive(Debug, Default)]
pub(crate) struct Office {
    departments: Vec<Department>,
    colleagues: Vec<Colleague>,
    /// Those who had to do with a case and are here no longer.
    former: HashMap<OfficerId, String>,
    sub_reasons: Vec<String>,
    /// Classes of how long files are kept (保管期限).
    retention: Vec<String>,
    /// Stamps: id and name; for forms those that may be used.
    stamps: Vec<(String, String)>,
}

impl Office {
    /// Those of the organ whose cases are handled.
    pub(crate) async fn of(app: &App) -> Result<Office, Refusal> {
        let cases = app.cases()?;
        let mut colleagues = colleagues(app.store(), cases.organ()).await?;
        // Once for each person, whatever the roles.
        colleagues.dedup_by(|one, other| one.id == other.id);
        let departments = departments(app.store(), cases.organ()).await?;
        Ok(Office { departments, colleagues, ..Office::default() })
    }

    /// With the names of officers who had to do with a case, whether they are still there or not.
    pub(crate) async fn with_officers(
        app: &App,
        officers: impl Iterator<Item = &OfficerId>,
    ) -> Result<Office, Refusal> {
        let (mut office, mut names) = (Office::of(app).await?, Names::default());
        let stamps = app.cases()?.stamps().await?.into_iter();
        office.stamps = stamps.map(|one| (one.id.to_string(), one.name)).collect();
        for id in officers {
            if office.colleague(id).is_none() {
                let name = names.person(app.store(), id.as_str()).await?;
                office.former.insert(id.clone(), name);
            }
        }
        Ok(office)
    }

    /// With the sub-reasons, retention classes and stamps that somebody with these roles may give.
    pub(crate) async fn for_forms(app: &App, roles: &[Role]) -> Result<Office, Refusal> {
        let there = app.cases()?.sub_reasons().await?.into_iter().filter(|one| one.active);
        let retention = app.cases()?.settings().retention.iter().map(|one| one.name.clone()).collect();
        let stamps = app.cases()?.stamps_for(roles).await?;
        Ok(Office {
            sub_reasons: there.map(|one| one.name).collect(),
            retention,
            stamps: stamps.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
            ..Office::of(app).await?
        })
    }

    /// How a department is called, former ones included; one that nobody knows by its id.
    pub(crate) fn department(&self, id: &DepartmentId) -> String {
        let found = self.departments.iter().find(|department| department.id == id.as_str());
        found.map_or_else(|| id.to_string(), |department| department.name.clone())
    }

    /// Who an officer is; one whom nobody knows by his id.
    pub(crate) fn person(&self, id: &OfficerId) -> String {
        let here = self.colleague(id).map(|colleague| &colleague.person);
        here.or_else(|| self.former.get(id)).cloned().unwrap_or_else(|| id.to_string())
    }

    fn colleague(&self, id: &OfficerId) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.id == id.as_str())
    }

    /// Who acted.
    pub(crate) fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Officer(id) => self.person(id),
            Actor::Applicant => "申请人".to_owned(),
            Actor::System => "系统".to_owned(),
        }
    }

    /// How a stamp is called.
    pub(crate) fn stamp(&self, id: &StampId) -> String {
        let found = self.stamps.iter().find(|(one, _)| one == id.as_str());
        found.map_or_else(|| id.to_string(), |(_, name)| name.clone())
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

    /// The classes of how long files are kept, as value and label.
    pub(crate) fn retention(&self) -> Vec<(String, String)> {
        self.retention.iter().map(|name| (name.clone(), name.clone())).collect()
    }

    /// The stamps that may be used, as value and label.
    pub(crate) fn stamps(&self) -> Vec<(String, String)> {
        self.stamps.clone()
    }

    /// An office of which nothing is known but its sub-reasons.
    #[cfg(test)]
    pub(super) fn with_sub_reasons(names: &[&str]) -> Office {
        Office { sub_reasons: names.iter().map(|name| (*name).to_owned()).collect(), ..Office::default() }
    }
}
