//! What a batch keeps of a file.

use reporting::check::{Checked, Finding, Outcome, Severity};
use reporting::figures::{Headline, Headlines};
use reporting::report::{Report, Tables};
use serde::{Deserialize, Serialize};

/// Findings that a row quotes.
const QUOTED: usize = 3;

/// A file of a batch in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The file as it was named.
    pub file: String,
    /// The authority as printed.
    pub organ: Option<String>,
    /// The report year.
    pub year: Option<i16>,
    /// The form of its tables, `"2019"` or `"2021"`.
    pub form: Option<String>,
    /// How it came out.
    pub verdict: Verdict,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
    /// Cells that are not certain.
    pub uncertain: usize,
    /// Cells that the identities gave back.
    pub repaired: usize,
    /// The first findings, the worst before the others.
    pub findings: Vec<Brief>,
    /// Headline figures.
    pub figures: Figures,
    /// Why the file cannot be used.
    pub reason: Option<String>,
    /// The file of the batch with the report of the year before, if it was checked against one.
    pub previous: Option<String>,
}

/// How a file of a batch came out, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Verdict {
    /// 通过.
    Pass,
    /// 无法评估.
    NotAssessable,
    /// 不能确定.
    Uncertain,
    /// 不通过.
    Fail,
    /// 不能使用: the file gives no report.
    Unusable,
}

/// A finding in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Id of the rule.
    pub rule: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
}

/// Headline figures of a report ([`Headlines`]); none where it does not give one with certainty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// 本年新收, 总计.
    pub new_received: Option<i64>,
    /// 上年结转, 总计.
    pub carried_in: Option<i64>,
    /// 办理结果, 总计.
    pub handled: Option<i64>,
    /// 结转下年度, 总计.
    pub carried_out: Option<i64>,
    /// 行政复议, 总计.
    pub reviews: Option<i64>,
    /// 行政诉讼, both blocks.
    pub litigation: Option<i64>,
}

impl Verdict {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Verdict::Unusable => "UNUSABLE",
            Verdict::Fail => Outcome::Fail.key(),
            Verdict::Uncertain => Outcome::Uncertain.key(),
            Verdict::NotAssessable => Outcome::NotAssessable.key(),
            Verdict::Pass => Outcome::Pass.key(),
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Unusable => "不能使用",
            Verdict::Fail => Outcome::Fail.words(),
            Verdict::Uncertain => Outcome::Uncertain.words(),
            Verdict::NotAssessable => Outcome::NotAssessable.words(),
            Verdict::Pass => Outcome::Pass.words(),
        }
    }
}

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Pass => Verdict::Pass,
            Outcome::NotAssessable => Verdict::NotAssessable,
            Outcome::Uncertain => Verdict::Uncertain,
            Outcome::Fail => Verdict::Fail,
        }
    }
}

impl From<&Finding> for Brief {
    fn from(finding: &Finding) -> Brief {
        Brief {
            rule: finding.rule.to_owned(),
            severity: finding.severity.key().to_owned(),
            message: finding.message.clone(),
        }
    }
}

impl Row {
    /// The row of a report.
    pub(super) fn of(file: &str, report: &Report, checked: &Checked) -> Row {
        let mut findings: Vec<&Finding> = checked.findings.iter().collect();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let tables = report.tables.as_ref();
        Row {
            file: file.to_owned(),
            organ: report.agency.clone(),
            year: report.year,
            form: tables.map(|tables| tables.form.key.clone()),
            verdict: checked.result().into(),
            errors: checked.count(Severity::Error),
            warnings: checked.count(Severity::Warning),
            notes: checked.count(Severity::Note),
            uncertain: tables.map_or(0, |tables| tables.uncertain().count()),
            repaired: tables.map_or(0, |tables| tables.repaired.len()),
            findings: findings.into_iter().take(QUOTED).map(Brief::from).collect(),
            figures: tables.map(Figures::of).unwrap_or_default(),
            reason: None,
            previous: None,
        }
    }

    /// The row of a file that gives no report.
    pub(super) fn unusable(file: &str, reason: String) -> Row {
        Row {
            file: file.to_owned(),
            organ: None,
            year: None,
            form: None,
            verdict: Verdict::Unusable,
            errors: 0,
            warnings: 0,
            notes: 0,
            uncertain: 0,
            repaired: 0,
            findings: Vec::new(),
            figures: Figures::default(),
            reason: Some(reason),
            previous: None,
        }
    }
}

impl Figures {
    fn of(tables: &Tables) -> Figures {
        let headlines = Headlines::of(tables);
        Figures {
            new_received: headlines.count(Headline::NewReceived),
            carried_in: headlines.count(Headline::CarriedIn),
            handled: headlines.count(Headline::Handled),
            carried_out: headlines.count(Headline::CarriedOut),
            reviews: headlines.count(Headline::Review),
            litigation: headlines.count(Headline::Litigation),
        }
    }
}
