//! `gongkai evidence` — 证据材料.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::{Args, Subcommand};
use serde_json::json;
use services::dossier::{self, About, Purpose, Verified};
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::{files, office, terminal};

/// The largest package that is read, in bytes.
const LARGEST: u64 = 4 << 30;

#[derive(Subcommand)]
pub(crate) enum Evidence {
    /// 把一件申请的案卷打成包：文书、审查、送达、期限说明、附件、审计链和哈希清单
    #[command(
        help_template = crate::HELP,
        after_help = "包里有申请人的完整身份，下载记入审计日志。\n\n示例：\n  gongkai evidence make 2026-0012 -o 2026-0012.zip"
    )]
    Make(Make),
    /// 核验一个包：只需要这个文件，不需要数据库
    #[command(
        help_template = crate::HELP,
        after_help = "退出码：0 相符，1 不符，2 不能读出。清单有签名：用 --key 核对是不是这个机关签的。也可以不用本程序核对：unzip 以后运行 sha256sum -c SHA256SUMS。\n\n示例：\n  gongkai evidence verify 2026-0012.zip\n  gongkai evidence verify 2026-0012.zip --key keys/audit.pub"
    )]
    Verify(Verify),
}

#[derive(Args)]
pub(crate) struct Make {
    /// 登记编号
    #[arg(help_heading = "参数")]
    number: String,
    /// 包写进的文件
    #[arg(short, long, value_name = "OUT", help_heading = "选项")]
    output: PathBuf,
    /// 谁要的，记入审计日志和清单；不写时为系统管理员
    #[arg(long, value_name = "NAME", default_value = "系统管理员", help_heading = "选项")]
    by: String,
    /// 覆盖已有的文件
    #[arg(long, help_heading = "选项")]
    force: bool,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Verify {
    /// 要核验的包
    #[arg(help_heading = "参数")]
    file: PathBuf,
    /// 签名公钥文件（keys/audit.pub），核对签名是不是这个机关的
    #[arg(long, value_name = "FILE", help_heading = "选项")]
    key: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

impl Evidence {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        match self {
            Evidence::Make(make) => make.run(config, out),
            Evidence::Verify(verify) => verify.run(out),
        }
    }
}

impl Make {
    fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        files::writable(&self.output, self.force)?;
        let now = crate::now();
        let (count, bytes) = Runtime::new()?.block_on(async {
            let cases = office::open(config, self.data.as_deref()).await?;
            let found = store::cases::by_number(cases.store(), cases.organ(), &self.number).await?;
            let case = found.with_context(|| format!("没有登记编号为 {} 的案件", self.number))?.case;
            // Whoever sits at the machine may be anybody: the log has the machine, and the name as it was given.
            cases
                .unmasked(&case, &"command-line".into(), &format!("evidence: {}", self.by), now.into())
                .await?;
            let pieces = cases.dossier(&case, Purpose::Evidence, config.site.watermark(), now.into()).await?;
            let made_at = law::china::minute(now);
            let about = About {
                purpose: Purpose::Evidence.name().to_owned(),
                number: self.number.clone(),
                organ: cases.settings().letters.organ.clone(),
                made_at,
                made_by: self.by.clone(),
            };
            anyhow::Ok((pieces.len(), cases.package(&pieces, about)?))
        })?;
        files::write(&self.output, &bytes)?;
        writeln!(out, "已打包 {}：{count} 个文件", self.number)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Verify {
    fn run(self, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let bytes = files::read(&self.file, LARGEST)?;
        let mut verified = dossier::verify(&bytes).map_err(anyhow::Error::msg)?;
        if let Some(file) = &self.key {
            let key = String::from_utf8(files::read(file, 1_000)?).unwrap_or_default();
            // Secrets have as many digits.
            let is_public = key.trim().len() == 64 && file.extension().is_none_or(|name| name != "key");
            ensure!(is_public, "{} 不是签名公钥文件：公钥文件是 keys/audit.pub", file.display());
            if verified.key != key.trim() {
                verified.flaws.push("签名不是这个公钥的：包不是这个机关制作的，或者机关换过密钥".to_owned());
            }
        }
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &object(&verified)).map_err(std::io::Error::from)?;
            writeln!(out)?;
        } else {
            in_words(&verified, self.key.is_some(), out)?;
        }
        Ok(ExitCode::from(u8::from(!verified.flaws.is_empty())))
    }
}

fn in_words(verified: &Verified, has_key: bool, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(about) = &verified.about {
        let About { purpose, number, organ, made_at, made_by } = about;
        writeln!(out, "{purpose} {number}，{organ}，{made_at} {made_by}制作")?;
    }
    for flaw in &verified.flaws {
        writeln!(out, "不符：{flaw}")?;
    }
    if !verified.flaws.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}个文件与清单相符，{}条办理记录与审计链相符。", verified.files, verified.events)?;
    match &verified.signed_on {
        Some(day) => writeln!(out, "{day}的日根签名相符。")?,
        None => writeln!(out, "最后一条办理记录还没有签名的日根，次日以后重新打包即有。")?,
    }
    writeln!(out, "清单由公钥 {} 的持有者签名：包里的文件就是签名时的文件。", verified.key)?;
    if !has_key {
        terminal::note(
            "公钥在包里，任何人都能用自己的密钥签名：要确认是这个机关签的，请用 --key 指定机关公布的公钥文件",
        );
    }
    terminal::note("办理记录是不是机关审计链上的记录，由机关运行 gongkai audit verify 核对");
    Ok(())
}

fn object(verified: &Verified) -> serde_json::Value {
    json!({
        "about": verified.about,
        "files": verified.files,
        "events": verified.events,
        "signed_on": verified.signed_on,
        "key": verified.key,
        "flaws": verified.flaws,
    })
}
