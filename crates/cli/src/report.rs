//! `gongkai report …` — 年度报告.

pub(crate) mod bars;
mod check;
mod compile;
mod diff;
mod import;
mod interrupt;
mod output;
mod overview;
mod read;
mod sum;
mod tree;
mod trend;
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
        after_help = "退出码：0 全部通过或无法评估，1 有错误或不能确定之处，2 有文件不能使用\n\n示例：\n  gongkai report check 报告.docx\n  gongkai report check 报告2024.docx --previous 报告2023.docx\n  gongkai report check 年报文件夹 --json > 结果.jsonl\n  gongkai report check 年报文件夹 --summary 汇总.xlsx --resume 进度.jsonl\n  gongkai report check 年报文件夹 --tree 机关.toml"
    )]
    Check(check::Check),
    /// 由案件、年度数据和正文编制本机关的年度报告
    #[command(
        help_template = crate::HELP,
        after_help = "表三、表四来自案件，表二来自“年度报告”页登记的数据，正文的数字随之填入。送审以后给出送审的那一份。\n\n退出码：0 齐备，1 送审之前还缺内容，2 不能编制\n\n示例：\n  gongkai report compile --year 2025\n  gongkai report compile --organ yunzhou-wjw --year 2025 -o 年度报告.docx\n  gongkai report compile --year 2025 --json > 年度报告.json"
    )]
    Compile(compile::Compile),
    /// 对比两份报告：两个年度、两个机关，或一份报告的两个版本
    #[command(
        help_template = crate::HELP,
        after_help = "退出码：0 相同，1 有不同，2 有文件不能使用\n\n示例：\n  gongkai report diff 报告2023.docx 报告2024.docx\n  gongkai report diff 报告.docx 报告更正.pdf --json > 对比.json"
    )]
    Diff(diff::Diff),
    /// 把报告存入年报栏目
    #[command(
        help_template = crate::HELP,
        after_help = "同一机关、同一年度再次入库：内容相同的跳过，换了文件格式也算相同；内容不同的须用 --correct 写明更正说明，一次一份，原来的版本保留。草稿和演示用的虚构报告不能入库。\n\n退出码：0 全部入库，1 有报告不能入库，2 有文件不能使用\n\n示例：\n  gongkai report import 年报文件夹\n  gongkai report import 年报文件夹 --tree 机关层级.toml\n  gongkai report import 报告.docx --correct \"更正表三受理数量\""
    )]
    Import(import::Import),
    /// 一个或几个机关历年的数据：指标、比上年、跨年衔接
    #[command(
        help_template = crate::HELP,
        after_help = "同一机关、同一年度有多份报告的，用文件名排在最后的一份。\n\n退出码：0 全部使用，2 有文件不能使用\n\n示例：\n  gongkai report trend 年报文件夹\n  gongkai report trend 卫健委年报 教育局年报 --csv > 历年数据.csv"
    )]
    Trend(trend::TrendOf),
    /// 由成员机关的报告汇总出本级政府报告的草稿
    #[command(
        help_template = crate::HELP,
        after_help = "退出码：0 数据齐全，1 缺少成员、有空格或与已有报告不符，2 不能汇总\n\n示例：\n  gongkai report sum 年报文件夹 --tree 机关.toml --organ yunzhou --year 2025\n  gongkai report sum 年报文件夹 --tree 机关.toml --organ yunzhou --year 2025 -o 草稿.docx\n  gongkai report sum 年报文件夹 --tree 机关.toml --organ yunzhou --year 2025 --json > 汇总.json"
    )]
    Sum(sum::Sum),
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
            Report::Compile(compile) => compile.run(config, out),
            Report::Diff(diff) => diff.run(config, out),
            Report::Import(import) => import.run(config, out),
            Report::Trend(trend) => trend.run(config, out),
            Report::Sum(sum) => sum.run(config, out),
            Report::Write(write) => write.run(config, out),
        }
    }
}

/// Reads the report in a file; what is wrong with it is said with its name.
fn load(path: &Path, config: &Config) -> anyhow::Result<reporting::report::Report> {
    let bytes = files::read(path, config.limits.bytes)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    readers::report_with(&name, &bytes, &config.limits, &config.recognition)
        .with_context(|| path.display().to_string())
}
