//! What holds for any history: of any commands on any days, those that are refused change nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command, Context, Letter, Verb, decide, register};
use casework::event::{Actor, CaseKind, Opinion, Recorded, ReopenCause};
use casework::id::{ConsultationId, DepartmentId, OfficerId, TaskId, TextId};
use casework::invent::decision;
use casework::process::{Process, ReviewStep};
use casework::statistics::{Counted, Line, Span, TableThree};
use casework::{Case, Sealer};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::WorkCalendar;
use law::consultation::Consulted;
use law::fee::Standard;
use law::outcome::Outcome;
use law::receipt::Channel;
use proptest::prelude::*;

/// One attempt: days later, which command, and a number that fills it in.
type Attempt = (u8, u8, u8);

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    prop::collection::vec((0..15u8, 0..24u8, any::<u8>()), 0..24)
}

fn command(which: u8, fill: u8, case: &Case, on: Date) -> Command {
    let text = || "文字".to_owned();
    let id = ConsultationId(u16::from(fill % 3));
    let draft = case.draft.as_ref().map_or_else(|| TextId::from(""), |draft| draft.decision.clone());
    let with = if fill.is_multiple_of(2) { Consulted::ThirdParty } else { Consulted::JointOrgan };
    let due = on.saturating_add(i32::from(fill % 40).days());
    match which {
        0 => Command::ConfirmReceipt { on },
        1 => Command::RequestCorrection { on, unclear: text(), reply_by: None },
        2 => Command::ReceiveCorrection { on, text: text(), files: Vec::new() },
        3 => Command::Consult { with, who: format!("对象{}", fill % 3), on, delivered: None },
        4 => Command::RecordConsultationDelivery { id, on },
        5 => {
            let opinions = [Opinion::Agrees, Opinion::Objects, Opinion::ObjectsWithReason];
            Command::RecordOpinion { id, on, opinion: opinions[usize::from(fill % 3)], text: text() }
        }
        6 => Command::RequestReasons { on, why: text() },
        7 => Command::RecordReasons { on, text: text(), reasonable: fill.is_multiple_of(2) },
        8 => Command::SetReasonablePeriod { on, due },
        9 => Command::NotifyFee {
            on,
            delivered: None,
            standard: Standard::PerPage,
            pages: Some(u32::from(fill)),
        },
        10 => Command::RecordPayment { on, receipt: text() },
        11 => Command::Extend { on, days: u16::from(fill % 25), reason: text() },
        12 => Command::GiveTask { to: DepartmentId::from("科室"), what: text(), due: None },
        13 => Command::FinishTask { id: TaskId(u16::from(fill % 3)), on, opinion: text(), files: Vec::new() },
        14 => Command::RecordSearch { on, places: text(), words: text(), found: text() },
        15..=17 => {
            let outcome = Outcome::ALL[usize::from(fill) % Outcome::ALL.len()];
            Command::Draft { decision: decision(outcome, on) }
        }
        18 => Command::Approve {
            step: case.next_review().unwrap_or(ReviewStep::Review),
            draft,
            opinion: text(),
        },
        19 => Command::Sign { on, draft },
        20 => Command::Deliver { on, way: Way::Online, proof: text() },
        21 => Command::Lapse,
        22 => Command::Withdraw { on, reason: None },
        _ => Command::Reopen { on, cause: ReopenCause::OwnMotion, due, why: text() },
    }
}

/// A history: what of the attempts succeeded.
fn history(start: u16, kind: u8, attempts: &[Attempt], calendar: &WorkCalendar) -> Vec<Recorded> {
    let mut today = date(2022, 1, 1).saturating_add(i32::from(start % 1200).days());
    let (sealer, process) = (Sealer::new([1; 32]), Process::default());
    let applying = Applying {
        kind: CaseKind::Access,
        channel: Channel::ALL[usize::from(kind) % Channel::ALL.len()],
        on: today,
        class: ApplicantClass::ALL[usize::from(kind) % 6],
        applicants: vec![Identity { name: "某".to_owned(), ..Identity::default() }],
        request: "信息".to_owned(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    };
    let letter = Letter { number: "1", process: &process, person_key: &[0; 32], split_from: None };
    let by = |nth: usize| Actor::Officer(OfficerId::from(format!("officer{nth}")));
    macro_rules! context {
        ($by:expr) => {
            Context {
                number: Some("1"),
                nth_of_month: Some(12),
                ..Context::new(today, calendar, $by, &sealer)
            }
        };
    }
    let clerk = by(0);
    let event = register(&applying, &letter, &context!(&clerk)).unwrap();
    let mut events = vec![Recorded { version: 1, at: 0, by: clerk, event }];
    let mut case = Case::replay(&events).unwrap();
    for (nth, (days, which, fill)) in attempts.iter().enumerate() {
        today = today.saturating_add(i32::from(*days).days());
        let command = command(*which, *fill, &case, today);
        let by = by(nth);
        let context = context!(&by);
        let verb = Verb::of(&command);
        let hindered = !verb.obstacles(&case, &context).into_vec().is_empty();
        let Ok(event) = decide(&case, command, &context) else { continue };
        assert!(!hindered, "{verb:?} succeeded though obstacles were named");
        let recorded = Recorded { version: case.version + 1, at: 0, by, event };
        case.evolve(&recorded);
        events.push(recorded);
    }
    events
}

proptest! {
    #[test]
    fn the_identities_of_table_three_hold_and_cells_are_their_cases(
        cases in prop::collection::vec((any::<u16>(), any::<u8>(), attempts()), 1..30)
    ) {
        let calendar = WorkCalendar::builtin();
        let counted: Vec<Counted> = cases.iter().filter_map(|(start, kind, attempts)| {
            let case = Case::replay(&history(*start, *kind, attempts, &calendar)).unwrap();
            Counted::of(&case.summary(date(2026, 12, 31), &calendar))
        }).collect();
        let mut carried = None;
        for year in 2021..=2027 {
            let span = Span::year(year);
            let table = TableThree::count(counted.iter().copied(), span);
            for class in ApplicantClass::ALL.into_iter().map(Some).chain([None]) {
                let cell = |line| table.cell(line, class);
                prop_assert_eq!(cell(Line::NewReceived) + cell(Line::CarriedIn), cell(Line::ResultTotal) + cell(Line::CarriedOut));
                for line in Line::all() {
                    let behind = counted.iter().filter(|case| case.stands_in(line, class, span)).count();
                    prop_assert_eq!(behind as u64, cell(line), "{:?}", line);
                }
            }
            let before = carried.replace(table.cell(Line::CarriedOut, None));
            prop_assert!(before.is_none_or(|before| before == table.cell(Line::CarriedIn, None)));
            let quarters: u64 = (1..=4).map(|quarter| {
                TableThree::count(counted.iter().copied(), Span::quarter(year, quarter)).cell(Line::ResultTotal, None)
            }).sum();
            prop_assert_eq!(quarters, table.cell(Line::ResultTotal, None));
        }
    }

    #[test]
    fn events_read_back_as_they_were_written_and_carry_no_text(start in any::<u16>(), kind in any::<u8>(), attempts in attempts()) {
        let events = history(start, kind, &attempts, &WorkCalendar::builtin());
        for event in &events {
            let text = serde_json::to_string(event).unwrap();
            prop_assert!(!text.contains("文字") && !text.contains("某"), "{}", text);
            prop_assert_eq!(&serde_json::from_str::<Recorded>(&text).unwrap(), event);
        }
    }

    #[test]
    fn a_live_case_raises_no_flag_but_lateness(start in any::<u16>(), kind in any::<u8>(), attempts in attempts()) {
        let calendar = WorkCalendar::builtin();
        let case = Case::replay(&history(start, kind, &attempts, &calendar)).unwrap();
        if let Some(clock) = case.clock(date(2027, 6, 30), &calendar) {
            let flags: Vec<_> = clock.flags.iter().filter(|flag| *flag != casework::deadline::Flag::AnsweredLate).collect();
            prop_assert!(flags.is_empty(), "what the law forbids is refused: {:?}", flags);
        }
    }
}
