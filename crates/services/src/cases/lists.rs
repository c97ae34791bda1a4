//! What an office keeps itself, without a programmer (机关自行维护的事项): the sub-reasons of 其他处理, and the years whose
//! figures are settled. Every change is in the audit.

use std::collections::BTreeSet;

use casework::decide::{Command, Verb};
use casework::event::Actor;
use casework::id::{CaseId, DepartmentId, OfficerId};
use casework::reason::{Reason, Refused};
use casework::statistics::Span;
use law::article::ogi2019;
use serde_json::json;
use store::cases::{
    SubReason, find, lock_year, locked_years, put_sub_reasons, sub_reasons, sub_reasons_given, unlock_year,
};
use store::people::{Colleague, Role, colleagues, departments, members_of};

use super::{Cases, Moment, Result};

/// The sub-reasons of an office that has none of its own yet.
const USUAL: [&str; 3] = ["不属于政府信息", "无法与申请人取得联系", "申请人不提供身份证明"];

/// The longest name of a sub-reason, in characters.
const LONGEST: usize = 40;

impl Cases {
    /// The sub-reasons of the office (六（三）的细分情形), former ones included; while it has none, the usual ones.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sub_reasons(&self) -> Result<Vec<SubReason>> {
        let own = sub_reasons(&self.store, self.organ()).await?;
        let usual = || USUAL.map(|name| SubReason { name: name.to_owned(), active: true }).to_vec();
        Ok(if own.is_empty() { usual() } else { own })
    }

    /// Adds a sub-reason, retires one, or takes it up again.
    ///
    /// # Errors
    /// The name is missing or too long, or the store does not answer.
    pub async fn put_sub_reason(&self, reason: &SubReason, by: &OfficerId, moment: Moment) -> Result<()> {
        let name = reason.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST {
            let says = format!("请填写细分情形的名称，最多{LONGEST}个字");
            return Err(Refused::from(Reason::new("sub_reason_name", ogi2019(36, 0), says)).into());
        }
        // The first change makes the usual ones the office's own: it must not lose them by adding to them.
        let known = self.sub_reasons().await?;
        let is_first = sub_reasons(&self.store, self.organ()).await?.is_empty();
        let usual = known.into_iter().filter(|one| is_first && one.name != name);
        let changed = SubReason { name: name.to_owned(), active: reason.active };
        let detail = json!({ "sub_reason": changed.name, "active": changed.active });
        let entry = self.entry("sub_reason_changed", by, &detail, moment);
        let all: Vec<SubReason> = usual.chain([changed]).collect();
        Ok(put_sub_reasons(&self.store, self.organ(), &all, &entry).await?)
    }

    /// How often each sub-reason was given in a time, the most frequent first: they add up to its cell of table three. The
    /// empty name stands for cases that were withdrawn.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sub_reasons_given(&self, span: Span) -> Result<Vec<(String, i64)>> {
        Ok(sub_reasons_given(&self.store, self.organ(), span).await?)
    }

    /// Whether the figures of a year are settled (年度锁定).
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn is_locked(&self, year: i16) -> Result<bool> {
        Ok(locked_years(&self.store, self.organ()).await?.contains(&year))
    }

    /// Settles the figures of a year, or opens them again: while they are settled, what would change them is refused.
    ///
    /// # Errors
    /// The year is not over, or the store does not answer.
    pub async fn set_locked(&self, year: i16, locked: bool, by: &OfficerId, moment: Moment) -> Result<()> {
        if locked && year >= moment.today.year() {
            let says = format!("{year}年还没有结束，统计不能锁定");
            return Err(Refused::from(Reason::new("year_not_over", ogi2019(50, 0), says)).into());
        }
        let kind = if locked { "year_locked" } else { "year_unlocked" };
        let entry = self.entry(kind, by, &json!({ "year": year }), moment);
        match locked {
            true => lock_year(&self.store, self.organ(), year, &entry).await?,
            false => unlock_year(&self.store, self.organ(), year, &entry).await?,
        }
        Ok(())
    }

    /// Whether an officer may answer for a department: its members may, and clerks, who write down what comes on paper.
    async fn works_for(&self, officer: &OfficerId, department: &DepartmentId) -> Result<bool> {
        let there = colleagues(&self.store, self.organ()).await?;
        let is_clerk = there.iter().any(|one| one.id == officer.as_str() && one.role == Role::Clerk);
        let members = members_of(&self.store, self.organ(), department.as_str()).await?;
        Ok(is_clerk || members.iter().any(|member| member == officer.as_str()))
    }

    /// Refuses a command that names what the office does not have: a department, a sub-reason, an officer, a case of the same
    /// letter.
    pub(super) async fn check_named(&self, id: &CaseId, command: &Command, by: &Actor) -> Result<()> {
        let under = Verb::of(command).under();
        let reason = match command {
            Command::GiveTask { to, .. } => {
                let there = departments(&self.store, self.organ()).await?;
                let is_there = there.iter().any(|one| one.active && one.id == to.as_str());
                let says = || format!("本机关没有科室“{to}”，请选择列出的科室");
                (!is_there).then(|| Reason::new("no_such_department", under, says()))
            }
            Command::Draft { decision } => {
                let there: BTreeSet<String> = match decision.sub_reason() {
                    Some(_) => {
                        let active = self.sub_reasons().await?.into_iter().filter(|one| one.active);
                        active.map(|one| one.name).collect()
                    }
                    None => BTreeSet::new(),
                };
                let strange = decision.sub_reason().filter(|name| !name.is_empty() && !there.contains(*name));
                let says = |name| format!("本机关没有细分情形“{name}”，请选择列出的一种，或者先增加它");
                strange.map(|name| Reason::new("no_such_sub_reason", under, says(name)))
            }
            Command::Restrict { to } if !to.is_empty() => {
                let there = colleagues(&self.store, self.organ()).await?;
                let strange = to.iter().find(|id| there.iter().all(|one| one.id != id.as_str()));
                let lifts = |one: &Colleague| {
                    one.role == Role::OfficeHead && to.iter().any(|id| id.as_str() == one.id)
                };
                match strange {
                    Some(id) => {
                        Some(Reason::new("no_such_officer", under, format!("本机关没有工作人员“{id}”")))
                    }
                    None if !there.iter().any(lifts) => {
                        let says = "限定的人员里至少要有一名工作机构负责人，否则没有人能够解除限定";
                        Some(Reason::new("nobody_lifts", under, says))
                    }
                    None => None,
                }
            }
            Command::FinishTask { id: task, .. } | Command::ReturnTask { id: task, .. } => {
                let case = self.open(id).await?.case;
                let to = case.tasks.iter().find(|one| one.id == *task).map(|one| one.to.clone());
                let is_theirs = match (by, to) {
                    (Actor::Officer(officer), Some(to)) => self.works_for(officer, &to).await?,
                    _ => true,
                };
                (!is_theirs).then(|| Reason::new("not_your_department", under, "这一项不是交给您的科室的"))
            }
            Command::Split { into } => {
                let mut strange = None;
                for new_id in into {
                    let found = find(&self.store, self.organ(), new_id).await?;
                    let from = match found {
                        Some(_) => self.open(new_id).await?.case.split_from,
                        None => None,
                    };
                    if from.as_ref() != Some(id) {
                        strange = Some(new_id);
                    }
                }
                strange.map(|id| {
                    let says = format!("案件 {id} 不是从这一件拆分登记的（split_from）");
                    Reason::new("not_split_from_this", under, says)
                })
            }
            _ => None,
        };
        match reason {
            Some(reason) => Err(Refused::from(reason).into()),
            None => Ok(()),
        }
    }
}
