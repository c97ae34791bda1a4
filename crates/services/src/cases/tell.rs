//! 通知与提醒: whoever has to know is told by e-mail. What is to be told is written down as work together with the event it
//! follows from, or once a day; it is done later, tried again when the server fails, and visible when it goes on failing.
//!
//! The work names an officer or a case, never an address or a word of an application: these are looked up when it is done.

use casework::Case;
use casework::event::{Actor, Recorded};
use casework::id::{CaseId, OfficerId};
use casework::notice::{Notice, Reminder, Whom};
use casework::process::ReviewStep;
use casework::seal::keyed_hash;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::cases::find;
use store::job::{self, Job, NewJob};
use store::people::{Colleague, Role, account, colleagues, email_of, members_of};

use super::{Cases, Failure, Moment, Result};
use crate::mail::{Mail, MailError, Mailer};

/// How long somebody may be at a piece of work, in milliseconds: longer than any server may take.
const LEASE: i64 = 600_000;

/// Pieces of work that are done before others may wait.
const TOGETHER: usize = 20;

/// How long work that is done is remembered, in milliseconds: 90 days. A case that is still overdue then is told again.
const REMEMBERED: i64 = 90 * 24 * 3_600_000;

/// What work there is, as its kind says.
const NOTICES: &str = "notices";
const MAIL: &str = "mail";

/// How whoever has to know is reached.
#[derive(Debug, Clone)]
pub struct Post {
    /// Sends messages.
    pub mailer: Mailer,
    /// The address of the site, to which messages lead, such as `https://gk.example.gov.cn`.
    pub site: String,
}

/// What came of some work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worked {
    /// Done.
    pub done: usize,
    /// Failed, to be tried again.
    pub failed: usize,
}

/// Whom a message is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// An officer.
    Officer(OfficerId),
    /// Whoever applied.
    Applicant,
}

/// A message that is to be sent, as work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToSend {
    /// For whom.
    pub to: To,
    /// About which case.
    pub case: CaseId,
    /// What it says.
    pub says: String,
}

/// An event of which somebody has to know, as work.
#[derive(Serialize, Deserialize)]
struct Happening {
    case: CaseId,
    version: u32,
}

fn work(id: String, kind: &str, payload: &impl Serialize, due_at: i64) -> NewJob {
    let payload = serde_json::to_string(payload).unwrap_or_default();
    NewJob { id, kind: kind.to_owned(), payload, due_at }
}

impl Cases {
    /// Tells by e-mail who has to know what.
    #[must_use]
    pub fn with_post(mut self, post: Post) -> Cases {
        self.post = Some(std::sync::Arc::new(post));
        self
    }

    /// Whether messages are sent at all.
    pub fn has_post(&self) -> bool {
        self.post.is_some()
    }

    /// The work that follows from an event; the case is what it is after it.
    pub(super) fn to_tell(&self, id: &CaseId, case: &Case, recorded: &Recorded) -> Vec<NewJob> {
        if self.post.is_none() || case.notices(recorded).is_empty() {
            return Vec::new();
        }
        let (case, version) = (id.clone(), recorded.version);
        vec![work(format!("notices:{id}:{version}"), NOTICES, &Happening { case, version }, recorded.at)]
    }

    /// Writes down what a day brings for every open case. To be done once a day.
    ///
    /// # Errors
    /// The store does not answer. What was written down stays.
    pub(super) async fn remind(&self, moment: Moment) -> Result<()> {
        job::forget(&self.store, moment.at - REMEMBERED).await?;
        // Whoever is off duty is not reminded.
        if self.post.is_none() || !self.calendar.is_working(moment.today) {
            return Ok(());
        }
        let colleagues = colleagues(&self.store, self.organ()).await?;
        let mut walk = self.walk();
        while let Some(seen) = walk.next().await? {
            for (listed, case) in &seen {
                let reminders = case.reminders(moment.today, &self.calendar);
                self.will_remind((&listed.case, case), reminders, &colleagues, moment).await?;
            }
        }
        // What is contested is to be answered for long after a case has ended.
        for listed in self.unanswered().await? {
            let case = match self.open(&listed.case).await {
                Ok(opened) => opened.case,
                Err(Failure::Erased | Failure::NotFound) => continue,
                Err(failure) => return Err(failure),
            };
            let reminders = case.remedy_reminders(moment.today, &self.calendar);
            self.will_remind((&listed.case, &case), reminders, &colleagues, moment).await?;
        }
        Ok(())
    }

    /// Writes down who is to be reminded of what.
    async fn will_remind(
        &self,
        (id, case): (&CaseId, &Case),
        reminders: Vec<Reminder>,
        colleagues: &[Colleague],
        moment: Moment,
    ) -> Result<()> {
        for reminder in reminders {
            let key = (id, reminder.key.as_str());
            let jobs = self.messages(case, key, &reminder.notices, colleagues, None, moment.at).await?;
            job::enqueue(&self.store, self.organ(), &jobs).await?;
        }
        Ok(())
    }

    /// Does the work that is due.
    ///
    /// # Errors
    /// The store does not answer: what was not done is done later.
    pub async fn work(&self, now: Timestamp) -> Result<Worked> {
        let mut worked = Worked::default();
        let Some(post) = self.post.clone() else { return Ok(worked) };
        let at = now.as_millisecond();
        for _ in 0..TOGETHER {
            // One at a time: nobody else waits for what is not begun.
            let Some(job) = job::take(&self.store, self.organ(), at, LEASE, 1).await?.pop() else { break };
            match self.work_at(&post, &job, now).await {
                Ok(()) => {
                    job::done(&self.store, &job).await?;
                    worked.done += 1;
                }
                Err(why) => {
                    tracing::warn!(job = job.id, %why, "work in the background failed");
                    job::failed(&self.store, &job, &why, at).await?;
                    worked.failed += 1;
                }
            }
        }
        Ok(worked)
    }

    async fn work_at(&self, post: &Post, job: &Job, now: Timestamp) -> std::result::Result<(), String> {
        let unreadable = |error: serde_json::Error| error.to_string();
        match job.kind.as_str() {
            NOTICES => {
                let happening: Happening = serde_json::from_str(&job.payload).map_err(unreadable)?;
                self.spread(&happening, now.as_millisecond()).await.map_err(|failure| said(&failure))
            }
            MAIL => {
                let to_send: ToSend = serde_json::from_str(&job.payload).map_err(unreadable)?;
                let mail = self.mail(post, job, &to_send).await.map_err(|failure| said(&failure))?;
                let Some(mail) = mail else { return Ok(()) };
                match post.mailer.send(&mail, now).await {
                    // Trying again makes it no address.
                    Err(MailError::Address) => Ok(()),
                    sent => sent.map_err(|error| error.to_string()),
                }
            }
            kind => Err(format!("不认识的任务 {kind}")),
        }
    }

    /// Makes one message for everybody who has to know of an event.
    async fn spread(&self, happening: &Happening, at: i64) -> Result<()> {
        let events = store::cases::events(&self.store, self.organ(), &happening.case).await?;
        let until: Vec<Recorded> =
            events.into_iter().take_while(|one| one.version <= happening.version).collect();
        let (Some(case), Some(last)) = (Case::replay(&until), until.last()) else { return Ok(()) };
        let colleagues = colleagues(&self.store, self.organ()).await?;
        let version = happening.version.to_string();
        let key = (&happening.case, version.as_str());
        let jobs = self.messages(&case, key, &case.notices(last), &colleagues, Some(&last.by), at).await?;
        job::enqueue(&self.store, self.organ(), &jobs).await?;
        Ok(())
    }

    /// A message for each who is to be told; whoever did it himself knows already.
    async fn messages(
        &self,
        case: &Case,
        (id, key): (&CaseId, &str),
        notices: &[Notice],
        colleagues: &[Colleague],
        did_it: Option<&Actor>,
        at: i64,
    ) -> Result<Vec<NewJob>> {
        let mut jobs = Vec::new();
        for notice in notices {
            let to = match &notice.whom {
                Whom::Applicant => vec![To::Applicant],
                whom => {
                    let members = match whom {
                        Whom::Department(id) => members_of(&self.store, self.organ(), id.as_str()).await?,
                        _ => Vec::new(),
                    };
                    let of = colleagues.iter().filter(|one| is_meant(whom, one, &members));
                    let mut ids: Vec<OfficerId> = of.map(|one| OfficerId::from(one.id.as_str())).collect();
                    ids.dedup();
                    ids.retain(|id| case.is_for(id));
                    ids.into_iter()
                        .filter(|id| did_it != Some(&Actor::Officer(id.clone())))
                        .map(To::Officer)
                        .collect()
                }
            };
            jobs.extend(to.into_iter().map(|to| {
                let whom = match &to {
                    To::Officer(officer) => officer.as_str(),
                    To::Applicant => "applicant",
                };
                let name = format!("mail:{id}:{key}:{whom}");
                work(name, MAIL, &ToSend { to, case: id.clone(), says: notice.says.clone() }, at)
            }));
        }
        Ok(jobs)
    }

    /// The message, with the address of today; none where somebody has none or may not sign in any more.
    async fn mail(&self, post: &Post, job: &Job, to_send: &ToSend) -> Result<Option<Mail>> {
        let Some(listed) = find(&self.store, self.organ(), &to_send.case).await? else { return Ok(None) };
        let (to, page) = match &to_send.to {
            To::Officer(id) => {
                let account = account(&self.store, id.as_str()).await?;
                let account = account.filter(|account| account.disabled_at.is_none());
                let email = match account.filter(|_| listed.summary.is_for(id)) {
                    Some(_) => email_of(&self.store, id.as_str()).await?,
                    None => None,
                };
                (email, format!("{}/desk/cases/{}", post.site, to_send.case))
            }
            To::Applicant => {
                let email = match self.open(&to_send.case).await {
                    Ok(opened) => {
                        let told = self.told(&opened).await?;
                        told.identities().first().map(|one| one.email.trim().to_owned())
                    }
                    Err(super::Failure::Erased) => None,
                    Err(failure) => return Err(failure),
                };
                (email, format!("{}/progress", post.site))
            }
        };
        let Some(to) = to.filter(|to| !to.is_empty()) else { return Ok(None) };
        let (organ, number, says) = (&self.settings.letters.organ, &listed.summary.number, &to_send.says);
        let subject = format!("【{organ}】{says}（{number}）");
        let text = format!(
            "{says}。\n\n登记编号：{number}\n查看：{page}\n\n{organ}\n\n本邮件由系统发出，只是提醒，不是文书的送达；请勿回复。\n"
        );
        let id = keyed_hash(&self.vault.person_key(self.organ()), &job.id);
        Ok(Some(Mail { to, subject, text, id }))
    }
}

/// What whoever looks after the program has to know of a failure.
fn said(failure: &super::Failure) -> String {
    match failure {
        super::Failure::Store(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// Whether somebody is among those who are to be told.
fn is_meant(whom: &Whom, colleague: &Colleague, members: &[String]) -> bool {
    match whom {
        Whom::Applicant => false,
        Whom::Clerks => colleague.role == Role::Clerk,
        Whom::Head | Whom::Reviewers(ReviewStep::Review) => colleague.role == Role::OfficeHead,
        Whom::Reviewers(ReviewStep::Secrecy) => colleague.role == Role::SecrecyReviewer,
        Whom::Reviewers(ReviewStep::Sign) => colleague.role == Role::Leader,
        Whom::Department(_) => members.contains(&colleague.id),
        Whom::Officer(id) => colleague.id == id.as_str(),
    }
}
