//! `gongkai report compile` — 编制本机关的年度报告.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use reporting::check::Severity;
use serde_json::json;
use services::annual::progress::{Progress, Stage};
use services::annual::{Annual, Compiled, form};
use tokio::runtime::Runtime;
use typeset::{Format, Setting};

use super::output;
use crate::config::Config;
use crate::{files, office, terminal, usage};

#[derive(Args)]
pub(crate) struct Compile {
    /// 报告年度
    #[arg(long, value_name = "YEAR", help_heading = "选项", value_parser = usage::year)]
    year: i16,
    /// 机关代号；与配置里办理申请的机关不同时拒绝，以免编错
    #[arg(long, value_name = "ORGAN", help_heading = "选项")]
    organ: Option<String>,
    /// 格式：pdf ofd docx xlsx html json csv；不写时按输出文件的扩展名
    #[arg(long, value_name = "FORMAT", conflicts_with = "json", help_heading = "选项")]
    to: Option<Format>,
    /// 报告写进的文件
    #[arg(short, long, value_name = "OUT", conflicts_with = "json", help_heading = "选项")]
    output: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long, help_heading = "选项")]
    force: bool,
    /// 输出 JSON：报告、送审之前缺什么、请留意什么
    #[arg(long, help_heading = "选项")]
    json: bool,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
}

impl Compile {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let ours = &config.office.organ;
        if let Some(organ) = &self.organ {
            ensure!(organ == ours, "这里办理申请的机关是“{ours}”（office.organ），不能编制“{organ}”的报告");
        }
        let this = crate::today().year();
        ensure!(self.year <= this, "{}年还没有到，不能编制报告", self.year);
        ensure!(form(self.year).is_some(), "{}年度的报告没有统一格式，不能编制：2019年度起才有", self.year);
        let format = output::format(self.to, self.output.as_deref())?;
        if let Some(path) = &self.output {
            output::check(path, &[], self.force)?;
        }
        let (compiled, progress, report) = Runtime::new()?.block_on(async {
            let cases = office::open(config, self.data.as_deref()).await?;
            let annual = Annual::new(&cases, None);
            let compiled = annual.compile(self.year).await?;
            anyhow::Ok((compiled, annual.progress(self.year).await?, annual.report(self.year).await?))
        })?;
        // What is submitted already is the report, whatever could be compiled by now.
        let is_draft = progress.stage == Stage::Drafting;
        let complete = !is_draft || compiled.missing.is_empty();
        match format {
            Some(format) => {
                told(&compiled, is_draft).iter().for_each(|says| terminal::say(says));
                let fonts = config.load_fonts()?;
                let mark = progress.signed_on.is_none().then_some("草稿");
                let setting = Setting { fonts: &fonts, today: crate::today(), mark };
                let bytes = typeset::write(&report, format, setting)?;
                match &self.output {
                    Some(path) => files::write(path, &bytes)?,
                    None => out.write_all(&bytes)?,
                }
            }
            None if self.json => {
                serde_json::to_writer_pretty(&mut *out, &object(&compiled, &progress))
                    .map_err(std::io::Error::from)?;
                writeln!(out)?;
            }
            None => {
                terminal::report(&report, out)?;
                writeln!(out)?;
                for says in told(&compiled, is_draft) {
                    writeln!(out, "{says}")?;
                }
            }
        }
        Ok(ExitCode::from(u8::from(!complete)))
    }
}

/// What is missing before a draft can be submitted, and what deserves a look.
fn told(compiled: &Compiled, is_draft: bool) -> Vec<String> {
    let wrong = compiled.checked.findings.iter().filter(|one| is_draft && one.severity == Severity::Error);
    let wrong = wrong.map(|one| format!("体检：{}", one.message));
    let missing = compiled.missing.iter().filter(|_| is_draft).map(|says| format!("送审之前：{says}"));
    missing.chain(wrong).chain(compiled.remarks.iter().map(|says| format!("请留意：{says}"))).collect()
}

fn object(compiled: &Compiled, progress: &Progress) -> serde_json::Value {
    let submitted = progress.submitted.as_ref().map(|(report, _)| report.clone());
    json!({
        "stage": progress.stage.name(),
        "report": submitted.unwrap_or_else(|| compiled.object()),
        "missing": compiled.missing,
        "remarks": compiled.remarks,
        "unconnected": compiled.unconnected,
    })
}
