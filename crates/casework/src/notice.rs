//! Who has to be told what (通知与提醒): what follows from an event, and what a day brings. Pure; how somebody is reached is not
//! decided here.
//!
//! A notice tells that something happened, never what an application says: it may pass through the hands of others.

use jiff::civil::Date;
use law::WorkCalendar;
use law::receipt::Channel;
use serde::{Deserialize, Serialize};

use crate::case::Case;
use crate::event::{Actor, Event, Recorded};
use crate::id::{DepartmentId, OfficerId};
use crate::proceeding::Proceeding;
use crate::process::ReviewStep;

/// Who is told (通知对象).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// 申请人.
    Applicant,
    /// 经办人员.
    Clerks,
    /// 工作机构负责人.
    Head,
    /// Whoever agrees in this step of the chain.
    Reviewers(ReviewStep),
    /// 承办科室: its members.
    Department(DepartmentId),
    /// One officer.
    Officer(OfficerId),
}

/// Something that somebody is told (通知).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who.
    pub whom: Whom,
    /// What, in one sentence.
    pub says: String,
}

/// Something that a day brings (提醒).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Its name within the case: the same is told once.
    pub key: String,
    /// Who is told what.
    pub notices: Vec<Notice>,
}

fn notice(whom: Whom, says: impl Into<String>) -> Notice {
    Notice { whom, says: says.into() }
}

impl Case {
    /// Who has to be told of an event; the case is what it is after it.
    pub fn notices(&self, recorded: &Recorded) -> Vec<Notice> {
        let is_from_applicant = recorded.by == Actor::Applicant;
        let applicant = |says: String| vec![notice(Whom::Applicant, says)];
        let clerks = |says: &str| {
            let clerks = notice(Whom::Clerks, says);
            if is_from_applicant { vec![clerks] } else { Vec::new() }
        };
        match &recorded.event {
            Event::Arrived(arrival) if arrival.channel == Channel::Web && is_from_applicant => {
                let says = "您的申请已经登记，请保存登记编号和查询码，凭它们查看办理进度";
                [applicant(says.to_owned()), clerks("收到一件在线申请，请与申请人确认收到")].concat()
            }
            Event::ReceiptConfirmed { on } => {
                applicant(format!("您的申请已于{on}确认收到，答复期限从这一天起算"))
            }
            Event::CorrectionRequested { reply_by, .. } => {
                applicant(format!("您的申请需要补正，请在{reply_by}前提交补正，逾期视为放弃申请"))
            }
            Event::CorrectionReceived { .. } => clerks("申请人提交了补正"),
            Event::FeeNotified { .. } => applicant("您的申请需要缴纳信息处理费，请查看收费通知".to_owned()),
            Event::Extended { days, .. } => applicant(format!("您的申请的答复期限延长{days}个工作日")),
            Event::Signed { .. } if self.wanted.way.is_electronic() => {
                applicant("您的申请已经作出答复，请查看并下载答复文书".to_owned())
            }
            Event::Signed { .. } => {
                let way = self.wanted.way.name();
                applicant(format!("您的申请已经作出答复，将按您选择的方式（{way}）送达"))
            }
            Event::Withdrawn { .. } => clerks("申请人撤回了申请"),
            Event::Reopened { due, .. } => applicant(format!("您的申请将重新答复，期限为{due}")),
            Event::ReopeningUndone { .. } => {
                applicant("重新答复的登记有误，已经取消，原来的答复不变".to_owned())
            }
            Event::TaskGiven { to, due, .. } => {
                vec![notice(
                    Whom::Department(to.clone()),
                    format!("有一项会办事项交给您的科室，请在{due}前反馈"),
                )]
            }
            Event::TaskDone { .. } => vec![notice(Whom::Clerks, "科室反馈了会办事项")],
            Event::TaskReturned { .. } => vec![notice(Whom::Clerks, "科室退回了会办事项")],
            Event::Drafted { .. } | Event::Approved { .. } => {
                let step = self.next_review().into_iter();
                step.map(|step| notice(Whom::Reviewers(step), format!("有一件答复等待{}", step.name())))
                    .collect()
            }
            Event::SentBack { .. } => match self.draft.as_ref().map(|draft| &draft.by) {
                Some(Actor::Officer(drafter)) => {
                    vec![notice(Whom::Officer(drafter.clone()), "您拟办的答复被退回修改")]
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// What a day brings: the due day comes near or is over, a department has not answered, the applicant has let a time pass.
    /// Each is told once, also when the day on which it began was missed.
    pub fn reminders(&self, on: Date, calendar: &WorkCalendar) -> Vec<Reminder> {
        let is_open = self.stage(on, calendar).is_open();
        let mut reminders = Vec::new();
        if !is_open {
            return reminders;
        }
        // Confirming it is for the office to do, and the period begins with it.
        if self.received.is_none() && calendar.working_days_between(self.arrived, on) > 1 {
            let says = format!("{}收到的申请还没有与申请人确认，请尽快联系申请人", self.arrived);
            reminders.push(Reminder {
                key: format!("unconfirmed:{}", self.arrived),
                notices: vec![notice(Whom::Clerks, &says), notice(Whom::Head, says)],
            });
        }
        let waits = self.last_day_for_applicant(calendar);
        if let Some((last, _)) = waits.filter(|(last, _)| on > *last) {
            let says = format!("申请人应当在{last}前办理的事项已经逾期，可以登记视为放弃");
            reminders.push(Reminder {
                key: format!("applicant:{last}"),
                notices: vec![notice(Whom::Clerks, says)],
            });
        }
        if let Some(due) = self.due(on, calendar).filter(|_| waits.is_none()) {
            reminders.extend(self.due_reminder(due, on, calendar));
        }
        for task in self.tasks.iter().filter(|task| task.done.is_none() && task.due < on) {
            let says = format!("会办事项应当在{}前反馈，已经逾期", task.due);
            // The day of the department lies before the day of the law: there is still time to act.
            reminders.push(Reminder {
                key: format!("task:{}:{}", task.id.0, task.due),
                notices: vec![
                    notice(Whom::Department(task.to.clone()), &says),
                    notice(Whom::Clerks, &says),
                    notice(Whom::Head, says),
                ],
            });
        }
        reminders
    }

    /// What a day brings for reconsiderations and suits, whatever has become of the case: the organ's answer to one is due soon, or was.
    pub fn remedy_reminders(&self, on: Date, calendar: &WorkCalendar) -> Vec<Reminder> {
        let reminder = |one: &Proceeding| {
            let due = one.answer_due(calendar);
            let (what, key) = (one.path.name(), format!("remedy:{}:{due}", one.id.0));
            let (key, says) = if on > due {
                (format!("{key}:over"), format!("{what}的答复、答辩期限{due}已过，请立即提交"))
            } else {
                let left = calendar.working_days_between(on, due);
                let mark = self.process.reminder(left)?;
                (format!("{key}:{mark}"), format!("{what}的答复、答辩期限是{due}，还有{left}个工作日"))
            };
            Some(Reminder { key, notices: vec![notice(Whom::Clerks, &says), notice(Whom::Head, says)] })
        };
        self.proceedings.iter().filter(|one| one.is_unanswered()).filter_map(reminder).collect()
    }

    fn due_reminder(&self, due: Date, on: Date, calendar: &WorkCalendar) -> Option<Reminder> {
        if on > due {
            let says = format!("答复期限{due}已过，请立即办理");
            let whom = [Whom::Clerks, Whom::Head, Whom::Reviewers(ReviewStep::Sign)];
            let notices = whom.into_iter().map(|whom| notice(whom, &says)).collect();
            return Some(Reminder { key: format!("overdue:{due}"), notices });
        }
        let left = calendar.working_days_between(on, due);
        let mark = self.process.reminder(left)?;
        let says = match left {
            0 => format!("答复期限今天（{due}）届满"),
            left => format!("距答复期限{due}还有{left}个工作日"),
        };
        let mut notices = vec![notice(Whom::Clerks, &says)];
        notices.extend(self.next_review().map(|step| notice(Whom::Reviewers(step), &says)));
        notices.push(notice(Whom::Head, says));
        Some(Reminder { key: format!("due:{due}:{mark}"), notices })
    }
}
