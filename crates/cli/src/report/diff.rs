//! `gongkai report diff` — 对比.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use reporting::compare::{BlockPair, Change, Comparison, FieldPair, Passage, RowPair, Side, Summary};
use reporting::compare::{cell_words, compare};
use reporting::figures::signed;
use reporting::report::Report;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use crate::config::Config;

#[derive(Args)]
pub(crate) struct Diff {
    /// 甲：一份报告
    #[arg(help_heading = "参数")]
    a: PathBuf,
    /// 乙：另一份报告
    #[arg(help_heading = "参数")]
    b: PathBuf,
    /// 输出 JSON 对象
    #[arg(long, help_heading = "选项")]
    json: bool,
}

impl Diff {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let (a, b) = (super::load(&self.a, config)?, super::load(&self.b, config)?);
        let comparison = compare(&a, &b);
        let names = [&self.a, &self.b].map(|path| path.display().to_string());
        if self.json {
            let mut object: Map<String, Value> =
                ["a", "b"].into_iter().zip(names).map(|(key, name)| (key.to_owned(), name.into())).collect();
            if let Value::Object(found) = comparison.to_json() {
                object.extend(found);
            }
            serde_json::to_writer_pretty(&mut *out, &object).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            show(&names, [&a, &b], &comparison, out)?;
        }
        Ok(ExitCode::from(u8::from(!comparison.is_equal())))
    }
}

fn show(
    names: &[String; 2],
    reports: [&Report; 2],
    comparison: &Comparison,
    out: &mut impl Write,
) -> io::Result<()> {
    for ((mark, name), report) in ["甲", "乙"].into_iter().zip(names).zip(reports) {
        let agency = report.agency.as_deref().unwrap_or("机关不明");
        let year = report.year.map_or_else(|| "年度不明".into(), |year| format!("{year}年度"));
        writeln!(out, "{mark}  {name}  {agency}　{year}")?;
    }
    writeln!(out, "\n{}", conclusion(&comparison.summary()))?;
    fields(&comparison.fields, out)?;
    cells(comparison, out)?;
    rows(comparison, out)?;
    match &comparison.parts {
        None => writeln!(out, "\n正文没有比较：有一份报告是不带正文的 JSON 对象")?,
        Some(parts) => {
            for part in parts.iter().filter(|part| part.differs()) {
                writeln!(out, "\n{}", part.words())?;
                part.blocks.iter().filter(|block| block.differs()).try_for_each(|pair| block(pair, out))?;
            }
        }
    }
    Ok(())
}

/// The result in one line.
fn conclusion(summary: &Summary) -> String {
    let counts = [
        (summary.fields, "基本信息", "项"),
        (summary.tables, "只有一方有的表格", "张"),
        (summary.cells, "单元格", "个"),
        (summary.rows, "只有一方有的行", "行"),
        (summary.changed, "正文修改", "段"),
        (summary.added, "正文增加", "段"),
        (summary.removed, "正文删去", "段"),
    ];
    let counted = counts.iter().filter(|(count, ..)| *count > 0);
    let differing: Vec<String> = counted.map(|(count, what, unit)| format!("{what}{count}{unit}")).collect();
    let compared =
        format!("比较了{}个单元格、{}段正文", summary.compared, summary.unchanged + summary.paragraphs());
    let uncertain = match summary.uncertain {
        0 => String::new(),
        count => format!("，其中{count}个单元格不能确定"),
    };
    let result =
        if differing.is_empty() { "相同".into() } else { format!("不同：{}", differing.join("，")) };
    format!("{result}（{compared}{uncertain}）")
}

fn fields(fields: &[FieldPair], out: &mut impl Write) -> io::Result<()> {
    let differing: Vec<&FieldPair> = fields.iter().filter(|pair| pair.differs()).collect();
    if !differing.is_empty() {
        writeln!(out, "\n基本信息")?;
    }
    for pair in differing {
        for (mark, text) in [("－", &pair.a), ("＋", &pair.b)] {
            writeln!(out, "  {mark} {}：{}", pair.field.words(), text.as_deref().unwrap_or("（没有）"))?;
        }
    }
    Ok(())
}

fn cells(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let line = |pair: &reporting::compare::CellPair| {
        let difference = pair.difference.map_or_else(|| "—".into(), |it| signed(it, |it| it.to_string()));
        [pair.at.words(), cell_words(pair.a.as_ref()), cell_words(pair.b.as_ref()), difference]
    };
    let lines: Vec<[String; 4]> = comparison.cells().filter(|pair| pair.differs()).map(line).collect();
    let told: Vec<String> = comparison
        .tables
        .iter()
        .filter_map(|table| Some(format!("{}：{}", table.words, table.standing.words()?)))
        .collect();
    if !lines.is_empty() || !told.is_empty() {
        writeln!(out, "\n表格")?;
    }
    told.iter().try_for_each(|sentence| writeln!(out, "  {sentence}"))?;
    if lines.is_empty() {
        return Ok(());
    }
    let heads = ["位置", "甲", "乙", "差"].map(str::to_owned);
    let width =
        |column: usize| lines.iter().chain([&heads]).map(|line| line[column].width()).max().unwrap_or(0);
    let widths = [0, 1, 2, 3].map(width);
    for line in [&heads].into_iter().chain(&lines) {
        for (column, (text, width)) in line.iter().zip(widths).enumerate() {
            let gap = " ".repeat(width - text.width());
            if column == 0 { write!(out, "  {text}{gap}")? } else { write!(out, "  {gap}{text}")? }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Rows that only one report has, each with its cells that are not zero.
fn rows(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let alone: Vec<&RowPair> = comparison.rows().filter(|row| row.side != Side::Both).collect();
    if !alone.is_empty() {
        writeln!(out, "\n只有一方有的行")?;
    }
    for row in alone {
        let mark = if row.side == Side::A { "－" } else { "＋" };
        let zero = Some(Decimal::ZERO);
        let told = row.cells.iter().filter_map(|pair| {
            let cell = pair.a.as_ref().or(pair.b.as_ref())?;
            (cell.value() != zero).then(|| format!("{}{}", pair.at.column.label, cell_words(Some(cell))))
        });
        let told: Vec<String> = told.collect();
        let values = if told.is_empty() { "都是0".into() } else { told.join("，") };
        writeln!(
            out,
            "  {mark} {}{}：{values}",
            row.row.group.as_deref().unwrap_or_default(),
            row.row.label
        )?;
    }
    Ok(())
}

fn block(pair: &BlockPair, out: &mut impl Write) -> io::Result<()> {
    match &pair.change {
        Change::Unchanged(_) => Ok(()),
        Change::Removed(text) => writeln!(out, "  － {text}"),
        Change::Added(text) => writeln!(out, "  ＋ {text}"),
        Change::Changed { a, b } => writeln!(out, "  － {}\n  ＋ {}", marked(a), marked(b)),
    }
}

/// Characters shown of what is the same on both sides of a change.
const NEAR: usize = 20;

/// A text with its changed characters in brackets; long stretches without a change are left out.
fn marked(passage: &Passage) -> String {
    let pieces = passage.pieces();
    let last = pieces.len().saturating_sub(1);
    let piece = |(at, (is_marked, text)): (usize, &(bool, String))| {
        let letters: Vec<char> = text.chars().collect();
        let keep = |side: bool| if side { NEAR } else { 0 };
        let (before, after) = (keep(at > 0), keep(at < last));
        if *is_marked {
            return format!("【{text}】");
        }
        // What is left out is longer than the dots that say so; a text without a change is shown from its start.
        let (before, after) = if last == 0 { (2 * NEAR, 0) } else { (before, after) };
        if letters.len() <= before + after + 4 {
            return text.clone();
        }
        let start: String = letters[..before].iter().collect();
        let end: String = letters[letters.len() - after..].iter().collect();
        format!("{start}……{end}")
    };
    pieces.iter().enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_with_its_neighbourhood() {
        let passage = |text: &str, spans: &[std::ops::Range<usize>]| Passage {
            text: text.to_owned(),
            spans: spans.to_vec(),
        };
        let long = "公".repeat(60);
        let number = std::slice::from_ref(&(60..62));
        let near = "公".repeat(NEAR);
        let cases = [
            (passage("新收34件", std::slice::from_ref(&(2..4))), "新收【34】件".to_owned(), "short"),
            (passage(&format!("{long}34件"), number), format!("……{near}【34】件"), "long before"),
            (
                passage(&format!("{long}34{long}"), number),
                format!("……{near}【34】{near}……"),
                "long before and after",
            ),
            (passage(&long, &[]), format!("{near}{near}……"), "nothing of its own"),
        ];
        for (passage, expected, why) in cases {
            assert_eq!(marked(&passage), expected, "{why}");
        }
    }
}
