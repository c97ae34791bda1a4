//! Cases: what is appended is there whole, what is refused leaves nothing, and each is refused by itself.

use casework::decide::Command;
use casework::id::{CaseId, DepartmentId};
use casework::invent::Plan;
use casework::letter::{LetterKind, Template, builtin};
use casework::statistics::{Line, Span};
use law::outcome::{Outcome, Row};
use store::audit::Entry;
use store::cases::{self, Change, Filter, Key, Reader, SubReason, Writer};
use store::{Error, Store};

use super::desk::{Desk, ORGAN, TODAY, append, plan, register};

pub(crate) async fn a_case_comes_back_with_all_that_belongs_to_it(store: Store) {
    let desk = Desk::at(&store).await;
    let (append, events) = desk.invented("a", plan("张三", "2025-03-03", Some(Outcome::P1))).await;
    let Change::Entry(entry) = &append.change else { panic!("{append:?}") };
    let (summary, mut texts) = (entry.summary.clone(), entry.texts.clone());
    let appended = desk.writes(append).await.unwrap();
    assert_eq!((appended.version, appended.again), (events.len() as u32, false));
    let case = CaseId::from("a");
    assert_eq!(cases::events(&store, ORGAN, &case).await.unwrap(), events);
    assert_eq!(desk.summary("a").await, summary);
    let numbered = cases::by_number(&store, ORGAN, "〔2025〕a").await.unwrap().unwrap();
    assert_eq!(numbered.case, case);
    texts.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
    assert_eq!(cases::texts(&store, ORGAN, &case).await.unwrap(), texts);
    let key = desk.vault.key(ORGAN, &case).await.unwrap();
    let request = cases::text(&store, ORGAN, &case, &texts[0].id).await.unwrap().unwrap();
    assert!(!key.open(&request).unwrap().is_empty());
    assert!(cases::find(&store, "jyj", &case).await.unwrap().is_none(), "of another authority");
}

pub(crate) async fn a_late_writer_is_told_the_version(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    let tag = |tag: &str| Command::Tag { tag: tag.to_owned() };
    let (one, other) = (desk.doing("a", tag("经费")).await, desk.doing("a", tag("体检")).await);
    assert_eq!(desk.writes(one).await.unwrap().version, 2);
    let error = desk.writes(other).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { now: 2 }), "{error}");
    assert_eq!(desk.summary("a").await.tags, ["经费"]);
    let (again, _) = desk.invented("a", plan("李四", "2025-03-04", None)).await;
    let error = desk.writes(again).await.unwrap_err();
    assert!(matches!(error, Error::Conflict { now: 2 }), "a new case under an id that is taken: {error}");
}

pub(crate) async fn one_that_is_refused_leaves_the_others(store: Store) {
    let desk = Desk::at(&store).await;
    let mut batch = Vec::new();
    for (id, name) in [("a", "张三"), ("b", "李四"), ("c", "王五"), ("d", "赵六")] {
        batch.push(desk.registering(id, name).await);
    }
    batch[1].expected = 7;
    batch[2].organ = "nobody".to_owned();
    let outcomes = cases::append(&store, &batch).await;
    let numbers: Vec<_> = outcomes.iter().map(|one| one.as_ref().ok().and_then(|one| one.number)).collect();
    assert_eq!(numbers, [Some(1), None, None, Some(2)], "numbers have no gaps: {outcomes:?}");
    assert!(matches!(&outcomes[1], Err(Error::Conflict { now: 0 })), "{:?}", outcomes[1]);
    assert!(matches!(&outcomes[2], Err(Error::UnknownOrgan(_))), "{:?}", outcomes[2]);
    assert_eq!(desk.summary("d").await.number, "2025-0002");
    assert!(cases::find(&store, ORGAN, &CaseId::from("b")).await.unwrap().is_none());
}

pub(crate) async fn one_that_the_database_refuses_leaves_the_others(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    // A number that is taken, though nothing was said of a series.
    let number = desk.summary("a").await.number;
    let (taken, _) = desk.invented("b", Plan { number, ..plan("张三", "2025-03-03", None) }).await;
    let (other, _) = desk.invented("c", plan("李四", "2025-03-03", None)).await;
    let outcomes = cases::append(&store, &[taken, other]).await;
    assert!(matches!(&outcomes[0], Err(Error::Database(_))), "{outcomes:?}");
    assert_eq!(outcomes[1].as_ref().unwrap().version, 1);
    assert!(cases::events(&store, ORGAN, &CaseId::from("b")).await.unwrap().is_empty());
}

pub(crate) async fn the_same_command_again_is_one_case(store: Store) {
    let desk = Desk::at(&store).await;
    let key = |actor: &str| Some(Key { actor: actor.to_owned(), key: "k".to_owned() });
    let (mut one, mut again) = (desk.registering("a", "张三").await, desk.registering("b", "张三").await);
    (one.key, again.key) = (key("page 1"), key("page 1"));
    let outcomes = cases::append(&store, &[one, again]).await;
    let first = outcomes[0].as_ref().unwrap();
    let second = outcomes[1].as_ref().unwrap();
    assert!(!first.again && second.again && second.case == first.case && second.number == Some(1));
    let mut later = desk.registering("c", "张三").await;
    later.key = key("page 1");
    let later = desk.writes(later).await.unwrap();
    assert!(later.again && later.case == first.case && later.version == 1);
    let asked = async |name| cases::outcome(&store, ORGAN, &key(name).unwrap()).await.unwrap();
    assert_eq!((asked("page 1").await, asked("page 2").await), (Some(later), None), "asked for beforehand");
    let mut other = desk.registering("d", "李四").await;
    other.key = key("page 2");
    assert!(!desk.writes(other).await.unwrap().again, "the same key of somebody else");
    let (late, page) = (jiff::Timestamp::MAX, || asked("page 1"));
    store::people::forget_keys(&store, "jyj", late).await.unwrap();
    assert!(page().await.is_some(), "of another authority");
    store::people::forget_keys(&store, ORGAN, late).await.unwrap();
    assert!(page().await.is_none());
}

pub(crate) async fn a_number_in_a_letter_must_still_be_the_next(store: Store) {
    let desk = Desk::at(&store).await;
    let next = cases::next_number(&store, ORGAN, &register()).await.unwrap();
    assert_eq!(next, 1);
    let numbered = async |id: &str, name: &str, number| {
        let (made, _) = desk.invented(id, plan(name, "2025-03-03", None)).await;
        let Change::Entry(entry) = made.change else { panic!("no entry") };
        append(id, 0, Change::Numbered(register(), number, entry))
    };
    let (one, other) = (numbered("a", "张三", next).await, numbered("b", "李四", next).await);
    assert_eq!(desk.writes(one).await.unwrap().number, Some(1));
    let error = desk.writes(other).await.unwrap_err();
    assert!(matches!(error, Error::NumberTaken { next: 2 }), "{error}");
    assert_eq!(cases::next_number(&store, ORGAN, &register()).await.unwrap(), 2);
}

pub(crate) async fn many_writers_get_numbers_without_gaps(store: Store) {
    let desk = Desk::at(&store).await;
    let writer = Writer::start(&store);
    let mut waiting = Vec::new();
    for at in 0..40 {
        let append = desk.registering(&format!("c{at}"), &format!("申请人{at}")).await;
        let writer = writer.clone();
        waiting.push(tokio::spawn(async move { writer.append(append).await.unwrap().number.unwrap() }));
    }
    let mut numbers = Vec::new();
    for one in waiting {
        numbers.push(one.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
}

pub(crate) async fn cases_that_are_read_together_are_told_apart(store: Store) {
    let desk = Desk::at(&store).await;
    for id in ["a", "b", "c"] {
        desk.has(id, plan(id, "2025-03-03", Some(Outcome::G2))).await;
    }
    let reader = Reader::start(&store);
    let ids = ["a", "b", "nobody", "c", "a"].map(CaseId::from);
    let read = |id: CaseId| {
        let (reader, vault) = (reader.clone(), desk.vault.clone());
        tokio::spawn(async move {
            let key = vault.key(ORGAN, &id).await.map(drop);
            (reader.events(ORGAN, &id).await.unwrap(), key)
        })
    };
    let reading: Vec<_> = ids.iter().cloned().map(read).collect();
    for (id, reading) in ids.iter().zip(reading) {
        let (events, key) = reading.await.unwrap();
        assert!(events == cases::events(&store, ORGAN, id).await.unwrap(), "{id}: {} events", events.len());
        assert_eq!(events.is_empty(), matches!(key, Err(Error::Erased)), "{id}");
    }
    assert!(reader.events("jyj", &ids[0]).await.unwrap().is_empty(), "of another authority");
}

pub(crate) async fn counts_move_with_their_cases(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2024-12-30", Some(Outcome::G2))).await;
    desk.has("b", plan("李四", "2024-06-03", Some(Outcome::U1a))).await;
    desk.has("c", plan("王五", "2025-02-05", Some(Outcome::O3))).await;
    desk.has("d", plan("赵六", "2025-03-03", None)).await;
    desk.does("d", Command::Withdraw { on: TODAY, reason: Some("来函撤回".to_owned()) }).await.unwrap();
    for span in [Span::year(2024), Span::year(2025), Span::quarter(2025, 1), Span::quarter(2024, 2)] {
        let kept = cases::table_three(&store, ORGAN, span).await.unwrap();
        assert_eq!(kept, cases::recount(&store, ORGAN, span).await.unwrap(), "{span:?}");
    }
    let table = cases::table_three(&store, ORGAN, Span::year(2025)).await.unwrap();
    let cells = [
        (Line::NewReceived, 2, "c and d"),
        (Line::CarriedIn, 1, "a"),
        (Line::Result(Row::Granted), 1, "a"),
        (Line::Result(Row::OtherMisc), 2, "c, and d that was withdrawn"),
        (Line::CarriedOut, 0, "nothing is left"),
    ];
    for (line, n, why) in cells {
        assert_eq!(table.cell(line, None), n, "{line:?}: {why}");
    }
    let empty = cases::table_three(&store, "jyj", Span::year(2025)).await.unwrap();
    assert_eq!(empty.cell(Line::NewReceived, None), 0, "of another authority");
}

pub(crate) async fn a_locked_year_keeps_its_counts(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2024-12-30", None)).await;
    cases::lock_year(&store, ORGAN, 2024, &noted("year_locked")).await.unwrap();
    let (late, _) = desk.invented("b", plan("李四", "2024-12-31", None)).await;
    let error = desk.writes(late).await.unwrap_err();
    assert!(matches!(error, Error::YearLocked { year: 2024 }), "{error}");
    desk.does("a", Command::Withdraw { on: TODAY, reason: Some("来函撤回".to_owned()) })
        .await
        .expect("it ends in an open year");
    let (earlier, _) = desk.invented("c", plan("王五", "2023-12-29", None)).await;
    let error = desk.writes(earlier).await.unwrap_err();
    assert!(matches!(error, Error::YearLocked { year: 2024 }), "it would be carried into 2024: {error}");
    assert_eq!(cases::locked_years(&store, ORGAN).await.unwrap(), [2024]);
    cases::unlock_year(&store, ORGAN, 2024, &noted("year_unlocked")).await.unwrap();
    let (late, _) = desk.invented("b", plan("李四", "2024-12-31", None)).await;
    desk.writes(late).await.unwrap();
}

/// What is written down in the audit about the office.
fn noted(kind: &str) -> Entry {
    Entry { at: 1, actor: "he".into(), organ: ORGAN.into(), kind: kind.into(), detail: "{}".into() }
}

pub(crate) async fn what_belongs_together_is_written_together_or_not_at_all(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    let split = |into: &[&str]| Command::Split {
        into: into.iter().map(|id| CaseId::from(*id)).collect(),
        rest: "一件事".to_owned(),
        why: "两件事".to_owned(),
    };
    let registering = async |ids: &[&str]| {
        let mut appends = Vec::new();
        for id in ids {
            appends.push(desk.registering(id, "张三").await);
        }
        appends
    };
    let mut parts = desk.doing("a", split(&["b", "c"])).await;
    parts.along = registering(&["b", "c"]).await;
    assert_eq!(desk.writes(parts).await.unwrap().version, 2);
    let numbers = [desk.summary("b").await.number, desk.summary("c").await.number];
    assert_eq!(numbers, ["2025-0001", "2025-0002"]);
    let mut late = desk.doing("a", split(&["d", "b"])).await;
    // The second is there already: nothing of it is written, the first neither.
    late.along = registering(&["d"]).await;
    let (other, _) = desk.invented("e", plan("李四", "2025-03-04", None)).await;
    let mut known = desk.registering("f", "张三").await;
    known.case = CaseId::from("b");
    late.along.push(known);
    let done = cases::append(&store, &[late, other]).await;
    assert!(matches!(done[0], Err(Error::Conflict { now: 1 })), "{done:?}");
    assert!(done[1].is_ok(), "what came with it in the batch is not its own: {done:?}");
    assert!(cases::find(&store, ORGAN, &CaseId::from("d")).await.unwrap().is_none());
    assert_eq!(desk.summary("a").await.version, 2);
    assert_eq!(cases::next_number(&store, ORGAN, &register()).await.unwrap(), 3, "no number is lost");
}

pub(crate) async fn sub_reasons_add_up_to_their_cell(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-02-05", Some(Outcome::O3))).await;
    desk.has("b", plan("李四", "2025-02-06", Some(Outcome::O3))).await;
    desk.has("c", plan("王五", "2025-02-07", Some(Outcome::G2))).await;
    desk.has("d", plan("赵六", "2025-03-03", None)).await;
    desk.does("d", Command::Withdraw { on: TODAY, reason: Some("来函撤回".to_owned()) }).await.unwrap();
    let given = cases::sub_reasons_given(&store, ORGAN, Span::year(2025)).await.unwrap();
    assert_eq!(given, [("不属于政府信息".to_owned(), 2), (String::new(), 1)], "and one was withdrawn");
    let put = async |name: &str, active| {
        let reason = SubReason { name: name.to_owned(), active };
        cases::put_sub_reasons(&store, ORGAN, &[reason], &noted("sub_reason_changed")).await.unwrap();
    };
    put("不属于政府信息", true).await;
    put("查无此人", true).await;
    put("查无此人", false).await;
    let there = cases::sub_reasons(&store, ORGAN).await.unwrap();
    let there: Vec<_> = there.iter().map(|reason| (reason.name.as_str(), reason.active)).collect();
    assert_eq!(there, [("不属于政府信息", true), ("查无此人", false)]);
}

pub(crate) async fn the_wording_of_a_letter_has_versions(store: Store) {
    Desk::at(&store).await;
    let kind = LetterKind::Correction;
    let put = async |seen, template: Option<&Template>| {
        let entry = noted("letter_template_changed");
        cases::put_letter_template(&store, ORGAN, kind, (seen, template), &entry).await
    };
    let own = |title: &str| Template { title: title.to_owned(), ..builtin(kind).clone() };
    put(0, Some(&own("补正通知"))).await.unwrap();
    assert!(matches!(put(0, Some(&own("补正函"))).await, Err(Error::Conflict { now: 1 })));
    put(1, Some(&own("补正函"))).await.unwrap();
    let templates = cases::letter_templates(&store, ORGAN).await.unwrap();
    assert_eq!(templates.of(kind), &own("补正函"));
    assert!(!templates.has_own(LetterKind::Fee));
    assert!(!cases::letter_templates(&store, "another").await.unwrap().has_own(kind));
    put(2, None).await.unwrap();
    assert_eq!(cases::letter_templates(&store, ORGAN).await.unwrap().of(kind), builtin(kind));
    let versions = cases::template_versions(&store, ORGAN, kind).await.unwrap();
    let titles: Vec<_> =
        versions.iter().map(|one| one.template.as_ref().map(|one| one.title.as_str())).collect();
    assert_eq!(titles, [None, Some("补正函"), Some("补正通知")]);
}

pub(crate) async fn an_erased_case_says_so(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2025-03-03", None)).await;
    let case = CaseId::from("a");
    assert!(desk.vault.erase(ORGAN, &case).await.unwrap());
    let error = desk.vault.key(ORGAN, &case).await.unwrap_err();
    assert!(matches!(error, Error::Erased), "{error}");
    assert!(!desk.vault.erase(ORGAN, &case).await.unwrap(), "it is gone");
    assert_eq!(cases::events(&store, ORGAN, &case).await.unwrap().len(), 1, "the history stays");
}

pub(crate) async fn what_is_kept_can_be_made_again(store: Store) {
    let desk = Desk::at(&store).await;
    desk.has("a", plan("张三", "2024-12-30", Some(Outcome::G2))).await;
    desk.has("b", plan("李四", "2025-03-03", None)).await;
    let what = "提供材料".to_owned();
    let give = Command::GiveTask { to: DepartmentId::from("kjk"), what, due: None };
    desk.does("b", give).await.unwrap();
    let seen = async || {
        let table = cases::table_three(&store, ORGAN, Span::year(2025)).await.unwrap();
        let work = cases::work_list(&store, ORGAN, &Filter::default(), None, 9).await.unwrap();
        let owed = cases::owed(&store, ORGAN, None, None, None, 9).await.unwrap();
        (table, work, owed, desk.summary("a").await)
    };
    let before = seen().await;
    let rebuilt = cases::rebuild(&store, ORGAN, TODAY, &desk.calendar).await.unwrap();
    assert_eq!(rebuilt.cases, 2);
    assert_eq!(seen().await, before);
    let rebuilt = cases::rebuild(&store, "jyj", TODAY, &desk.calendar).await.unwrap();
    assert_eq!((rebuilt.events, rebuilt.cases), (0, 0));
    assert_eq!(seen().await, before, "of another authority");
}
