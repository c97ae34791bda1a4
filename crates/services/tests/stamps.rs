//! Stamps: who may use them, what they are put on, and the register of their use.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::decide::Command;
use casework::id::{CaseId, OfficerId, StampId, TextId};
use casework::stamp::KeptLetter;
use jiff::civil::date;
use law::outcome::Outcome;
use services::cases::{Cases, NewStamp};
use store::people::Role;

use crate::office::{TODAY, answers, apply, codes, does, office, on, tries};

/// The office with its people and one stamp, for clerks.
async fn stamped_office() -> (Cases, StampId) {
    let cases = office().await;
    services::people::demo::lay_in(cases.store(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    cases.invent_stamp(on(TODAY)).await.unwrap();
    let stamp = cases.stamps().await.unwrap()[0].id.clone();
    (cases, stamp)
}

fn stamp(letter: &TextId, stamp: &StampId) -> Command {
    Command::Stamp { on: TODAY, letter: letter.clone(), stamp: stamp.clone() }
}

async fn letters(cases: &Cases, case: &CaseId) -> Vec<KeptLetter> {
    cases.open(case).await.unwrap().case.kept_letters().collect()
}

/// Art. 45.
#[tokio::test]
async fn a_stamp_is_put_on_a_letter_by_its_role_and_stands_in_the_register() {
    let (cases, seal) = stamped_office().await;
    let case = apply(&cases, 1, "赵秀兰", date(2026, 10, 12)).await;
    answers(&cases, &case, Outcome::D5, date(2026, 10, 20)).await;
    let letter = letters(&cases, &case).await.pop().unwrap().letter;
    let refused = async |who, command| codes(tries(&cases, &case, who, command, TODAY).await.unwrap_err());
    assert_eq!(refused("linjing", stamp(&letter, &seal)).await, ["stamp_of_others"], "it is for clerks");
    assert_eq!(refused("chensiyuan", stamp(&letter, &"0".into())).await, ["no_such_stamp"]);
    assert_eq!(refused("chensiyuan", stamp(&"other".into(), &seal)).await, ["no_such_letter"]);
    does(&cases, &case, "chensiyuan", stamp(&letter, &seal), TODAY).await;
    let again = refused("chensiyuan", stamp(&letter, &seal)).await;
    assert!(again.contains(&"stamped"), "{again:?}");

    let (opened, bare) = (cases.open(&case).await.unwrap(), apply(&cases, 2, "钱建国", TODAY).await);
    let told = cases.told(&opened).await.unwrap();
    let sheet = cases.answered(&opened, &told, 1).await.unwrap().unwrap();
    assert_eq!(sheet.stamp.map(|stamp| stamp.width), Some(42));
    assert!(letters(&cases, &bare).await.is_empty());
    let [line] = &cases.stamp_uses(2026).await.unwrap()[..] else { panic!("one use") };
    assert_eq!((line.case.case.clone(), &line.used.stamp, line.used.on), (case.clone(), &seal, TODAY));
    assert!(line.used.called.starts_with("云卫公开答〔2026〕"), "{}", line.used.called);
    assert!(cases.stamp_uses(2025).await.unwrap().is_empty());

    // What was stamped keeps its stamp; nothing else gets one.
    let head = OfficerId::from("linjing");
    cases.withdraw_stamp(&seal, &head, on(TODAY)).await.unwrap();
    assert_eq!(codes(cases.withdraw_stamp(&seal, &head, on(TODAY)).await.unwrap_err()), ["no_such_stamp"]);
    assert!(cases.answered(&opened, &told, 1).await.unwrap().unwrap().stamp.is_some());
    assert!(cases.stamps_for(&[Role::Clerk]).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stamp_that_comes_again_changes_nothing_that_it_was_put_on() {
    let (cases, seal) = stamped_office().await;
    let head = OfficerId::from("linjing");
    let image = include_bytes!("../../../demo/stamp.png").to_vec();
    let new = |name: &str, width| NewStamp {
        name: name.into(),
        width,
        roles: vec![Role::Leader],
        image: image.clone(),
    };
    let again = cases.add_stamp(new("改名章", 25), &head, on(TODAY)).await.unwrap_err();
    assert_eq!(codes(again), ["stamp_flaw"], "it is in use");
    cases.withdraw_stamp(&seal, &head, on(TODAY)).await.unwrap();
    let other = cases.add_stamp(new("政府信息公开专用章", 25), &head, on(TODAY)).await.unwrap_err();
    assert_eq!(codes(other), ["stamp_flaw"], "of another width");
    cases.add_stamp(new("政府信息公开专用章", 42), &head, on(TODAY)).await.unwrap();
    assert_eq!(cases.stamps_for(&[Role::Leader]).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_cannot_be_printed_is_no_stamp() {
    let (cases, _) = stamped_office().await;
    let mut image = include_bytes!("../../../demo/stamp.png").to_vec();
    image.truncate(2_000);
    let new = NewStamp { name: "专用章".into(), width: 42, roles: vec![Role::Clerk], image };
    let refused = cases.add_stamp(new, &OfficerId::from("linjing"), on(TODAY)).await.unwrap_err();
    assert_eq!(codes(refused), ["stamp_flaw"]);
}
