//! 拆分: of one letter that asks for several things, each becomes a case of its own (一事一号). All of them are written down
//! together, or none.

use casework::decide::{Applying, Command, Verb, decide};
use casework::event::{Actor, Event, Recorded};
use casework::id::CaseId;
use casework::reason::{Reason, Refused};
use law::receipt::received_on;
use store::cases::{Append, Change, Entry, Key, find};

use super::act::Acted;
use super::apply::NewCase;
use super::{Cases, Failure, Moment, Result, new_case_id};

/// What is split off a case, and by whom.
#[derive(Debug, Clone)]
pub struct Splitting {
    /// What each of the new cases asks for; the case itself goes on with the rest.
    pub matters: Vec<String>,
    /// What is left for the case itself.
    pub rest: String,
    /// Why they are matters of their own (拆分记录).
    pub why: String,
    /// Who splits.
    pub by: Actor,
    /// The version of the case that was seen.
    pub seen: u32,
    /// By what the same command is recognised when it is sent again.
    pub key: Option<Key>,
}

/// Matters that are split off at once.
const MOST: usize = 20;

impl Cases {
    /// Makes a case of each matter: of the same applicants, by the same channel, received on the same day. `random` makes
    /// their ids.
    ///
    /// # Errors
    /// Every reason against it; what has happened since the case was seen; or the store does not answer. Then nothing is done.
    pub async fn split(
        &self,
        id: &CaseId,
        splitting: Splitting,
        random: [u8; 10],
        moment: Moment,
    ) -> Result<Acted> {
        if let Some(done) = self.done_before(splitting.key.as_ref()).await? {
            return Ok(done);
        }
        let matters = splitting.matters.iter().map(|matter| matter.trim());
        let matters: Vec<&str> = matters.filter(|matter| !matter.is_empty()).collect();
        if matters.is_empty() {
            let says = "没有写明分出来的各件申请什么";
            return Err(Refused::from(Reason::new("text_missing", Verb::Split.under(), says)).into());
        }
        if matters.len() > MOST {
            let says = format!("一次最多分出{MOST}件");
            return Err(Refused::from(Reason::new("too_many_matters", Verb::Split.under(), says)).into());
        }
        let opened = self.open(id).await?;
        opened.unchanged_since(splitting.seen)?;
        let told = self.told(&opened).await?;
        let case = &opened.case;
        let into: Vec<CaseId> = (0..=u8::MAX)
            .zip(&matters)
            .map(|(nth, _)| {
                // The last byte tells them apart.
                let mut random = random;
                random[9] = random[9].wrapping_add(nth);
                new_case_id(moment, random)
            })
            .collect();
        let sealer = opened.key.sealer();
        let context = self.context(moment.today, &splitting.by, &sealer);
        let Splitting { rest, why, .. } = splitting.clone();
        let event = decide(case, Command::Split { into: into.clone(), rest, why }, &context)?;
        let recorded = Recorded { version: case.version + 1, at: moment.at, by: splitting.by.clone(), event };
        let mut after = case.clone();
        after.evolve(&recorded);
        // What holds for the letter holds for each of its matters: the day of receipt, and who alone may see it.
        let confirmed = case.received.filter(|_| received_on(case.channel, case.arrived, None).is_none());
        let mut follow: Vec<Event> = confirmed.map(|on| Event::ReceiptConfirmed { on }).into_iter().collect();
        if !case.restricted_to.is_empty() {
            follow.push(Event::Restricted { to: case.restricted_to.iter().cloned().collect() });
        }
        let mut along = Vec::new();
        for (new_id, matter) in into.iter().zip(&matters) {
            let applying = Applying {
                kind: case.kind,
                channel: case.channel,
                on: case.arrived,
                class: case.class,
                applicants: told.identities().to_vec(),
                request: (*matter).to_owned(),
                files: Vec::new(),
                wanted: case.wanted,
            };
            let new = NewCase { applying, by: splitting.by.clone(), split_from: Some(id.clone()), key: None };
            let key = self.vault.create(self.organ(), new_id).await?;
            let (follow, year) = (|_: &_| follow.clone(), moment.today.year());
            match self.registering(&new, follow, (new_id, &key, &[]), (year, moment)) {
                Ok(append) => along.push(append),
                Err(refused) => {
                    self.forget_keys_of(&into).await?;
                    return Err(refused);
                }
            }
        }
        let entry = Entry {
            events: vec![recorded],
            summary: after.summary(moment.today, &self.calendar),
            texts: opened.key.seal(sealer.into_texts())?,
            jobs: Vec::new(),
        };
        let append = Append {
            organ: self.organ().to_owned(),
            case: id.clone(),
            expected: case.version,
            key: splitting.key.clone(),
            change: Change::Entry(entry),
            along,
        };
        let done = self.writer.append(append).await;
        if !matches!(&done, Ok(done) if !done.again) {
            self.forget_keys_of(&into).await?;
        }
        match done {
            Ok(done) => Ok(Acted { version: done.version, again: done.again }),
            Err(store::Error::Conflict { .. }) => Err(Failure::Changed { since: Vec::new() }),
            Err(error) => Err(error.into()),
        }
    }

    /// Destroys the keys of cases that were not written down. The answer to a commit may be lost: what is there keeps its key.
    async fn forget_keys_of(&self, cases: &[CaseId]) -> Result<()> {
        for case in cases {
            if find(&self.store, self.organ(), case).await?.is_none() {
                self.vault.erase(self.organ(), case).await?;
            }
        }
        Ok(())
    }
}
