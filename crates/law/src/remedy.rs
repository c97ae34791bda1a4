//! Remedies (救济), art. 51: reconsideration (行政复议) and suits (行政诉讼), how long they stay open and how long the organ
//! has to answer.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::{Article, Statute, ogi2019};
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// The Administrative Reconsideration Law (行政复议法) as revised in 2023, in force since 2024-01-01.
pub static RECONSIDERATION_LAW: Statute = Statute {
    key: "arl2023",
    title: "中华人民共和国行政复议法",
    number: "主席令第九号",
    qualifier: None,
    short: "行政复议法",
};

/// The Administrative Litigation Law (行政诉讼法) as amended in 2017.
pub static LITIGATION_LAW: Statute = Statute {
    key: "all2017",
    title: "中华人民共和国行政诉讼法",
    number: "主席令第七十一号",
    qualifier: None,
    short: "行政诉讼法",
};

/// The Supreme People's Court on government-information cases.
pub static INTERPRETATION: Statute = Statute::document("", "法释〔2025〕8号");

/// The regulation on carrying out the reconsideration law as revised in 2026; its text was not read.
pub static RECONSIDERATION_RULES: Statute = Statute {
    key: "arlr2026",
    title: "中华人民共和国行政复议法实施条例",
    number: "2026年修订",
    qualifier: Some("2026年修订"),
    short: "2026年行政复议法实施条例",
};

/// The way to a remedy that a letter must name (救济途径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Remedy {
    /// 复议前置: reconsideration first, then the court.
    R1,
    /// 复议或者诉讼, at the applicant's choice.
    R2,
}

/// What is open to whom no answer was given in time (逾期不答复).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unanswered {
    /// The way.
    pub remedy: Remedy,
    /// Whether the text that says so was read; lawyers look at what was not.
    pub is_confirmed: bool,
}

/// For which outcomes reconsideration comes first (复议前置): refusals under arts. 14 to 16, since the
/// Administrative Reconsideration Law of 2023 took effect.
pub(crate) const RECONSIDERATION_FIRST: Dated<bool> = Dated(&[
    since(date(2019, 5, 15), false, ogi2019(51, 0)),
    since(date(2024, 1, 1), true, RECONSIDERATION_LAW.article(23, 1)),
]);

/// What is open when no answer comes in time. The revision of 2026 is known from others only: by them it puts reconsideration
/// first.
pub const UNANSWERED: Dated<Unanswered> = Dated(&[
    since(date(2019, 5, 15), Unanswered { remedy: Remedy::R2, is_confirmed: true }, ogi2019(51, 0)),
    // Not to perform a duty is among the cases in which the law of 2023 puts reconsideration first; whether silence is that was
    // open until the court spoke.
    since(
        date(2024, 1, 1),
        Unanswered { remedy: Remedy::R1, is_confirmed: false },
        RECONSIDERATION_LAW.article(23, 1),
    ),
    since(
        date(2025, 6, 1),
        Unanswered { remedy: Remedy::R2, is_confirmed: true },
        INTERPRETATION.article(2, 2),
    ),
    since(
        date(2026, 7, 1),
        Unanswered { remedy: Remedy::R1, is_confirmed: false },
        RECONSIDERATION_RULES.article(30, 0),
    ),
]);

/// Days for asking for reconsideration (申请行政复议的期限), counted from the day after the letter came.
const RECONSIDER_DAYS: i32 = 60;

/// Months for going to court at once (直接起诉的期限).
const SUE_MONTHS: i32 = 6;

/// Days for going to court after reconsideration (复议后起诉的期限).
const SUE_AFTER_DAYS: i32 = 15;

/// The last days of remedies (救济期限). Civil days: one that is no working day moves to the next that is.
pub mod last_day {
    use super::{Date, RECONSIDER_DAYS, SUE_AFTER_DAYS, SUE_MONTHS, ToSpan, WorkCalendar};

    /// For asking for reconsideration, by the day on which the letter came (行政复议法 art. 20).
    pub fn to_reconsider(received: Date, calendar: &WorkCalendar) -> Date {
        next_working(received.saturating_add(RECONSIDER_DAYS.days()), calendar)
    }

    /// For asking for reconsideration where the letter did not tell of it: a year (行政复议法 art. 20 ¶3).
    pub fn to_reconsider_untold(received: Date, calendar: &WorkCalendar) -> Date {
        next_working(received.saturating_add(1.year()), calendar)
    }

    /// For going to court at once (行政诉讼法 art. 46).
    pub fn to_sue(received: Date, calendar: &WorkCalendar) -> Date {
        next_working(received.saturating_add(SUE_MONTHS.months()), calendar)
    }

    /// For going to court after reconsideration, by the day on which its decision came (行政诉讼法 art. 45).
    pub fn to_sue_after(decided: Date, calendar: &WorkCalendar) -> Date {
        next_working(decided.saturating_add(SUE_AFTER_DAYS.days()), calendar)
    }

    /// The day itself, or the first working day after it.
    pub(super) fn next_working(day: Date, calendar: &WorkCalendar) -> Date {
        let before = day.yesterday().unwrap_or(day);
        calendar.nth_working_day_after(before, 1)
    }
}

/// Where somebody looks for a remedy (救济的途径): a row of table four, whose key is that of the report's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// 行政复议.
    Review,
    /// 未经复议直接起诉.
    LitigationDirect,
    /// 复议后起诉.
    LitigationAfterReview,
}

impl Course {
    /// Every path, in the order of table four.
    pub const ALL: [Course; 3] = [Course::Review, Course::LitigationDirect, Course::LitigationAfterReview];

    /// Its key in the report's form.
    pub fn key(self) -> &'static str {
        match self {
            Course::Review => "review",
            Course::LitigationDirect => "litigation_direct",
            Course::LitigationAfterReview => "litigation_after_review",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Course::Review => "行政复议",
            Course::LitigationDirect => "行政诉讼（未经复议直接起诉）",
            Course::LitigationAfterReview => "行政诉讼（复议后起诉）",
        }
    }

    /// The article under which the organ answers.
    pub fn under(self) -> Article {
        match self {
            Course::Review => RECONSIDERATION_LAW.article(48, 0),
            Course::LitigationDirect | Course::LitigationAfterReview => LITIGATION_LAW.article(67, 1),
        }
    }

    /// The last day for the organ's answer and evidence, by the day on which the copy was served (答复、答辩期限): in a
    /// reconsideration 10 working days, in a simplified one 5 (行政复议法 arts. 48, 54, 88); in court 15 days.
    pub fn answer_due(self, served: Date, simplified: bool, calendar: &WorkCalendar) -> Date {
        match (self, simplified) {
            (Course::Review, true) => calendar.nth_working_day_after(served, 5),
            (Course::Review, false) => calendar.nth_working_day_after(served, 10),
            _ => last_day::next_working(served.saturating_add(15.days()), calendar),
        }
    }
}

/// How a remedy ended (复议决定、裁判的结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// 维持.
    Upheld,
    /// 驳回复议请求、诉讼请求.
    ClaimDismissed,
    /// 撤销, in whole or in part.
    Revoked,
    /// 变更.
    Altered,
    /// 责令履行、重作.
    OrderedToAct,
    /// 确认违法、无效.
    DeclaredUnlawful,
    /// 不予受理、驳回申请、驳回起诉.
    NotAdmitted,
    /// 申请人撤回、准予撤诉.
    Withdrawn,
    /// 调解、和解.
    Settled,
    /// 终止、终结.
    Terminated,
}

/// A column of table four (表四的列); its key is that of the report's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// 结果维持.
    Upheld,
    /// 结果纠正.
    Corrected,
    /// 其他结果.
    Other,
    /// 尚未审结.
    Pending,
}

impl Column {
    /// Every column, in the order of table four.
    pub const ALL: [Column; 4] = [Column::Upheld, Column::Corrected, Column::Other, Column::Pending];

    /// Its key in the report's form.
    pub fn key(self) -> &'static str {
        match self {
            Column::Upheld => "upheld",
            Column::Corrected => "corrected",
            Column::Other => "other",
            Column::Pending => "pending",
        }
    }

    /// Its name in the report's form.
    pub fn name(self) -> &'static str {
        match self {
            Column::Upheld => "结果维持",
            Column::Corrected => "结果纠正",
            Column::Other => "其他结果",
            Column::Pending => "尚未审结",
        }
    }
}

impl Ruling {
    /// Every ruling.
    pub const ALL: [Ruling; 10] = [
        Ruling::Upheld,
        Ruling::ClaimDismissed,
        Ruling::Revoked,
        Ruling::Altered,
        Ruling::OrderedToAct,
        Ruling::DeclaredUnlawful,
        Ruling::NotAdmitted,
        Ruling::Withdrawn,
        Ruling::Settled,
        Ruling::Terminated,
    ];

    /// The column in which it is counted. The form of 2021 does not say which rulings are which; so do those who fill it in.
    pub fn result(self) -> Column {
        match self {
            Ruling::Upheld | Ruling::ClaimDismissed => Column::Upheld,
            Ruling::Revoked | Ruling::Altered | Ruling::OrderedToAct | Ruling::DeclaredUnlawful => {
                Column::Corrected
            }
            Ruling::NotAdmitted | Ruling::Withdrawn | Ruling::Settled | Ruling::Terminated => Column::Other,
        }
    }

    /// Whether something was decided, against which a suit may go on: not where it was withdrawn, settled or ended by itself.
    pub fn is_decision(self) -> bool {
        !matches!(self, Ruling::Withdrawn | Ruling::Settled | Ruling::Terminated)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Ruling::Upheld => "维持",
            Ruling::ClaimDismissed => "驳回请求",
            Ruling::Revoked => "撤销（含部分撤销）",
            Ruling::Altered => "变更",
            Ruling::OrderedToAct => "责令履行或者重作",
            Ruling::DeclaredUnlawful => "确认违法或者无效",
            Ruling::NotAdmitted => "不予受理、驳回申请或者起诉",
            Ruling::Withdrawn => "撤回申请、准予撤诉",
            Ruling::Settled => "调解、和解",
            Ruling::Terminated => "终止、终结",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// Art. 51.
    #[test]
    fn remedies_stay_open_for_civil_days_and_end_on_a_working_day() {
        let calendar = WorkCalendar::builtin();
        let reconsider = |on| last_day::to_reconsider(day(on), &calendar).to_string();
        let sue = |on| last_day::to_sue(day(on), &calendar).to_string();
        assert_eq!(reconsider("2026-11-20"), "2027-01-19", "a Tuesday");
        assert_eq!(sue("2026-11-20"), "2027-05-20", "six months, day for day");
        assert_eq!(reconsider("2026-08-02"), "2026-10-08", "the sixtieth day is National Day");
        assert_eq!(reconsider("2025-12-20"), "2026-02-24", "18 February is in the Spring Festival");
        assert_eq!(
            sue("2025-08-31"),
            "2026-02-28",
            "a day that the month lacks is its last; a make-up Saturday is worked"
        );
        let after = last_day::to_sue_after(day("2026-03-03"), &calendar);
        assert_eq!(after, day("2026-03-18"));
        assert_eq!(last_day::to_reconsider_untold(day("2025-10-09"), &calendar), day("2026-10-09"));
    }

    /// Art. 51.
    #[test]
    fn the_organ_answers_in_working_days_where_it_is_reconsidered_and_in_civil_days_in_court() {
        let calendar = WorkCalendar::builtin();
        let served = day("2026-02-10");
        let cases = [
            (
                Course::Review,
                true,
                "2026-02-24",
                "five working days over the Spring Festival and a make-up Saturday",
            ),
            (Course::Review, false, "2026-03-02", "ten, with another make-up Saturday"),
            (Course::LitigationDirect, false, "2026-02-25", "fifteen days"),
            (
                Course::LitigationAfterReview,
                true,
                "2026-02-25",
                "a court has no such thing as the simplified five",
            ),
        ];
        for (path, simplified, due, why) in cases {
            assert_eq!(path.answer_due(served, simplified, &calendar), day(due), "{path:?}: {why}");
        }
    }

    /// Art. 51.
    #[test]
    fn who_got_no_answer_chooses_until_the_revision_of_2026() {
        let on =
            |text: &str| UNANSWERED.on(day(text)).map(|entry| (entry.value.remedy, entry.value.is_confirmed));
        assert_eq!(on("2023-12-31"), Some((Remedy::R2, true)));
        assert_eq!(on("2024-01-01"), Some((Remedy::R1, false)));
        assert_eq!(on("2026-06-30"), Some((Remedy::R2, true)), "by the court, since June 2025");
        assert_eq!(on("2026-07-01"), Some((Remedy::R1, false)), "not read: lawyers look at it");
        assert_eq!(on("2019-05-14"), None);
    }

    #[test]
    fn every_ruling_is_counted_once() {
        let of = |result| Ruling::ALL.into_iter().filter(|ruling| ruling.result() == result).count();
        assert_eq!(Column::ALL.map(of), [2, 4, 4, 0]);
    }
}
