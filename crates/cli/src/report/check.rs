//! `gongkai report check` — 体检.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use reporting::check::{Outcome, check};

use crate::config::Config;
use crate::{files, terminal};

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

impl Check {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let files = files::expand(&self.paths)?;
        anyhow::ensure!(
            self.previous.is_none() || files.len() == 1,
            "--previous 只能与一份报告一起使用，现在有 {} 份",
            files.len()
        );
        let previous = match &self.previous {
            Some(path) => Some(super::load_named(path, config)?),
            None => None,
        };
        let bar = progress(files.len());
        let mut worst = 0;
        for path in &files {
            let name = path.display().to_string();
            let code = match super::load(path, config) {
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
