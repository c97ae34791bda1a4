//! Letters and fees from the command to the ledger, on a store in memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod office;

use casework::decide::Command;
use casework::fee::FeeYear;
use casework::id::{CaseId, OfficerId};
use casework::invent::decision;
use casework::letter::{Letter, LetterKind, Template, builtin};
use casework::process::ReviewStep;
use jiff::civil::date;
use law::consultation::Consulted;
use law::fee::Standard;
use law::outcome::Outcome;
use services::cases::Cases;

use crate::office::{TODAY, apply, asks, codes, does, office, on, tries};

/// The letters that have gone out in a case besides its answers.
async fn letters(cases: &Cases, case: &CaseId) -> Vec<(LetterKind, Letter)> {
    let opened = cases.open(case).await.unwrap();
    let told = cases.told(&opened).await.unwrap();
    let versions: Vec<u32> = opened.case.letters.iter().map(|one| one.version).collect();
    let mut issued = Vec::new();
    for version in versions {
        let (kind, sheet) = cases.issued(&opened, &told, version).await.unwrap().unwrap();
        issued.push((kind, sheet.letter));
    }
    issued
}

/// Arts. 30, 32, 33.
#[tokio::test]
async fn notices_go_out_with_their_commands_and_are_numbered_without_gaps() {
    let cases = office().await;
    let (one, other) = (apply(&cases, 1, "赵秀兰", TODAY).await, apply(&cases, 2, "钱建国", TODAY).await);
    let unclear = "请补充年份".to_owned();
    does(&cases, &one, "clerk", Command::RequestCorrection { on: TODAY, unclear, reply_by: None }, TODAY)
        .await;
    let (with, who) = (Consulted::ThirdParty, "云州望江医药有限公司".to_owned());
    does(&cases, &other, "clerk", Command::Consult { with, who, on: TODAY, delivered: None }, TODAY).await;
    let refused = Command::Extend { on: TODAY, days: 99, reason: "核对".to_owned() };
    assert!(tries(&cases, &other, "head", refused, TODAY).await.is_err());
    let extend = Command::Extend { on: TODAY, days: 20, reason: "需要核对".to_owned() };
    does(&cases, &other, "head", extend, TODAY).await;

    let (kind, letter) = letters(&cases, &one).await.remove(0);
    assert_eq!((kind, letter.number.as_deref()), (LetterKind::Correction, Some("云卫公开告〔2026〕1号")));
    assert!(letter.to == "赵秀兰" && letter.body[1].ends_with("请补充年份。"), "{letter:?}");
    let sent = letters(&cases, &other).await;
    let numbers: Vec<_> = sent.iter().map(|(_, letter)| letter.number.clone().unwrap()).collect();
    assert_eq!(numbers, ["云卫公开告〔2026〕2号", "云卫公开告〔2026〕3号"], "what was refused has no number");
    let (kind, inquiry) = &sent[0];
    assert_eq!((*kind, inquiry.to.as_str()), (LetterKind::ThirdParty, "云州望江医药有限公司"));
    assert!(!format!("{inquiry:?}").contains("钱建国"), "a third party does not learn who applies");
    assert!(inquiry.slip.is_some() && inquiry.body[0].contains("“饮用水监测结果”"), "{inquiry:?}");
    assert!(sent[1].1.body[1].contains("延长20个工作日"), "{:?}", sent[1].1.body);
}

/// Arts. 15, 32.
#[tokio::test]
async fn a_third_party_learns_nothing_of_who_applies_and_nothing_that_is_not_decided() {
    let cases = office().await;
    let request = "本人赵秀兰，电话13800138000，申请公开某公司的排污许可证";
    let case = asks(&cases, 1, "赵秀兰", request, TODAY).await;
    let (with, who) = (Consulted::ThirdParty, "某公司".to_owned());
    does(&cases, &case, "clerk", Command::Consult { with, who, on: TODAY, delivered: None }, TODAY).await;
    let (_, inquiry) = letters(&cases, &case).await.remove(0);
    let text = format!("{inquiry:?}");
    assert!(text.contains("本人＊＊＊，电话＊＊＊，申请公开某公司的排污许可证"), "{text}");
    assert!(!text.contains("赵秀兰") && !text.contains("13800138000"), "{text}");
    let told = Command::IssueLetter {
        kind: LetterKind::ThirdPartyTold,
        on: TODAY,
        to: "某公司".to_owned(),
        what: "公共利益".to_owned(),
    };
    let refused = tries(&cases, &case, "clerk", told, TODAY).await.unwrap_err();
    assert_eq!(codes(refused), ["no_letter_to_issue", "letter_does_not_fit"], "nothing is decided yet");
}

/// Arts. 36, 51.
#[tokio::test]
async fn an_office_words_its_letters_within_what_the_law_asks_for() {
    let cases = office().await;
    let (kind, by) = (LetterKind::Answer(Outcome::G2), OfficerId::from("clerk"));
    let own = |body: String| Template { body, ..builtin(kind).clone() };
    let without = own(builtin(kind).body.replace("{{ 救济途径 }}", ""));
    let put = async |seen, template: Option<&Template>| {
        cases.put_template(kind, (seen, template), &by, on(TODAY)).await
    };
    assert_eq!(codes(put(0, Some(&without)).await.unwrap_err()), ["template_missing_field"]);
    let polite = own(builtin(kind).body.replace("特此告知。", "特此函复，感谢您的关注。"));
    put(0, Some(&polite)).await.unwrap();
    assert_eq!(codes(put(0, Some(&polite)).await.unwrap_err()), ["template_changed"], "seen by nobody");

    let case = apply(&cases, 1, "赵秀兰", TODAY).await;
    let draft = Command::Draft { decision: decision(Outcome::G2, TODAY) };
    does(&cases, &case, "handler", draft, TODAY).await;
    let opened = cases.open(&case).await.unwrap();
    let told = cases.told(&opened).await.unwrap();
    let answer = cases.answer(&opened, &told, TODAY).await.unwrap().unwrap();
    assert_eq!(answer.faults, []);
    assert_eq!(answer.letter.body.last().unwrap(), "特此函复，感谢您的关注。");
    put(1, None).await.unwrap();
    let answer = cases.answer(&opened, &told, TODAY).await.unwrap().unwrap();
    assert_eq!(answer.letter.body.last().unwrap(), "特此告知。", "the program's wording again");
    let versions = cases.template_versions(kind).await.unwrap();
    let kept: Vec<_> = versions.iter().map(|one| (one.version, one.template.is_some())).collect();
    assert_eq!(kept, [(2, false), (1, true)], "nothing is lost");
}

/// Arts. 15, 36, 40.
#[tokio::test]
async fn what_a_letter_must_not_say_keeps_it_from_being_signed() {
    let cases = office().await;
    let case = apply(&cases, 1, "赵秀兰", TODAY).await;
    let reason = "承办人电话13800138000，文件名含𠮷字".to_owned();
    let decision = casework::decision::Decision::NeedsCreation { reason };
    does(&cases, &case, "handler", Command::Draft { decision }, TODAY).await;
    let draft = cases.open(&case).await.unwrap().case.draft.unwrap().decision;
    for (who, step) in [("secrecy", ReviewStep::Secrecy), ("head", ReviewStep::Review)] {
        let approve = Command::Approve { step, draft: draft.clone(), opinion: "同意".to_owned() };
        does(&cases, &case, who, approve, TODAY).await;
    }
    let refused =
        tries(&cases, &case, "leader", Command::Sign { on: TODAY, draft }, TODAY).await.unwrap_err();
    assert_eq!(codes(refused), ["personal_data", "glyph_missing"]);
}

/// Art. 42.
#[tokio::test]
async fn a_fee_is_counted_among_the_applications_of_the_month_and_stands_in_the_ledger() {
    let cases = office().await;
    // Nine in October and thirteen in November; somebody else's do not count.
    for nth in 0..9 {
        apply(&cases, 100 + nth, "赵秀兰", date(2026, 10, 30)).await;
    }
    apply(&cases, 99, "钱建国", TODAY).await;
    let mut ids = Vec::new();
    for nth in 0..12 {
        ids.push(apply(&cases, nth, "赵秀兰", TODAY).await);
    }
    let notify = |standard, pages| Command::NotifyFee { on: TODAY, delivered: Some(TODAY), standard, pages };
    let free = tries(&cases, &ids[9], "clerk", notify(Standard::PerItem, None), TODAY).await.unwrap_err();
    assert_eq!(codes(free), ["nothing_to_charge"], "the tenth");
    does(&cases, &ids[11], "clerk", notify(Standard::PerItem, None), TODAY).await;
    does(&cases, &ids[0], "clerk", notify(Standard::PerPage, Some(180)), TODAY).await;
    let (kind, letter) = letters(&cases, &ids[0]).await.remove(0);
    assert_eq!(kind, LetterKind::Fee);
    let text = letter.body.join("\n");
    for part in [
        "第31页至第100页共70页，每页10元；第101页至第180页共80页，每页20元",
        "2300元",
        "20个工作日",
        "缴费窗口",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let day = date(2026, 11, 5);
    let pay = Command::RecordPayment { on: day, receipt: "票据0001".to_owned() };
    does(&cases, &ids[0], "clerk", pay, day).await;
    let refund = Command::RefundFee { on: day, amount: 30_000, why: "多计30页".to_owned() };
    does(&cases, &ids[0], "clerk", refund, day).await;

    let lines = cases.fees(2026).await.unwrap();
    let mut amounts: Vec<_> = lines.iter().map(|line| (line.fee.amount, line.receipt.as_str())).collect();
    amounts.sort_unstable();
    assert_eq!(amounts, [(10_000, ""), (230_000, "票据0001")]);
    assert_eq!(
        cases.fee_year(2026).await.unwrap(),
        FeeYear { collected: 230_000, refunded: 30_000, cases: 1 }
    );
    assert_eq!(cases.fee_year(2025).await.unwrap(), FeeYear::default());
}
