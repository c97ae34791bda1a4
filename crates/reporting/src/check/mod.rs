//! Everything that can be wrong with a report (年报体检): identities, cells, structure, dates, last year, text.
//!
//! A check looks at one matter and says all it finds at once. Its outcome is the worst of what it found; the
//! result of a report is the worst of its checks.

use serde_json::Value;

use crate::narrative;
use crate::object::{Contradiction, Violation};
use crate::report::Report;

mod authority;
mod cited;
mod dates;
mod identities;
mod lists;
mod numbering;
mod place;
mod proof;
mod reading;
mod shares;
mod slips;
mod speech;
mod structure;
mod sums;
mod tables;
mod text;
mod years;

pub use place::{At, Mark};
use place::{at_facts, at_line, at_text, at_words};

/// How bad a finding is (严重程度).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// 提示: worth knowing.
    Note,
    /// 警告: probably wrong, a person decides.
    Warning,
    /// 错误: wrong.
    Error,
}

impl Severity {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Severity::Note => "提示",
            Severity::Warning => "警告",
            Severity::Error => "错误",
        }
    }
}

/// How a check, or a whole report, came out (结果), from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// 通过.
    Pass,
    /// 无法评估: what would be checked is not in the input.
    NotAssessable,
    /// 不能确定: a value is uncertain or was restored.
    Uncertain,
    /// 不通过.
    Fail,
}

impl Outcome {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Outcome::Pass => "PASS",
            Outcome::NotAssessable => "NOT_ASSESSABLE",
            Outcome::Uncertain => "UNCERTAIN",
            Outcome::Fail => "FAIL",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Pass => "通过",
            Outcome::NotAssessable => "无法评估",
            Outcome::Uncertain => "不能确定",
            Outcome::Fail => "不通过",
        }
    }
}

/// One thing that is wrong, uncertain or worth knowing.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable id of the rule.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub at: At,
    /// The value that should stand there, if there is one.
    pub expected: Value,
    /// The value that stands there.
    pub actual: Value,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The rule it rests on.
    pub basis: String,
    /// What to do.
    pub fix: String,
}

impl Finding {
    fn new(rule: &'static str, severity: Severity, at: At, message: impl Into<String>) -> Finding {
        Finding {
            rule,
            severity,
            at,
            expected: Value::Null,
            actual: Value::Null,
            message: message.into(),
            basis: String::new(),
            fix: String::new(),
        }
    }

    fn values(mut self, expected: impl Into<Value>, actual: impl Into<Value>) -> Finding {
        (self.expected, self.actual) = (expected.into(), actual.into());
        self
    }

    fn basis(mut self, basis: impl Into<String>) -> Finding {
        self.basis = basis.into();
        self
    }

    fn fix(mut self, fix: impl Into<String>) -> Finding {
        self.fix = fix.into();
        self
    }

    /// How its two values are called for people: 应为 and 写的是, or the two sides of a sum, of which either may be wrong.
    pub fn sides(&self) -> [&'static str; 2] {
        match self.rule {
            "T3_BALANCE" => ["新收加上年结转", "总计加结转下年度"],
            "T3_ROW_TOTAL" | "T3_RESULT_TOTAL" | "T4_TOTAL" | "NARRATIVE_SUM" => ["各项之和", "总数写的是"],
            "NARRATIVE_TABLE" => ["表格", "正文"],
            "NARRATIVE_REPEAT" => ["前面", "后面"],
            _ => ["应为", "写的是"],
        }
    }

    /// `where` in JSON.
    pub fn place(&self) -> String {
        match &self.at {
            At::Report => "report".into(),
            At::Table { key, .. } => key.clone(),
            At::Text { place, .. } => place.to_string(),
        }
    }

    /// The finding as JSON.
    pub fn to_json(&self) -> Value {
        serde_json::json!({
            "rule": self.rule,
            "severity": self.severity.key(),
            "where": self.place(),
            "expected": self.expected,
            "actual": self.actual,
            "message": self.message,
            "basis": self.basis,
            "fix": self.fix,
        })
    }
}

/// The matters that are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The tables that the form requires.
    Tables,
    /// The form against the year.
    Form,
    /// Every cell a number of its kind.
    Cells,
    /// Every cell printed.
    Blanks,
    /// Cells restored or not certain.
    Reading,
    /// T3_ROW_TOTAL.
    RowTotals,
    /// T3_RESULT_TOTAL.
    ResultTotals,
    /// T3_BALANCE.
    Balance,
    /// T4_TOTAL.
    RemedyTotals,
    /// Six headings in order.
    Headings,
    /// Period, signature, publication.
    Dates,
    /// What part six has to explain.
    PartSix,
    /// Numbers of the text against the tables.
    TextAndTables,
    /// Sums, shares and repeated numbers inside the text.
    TextNumbers,
    /// Counted lists.
    Lists,
    /// Title, doubled headings, misprints.
    Proof,
    /// Last year's report.
    LastYear,
}

impl Check {
    /// What it checks, for the list of checks passed.
    pub fn words(self) -> &'static str {
        match self {
            Check::Tables => "表二、表三、表四齐全",
            Check::Form => "表格格式与报告年度一致",
            Check::Cells => "数据都是合格的数字",
            Check::Blanks => "数据全部填写，没有空格",
            Check::Reading => "每个数据都能确定地读出",
            Check::RowTotals => "表三每行：各类申请人之和等于总计",
            Check::ResultTotals => "表三每列：办理结果各项之和等于总计",
            Check::Balance => "表三每列：新收加结转等于总计加结转下年",
            Check::RemedyTotals => "表四：四种结果之和等于总计",
            Check::Headings => "六部分标题齐全、顺序正确",
            Check::Dates => "统计期限、落款、公布时间和文中年度",
            Check::PartSix => "第六部分：信息处理费和需要说明的事项",
            Check::TextAndTables => "正文数字与表格一致",
            Check::TextNumbers => "正文里的合计、占比和重复数字",
            Check::Lists => "列举数量与名称一致",
            Check::Proof => "机关名称、引用的文件、序号和文字",
            Check::LastYear => "与上一年度报告衔接",
        }
    }
}

/// All that the checks of a report say.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// Findings, in the order of the checks.
    pub findings: Vec<Finding>,
    /// How each check came out.
    pub outcomes: Vec<(Check, Outcome)>,
    /// Numbers of the text that differ from the tables, for the key `contradictions`.
    pub contradictions: Vec<Contradiction>,
}

impl Checked {
    /// The result of the report: the worst of its checks.
    pub fn result(&self) -> Outcome {
        self.outcomes.iter().map(|(_, outcome)| *outcome).max().unwrap_or(Outcome::NotAssessable)
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The findings of the six rules about tables that a report's object lists.
    pub fn violations(&self) -> Vec<Violation> {
        const SIX: [&str; 6] = [
            "T3_ROW_TOTAL",
            "T3_RESULT_TOTAL",
            "T3_BALANCE",
            "T4_TOTAL",
            "STRUCT_TABLE_MISSING",
            "STRUCT_FORMAT_YEAR",
        ];
        let six = self.findings.iter().filter(|finding| SIX.contains(&finding.rule));
        let violation = |finding: &Finding| Violation {
            rule: finding.rule,
            at: finding.place(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
        };
        six.map(violation).collect()
    }
}

/// What a check has to say so far.
pub(crate) struct Sheet {
    findings: Vec<Finding>,
    outcomes: Vec<(Check, Outcome)>,
}

impl Sheet {
    /// Begins a check: it passes unless something is found.
    fn begin(&mut self, check: Check) {
        self.outcomes.push((check, Outcome::Pass));
    }

    /// Makes the current check at least as bad as this.
    fn at_least(&mut self, outcome: Outcome) {
        if let Some((_, current)) = self.outcomes.last_mut() {
            *current = (*current).max(outcome);
        }
    }

    fn find(&mut self, finding: Finding) {
        if finding.severity == Severity::Error {
            self.at_least(Outcome::Fail);
        }
        self.findings.push(finding);
    }
}

/// Checks the tables alone: cells and identities.
pub fn check_tables(report: &Report) -> Checked {
    let mut sheet = Sheet { findings: Vec::new(), outcomes: Vec::with_capacity(9) };
    tables::check(report, &mut sheet);
    Checked { findings: sheet.findings, outcomes: sheet.outcomes, contradictions: Vec::new() }
}

/// Checks against last year's report alone: what does not fit between the years (跨年衔接).
pub fn check_years(report: &Report, previous: &Report) -> Checked {
    let mut sheet = Sheet { findings: Vec::new(), outcomes: Vec::with_capacity(1) };
    years::check(report, previous, &mut sheet);
    Checked { findings: sheet.findings, outcomes: sheet.outcomes, contradictions: Vec::new() }
}

/// Checks a report, against last year's if it is given.
pub fn check(report: &Report, previous: Option<&Report>) -> Checked {
    let mut sheet = Sheet { findings: Vec::new(), outcomes: Vec::with_capacity(18) };
    tables::check(report, &mut sheet);
    structure::check(report, &mut sheet);
    dates::check(report, &mut sheet);
    let narrative = narrative::narrative(report);
    structure::part_six(report, &narrative.facts, &mut sheet);
    let contradictions = text::check(report, &narrative.facts, &mut sheet);
    sums::check(report, &narrative, previous, &mut sheet);
    lists::check(report, &mut sheet);
    proof::check(report, &mut sheet);
    if let Some(previous) = previous {
        years::check(report, previous, &mut sheet);
    }
    Checked { findings: sheet.findings, outcomes: sheet.outcomes, contradictions }
}
