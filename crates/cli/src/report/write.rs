//! `gongkai report write` — 输出.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use typeset::{Format, Setting};

use super::output;
use crate::config::Config;
use crate::{files, terminal};

#[derive(Args)]
pub(crate) struct Write {
    /// 报告文件（pdf doc docx xlsx xls html txt md json）
    #[arg(help_heading = "参数")]
    file: PathBuf,
    /// 格式：pdf ofd docx xlsx html json csv；不写时按输出文件的扩展名
    #[arg(long, value_name = "FORMAT", help_heading = "选项")]
    to: Option<Format>,
    /// 输出文件；不写时输出到标准输出
    #[arg(short, long, value_name = "OUT", help_heading = "选项")]
    output: Option<PathBuf>,
    /// 覆盖已有的输出文件
    #[arg(long, help_heading = "选项")]
    force: bool,
}

impl Write {
    pub(super) fn run(self, config: &Config, out: &mut impl std::io::Write) -> anyhow::Result<ExitCode> {
        let format = self.format()?;
        if let Some(path) = &self.output {
            output::check(path, std::slice::from_ref(&self.file), self.force)?;
        }
        let report = super::load(&self.file, config)?;
        let fonts = config.load_fonts()?;
        let setting = Setting { fonts: &fonts, today: crate::today(), mark: None };
        let bytes = typeset::write(&report, format, setting)?;
        let uncertain = report.tables.as_ref().map_or(0, |tables| tables.uncertain().count());
        if uncertain > 0 {
            terminal::note(&format!("有{uncertain}个单元格不能确定，输出的文件里已标明，请对照原件填写"));
        }
        match &self.output {
            Some(path) => files::write(path, &bytes)?,
            None => out.write_all(&bytes)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn format(&self) -> anyhow::Result<Format> {
        let format = output::format(self.to, self.output.as_deref())?;
        let format = format.context("请用 --to 指定格式，如 --to pdf")?;
        let is_binary = matches!(format, Format::Pdf | Format::Ofd | Format::Docx | Format::Xlsx);
        if is_binary && self.output.is_none() && std::io::stdout().is_terminal() {
            bail!("{format} 不能显示在终端上，请用 -o 指定输出文件");
        }
        Ok(format)
    }
}
