//! Reconsiderations and suits about a case (复议、诉讼案件), and table four, which counts them.
//!
//! One that ended in a year stands in that year's table under its result; one that is open when a year ends stands in the
//! table of that year as not yet decided, and in the next one again.

use jiff::civil::Date;
use law::WorkCalendar;
use law::outcome::Outcome;
use law::remedy::{Column, Course, Remedy, Ruling, UNANSWERED, Unanswered, last_day};
use serde::{Deserialize, Serialize};

use crate::applicant::Way;
use crate::case::{Answer, Case};
use crate::event::ReopenCause;
use crate::id::{ProceedingId, TextId};
use crate::statistics::Span;

/// A reconsideration or a suit (复议、诉讼案件).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proceeding {
    /// Which one.
    pub id: ProceedingId,
    /// Where.
    pub path: Course,
    /// The day on which the organ was served with the copy (收到副本之日).
    pub served: Date,
    /// Whether a reconsideration is simplified (简易程序).
    pub simplified: bool,
    /// Who decides: 复议机关, 人民法院.
    pub forum: TextId,
    /// 案号.
    pub number: TextId,
    /// The day on which the organ has answered and handed in its evidence.
    pub answered: Option<Date>,
    /// Days on which it was heard (听证、开庭).
    pub heard: Vec<Date>,
    /// How it ended.
    pub ruled: Option<Ruled>,
}

/// How it ended (审理结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// The day that counts: of the decision, or of the judgment that has taken effect.
    pub on: Date,
    /// How.
    pub ruling: Ruling,
    /// By when the organ has to answer anew, if so.
    pub redo_by: Option<Date>,
}

impl Proceeding {
    /// The last day for the organ's answer and evidence (答复、答辩期限).
    pub fn answer_due(&self, calendar: &WorkCalendar) -> Date {
        self.path.answer_due(self.served, self.simplified, calendar)
    }

    /// Whether the organ still has to answer in it.
    pub fn is_unanswered(&self) -> bool {
        self.answered.is_none() && self.ruled.is_none()
    }

    /// Whether it found against the answer, so that another may be given for this cause.
    pub fn orders(&self, cause: ReopenCause) -> bool {
        let is_corrected = self.ruled.is_some_and(|ruled| ruled.ruling.result() == Column::Corrected);
        is_corrected && cause == cause_of(self.path)
    }

    /// The column of table four in which it stands for a time; none where it does not.
    pub fn stands_in(&self, span: Span) -> Option<Column> {
        match self.ruled {
            _ if self.served > span.to => None,
            Some(ruled) if ruled.on < span.from => None,
            Some(ruled) if ruled.on <= span.to => Some(ruled.ruling.result()),
            _ => Some(Column::Pending),
        }
    }
}

/// Who makes the organ answer anew on a course.
pub(crate) fn cause_of(path: Course) -> ReopenCause {
    match path {
        Course::Review => ReopenCause::Reconsideration,
        Course::LitigationDirect | Course::LitigationAfterReview => ReopenCause::Judgment,
    }
}

/// Until when what an applicant can do against an answer stays open (救济期限).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRemedy {
    /// 文号 of the answer.
    pub number: String,
    /// The day on which it came, or was posted.
    pub delivered: Date,
    /// Whether it was posted: the applicant's time begins when he has it.
    pub posted: bool,
    /// The last day for asking for reconsideration.
    pub reconsider_by: Date,
    /// The last day for going to court at once, where that is open.
    pub sue_by: Option<Date>,
    /// Whether a part of it has to be reconsidered first: what a partial disclosure withholds.
    pub partly_first: bool,
}

impl Case {
    /// What is open against the answer that counts.
    pub fn open_remedies(&self, calendar: &WorkCalendar) -> Vec<OpenRemedy> {
        let open = |answer: &Answer| {
            let (on, outcome) = (answer.signed.on, answer.signed.outcome);
            let remedy = |outcome: Outcome| outcome.remedy(on);
            let is_first = outcome.map(remedy) == Some(Remedy::R1);
            OpenRemedy {
                number: answer.signed.number.clone(),
                delivered: answer.on,
                posted: answer.way == Way::Post,
                reconsider_by: last_day::to_reconsider(answer.on, calendar),
                sue_by: (!is_first).then(|| last_day::to_sue(answer.on, calendar)),
                // Which grounds a partial disclosure has stands in its letter; all of them are under arts. 14 to 16.
                partly_first: outcome == Some(Outcome::P1) && remedy(Outcome::D1) == Remedy::R1,
            }
        };
        // What was quashed or replaced is contested no more; what is before somebody goes on from there.
        let ordered = self.reopened.as_ref().is_some_and(|one| one.cause != ReopenCause::OwnMotion);
        let is_contested = |answer: &Answer| {
            let goes_on = |one: &Proceeding| {
                one.served >= answer.on && one.ruled.is_none_or(|ruled| ruled.ruling.is_decision())
            };
            self.proceedings.iter().any(goes_on)
        };
        let last = self.answers.last().filter(|answer| !ordered && !is_contested(answer));
        last.map(open).into_iter().collect()
    }

    /// What is open to the applicant while no answer has come and its last day is over (逾期不答复).
    pub fn unanswered(&self, today: Date, calendar: &WorkCalendar) -> Option<Unanswered> {
        let waits = self.answers.is_empty() && self.ended.is_none();
        let due = self.due(today, calendar).filter(|due| waits && today > *due)?;
        UNANSWERED.on(due).map(|entry| entry.value)
    }
}

/// Table four of a time (表四).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableFour([[u64; 4]; 3]);

impl TableFour {
    /// Counts proceedings one by one.
    pub fn count<'p>(proceedings: impl IntoIterator<Item = &'p Proceeding>, span: Span) -> TableFour {
        let mut table = TableFour::default();
        for one in proceedings {
            if let Some(result) = one.stands_in(span) {
                table.0[one.path as usize][result as usize] += 1;
            }
        }
        table
    }

    /// A cell; without a result, the total of the path.
    pub fn cell(&self, path: Course, result: Option<Column>) -> u64 {
        let row = &self.0[path as usize];
        result.map_or_else(|| row.iter().sum(), |result| row[result as usize])
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn proceeding(path: Course, served: Date, ruled: Option<(Date, Ruling)>) -> Proceeding {
        let ruled = ruled.map(|(on, ruling)| Ruled { on, ruling, redo_by: None });
        let (forum, number) = (TextId::from("forum"), TextId::from("number"));
        Proceeding {
            id: ProceedingId(1),
            path,
            served,
            simplified: false,
            forum,
            number,
            answered: None,
            heard: Vec::new(),
            ruled,
        }
    }

    /// Arts. 50, 51.
    #[test]
    fn one_stands_in_each_year_in_which_it_was_open_and_then_under_its_result() {
        let served = date(2024, 11, 5);
        let one = proceeding(Course::Review, served, Some((date(2026, 1, 20), Ruling::Revoked)));
        let stands: Vec<_> = (2023..=2027).map(|year| one.stands_in(Span::year(year))).collect();
        let pending = Some(Column::Pending);
        assert_eq!(stands, [None, pending, pending, Some(Column::Corrected), None]);
    }

    #[test]
    fn the_parts_of_a_row_are_its_total() {
        let on = date(2025, 3, 1);
        let all: Vec<Proceeding> = Course::ALL
            .into_iter()
            .flat_map(|path| {
                let ruled = Ruling::ALL.into_iter().map(move |ruling| Some((on, ruling)));
                ruled.chain([None]).map(move |ruled| proceeding(path, on, ruled))
            })
            .collect();
        let table = TableFour::count(&all, Span::year(2025));
        for path in Course::ALL {
            let parts: u64 = Column::ALL.into_iter().map(|result| table.cell(path, Some(result))).sum();
            assert_eq!((parts, table.cell(path, None)), (11, 11), "{path:?}");
            assert_eq!(path as usize, Course::ALL.iter().position(|one| *one == path).unwrap());
        }
        for (at, result) in Column::ALL.into_iter().enumerate() {
            assert_eq!(result as usize, at);
        }
    }
}
