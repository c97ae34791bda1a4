//! Compiling a year's report (编制): tables, text, what is checked, and what is still to be done.

use casework::statistics::Span;
use law::outcome::Row;
use reporting::cell::Cell;
use reporting::check::{Checked, Finding, Severity, check};
use reporting::compose::{Fields, Piece, compose};
use reporting::document::Place;
use reporting::object;
use reporting::report::{Paragraph, Report, Section, Tables, official_title};
use serde_json::Value;
use store::annual::{Filled, PaperKind};
use store::queries;

use super::changes::{Changed, changes};
use super::fields::{Sources, fields};
use super::measures::{self, Followed};
use super::{Annual, Papers, narrative, tables};
use crate::cases::{Failure, Result};

/// Where it is said why the report does not go on from last year's.
pub const UNCONNECTED: &str = "unconnected";

/// A part of the report as it is written.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its number; 0 before the first heading.
    pub part: u8,
    /// Its heading.
    pub heading: Option<String>,
    /// The text with its fields.
    pub text: String,
    /// The paragraphs with the fields put in.
    pub paragraphs: Vec<Vec<Piece>>,
    /// What is wrong with the text.
    pub flaw: Option<String>,
}

/// A report with everything that whoever writes it wants to know.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The report.
    pub report: Report,
    /// Its text by parts.
    pub parts: Vec<Part>,
    /// The fields of the text.
    pub fields: Fields,
    /// Its papers.
    pub papers: Papers,
    /// Last year's measures and what has become of them.
    pub followed: Vec<Followed>,
    /// What differs much from last year's report.
    pub changed: Vec<Changed>,
    /// Whether there is a report of last year to compare it with.
    pub has_last: bool,
    /// How it was checked, against last year's report where there is one.
    pub checked: Checked,
    /// Where it does not go on from last year's report, a sentence each: an error of one of the two.
    pub unconnected: Vec<String>,
    /// What is missing before it can be submitted for review, a sentence each.
    pub missing: Vec<String>,
    /// What deserves a look, a sentence each.
    pub remarks: Vec<String>,
}

impl Compiled {
    /// Shows another report in the place of the one that was compiled: the one that was submitted. Where its text is the same,
    /// its numbers still lead to where they come from.
    pub fn show(&mut self, report: Report) {
        for part in &mut self.parts {
            let number = (part.part > 0).then_some(part.part);
            let section = report.sections.iter().find(|section| section.part == number);
            let told: Vec<&str> =
                section.into_iter().flat_map(|section| &section.paragraphs).map(Paragraph::text).collect();
            let ours: Vec<String> =
                part.paragraphs.iter().map(|pieces| pieces.iter().map(Piece::text).collect()).collect();
            if told != ours {
                part.paragraphs = told.into_iter().map(|text| vec![Piece::Words(text.to_owned())]).collect();
            }
        }
        self.checked = checked(&report, None);
        self.report = report;
    }

    /// The report as an object: what is submitted, and what a later compilation is compared with.
    pub fn object(&self) -> Value {
        object::to_json(&self.report, &self.checked.violations(), &self.checked.contradictions)
    }
}

impl Annual<'_> {
    /// Compiles the report of a year from what is known now.
    ///
    /// # Errors
    /// There is no form for the year, or the store does not answer.
    pub async fn compile(&self, year: i16) -> Result<Compiled> {
        let form = tables::form(year).ok_or(Failure::NotFound)?;
        let (papers, fields_and_more) = (self.papers(year).await?, self.gather(year, form).await?);
        let Gathered { tables, fields, followed, changed, last } = fields_and_more;
        let organ = &self.cases.settings().letters.organ;
        let (report, parts) = assemble((organ, year), tables, &fields, &papers.of(PaperKind::Text).filled);
        let checked = checked(&report, last.as_ref());
        let mut compiled = Compiled {
            report,
            parts,
            fields,
            papers,
            followed,
            changed,
            has_last: last.is_some(),
            checked,
            unconnected: Vec::new(),
            missing: Vec::new(),
            remarks: Vec::new(),
        };
        compiled.unconnected = unconnected(&compiled.report, last.as_ref());
        compiled.missing = missing(&compiled);
        compiled.missing.extend(self.unfollowed(year, &compiled).await?);
        if !self.cases.is_locked(year).await? {
            let says = format!("先在统计页锁定{year}年的统计，报告的数字才不再变化");
            compiled.missing.push(says);
        }
        compiled.remarks = remarks(&compiled);
        Ok(compiled)
    }

    /// What is wrong with a text that somebody wants to save.
    pub(super) async fn flaws_of_text(&self, year: i16, text: &Filled) -> Result<Vec<String>> {
        let form = tables::form(year).ok_or(Failure::NotFound)?;
        let fields = self.gather(year, form).await?.fields;
        let flaw = |part: u8| {
            let flaw = compose(text.get(&narrative::key(part))?, &fields).err()?;
            let name = if part == 0 { "引言".to_owned() } else { form.heading(part).unwrap_or_default() };
            Some(format!("{name}：{flaw}"))
        };
        Ok((0..=6).filter_map(flaw).collect())
    }

    async fn unfollowed(&self, year: i16, compiled: &Compiled) -> Result<Vec<String>> {
        let last = self.papers(year - 1).await?.of(PaperKind::Measures).filled;
        Ok(measures::flaws(&last, &compiled.papers.of(PaperKind::Measures).filled))
    }

    async fn gather(&self, year: i16, form: &'static reporting::form::Form) -> Result<Gathered> {
        let (papers, last_papers) = (self.papers(year).await?, self.papers(year - 1).await?);
        let ledger = self.cases.counts(year).await?;
        let tables = tables::tables(form, &ledger, &papers.of(PaperKind::Figures).filled);
        let measured = papers.of(PaperKind::Measures).filled;
        let followed = measures::followed(&last_papers.of(PaperKind::Measures).filled, &measured);
        let last = queries::report(self.cases.store(), self.cases.organ(), year - 1, None).await?;
        let last = last.map(|last| last.report()).transpose()?;
        let this = Report { year: Some(year), tables: Some(tables.clone()), ..Report::default() };
        let changed = last.as_ref().map(|last| changes(last, &this)).unwrap_or_default();
        let said = papers.of(PaperKind::Changes).filled;
        let explained: Vec<(&Changed, &str)> =
            changed.iter().filter_map(|one| Some((one, said.get(&one.cell)?.as_str()))).collect();
        let settings = &self.cases.settings().letters;
        let fields = fields(&Sources {
            organ: &settings.organ,
            contact: &settings.contact,
            year,
            tables: &tables,
            ledger: &ledger,
            sub_reasons: &self.cases.sub_reasons_given(Span::year(year)).await?,
            measures: &measures::measures(&measured),
            followed: &followed,
            explained: &explained,
            unconnected: said.get(UNCONNECTED).map_or("", String::as_str),
        });
        Ok(Gathered { tables, fields, followed, changed, last })
    }
}

struct Gathered {
    tables: Tables,
    fields: Fields,
    followed: Vec<Followed>,
    changed: Vec<Changed>,
    last: Option<Report>,
}

/// The report of its tables and its text, and the text by parts.
fn assemble(
    (organ, year): (&str, i16),
    tables: Tables,
    fields: &Fields,
    text: &Filled,
) -> (Report, Vec<Part>) {
    let headings = tables.form.headings().map(|(part, heading)| (part, Some(heading)));
    let parts: Vec<Part> = [(0, None)]
        .into_iter()
        .chain(headings)
        .map(|(part, heading)| written(part, heading, narrative::text(text, part), fields))
        .collect();
    let report = Report {
        title: Some(official_title(Some(organ), Some(year))),
        agency: Some(organ.to_owned()),
        year: Some(year),
        sections: sections(&parts),
        tables: Some(tables),
        ..Report::default()
    };
    (report, parts)
}

fn written(part: u8, heading: Option<String>, text: &str, fields: &Fields) -> Part {
    let (paragraphs, flaw) = match compose(text, fields) {
        Ok(paragraphs) => (paragraphs, None),
        Err(flaw) => (Vec::new(), Some(flaw)),
    };
    Part { part, heading, text: text.to_owned(), paragraphs, flaw }
}

fn sections(parts: &[Part]) -> Vec<Section> {
    let mut line = 0;
    let mut place = || {
        line += 1;
        Place::text(line)
    };
    let section = |part: &Part| Section {
        part: (part.part > 0).then_some(part.part),
        heading: part.heading.clone().map(|heading| (heading, place())),
        paragraphs: part
            .paragraphs
            .iter()
            .map(|pieces| Paragraph::new([(pieces.iter().map(Piece::text).collect::<String>(), place())]))
            .collect(),
    };
    parts.iter().map(section).collect()
}

/// What keeps a report from being submitted.
fn missing(compiled: &Compiled) -> Vec<String> {
    let mut missing = Vec::new();
    let Some(tables) = &compiled.report.tables else { return missing };
    let blank = tables::figures(tables.form).filter(|cell| tables.cells[cell.index] == Cell::Blank).count();
    if blank > 0 {
        missing.push(format!("表二还有{blank}格没有填写，没有发生的填0"));
    }
    for part in &compiled.parts {
        let name = part.heading.clone().unwrap_or_else(|| "引言".to_owned());
        if let Some(flaw) = &part.flaw {
            missing.push(format!("{name}：{flaw}"));
        }
        let open = part.paragraphs.iter().flatten().any(|piece| piece.text().contains(narrative::TO_FILL));
        if open {
            missing.push(format!("{name}还有待填的内容"));
        }
        if part.paragraphs.is_empty() && part.flaw.is_none() && !matches!(part.part, 2 | 3) {
            missing.push(format!("{name}没有内容"));
        }
    }
    let (unexplained, errors): (Vec<&Finding>, Vec<&Finding>) =
        errors(&compiled.checked).partition(|one| compiled.unconnected.contains(&one.message));
    if !errors.is_empty() {
        missing.push(format!("体检有{}处错误，见体检结果", errors.len()));
    }
    // Which of the two reports is wrong only the office knows, and the reader asks.
    if !unexplained.is_empty() {
        missing.push(format!(
            "与上年报告有{}处不衔接，请在“与上年相比”里写明原因，并在第六部分保留“衔接说明”字段",
            unexplained.len()
        ));
    }
    // Art. 50 asks for both; where the text has them from the register, that must not be empty.
    let told = compiled.parts.iter().filter(|part| part.part == 5);
    let bound = |name: &str| told.clone().any(|part| part.text.contains(name));
    let empty = |name: &&str| compiled.fields.get(*name).is_some_and(|field| field.text.is_empty());
    if ["主要问题", "改进措施"].iter().filter(|name| bound(name)).any(empty) {
        missing.push("第五部分没有内容，请在“问题和改进措施”里登记存在的问题和改进措施".to_owned());
    }
    missing
}

/// The check of a report, which is not blamed for lacking a signature before it is signed.
fn checked(report: &Report, last: Option<&Report>) -> Checked {
    let mut checked = check(report, last);
    if report.signed_on.is_none() {
        checked.findings.retain(|finding| finding.rule != "SIGNATURE_MISSING");
    }
    checked
}

fn errors(checked: &Checked) -> impl Iterator<Item = &Finding> {
    checked.findings.iter().filter(|finding| finding.severity == Severity::Error)
}

/// The errors that the report has only beside last year's, as long as part six does not say why.
fn unconnected(report: &Report, last: Option<&Report>) -> Vec<String> {
    let mut silent = report.clone();
    silent.sections.retain(|section| section.part != Some(6));
    let (alone, beside) = (check(&silent, None), check(&silent, last));
    let is_alone = |one: &Finding| errors(&alone).any(|other| other.message == one.message);
    errors(&beside).filter(|one| !is_alone(one)).map(|one| one.message.clone()).collect()
}

/// What deserves a look.
fn remarks(compiled: &Compiled) -> Vec<String> {
    let mut remarks = Vec::new();
    let typed =
        compiled.parts.iter().filter(|part| part.part > 0).flat_map(|part| part.paragraphs.iter().flatten());
    let typed: Vec<&str> = typed.filter(|piece| matches!(piece, Piece::Typed(_))).map(Piece::text).collect();
    if !typed.is_empty() {
        remarks.push(format!("正文有{}个手工填写的数字，没有来源可查：{}", typed.len(), typed.join("、")));
    }
    let said = compiled.papers.of(PaperKind::Changes).filled;
    let unsaid = compiled.changed.iter().filter(|one| !said.contains_key(&one.cell)).count();
    if unsaid > 0 {
        remarks.push(format!("与上年相比变化较大的数据有{unsaid}项没有说明"));
    }
    let source = compiled.papers.of(PaperKind::Figures).filled;
    if let Some(tables) = &compiled.report.tables {
        let unsourced = tables::figures(tables.form)
            .map(|cell| cell.path())
            .filter(|path| source.contains_key(path) && !source.contains_key(&format!("{path}.source")));
        let unsourced = unsourced.count();
        if unsourced > 0 {
            remarks.push(format!("表二有{unsourced}格没有写明数据来源"));
        }
        let misc = format!("table3.{}.total", Row::OtherMisc.key());
        let misc = tables.form.cell_at(&misc).and_then(|cell| tables.cells[cell.index].count());
        let told = compiled.parts.last().is_some_and(|part| part.text.contains("其他处理明细"));
        if misc.is_some_and(|count| count > 0) && !told {
            remarks.push("“其他处理”中有“其他”，第六部分没有说明是哪些情形".to_owned());
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use casework::applicant::ApplicantClass;
    use casework::fee::FeeYear;
    use casework::id::ProceedingId;
    use casework::proceeding::{Proceeding, Ruled, TableFour};
    use casework::statistics::{Counted, TableThree};
    use jiff::civil::date;
    use law::remedy::{Course, Ruling};

    use super::*;
    use crate::cases::YearCounts;

    /// One case for each row, carried in, and one that is still open.
    fn ledger(year: i16) -> YearCounts {
        let case = |at: usize, row: Option<Row>| Counted {
            class: ApplicantClass::ALL[at % 6],
            received: date(year - i16::from(at.is_multiple_of(4)), 6, 1),
            ended: row.map(|row| (date(year, 7, 1), row)),
        };
        let rows = Row::ALL.into_iter().map(Some).chain([None]);
        let cases = rows.enumerate().map(|(at, row)| case(at, row));
        let fees = FeeYear { collected: 230_000, refunded: 10_000, cases: 2 };
        let proceeding = |nth: usize, path, ruling| Proceeding {
            id: ProceedingId(1),
            path,
            served: date(year, 3, 1),
            simplified: false,
            forum: "forum".into(),
            number: nth.to_string().into(),
            answered: None,
            heard: Vec::new(),
            ruled: Some(ruling).filter(|_| !nth.is_multiple_of(3)).map(|ruling| Ruled {
                on: date(year, 5, 1),
                ruling,
                redo_by: None,
            }),
        };
        let paths = Course::ALL.into_iter().enumerate();
        let proceedings: Vec<Proceeding> = paths
            .flat_map(|(at, path)| {
                Ruling::ALL
                    .into_iter()
                    .skip(at)
                    .enumerate()
                    .map(move |(nth, ruling)| proceeding(nth, path, ruling))
            })
            .collect();
        let span = Span::year(year);
        YearCounts {
            applications: TableThree::count(cases, span),
            remedies: TableFour::count(&proceedings, span),
            fees,
        }
    }

    /// Art. 50.
    #[test]
    fn the_usual_text_agrees_with_the_tables_in_both_forms() {
        for year in [2020, 2026] {
            let (organ, ledger) = ("云州市卫生健康委员会", ledger(year));
            let form = tables::form(year).unwrap();
            let filled: Filled = tables::figures(form).map(|cell| (cell.path(), "3".to_owned())).collect();
            let tables = tables::tables(form, &ledger, &filled);
            let fields = fields(&Sources {
                organ,
                contact: "办公室",
                year,
                tables: &tables,
                ledger: &ledger,
                sub_reasons: &[("咨询".to_owned(), 1)],
                measures: &[],
                followed: &[],
                explained: &[],
                unconnected: "",
            });
            let (report, parts) = assemble((organ, year), tables, &fields, &Filled::new());
            assert!(parts.iter().all(|part| part.flaw.is_none()), "{parts:?}");
            let checked = check(&report, None);
            let wrong: Vec<_> = errors(&checked).map(|finding| &finding.message).collect();
            assert!(wrong.is_empty(), "{year}: {wrong:?}");
            assert!(checked.contradictions.is_empty(), "{year}: {:?}", checked.contradictions);
        }
    }
}
