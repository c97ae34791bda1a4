//! `gongkai calendar` — 工作日历.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use law::calendar::{Severity, WorkCalendar};
use law::china::weekday;

use crate::config::Config;
use crate::{files, usage};

#[derive(Subcommand)]
pub(crate) enum Calendar {
    /// 检查一份放假通知文件（TOML）能否加入日历
    #[command(
        help_template = crate::HELP,
        after_help = "通过检查的文件放进数据目录的 calendars/ 即生效。\n\n示例：\n  gongkai calendar check 2027.toml"
    )]
    Check {
        /// 通知文件
        #[arg(help_heading = "参数")]
        file: PathBuf,
    },
    /// 查看一年的放假和调休安排
    #[command(
        help_template = crate::HELP,
        after_help = "示例：\n  gongkai calendar show 2026\n  gongkai calendar show 2020 --as-of 2020-01-20"
    )]
    Show(Show),
}

#[derive(Args)]
pub(crate) struct Show {
    /// 年份
    #[arg(help_heading = "参数", value_parser = usage::year)]
    year: i16,
    /// 按某一天已公布的通知查看
    #[arg(long, value_name = "DATE", help_heading = "选项", value_parser = usage::day)]
    as_of: Option<Date>,
    /// 加上某地区的放假日
    #[arg(long, help_heading = "选项")]
    region: Option<String>,
}

impl Calendar {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let calendar = load(config)?;
        match self {
            Calendar::Check { file } => check(&calendar, &file, out),
            Calendar::Show(show) => show.run(calendar, out),
        }
    }
}

/// The largest notice file, in bytes.
const NOTICE_BYTES: u64 = 1 << 20;

/// The built-in calendar with the notices of the data directory.
pub(crate) fn load(config: &Config) -> anyhow::Result<WorkCalendar> {
    let folder = config.data.join("calendars");
    if !folder.is_dir() {
        return Ok(WorkCalendar::builtin());
    }
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| format!("打不开 {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let mut notices = Vec::new();
    for path in paths {
        let text = text(&path)?;
        notices.push(law::calendar::Notice::parse(&text).with_context(|| path.display().to_string())?);
    }
    WorkCalendar::builtin().with(notices).with_context(|| folder.display().to_string())
}

fn text(path: &std::path::Path) -> anyhow::Result<String> {
    String::from_utf8(files::read(path, NOTICE_BYTES)?)
        .with_context(|| format!("{} 不是 UTF-8 文本", path.display()))
}

fn check(calendar: &WorkCalendar, file: &std::path::Path, out: &mut impl Write) -> anyhow::Result<ExitCode> {
    let checked = calendar.check(&text(file)?);
    for problem in &checked.problems {
        writeln!(out, "{problem}")?;
    }
    let wrong = checked.problems.iter().any(|problem| problem.severity() == Severity::Error);
    match checked.notice {
        Some(notice) if !wrong => {
            let off: usize = notice.holidays().iter().map(|holiday| holiday.off().len()).sum();
            let worked: usize = notice.holidays().iter().map(|holiday| holiday.worked().len()).sum();
            writeln!(
                out,
                "{}可以使用：{}年，放假{off}天，调休上班{worked}天。放进数据目录的 calendars/ 即生效。",
                notice.number(),
                notice.year()
            )?;
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            writeln!(out, "{} 不能使用，请按上面的说明改正。", file.display())?;
            Ok(ExitCode::from(1))
        }
    }
}

impl Show {
    fn run(self, mut calendar: WorkCalendar, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        anyhow::ensure!((2000..2100).contains(&self.year), "年份应在 2000 至 2099 之间");
        let first = Date::new(self.year, 1, 1)?;
        if let Some(as_of) = self.as_of {
            calendar = calendar.as_known_on(as_of);
        }
        if let Some(region) = &self.region {
            let known = calendar.notices().any(|notice| notice.region() == Some(region.as_str()));
            anyhow::ensure!(known, "没有{region}的放假通知，请先把通知文件放进数据目录的 calendars/");
            calendar = calendar.in_region(region);
        }
        let last = Date::new(self.year, 12, 31)?;
        let certainty = calendar.certainty(first, last);
        writeln!(out, "{}年工作日{}天（{certainty}）", self.year, calendar.working_days_in(self.year))?;
        let mut day = first;
        while day <= last {
            let kind = calendar.why(day);
            let ordinary = matches!(kind, law::calendar::DayKind::Working | law::calendar::DayKind::Weekend);
            if !ordinary {
                writeln!(out, "{day} {} {kind}", weekday(day))?;
            }
            day = day.tomorrow()?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
