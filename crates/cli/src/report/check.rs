//! `gongkai report check` — 体检.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;

use anyhow::Context;
use clap::Args;
use reporting::check::Checked;
use reporting::report::Report;
use services::batch::{self, Batch, Options, Resume, Sums, Verdict};
use typeset::summary::{self, Format, UnknownFormat};

use super::{bars, interrupt, output, overview, tree};
use crate::config::Config;
use crate::{files, terminal, usage};

#[derive(Args)]
pub(crate) struct Check {
    /// 报告文件或文件夹
    #[arg(required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,
    /// 上一年度的报告，用于核对跨年衔接；不写时用同一批文件里的
    #[arg(long, value_name = "FILE", help_heading = "选项", conflicts_with_all = ["resume", "tree"])]
    previous: Option<PathBuf>,
    /// 每个文件输出一行 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
    /// 把汇总表写进文件：csv、xlsx、html 或 json，按扩展名；可写多个
    #[arg(long, value_name = "OUT", help_heading = "选项")]
    summary: Vec<Target>,
    /// 覆盖已有的汇总表
    #[arg(long, help_heading = "选项")]
    force: bool,
    /// 状态文件：中断后用同一命令接着做
    #[arg(long, value_name = "STATE", help_heading = "选项")]
    resume: Option<PathBuf>,
    /// 同时检查几个文件；不写时每个处理器核心一个
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true, value_parser = usage::count, help_heading = "选项")]
    jobs: usize,
    /// 机关层级文件（TOML）：列出缺报的机关，核对汇总数
    #[arg(long, value_name = "TREE", help_heading = "选项")]
    tree: Option<PathBuf>,
}

/// A file for the summary, and its format.
#[derive(Debug, Clone)]
struct Target {
    path: PathBuf,
    format: Format,
}

impl FromStr for Target {
    type Err = UnknownFormat;

    fn from_str(path: &str) -> Result<Target, UnknownFormat> {
        let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy();
        Ok(Target { path: path.into(), format: extension.parse()? })
    }
}

impl Check {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let own = [self.resume.as_deref(), self.tree.as_deref()].into_iter().flatten();
        let own: Vec<&Path> = own.chain(self.summary.iter().map(|target| target.path.as_path())).collect();
        let files = files::expand(&self.paths, &own, "没有检查")?;
        anyhow::ensure!(
            self.previous.is_none() || files.len() == 1,
            "--previous 只能与一份报告一起使用，现在有 {} 份",
            files.len()
        );
        for target in &self.summary {
            output::check(&target.path, &files, self.force)?;
        }
        let previous = self.previous.as_ref().map(|path| super::load(path, config)).transpose();
        let previous = previous.context("上一年度的报告（--previous）不能使用")?;
        let tree = self.tree.as_deref().map(tree::load).transpose()?;
        let render: batch::Render<'_> = if self.json { &json_line } else { &in_words };
        let kind = format!("{} {}", env!("CARGO_PKG_VERSION"), if self.json { "json" } else { "text" });
        let options = Options {
            limits: config.limits,
            jobs: self.jobs,
            previous: previous.as_ref(),
            tree: tree.as_ref(),
            resume: self.resume.as_deref().map(|path| Resume { path, kind }),
            render,
        };
        if let Some(state) = &self.resume {
            interrupt::explain(state).context("不能处理 Ctrl-C")?;
        }
        let bars = bars::Bars::new(files.len());
        let batch = batch::run(&files, &options, &|progress| bars.show(progress))?;
        bars.finish();
        if batch.resumed > 0 {
            let (taken, rest) = (batch.resumed, files.len() - batch.resumed);
            terminal::note(&format!("{taken}个文件的结果取自状态文件，其余{rest}个是这次检查的"));
        }
        if tree.is_none() {
            overview::repeated(&batch).iter().for_each(|sentence| terminal::note(sentence));
        }
        for entry in &batch.entries {
            out.write_all(entry.output.as_bytes())?;
        }
        let sums = tree.as_ref().map(|tree| batch::sums(&batch, tree));
        if self.json {
            sums.iter().try_for_each(|sums| tree::json_lines(sums, out))?;
        } else {
            if batch.entries.len() > 1 {
                overview::print(&batch, out)?;
            }
            sums.iter().try_for_each(|sums| tree::print(sums, out))?;
        }
        let summary = batch::summary(&batch, sums.as_ref());
        for Target { path, format } in &self.summary {
            files::write(path, &summary::write(&summary, *format)?)?;
        }
        Ok(ExitCode::from(code(&batch, sums.as_ref())))
    }
}

/// 2 when a file cannot be used, 1 when a report or a sum has errors or stays open, otherwise 0.
fn code(batch: &Batch, sums: Option<&Sums>) -> u8 {
    match batch.worst() {
        Verdict::Unusable => 2,
        Verdict::Fail | Verdict::Uncertain => 1,
        Verdict::NotAssessable | Verdict::Pass => u8::from(sums.is_some_and(Sums::has_errors)),
    }
}

fn json_line(name: &str, found: Result<(&Report, &Checked), &str>) -> String {
    let line = match found {
        Ok((_, checked)) => {
            let findings: Vec<_> = checked.findings.iter().map(|finding| finding.to_json()).collect();
            serde_json::json!({"file": name, "result": checked.result().key(), "findings": findings})
        }
        Err(reason) => serde_json::json!({"file": name, "error": reason}),
    };
    format!("{line}\n")
}

fn in_words(name: &str, found: Result<(&Report, &Checked), &str>) -> String {
    let mut out = Vec::new();
    let written = match found {
        Ok((report, checked)) => terminal::findings(name, report, checked, &mut out),
        Err(reason) => writeln!(out, "{name}  不能使用\n  {reason}\n"),
    };
    // Writing to memory does not fail, and findings are text.
    written.and_then(|()| String::from_utf8(out).map_err(io::Error::other)).unwrap_or_default()
}
