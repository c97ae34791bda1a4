//! `gongkai ledger` — 台账导入.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use casework::applicant::ApplicantClass;
use casework::event::Actor;
use casework::ledger::{Column, Defaults, Mapping};
use clap::{Args, Subcommand};
use law::receipt::Channel;
use serde_json::json;
use services::cases::{Cases, LedgerRow, LedgerSheet, Moment};
use store::people::Role;
use tokio::runtime::Runtime;

use crate::config::Config;
use crate::report::bars;
use crate::{files, office};

#[derive(Subcommand)]
pub(crate) enum Ledger {
    /// 把以前的台账（Excel）导入为案件：先逐行核对，再登记
    #[command(
        help_template = crate::HELP,
        after_help = "列按标题识别，识别错的用 --map 指定。已经办结的行带着办理结果计入统计，没有办结的继续办理；同一个文件导入几次，每一行只登记一次。\n\n退出码：0 全部可以导入（已导入），1 有不能导入的行，2 不能读出。\n\n示例：\n  gongkai ledger import 台账.xlsx --preview\n  gongkai ledger import 台账.xlsx --void 列对错了 --by chensiyuan\n  gongkai ledger import 台账.xlsx --map 收到申请日期=来件时间 --class 自然人 --channel 当面提交 --by chensiyuan"
    )]
    Import(Import),
}

#[derive(Args)]
pub(crate) struct Import {
    /// 台账文件（XLSX、XLS）
    #[arg(help_heading = "参数")]
    file: PathBuf,
    /// 指定一列：栏目=列标题，可以多次；栏目见 --preview 的输出
    #[arg(long, value_name = "COLUMN=HEADING", help_heading = "选项")]
    map: Vec<String>,
    /// 只核对，不登记
    #[arg(long, help_heading = "选项")]
    preview: bool,
    /// 撤销以前从这个文件导入的案件，写明原因；导入以后又办理过的不能撤销
    #[arg(long, value_name = "REASON", conflicts_with_all = ["preview", "skip_errors"], help_heading = "选项")]
    void: Option<String>,
    /// 有错误的行跳过，其余的导入；不写时有一行错误就都不导入
    #[arg(long, conflicts_with = "preview", help_heading = "选项")]
    skip_errors: bool,
    /// 没有写明申请人类别的，按哪一类；不写时算错误
    #[arg(long, value_name = "CLASS", help_heading = "选项")]
    class: Option<String>,
    /// 没有写明申请渠道的，按哪一种；不写时算错误
    #[arg(long, value_name = "CHANNEL", help_heading = "选项")]
    channel: Option<String>,
    /// 谁导入的，本机关工作人员的登录名，记入办理经过；不写时记为系统
    #[arg(long, value_name = "ACCOUNT", help_heading = "选项")]
    by: Option<String>,
    /// 输出 JSON
    #[arg(long, help_heading = "选项")]
    json: bool,
    /// 数据目录，默认用配置中的
    #[arg(long, value_name = "DIR", help_heading = "选项")]
    data: Option<PathBuf>,
}

/// One of several by its name.
fn chosen<T: Copy>(
    option: &str,
    given: Option<&str>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> anyhow::Result<Option<T>> {
    let Some(given) = given else { return Ok(None) };
    let found = all.iter().copied().find(|one| name(*one) == given.trim());
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    Ok(Some(found.with_context(|| format!("{option} 没有“{given}”，可用的有：{}", names.join("、")))?))
}

impl Ledger {
    pub(crate) fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let Ledger::Import(import) = self;
        import.run(config, out)
    }
}

/// A row that was taken over, or why it was not.
struct Done {
    row: u32,
    outcome: Result<(String, bool), String>,
}

impl Import {
    fn run(self, config: &Config, out: &mut impl Write) -> anyhow::Result<ExitCode> {
        let bytes = files::read(&self.file, config.limits.bytes)?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let sheet = LedgerSheet::read(&name, &bytes, &config.limits).map_err(anyhow::Error::msg)?;
        let mapping = self.mapping(&sheet)?;
        let defaults = Defaults {
            class: chosen("--class", self.class.as_deref(), &ApplicantClass::ALL, ApplicantClass::name)?,
            channel: chosen("--channel", self.channel.as_deref(), &Channel::ALL, Channel::name)?,
        };
        let moment: Moment = crate::now().into();
        Runtime::new()?.block_on(async {
            let cases = office::open(config, self.data.as_deref()).await?;
            let by = self.by(&cases).await?;
            let rows = cases.look_through(&sheet, &mapping, defaults, moment.today).await?;
            if let Some(why) = &self.void {
                return self.void(&cases, &rows, (why, &by, moment), out).await;
            }
            let flawed = rows.iter().filter(|row| row.taken.is_err()).count();
            let goes_on = !self.preview && (flawed == 0 || self.skip_errors);
            let mut done = Vec::new();
            if goes_on {
                let bar = bars::bar("台账", rows.len());
                for row in &rows {
                    bar.inc(1);
                    let Ok(taken) = &row.taken else { continue };
                    let taken = (row.number, taken.clone());
                    let outcome = cases.take_over(&sheet, taken, &by, moment).await;
                    let outcome =
                        outcome.map(|done| (done.number, done.again)).map_err(|why| why.to_string());
                    done.push(Done { row: row.number, outcome });
                }
                bar.finish_and_clear();
            }
            self.told(&sheet, &mapping, (&rows, &done, goes_on), out)?;
            let failed = done.iter().filter(|done| done.outcome.is_err()).count();
            anyhow::Ok(ExitCode::from(u8::from(flawed + failed > 0)))
        })
    }

    /// Takes back what was taken over from the file.
    async fn void(
        &self,
        cases: &Cases,
        rows: &[LedgerRow],
        (why, by, moment): (&str, &Actor, Moment),
        out: &mut impl Write,
    ) -> anyhow::Result<ExitCode> {
        let (mut voided, mut errors) = (0, Vec::new());
        for row in rows {
            let Ok(taken) = &row.taken else { continue };
            match cases.take_back(taken, why, by, moment).await {
                Ok(was_there) => voided += usize::from(was_there),
                Err(failure) => errors.push((row.number, failure.to_string())),
            }
        }
        if self.json {
            let errors: Vec<_> =
                errors.iter().map(|(row, says)| json!({ "row": row, "says": says })).collect();
            writeln!(out, "{}", json!({ "voided": voided, "errors": errors }))?;
        } else {
            for (row, says) in &errors {
                writeln!(out, "第{row}行没有撤销：{says}")?;
            }
            writeln!(out, "撤销了{voided}件的导入。")?;
        }
        Ok(ExitCode::from(u8::from(!errors.is_empty())))
    }

    /// Who brings the ledger.
    async fn by(&self, cases: &Cases) -> anyhow::Result<Actor> {
        let Some(name) = &self.by else { return Ok(Actor::System) };
        let found = store::people::account_named(cases.store(), name).await?;
        let found = found.filter(|one| one.organ == cases.organ());
        let found = found.with_context(|| format!("本机关没有账号“{name}”"))?;
        let grants = store::people::grants_of(cases.store(), &found.id).await?;
        let takes_in = grants.iter().any(|grant| grant.organ == cases.organ() && grant.role == Role::Clerk);
        ensure!(takes_in, "账号“{name}”不是经办人员，不能导入台账");
        Ok(Actor::Officer(found.id.into()))
    }

    fn mapping(&self, sheet: &LedgerSheet) -> anyhow::Result<Mapping> {
        let mut mapping = sheet.guess();
        for pair in &self.map {
            let (name, heading) = pair.split_once('=').context("--map 写作：栏目=列标题")?;
            let column = Column::ALL.into_iter().find(|column| column.name() == name.trim());
            let names: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
            let column =
                column.with_context(|| format!("没有栏目“{name}”，可用的有：{}", names.join("、")))?;
            let at = sheet.headings.iter().position(|one| one.trim() == heading.trim());
            mapping.insert(column, at.with_context(|| format!("表里没有列标题“{heading}”"))?);
        }
        for column in Column::ALL.into_iter().filter(|column| column.is_required()) {
            if !mapping.contains_key(&column) {
                bail!("没有找到“{}”是哪一列，请用 --map {}=列标题 指定", column.name(), column.name());
            }
        }
        ensure!(!sheet.rows.is_empty(), "没有数据");
        Ok(mapping)
    }

    fn told(
        &self,
        sheet: &LedgerSheet,
        mapping: &Mapping,
        (rows, done, was_done): (&[LedgerRow], &[Done], bool),
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let flawed = rows.iter().filter_map(|row| Some((row.number, row.taken.as_ref().err()?)));
        if self.json {
            let columns = mapping.iter().map(|(column, at)| (column.name(), json!(sheet.headings.get(*at))));
            let columns: serde_json::Map<String, serde_json::Value> =
                columns.map(|(name, heading)| (name.to_owned(), heading)).collect();
            let object = json!({
                "source": sheet.source,
                "columns": columns,
                "rows": rows.len(),
                "remarks": rows
                    .iter()
                    .filter_map(|row| Some(json!({ "row": row.number, "says": row.remark.as_ref()? })))
                    .collect::<Vec<_>>(),
                "errors": flawed.map(|(row, flaws)| json!({ "row": row, "says": flaws })).collect::<Vec<_>>(),
                "imported": done.iter().map(|done| match &done.outcome {
                    Ok((number, again)) => json!({ "row": done.row, "number": number, "again": again }),
                    Err(says) => json!({ "row": done.row, "error": says }),
                }).collect::<Vec<_>>(),
            });
            serde_json::to_writer_pretty(&mut *out, &object).map_err(std::io::Error::from)?;
            writeln!(out)?;
            return Ok(());
        }
        for (column, at) in mapping {
            let heading = sheet.headings.get(*at).map_or("", String::as_str);
            writeln!(out, "{}：{heading}", column.name())?;
        }
        let mut count = 0;
        for (row, flaws) in flawed {
            count += 1;
            writeln!(out, "第{row}行：{}", flaws.join("；"))?;
        }
        for row in rows {
            if let Some(remark) = &row.remark {
                writeln!(out, "第{}行请核对：{remark}", row.number)?;
            }
        }
        for done in done {
            if let Err(says) = &done.outcome {
                writeln!(out, "第{}行没有导入：{says}", done.row)?;
            }
        }
        let new = done.iter().filter(|done| matches!(done.outcome, Ok((_, false)))).count();
        let again = done.iter().filter(|done| matches!(done.outcome, Ok((_, true)))).count();
        match (was_done, count) {
            (true, _) => writeln!(
                out,
                "共{}行：导入{new}件，以前已经导入{again}件，有错误跳过{count}行。",
                rows.len()
            )?,
            (false, 0) => writeln!(out, "共{}行，都可以导入。", rows.len())?,
            (false, _) => writeln!(
                out,
                "共{}行，{count}行有错误，没有导入；改正以后再导入，或者用 --skip-errors 先导入其余的。",
                rows.len()
            )?,
        }
        Ok(())
    }
}
