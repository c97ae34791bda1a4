//! The text of a report and its numbers (正文与数字).

use std::ops::Range;

use rust_decimal::Decimal;

use crate::report::{Paragraph, Report};

pub(crate) mod applicants;
mod clauses;
mod cues;
mod documents;
mod facts;
pub(crate) mod given;
mod grounds;
pub mod numbers;
mod remedies;
mod shares;
mod whose;

use numbers::Bound;
pub(crate) use shares::Share;

/// Something that the text of a report says in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What it counts.
    pub kind: FactKind,
    /// How many; 0 where the text says that there were none.
    pub value: Decimal,
    /// How exactly it is meant.
    pub bound: Bound,
    /// Whom it is about.
    pub scope: Scope,
    /// The bytes of the squashed paragraph that say it.
    pub range: Range<usize>,
}

/// Whom a number is about (统计口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The authority that reports.
    Agency,
    /// The whole city, district or county (全市, 全区).
    Region,
    /// A government's own office, which is only part of what the government reports on.
    Office,
}

impl Scope {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Scope::Agency => "agency",
            Scope::Region => "region",
            Scope::Office => "office",
        }
    }

    /// The scope with this key.
    pub fn by_key(key: &str) -> Option<Scope> {
        [Scope::Agency, Scope::Region, Scope::Office].into_iter().find(|scope| scope.key() == key)
    }
}

macro_rules! fact_kinds {
    ($($kind:ident $key:literal [$($path:literal),*],)*) => {
        /// The facts of the text that have a place in the tables, or in part six (docs/report-object.md).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FactKind { $(#[doc = $key] $kind,)* }

        impl FactKind {
            /// Every fact, in order.
            pub(crate) const ALL: &'static [FactKind] = &[$(FactKind::$kind),*];

            /// Its key in JSON.
            pub fn key(self) -> &'static str {
                match self { $(FactKind::$kind => $key,)* }
            }

            /// The fact with this key.
            pub fn by_key(key: &str) -> Option<FactKind> {
                match key { $($key => Some(FactKind::$kind),)* _ => None }
            }

            /// The cells whose sum it states; `*` ends a prefix of row keys. None for fees.
            pub(crate) fn cells(self) -> &'static [&'static str] {
                match self { $(FactKind::$kind => &[$($path),*],)* }
            }
        }
    };
}

fact_kinds! {
    RequestsNew "requests_new" ["table3.new_received.total"],
    RequestsCarriedIn "requests_carried_in" ["table3.carried_in.total"],
    RequestsTotal "requests_total" ["table3.new_received.total", "table3.carried_in.total"],
    RequestsHandled "requests_handled" ["table3.result_total.total"],
    RequestsCarriedOut "requests_carried_out" ["table3.carried_out.total"],
    Granted "granted" ["table3.granted.total"],
    Partial "partial" ["table3.partial.total"],
    GrantedOrPartial "granted_or_partial" ["table3.granted.total", "table3.partial.total"],
    Refused "refused" ["table3.refused_*.total"],
    Unavailable "unavailable" ["table3.unavailable_*.total"],
    Rejected "rejected" ["table3.rejected_*.total"],
    OtherHandled "other_handled" ["table3.other_*.total"],
    ReviewTotal "review_total" ["table4.review.total"],
    ReviewUpheld "review_upheld" ["table4.review.upheld"],
    ReviewCorrected "review_corrected" ["table4.review.corrected"],
    ReviewOther "review_other" ["table4.review.other"],
    ReviewPending "review_pending" ["table4.review.pending"],
    LitigationTotal "litigation_total" ["table4.litigation_*.total"],
    LitigationUpheld "litigation_upheld" ["table4.litigation_*.upheld"],
    LitigationCorrected "litigation_corrected" ["table4.litigation_*.corrected"],
    LitigationOther "litigation_other" ["table4.litigation_*.other"],
    LitigationPending "litigation_pending" ["table4.litigation_*.pending"],
    RegulationsIssued "regulations_issued" ["table2.regulations.issued", "table2.regulations.made"],
    NormativeIssued "normative_issued" ["table2.normative_documents.issued", "table2.normative_documents.made"],
    InformationFeeYuan "information_fee_yuan" [],
    NormativeRepealed "normative_repealed" ["table2.normative_documents.repealed"],
    NormativeEffective "normative_effective" ["table2.normative_documents.effective"],
    LicenceDecisions "license_decisions" ["table2.administrative_license.decisions"],
    PenaltyDecisions "penalty_decisions" ["table2.administrative_penalty.decisions"],
    CoercionDecisions "coercion_decisions" ["table2.administrative_coercion.decisions"],
    NewOfNaturalPersons "new_of_natural_persons" ["table3.new_received.natural_person"],
    NewOfEnterprises "new_of_enterprises" ["table3.new_received.enterprise"],
    NewOfResearch "new_of_research" ["table3.new_received.research"],
    NewOfPublicWelfare "new_of_public_welfare" ["table3.new_received.public_welfare"],
    NewOfLegalService "new_of_legal_service" ["table3.new_received.legal_service"],
    NewOfOrganisations "new_of_organisations" [
        "table3.new_received.enterprise", "table3.new_received.research", "table3.new_received.public_welfare",
        "table3.new_received.legal_service", "table3.new_received.other"
    ],
    RefusedStateSecret "refused_state_secret" ["table3.refused_state_secret.total"],
    RefusedLawForbidden "refused_law_forbidden" ["table3.refused_law_forbidden.total"],
    RefusedSecurityStability "refused_security_stability" ["table3.refused_security_stability.total"],
    RefusedThirdParty "refused_third_party" ["table3.refused_third_party.total"],
    RefusedInternalAffairs "refused_internal_affairs" ["table3.refused_internal_affairs.total"],
    RefusedProcessInfo "refused_process_info" ["table3.refused_process_info.total"],
    RefusedEnforcementFile "refused_enforcement_file" ["table3.refused_enforcement_file.total"],
    RefusedAdminQuery "refused_admin_query" ["table3.refused_admin_query.total"],
    UnavailableNotHeld "unavailable_not_held" ["table3.unavailable_not_held.total"],
    UnavailableNeedsCreation "unavailable_needs_creation" ["table3.unavailable_needs_creation.total"],
    UnavailableUnclear "unavailable_unclear" ["table3.unavailable_unclear.total"],
    RejectedPetition "rejected_petition" ["table3.rejected_petition.total"],
    RejectedRepeat "rejected_repeat" ["table3.rejected_repeat.total"],
    RejectedPublication "rejected_publication" ["table3.rejected_publication.total"],
    RejectedExcessive "rejected_excessive" ["table3.rejected_excessive.total"],
    RejectedReissue "rejected_reissue" ["table3.rejected_reissue.total"],
    OtherOverdueCorrection "other_overdue_correction" ["table3.other_overdue_correction.total"],
    OtherMisc "other_misc" ["table3.other_misc.total"],
    RegulationsRepealed "regulations_repealed" ["table2.regulations.repealed"],
    RegulationsEffective "regulations_effective" ["table2.regulations.effective"],
    DirectTotal "litigation_direct_total" ["table4.litigation_direct.total"],
    DirectUpheld "litigation_direct_upheld" ["table4.litigation_direct.upheld"],
    DirectCorrected "litigation_direct_corrected" ["table4.litigation_direct.corrected"],
    DirectOther "litigation_direct_other" ["table4.litigation_direct.other"],
    DirectPending "litigation_direct_pending" ["table4.litigation_direct.pending"],
    AfterReviewTotal "litigation_after_review_total" ["table4.litigation_after_review.total"],
    AfterReviewUpheld "litigation_after_review_upheld" ["table4.litigation_after_review.upheld"],
    AfterReviewCorrected "litigation_after_review_corrected" ["table4.litigation_after_review.corrected"],
    AfterReviewOther "litigation_after_review_other" ["table4.litigation_after_review.other"],
    AfterReviewPending "litigation_after_review_pending" ["table4.litigation_after_review.pending"],
}

impl FactKind {
    /// Whether the object of a report lists it (docs/report-object.md); those behind the fee are only checked.
    pub fn is_listed(self) -> bool {
        self <= FactKind::InformationFeeYuan
    }

    /// Whether it counts the new applications of one class of applicants (申请人情况).
    pub(crate) fn is_class_of_applicants(self) -> bool {
        (FactKind::NewOfNaturalPersons..=FactKind::NewOfOrganisations).contains(&self)
    }

    /// Whether it counts the cases of one row below a result: 国家秘密 below 不予公开.
    pub(crate) fn is_in(self, group: FactKind) -> bool {
        let rows = group.cells().first().and_then(|path| path.split_once('*')).map(|(rows, _)| rows);
        rows.is_some_and(|rows| self.cells().first().is_some_and(|path| path.starts_with(rows)))
    }

    /// Whether it counts one result of applications (办理结果).
    pub(crate) fn is_result(self) -> bool {
        (FactKind::Granted..=FactKind::OtherHandled).contains(&self)
            || (FactKind::RefusedStateSecret..=FactKind::OtherMisc).contains(&self)
    }
}

/// A fact with the paragraph that states it.
#[derive(Debug, Clone)]
pub struct Stated<'a> {
    /// The fact.
    pub fact: Fact,
    /// Number of the part, 1 to 6.
    pub part: Option<u8>,
    /// The paragraph.
    pub paragraph: &'a Paragraph,
}

impl Stated<'_> {
    /// The words that state it, as printed.
    pub fn quote(&self) -> String {
        self.paragraph.quote(self.fact.range.clone())
    }
}

/// The text of a report taken apart once for all checks of it.
pub(crate) struct Narrative<'a> {
    /// The facts that it states, in order.
    pub(crate) facts: Vec<Stated<'a>>,
    /// Each paragraph with the pieces that matter for sums and shares.
    pub(crate) pieces: Vec<(&'a Paragraph, Vec<Piece>)>,
    /// The shares that it states.
    pub(crate) shares: Vec<(&'a Paragraph, Share)>,
}

/// How the paragraph goes on that says why a report does not go on from last year's.
const NOT_AS_LAST_YEAR: &str = "年度报告不一致的原因：";

/// How it begins.
const CARRIED_IN: &str = "本年“上年结转”与";

/// The paragraph that says why a report does not go on from that of the year before (衔接说明).
pub fn not_as_last_year(year: i16, why: &str) -> String {
    format!("{CARRIED_IN}{year}{NOT_AS_LAST_YEAR}{why}")
}

/// Whether a paragraph is that one: its numbers are those of last year.
fn tells_of_last_year(plain: &str) -> bool {
    plain.strip_prefix(CARRIED_IN).is_some_and(|rest| rest.contains(NOT_AS_LAST_YEAR))
}

/// Takes the text of a report apart.
pub(crate) fn narrative(report: &Report) -> Narrative<'_> {
    let mut narrative = Narrative { facts: Vec::new(), pieces: Vec::new(), shares: Vec::new() };
    let own = |paragraph: &Paragraph| !tells_of_last_year(paragraph.plain());
    for (part, paragraph) in report.paragraphs().filter(|(_, paragraph)| own(paragraph)) {
        let tokens = cues::tokens(paragraph.plain());
        let (found, shares) = facts::facts(paragraph.plain(), &tokens, part, report.year);
        narrative.shares.extend(shares.into_iter().map(|share| (paragraph, share)));
        narrative.facts.extend(found.into_iter().map(|fact| Stated { fact, part, paragraph }));
        narrative.pieces.push((paragraph, pieces(tokens)));
    }
    narrative
}

/// All facts that the text of a report states, in order.
pub fn facts(report: &Report) -> Vec<Stated<'_>> {
    narrative(report).facts
}

/// A piece of a paragraph that matters for sums and shares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece {
    /// A number.
    Number(numbers::Mention),
    /// 其中.
    Among,
    /// 包括, 分别为.
    Including,
    /// 占.
    Share,
    /// 同比, 较上年.
    Growth,
    /// The end of a group of clauses.
    Semicolon,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// The end of a sentence.
    End,
}

impl Piece {
    /// The number, if it is one.
    pub(crate) fn mention(&self) -> Option<&numbers::Mention> {
        match self {
            Piece::Number(mention) => Some(mention),
            _ => None,
        }
    }
}

fn pieces(tokens: Vec<cues::Token>) -> Vec<Piece> {
    use cues::{Cue, Token};
    let piece = |token| {
        Some(match token {
            Token::Number(mention) => Piece::Number(mention),
            Token::Cue(Cue::Among, _) => Piece::Among,
            Token::Cue(Cue::Including, _) => Piece::Including,
            Token::Cue(Cue::Share, _) => Piece::Share,
            Token::Cue(Cue::Growth, _) => Piece::Growth,
            Token::Mark(';', _) => Piece::Semicolon,
            Token::Mark('(', _) => Piece::Open,
            Token::Mark(')', _) => Piece::Close,
            Token::Mark('。' | '!', _) => Piece::End,
            Token::Cue(..) | Token::Mark(..) | Token::Year(..) => return None,
        })
    };
    tokens.into_iter().filter_map(piece).collect()
}
