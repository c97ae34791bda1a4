//! Applications from the form to table three, on a store in memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use casework::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use casework::decide::{Applying, Command};
use casework::decision::Decision;
use casework::event::{Actor, CaseKind, Event};
use casework::id::{CaseId, OfficerId};
use casework::invent::decision;
use casework::process::ReviewStep;
use casework::statistics::{Line, Span};
use jiff::civil::{Date, date};
use law::outcome::{Outcome, Row};
use law::receipt::Channel;
use law::{Notice, WorkCalendar};
use services::cases::{Cases, Doing, Failure, Moment, NewCase, Receipt, Splitting, demo};
use store::Store;
use store::cases::{Filter, Key, SubReason, work_list};
use store::vault::Vault;

async fn office() -> Cases {
    let store =
        services::demo::store(&readers::Limits::default(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    Cases::new(store, Vault::in_memory().await.unwrap(), demo::office(), WorkCalendar::builtin())
}

fn on(today: Date) -> Moment {
    Moment { at: 0, today }
}

const TODAY: Date = date(2026, 3, 2);

fn application(channel: Channel, day: Date, key: Option<&str>) -> NewCase {
    NewCase {
        applying: Applying {
            kind: CaseKind::Access,
            channel,
            on: day,
            class: ApplicantClass::NaturalPerson,
            applicants: vec![Identity { name: "赵秀兰".to_owned(), ..Identity::default() }],
            request: "饮用水监测结果".to_owned(),
            files: Vec::new(),
            wanted: Wanted { form: Form::Electronic, way: Way::Online },
        },
        by: Actor::Applicant,
        split_from: None,
        key: key.map(|key| Key { actor: "applicant".to_owned(), key: key.to_owned() }),
    }
}

async fn apply(cases: &Cases, nth: u8, day: Date) -> Receipt {
    cases.apply(application(Channel::Counter, day, None), [nth; 10], on(day)).await.unwrap()
}

async fn does(cases: &Cases, case: &CaseId, who: &str, command: Command, day: Date) -> Result<u32, Failure> {
    let doing = Doing { command, by: Actor::Officer(OfficerId::from(who)), seen: None, key: None };
    cases.act(case, doing, on(day)).await.map(|acted| acted.version)
}

/// From the proposal to the delivery of an answer.
async fn answers(cases: &Cases, case: &CaseId, outcome: Outcome, day: Date) {
    does(cases, case, "handler", Command::Draft { decision: decision(outcome, day) }, day).await.unwrap();
    let draft = cases.open(case).await.unwrap().case.draft.unwrap().decision;
    for (who, step) in [("secrecy", ReviewStep::Secrecy), ("head", ReviewStep::Review)] {
        let approve = Command::Approve { step, draft: draft.clone(), opinion: "同意".to_owned() };
        does(cases, case, who, approve, day).await.unwrap();
    }
    does(cases, case, "leader", Command::Sign { on: day, draft }, day).await.unwrap();
    let deliver = Command::Deliver { on: day, way: Way::Online, proof: "查询页面".to_owned() };
    does(cases, case, "clerk", deliver, day).await.unwrap();
}

#[tokio::test]
async fn the_same_form_again_is_the_same_case() {
    let cases = office().await;
    let first = cases.apply(application(Channel::Web, TODAY, Some("k")), [1; 10], on(TODAY)).await.unwrap();
    let again = cases.apply(application(Channel::Web, TODAY, Some("k")), [2; 10], on(TODAY)).await.unwrap();
    assert_eq!((&again.number, &again.code, again.again), (&first.number, &first.code, true));
    let other = cases.apply(application(Channel::Web, TODAY, Some("l")), [3; 10], on(TODAY)).await.unwrap();
    assert_eq!((first.number.as_str(), other.number.as_str()), ("2026-0001", "2026-0002"), "no gap");
}

#[tokio::test]
async fn number_and_code_open_a_case_and_nothing_else_does() {
    let cases = office().await;
    let (one, other) = (apply(&cases, 1, TODAY).await, apply(&cases, 2, TODAY).await);
    let spaced = format!("{} {}", &one.code[..4].to_lowercase(), &one.code[4..]);
    assert_eq!(cases.track(&one.number, &spaced).await.unwrap().id, one.case, "as people type it");
    for (number, code) in
        [(&one.number, &other.code), (&one.number, &String::new()), (&"1".to_owned(), &one.code)]
    {
        assert!(matches!(cases.track(number, code).await, Err(Failure::NotFound)), "{number} {code}");
    }
}

#[tokio::test]
async fn an_answer_counts_in_table_three_and_its_cell_opens_it() {
    let cases = office().await;
    let receipt = apply(&cases, 1, TODAY).await;
    answers(&cases, &receipt.case, Outcome::G2, date(2026, 3, 5)).await;
    let span = Span::year(2026);
    let table = cases.table_three(span).await.unwrap();
    let line = Line::Result(Row::Granted);
    assert_eq!(table.cell(line, Some(ApplicantClass::NaturalPerson)), 1);
    assert_eq!(table.cell(Line::CarriedOut, None), 0);
    let behind = cases.behind(span, line, None, None).await.unwrap();
    assert_eq!(behind.rows[0].case, receipt.case);
    let quarter = cases.table_three(Span::quarter(2026, 2)).await.unwrap();
    assert_eq!(quarter.cell(Line::ResultTotal, None), 0, "it was the first quarter");
}

#[tokio::test]
async fn letters_are_numbered_without_gaps_and_keep_their_words() {
    let cases = office().await;
    let mut numbers = Vec::new();
    for nth in 1..=3 {
        let receipt = apply(&cases, nth, TODAY).await;
        answers(&cases, &receipt.case, Outcome::G1, TODAY).await;
        let opened = cases.open(&receipt.case).await.unwrap();
        let told = cases.told(&opened).await.unwrap();
        let signed = &opened.case.answers[0].signed;
        let letter = told.text(signed.letter.as_ref().unwrap()).unwrap();
        assert!(letter.contains("饮用水监测结果") && letter.contains(&signed.number), "{letter}");
        numbers.push(signed.number.clone());
    }
    assert_eq!(numbers, ["云卫公开答〔2026〕1号", "云卫公开答〔2026〕2号", "云卫公开答〔2026〕3号"]);
}

#[tokio::test]
async fn who_comes_second_is_told_what_has_changed() {
    let cases = office().await;
    let case = apply(&cases, 1, TODAY).await.case;
    let seen = Some(cases.open(&case).await.unwrap().case.version);
    let note = |text: &str| Command::Note { on: TODAY, text: text.to_owned() };
    let doing = |command| Doing { command, by: Actor::Officer(OfficerId::from("clerk")), seen, key: None };
    cases.act(&case, doing(note("先")), on(TODAY)).await.unwrap();
    let Err(Failure::Changed { since }) = cases.act(&case, doing(note("后")), on(TODAY)).await else {
        panic!("the second must be told");
    };
    assert!(matches!(since[0].event, Event::Noted { .. }));
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let cases = office().await;
    let case = apply(&cases, 1, TODAY).await.case;
    let extend = Command::Extend { on: TODAY, days: 30, reason: "复杂".to_owned() };
    let Err(Failure::Refused(refused)) = does(&cases, &case, "head", extend, TODAY).await else {
        panic!("30 days are too many");
    };
    assert_eq!(refused.reasons()[0].code, "extension_length");
    assert_eq!(cases.open(&case).await.unwrap().case.version, 1);
}

#[tokio::test]
async fn the_same_command_again_is_carried_out_once() {
    let cases = office().await;
    let case = apply(&cases, 1, TODAY).await.case;
    for _ in 0..2 {
        let key = Some(Key { actor: "clerk".to_owned(), key: "k".to_owned() });
        let command = Command::Note { on: TODAY, text: "电话沟通".to_owned() };
        let doing = Doing { command, by: Actor::Officer(OfficerId::from("clerk")), seen: None, key };
        assert_eq!(cases.act(&case, doing, on(TODAY)).await.unwrap().version, 2);
    }
    assert_eq!(cases.open(&case).await.unwrap().events.len(), 2);
}

#[tokio::test]
async fn a_notice_of_holidays_moves_due_days_and_the_history_says_so() {
    let store =
        services::demo::store(&readers::Limits::default(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let vault = Vault::in_memory().await.unwrap();
    let of = |calendar| Cases::new(store.clone(), vault.clone(), demo::office(), calendar);
    let cases = of(WorkCalendar::builtin());
    let day = date(2026, 12, 10);
    let case = apply(&cases, 1, day).await.case;
    assert_eq!(due(&store, cases.organ()).await, (Some(date(2027, 1, 8)), true));
    assert_eq!(
        cases.settle(on(day)).await.unwrap(),
        services::cases::Settled::default(),
        "nothing has changed"
    );

    // An invented notice: New Year with two days more, one of them made up for.
    let notice = "number = \"国办发明电〔2026〕99号\"\ntitle = \"关于2027年部分节假日安排的通知\"\nissued = \"2026-12-11\"\nyear = 2027\n\
        [[holiday]]\nname = \"元旦\"\noff = { from = \"2027-01-01\", to = \"2027-01-05\" }\nworked = [\"2027-01-09\"]\n";
    let notice = Notice::parse(notice).unwrap();
    let cases = of(WorkCalendar::builtin().with([notice]).unwrap());
    let settled = cases.settle(on(date(2026, 12, 11))).await.unwrap();
    assert_eq!((settled.moved, settled.refreshed), (1, 0));
    let (due, _) = due(&store, cases.organ()).await;
    assert_eq!(due, Some(date(2027, 1, 11)), "4 and 5 January are off, Saturday 9 January is worked");
    let last = cases.open(&case).await.unwrap().events.pop().unwrap();
    let Event::DueMoved { from, to, notice } = last.event else { panic!("{last:?}") };
    assert_eq!((from, Some(to), notice.as_str()), (date(2027, 1, 8), due, "国办发明电〔2026〕99号"));
}

/// Art. 42: while a fee is open the last day for paying it moves, and the history says so.
#[tokio::test]
async fn a_notice_of_holidays_moves_the_last_day_for_paying() {
    let store =
        services::demo::store(&readers::Limits::default(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let vault = Vault::in_memory().await.unwrap();
    let of = |calendar| Cases::new(store.clone(), vault.clone(), demo::office(), calendar);
    let cases = of(WorkCalendar::builtin());
    let day = date(2026, 12, 9);
    let case = apply(&cases, 1, day).await.case;
    let fee = Command::NotifyFee {
        on: day,
        delivered: None,
        standard: law::fee::Standard::PerPage,
        pages: Some(40),
    };
    does(&cases, &case, "clerk", fee, day).await.unwrap();
    let notice = "number = \"国办发明电〔2026〕99号\"\ntitle = \"关于2027年部分节假日安排的通知\"\nissued = \"2026-12-11\"\nyear = 2027\n\
        [[holiday]]\nname = \"元旦\"\noff = { from = \"2027-01-01\", to = \"2027-01-05\" }\nworked = [\"2027-01-09\"]\n";
    let cases = of(WorkCalendar::builtin().with([Notice::parse(notice).unwrap()]).unwrap());
    assert_eq!(cases.settle(on(date(2026, 12, 11))).await.unwrap().moved, 1);
    let last = cases.open(&case).await.unwrap().events.pop().unwrap();
    let Event::DueMoved { from, to, .. } = last.event else { panic!("{last:?}") };
    assert_eq!((from, to), (date(2027, 1, 7), date(2027, 1, 9)), "20 working days, a Saturday among them");
    let pay = Command::RecordPayment { on: to, receipt: "票据1".to_owned() };
    does(&cases, &case, "clerk", pay, to).await.unwrap();
}

async fn due(store: &Store, organ: &str) -> (Option<Date>, bool) {
    let list = work_list(store, organ, &Filter::default(), None, 10).await.unwrap();
    (list.rows[0].summary.due, list.rows[0].summary.provisional)
}

#[tokio::test]
async fn the_chains_are_signed_once_for_each_day() {
    let cases = office().await;
    apply(&cases, 1, TODAY).await;
    for today in [date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 4)] {
        cases.each_day(on(today)).await.unwrap();
    }
    let checked = store::audit::verify(cases.store(), None).await.unwrap();
    assert_eq!((checked.roots, checked.broken), (2, Vec::new()), "of 2 and of 3 March");
}

#[tokio::test]
async fn a_stage_that_ends_with_a_day_ends_in_the_list() {
    let cases = office().await;
    let case = apply(&cases, 1, date(2026, 5, 6)).await.case;
    let consult = Command::Consult {
        with: law::consultation::Consulted::JointOrgan,
        who: "市水务局".to_owned(),
        on: date(2026, 5, 11),
        delivered: None,
    };
    does(&cases, &case, "clerk", consult, date(2026, 5, 11)).await.unwrap();
    let settled = cases.settle(on(date(2026, 6, 10))).await.unwrap();
    assert_eq!((settled.moved, settled.refreshed), (0, 1), "fifteen working days are over");
    let list = work_list(cases.store(), cases.organ(), &Filter::default(), None, 10).await.unwrap();
    assert_eq!(list.rows[0].summary.stage, casework::Stage::InHand);
}

#[tokio::test]
async fn a_case_whose_key_is_destroyed_keeps_its_count_and_nothing_else() {
    let store =
        services::demo::store(&readers::Limits::default(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let vault = Vault::in_memory().await.unwrap();
    let cases = Cases::new(store, vault.clone(), demo::office(), WorkCalendar::builtin());
    let case = apply(&cases, 1, TODAY).await.case;
    answers(&cases, &case, Outcome::G2, TODAY).await;
    assert!(vault.erase(cases.organ(), &case).await.unwrap());
    assert!(matches!(cases.open(&case).await, Err(Failure::Erased)));
    let table = cases.table_three(Span::year(2026)).await.unwrap();
    assert_eq!(table.cell(Line::Result(Row::Granted), None), 1);
}

#[tokio::test]
async fn the_demonstration_adds_up_and_has_cases_at_every_stage() {
    let cases = office().await;
    let today = date(2026, 11, 25);
    cases.invent(120, demo::beginning(today), today, |_| {}).await.unwrap();
    let table = cases.table_three(Span::year(2026)).await.unwrap();
    let cell = |line| table.cell(line, None);
    assert!(cell(Line::NewReceived) > 60 && cell(Line::CarriedIn) > 0 && cell(Line::CarriedOut) > 5);
    let open = work_list(cases.store(), cases.organ(), &Filter::default(), None, 100).await.unwrap();
    let stages: std::collections::BTreeSet<_> = open.rows.iter().map(|row| row.summary.stage).collect();
    assert!(stages.len() >= 5, "{stages:?}");
    assert_eq!(cases.settle(on(today)).await.unwrap().moved, 0);
}

/// A letter with two more matters is split by the clerk.
async fn split(cases: &Cases, case: &CaseId, seen: u32, key: &str) -> Result<bool, Failure> {
    let splitting = Splitting {
        matters: vec!["2025年供水管网改造计划".to_owned(), "  ".to_owned(), "应急供水预案".to_owned()],
        rest: "饮用水监测结果".to_owned(),
        why: "三件事由不同科室保存".to_owned(),
        by: Actor::Officer(OfficerId::from("clerk")),
        seen,
        key: Some(Key { actor: "clerk".to_owned(), key: key.to_owned() }),
    };
    cases.split(case, splitting, [7; 10], on(TODAY)).await.map(|acted| acted.again)
}

#[tokio::test]
async fn a_letter_with_several_matters_becomes_as_many_cases() {
    let cases = office().await;
    let application = application(Channel::Web, date(2026, 2, 26), None);
    let receipt = cases.apply(application, [1; 10], on(date(2026, 2, 26))).await.unwrap();
    let confirm = Command::ConfirmReceipt { on: date(2026, 2, 27) };
    does(&cases, &receipt.case, "clerk", confirm, TODAY).await.unwrap();
    assert!(!split(&cases, &receipt.case, 2, "k").await.unwrap());
    assert!(split(&cases, &receipt.case, 2, "k").await.unwrap(), "a double click splits once");
    let parent = cases.open(&receipt.case).await.unwrap().case;
    assert_eq!((parent.version, parent.split_into.len()), (3, 2));
    let opened = cases.open(&receipt.case).await.unwrap();
    let told = cases.told(&opened).await.unwrap();
    let rest = opened.case.rest.as_ref().and_then(|rest| told.text(rest));
    assert_eq!(rest, Some("饮用水监测结果"), "what letters quote");
    let mut requests = Vec::new();
    for id in &parent.split_into {
        let opened = cases.open(id).await.unwrap();
        let told = cases.told(&opened).await.unwrap();
        requests.push(told.text(&opened.case.request).unwrap().to_owned());
        assert_eq!(told.applicant_name(), "赵秀兰");
        assert_eq!(opened.case.received, Some(date(2026, 2, 27)), "received with the letter");
        assert_eq!(opened.case.split_from, Some(receipt.case.clone()));
        let failure = split(&cases, id, opened.case.version, "again").await.unwrap_err();
        assert!(failure.to_string().contains("请在那一件上拆分"), "{failure}");
    }
    assert_eq!(requests, ["2025年供水管网改造计划", "应急供水预案"]);
    let table = cases.table_three(Span::year(2026)).await.unwrap();
    assert_eq!(table.cell(Line::NewReceived, None), 3, "each matter is counted");
    let late = split(&cases, &receipt.case, 2, "late").await.unwrap_err();
    assert!(matches!(late, Failure::Changed { .. }), "{late}");
}

#[tokio::test]
async fn a_settled_year_refuses_what_would_change_it() {
    let cases = office().await;
    let head = OfficerId::from("linjing");
    let early = cases.set_locked(2026, true, &head, on(TODAY)).await.unwrap_err();
    assert!(early.to_string().contains("2026年还没有结束"), "{early}");
    cases.set_locked(2025, true, &head, on(TODAY)).await.unwrap();
    assert!(cases.is_locked(2025).await.unwrap());
    let late = application(Channel::Counter, date(2025, 12, 30), None);
    let refused = cases.apply(late.clone(), [1; 10], on(TODAY)).await.unwrap_err();
    assert!(refused.to_string().contains("2025年度的统计已经锁定"), "{refused}");
    cases.set_locked(2025, false, &head, on(TODAY)).await.unwrap();
    cases.apply(late, [2; 10], on(TODAY)).await.unwrap();
    let log = store::audit::log(cases.store(), None, None, 9).await.unwrap();
    let kinds: Vec<&str> = log.rows.iter().map(|logged| logged.entry.kind.as_str()).collect();
    assert_eq!(kinds[..2], ["year_unlocked", "year_locked"]);
}

#[tokio::test]
async fn an_answer_names_a_sub_reason_that_the_office_has() {
    let cases = office().await;
    let receipt = apply(&cases, 1, TODAY).await;
    let draft = |sub_reason: &str| Command::Draft {
        decision: Decision::Other { sub_reason: sub_reason.to_owned(), reason: "属于咨询。".to_owned() },
    };
    let refused = does(&cases, &receipt.case, "handler", draft("已经搬迁"), TODAY).await.unwrap_err();
    assert!(refused.to_string().contains("没有细分情形“已经搬迁”"), "{refused}");
    let put = async |active| {
        let reason = SubReason { name: "已经搬迁".to_owned(), active };
        cases.put_sub_reason(&reason, &OfficerId::from("linjing"), on(TODAY)).await.unwrap();
    };
    put(true).await;
    does(&cases, &receipt.case, "handler", draft("已经搬迁"), TODAY).await.unwrap();
    does(&cases, &receipt.case, "handler", draft("不属于政府信息"), TODAY)
        .await
        .expect("the usual ones stay");
    put(false).await;
    does(&cases, &receipt.case, "handler", draft("已经搬迁"), TODAY).await.unwrap_err();
    let given = cases.sub_reasons_given(Span::year(2026)).await.unwrap();
    assert_eq!(given, [], "nothing is answered yet");
}
