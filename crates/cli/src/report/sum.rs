//! `gongkai report sum` — 汇总.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use reporting::aggregate::{self, Aggregate, Draft};
use reporting::check::{Finding, Severity, check_tables};
use reporting::object;
use services::batch::{self, Batch, Options, Sums, Verdict};
use typeset::{Format, Setting};

use super::{bars, output, tree};
use crate::config::Config;
use crate::{files, terminal, usage};

#[derive(Args)]
pub(crate) struct Sum {
    /// 成员机关的报告：文件或文件夹
    #[arg(required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,
    /// 机关层级文件（TOML）
    #[arg(long, value_name = "TREE", help_heading = "选项")]
    tree: PathBuf,
    /// 汇总哪个机关的报告：代号或名称
    #[arg(long, value_name = "ORGAN", help_heading = "选项")]
    organ: String,
    /// 报告年度
    #[arg(long, value_name = "YEAR", help_heading = "选项", value_parser = usage::year)]
    year: i16,
    /// 草稿的格式：pdf ofd docx xlsx html json csv；不写时按输出文件的扩展名
    #[arg(long, value_name = "FORMAT", conflicts_with = "json", help_heading = "选项")]
    to: Option<Format>,
    /// 草稿写进的文件
    #[arg(short, long, value_name = "OUT", conflicts_with = "json", help_heading = "选项")]
    output: Option<PathBuf>,
    /// 覆盖已有的草稿
    #[arg(long, help_heading = "选项")]
    force: bool,
    /// 输出 JSON：草稿、成员，以及每一格由哪些成员相加
    #[arg(long, help_heading = "选项")]
    json: bool,
    /// 同时检查几个文件；不写时每个处理器核心一个
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true, value_parser = usage::count, help_heading = "选项")]
    jobs: usize,
}

impl Sum {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let tree = tree::load(&self.tree)?;
        let organ = tree.get(&self.organ).or_else(|| tree.named(&self.organ, Some(self.year)));
        let organ = organ.with_context(|| format!("机关层级文件里没有“{}”，请核对代号", self.organ))?;
        let format = output::format(self.to, self.output.as_deref())?;
        let mut files = files::expand(&self.paths, &[&self.tree], "没有计入")?;
        if let Some(output) = &self.output {
            // A draft of an earlier run may lie in the folder that is added up.
            files.retain(|file| !(files::are_same(output, file) && is_draft(file, config)));
            output::check(output, &files, self.force)?;
        }
        let options = Options {
            limits: config.limits,
            jobs: self.jobs,
            previous: None,
            tree: Some(&tree),
            resume: None,
            render: &|_, _| String::new(),
        };
        let bars = bars::Bars::new(files.len());
        let batch = batch::run(&files, &options, &|progress| bars.show(progress))?;
        bars.finish();
        unusable(&batch);
        let Some(sum) = Sums::of(&batch, &tree, organ, self.year) else {
            bail!("{}年度的报告没有统一格式，不能汇总：2019年度起才有", self.year);
        };
        let draft = sum.draft();
        match format {
            Some(format) => {
                against(&sum, &draft);
                self.write(&draft, format, config, out)?;
            }
            None if self.json => json(&sum, &draft, out)?,
            None => in_words(&sum, &draft, out)?,
        }
        let wrong = sum.findings().iter().any(|finding| finding.severity == Severity::Error);
        Ok(ExitCode::from(u8::from(wrong || !draft.is_complete())))
    }

    fn write(
        &self,
        draft: &Draft<'_>,
        format: Format,
        config: &Config,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let fonts = config.load_fonts()?;
        let mark = draft.mark();
        let setting = Setting { fonts: &fonts, today: crate::today(), mark: Some(&mark) };
        let bytes = typeset::write(&draft.report, format, setting)?;
        match &self.output {
            Some(path) => files::write(path, &bytes),
            None => Ok(out.write_all(&bytes)?),
        }
    }
}

/// Whether a file is a draft of an earlier run.
fn is_draft(file: &Path, config: &Config) -> bool {
    super::load(file, config).is_ok_and(|report| aggregate::is_draft(&report))
}

/// Findings of a sum that are said before it is said that there are more.
const MOST: usize = 10;

/// Says what stands against publishing a draft: what is missing, what differs, and what is wrong in members' reports.
fn against(sum: &Aggregate, draft: &Draft<'_>) {
    draft.obstacles.iter().for_each(|obstacle| terminal::say(&format!("不能公开：{obstacle}")));
    // The obstacles have said these.
    let said = ["SUM_MISSING", "SUM_FORM", "SUM_OPEN"];
    let findings: Vec<Finding> =
        sum.findings().into_iter().filter(|finding| !said.contains(&finding.rule)).collect();
    for finding in findings.iter().take(MOST) {
        terminal::say(&format!("{}：{}", finding.severity.words(), finding.message));
    }
    if findings.len() > MOST {
        terminal::say(&format!("另有{}处，不写 -o 时全部列出", findings.len() - MOST));
    }
    if draft.obstacles.is_empty() {
        terminal::note("草稿的数据齐全，正文待写；写好并删去草稿字样后才能公开");
    }
}

/// A file that cannot be used may be a member's report.
fn unusable(batch: &Batch) {
    for row in batch.rows().filter(|row| row.verdict == Verdict::Unusable) {
        terminal::note(&format!("{}不能使用：{}", row.file, row.reason.as_deref().unwrap_or_default()));
    }
}

fn json(sum: &Aggregate, draft: &Draft<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    let checked = check_tables(&draft.report);
    let object = serde_json::json!({
        "draft": object::to_json(&draft.report, &checked.violations(), &checked.contradictions),
        "complete": draft.is_complete(),
        "obstacles": draft.obstacles,
        "sum": sum.to_json(),
        "cells": sum.cells_json(),
    });
    serde_json::to_writer_pretty(&mut *out, &object).map_err(std::io::Error::from)?;
    Ok(writeln!(out)?)
}

fn in_words(sum: &Aggregate, draft: &Draft<'_>, out: &mut impl Write) -> anyhow::Result<()> {
    terminal::report(&draft.report, out)?;
    writeln!(out)?;
    for obstacle in &draft.obstacles {
        writeln!(out, "不能公开：{obstacle}")?;
    }
    Ok(tree::sum(sum, out)?)
}
