//! `gongkai backup`、`gongkai restore` — 备份与恢复.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use services::backup::{self, Installation, Manifest};
use store::vault::Vault;
use store::{Store, audit, vault};
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::{office, terminal};

#[derive(Args)]
#[command(
    help_template = crate::HELP,
    after_help = "运行期间可以备份：数据库取同一时刻的内容。备份里没有主密钥和签名密钥（keys/master.key、keys/audit.key），请另行保管；没有它们，备份里的案件正文谁也打不开。\n\n也可以不用本程序核对：在备份文件夹里运行 sha256sum -c SHA256SUMS。\n\n示例：\n  gongkai backup /backup/2026-11-26\n  gongkai backup /backup/2026-11-26 --verify"
)]
pub(crate) struct Backup {
    /// 备份写进的文件夹，必须是空的
    #[arg(help_heading = "参数")]
    folder: PathBuf,
    /// 只核对已有的备份
    #[arg(long, help_heading = "选项")]
    verify: bool,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项", conflicts_with = "verify")]
    data: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    help_template = crate::HELP,
    after_help = "先把主密钥和签名密钥放回数据目录的 keys 文件夹，再恢复。SQLite 的备份可以恢复到 PostgreSQL，反过来也可以。恢复以后核对审计链。\n\n示例：\n  gongkai restore /backup/2026-11-26 --data /var/lib/gongkai"
)]
pub(crate) struct Restore {
    /// 备份文件夹
    #[arg(help_heading = "参数")]
    folder: PathBuf,
    /// 数据目录，必须是空的；默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
}

fn installation(config: &Config, data: Option<&std::path::Path>) -> anyhow::Result<Installation> {
    Ok(Installation {
        database: office::location(config, data)?,
        keys: config.keys(data)?,
        files: config.files.open(&data.unwrap_or(&config.data).join("files"))?,
        secrets: config.secrets(data),
    })
}

impl Backup {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let manifest = if self.verify {
            backup::verify(&self.folder)?
        } else {
            let of = installation(config, self.data.as_deref())?;
            let bar = terminal::working();
            let told = |says: &str| bar.set_message(says.to_owned());
            let made = Runtime::new()?.block_on(backup::make(&of, &self.folder, crate::now(), told));
            bar.finish_and_clear();
            made?
        };
        writeln!(out, "{}：{}", self.folder.display(), summary(&manifest))?;
        writeln!(out, "已核对每个文件的校验和与每张表的行数。")?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let data = self.data.as_deref();
        let secrets = config.secrets(data);
        // Whether there is a backup at all comes first.
        backup::verify(&self.folder)?;
        let needed = [("master.key", "恢复的案件正文打不开"), ("audit.key", "不能核对和延续审计链的签名")];
        for (name, without) in needed {
            let file = secrets.join(name);
            ensure!(
                file.is_file(),
                "请先把制作备份的机关的 {name} 放到 {}，再恢复；没有它，{without}",
                file.display()
            );
        }
        let into = installation(config, data)?;
        let bar = terminal::working();
        let told = |says: &str| bar.set_message(says.to_owned());
        let (manifest, verified) = Runtime::new()?.block_on(async {
            let manifest = backup::restore(&self.folder, &into, told).await?;
            // Says whether the master key is the right one.
            Vault::open(&into.keys, &secrets).await.context("密钥与备份不符")?.close().await;
            let key = vault::verifying_key(&secrets)?;
            let store = Store::open(&into.database).await?;
            anyhow::Ok((manifest, audit::verify(&store, key.as_ref()).await?))
        })?;
        bar.finish_and_clear();
        writeln!(out, "已恢复：{}", summary(&manifest))?;
        writeln!(
            out,
            "登录状态和一次性链接没有恢复。备份以后依法删除过个人信息的案件，又随备份回来，请重新删除。"
        )?;
        for broken in &verified.broken {
            writeln!(out, "{broken}")?;
        }
        let (chains, links) = (verified.chains, verified.links);
        match verified.broken.len() {
            0 => writeln!(out, "审计链：{chains} 条链、{links} 条记录，没有发现改动。")?,
            broken => writeln!(
                out,
                "审计链有 {broken} 处不符，备份之前或者之后有改动，请查明；数据已经恢复，供核对。"
            )?,
        }
        Ok(ExitCode::from(u8::from(!verified.broken.is_empty())))
    }
}

fn summary(manifest: &Manifest) -> String {
    let rows = |tables: &[(String, u64)]| tables.iter().map(|(_, rows)| rows).sum::<u64>();
    let made = law::china::minute(manifest.made_at);
    format!(
        "{made} 的备份，数据库 {} 行，密钥 {} 行，附件 {} 个",
        rows(&manifest.database),
        rows(&manifest.keys),
        manifest.files
    )
}
