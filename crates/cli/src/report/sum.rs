//! `gongkai report sum` — 汇总.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use reporting::aggregate::{Aggregate, Draft};
use reporting::check::{Severity, check_tables};
use reporting::object;
use services::batch::{self, Batch, Options, Sums, Verdict};
use typeset::{Format, Setting};

use super::{bars, tree};
use crate::config::Config;
use crate::{files, terminal};

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
    #[arg(long, value_name = "YEAR", help_heading = "选项")]
    year: i16,
    /// 草稿的格式：pdf ofd docx xlsx html json csv；不写时按输出文件的扩展名
    #[arg(long, value_name = "FORMAT", conflicts_with = "json", help_heading = "选项")]
    to: Option<Format>,
    /// 草稿写进的文件
    #[arg(short, long, value_name = "OUT", conflicts_with = "json", help_heading = "选项")]
    output: Option<PathBuf>,
    /// 输出 JSON：草稿、成员，以及每一格由哪些成员相加
    #[arg(long, help_heading = "选项")]
    json: bool,
    /// 同时检查几个文件；不写时每个处理器核心一个
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = "选项")]
    jobs: usize,
}

impl Sum {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let tree = tree::load(&self.tree)?;
        let organ = tree.get(&self.organ).or_else(|| tree.named(&self.organ, Some(self.year)));
        let organ = organ.with_context(|| format!("机关层级文件里没有“{}”，请核对代号", self.organ))?;
        let format = self.format()?;
        let mut files = files::expand(&self.paths)?;
        files.retain(|file| !self.output.as_ref().is_some_and(|output| files::are_same(output, file)));
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
            Some(format) => self.write(&draft, format, config, out)?,
            None if self.json => json(&sum, &draft, out)?,
            None => in_words(&sum, &draft, out)?,
        }
        if format.is_some() {
            draft.obstacles.iter().for_each(|obstacle| terminal::note(obstacle));
        }
        let wrong = sum.findings().iter().any(|finding| finding.severity == Severity::Error);
        Ok(ExitCode::from(u8::from(wrong || !draft.is_complete())))
    }

    fn format(&self) -> anyhow::Result<Option<Format>> {
        let extension = self.output.as_ref().and_then(|path| path.extension()?.to_str().map(str::to_owned));
        match (self.to, extension) {
            (Some(format), _) => Ok(Some(format)),
            (None, Some(extension)) => Ok(Some(extension.parse()?)),
            (None, None) if self.output.is_some() => bail!("请用 --to 指定格式，如 --to docx"),
            (None, None) => Ok(None),
        }
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
