//! What a sum has to say, as findings like those of a report.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::check::{At, Finding, Severity};
use crate::object::cell_value;

use super::{Aggregate, Comparison, Difference, Gap, How, Standing, State};

/// Members that a sentence names before it says how many there are.
const NAMED: usize = 6;

const BASIS: &str = "政府的年度报告汇总所属机关的年度报告，表二、表三、表四逐格相加";

impl Aggregate {
    /// Missing members, other forms, errors of members, open cells and differences, all at once.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        findings.extend(self.missing_finding());
        findings.extend(self.members.iter().filter_map(|member| self.other_form(member)));
        findings.extend(self.members.iter().filter_map(member_errors));
        findings.extend(self.differences.iter().map(|difference| self.differs(difference)));
        findings.extend(self.open());
        findings.extend(self.printed_open());
        for at in &self.units_assumed {
            let message = format!("{}的采购总金额没有写单位，按万元相加", self.members[*at].name);
            let fix = "请该机关在金额后写明单位";
            findings.push(finding("SUM_UNIT", Severity::Note, At::Report, message, fix));
        }
        if self.printed_unit_assumed {
            let message = format!("{}的采购总金额没有写单位，按万元对照", self.organ.name);
            let fix = "在金额后写明单位";
            findings.push(finding("SUM_UNIT", Severity::Note, At::Report, message, fix));
        }
        if let Comparison::OtherForm(form) = self.comparison {
            let message = format!("{}的报告用的是{}，不能与汇总结果逐格对照", self.organ.name, form.document);
            let fix = format!("改用{}的表格", self.form.document);
            findings.push(finding("SUM_FORM", Severity::Error, At::Report, message, &fix));
        }
        findings
    }

    /// All members without a report, by name.
    fn missing_finding(&self) -> Option<Finding> {
        let names: Vec<&str> = self.missing().map(|member| member.name.as_str()).collect();
        let count = match names.len() {
            0 => return None,
            1 => String::new(),
            count => format!("{count}个机关"),
        };
        let message = format!("缺少{count}{}年度报告的数据：{}", self.year, names.join("、"));
        let fix = "补上报告；不应计入的，在机关层级文件里写 included = false";
        Some(finding("SUM_MISSING", Severity::Error, At::Report, message, fix))
    }

    /// A member whose tables cannot be added.
    fn other_form(&self, member: &Standing) -> Option<Finding> {
        let State::OtherForm(form) = member.state else { return None };
        let message = format!("{}的表格用的是{}，没有计入汇总", member.name, form.document);
        let fix = format!("请该机关改用{}的表格", self.form.document);
        Some(finding("SUM_FORM", Severity::Error, At::Report, message, &fix))
    }

    fn differs(&self, difference: &Difference) -> Finding {
        let cell = self.form.cell(difference.cell);
        let Difference { sum, printed, how, complete, .. } = *difference;
        let gap = difference.excess().map(|excess| excess.abs().normalize());
        let by = |verb: &str| gap.map(|gap| format!("，{verb}{gap}")).unwrap_or_default();
        let (words, added) = (cell.words(), self.added(difference.cell));
        let said = match how {
            How::Printed | How::Restored => "报告写的",
            How::Zero => "报告空着，按勾稽关系",
            How::Joined => "报告相应各行合计",
        };
        let message = if complete {
            format!("{words}：成员之和{added}{sum}，{said}是{printed}{}", by("相差"))
        } else {
            format!("{words}：成员数据还不齐，已有之和{added}{sum}，{said}只有{printed}{}", by("少"))
        };
        let fix = self.where_to_look(difference, gap);
        let at = At::Table { key: cell.path(), cells: vec![cell.index] };
        let mut finding = finding("SUM_DIFFERS", Severity::Error, at, message, &fix);
        let number = |value: Decimal| cell_value(&Cell::number(value));
        (finding.expected, finding.actual) = (number(sum), number(printed));
        finding
    }

    /// Who has to look first: whose own tables have an error in this cell, or the one whose number is the difference.
    fn where_to_look(&self, difference: &Difference, gap: Option<Decimal>) -> String {
        let about = |errors: &[Finding]| {
            errors.iter().any(|finding| match &finding.at {
                At::Table { cells, .. } => cells.contains(&difference.cell),
                At::Report | At::Text { .. } => false,
            })
        };
        let wrong = self.members.iter().filter(|member| about(&member.errors));
        let mut wrong: Vec<&str> = wrong.map(|member| member.name.as_str()).collect();
        if about(&self.errors) {
            wrong.insert(0, &self.organ.name);
        }
        if !wrong.is_empty() {
            return format!("{}自己的表格在这一格就有错误，先核对它", wrong.join("、"));
        }
        let parts = &self.cells[difference.cell].parts;
        let is_large = gap.is_some_and(|gap| gap >= Decimal::TEN);
        let mut same = parts.iter().filter(|part| is_large && Some(part.value) == gap);
        match (same.next(), same.next()) {
            (Some(part), None) if difference.complete => {
                let member = &self.members[part.member].name;
                format!("核对各成员的这一格；相差数恰与{member}的数字相同，可能漏加或重复")
            }
            _ => "核对各成员的这一格，改正成员或本级的数字".to_owned(),
        }
    }

    /// The addends of a cell in words, the largest first: 甲局5+乙局3=.
    fn added(&self, cell: usize) -> String {
        let mut parts: Vec<_> = self.cells[cell].parts.iter().filter(|part| !part.value.is_zero()).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
        let more = if parts.len() > NAMED { format!("等{}个机关", parts.len()) } else { String::new() };
        let named = parts.iter().take(NAMED);
        let named: Vec<String> =
            named.map(|part| format!("{}{}", self.members[part.member].name, part.value)).collect();
        if named.is_empty() { "是".into() } else { format!("（{}{more}）是", named.join("、")) }
    }

    /// Cells that stay open, one finding for each member that leaves them open.
    fn open(&self) -> impl Iterator<Item = Finding> + '_ {
        self.members.iter().enumerate().filter_map(|(at, member)| {
            let gaps: Vec<(usize, Gap)> = self
                .cells
                .iter()
                .enumerate()
                .flat_map(|(index, cell)| cell.gaps.iter().map(move |(member, gap)| (index, *member, *gap)))
                .filter_map(|(index, member, gap)| (member == at).then_some((index, gap)))
                .collect();
            let (first, gap) = gaps.first()?;
            let message = format!(
                "{}有{}格不能相加，第一格是{}，{}；这些格的合计不完整",
                member.name,
                gaps.len(),
                self.form.cell(*first).words(),
                gap.words()
            );
            let cells: Vec<usize> = gaps.iter().map(|(index, _)| *index).collect();
            let at = At::Table { key: member.id.clone(), cells };
            let fix = "请该机关补填，没有发生的填0";
            Some(finding("SUM_OPEN", Severity::Warning, at, message, fix))
        })
    }

    /// Cells to which the authority's own report gives no number.
    fn printed_open(&self) -> Option<Finding> {
        let (first, gap) = self.printed_gaps.first()?;
        let (name, count) = (&self.organ.name, self.printed_gaps.len());
        let message = format!(
            "{name}的报告有{count}格没有数字可以对照，第一格是{}，{}",
            self.form.cell(*first).words(),
            gap.words()
        );
        let cells = self.printed_gaps.iter().map(|(index, _)| *index).collect();
        let at = At::Table { key: self.organ.id.clone(), cells };
        let fix = "补填本级报告的表格，没有发生的填0";
        Some(finding("SUM_OPEN", Severity::Warning, at, message, fix))
    }
}

fn member_errors(member: &Standing) -> Option<Finding> {
    let first = member.errors.first()?;
    let message =
        format!("{}自己的表格有{}个错误，第一个：{}", member.name, member.errors.len(), first.message);
    let fix = "先改正成员的报告，再汇总";
    Some(finding("SUM_MEMBER", Severity::Warning, At::Report, message, fix))
}

fn finding(rule: &'static str, severity: Severity, at: At, message: String, fix: &str) -> Finding {
    Finding {
        rule,
        severity,
        at,
        expected: serde_json::Value::Null,
        actual: serde_json::Value::Null,
        message,
        basis: BASIS.into(),
        fix: fix.into(),
    }
}
