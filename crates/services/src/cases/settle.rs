//! 期限重算: what has changed without anybody doing anything. A notice of holidays moves due days, and a day that passes ends the
//! time for an opinion.

use casework::event::{Actor, Event, Recorded};
use casework::summary::Summary;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::audit;
use store::cases::{Append, Change, Entry, Listed, refresh};
use store::people::forget_keys;

use super::{Cases, Moment, Result};

/// What was found different.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settled {
    /// Due days that a notice has moved; their history says so.
    pub moved: usize,
    /// Other rows that were out of date.
    pub refreshed: usize,
}

/// How long it is remembered what was sent under a key that may be sent again, and what came of it: 30 days.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);

impl Cases {
    /// What is done once a day: due days are counted again, the ends of the audit chains are signed as the root of the day
    /// before, old keys of commands are forgotten, and whoever has to act is reminded.
    ///
    /// # Errors
    /// The store does not answer. What was done stays done, and one that fails does not keep the others from being done.
    pub async fn each_day(&self, moment: Moment) -> Result<Settled> {
        let settled = self.settle(moment).await;
        let yesterday = moment.today.yesterday().unwrap_or(moment.today);
        let signed = audit::sign(&self.store, yesterday, self.vault.signing_key()).await;
        let now = Timestamp::from_millisecond(moment.at).unwrap_or_default();
        let forgotten = forget_keys(&self.store, self.organ(), now - REMEMBERED).await;
        let reminded = self.remind(moment).await;
        signed?;
        forgotten?;
        reminded?;
        settled
    }

    /// Looks through all open cases. To be done at the start, when a notice has come, and every day.
    ///
    /// # Errors
    /// The store does not answer. What was done stays done.
    pub async fn settle(&self, moment: Moment) -> Result<Settled> {
        let mut settled = Settled::default();
        let mut walk = self.walk();
        while let Some(seen) = walk.next().await? {
            let mut stale = Vec::new();
            // Where another version is there by now, somebody else is at it.
            for (listed, case) in seen.iter().filter(|(listed, case)| case.version == listed.summary.version)
            {
                let now = case.summary(moment.today, &self.calendar);
                match moved(&listed.summary, &now) {
                    Some((from, to)) => {
                        self.write_move(listed, now, (from, to), moment).await?;
                        settled.moved += 1;
                    }
                    None if now != listed.summary => stale.push((listed.case.clone(), now)),
                    None => {}
                }
            }
            settled.refreshed += stale.len();
            if !stale.is_empty() {
                refresh(&self.store, self.organ(), &stale).await?;
            }
        }
        Ok(settled)
    }

    async fn write_move(
        &self,
        listed: &Listed,
        mut summary: Summary,
        (from, to): (Date, Date),
        moment: Moment,
    ) -> Result<()> {
        // The notice that has come last is the one that moved it.
        let notice = self.calendar.notices().max_by_key(|notice| notice.issued());
        let notice = notice.map(|notice| notice.number().to_owned()).unwrap_or_default();
        let event = Event::DueMoved { from, to, notice };
        let version = summary.version;
        let recorded = Recorded { version: version + 1, at: moment.at, by: Actor::System, event };
        summary.version = version + 1;
        let entry = Entry { events: vec![recorded], summary, texts: Vec::new(), jobs: Vec::new() };
        let append = Append {
            organ: self.organ().to_owned(),
            case: listed.case.clone(),
            expected: version,
            key: None,
            change: Change::Entry(entry),
            along: Vec::new(),
        };
        match self.writer.append(append).await {
            // Whoever was faster has written the new day.
            Err(store::Error::Conflict { .. }) => Ok(()),
            done => Ok(done.map(drop)?),
        }
    }
}

/// Whether the due day is another one though nothing has happened; or while the applicant has to do something, the last day for that.
fn moved(before: &Summary, now: &Summary) -> Option<(Date, Date)> {
    let days = [(before.due, now.due), (before.applicant_due, now.applicant_due)];
    days.into_iter().find_map(|(from, to)| from.zip(to).filter(|(from, to)| from != to))
}
