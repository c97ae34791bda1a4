//! Reconsideration and litigation in the text (正文中的行政复议、行政诉讼).

use super::FactKind;
use super::cues::Cue;
use super::facts::Topic;

/// What a number of cases counts: all of a block of table four, or those with one result.
pub(super) fn kind(topic: Topic, action: Option<Cue>) -> Option<FactKind> {
    use FactKind::*;
    let [total, upheld, corrected, other, pending] = match topic {
        Topic::Review => [ReviewTotal, ReviewUpheld, ReviewCorrected, ReviewOther, ReviewPending],
        Topic::Litigation => {
            [LitigationTotal, LitigationUpheld, LitigationCorrected, LitigationOther, LitigationPending]
        }
        Topic::Direct => [DirectTotal, DirectUpheld, DirectCorrected, DirectOther, DirectPending],
        Topic::AfterReview => {
            [AfterReviewTotal, AfterReviewUpheld, AfterReviewCorrected, AfterReviewOther, AfterReviewPending]
        }
        Topic::Request | Topic::Elsewhere => return None,
    };
    Some(match action {
        None | Some(Cue::Received | Cue::Handled | Cue::Decided) => total,
        Some(Cue::Upheld) => upheld,
        Some(Cue::Corrected) => corrected,
        Some(Cue::OtherResult) => other,
        Some(Cue::Pending) => pending,
        _ => return None,
    })
}

/// The totals of litigation that a group of clauses has named so far.
#[derive(Debug, Default)]
pub(super) struct Named(Vec<Topic>);

impl Named {
    /// Begins another group of clauses.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether a number under a topic can be judged. A result behind more than one total of litigation may be one of
    /// either: 行政诉讼3件，其中未经复议直接起诉2件、复议后起诉1件，维持2件.
    pub(super) fn admits(&mut self, topic: Topic, kind: FactKind) -> bool {
        if matches!(kind, FactKind::LitigationTotal | FactKind::DirectTotal | FactKind::AfterReviewTotal) {
            self.0.push(topic);
            return true;
        }
        !matches!(topic, Topic::Direct | Topic::AfterReview) || self.0 == [topic]
    }
}

/// Whether a kind is one of table four.
pub(super) fn is_remedy(kind: FactKind) -> bool {
    (FactKind::ReviewTotal..=FactKind::LitigationPending).contains(&kind)
        || (FactKind::DirectTotal..=FactKind::AfterReviewPending).contains(&kind)
}
