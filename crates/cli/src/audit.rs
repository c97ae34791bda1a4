//! `gongkai audit` — 审计链.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use store::{Store, audit, vault};
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::office;

#[derive(Subcommand)]
pub(crate) enum Audit {
    /// 核对所有审计链和签名日根，指出第一处改动
    #[command(
        help_template = crate::HELP,
        after_help = "没有改动时退出码为 0，有改动时为 1。运行期间平台可以照常使用。\n\n示例：\n  gongkai audit verify"
    )]
    Verify {
        /// 数据目录，默认用配置中的
        #[arg(long, value_name = "DIR", help_heading = "选项")]
        data: Option<PathBuf>,
    },
}

impl Audit {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let Audit::Verify { data } = self;
        let key = vault::verifying_key(&config.secrets(data.as_deref()))?;
        let verified = Runtime::new()?.block_on(async {
            let store = Store::open(&office::existing(config, data.as_deref())?).await?;
            anyhow::Ok(audit::verify(&store, key.as_ref()).await?)
        })?;
        for broken in &verified.broken {
            writeln!(out, "{broken}")?;
        }
        let (chains, links, roots) = (verified.chains, verified.links, verified.roots);
        write!(out, "已核对 {chains} 条审计链、{links} 条记录、{roots} 个日根")?;
        match (verified.broken.len(), key) {
            (0, Some(_)) => writeln!(out, "，没有发现改动。")?,
            (0, None) => {
                writeln!(out, "，没有发现改动；数据目录里没有签名公钥（keys/audit.pub），签名没有核对。")?
            }
            (broken, _) => writeln!(out, "，发现 {broken} 处改动，请保留现场并与备份比对。")?,
        }
        Ok(ExitCode::from(u8::from(!verified.broken.is_empty())))
    }
}
