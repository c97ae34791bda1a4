//! 登记: an application becomes a case with its number, whether somebody applies on the site or an officer takes it in.

use casework::decide::{Applying, Letter, register};
use casework::event::{Actor, Event, Recorded};
use casework::id::CaseId;
use casework::reason::Refused;
use casework::seal::keyed_hash;
use casework::{Case, Sealer};
use jiff::civil::Date;
use store::cases::{Append, Change, Entry, Key, Series, find};
use store::vault::CaseKey;

use super::files::{Admitted, Attached, attach};
use super::{CASES, Cases, Moment, OfficeSettings, Result, new_case_id};

/// An application to be registered.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// What was filled in.
    pub applying: Applying,
    /// Who registers it.
    pub by: Actor,
    /// The case that came in the same letter (拆分), if any.
    pub split_from: Option<CaseId>,
    /// By what a second submission of the same form is recognised.
    pub key: Option<Key>,
}

/// What the applicant gets (回执).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The case.
    pub case: CaseId,
    /// 登记编号.
    pub number: String,
    /// 查询码.
    pub code: String,
    /// Whether the same form had been submitted before.
    pub again: bool,
}

impl Cases {
    /// Registers an application. `random` makes its id.
    ///
    /// # Errors
    /// Every reason why it cannot be registered; or the store does not answer.
    pub async fn apply(&self, new: NewCase, random: [u8; 10], moment: Moment) -> Result<Receipt> {
        self.apply_with(new, Vec::new(), random, moment).await
    }

    /// Registers an application with what was handed in with it.
    ///
    /// # Errors
    /// Those of [`apply`](Cases::apply); or the files cannot be kept, and then nothing is registered.
    pub async fn apply_with(
        &self,
        mut new: NewCase,
        files: Vec<Admitted>,
        random: [u8; 10],
        moment: Moment,
    ) -> Result<Receipt> {
        let case = new_case_id(moment, random);
        let key = self.vault.create(self.organ(), &case).await?;
        let attached: Vec<Attached> = files.iter().map(|file| attach(&key, file)).collect::<Result<_>>()?;
        new.applying.files = attached.iter().map(|one| one.id.clone()).collect();
        new.applying.files.dedup();
        let year = moment.today.year();
        let append = match self.registering(&new, |_| Vec::new(), (&case, &key, &attached), (year, moment)) {
            Ok(append) => append,
            // The key opens nothing, and nothing is left of who applied.
            Err(refused) => {
                self.vault.erase(self.organ(), &case).await?;
                return Err(refused);
            }
        };
        self.keep(&attached).await?;
        let done = self.writer.append(append).await?;
        // A commit whose answer was lost is found again as a repetition of itself: it keeps its key.
        if done.again && done.case != case {
            // The key that was made for the second submission opens nothing but files that nothing names.
            self.forget(&attached).await;
            self.vault.erase(self.organ(), &case).await?;
        }
        let number = match done.number.filter(|_| !done.again) {
            Some(number) => OfficeSettings::case_number(moment.today.year(), number),
            // It may be of another year.
            None => {
                let registered = find(&self.store, self.organ(), &done.case).await?;
                registered.map(|listed| listed.summary.number).unwrap_or_default()
            }
        };
        Ok(Receipt { number, code: self.code(&done.case), case: done.case, again: done.again })
    }

    /// The events with which a case begins, decided: its registration, and what follows at once.
    ///
    /// # Errors
    /// Every reason why it cannot be registered.
    pub(super) fn beginning(
        &self,
        new: &NewCase,
        follow: impl FnOnce(&Sealer) -> Vec<Event>,
        sealer: &Sealer,
        today: Date,
    ) -> std::result::Result<Vec<Event>, Refused> {
        let process = self.settings.process_on(new.applying.on);
        let letter = Letter {
            // Refused or not does not depend on it; the next one is put in when it is written.
            number: "",
            process: &process,
            person_key: &self.vault.person_key(self.organ()),
            split_from: new.split_from.as_ref(),
        };
        let arrived = register(&new.applying, &letter, &self.context(today, &new.by, sealer))?;
        Ok(std::iter::once(arrived).chain(follow(sealer)).collect())
    }

    /// The registration of a case under its key, decided and ready to be written down, with what follows at once; its number is of
    /// the year that is given.
    ///
    /// # Errors
    /// Every reason why it cannot be registered.
    pub(super) fn registering(
        &self,
        new: &NewCase,
        follow: impl FnOnce(&Sealer) -> Vec<Event>,
        (case, key, attached): (&CaseId, &CaseKey, &[Attached]),
        (year, moment): (i16, Moment),
    ) -> Result<Append> {
        let sealer = key.sealer();
        let events = self.beginning(new, follow, &sealer, moment.today)?;
        // What is over since long is nobody's news.
        let is_told = !events.iter().any(|event| matches!(event, Event::Imported { .. }));
        let mut texts = key.seal(sealer.into_texts())?;
        texts.extend(attached.iter().map(|one| one.text.clone()));
        let (by, at, today, working_days) = (new.by.clone(), moment.at, moment.today, self.calendar.clone());
        let (cases, id) = (self.clone(), case.clone());
        let entry = move |number: i64| {
            let mut events = recorded(events.clone(), &by, at);
            if let Some(Recorded { event: Event::Arrived(arrival), .. }) = events.first_mut() {
                arrival.number = OfficeSettings::case_number(year, number);
            }
            let case = Case::replay(&events).expect("the first event of a case makes a case");
            let summary = case.summary(today, &working_days);
            let news = events.iter().filter(|_| is_told);
            let jobs = news.flat_map(|event| cases.to_tell(&id, &case, event)).collect();
            Entry { events, summary, texts: texts.clone(), jobs }
        };
        Ok(Append {
            organ: self.organ().to_owned(),
            case: case.clone(),
            expected: 0,
            key: new.key.clone(),
            change: Change::NextNumber(Series { kind: CASES.to_owned(), year }, Box::new(entry)),
            along: Vec::new(),
        })
    }

    /// The code that opens a case to its applicant (查询码): made from its id, so it is stored nowhere.
    pub fn code(&self, case: &CaseId) -> String {
        // Letters and digits that nobody mixes up.
        const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        let hash = keyed_hash(&self.vault.person_key(self.organ()), &format!("查询码\n{case}"));
        let pairs = hash.as_bytes().chunks(2).take(10);
        let byte =
            |pair: &[u8]| std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
        pairs.map(|pair| SIGNS[usize::from(byte(pair).unwrap_or_default() % 32)] as char).collect()
    }
}

/// The first events of a case as they are written down.
pub(super) fn recorded(events: Vec<Event>, by: &Actor, at: i64) -> Vec<Recorded> {
    let numbered = (1..).zip(events);
    numbered.map(|(version, event)| Recorded { version, at, by: by.clone(), event }).collect()
}
