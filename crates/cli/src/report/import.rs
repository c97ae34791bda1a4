//! `gongkai report import` — 入库.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use serde_json::{Value, json};
use services::import::{Content, Options, Reason, Row, Source, import};
use store::{Location, Put, Store};

use super::tree;
use crate::config::Config;
use crate::{files, terminal};

#[derive(Args)]
pub(crate) struct Import {
    /// 报告文件或文件夹；只导入机关层级时可以不写
    #[arg(required_unless_present = "tree", help_heading = "参数")]
    paths: Vec<PathBuf>,
    /// 机关层级文件（TOML）；不指定时按报告上的机关名称入库
    #[arg(long, value_name = "FILE", help_heading = "选项")]
    tree: Option<PathBuf>,
    /// 报告没有写明机关时，是哪个机关的：名称，或层级文件里的代号
    #[arg(long, value_name = "机关", help_heading = "选项")]
    organ: Option<String>,
    /// 更正说明：与已入库的不同的报告作为更正入库，说明随报告公布
    #[arg(long, value_name = "说明", help_heading = "选项")]
    correct: Option<String>,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
    /// 每个文件输出一行 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
}

impl Import {
    pub(super) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let options = Options {
            tree: self.tree.as_deref().map(tree::load).transpose()?,
            agency: self.organ,
            correction: self.correct.map(|note| note.trim().to_owned()),
            takes_invented: false,
            limits: config.limits,
            at: crate::now(),
        };
        ensure!(
            options.correction.as_deref() != Some(""),
            "请在 --correct 后写明更正说明，如 --correct \"更正表三受理数量\""
        );
        let location = match self.data {
            Some(folder) => Location::Folder(folder),
            None => config.store()?,
        };
        let aside: Vec<&Path> = self.tree.as_deref().into_iter().collect();
        let files = match self.paths.is_empty() {
            true => Vec::new(),
            false => files::expand(&self.paths, &aside, "没有入库")?,
        };
        let sources: Vec<Source> = files
            .into_iter()
            .map(|path| Source { name: path.display().to_string(), content: Content::File(path) })
            .collect();
        ensure!(
            options.correction.is_none() || sources.len() == 1,
            "更正一次只入库一份报告，说明才不会写错地方；这里有{}份，请只写要更正的那一份",
            sources.len()
        );
        let bar = terminal::progress(sources.len());
        let mut written = Ok(());
        let on_row = |row: &Row| {
            if written.is_ok() {
                written = if self.json { writeln!(out, "{}", line(row)) } else { say(row, out) };
            }
            bar.inc(1);
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let rows = runtime.block_on(async {
            let store = Store::open(&location).await?;
            let rows = import(&store, sources, &options, on_row).await?;
            store.close().await;
            anyhow::Ok(rows)
        })?;
        bar.finish_and_clear();
        written?;
        if !self.json && self.paths.is_empty() {
            let organs = options.tree.as_ref().map_or(0, |tree| tree.organs().len());
            writeln!(out, "已导入机关层级：{organs}个机关")?;
        } else if !self.json {
            writeln!(out, "{}", summary(&rows))?;
        }
        Ok(ExitCode::from(rows.iter().map(code).max().unwrap_or(0)))
    }
}

/// The exit code for one file.
fn code(row: &Row) -> u8 {
    match &row.put {
        Ok(_) => 0,
        Err(Reason::Refused(_)) => 1,
        Err(Reason::Unusable(_)) => 2,
    }
}

/// What became of a file, for people.
fn say(row: &Row, out: &mut impl Write) -> io::Result<()> {
    let Row { file, organ, year, verdict, put, .. } = row;
    write!(out, "{file}")?;
    if let Some(organ) = organ {
        write!(out, "  {}", organ.name)?;
    }
    if let Some(year) = year {
        write!(out, "  {year}年度")?;
    }
    match put {
        Ok(put) => {
            write!(out, "  {}", put.words())?;
            match put {
                Put::Corrected { version } => write!(out, "为第{version}版")?,
                Put::Superseded { version } => write!(out, "（内容是第{version}版的，没有入库）")?,
                Put::SaysTheSame => write!(out, "（内容与已入库的文件相同，没有替换）")?,
                Put::New | Put::Refreshed | Put::Unchanged => {}
            }
            if let Some(verdict) = verdict {
                write!(out, "  体检{}", verdict.result.words())?;
                if let Some(first) = &row.first_error {
                    write!(out, "（{}个错误，第一个：{first}）", verdict.errors)?;
                }
            }
            writeln!(out)
        }
        Err(reason) => writeln!(out, "  没有入库\n  {reason}"),
    }
}

/// What became of a file, for programs.
fn line(row: &Row) -> Value {
    let mut line = json!({
        "file": row.file,
        "organ": row.organ.as_ref().map(|organ| &organ.id),
        "organ_name": row.organ.as_ref().map(|organ| &organ.name),
        "year": row.year,
        "result": row.verdict.map(|verdict| verdict.result.key()),
        "errors": row.verdict.map(|verdict| verdict.errors),
        "first_error": row.first_error,
    });
    match &row.put {
        Ok(put) => {
            line["outcome"] = put.key().into();
            if let Put::Corrected { version } | Put::Superseded { version } = put {
                line["version"] = (*version).into();
            }
        }
        Err(reason) => line["error"] = reason.to_string().into(),
    }
    line
}

/// How many files ended how.
fn summary(rows: &[Row]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        let words = row.put.as_ref().map_or("没有入库", |put| put.words());
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    let counts: Vec<String> = counts.iter().map(|(words, count)| format!("{words}{count}份")).collect();
    format!("共{}份：{}", rows.len(), counts.join("，"))
}
