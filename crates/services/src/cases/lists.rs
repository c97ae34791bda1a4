//! What an office keeps itself, without a programmer (机关自行维护的事项): the sub-reasons of 其他处理, and the years whose
//! figures are settled. Every change is in the audit.

use casework::id::OfficerId;
use casework::reason::{Reason, Refused};
use casework::statistics::Span;
use law::article::ogi2019;
use serde_json::json;
use store::cases::{
    SubReason, lock_year, locked_years, put_sub_reasons, sub_reasons, sub_reasons_given, unlock_year,
};

use super::{Cases, Moment, Result};

/// The sub-reasons of an office that has none of its own yet.
const USUAL: [&str; 3] = ["不属于政府信息", "无法与申请人取得联系", "申请人不提供身份证明"];

/// The longest name of a sub-reason, in characters.
const LONGEST: usize = 40;

fn usual() -> impl Iterator<Item = SubReason> {
    USUAL.iter().map(|name| SubReason { name: (*name).to_owned(), active: true })
}

impl Cases {
    /// The sub-reasons of the office (六（三）的细分情形), former ones included; while it has none, the usual ones.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sub_reasons(&self) -> Result<Vec<SubReason>> {
        let own = sub_reasons(&self.store, self.organ()).await?;
        Ok(if own.is_empty() { usual().collect() } else { own })
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
        let is_first = sub_reasons(&self.store, self.organ()).await?.is_empty();
        let kept = usual().filter(|one| is_first && one.name != name);
        let changed = SubReason { name: name.to_owned(), active: reason.active };
        let detail = json!({ "sub_reason": changed.name, "active": changed.active });
        let entry = self.entry("sub_reason_changed", by, &detail, moment);
        let all: Vec<SubReason> = kept.chain([changed]).collect();
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
}
