//! `gongkai report …` — 年度报告.

mod check;
mod read;
mod write;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::config::Config;
use crate::files;

#[derive(Subcommand)]
pub(crate) enum Report {
    /// 读出报告的表格和正文
    #[command(
        help_template = crate::HELP,
        after_help = "示例：\n  gongkai report read 报告.docx\n  gongkai report read 报告.html --json > 报告.json"
    )]
    Read(read::Read),
    /// 检查报告的勾稽、格式、日期、正文和跨年衔接
    #[command(
        help_template = crate::HELP,
        after_help = "退出码：0 全部通过或无法评估，1 有错误或不能确定之处，2 有文件不能使用\n\n示例：\n  gongkai report check 报告.docx\n  gongkai report check 报告2024.docx --previous 报告2023.docx\n  gongkai report check 年报文件夹 --json > 结果.jsonl"
    )]
    Check(check::Check),
    /// 把报告写成 PDF、Word、Excel、网页等格式
    #[command(
        help_template = crate::HELP,
        after_help = "示例：\n  gongkai report write 报告.html --to pdf -o 报告.pdf\n  gongkai report write 报告.pdf --to docx -o 报告.docx\n  gongkai report write 报告.docx --to csv > 报告.csv"
    )]
    Write(write::Write),
}

impl Report {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        match self {
            Report::Read(read) => read.run(config, out),
            Report::Check(check) => check.run(config, out),
            Report::Write(write) => write.run(config, out),
        }
    }
}

/// Reads the report in a file.
fn load(path: &Path, config: &Config) -> anyhow::Result<reporting::report::Report> {
    let bytes = files::read(path, config.limits.bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    readers::report(&name, &bytes, &config.limits).map_err(anyhow::Error::from)
}

/// The same, with the name of the file before what is wrong with it.
fn load_named(path: &Path, config: &Config) -> anyhow::Result<reporting::report::Report> {
    load(path, config).with_context(|| path.display().to_string())
}
