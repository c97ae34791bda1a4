//! `gongkai demo` — 建立演示数据.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use serde::Serialize;
use services::cases::{Cases, OfficeSettings, demo};
use store::vault::Vault;
use store::{Location, Store, queries};

use crate::config::Config;
use crate::report::bars;

#[derive(Args)]
#[command(
    help_template = crate::HELP,
    after_help = "示例：\n  gongkai demo --data demo-data\n  gongkai serve --config demo-data/gongkai.toml\n  gongkai demo --data big --scale 100000"
)]
pub(crate) struct Demo {
    /// 数据目录，必须是空的；默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
    /// 虚构多少件申请
    #[arg(long, value_name = "N", default_value_t = 120, help_heading = "选项")]
    scale: usize,
}

impl Demo {
    /// Fills an empty store with an invented city, its officers and a year of applications.
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let data = self.data.clone().unwrap_or_else(|| config.data.clone());
            let location = match &self.data {
                Some(folder) if config.database.is_none() => Location::Folder(folder.clone()),
                _ => config.store()?,
            };
            let store = Store::open(&location).await?;
            let any = !queries::children(&store, None, None, 1).await?.rows.is_empty();
            anyhow::ensure!(
                !any && !store::people::has_accounts(&store).await?,
                "{location} 里已经有数据；演示数据只能建立在空的数据目录或者数据库里"
            );
            let now = crate::now();
            services::demo::fill(&store, &config.limits, now).await?;
            let vault = Vault::open(&config.keys(Some(&data))?, &config.secrets(Some(&data))).await?;
            let cases = Cases::new(store.clone(), vault, demo::office(), crate::calendar::load(config)?);
            let today = law::china::day(now);
            let bar = bars::bar("虚构申请", self.scale);
            cases
                .invent(self.scale, demo::beginning(today), today, |done| bar.set_position(done as u64))
                .await?;
            bar.finish_and_clear();
            cases.invent_stamp(crate::now().into()).await?;
            let file = data.join("gongkai.toml");
            std::fs::write(&file, settings(&data)?)
                .with_context(|| format!("不能写入 {}", file.display()))?;
            store.close().await;
            writeln!(out, "已建立演示数据：{} 件申请，{location}", self.scale)?;
            writeln!(out, "启动：gongkai serve --config {}", file.display())?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

#[derive(Serialize)]
struct Settings<'s> {
    data: &'s std::path::Path,
    site: web::Site,
    office: OfficeSettings,
}

/// The configuration with which the demonstration is served.
fn settings(data: &std::path::Path) -> anyhow::Result<String> {
    let data = data.canonicalize().unwrap_or_else(|_| data.to_owned());
    let settings = Settings { data: &data, site: web::Site::demo(), office: demo::office() };
    Ok(toml::to_string(&settings)?)
}
