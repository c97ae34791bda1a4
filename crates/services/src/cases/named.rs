//! What a command names besides the case (命令所指的对象): a department, a sub-reason, officers, a task, cases of the same
//! letter. The rules decide about the case alone; whether the office has what is named, its lists say.

use casework::decide::{Command, Verb};
use casework::event::Actor;
use casework::id::{CaseId, DepartmentId, OfficerId, TaskId};
use casework::reason::{Reason, Refused};
use store::people::{Role, colleagues, departments, members_of};

use super::read::Opened;
use super::{Cases, Failure, Result};

/// The name of a reason, and what it says; none where everything that is named is there.
pub(super) type Strange = Option<(&'static str, String)>;

impl Cases {
    /// Refuses a command that names what the office does not have.
    pub(super) async fn check_named(&self, opened: &Opened, command: &Command, by: &Actor) -> Result<()> {
        let strange = match command {
            Command::GiveTask { to, .. } => self.strange_department(to).await?,
            Command::Draft { decision } => match decision.sub_reason() {
                Some(name) => self.strange_sub_reason(name).await?,
                None => None,
            },
            Command::Restrict { to } => self.strange_officers(to).await?,
            Command::FinishTask { id, .. } | Command::ReturnTask { id, .. } => {
                self.strange_task(opened, *id, by).await?
            }
            Command::Split { into, .. } => self.strange_part(&opened.id, into).await?,
            Command::Stamp { stamp, .. } => self.strange_stamp(stamp, by).await?,
            Command::Archive { retention, note, .. } => self.unarchivable(opened, retention, note).await?,
            _ => None,
        };
        match strange {
            Some((code, says)) => {
                Err(Refused::from(Reason::new(code, Verb::of(command).under(), says)).into())
            }
            None => Ok(()),
        }
    }

    async fn strange_department(&self, to: &DepartmentId) -> Result<Strange> {
        let there = departments(&self.store, self.organ()).await?;
        let is_there = there.iter().any(|one| one.active && one.id == to.as_str());
        let says = || format!("本机关没有科室“{to}”，请选择列出的科室");
        Ok((!is_there).then(|| ("no_such_department", says())))
    }

    async fn strange_sub_reason(&self, name: &str) -> Result<Strange> {
        // A case that was withdrawn has none.
        let is_there =
            name.is_empty() || self.sub_reasons().await?.iter().any(|one| one.active && one.name == name);
        let says = || format!("本机关没有细分情形“{name}”，请选择列出的一种，或者先增加它");
        Ok((!is_there).then(|| ("no_such_sub_reason", says())))
    }

    async fn strange_officers(&self, to: &[OfficerId]) -> Result<Strange> {
        if to.is_empty() {
            return Ok(None);
        }
        let there = colleagues(&self.store, self.organ()).await?;
        if let Some(id) = to.iter().find(|id| there.iter().all(|one| one.id != id.as_str())) {
            return Ok(Some(("no_such_officer", format!("本机关没有工作人员“{id}”"))));
        }
        let named = |account: &str| to.iter().any(|id| id.as_str() == account);
        let somebody_lifts = there.iter().any(|one| one.role == Role::OfficeHead && named(&one.id));
        let says = "限定的人员里至少要有一名工作机构负责人，否则没有人能够解除限定";
        Ok((!somebody_lifts).then(|| ("nobody_lifts", says.to_owned())))
    }

    async fn strange_task(&self, opened: &Opened, id: TaskId, by: &Actor) -> Result<Strange> {
        let task = opened.case.tasks.iter().find(|task| task.id == id);
        let (Actor::Officer(officer), Some(task)) = (by, task) else { return Ok(None) };
        let is_theirs = self.works_for(officer, &task.to).await?;
        Ok((!is_theirs).then(|| ("not_your_department", "这一项不是交给您的科室的".to_owned())))
    }

    /// Whether an officer may answer for a department: its members may, and clerks, who write down what comes on paper.
    async fn works_for(&self, officer: &OfficerId, department: &DepartmentId) -> Result<bool> {
        let there = colleagues(&self.store, self.organ()).await?;
        let is_clerk = there.iter().any(|one| one.id == officer.as_str() && one.role == Role::Clerk);
        let members = members_of(&self.store, self.organ(), department.as_str()).await?;
        Ok(is_clerk || members.iter().any(|member| member == officer.as_str()))
    }

    async fn strange_part(&self, of: &CaseId, into: &[CaseId]) -> Result<Strange> {
        for id in into {
            let from = match self.open(id).await {
                Err(Failure::NotFound) => None,
                opened => opened?.case.split_from,
            };
            if from.as_ref() != Some(of) {
                let says = format!("案件 {id} 不是从这一件拆分登记的（split_from）");
                return Ok(Some(("not_split_from_this", says)));
            }
        }
        Ok(None)
    }
}
