//! 另行发文: letters that go out without anything else happening to the case, such as the notice to a third party (art. 32).

use jiff::civil::Date;
use law::consultation::Consulted;
use law::outcome::Outcome;

use super::{Context, HANDLING, happened, not_too_long, written};
use crate::case::Case;
use crate::event::{CaseKind, Event, Opinion};
use crate::id::{StampId, TextId};
use crate::letter::LetterKind;
use crate::reason::Reasons;
use crate::seal::Sealer;

/// What happens when a letter goes out.
pub fn issued(kind: LetterKind, on: Date, number: Option<String>, letter: &str, sealer: &Sealer) -> Event {
    Event::LetterIssued { kind, on, number, letter: sealer.seal(letter) }
}

/// The letters that a case gives occasion to.
pub fn possible(case: &Case) -> impl Iterator<Item = LetterKind> {
    LetterKind::WRITTEN_ALONE.into_iter().filter(|kind| match kind {
        LetterKind::ThirdPartyTold => case.consultations.iter().any(|one| {
            let objects = matches!(one.reply, Some((_, Opinion::Objects | Opinion::ObjectsWithReason)));
            one.with == Consulted::ThirdParty && objects && opens(case)
        }),
        LetterKind::Transfer => case.kind == CaseKind::RecordCorrection,
        LetterKind::Withdrawal => case.ended.is_some() && case.answers.is_empty() && case.lapse.is_none(),
        LetterKind::Answer(outcome) => {
            case.lapse == Some(*outcome) && case.reopened.is_none() && case.answers.is_empty()
        }
        _ => false,
    })
}

/// Whether it is decided that something is disclosed.
fn opens(case: &Case) -> bool {
    let last = case.signed.as_ref().or(case.answers.last().map(|answer| &answer.signed));
    last.is_some_and(|signed| matches!(signed.outcome, Some(Outcome::G2 | Outcome::P1)))
}

pub(super) fn obstacles(case: &Case, reasons: &mut Reasons) {
    let any = possible(case).next().is_some();
    reasons.unless(any, "no_letter_to_issue", HANDLING, "案件没有需要另行发出的文书");
}

pub(super) fn issue(
    case: &Case,
    (kind, on): (LetterKind, Date),
    (to, what): (&str, &str),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    let name = kind.name();
    let fits = possible(case).any(|one| one == kind);
    reasons.unless(fits, "letter_does_not_fit", kind.under(), format!("案件的情况不能发出{name}"));
    if !kind.is_for_applicant() {
        written(to, "发给谁", reasons);
    }
    match kind {
        LetterKind::ThirdPartyTold => written(what, "决定公开的内容和理由", reasons),
        _ => not_too_long(what, "事由", reasons),
    }
    issued(kind, on, context.number.map(str::to_owned), context.letter.unwrap_or_default(), context.sealer)
}

/// What stands in the way of a stamp: that no letter is there, or that each carries one.
pub(super) fn stamp_obstacles(case: &Case, reasons: &mut Reasons) {
    let any = case.kept_letters().any(|one| case.stamp_on(&one.letter).is_none());
    reasons.unless(any, "no_letter_to_stamp", HANDLING, "没有可以用印的文书：还没有发出文书，或者都已经用印");
}

/// A stamp belongs on a letter as it is, once (用印).
pub(super) fn stamp(
    case: &Case,
    on: Date,
    (letter, stamp): (TextId, StampId),
    context: &Context<'_>,
    reasons: &mut Reasons,
) -> Event {
    happened(case, on, context, reasons);
    let kept = case.kept_letters().find(|one| one.letter == letter);
    match &kept {
        None => reasons.unless(false, "no_such_letter", HANDLING, "案件里没有这份文书，请重新选择"),
        Some(one) => {
            let says = format!("用印之日 {on} 早于{}的成文日期 {}", one.called, one.on);
            reasons.unless(on >= one.on, "stamped_before_letter", HANDLING, says);
            let says = format!("{}已经用印", one.called);
            reasons.unless(case.stamp_on(&letter).is_none(), "stamped", HANDLING, says);
        }
    }
    Event::Stamped { on, letter, called: kept.map(|one| one.called).unwrap_or_default(), stamp }
}
