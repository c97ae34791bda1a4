//! Laying a report in: the first for its authority and year, the same again, or a correction.

use jiff::Timestamp;
use jiff::civil::Date;
use reporting::check::Checked;
use reporting::object;
use reporting::report::Report;

use crate::backend::Store;
use crate::content::content;
use crate::error::{Error, Result};
use crate::figures::Figures;
use crate::model::{File, Headline, Verdict};
use crate::revision::BUMP;

/// A report to be laid in.
#[derive(Debug, Clone)]
pub struct NewReport {
    organ: String,
    year: i16,
    at: Timestamp,
    correction: Option<String>,
    title: Option<String>,
    signed_on: Option<Date>,
    published_on: Option<Date>,
    form: Option<String>,
    verdict: Verdict,
    headline: Headline,
    figures: Option<String>,
    object: String,
    file: File,
}

/// What became of a report that was laid in (入库结果).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// 新增: the first of its authority and year.
    New,
    /// 更正: a new version; those before it are kept.
    Corrected {
        /// Number of the new version.
        version: i32,
    },
    /// 重新读出: the same file, from which the program now reads something else; no new version.
    Refreshed,
    /// 没有变化: the same file, read the same.
    Unchanged,
    /// 没有变化: another file that says the same, as when a report is saved in another format; the one that is there stays.
    SaysTheSame,
    /// 已被更正: an earlier version, as its file or in another that says the same.
    Superseded {
        /// Number of that version.
        version: i32,
    },
}

impl Put {
    /// In words for a list.
    pub fn words(self) -> &'static str {
        match self {
            Put::New => "新增",
            Put::Corrected { .. } => "更正",
            Put::Refreshed => "重新读出",
            Put::Unchanged | Put::SaysTheSame => "没有变化",
            Put::Superseded { .. } => "已被更正",
        }
    }

    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Put::New => "new",
            Put::Corrected { .. } => "corrected",
            Put::Refreshed => "refreshed",
            Put::Unchanged => "unchanged",
            Put::SaysTheSame => "says_the_same",
            Put::Superseded { .. } => "superseded",
        }
    }
}

impl NewReport {
    /// A report of an authority for a year, as read and checked from a file at an instant.
    pub fn new(
        organ: &str,
        year: i16,
        report: &Report,
        checked: &Checked,
        file: File,
        at: Timestamp,
    ) -> NewReport {
        let tables = report.tables.as_ref();
        NewReport {
            organ: organ.to_owned(),
            year,
            at,
            correction: None,
            title: report.title.clone(),
            signed_on: report.signed_on.map(|(date, _)| date),
            published_on: report.published_on,
            form: tables.map(|tables| tables.form.key.clone()),
            verdict: Verdict::of(checked),
            headline: tables.map_or_else(Headline::default, Headline::of),
            figures: tables.map(Figures::to_text),
            object: object::to_json(report, &checked.violations(), &checked.contradictions).to_string(),
            file,
        }
    }

    /// Declares it a correction of what is there, with the note that is published beside it (更正说明).
    #[must_use]
    pub fn correcting(mut self, note: impl Into<String>) -> NewReport {
        self.correction = Some(note.into());
        self
    }
}

/// A version that is there.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
struct Known {
    version: i32,
    sha256: String,
    replaced_at: Option<i64>,
}

/// What is to be done about a report.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    /// Store this version, the first.
    First,
    /// A correction of what was never there.
    NothingToCorrect,
    /// Store this version and close the one before.
    Correct { replaced: i32 },
    /// The file is that of the current version: read it again.
    Same { version: i32 },
    /// The file is another, but says what the current version says.
    SaysTheSame,
    /// The file is that of an earlier version, or says the same: taken up again it would be a correction of its own
    /// correction, and is more often a file taken by mistake.
    Superseded { version: i32 },
    /// Another file, and no correction declared.
    Refuse,
}

/// Decides by the versions that are there, latest first, and by those that say the same.
fn decide(known: &[Known], sha256: &str, saying_the_same: &[i32], is_correction: bool) -> Decision {
    let Some(current) = known.iter().find(|known| known.replaced_at.is_none()) else {
        return if is_correction { Decision::NothingToCorrect } else { Decision::First };
    };
    if current.sha256 == sha256 {
        return Decision::Same { version: current.version };
    }
    if let Some(earlier) = known.iter().find(|known| known.sha256 == sha256) {
        return Decision::Superseded { version: earlier.version };
    }
    match saying_the_same.first() {
        Some(version) if *version == current.version => Decision::SaysTheSame,
        Some(version) => Decision::Superseded { version: *version },
        None if is_correction => Decision::Correct { replaced: current.version },
        None => Decision::Refuse,
    }
}

/// Changes nothing, and holds the authority until the transaction ends.
pub(crate) const HOLD: &str = "update organ set rank = rank where id = $1 returning name";

pub(crate) const KNOWN: &str = "
    select version, sha256, replaced_at
      from report
     where organ = $1 and year = $2
     order by version desc";

/// What each version says, latest first.
pub(crate) const OBJECTS: &str = "
    select version, object
      from report_content
     where organ = $1 and year = $2
     order by version desc";

pub(crate) const CLOSE: &str = "
    update report set replaced_at = $4 where organ = $1 and year = $2 and version = $3";

/// A version that is there keeps its number, its instant, its note and its file.
pub(crate) const REPORT: &str = "
    insert into report (
           organ, year, version, imported_at, correction, title, signed_on, published_on, form, result, errors, warnings,
           notes, new_received, carried_in, result_total, carried_out, granted, partial, review_total, litigation_total,
           figures, file_name, media_type, file_size, sha256)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
           $13, $14, $15, $16, $17, $18, $19, $20, $21,
           $22, $23, $24, $25, $26)
        on conflict (organ, year, version) do update
       set title = excluded.title, signed_on = excluded.signed_on, published_on = excluded.published_on,
           form = excluded.form, result = excluded.result, errors = excluded.errors, warnings = excluded.warnings,
           notes = excluded.notes, new_received = excluded.new_received, carried_in = excluded.carried_in,
           result_total = excluded.result_total, carried_out = excluded.carried_out, granted = excluded.granted,
           partial = excluded.partial, review_total = excluded.review_total,
           litigation_total = excluded.litigation_total, figures = excluded.figures";

pub(crate) const CONTENT: &str = "
    insert into report_content (organ, year, version, object, source)
    values ($1, $2, $3, $4, $5)
        on conflict (organ, year, version) do update
       set object = excluded.object";

/// Whether a version's content is the same as what has just been read.
pub(crate) const SAME: &str = "
    select count(*)
      from report_content c
      join report r on r.organ = c.organ and r.year = c.year and r.version = c.version
     where c.organ = $1 and c.year = $2 and c.version = $3 and c.object = $4
       and r.result = $5 and r.errors = $6 and r.warnings = $7 and r.notes = $8";

pub(crate) const RECHECK: &str = "
    update report
       set result = $4, errors = $5, warnings = $6, notes = $7
     where organ = $1 and year = $2 and version = $3";

/// Lays a report in, all of it or nothing.
///
/// # Errors
/// When the authority is unknown, when another report is there and this one is no declared correction, or when it is one
/// and there is nothing to correct.
pub async fn put(store: &Store, new: &NewReport) -> Result<Put> {
    let NewReport { organ, year, headline, verdict, file, .. } = new;
    let result = verdict.result.key();
    let done = write!(store, |c| {
        let name: Option<String> = sqlx::query_scalar(HOLD).bind(organ).fetch_optional(&mut *c).await?;
        let name = name.ok_or_else(|| Error::UnknownOrgan(organ.clone()))?;
        let known: Vec<Known> = sqlx::query_as(KNOWN).bind(organ).bind(year).fetch_all(&mut *c).await?;
        let mut same: Vec<i32> = Vec::new();
        if !known.is_empty() && known.iter().all(|known| known.sha256 != file.sha256) {
            let said = content(&new.object);
            let objects: Vec<(i32, String)> =
                sqlx::query_as(OBJECTS).bind(organ).bind(year).fetch_all(&mut *c).await?;
            let objects = objects.iter().filter(|(_, object)| said.is_some() && content(object) == said);
            same.extend(objects.map(|(version, _)| version));
        }
        let (version, done) = match decide(&known, &file.sha256, &same, new.correction.is_some()) {
            Decision::First => (1, Put::New),
            Decision::NothingToCorrect => return Err(Error::NothingToCorrect { organ: name, year: *year }),
            Decision::Correct { replaced } => {
                let close = sqlx::query(CLOSE).bind(organ).bind(year).bind(replaced);
                close.bind(new.at.as_millisecond()).execute(&mut *c).await?;
                let version = replaced + 1;
                (version, Put::Corrected { version })
            }
            Decision::Same { version } => {
                let same = sqlx::query_scalar(SAME).bind(organ).bind(year).bind(version).bind(&new.object);
                let same = same.bind(result).bind(verdict.errors).bind(verdict.warnings).bind(verdict.notes);
                let same: i64 = same.fetch_one(&mut *c).await?;
                if same > 0 {
                    return Ok(Put::Unchanged);
                }
                (version, Put::Refreshed)
            }
            Decision::SaysTheSame => return Ok(Put::SaysTheSame),
            Decision::Superseded { version } => return Ok(Put::Superseded { version }),
            Decision::Refuse => return Err(Error::AlreadyThere { organ: name, year: *year }),
        };
        let correction = new.correction.as_ref().filter(|_| matches!(done, Put::Corrected { .. }));
        sqlx::query(REPORT)
            .bind(organ)
            .bind(year)
            .bind(version)
            .bind(new.at.as_millisecond())
            .bind(correction)
            .bind(&new.title)
            .bind(new.signed_on.map(|date| date.to_string()))
            .bind(new.published_on.map(|date| date.to_string()))
            .bind(&new.form)
            .bind(result)
            .bind(verdict.errors)
            .bind(verdict.warnings)
            .bind(verdict.notes)
            .bind(headline.new_received)
            .bind(headline.carried_in)
            .bind(headline.result_total)
            .bind(headline.carried_out)
            .bind(headline.granted)
            .bind(headline.partial)
            .bind(headline.review_total)
            .bind(headline.litigation_total)
            .bind(&new.figures)
            .bind(&file.name)
            .bind(&file.media_type)
            .bind(file.bytes.len() as i64)
            .bind(&file.sha256)
            .execute(&mut *c)
            .await?;
        let content = sqlx::query(CONTENT).bind(organ).bind(year).bind(version);
        content.bind(&new.object).bind(&file.bytes).execute(&mut *c).await?;
        sqlx::query(BUMP).execute(&mut *c).await?;
        done
    });
    Ok(done)
}

/// Writes down the verdict of a new check of a version: last year's report has come or was corrected.
///
/// # Errors
/// When the database does not answer.
pub async fn recheck(store: &Store, organ: &str, year: i16, version: i32, verdict: Verdict) -> Result<()> {
    let Verdict { result, errors, warnings, notes } = verdict;
    write!(store, |c| {
        let update = sqlx::query(RECHECK).bind(organ).bind(year).bind(version);
        update.bind(result.key()).bind(errors).bind(warnings).bind(notes).execute(&mut *c).await?;
        sqlx::query(BUMP).execute(&mut *c).await?;
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_decides_what_becomes_of_a_file() {
        let known =
            |version, sha256: &str, replaced_at| Known { version, sha256: sha256.into(), replaced_at };
        let two = [known(2, "b", None), known(1, "a", Some(0))];
        let cases = [
            (&[][..], "a", &[][..], false, Decision::First, "nothing there"),
            (&[], "a", &[], true, Decision::NothingToCorrect, "a note without anything to correct"),
            (&two, "b", &[], false, Decision::Same { version: 2 }, "the current file"),
            (&two, "b", &[], true, Decision::Same { version: 2 }, "a correction that changes nothing"),
            (&two, "a", &[], false, Decision::Superseded { version: 1 }, "a folder that is imported again"),
            (
                &two,
                "a",
                &[],
                true,
                Decision::Superseded { version: 1 },
                "the old file instead of the corrected one",
            ),
            (&two, "c", &[2], false, Decision::SaysTheSame, "the same report as another format"),
            (&two, "c", &[2], true, Decision::SaysTheSame, "nothing is corrected by another format"),
            (
                &two,
                "c",
                &[1],
                true,
                Decision::Superseded { version: 1 },
                "what was corrected, as another format",
            ),
            (&two, "c", &[], false, Decision::Refuse, "another file by mistake"),
            (&two, "c", &[], true, Decision::Correct { replaced: 2 }, "a correction"),
        ];
        for (there, sha256, same, is_correction, expected, why) in cases {
            assert_eq!(decide(there, sha256, same, is_correction), expected, "{why}");
        }
    }
}
