//! What is kept beside the events of a case, as rows: made from its summary alone.

use casework::applicant::ApplicantClass;
use casework::id::CaseId;
use casework::statistics::Counted;
use casework::summary::Summary;
use jiff::civil::Date;
use law::outcome::Row;

use super::facet::NO_DAY;

/// A row of `case_row` without the authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CaseRow {
    pub(super) case: CaseId,
    pub(super) version: u32,
    pub(super) number: String,
    pub(super) received: Option<String>,
    pub(super) until: Option<String>,
    pub(super) ended_row: Option<Row>,
    pub(super) class: ApplicantClass,
    pub(super) restricted: String,
    pub(super) sub_reason: Option<String>,
    pub(super) summary: String,
}

/// The month in which a received case is counted.
pub(super) type Received = (String, ApplicantClass);

/// The month and row in which an ended case is counted.
pub(super) type Ended = (String, Row, ApplicantClass);

/// Where a case counts as received and as ended in table three.
pub(super) fn counts(summary: &Summary) -> (Option<Received>, Option<Ended>) {
    let counted = Counted::of(summary);
    let received = counted.map(|case| (month(case.received), case.class));
    let ended = counted.and_then(|case| case.ended.map(|(on, row)| (month(on), row, case.class)));
    (received, ended)
}

/// Whether a case stands in every index of its row as before.
pub(super) fn stays(old: &Summary, new: &Summary) -> bool {
    let indexed = |summary: &Summary| (Counted::of(summary), summary.class);
    old.number == new.number && indexed(old) == indexed(new)
}

/// A month as counts are kept by it.
pub(super) fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The row of a case.
pub(super) fn case_row(case: &CaseId, summary: &Summary) -> CaseRow {
    let mut restricted: String = summary.restricted_to.iter().map(|officer| format!("|{officer}")).collect();
    if !restricted.is_empty() {
        restricted.push('|');
    }
    let counted = Counted::of(summary);
    let ended = counted.and_then(|case| case.ended);
    let until = || ended.map_or_else(|| NO_DAY.to_owned(), |(on, _)| on.to_string());
    CaseRow {
        case: case.clone(),
        version: summary.version,
        number: summary.number.clone(),
        received: counted.map(|case| case.received.to_string()),
        until: counted.map(|_| until()),
        ended_row: ended.map(|(_, row)| row),
        class: summary.class,
        restricted,
        sub_reason: summary.sub_reason.clone(),
        summary: serde_json::to_string(summary).unwrap_or_default(),
    }
}
