//! The summary of a batch as tables, worst first (批量体检汇总表).

use reporting::aggregate::{Aggregate, Comparison};
use typeset::summary::{Column, Field, Row as Line, Summary, Table, Tone};

use super::{Batch, Row, Sums, Verdict};

/// The rows of a batch, and what its reports give along a tree.
pub fn summary(batch: &Batch, sums: Option<&Sums>) -> Summary {
    let mut summary = Summary {
        title: "政府信息公开年度报告体检汇总".into(),
        notes: vec![batch.totals()],
        tables: vec![files(batch)],
    };
    if let Some(sums) = sums {
        summary.notes.extend(notes(sums));
        summary.tables.push(aggregates(sums));
        summary.tables.push(differences(sums));
    }
    summary
}

impl Batch {
    /// The rows, worst first; equal ones by the names of their files.
    pub fn worst_first(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows().collect();
        rows.sort_by(|a, b| {
            let worse = |row: &Row| (row.verdict, row.errors, row.warnings);
            worse(b).cmp(&worse(a)).then_with(|| a.file.cmp(&b.file))
        });
        rows
    }

    /// All of it in one sentence: 共26份：不通过7份，通过19份；错误9个，警告4个.
    pub fn totals(&self) -> String {
        let all =
            [Verdict::Unusable, Verdict::Fail, Verdict::Uncertain, Verdict::NotAssessable, Verdict::Pass];
        let counts: Vec<String> = all
            .into_iter()
            .map(|verdict| (verdict, self.rows().filter(|row| row.verdict == verdict).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(verdict, count)| format!("{}{count}份", verdict.words()))
            .collect();
        let errors: usize = self.rows().map(|row| row.errors).sum();
        let warnings: usize = self.rows().map(|row| row.warnings).sum();
        format!("共{}份：{}；错误{errors}个，警告{warnings}个", self.entries.len(), counts.join("，"))
    }
}

fn files(batch: &Batch) -> Table {
    let columns = [
        ("file", "文件", 12),
        ("organ", "机关", 10),
        ("year", "年度", 3),
        ("format", "格式", 3),
        ("verdict", "结果", 4),
        ("errors", "错误", 2),
        ("warnings", "警告", 2),
        ("notes", "提示", 2),
        ("uncertain", "不能确定", 4),
        ("repaired", "修复", 2),
        ("first_findings", "首要问题", 24),
        ("new_received", "本年新收", 4),
        ("carried_in", "上年结转", 4),
        ("handled", "办理总计", 4),
        ("carried_out", "结转下年", 4),
        ("reviews", "行政复议", 4),
        ("litigation", "行政诉讼", 4),
        ("previous", "对照的上年报告", 8),
    ];
    Table {
        key: "files",
        title: "报告".into(),
        columns: columns.map(|(key, heading, width)| Column::new(key, heading, width)).into(),
        rows: batch.worst_first().into_iter().map(file).collect(),
    }
}

fn file(row: &Row) -> Line {
    let tone = match row.verdict {
        Verdict::Unusable | Verdict::Fail => Tone::Bad,
        Verdict::Uncertain => Tone::Doubt,
        Verdict::NotAssessable => Tone::Plain,
        Verdict::Pass if row.warnings > 0 => Tone::Plain,
        Verdict::Pass => Tone::Good,
    };
    let counted = |count: usize| if row.reason.is_none() { count.into() } else { Field::Empty };
    let first = match &row.reason {
        Some(reason) => reason.clone(),
        None => {
            let lines: Vec<String> = row
                .findings
                .iter()
                .map(|finding| format!("{}　{}", severity(&finding.severity), finding.message))
                .collect();
            lines.join("\n")
        }
    };
    let figures = &row.figures;
    Line {
        tone,
        fields: vec![
            row.file.as_str().into(),
            row.organ.as_deref().into(),
            row.year.map(i64::from).into(),
            row.form.as_deref().into(),
            row.verdict.words().into(),
            counted(row.errors),
            counted(row.warnings),
            counted(row.notes),
            counted(row.uncertain),
            counted(row.repaired),
            first.into(),
            figures.new_received.into(),
            figures.carried_in.into(),
            figures.handled.into(),
            figures.carried_out.into(),
            figures.reviews.into(),
            figures.litigation.into(),
            row.previous.as_deref().into(),
        ],
    }
}

/// 错误, 警告, 提示.
fn severity(key: &str) -> &'static str {
    match key {
        "error" => "错误",
        "warning" => "警告",
        _ => "提示",
    }
}

/// What does not fit a table: reports of strangers, and files left aside.
fn notes(sums: &Sums) -> Vec<String> {
    let mut notes = Vec::new();
    for sum in &sums.aggregates {
        let missing: Vec<&str> = sum.missing().map(|member| member.name.as_str()).collect();
        if !missing.is_empty() {
            notes.push(format!("{}{}年度缺报：{}", sum.organ.name, sum.year, missing.join("、")));
        }
    }
    for (file, name) in &sums.strangers {
        let name = name.as_deref().unwrap_or("没有写明的机关");
        notes.push(format!("{file}：{name}不在机关层级文件里，没有计入汇总"));
    }
    for (file, used) in &sums.doubles {
        notes.push(format!("{file}：同一机关同一年度还有 {used}，汇总用的是后者"));
    }
    notes
}

fn aggregates(sums: &Sums) -> Table {
    let columns = [
        ("organ", "机关", 14),
        ("year", "年度", 4),
        ("members", "成员", 4),
        ("summed", "已计入", 4),
        ("missing", "缺报", 20),
        ("failing", "自身有错误的成员", 20),
        ("open_cells", "不能相加的格", 6),
        ("cells_not_compared", "没有对照的格", 6),
        ("differences", "与报告不符的格", 6),
        ("conclusion", "结论", 10),
    ];
    Table {
        key: "sums",
        title: "层级汇总".into(),
        columns: columns.map(|(key, heading, width)| Column::new(key, heading, width)).into(),
        rows: sums.aggregates.iter().map(aggregate).collect(),
    }
}

fn aggregate(sum: &Aggregate) -> Line {
    let names = |names: Vec<&str>| Field::from(names.join("、"));
    let (tone, conclusion) = conclusion(sum);
    let failing = sum.members.iter().filter(|member| !member.errors.is_empty());
    let uncompared = match sum.comparison {
        Comparison::Compared { open } => open.into(),
        Comparison::NothingPrinted | Comparison::OtherForm(_) => Field::Empty,
    };
    Line {
        tone,
        fields: vec![
            sum.organ.name.as_str().into(),
            i64::from(sum.year).into(),
            sum.members.len().into(),
            (sum.members.len() - sum.lacking().count()).into(),
            names(sum.missing().map(|member| member.name.as_str()).collect()),
            names(failing.map(|member| member.name.as_str()).collect()),
            sum.open_cells().into(),
            uncompared,
            sum.differences.len().into(),
            conclusion.into(),
        ],
    }
}

/// How a sum came out, in words.
pub fn conclusion(sum: &Aggregate) -> (Tone, &'static str) {
    if !sum.differences.is_empty() {
        return (Tone::Bad, "与报告不符");
    }
    if sum.lacking().next().is_some() {
        return (Tone::Bad, "成员不齐");
    }
    match sum.comparison {
        Comparison::OtherForm(_) => (Tone::Bad, "报告的格式不同"),
        Comparison::NothingPrinted => (Tone::Plain, "还没有本级报告"),
        Comparison::Compared { open } if open > 0 => (Tone::Doubt, "有格不能比较"),
        Comparison::Compared { .. } => (Tone::Good, "相符"),
    }
}

fn differences(sums: &Sums) -> Table {
    let columns = [
        ("organ", "机关", 14),
        ("year", "年度", 4),
        ("cell", "单元格", 24),
        ("path", "路径", 18),
        ("sum", "成员之和", 6),
        ("printed", "报告数字", 6),
        ("difference", "相差", 5),
        ("members", "各成员的数字", 30),
    ];
    let rows = sums.aggregates.iter().flat_map(|sum| {
        sum.differences.iter().map(move |difference| {
            let cell = sum.form.cell(difference.cell);
            let members: Vec<String> = sum
                .sources(difference.cell)
                .into_iter()
                .filter(|(_, value)| !value.is_zero())
                .map(|(member, value)| format!("{}{value}", member.name))
                .collect();
            Line {
                tone: Tone::Bad,
                fields: vec![
                    sum.organ.name.as_str().into(),
                    i64::from(sum.year).into(),
                    cell.words().into(),
                    cell.path().into(),
                    difference.sum.into(),
                    difference.printed.into(),
                    difference.excess().map_or(Field::Empty, Field::from),
                    members.join("、").into(),
                ],
            }
        })
    });
    Table {
        key: "differences",
        title: "差异".into(),
        columns: columns.map(|(key, heading, width)| Column::new(key, heading, width)).into(),
        rows: rows.collect(),
    }
}
