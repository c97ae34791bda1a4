//! `gongkai report read|check` — 年度报告.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use reporting::check::{Outcome, check};
use reporting::object;

use crate::config::Config;
use crate::{files, terminal};

#[derive(Subcommand)]
pub(crate) enum Report {
    /// 读出报告的表格和正文
    #[command(
        help_template = crate::HELP,
        after_help = "示例：\n  gongkai report read 报告.docx\n  gongkai report read 报告.html --json > 报告.json"
    )]
    Read(Read),
    /// 检查报告的勾稽、格式、日期、正文和跨年衔接
    #[command(
        help_template = crate::HELP,
        after_help = "退出码：0 全部通过或无法评估，1 有错误或不能确定之处，2 有文件不能使用\n\n示例：\n  gongkai report check 报告.docx\n  gongkai report check 报告2024.docx --previous 报告2023.docx\n  gongkai report check 年报文件夹 --json > 结果.jsonl"
    )]
    Check(Check),
}

#[derive(Args)]
pub(crate) struct Read {
    /// 报告文件（txt md html docx xlsx xls json）
    #[arg(help_heading = "参数")]
    file: PathBuf,
    /// 输出 JSON 对象
    #[arg(long, help_heading = "选项")]
    json: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    /// 报告文件或文件夹
    #[arg(required = true, help_heading = "参数")]
    paths: Vec<PathBuf>,
    /// 上一年度的报告，用于核对跨年衔接
    #[arg(long, value_name = "FILE", help_heading = "选项")]
    previous: Option<PathBuf>,
    /// 每个文件输出一行 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

impl Report {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        match self {
            Report::Read(read) => read.run(config, out),
            Report::Check(check) => check.run(config, out),
        }
    }
}

fn load(path: &std::path::Path, config: &Config) -> anyhow::Result<reporting::report::Report> {
    let bytes = files::read(path, config.limits.bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    readers::report(&name, &bytes, &config.limits).map_err(anyhow::Error::from)
}

impl Read {
    fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let report = load(&self.file, config).with_context(|| self.file.display().to_string())?;
        if self.json {
            let checked = check(&report, None);
            let object = object::to_json(&report, &checked.violations(), &checked.contradictions);
            serde_json::to_writer_pretty(&mut *out, &object).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            terminal::report(&report, out)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Check {
    fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let files = files::expand(&self.paths)?;
        anyhow::ensure!(
            self.previous.is_none() || files.len() == 1,
            "--previous 只能与一份报告一起使用，现在有 {} 份",
            files.len()
        );
        let previous = match &self.previous {
            Some(path) => Some(load(path, config).with_context(|| path.display().to_string())?),
            None => None,
        };
        let bar = progress(files.len());
        let mut worst = 0;
        for path in &files {
            let name = path.display().to_string();
            let code = match load(path, config) {
                Ok(report) => {
                    let checked = check(&report, previous.as_ref());
                    if self.json {
                        let findings: Vec<_> = checked.findings.iter().map(|f| f.to_json()).collect();
                        let line = serde_json::json!({"file": name, "result": checked.result().key(), "findings": findings});
                        writeln!(out, "{line}")?;
                    } else {
                        terminal::findings(&name, &report, &checked, out)?;
                    }
                    u8::from(checked.result() >= Outcome::Uncertain)
                }
                Err(error) => {
                    if self.json {
                        writeln!(
                            out,
                            "{}",
                            serde_json::json!({"file": name, "error": format!("{error:#}")})
                        )?;
                    } else {
                        writeln!(out, "{name}  不能使用\n  {error:#}\n")?;
                    }
                    2
                }
            };
            worst = worst.max(code);
            bar.inc(1);
        }
        bar.finish_and_clear();
        Ok(ExitCode::from(worst))
    }
}

/// A bar on the terminal while many files are checked.
fn progress(files: usize) -> ProgressBar {
    if files < 20 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} 份，剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(files as u64).with_style(style)
}
