//! An office with one case, in which tests read as sentences.

#![allow(clippy::unwrap_used, dead_code, reason = "tests share what each of them needs in part")]

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command, Context, Letter, decide, follows, register};
use casework::decision::Decision;
use casework::event::{Actor, CaseKind, Event, Recorded};
use casework::id::{OfficerId, TextId};
use casework::process::{Process, ReviewStep};
use casework::{Case, Sealer, Stage};
use jiff::civil::Date;
use law::WorkCalendar;
use law::outcome::Outcome;
use law::receipt::Channel;

/// An office, a day, and a case.
pub(crate) struct Office {
    pub(crate) case: Case,
    pub(crate) events: Vec<Recorded>,
    pub(crate) calendar: WorkCalendar,
    pub(crate) today: Date,
    /// The place of the application among those of the month.
    pub(crate) nth_of_month: Option<u32>,
    sealer: Sealer,
    letters: u32,
}

impl Clone for Office {
    /// The same case once more, to go another way from here.
    fn clone(&self) -> Office {
        let (case, events, calendar) = (self.case.clone(), self.events.clone(), self.calendar.clone());
        Office {
            case,
            events,
            calendar,
            today: self.today,
            nth_of_month: self.nth_of_month,
            sealer: Sealer::new([1; 32]),
            letters: self.letters,
        }
    }
}

impl Office {
    /// An application handed in at the counter on a day.
    pub(crate) fn receives(on: &str) -> Office {
        Office::gets(Channel::Counter, on)
    }

    /// An application that arrives by a channel on a day.
    pub(crate) fn gets(channel: Channel, on: &str) -> Office {
        Office::of_kind(CaseKind::Access, channel, on)
    }

    pub(crate) fn of_kind(kind: CaseKind, channel: Channel, on: &str) -> Office {
        let on = day(on);
        let applying = Applying {
            kind,
            channel,
            on,
            class: ApplicantClass::NaturalPerson,
            applicants: vec![Identity { name: "张三".to_owned(), ..Identity::default() }],
            request: "2025年饮用水监测结果".to_owned(),
            files: Vec::new(),
            wanted: Wanted { form: Form::Electronic, way: Way::Online },
        };
        let (calendar, sealer, by) = (WorkCalendar::builtin(), Sealer::new([1; 32]), Actor::System);
        let context = Context::new(on, &calendar, &by, &sealer);
        let process = Process::default();
        let letter = Letter { number: "1", process: &process, person_key: &[2; 32], split_from: None };
        let event = register(&applying, &letter, &context).unwrap();
        let first = Recorded { version: 1, at: 0, by: Actor::System, event };
        let case = Case::replay([&first]).unwrap();
        Office { case, events: vec![first], calendar, today: on, nth_of_month: None, sealer, letters: 0 }
    }

    /// Goes on to a day.
    pub(crate) fn on(mut self, date: &str) -> Office {
        self.today = day(date);
        self
    }

    /// A clerk does something that must succeed.
    pub(crate) fn does(mut self, command: Command) -> Office {
        if let Err(refused) = self.tries("clerk", command) {
            panic!("on {}: {refused}", self.today);
        }
        self
    }

    /// Somebody does something that must succeed.
    pub(crate) fn lets(mut self, who: &str, command: Command) -> Office {
        if let Err(refused) = self.tries(who, command) {
            panic!("{who} on {}: {refused}", self.today);
        }
        self
    }

    /// The names of the reasons for which a clerk may not do something.
    pub(crate) fn refuses(&mut self, command: Command) -> Vec<&'static str> {
        self.refuses_to("clerk", command)
    }

    /// The names of the reasons for which somebody may not do something.
    pub(crate) fn refuses_to(&mut self, who: &str, command: Command) -> Vec<&'static str> {
        self.tries(who, command).err().map_or_else(Vec::new, |reasons| reasons.0)
    }

    fn tries(&mut self, who: &str, command: Command) -> Result<(), Reasons> {
        let by = Actor::Officer(OfficerId::from(who));
        let number = format!("公开答〔2026〕{}号", self.letters + 1);
        let signing = matches!(command, Command::Sign { .. });
        let context = Context {
            number: signing.then_some(number.as_str()),
            nth_of_month: self.nth_of_month,
            ..Context::new(self.today, &self.calendar, &by, &self.sealer)
        };
        let event = decide(&self.case, command, &context)
            .map_err(|refused| Reasons(refused.reasons().iter().map(|reason| reason.code).collect()))?;
        self.letters += u32::from(signing);
        self.record(by, event);
        let brings = self.events.last().and_then(|last| follows(&self.case, &last.event, self.today));
        if let Some(event) = brings {
            self.record(Actor::System, event);
        }
        Ok(())
    }

    fn record(&mut self, by: Actor, event: Event) {
        let version = self.case.version + 1;
        let midnight = self.today.to_zoned(law::china::time_zone()).unwrap().timestamp();
        let recorded = Recorded { version, at: midnight.as_millisecond(), by, event };
        // Every event of every test is kept as text and read again: no field of one may take the name of another.
        let kept = serde_json::to_string(&recorded).unwrap();
        assert_eq!(serde_json::from_str::<Recorded>(&kept).unwrap(), recorded, "{kept}");
        self.case.evolve(&recorded);
        self.events.push(recorded);
    }

    pub(crate) fn stage(&self) -> Stage {
        self.case.stage(self.today, &self.calendar)
    }

    pub(crate) fn due(&self) -> Option<String> {
        self.case.due(self.today, &self.calendar).map(|due| due.to_string())
    }

    pub(crate) fn draft(&self) -> TextId {
        self.case.draft.as_ref().unwrap().decision.clone()
    }

    /// Through the chain to a letter that is signed.
    pub(crate) fn signs(self, decision: Decision) -> Office {
        let office = self.lets("handler", Command::Draft { decision });
        let draft = office.draft();
        let on = office.today;
        office
            .lets("secrecy", approve(ReviewStep::Secrecy, &draft))
            .lets("head", approve(ReviewStep::Review, &draft))
            .lets("leader", Command::Sign { on, draft })
    }

    /// An answer of a kind, delivered on the page.
    pub(crate) fn answers(self, outcome: Outcome) -> Office {
        let on = self.today;
        self.signs(casework::invent::decision(outcome, on)).does(deliver(on))
    }
}

/// Names of reasons.
#[derive(Debug)]
pub(crate) struct Reasons(pub(crate) Vec<&'static str>);

impl std::fmt::Display for Reasons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub(crate) fn approve(step: ReviewStep, draft: &TextId) -> Command {
    Command::Approve { step, draft: draft.clone(), opinion: "同意".to_owned() }
}

pub(crate) fn deliver(on: Date) -> Command {
    Command::Deliver { on, way: Way::Online, proof: "查询页面".to_owned() }
}

pub(crate) fn correction(on: &str) -> Command {
    Command::RequestCorrection { on: day(on), unclear: "请写明文号".to_owned(), reply_by: None }
}

pub(crate) fn corrected(on: &str) -> Command {
    Command::ReceiveCorrection { on: day(on), text: "某号文件".to_owned(), files: Vec::new() }
}
