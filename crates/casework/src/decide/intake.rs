//! 登记: an application comes in, and receipt is confirmed where the channel asks for it (arts. 29, 31).

use jiff::civil::Date;
use law::article::ogi2019;
use law::receipt::Channel;
use serde::{Deserialize, Serialize};

use super::{Context, happened, not_too_long};
use crate::applicant::{Applicant, ApplicantClass, Identity, Wanted};
use crate::case::Case;
use crate::event::{Arrival, CaseKind, Event};
use crate::id::{CaseId, FileId};
use crate::process::Process;
use crate::reason::{Reasons, Refused};

/// An application, as somebody fills it in (申请).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applying {
    /// Access, or correction of a record.
    pub kind: CaseKind,
    /// How it came.
    pub channel: Channel,
    /// The day it arrived.
    pub on: Date,
    /// Class of the applicant.
    pub class: ApplicantClass,
    /// Who applies; the first is the one that letters go to.
    pub applicants: Vec<Identity>,
    /// What is asked for.
    pub request: String,
    /// What came with it.
    #[serde(default)]
    pub files: Vec<FileId>,
    /// How the information is wanted.
    pub wanted: Wanted,
}

/// What the office adds when it registers an application.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'l> {
    /// 登记编号.
    pub number: &'l str,
    /// The rules of the office.
    pub process: &'l Process,
    /// The key by which persons are recognised.
    pub person_key: &'l [u8; 32],
    /// The case with which it came in one letter.
    pub split_from: Option<&'l CaseId>,
}

/// The first event of a case.
///
/// What art. 29 asks for and is missing is no reason against registering: the applicant is asked to complete it (art. 30).
/// Only a name and a request there must be.
///
/// # Errors
/// Every reason why it cannot be registered.
pub fn register(applying: &Applying, letter: &Letter<'_>, context: &Context<'_>) -> Result<Event, Refused> {
    let mut reasons = Reasons::default();
    let (on, today) = (applying.on, context.today);
    let under = ogi2019(31, 0);
    reasons.unless(on <= today, "date_in_future", under, format!("{on} 还没有到，今天是 {today}"));
    reasons.unless(
        on >= crate::deadline::IN_FORCE,
        "before_regulation",
        under,
        format!("{on} 早于现行条例施行之日 {}", crate::deadline::IN_FORCE),
    );
    reasons.unless(
        letter.process.accepts(applying.channel),
        "channel_not_announced",
        ogi2019(28, 0),
        format!(
            "本机关的政府信息公开指南没有公布“{}”这一渠道，请告知申请人当面提交、邮寄或者按指南公布的渠道提出",
            applying.channel.name()
        ),
    );
    let content = ogi2019(29, 2);
    reasons.unless(!applying.applicants.is_empty(), "no_applicant", content, "没有写明申请人");
    let unnamed = applying.applicants.iter().any(|one| one.name.trim().is_empty());
    reasons.unless(!unnamed, "applicant_without_name", content, "没有写明申请人的姓名或者名称");
    for field in applying.applicants.iter().flat_map(Identity::too_long) {
        reasons.unless(false, "identity_too_long", content, format!("申请人的{field}太长，请核对"));
    }
    reasons.unless(
        !applying.request.trim().is_empty(),
        "text_missing",
        content,
        "没有写明申请公开的政府信息",
    );
    not_too_long(&applying.request, "申请的内容", &mut reasons);
    reasons.done()?;
    let applicant = |identity: &Identity| {
        let identity = identity.legible();
        Applicant {
            person: identity.person(letter.person_key),
            identity: context.sealer.seal(&identity.to_json()),
        }
    };
    Ok(Event::Arrived(Arrival {
        number: letter.number.to_owned(),
        kind: applying.kind,
        channel: applying.channel,
        on,
        class: applying.class,
        applicants: applying.applicants.iter().map(applicant).collect(),
        request: context.sealer.seal(applying.request.trim()),
        files: applying.files.clone(),
        wanted: applying.wanted,
        split_from: letter.split_from.cloned(),
        process: letter.process.clone(),
    }))
}

pub(super) fn confirm(case: &Case, on: Date, context: &Context<'_>, reasons: &mut Reasons) -> Event {
    happened(case, on, context, reasons);
    Event::ReceiptConfirmed { on }
}
