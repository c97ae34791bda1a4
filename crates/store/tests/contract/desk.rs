//! An office with invented cases, in which tests read as sentences.

use casework::applicant::{ApplicantClass, Identity};
use casework::decide::{Command, Context, decide};
use casework::event::{Actor, Event, Recorded};
use casework::id::{CaseId, OfficerId};
use casework::invent::{End, Invented, Plan, Staff, Waiting, invent};
use casework::summary::Summary;
use casework::{Case, Sealer};
use jiff::civil::Date;
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;
use store::cases::{self, Append, Appended, Change, Entry, Series};
use store::vault::Vault;
use store::{Result, Store};

use super::samples::city;

/// 卫生健康委员会, whose cases these are.
pub(crate) const ORGAN: &str = "wjw";

/// The day on which everything is looked at.
pub(crate) const TODAY: Date = jiff::civil::date(2025, 3, 31);

/// An office.
pub(crate) struct Desk {
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) calendar: WorkCalendar,
}

/// A plan for a case of a person.
pub(crate) fn plan<'p>(name: &str, received: &str, outcome: Option<Outcome>) -> Plan<'p> {
    Plan {
        number: String::new(),
        letter: "云卫公开答〔2025〕1号".to_owned(),
        identity: Identity { name: name.to_owned(), ..Identity::default() },
        class: ApplicantClass::NaturalPerson,
        channel: Channel::Counter,
        received: received.parse().unwrap(),
        request: "2024年度体检经费",
        end: outcome.map_or(End::Open(Waiting::Nothing), End::With),
        contested: &[],
        office: Staff::default(),
        letters: None,
        pace: 3,
        today: TODAY,
        key: [0; 32],
        person_key: [2; 32],
    }
}

impl Desk {
    pub(crate) async fn at(store: &Store) -> Desk {
        city(store).await;
        let vault = Vault::in_memory().await.unwrap();
        Desk { store: store.clone(), vault, calendar: WorkCalendar::builtin() }
    }

    /// Invents a case under its own key.
    pub(crate) async fn invented(&self, id: &str, mut plan: Plan<'_>) -> (Append, Vec<Recorded>) {
        let case = CaseId::from(id);
        let key = self.vault.create(ORGAN, &case).await.unwrap();
        plan.key = key.names();
        if plan.number.is_empty() {
            plan.number = format!("〔{}〕{id}", plan.received.year());
        }
        let Invented { events, texts } = invent(&plan, &self.calendar).unwrap();
        let entry = self.entry(&events, 0, key.seal(texts).unwrap());
        (append(id, 0, Change::Entry(entry)), events)
    }

    /// The events after a version as an entry.
    pub(crate) fn entry(&self, events: &[Recorded], after: usize, texts: Vec<cases::SealedText>) -> Entry {
        let summary = Case::replay(events).unwrap().summary(TODAY, &self.calendar);
        Entry { events: events[after..].to_vec(), summary, texts, jobs: Vec::new() }
    }

    /// Writes an invented case down.
    pub(crate) async fn has(&self, id: &str, plan: Plan<'_>) -> Appended {
        let (append, _) = self.invented(id, plan).await;
        self.writes(append).await.unwrap()
    }

    /// Writes one append down.
    pub(crate) async fn writes(&self, append: Append) -> Result<Appended> {
        cases::append(&self.store, &[append]).await.remove(0)
    }

    /// A clerk does something with a case, which is not written down yet.
    pub(crate) async fn doing(&self, id: &str, command: Command) -> Append {
        let case = CaseId::from(id);
        let mut events = cases::events(&self.store, ORGAN, &case).await.unwrap();
        let state = Case::replay(&events).unwrap();
        let key = self.vault.key(ORGAN, &case).await.unwrap();
        let (sealer, by): (Sealer, _) = (key.sealer(), Actor::Officer(OfficerId::from("clerk")));
        let (calendar, number) = (&self.calendar, Some("云卫公开答〔2025〕9号"));
        let context = Context { number, ..Context::new(TODAY, calendar, &by, &sealer) };
        let event = decide(&state, command, &context).unwrap();
        let recorded = Recorded { version: state.version + 1, at: 1, by, event };
        events.push(recorded);
        let texts = key.seal(sealer.into_texts()).unwrap();
        append(id, state.version, Change::Entry(self.entry(&events, events.len() - 1, texts)))
    }

    /// A clerk does something with a case.
    pub(crate) async fn does(&self, id: &str, command: Command) -> Result<Appended> {
        let append = self.doing(id, command).await;
        self.writes(append).await
    }

    /// A registration that takes the next number of a series.
    pub(crate) async fn registering(&self, id: &str, name: &str) -> Append {
        let (mut append, events) = self.invented(id, plan(name, "2025-03-03", None)).await;
        let Change::Entry(entry) = &append.change else { panic!("{append:?}") };
        let (entry, events) = (entry.clone(), events[..1].to_vec());
        let calendar = self.calendar.clone();
        let make = move |number| {
            let mut events = events.clone();
            if let Event::Arrived(arrival) = &mut events[0].event {
                arrival.number = format!("2025-{number:04}");
            }
            let summary = Case::replay(&events).unwrap().summary(TODAY, &calendar);
            Entry { events, summary, ..entry.clone() }
        };
        append.change = Change::NextNumber(register(), Box::new(make));
        append
    }

    /// What lists know of a case.
    pub(crate) async fn summary(&self, id: &str) -> Summary {
        cases::find(&self.store, ORGAN, &CaseId::from(id)).await.unwrap().unwrap().summary
    }
}

/// 登记 of 2025.
pub(crate) fn register() -> Series {
    Series { kind: "登记".to_owned(), year: 2025 }
}

/// An append without a key.
pub(crate) fn append(id: &str, expected: u32, change: Change) -> Append {
    Append { organ: ORGAN.to_owned(), case: CaseId::from(id), expected, key: None, change, along: Vec::new() }
}
