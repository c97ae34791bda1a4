//! `gongkai serve` — 启动平台网站.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, anyhow};
use clap::Args;
use jiff::{SignedDuration, Timestamp};
use law::china;
use services::cases::{Cases, Post, Worked, demo};
use services::mail::Mailer;
use services::people::{self, Seed, Token};
use store::files::Files;
use store::vault::Vault;
use store::{Location, Store, queries};
use tracing_subscriber::EnvFilter;
use web::{App, Site};

use crate::config::Config;
use crate::{office, terminal, usage};

#[derive(Args)]
#[command(
    help_template = crate::HELP,
    after_help = "年报栏目列出数据目录里的报告，用 gongkai report import 存入。\n\n示例：\n  gongkai serve --demo\n  gongkai serve --listen 0.0.0.0:80\n  gongkai serve --data /var/lib/gongkai"
)]
pub(crate) struct Serve {
    /// 监听地址，默认 127.0.0.1:8080
    #[arg(long, value_name = "ADDR", help_heading = "选项", value_parser = usage::address)]
    listen: Option<SocketAddr>,
    /// 演示：虚构的城市，数据只在内存里
    #[arg(long, help_heading = "选项", conflicts_with = "data")]
    demo: bool,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
}

/// Invented cases in the demonstration.
const DEMO_CASES: usize = 120;

/// After how long the work of a day that could not be done is tried again.
const AGAIN: Duration = Duration::from_secs(600);

/// Does at the start, and whenever a day in China begins, what is done once a day: due days are counted again, for a notice may
/// have come or a time may be over, and the audit chains are signed.
async fn keep_daily(cases: Cases) {
    loop {
        let now = crate::now();
        match cases.each_day(now.into()).await {
            Ok(settled) if settled.moved > 0 => {
                tracing::info!(moved = settled.moved, "due days were counted again");
            }
            Ok(_) => {}
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::error!(%error, cause, "the work of the day could not be done");
                tokio::time::sleep(AGAIN).await;
                continue;
            }
        }
        tokio::time::sleep(until_tomorrow(now)).await;
    }
}

/// How long work in the background waits for more of it.
const PAUSE: Duration = Duration::from_secs(5);

/// Does the work that is due in the background, as it comes.
async fn keep_working(cases: Cases) {
    while cases.has_post() {
        match cases.work(crate::now()).await {
            Ok(worked) if worked != Worked::default() => {}
            Ok(_) => tokio::time::sleep(PAUSE).await,
            Err(error) => {
                tracing::error!(%error, "work in the background could not be done");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// The time until ten minutes after the next midnight in China.
fn until_tomorrow(now: Timestamp) -> Duration {
    let midnight = china::day(now).tomorrow().and_then(|day| day.to_zoned(china::time_zone()));
    let wait =
        midnight.map(|midnight| midnight.timestamp().duration_since(now) + SignedDuration::from_mins(10));
    wait.unwrap_or(SignedDuration::from_hours(1)).unsigned_abs()
}

impl Serve {
    pub(crate) fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let filter =
            EnvFilter::try_from_env("GONGKAI_LOG").unwrap_or_else(|_| EnvFilter::new("warn,gongkai=info"));
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        if config.json_log {
            log.json().init()
        } else {
            log.init()
        }
        let listen = self.listen.unwrap_or(config.listen);
        let fonts = config.load_fonts()?;
        let site = if self.demo { Site::demo() } else { config.site.clone() };
        let work = std::thread::available_parallelism().map_or(2, usize::from);
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let store = self.store(&config).await?;
            let link = first_link(&store, &config).await?;
            let vault = self.vault(&config).await?;
            let cases = self.cases(&config, &store, vault.clone()).await?;
            let cases = match Mailer::new(&config.mail)? {
                Some(mailer) => cases.with_post(Post { mailer, site: site.address() }),
                None => cases,
            };
            let unopened = unopened(&cases).await?;
            tokio::spawn(keep_daily(cases.clone()));
            tokio::spawn(keep_working(cases.clone()));
            let app = App::new(site, store, fonts, config.limits, work, run_name());
            let app = app.with_people(config.people).with_vault(vault).with_cases(cases);
            if let Some(address) = config.operations {
                let listener = tokio::net::TcpListener::bind(address).await;
                let listener = listener.with_context(|| format!("不能在 {address}（operations）上提供监测，可能端口已被占用"))?;
                tokio::spawn(web::serve_operations(listener, app.clone(), stop()));
            }
            let listener = tokio::net::TcpListener::bind(listen).await;
            let listener = listener.with_context(|| {
                format!("不能在 {listen} 上提供服务，可能端口已被占用，请用 --listen 换一个")
            })?;
            self.told(&config)?.iter().for_each(|sentence| terminal::note(sentence));
            if let Some(sentence) = unopened {
                terminal::note(&sentence);
            }
            let address = format!("http://{}", listener.local_addr()?);
            if let Some(link) = link {
                let hours = config.people.link_hours;
                terminal::note(&format!(
                    "还没有账号。请系统管理员在{hours}小时内打开这个一次性链接，设立两名管理员：{address}/desk/setup/{}",
                    link.as_str()
                ));
            }
            let mut out = std::io::stdout();
            writeln!(out, "公开 {} 已启动：{address}", env!("CARGO_PKG_VERSION"))?;
            out.flush()?;
            web::serve(listener, app, stop()).await.context("网站服务中断")
        })?;
        Ok(ExitCode::SUCCESS)
    }

    async fn store(&self, config: &Config) -> anyhow::Result<Store> {
        if self.demo {
            return Ok(services::demo::store(&config.limits, crate::now()).await?);
        }
        Ok(Store::open(&office::location(config, self.data.as_deref())?).await?)
    }

    /// The applications of the office, and what the demonstration invents of them.
    async fn cases(&self, config: &Config, store: &Store, vault: Vault) -> anyhow::Result<Cases> {
        if self.demo {
            let cases = Cases::new(store.clone(), vault, demo::office(), crate::calendar::load(config)?);
            let files = config.files.clone();
            let cases = cases.with_files(Files::in_memory(), files, config.limits, config.clamd.clone());
            let today = china::day(crate::now());
            cases.invent(DEMO_CASES, demo::beginning(today), today, |_| {}).await?;
            cases.invent_stamp(crate::now().into()).await?;
            return Ok(cases);
        }
        office::cases(config, self.data.as_deref(), store.clone(), vault)
    }

    /// The keys, which are never in the database of what they seal.
    async fn vault(&self, config: &Config) -> anyhow::Result<Vault> {
        if self.demo {
            return Ok(Vault::in_memory().await?);
        }
        office::vault(config, self.data.as_deref()).await
    }

    /// What whoever starts the site has to know: which reports it shows, and what its pages do not say yet.
    fn told(&self, config: &Config) -> anyhow::Result<Vec<String>> {
        if self.demo {
            return Ok(vec!["演示数据只在内存里，停止后不保留".into()]);
        }
        let place = match office::location(config, self.data.as_deref())? {
            Location::Folder(folder) => {
                format!("数据目录 {}", folder.canonicalize().unwrap_or(folder).display())
            }
            server => format!("数据库 {server}"),
        };
        let open = config.open_site_keys();
        let open = (!open.is_empty()).then(|| {
            format!("网站信息没有填全，页脚会写“未填写”；请在配置文件的 [site] 里写 {}", open.join("、"))
        });
        Ok([Some(place), open].into_iter().flatten().collect())
    }
}

/// The one-time link with which the first administrators are made, where there is no account yet.
async fn first_link(store: &Store, config: &Config) -> anyhow::Result<Option<Token>> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| anyhow!("系统不能给出随机数：{error}"))?;
    Ok(people::first_link(store, &config.people, crate::now(), &Seed::new(random)).await?)
}

/// Why no applications are taken yet, or no letter can be signed, where something of the office is missing.
async fn unopened(cases: &Cases) -> anyhow::Result<Option<String>> {
    let organ = cases.organ();
    if queries::organ(cases.store(), organ).await?.is_none() {
        return Ok(Some(format!(
            "机关层级里没有代号为“{organ}”的机关（office.organ），网上申请没有开放；请用 gongkai report import --tree 导入机关层级，并在配置文件的 [office] 里写明办理申请的机关"
        )));
    }
    let missing: Vec<&str> = cases.settings().letters.missing().collect();
    Ok((!missing.is_empty()).then(|| {
        format!("文书缺少{}，不能签发答复；请在配置文件的 [office.letters] 里填写", missing.join("、"))
    }))
}

/// Names this start of the program in error numbers: seconds of the day, in base 36.
fn run_name() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let mut seconds = since.as_secs() % 86_400;
    let mut name = String::new();
    while seconds > 0 {
        let digit = char::from_digit((seconds % 36) as u32, 36).unwrap_or('0');
        name.insert(0, digit.to_ascii_uppercase());
        seconds /= 36;
    }
    name
}

/// Ends with the signal to stop.
async fn stop() {
    let interrupt = async {
        // A system without the signal is stopped by other means.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_of_the_day_begins_ten_minutes_after_midnight_in_china() {
        let wait = |now: &str| until_tomorrow(now.parse().unwrap()).as_secs();
        assert_eq!(wait("2026-03-02T15:59:59Z"), 601);
        assert_eq!(wait("2026-03-02T16:00:00Z"), 86_400 + 600);
    }
}
