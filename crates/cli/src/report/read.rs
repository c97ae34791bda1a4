//! `gongkai report read` — 读取.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use reporting::check::check;
use reporting::object;

use crate::config::Config;
use crate::terminal;

#[derive(Args)]
pub(crate) struct Read {
    /// 报告文件（pdf doc docx xlsx xls html txt md json）
    #[arg(help_heading = "参数")]
    file: PathBuf,
    /// 输出 JSON 对象
    #[arg(long, help_heading = "选项")]
    json: bool,
}

impl Read {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let report = super::load(&self.file, config)?;
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
