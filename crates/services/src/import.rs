//! Reports into the column (入库): each file is read, checked against last year's report of the store, and laid in.
//!
//! Files are read on all cores, a few at a time, and laid in one after the other in the order given. What becomes of a
//! file is a row; a file that cannot be used never stops the rest.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rayon::prelude::*;
use readers::Limits;
use reporting::aggregate::is_draft;
use reporting::check::{Severity, check};
use reporting::report::Report;
use reporting::tree::Tree;
use store::{Error, File, NewReport, Organ, Put, Store, Verdict, put, put_organ, put_tree, queries, recheck};

use crate::{demo, file};

/// How many files are read ahead, and held in memory, at a time.
const AHEAD: usize = 32;

/// A file to be laid in.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its name, or its path, as the person who chose it knows it.
    pub name: String,
    /// Where its bytes are.
    pub content: Content,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub enum Content {
    /// Here.
    Bytes(Vec<u8>),
    /// On the disk.
    File(PathBuf),
}

/// How files are laid in.
#[derive(Debug, Clone)]
pub struct Options {
    /// Who is who (机关层级): reports are those of its authorities, under any of their names. Without it an authority is
    /// the name that a report prints.
    pub tree: Option<Tree>,
    /// Whose reports they are that do not name their authority: a name, or an id of the tree.
    pub agency: Option<String>,
    /// What is corrected (更正说明), for reports that are there already with another content.
    pub correction: Option<String>,
    /// Whether reports that say they are invented (演示) are taken: into a demonstration, never into a real column.
    pub takes_invented: bool,
    /// Limits for each file.
    pub limits: Limits,
    /// When it happens.
    pub at: Timestamp,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub struct Row {
    /// The file as it was named.
    pub file: String,
    /// The authority whose report it is.
    pub organ: Option<Organ>,
    /// The year reported on.
    pub year: Option<i16>,
    /// How the check came out, against last year's report where the store has it.
    pub verdict: Option<Verdict>,
    /// The first error that the check found, in a sentence.
    pub first_error: Option<String>,
    /// What was done, or why nothing was.
    pub put: Result<Put, Reason>,
}

/// Why a file was not laid in, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The file gives no report.
    Unusable(String),
    /// The report may not be laid in as things are.
    Refused(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Reason::Unusable(sentence) | Reason::Refused(sentence)) = self;
        f.write_str(sentence)
    }
}

/// A file as read: the report and what it was read from, or why there is none.
struct Read {
    name: String,
    found: Result<(Report, File), String>,
}

/// Lays files in, and says after each what became of it.
///
/// # Errors
/// When the database does not answer. Files of which a row was given are in.
pub async fn import(
    store: &Store,
    sources: Vec<Source>,
    options: &Options,
    mut on_row: impl FnMut(&Row),
) -> store::Result<Vec<Row>> {
    if let Some(tree) = &options.tree {
        put_tree(store, tree).await?;
    }
    let mut rows = Vec::with_capacity(sources.len());
    let mut chunks = chunks(sources);
    let mut next = || {
        let (chunk, limits) = (chunks.next()?, options.limits);
        Some(tokio::task::spawn_blocking(move || read(chunk, &limits)))
    };
    let mut ahead = next();
    while let Some(reading) = ahead {
        // Whatever a file does to its reader has been caught: what is left is not about files.
        let files = reading.await.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        ahead = next();
        for file in files {
            let row = row(store, file, options).await?;
            on_row(&row);
            rows.push(row);
        }
    }
    Ok(rows)
}

fn chunks(sources: Vec<Source>) -> impl Iterator<Item = Vec<Source>> {
    let mut rest = sources.into_iter();
    std::iter::from_fn(move || {
        let chunk: Vec<Source> = rest.by_ref().take(AHEAD).collect();
        (!chunk.is_empty()).then_some(chunk)
    })
}

/// Reads some files on all cores, in their order.
fn read(sources: Vec<Source>, limits: &Limits) -> Vec<Read> {
    let one = |Source { name, content }: Source| {
        // A reader that fails in a way nobody foresaw costs one file.
        let found = catch_unwind(AssertUnwindSafe(|| report(&name, content, limits)))
            .unwrap_or_else(|_| Err("读取时程序出错，请把这份文件交给维护人员".into()));
        Read { name, found }
    };
    sources.into_par_iter().map(one).collect()
}

fn report(name: &str, content: Content, limits: &Limits) -> Result<(Report, File), String> {
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::File(path) => file::read(&path, limits.bytes).map_err(|error| error.to_string())?,
    };
    let name = Path::new(name).file_name().unwrap_or_default().to_string_lossy();
    let report = readers::report(&name, &bytes, limits).map_err(|error| error.to_string())?;
    Ok((report, File::new(name.as_ref(), media_type(&name), bytes)))
}

/// The media type of a file that was read, by its extension.
fn media_type(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_lowercase());
    match extension.as_str() {
        "pdf" => "application/pdf",
        "doc" => "application/msword",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xls" => "application/vnd.ms-excel",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "htm" | "html" => "text/html",
        "md" => "text/markdown",
        "txt" => "text/plain",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

/// Why a file was not laid in: something about the file, or the database, which ends the whole import.
enum Trouble {
    File(Reason),
    Store(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        match error {
            Error::AlreadyThere { .. }
            | Error::NothingToCorrect { .. }
            | Error::Damaged { .. }
            | Error::UnknownOrgan(_) => Trouble::File(Reason::Refused(error.to_string())),
            error => Trouble::Store(error),
        }
    }
}

/// The row of one file.
async fn row(store: &Store, read: Read, options: &Options) -> store::Result<Row> {
    let (organ, year, verdict, first_error) = (None, None, None, None);
    let mut row = Row { file: read.name, organ, year, verdict, first_error, put: Ok(Put::Unchanged) };
    let done = match read.found {
        Ok((report, file)) => lay_in(store, &report, file, options, &mut row).await,
        Err(sentence) => Err(Trouble::File(Reason::Unusable(sentence))),
    };
    row.put = match done {
        Ok(put) => Ok(put),
        Err(Trouble::File(reason)) => Err(reason),
        Err(Trouble::Store(error)) => return Err(error),
    };
    Ok(row)
}

/// Lays a report in, and writes into the row what is known of it on the way.
async fn lay_in(
    store: &Store,
    report: &Report,
    file: File,
    options: &Options,
    row: &mut Row,
) -> Result<Put, Trouble> {
    row.year = report.year;
    if let Some(sentence) = not_for_the_public(report, options) {
        return Err(Trouble::File(Reason::Refused(sentence.into())));
    }
    let (organ, year) = whose(store, report, options).await?;
    let id = row.organ.insert(organ).id.clone();
    let last = match queries::report(store, &id, year.saturating_sub(1), None).await? {
        Some(last) => Some(last.report()?),
        None => None,
    };
    let checked = check(report, last.as_ref());
    row.verdict = Some(Verdict::of(&checked));
    let first = checked.findings.iter().find(|finding| finding.severity == Severity::Error);
    row.first_error = first.map(|finding| finding.message.clone());
    let mut new = NewReport::new(&id, year, report, &checked, file, options.at);
    if let Some(note) = &options.correction {
        new = new.correcting(note);
    }
    let done = put(store, &new).await?;
    if matches!(done, Put::New | Put::Corrected { .. } | Put::Refreshed) {
        check_next(store, &id, year, report).await?;
    }
    Ok(done)
}

/// Why a report has no place in the column, whatever its figures are.
fn not_for_the_public(report: &Report, options: &Options) -> Option<&'static str> {
    if is_draft(report) {
        return Some("这是草稿，不能公开；定稿后请删去标题和正文里的草稿字样，再入库");
    }
    (demo::is_invented(report) && !options.takes_invented)
        .then_some("这是演示用的虚构报告（正文写有【演示】），不能入库；看演示请用 gongkai serve --demo")
}

/// The authority and the year of a report.
async fn whose(store: &Store, report: &Report, options: &Options) -> Result<(Organ, i16), Trouble> {
    let unusable = |sentence: &str| Trouble::File(Reason::Unusable(sentence.into()));
    let year = report.year.ok_or_else(|| unusable("没有读出报告年度，请在标题中写明，如“2024年”"))?;
    let name = report.agency.as_deref().or(options.agency.as_deref());
    let name = name.ok_or_else(|| unusable("没有读出机关名称，请在标题中写明全称，或用 --organ 指明"))?;
    let Some(tree) = &options.tree else {
        // An authority that nobody knows has nothing to correct, and does not come in by a mistake.
        let organ = match queries::organ_named(store, name, year).await? {
            Some(organ) => organ,
            None if options.correction.is_some() => {
                return Err(Error::NothingToCorrect { organ: name.to_owned(), year }.into());
            }
            None => put_organ(store, name, year).await?,
        };
        return Ok((organ, year));
    };
    let refused = |sentence: String| Trouble::File(Reason::Refused(sentence));
    let organ = tree.named(name, Some(year)).or_else(|| tree.get(name)).ok_or_else(|| {
        match tree.named(name, None) {
            Some(_) => refused(format!("机关层级文件里的“{name}”没有{year}年度，请核对 since、until")),
            None => refused(format!("机关层级文件里没有“{name}”，请补上这个机关，或写进它的 aliases")),
        }
    })?;
    let organ =
        queries::organ(store, &organ.id).await?.ok_or_else(|| Error::UnknownOrgan(organ.id.clone()))?;
    Ok((organ, year))
}

/// Checks the report of the year after again, for which this is last year's.
async fn check_next(store: &Store, organ: &str, year: i16, report: &Report) -> Result<(), Trouble> {
    let after = year.saturating_add(1);
    let Some(next) = queries::report(store, organ, after, None).await? else { return Ok(()) };
    // One that is damaged is told of when it is laid in or shown.
    let Ok(read) = next.report() else { return Ok(()) };
    let verdict = Verdict::of(&check(&read, Some(report)));
    if verdict != next.summary.verdict {
        recheck(store, organ, after, next.summary.version, verdict).await?;
    }
    Ok(())
}
