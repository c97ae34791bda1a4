//! `gongkai`: one binary for a county office and for a province.

use std::process::ExitCode;

use clap::{ArgAction, CommandFactory, Parser, Subcommand};

mod audit;
mod backup;
mod calendar;
mod clock;
mod config;
mod demo;
mod evidence;
mod files;
mod ledger;
mod office;
mod report;
mod serve;
mod terminal;
mod usage;

/// Help in the words of its users.
const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// 公开：政府信息公开工作平台
#[derive(Parser)]
#[command(name = "gongkai", version, arg_required_else_help = true, help_template = HELP)]
#[command(disable_help_flag = true, disable_help_subcommand = true, disable_version_flag = true)]
#[command(subcommand_help_heading = "命令", next_help_heading = "选项")]
struct Cli {
    /// 配置文件（TOML）；环境变量 GONGKAI_… 优先
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动平台网站
    Serve(serve::Serve),
    /// 年度报告：读取、体检
    #[command(subcommand, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Report(report::Report),
    /// 建立演示数据：虚构的城市、工作人员和一年的申请
    Demo(demo::Demo),
    /// 答复期限：从标准输入逐行读取案件历史（JSON），逐行给出期限
    #[command(
        help_template = HELP,
        after_help = "示例：\n  gongkai clock < histories.jsonl\n  gongkai clock --explain < histories.jsonl"
    )]
    Clock(clock::Clock),
    /// 工作日历：查看、检查放假通知文件
    #[command(subcommand, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Calendar(calendar::Calendar),
    /// 备份：数据库、密钥库和附件，运行期间也可以
    Backup(backup::Backup),
    /// 恢复：把备份放进空的数据目录或者数据库，并核对
    Restore(backup::Restore),
    /// 台账：把以前用表格登记的申请导入为案件
    #[command(subcommand, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Ledger(ledger::Ledger),
    /// 证据材料：把一件申请的案卷打成包，或者核验一个包
    #[command(subcommand, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Evidence(evidence::Evidence),
    /// 审计链：核对案件和系统的记录有没有被改动
    #[command(subcommand, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
    Audit(audit::Audit),
}

/// Exit codes: 0 all is well, 1 something is wrong with what was checked, 2 the input cannot be used.
fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::refuse(&error, Cli::command(), std::env::args_os()),
    };
    let run = || -> anyhow::Result<ExitCode> {
        let config = config::load(cli.config.as_deref())?;
        match cli.command {
            Command::Serve(serve) => serve.run(config),
            Command::Report(report) => report.run(&config, &mut std::io::stdout().lock()),
            Command::Demo(demo) => demo.run(&config, &mut std::io::stdout().lock()),
            Command::Clock(clock) => clock.run(&config, &mut std::io::stdout().lock()),
            Command::Audit(audit) => audit.run(&config, &mut std::io::stdout().lock()),
            Command::Backup(backup) => backup.run(&config, &mut std::io::stdout().lock()),
            Command::Restore(restore) => restore.run(&config, &mut std::io::stdout().lock()),
            Command::Ledger(ledger) => ledger.run(&config, &mut std::io::stdout().lock()),
            Command::Evidence(evidence) => evidence.run(&config, &mut std::io::stdout().lock()),
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

/// The clock of the machine, from which everything below is given the time.
#[expect(clippy::disallowed_methods, reason = "the outermost layer asks the clock for all others")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The day in China.
fn today() -> jiff::civil::Date {
    law::china::day(now())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map(std::io::Error::kind);
    error.chain().any(|cause| kind(cause) == Some(std::io::ErrorKind::BrokenPipe))
}
