//! The way of a report from draft to publication (年报流程): submitted for review with its content, approved, signed, handed
//! to the oversight authority, published, and corrected in a new round. Pure.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::annual::StepRow;

use crate::people::Role;

/// A step (流程记录).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// 送审: from now on this is the report.
    Submitted {
        /// The report as an object.
        report: Value,
    },
    /// 退回修改.
    Returned {
        /// Why.
        why: String,
    },
    /// 审核.
    Approved,
    /// 签发.
    Signed {
        /// The date under the report.
        on: Date,
    },
    /// 报送主管部门.
    Filed {
        /// When.
        on: Date,
        /// To whom and how.
        to: String,
    },
    /// 公布.
    Published {
        /// When.
        on: Date,
        /// 更正说明, where it takes the place of one that was there.
        correction: Option<String>,
    },
    /// 启动更正: a new round.
    Reopened {
        /// What is wrong.
        why: String,
    },
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 起草.
    Drafting,
    /// 待审核.
    InReview,
    /// 待签发.
    Approved,
    /// 待公布.
    Signed,
    /// 已公布.
    Published,
}

impl Stage {
    /// Every stage in its order.
    pub const ALL: [Stage; 5] =
        [Stage::Drafting, Stage::InReview, Stage::Approved, Stage::Signed, Stage::Published];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Drafting => "起草",
            Stage::InReview => "审核",
            Stage::Approved => "签发",
            Stage::Signed => "报送、公布",
            Stage::Published => "已公布",
        }
    }
}

/// What somebody wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// 送审.
    Submit,
    /// 退回修改.
    Return,
    /// 审核同意.
    Approve,
    /// 签发.
    Sign,
    /// 登记报送.
    File,
    /// 公布.
    Publish,
    /// 启动更正.
    Reopen,
}

impl Act {
    /// Every act, in the order in which a report meets them.
    pub const ALL: [Act; 7] =
        [Act::Submit, Act::Approve, Act::Return, Act::Sign, Act::File, Act::Publish, Act::Reopen];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Act::Submit => "送审",
            Act::Return => "退回修改",
            Act::Approve => "审核同意",
            Act::Sign => "签发",
            Act::File => "登记报送",
            Act::Publish => "公布",
            Act::Reopen => "启动更正",
        }
    }

    /// Whether somebody with these roles may do it.
    pub fn is_for(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| match role {
            Role::Clerk => matches!(self, Act::Submit | Act::File | Act::Publish),
            Role::OfficeHead => matches!(self, Act::Approve | Act::Return | Act::Reopen),
            Role::Leader => matches!(self, Act::Sign | Act::Return),
            _ => false,
        })
    }
}

/// Where a report stands and how it came there.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Where.
    pub stage: Stage,
    /// What was submitted, and by whom.
    pub submitted: Option<(Value, String)>,
    /// The day on which it was submitted.
    pub submitted_on: Option<Date>,
    /// The date under it.
    pub signed_on: Option<Date>,
    /// When it was handed to the oversight authority, and how.
    pub filed: Option<(Date, String)>,
    /// When it was published, first and last.
    pub published: Vec<Date>,
    /// Why it was sent back.
    pub returned: Option<String>,
    /// What the correction is about, in a round after publication.
    pub correction: Option<String>,
    /// Every step: its name, when and by whom, in the order of time.
    pub history: Vec<(Step, i64, String)>,
    /// How many steps were written down, those included that this version does not know.
    pub written: usize,
}

impl Step {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Step::Submitted { .. } => "送审",
            Step::Returned { .. } => "退回修改",
            Step::Approved => "审核同意",
            Step::Signed { .. } => "签发",
            Step::Filed { .. } => "报送主管部门",
            Step::Published { correction: None, .. } => "公布",
            Step::Published { .. } => "公布更正",
            Step::Reopened { .. } => "启动更正",
        }
    }

    /// What it says besides.
    pub fn says(&self) -> String {
        match self {
            Step::Submitted { .. } | Step::Approved => String::new(),
            Step::Returned { why } | Step::Reopened { why } => why.clone(),
            Step::Signed { on } => on.to_string(),
            Step::Filed { on, to } => format!("{on} {to}"),
            Step::Published { on, correction } => {
                format!("{on} {}", correction.as_deref().unwrap_or_default())
            }
        }
    }
}

impl Progress {
    /// After its steps.
    pub fn of(rows: Vec<StepRow>) -> Progress {
        let mut progress = Progress {
            stage: Stage::Drafting,
            submitted: None,
            submitted_on: None,
            signed_on: None,
            filed: None,
            published: Vec::new(),
            returned: None,
            correction: None,
            history: Vec::new(),
            written: rows.len(),
        };
        for StepRow { step, at, actor } in rows {
            // A step that this version does not know changes nothing that it knows.
            let Ok(step) = serde_json::from_str::<Step>(&step) else { continue };
            progress.add(step, at, actor);
        }
        progress
    }

    fn add(&mut self, step: Step, at: i64, actor: String) {
        match &step {
            Step::Submitted { report } => {
                self.stage = Stage::InReview;
                self.submitted = Some((report.clone(), actor.clone()));
                let at = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
                self.submitted_on = Some(law::china::day(at));
                self.returned = None;
            }
            Step::Returned { why } => {
                self.stage = Stage::Drafting;
                (self.submitted, self.signed_on) = (None, None);
                // What was handed in before it was published stays so.
                if self.published.is_empty() {
                    self.filed = None;
                }
                self.returned = Some(why.clone());
            }
            Step::Approved => self.stage = Stage::Approved,
            Step::Signed { on } => {
                self.stage = Stage::Signed;
                self.signed_on = Some(*on);
            }
            Step::Filed { on, to } => {
                self.filed.get_or_insert((*on, to.clone()));
            }
            Step::Published { on, .. } => {
                self.stage = Stage::Published;
                self.published.push(*on);
            }
            // A correction is handed in again.
            Step::Reopened { why } => {
                self.stage = Stage::Drafting;
                (self.submitted, self.signed_on) = (None, None);
                self.correction = Some(why.clone());
            }
        }
        self.history.push((step, at, actor));
    }

    /// Why something cannot be done now, a sentence each; `authors` are those who have written the report.
    pub fn obstacles(&self, act: Act, by: &str, authors: &[String]) -> Vec<&'static str> {
        let mut reasons = Vec::new();
        let mut unless = |holds: bool, says| {
            if !holds {
                reasons.push(says);
            }
        };
        let own = self.submitted.as_ref().is_some_and(|(_, who)| who == by);
        match act {
            Act::Submit => unless(self.stage == Stage::Drafting, "已经送审"),
            Act::Return => {
                let is_on_its_way = matches!(self.stage, Stage::InReview | Stage::Approved | Stage::Signed);
                unless(is_on_its_way, "没有等待审核、签发或者公布的报告")
            }
            Act::Approve => {
                unless(self.stage == Stage::InReview, "没有等待审核的报告");
                unless(!own, "送审的人不能审核自己送审的报告");
                unless(!authors.iter().any(|one| one == by), "起草的人不能审核自己起草的报告");
            }
            Act::Sign => {
                unless(self.stage == Stage::Approved, "没有等待签发的报告");
                unless(!own, "送审的人不能签发自己送审的报告");
                unless(!authors.iter().any(|one| one == by), "起草的人不能签发自己起草的报告");
            }
            Act::File => {
                unless(matches!(self.stage, Stage::Signed | Stage::Published), "签发以后才能报送主管部门")
            }
            Act::Publish => unless(self.stage == Stage::Signed, "签发以后才能公布，公布过的先启动更正"),
            Act::Reopen => unless(self.stage == Stage::Published, "公布以后才需要更正"),
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn after(steps: &[(Step, &str)]) -> Progress {
        let row = |(step, actor): &(Step, &str)| StepRow {
            step: serde_json::to_string(step).unwrap(),
            at: 0,
            actor: (*actor).to_owned(),
        };
        Progress::of(steps.iter().map(row).collect())
    }

    fn possible(progress: &Progress, by: &str) -> Vec<Act> {
        Act::ALL
            .into_iter()
            .filter(|act| progress.obstacles(*act, by, &["hand".to_owned()]).is_empty())
            .collect()
    }

    /// Arts. 49, 50.
    #[test]
    fn a_report_goes_its_way_and_is_corrected_in_a_new_round() {
        let on = date(2026, 1, 20);
        let mut steps = vec![(Step::Submitted { report: Value::Null }, "chen")];
        assert_eq!(possible(&after(&[]), "chen"), [Act::Submit]);
        assert_eq!(possible(&after(&steps), "lin"), [Act::Approve, Act::Return]);
        assert_eq!(possible(&after(&steps), "chen"), [Act::Return], "nobody approves his own");
        assert_eq!(possible(&after(&steps), "hand"), [Act::Return], "nor what he has written");
        steps.push((Step::Approved, "lin"));
        assert_eq!(possible(&after(&steps), "gao"), [Act::Return, Act::Sign]);
        steps.push((Step::Signed { on }, "gao"));
        assert_eq!(possible(&after(&steps), "chen"), [Act::Return, Act::File, Act::Publish]);
        steps.push((Step::Published { on, correction: None }, "chen"));
        let published = after(&steps);
        assert_eq!(possible(&published, "lin"), [Act::File, Act::Reopen]);
        assert_eq!((published.signed_on, published.published.len()), (Some(on), 1));
        steps.push((Step::Reopened { why: "表三有误".to_owned() }, "lin"));
        let again = after(&steps);
        assert_eq!((again.stage, again.correction.as_deref()), (Stage::Drafting, Some("表三有误")));
        assert_eq!(again.published.len(), 1, "what was published stays known");
    }
}
