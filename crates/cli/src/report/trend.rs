//! `gongkai report trend` — 趋势.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use reporting::report::Report;
use reporting::trend::{Entry, Figure, OrganTrend, Point, Trend, trend};
use rust_decimal::Decimal;
use typeset::summary::{self, Column, Field, Row, Summary, Table, Tone};
use unicode_width::UnicodeWidthStr;

use crate::config::Config;
use crate::{files, terminal};

#[derive(Args)]
pub(crate) struct TrendOf {
    /// 报告文件或文件夹，可以有多个机关、多个年度
    #[arg(required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,
    /// 输出 JSON 对象，含全部指标
    #[arg(long, help_heading = "选项", conflicts_with = "csv")]
    json: bool,
    /// 输出 CSV，含全部指标，每个机关、指标、年度一行
    #[arg(long, help_heading = "选项")]
    csv: bool,
}

/// A report with its authority and year.
struct Found {
    organ: String,
    year: i16,
    report: Report,
}

impl TrendOf {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let mut files = files::expand(&self.paths, &[], "没有计入")?;
        files.sort();
        let bar = terminal::progress(files.len());
        let (mut found, mut unusable) = (Vec::new(), false);
        let mut seen: BTreeMap<(String, i16), &Path> = BTreeMap::new();
        for path in &files {
            match read(path, config) {
                Ok(one) => {
                    if let Some(earlier) = seen.insert((one.organ.clone(), one.year), path) {
                        bar.suspend(|| terminal::note(&replaced(&one, earlier, path)));
                    }
                    found.push(one);
                }
                Err(error) => {
                    unusable = true;
                    bar.suspend(|| terminal::complain(&error));
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        found.sort_by(|a, b| a.organ.cmp(&b.organ));
        let entries: Vec<Entry<'_>> = found
            .iter()
            .map(|found| Entry { organ: &found.organ, year: found.year, report: &found.report })
            .collect();
        let trend = trend(&entries);
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &trend.to_json()).map_err(io::Error::from)?;
            writeln!(out)?;
        } else if self.csv {
            out.write_all(&summary::write(&lines(&trend), summary::Format::Csv)?)?;
        } else {
            trend.organs.iter().try_for_each(|organ| show(organ, &trend.figures, out))?;
        }
        Ok(if unusable { ExitCode::from(2) } else { ExitCode::SUCCESS })
    }
}

fn read(path: &Path, config: &Config) -> anyhow::Result<Found> {
    let report = super::load(path, config)?;
    let place = |what| format!("{}  报告没有写明{what}，不能放入趋势", path.display());
    let organ = report.agency.clone().with_context(|| place("机关"))?;
    let year = report.year.with_context(|| place("年度"))?;
    Ok(Found { organ, year, report })
}

fn replaced(found: &Found, earlier: &Path, path: &Path) -> String {
    let Found { organ, year, .. } = found;
    format!("{organ}{year}年度有多份报告：用 {}，不用 {}", path.display(), earlier.display())
}

/// The figures that matter most, a line each.
fn show(organ: &OrganTrend, figures: &[Figure], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", organ.organ)?;
    let mut lines = vec![heads(organ)];
    let headlines = figures.iter().zip(&organ.series).filter(|(figure, _)| figure.is_headline);
    lines.extend(headlines.map(|(figure, points)| line(figure, points)));
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|column| lines.iter().map(|line| line[column].width()).max().unwrap_or(0)).collect();
    for line in &lines {
        for (column, text) in line.iter().enumerate() {
            let gap = " ".repeat(widths[column] - text.width());
            match column {
                0 => write!(out, "  {text}{gap}")?,
                last if last + 1 == columns => write!(out, "  {text}")?,
                _ => write!(out, "  {gap}{text}")?,
            }
        }
        writeln!(out)?;
    }
    for year in organ.years.iter().filter(|year| year.is_new_form) {
        writeln!(out, "  | {}年度起使用新格式，表二的数据与以前不可比", year.year)?;
    }
    if lines.iter().any(|line| line.iter().any(|text| text.ends_with('—'))) {
        writeln!(out, "  — 没有报告，或报告里没有这个数据")?;
    }
    for (year, finding) in &organ.findings {
        writeln!(out, "  {year}年度 {} {}：{}", finding.severity.words(), finding.rule, finding.message)?;
    }
    writeln!(out)
}

fn heads(organ: &OrganTrend) -> Vec<String> {
    let years = organ.years.iter().map(|year| year.year.to_string());
    [String::new()].into_iter().chain(years).chain(["走势".to_owned()]).collect()
}

fn line(figure: &Figure, points: &[Point]) -> Vec<String> {
    let value = |point: &Point| {
        let mark = if point.is_break { "| " } else { "" };
        format!("{mark}{}", point.value.map_or("—".to_owned(), |value| value.to_string()))
    };
    let name = format!("{}（{}）", figure.label, figure.unit);
    [name].into_iter().chain(points.iter().map(value)).chain([sparkline(points)]).collect()
}

/// Heights of the columns of a sparkline.
const HEIGHTS: [char; 5] = ['▁', '▂', '▃', '▅', '▇'];

/// A series as small columns: the highest value is full, zero is the lowest, a gap is empty, a break is a bar.
fn sparkline(points: &[Point]) -> String {
    let highest = points.iter().filter_map(|point| point.value).max().unwrap_or_default();
    let steps = Decimal::from(HEIGHTS.len() - 1);
    let height = |value: Decimal| {
        let step = value.checked_mul(steps).and_then(|value| value.checked_div(highest));
        let step = step.and_then(|step| usize::try_from(step.round()).ok()).unwrap_or(0);
        HEIGHTS[step.min(HEIGHTS.len() - 1)]
    };
    let mut columns = String::new();
    for point in points {
        if point.is_break {
            columns.push('|');
        }
        columns.push(point.value.map_or(' ', height));
    }
    columns
}

/// All figures as one table, a line for each authority, figure and year.
fn lines(trend: &Trend) -> Summary {
    let columns = [
        ("organ", "机关", 16),
        ("key", "键", 16),
        ("figure", "指标", 24),
        ("unit", "单位", 4),
        ("year", "年度", 4),
        ("value", "数值", 8),
        ("change", "比上年", 8),
        ("note", "说明", 16),
    ];
    let mut rows = Vec::new();
    for organ in &trend.organs {
        for (figure, points) in trend.figures.iter().zip(&organ.series) {
            for (year, point) in organ.years.iter().zip(points) {
                let note = match point.value {
                    _ if !year.is_reported => "没有报告",
                    None => "报告里没有这个数据",
                    Some(_) if point.is_break => "格式变更，与以前不可比",
                    Some(_) => "",
                };
                let fields: [Field; 8] = [
                    organ.organ.as_str().into(),
                    figure.key.as_str().into(),
                    figure.label.as_str().into(),
                    figure.unit.into(),
                    i64::from(year.year).into(),
                    point.value.into(),
                    point.change.into(),
                    note.into(),
                ];
                rows.push(Row { tone: Tone::Plain, fields: fields.into() });
            }
        }
    }
    let columns = columns.map(|(key, heading, width)| Column::new(key, heading, width));
    let table = Table { key: "figures", title: "历年数据".into(), columns: columns.into(), rows };
    Summary { title: "历年数据".into(), notes: Vec::new(), tables: vec![table] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_grows_from_zero_and_leaves_gaps() {
        let point = |value: Option<i64>| Point { value: value.map(Decimal::from), ..Point::default() };
        let cases: [(&[Option<i64>], &str, &str); 5] = [
            (&[Some(0), Some(1), Some(2), Some(3), Some(4)], "▁▂▃▅▇", "five heights"),
            (&[Some(95), Some(100)], "▇▇", "from zero, so a small change stays small"),
            (&[Some(4), None, Some(4)], "▇ ▇", "a missing year"),
            (&[Some(0), Some(0)], "▁▁", "nothing at all"),
            (&[None], " ", "nothing known"),
        ];
        for (values, expected, why) in cases {
            let points: Vec<Point> = values.iter().map(|value| point(*value)).collect();
            assert_eq!(sparkline(&points), expected, "{why}");
        }
        let changed = [point(Some(4)), Point { is_break: true, ..point(Some(4)) }];
        assert_eq!(sparkline(&changed), "▇|▇", "another form");
    }
}
