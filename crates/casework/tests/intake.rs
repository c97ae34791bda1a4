//! Who may apply, on which ways, and what is kept of an application (regulation.md §5).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Context, Letter, register};
use casework::event::{Actor, CaseKind, Event};
use casework::process::Process;
use casework::seal::Sealer;
use jiff::civil::date;
use law::WorkCalendar;
use law::receipt::Channel;

fn applying(class: ApplicantClass, channel: Channel, identity: Identity) -> Applying {
    Applying {
        kind: CaseKind::Access,
        channel,
        on: date(2026, 3, 2),
        class,
        applicants: vec![identity],
        request: "2025年饮用水监测结果".to_owned(),
        files: Vec::new(),
        wanted: Wanted { form: Form::Electronic, way: Way::Online },
    }
}

fn named(name: &str) -> Identity {
    Identity { name: name.to_owned(), ..Identity::default() }
}

/// The event and the texts that it brings, or the codes and articles of what stands against it.
type Registered = Result<(Event, Vec<String>), Vec<(&'static str, u16)>>;

/// What becomes of an application under the rules of an office.
fn registers(applying: &Applying, process: &Process) -> Registered {
    let (calendar, sealer, by) = (WorkCalendar::builtin(), Sealer::new([1; 32]), Actor::System);
    let context = Context::new(date(2026, 3, 2), &calendar, &by, &sealer);
    let letter = Letter { number: "1", process, person_key: &[2; 32], split_from: None };
    let event = register(applying, &letter, &context).map_err(|refused| {
        refused.reasons().iter().map(|one| (one.code, one.under.article)).collect::<Vec<_>>()
    });
    event.map(|event| (event, sealer.into_texts().into_values().collect()))
}

/// Art. 27.
#[test]
fn everybody_may_apply_and_nobody_says_what_for() {
    for class in ApplicantClass::ALL {
        let who = named("某人");
        assert!(registers(&applying(class, Channel::Counter, who), &Process::default()).is_ok(), "{class:?}");
    }
    let foreigner = Identity {
        document: "护照".to_owned(),
        document_number: "E12345678".to_owned(),
        ..named("John Smith")
    };
    assert!(
        registers(&applying(ApplicantClass::NaturalPerson, Channel::Web, foreigner), &Process::default())
            .is_ok()
    );
}

/// Art. 28.
#[test]
fn counter_and_post_are_always_open_and_what_the_guide_announces_binds() {
    let silent = Process::default();
    let announced = Process { channels: vec![Channel::Web], ..Process::default() };
    for channel in Channel::ALL {
        let applying = applying(ApplicantClass::NaturalPerson, channel, named("张三"));
        assert!(registers(&applying, &silent).is_ok(), "{channel:?}: a guide that names none excludes none");
        let open = !matches!(channel, Channel::Fax | Channel::Email);
        let expected = if open { Ok(()) } else { Err(vec![("channel_not_announced", 28)]) };
        assert_eq!(registers(&applying, &announced).map(drop), expected, "{channel:?}");
    }
}

/// Art. 29.
#[test]
fn what_an_application_must_have_is_a_name_and_a_request() {
    let mut empty = applying(ApplicantClass::NaturalPerson, Channel::Counter, named(" "));
    empty.request = "\n".to_owned();
    let refused = registers(&empty, &Process::default()).unwrap_err();
    assert_eq!(refused, [("applicant_without_name", 29), ("text_missing", 29)]);
}

/// Art. 43.
#[test]
fn the_help_that_somebody_needs_is_kept_with_who_he_is() {
    let who = Identity { help: "视力障碍，请用大字版\u{7}".to_owned(), ..named("张三") };
    let applying = applying(ApplicantClass::NaturalPerson, Channel::Counter, who);
    let (event, texts) = registers(&applying, &Process::default()).unwrap();
    assert!(!serde_json::to_string(&event).unwrap().contains("视力"), "it is in no event");
    let kept = texts.iter().find_map(|text| Identity::from_json(text)).unwrap();
    assert_eq!(kept.help, "视力障碍，请用大字版");
    let before = r#"{"name":"张三"}"#;
    assert_eq!(Identity::from_json(before).unwrap().help, "", "what was kept earlier is read");
}
