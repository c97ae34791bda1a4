//! `gongkai`: one binary for a county office and for a province.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod calendar;
mod config;
mod files;
mod report;
mod serve;
mod terminal;

/// 公开：政府信息公开工作平台
#[derive(Parser)]
#[command(name = "gongkai", version, about, arg_required_else_help = true)]
struct Cli {
    /// 配置文件（TOML）；环境变量 GONGKAI_… 优先
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动平台网站
    Serve(serve::Serve),
    /// 年度报告：读取、体检
    #[command(subcommand)]
    Report(report::Report),
    /// 工作日历：查看、检查放假通知文件
    #[command(subcommand)]
    Calendar(calendar::Calendar),
}

/// Exit codes: 0 all is well, 1 something is wrong with what was checked, 2 the input cannot be used.
fn main() -> ExitCode {
    let cli = Cli::parse();
    let run = || -> anyhow::Result<ExitCode> {
        let config = config::load(cli.config.as_deref())?;
        match cli.command {
            Command::Serve(serve) => serve.run(config),
            Command::Report(report) => report.run(&config, &mut std::io::stdout().lock()),
            Command::Calendar(calendar) => calendar.run(&config, &mut std::io::stdout().lock()),
        }
    };
    match run() {
        Ok(code) => code,
        // Whoever reads the output has closed it: nothing is wrong.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map(std::io::Error::kind);
    error.chain().any(|cause| kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}
