//! When the annual report is due and what it covers (政府信息公开工作年度报告), arts. 49 and 50.
//!
//! The dates are civil dates: they do not move when they fall on a day of rest. [`Due::plan_for`] therefore
//! gives the last working day on which the work can still be done.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use crate::article::{Article, ogi2007, ogi2019};
use crate::calendar::WorkCalendar;
use crate::dated::{Dated, since};

/// Which of the two duties of art. 49 an organ has (报告主体).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganKind {
    /// 政府部门: a department of a government at county level or above; it reports for itself.
    Department,
    /// 人民政府: a local government at county level or above; its oversight authority publishes the report.
    Government,
}

/// What must be done with the report by a date (提交、公布).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 提交: hand the report to the oversight authority of the same government.
    Submit,
    /// 公布: publish the report.
    Publish,
}

/// The day by which something must be done, and the article that says so (期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The last day that is in time; a civil date, working day or not.
    pub on: Date,
    /// The article that sets it.
    pub under: Article,
}

impl Due {
    /// The day to plan for: the last working day on or before the due day. Advice, not law.
    pub fn plan_for(&self, calendar: &WorkCalendar) -> Date {
        calendar.last_working_day_on_or_before(self.on)
    }
}

/// The year that a report covers, first and last day (统计期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Period {
    /// 1 January.
    pub from: Date,
    /// 31 December. The figures are frozen at its end: a case still open then is carried over to the next year.
    pub to: Date,
    /// The article under which the past year is reported.
    pub under: Article,
}

/// The dates that one edition of the Regulation sets, each in the year after the one reported on.
#[derive(Debug, Clone, Copy)]
struct Duties {
    submit: Option<Day>,
    publish: Day,
    government: Day,
}

/// Month and day, and the article behind them.
#[derive(Debug, Clone, Copy)]
struct Day {
    month: i8,
    day: i8,
    under: Article,
}

const fn day(month: i8, day: i8, under: Article) -> Day {
    Day { month, day, under }
}

/// The duties in force, from the day each edition of the Regulation took effect.
const DUTIES: Dated<Duties> = Dated(&[
    since(
        date(2008, 5, 1),
        Duties { submit: None, publish: day(3, 31, ogi2007(31, 0)), government: day(3, 31, ogi2007(31, 0)) },
        ogi2007(38, 0),
    ),
    since(
        date(2019, 5, 15),
        Duties {
            submit: Some(day(1, 31, ogi2019(49, 1))),
            publish: day(1, 31, ogi2019(49, 1)),
            government: day(3, 31, ogi2019(49, 2)),
        },
        ogi2019(56, 0),
    ),
]);

/// The day by which the report for a year must be published (公布期限).
///
/// For 2019 and later: 31 January of the next year for a department (art. 49 ¶1), 31 March for a government
/// (art. 49 ¶2). For 2008 to 2018: 31 March for every organ (2007, art. 31). `None` for earlier years, when no
/// Regulation asked for a report.
pub fn publish_by(year_of_report: i16, kind: OrganKind) -> Option<Due> {
    due_by(year_of_report, kind, Step::Publish)
}

/// The day by which a step must be taken for the report for a year.
///
/// As [`publish_by`]; `None` also where the Regulation does not ask for the step: a government does not submit,
/// and before 2019 nobody did.
pub fn due_by(year_of_report: i16, kind: OrganKind, step: Step) -> Option<Due> {
    let duties = duties_for(year_of_report)?;
    let Day { month, day, under } = match (kind, step) {
        (OrganKind::Department, Step::Submit) => duties.submit?,
        (OrganKind::Department, Step::Publish) => duties.publish,
        (OrganKind::Government, Step::Submit) => return None,
        (OrganKind::Government, Step::Publish) => duties.government,
    };
    let on = Date::new(year_of_report.checked_add(1)?, month, day).ok()?;
    Some(Due { on, under })
}

/// The days that the report for a year covers (统计期限): the civil year, frozen on 31 December.
///
/// `None` for a year whose report no Regulation asked for.
pub fn statistical_period(year_of_report: i16) -> Option<Period> {
    let under = duties_for(year_of_report)?.publish.under;
    let from = Date::new(year_of_report, 1, 1).ok()?;
    Some(Period { from, to: from.last_of_year(), under })
}

/// The duties in force when the time for the report begins, on 1 January after the year.
fn duties_for(year_of_report: i16) -> Option<Duties> {
    let begins = Date::new(year_of_report.checked_add(1)?, 1, 1).ok()?;
    DUTIES.on(begins).map(|entry| entry.value)
}

/// An earlier date that a local order sets for one year's report (地方规定的期限). Configuration of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalDeadline {
    /// The year the report is about.
    pub year_of_report: i16,
    /// Whom the order addresses.
    pub kind: OrganKind,
    /// What must be done by then.
    pub step: Step,
    /// The last day that is in time.
    pub on: Date,
    /// The order, as it should be cited.
    pub order: String,
}

/// A due day with local orders taken into account (综合期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalDue<'o> {
    /// The earlier of the two dates.
    pub on: Date,
    /// What the Regulation itself says, if it asks for this step.
    pub statutory: Option<Due>,
    /// The order that sets the earlier date, if one does.
    pub order: Option<&'o LocalDeadline>,
}

/// The day by which a step must be taken when local orders may ask for it earlier.
///
/// An order never extends the Regulation's date: a later local date is ignored. `None` if neither the
/// Regulation nor an order asks for the step.
pub fn due_by_locally(
    year_of_report: i16,
    kind: OrganKind,
    step: Step,
    orders: &[LocalDeadline],
) -> Option<LocalDue<'_>> {
    let statutory = due_by(year_of_report, kind, step);
    let order = orders
        .iter()
        .filter(|order| (order.year_of_report, order.kind, order.step) == (year_of_report, kind, step))
        .min_by_key(|order| order.on)
        .filter(|order| statutory.is_none_or(|due| order.on < due.on));
    let on = order.map(|order| order.on).or(statutory.map(|due| due.on))?;
    Some(LocalDue { on, statutory, order })
}

/// What art. 50 ¶1 wants a report to tell (年度报告的内容).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Topic {
    /// 主动公开: what was published without being asked.
    ProactiveDisclosure,
    /// 依申请公开: applications received and how they were handled.
    Applications,
    /// 复议、诉讼: administrative reconsideration and lawsuits.
    Remedies,
    /// 问题及改进: the main problems and what is being done about them.
    ProblemsAndImprovement,
    /// 考核、评议、追责: the assessment of the work, which governments alone report.
    Assessment,
    /// 其他: whatever else is to be reported.
    OtherMatters,
}

impl Topic {
    /// Every topic, in the order of the items.
    pub const ALL: [Topic; 6] = [
        Topic::ProactiveDisclosure,
        Topic::Applications,
        Topic::Remedies,
        Topic::ProblemsAndImprovement,
        Topic::Assessment,
        Topic::OtherMatters,
    ];

    /// Whether an organ must report on the topic.
    pub fn is_required_of(self, kind: OrganKind) -> bool {
        self != Topic::Assessment || kind == OrganKind::Government
    }

    /// The item of art. 50 ¶1 that asks for the topic; assessment shares the fourth with the problems.
    pub fn under(self) -> Article {
        let item = match self {
            Topic::ProactiveDisclosure => 1,
            Topic::Applications => 2,
            Topic::Remedies => 3,
            Topic::ProblemsAndImprovement | Topic::Assessment => 4,
            Topic::OtherMatters => 5,
        };
        ogi2019(50, 1).at_item(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganKind::{Department, Government};

    #[test]
    fn a_report_is_due_on_the_date_of_the_regulation_in_force() {
        let cases = [
            (2008, Department, "2009-03-31 2007年条例第31条", "the first report of the first Regulation"),
            (2018, Department, "2019-03-31 2007年条例第31条", "published before the revision took effect"),
            (2018, Government, "2019-03-31 2007年条例第31条", "one date for every organ then"),
            (2019, Department, "2020-01-31 第49条第1款", "the first report under the revision"),
            (2019, Government, "2020-03-31 第49条第2款", "governments keep 31 March"),
            (2026, Department, "2027-01-31 第49条第1款", "a Sunday: the date does not move"),
        ];
        for (year, kind, want, why) in cases {
            let due = publish_by(year, kind).unwrap();
            assert_eq!(format!("{} {}", due.on, due.under.short()), want, "{why}");
        }
        assert_eq!(publish_by(2007, Government), None, "no Regulation was in force");
        assert_eq!(publish_by(i16::MAX, Department), None);
        assert_eq!(publish_by(9999, Department), None, "the day after the last one has no name");
    }

    #[test]
    fn a_due_day_of_rest_does_not_move_but_the_plan_does() {
        let calendar = WorkCalendar::builtin();
        let cases = [
            (2026, Department, "2027-01-29", "31 January 2027 is a Sunday"),
            (2025, Department, "2026-01-30", "31 January 2026 is a Saturday"),
            (2024, Department, "2025-01-27", "31 January 2025 is in the Spring Festival"),
            (2019, Department, "2020-01-23", "the Spring Festival as extended"),
            (2025, Government, "2026-03-31", "a Tuesday"),
        ];
        for (year, kind, plan, why) in cases {
            assert_eq!(publish_by(year, kind).unwrap().plan_for(&calendar).to_string(), plan, "{why}");
        }
    }

    #[test]
    fn a_department_submits_and_publishes_and_a_government_only_publishes() {
        let submit = due_by(2025, Department, Step::Submit).unwrap();
        assert_eq!(submit, publish_by(2025, Department).unwrap());
        assert_eq!(due_by(2025, Government, Step::Submit), None);
        assert_eq!(due_by(2018, Department, Step::Submit), None);
    }

    #[test]
    fn a_report_covers_the_civil_year() {
        let period = statistical_period(2025).unwrap();
        assert_eq!((period.from, period.to), (date(2025, 1, 1), date(2025, 12, 31)));
        assert_eq!(period.under, ogi2019(49, 1));
        assert_eq!(statistical_period(2018).unwrap().under, ogi2007(31, 0));
        assert_eq!(statistical_period(2007), None);
    }

    #[test]
    fn a_local_order_may_ask_earlier_and_never_later() {
        let order = |on, step| LocalDeadline {
            year_of_report: 2021,
            kind: Department,
            step,
            on,
            order: "某市政务公开办通知".into(),
        };
        let orders = [
            order(date(2022, 1, 26), Step::Submit),
            order(date(2022, 1, 28), Step::Publish),
            order(date(2022, 2, 20), Step::Publish),
        ];
        let submit = due_by_locally(2021, Department, Step::Submit, &orders).unwrap();
        assert_eq!((submit.on, submit.order), (date(2022, 1, 26), Some(&orders[0])));
        assert_eq!(submit.statutory, publish_by(2021, Department));
        let publish = due_by_locally(2021, Department, Step::Publish, &orders).unwrap();
        assert_eq!((publish.on, publish.order), (date(2022, 1, 28), Some(&orders[1])));

        let late = due_by_locally(2021, Department, Step::Publish, &orders[2..]).unwrap();
        assert_eq!((late.on, late.order), (date(2022, 1, 31), None), "a later local date is ignored");
        let other_year = due_by_locally(2022, Department, Step::Publish, &orders).unwrap();
        assert_eq!(other_year.order, None);
        assert_eq!(due_by_locally(2021, Government, Step::Submit, &orders), None);
    }

    #[test]
    fn governments_alone_report_their_assessment() {
        let required = |kind| Topic::ALL.into_iter().filter(|topic| topic.is_required_of(kind)).count();
        assert_eq!((required(Department), required(Government)), (5, 6));
        assert_eq!(Topic::Assessment.under().short(), "第50条第1款第4项");
    }

    #[test]
    fn exactly_one_provision_answers_for_every_year_since_the_first_regulation() {
        assert!(DUTIES.0.is_sorted_by(|a, b| a.from < b.from));
        for year in 1990..=2100 {
            for kind in [Department, Government] {
                assert_eq!(publish_by(year, kind).is_some(), year >= 2008, "{year}");
            }
        }
    }
}
