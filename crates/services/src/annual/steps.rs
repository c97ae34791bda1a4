//! Taking a report through its steps (年报流程): what is submitted is what is reviewed, signed and published.

use casework::id::OfficerId;
use casework::reason::{Reason, Reasons, Refused};
use jiff::Timestamp;
use jiff::civil::Date;
use law::article::ogi2019;
use reporting::check::{Checked, check};
use reporting::object::{self, from_json};
use reporting::report::Report;
use serde_json::json;
use store::annual::{add_step, steps};
use store::{File, NewReport, Put, queries};
use typeset::{Format, Setting};

use super::progress::{Act, Progress, Stage, Step};
use super::{Annual, Compiled};
use crate::cases::{Failure, Moment, Result};

/// What comes with an act.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Its day, where one is needed.
    pub on: Option<Date>,
    /// Why, to whom, or what is corrected.
    pub text: String,
}

/// The rule about the last day of publication.
const DATE_LATE: &str = "DATE_LATE";

/// Takes back that a report is late which corrects one that was not: a correction comes after the last day.
fn forgive(checked: &mut Checked, first: Option<&Report>) {
    let was_late = |first: &Report| check(first, None).findings.iter().any(|one| one.rule == DATE_LATE);
    if first.is_some_and(|first| !was_late(first)) {
        checked.findings.retain(|finding| finding.rule != DATE_LATE);
    }
}

/// Whether two reports are the same but for the day on which they were published.
fn says_the_same(one: &Report, other: &Report) -> bool {
    let object = |report: &Report| {
        let report = Report { published_on: None, ..report.clone() };
        object::to_json(&report, &[], &[])
    };
    object(one) == object(other)
}

fn refused(code: &'static str, says: impl Into<String>) -> Failure {
    Refused::from(Reason::new(code, ogi2019(50, 0), says)).into()
}

impl Annual<'_> {
    /// Where the report of a year stands.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn progress(&self, year: i16) -> Result<Progress> {
        Ok(Progress::of(steps(self.cases.store(), self.cases.organ(), year).await?))
    }

    /// Why something cannot be done with the report of a year, a sentence each.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn obstacles(&self, year: i16, act: Act, by: &OfficerId) -> Result<Vec<String>> {
        let progress = self.progress(year).await?;
        let authors: Vec<String> = self.papers(year).await?.authors().map(str::to_owned).collect();
        let mut reasons: Vec<String> =
            progress.obstacles(act, by.as_str(), &authors).into_iter().map(str::to_owned).collect();
        if act == Act::Submit && reasons.is_empty() {
            reasons.extend(self.compile(year).await?.missing);
        }
        let goes_on = matches!(act, Act::Approve | Act::Sign | Act::Publish) && reasons.is_empty();
        if goes_on && !self.cases.is_locked(year).await? {
            reasons.push(format!("{year}年的统计没有锁定，报告的数字可能变化；请退回，锁定以后重新送审"));
        }
        // What was signed is published as it was signed.
        if matches!(act, Act::Approve | Act::Sign)
            && reasons.is_empty()
            && self.has_changed(year, &progress).await?
        {
            reasons.push("送审以后，报告所用的数据或者设置有变动，请退回重新送审".to_owned());
        }
        Ok(reasons)
    }

    /// Whether what would be compiled now is another report than the one that was submitted.
    async fn has_changed(&self, year: i16, progress: &Progress) -> Result<bool> {
        let now = self.compile(year).await?.object();
        Ok(progress.submitted.as_ref().is_none_or(|(report, _)| *report != now))
    }

    /// Does something with the report of a year.
    ///
    /// # Errors
    /// Every reason against it; somebody else was faster; or the store does not answer.
    pub async fn act(&self, year: i16, act: Act, said: Said, by: &OfficerId, moment: Moment) -> Result<()> {
        let reasons = self.obstacles(year, act, by).await?;
        let mut against = Reasons::default();
        against.extend(reasons.into_iter().map(|says| Reason::new("annual_step", ogi2019(50, 0), says)));
        against.done()?;
        let progress = self.progress(year).await?;
        let on = said.on.unwrap_or(moment.today);
        if on > moment.today {
            return Err(refused("date_in_future", format!("{on} 还没有到，今天是 {}", moment.today)));
        }
        let text = said.text.trim().to_owned();
        let written = |what: &str| match text.is_empty() {
            true => Err(refused("text_missing", format!("请写明{what}"))),
            false => Ok(text.clone()),
        };
        let step = match act {
            Act::Submit => Step::Submitted { report: self.compile(year).await?.object() },
            Act::Return => Step::Returned { why: written("退回的原因")? },
            Act::Approve => Step::Approved,
            Act::Sign if on.year() <= year => {
                let says = format!("成文日期 {on} 还在{year}年里，报告的统计期限到12月31日为止");
                return Err(refused("signed_before_end", says));
            }
            Act::Sign if progress.submitted_on.is_some_and(|submitted| on < submitted) => {
                return Err(refused("signed_before_review", format!("成文日期 {on} 早于送审之日")));
            }
            Act::Sign => Step::Signed { on },
            Act::File if progress.signed_on.is_some_and(|signed| on < signed) => {
                return Err(refused("filed_before_signature", format!("报送之日 {on} 早于成文日期")));
            }
            Act::File => Step::Filed { on, to: written("报送给谁、怎样报送")? },
            Act::Publish => self.publish(year, &progress, text.clone(), moment).await?,
            Act::Reopen => Step::Reopened { why: written("哪里有误，怎样更正")? },
        };
        let detail = json!({ "year": year, "step": step.name() });
        let entry = self.cases.entry("annual_step", by, &detail, moment);
        let step = serde_json::to_string(&step).unwrap_or_default();
        let (store, organ) = (self.cases.store(), self.cases.organ());
        match add_step(store, (organ, year), (progress.written, &step), &entry).await {
            Err(store::Error::Conflict { .. }) => Err(Failure::Changed { since: Vec::new() }),
            done => Ok(done?),
        }
    }

    /// The report of a year as it was submitted, with the date under it; as it is compiled now while it is drafted.
    ///
    /// # Errors
    /// There is no form for the year, or the store does not answer.
    pub async fn report(&self, year: i16) -> Result<Report> {
        let progress = self.progress(year).await?;
        let Some((object, _)) = &progress.submitted else { return Ok(self.compile(year).await?.report) };
        let report = from_json(&object.to_string());
        let mut report = report.map_err(|_| refused("unreadable", "送审的报告不能读出，请退回重新送审"))?;
        if let Some(on) = progress.signed_on {
            report.sign(on);
        }
        Ok(report)
    }

    /// The report of a year that was published first; none before.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn first_published(&self, year: i16) -> Result<Option<Report>> {
        let first = queries::report(self.cases.store(), self.cases.organ(), year, Some(1)).await?;
        let current = || queries::report(self.cases.store(), self.cases.organ(), year, None);
        let first = if first.is_some() { first } else { current().await? };
        Ok(first.map(|first| first.report()).transpose()?)
    }

    /// What was submitted in the place of what was compiled, checked like what will be published.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn show_submitted(&self, year: i16, compiled: &mut Compiled) -> Result<()> {
        compiled.show(self.report(year).await?);
        forgive(&mut compiled.checked, self.first_published(year).await?.as_ref());
        Ok(())
    }

    /// Lays the report into the column: what stands there already is corrected, and kept.
    async fn publish(&self, year: i16, progress: &Progress, note: String, moment: Moment) -> Result<Step> {
        let (store, organ) = (self.cases.store(), self.cases.organ());
        let report = Report { published_on: Some(moment.today), ..self.report(year).await? };
        let last = queries::report(store, organ, year - 1, None).await?;
        let last = last.map(|last| last.report()).transpose()?;
        let there = queries::report(store, organ, year, None).await?;
        let there = there.map(|there| there.report()).transpose()?;
        let note = progress.correction.clone().filter(|_| note.is_empty()).unwrap_or(note);
        // Laid in before, when the step after it was not written any more: only that is left to do.
        if there.as_ref().is_some_and(|there| says_the_same(there, &report)) {
            let correction = (!progress.published.is_empty()).then_some(note);
            return Ok(Step::Published { on: moment.today, correction });
        }
        let is_there = there.is_some();
        if is_there && note.is_empty() {
            let says = "这一年度已有公布的报告，请写明更正说明，原来的版本保留并标明更正";
            return Err(refused("correction_missing", says));
        }
        let mut checked = check(&report, last.as_ref());
        forgive(&mut checked, self.first_published(year).await?.as_ref());
        let (fonts, mark, printed) = (self.cases.fonts(), self.mark, report.clone());
        let write = move || {
            let setting = Setting { fonts: &fonts, today: moment.today, mark };
            typeset::write(&printed, Format::Pdf, setting)
        };
        let written = tokio::task::spawn_blocking(write).await;
        let written = written.map_err(|error| refused("not_written", error.to_string()))?;
        let bytes = written.map_err(|error| refused("not_written", error.to_string()))?;
        let name = format!("{}.pdf", report.title.clone().unwrap_or_default());
        let file = File::new(&name, Format::Pdf.media_type(), bytes);
        let at = Timestamp::from_millisecond(moment.at).unwrap_or_default();
        let mut new = NewReport::new(organ, year, &report, &checked, file, at);
        if is_there {
            new = new.correcting(&note);
        }
        if let Put::Superseded { version } = store::put(store, &new).await? {
            let says = format!("与已被更正的第{version}版相同，不能再公布；请核对后改正");
            return Err(refused("superseded", says));
        }
        Ok(Step::Published { on: moment.today, correction: is_there.then_some(note) })
    }

    /// Settles the figures of a year, or opens them again: not while a report that was made from them is on its way or
    /// published.
    ///
    /// # Errors
    /// Why it may not be, or the store does not answer.
    pub async fn set_locked(&self, year: i16, locked: bool, by: &OfficerId, moment: Moment) -> Result<()> {
        if !locked && self.progress(year).await?.stage != Stage::Drafting {
            let says = format!("{year}年度报告已经送审或者公布，先退回修改或者启动更正，再解除锁定");
            return Err(refused("report_on_its_way", says));
        }
        self.cases.set_locked(year, locked, by, moment).await
    }
}
