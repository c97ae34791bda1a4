//! The year's report as the ledger knows it (年度报告草稿): table three from the cases, the sentences about it with the same
//! numbers, and nothing of what other registers will give.

use casework::applicant::ApplicantClass;
use casework::fee::FeeYear;
use casework::letter::yuan;
use casework::proceeding::TableFour;
use casework::statistics::{Line, TableThree};
use law::outcome::Row;
use law::remedy::{Path, Result};
use reporting::cell::Cell;
use reporting::document::Place;
use reporting::form::Form;
use reporting::report::{Coverage, Paragraph, Report, Section, Tables, official_title};

/// What the cases of a year come to (台账统计).
#[derive(Debug, Clone)]
pub struct Ledger {
    /// 表三.
    pub applications: TableThree,
    /// 表四.
    pub remedies: TableFour,
    /// 信息处理费.
    pub fees: FeeYear,
}

/// Tables three and four in the cells of a form; both forms have their own row or rows for 其他处理.
pub fn tables(form: &'static Form, ledger: &Ledger) -> Tables {
    let table = &ledger.applications;
    let mut tables = Tables::empty(form);
    tables.coverage[1] = Coverage::Complete;
    tables.coverage[2] = Coverage::Complete;
    for path in Path::ALL {
        for result in Result::ALL.into_iter().map(Some).chain([None]) {
            let place = format!("table4.{}.{}", path.key(), result.map_or("total", Result::key));
            if let Some(cell) = form.cell_at(&place) {
                let count = ledger.remedies.cell(path, result).try_into().unwrap_or_default();
                tables.cells[cell.index] = Cell::Count(count);
            }
        }
    }
    for row in form.tables.iter().filter(|table| table.key == "table3").flat_map(|table| &table.rows) {
        for (offset, column) in row.columns.iter().enumerate() {
            let class = ApplicantClass::ALL.into_iter().find(|class| class.key() == column.key);
            let one_row = form.key == "2019";
            let count = match Line::of_key(&row.key) {
                Some(Line::Result(row)) if one_row && row.is_other() => continue,
                Some(line) => table.cell(line, class),
                // The form of 2019 has one row for all other handling, that of 2021 three.
                None if one_row => table.other_handling(class),
                None => continue,
            };
            tables.cells[row.first + offset] = Cell::Count(count.try_into().unwrap_or_default());
        }
    }
    tables
}

/// The form of a year that can be counted; none before there was one, nor where years are no longer those of a calendar.
pub fn form(year: i16) -> Option<&'static Form> {
    Form::for_year(year).filter(|_| year < 2100)
}

/// The draft of an organ's report; none for a year without a form.
pub fn draft(organ: &str, year: i16, ledger: &Ledger) -> Option<Report> {
    let form = form(year)?;
    let mut line = 0;
    let mut place = || {
        line += 1;
        Place::text(line)
    };
    let mut sections = Vec::new();
    for (part, heading) in form.headings() {
        let heading = Some((heading, place()));
        let mut paragraphs = Vec::new();
        if part == 1 {
            paragraphs.push(Paragraph::new([(sentence(year, &ledger.applications), place())]));
        }
        if part == 6 && form.fee_statement {
            paragraphs.push(Paragraph::new([(charged(ledger.fees), place())]));
        }
        sections.push(Section { part: Some(part), heading, paragraphs });
    }
    Some(Report {
        title: Some(official_title(Some(organ), Some(year))),
        agency: Some(organ.to_owned()),
        year: Some(year),
        tables: Some(tables(form, ledger)),
        sections,
        ..Report::default()
    })
}

/// What part six tells of fees (国办函〔2020〕109号); that none was collected is told too.
fn charged(fees: FeeYear) -> String {
    match fees.cases {
        0 => "本年度未收取信息处理费。".to_owned(),
        cases => format!("本年度收取信息处理费{}（{cases}件）。", yuan(fees.collected)),
    }
}

/// What part one tells of applications.
fn sentence(year: i16, table: &TableThree) -> String {
    let count = |line| table.cell(line, None);
    let sum = |rows: &[Row]| rows.iter().map(|row| count(Line::Result(*row))).sum::<u64>();
    format!(
        "（二）依申请公开。{year}年，本机关新收政府信息公开申请{}件，上年结转{}件。本年度办理答复{}件，其中予以公开{}件，部分公开{}件，不予公开{}件，无法提供{}件，不予处理{}件，其他处理{}件；结转下年度继续办理{}件。",
        count(Line::NewReceived),
        count(Line::CarriedIn),
        count(Line::ResultTotal),
        count(Line::Result(Row::Granted)),
        count(Line::Result(Row::Partial)),
        sum(&Row::ALL[2..10]),
        sum(&Row::ALL[10..13]),
        sum(&Row::ALL[13..18]),
        sum(&Row::ALL[18..]),
        count(Line::CarriedOut),
    )
}

#[cfg(test)]
mod tests {
    use casework::statistics::{Counted, Span};
    use jiff::civil::date;
    use reporting::check;
    use reporting::check::Severity;

    use super::*;

    /// One case for each row, carried in, and one that is still open.
    fn table(year: i16) -> TableThree {
        let case = |at: usize, row: Option<Row>| Counted {
            class: ApplicantClass::ALL[at % 6],
            received: date(year - i16::from(at.is_multiple_of(4)), 6, 1),
            ended: row.map(|row| (date(year, 7, 1), row)),
        };
        let rows = Row::ALL.into_iter().map(Some).chain([None]);
        TableThree::count(rows.enumerate().map(|(at, row)| case(at, row)), Span::year(year))
    }

    #[test]
    fn the_sentences_of_a_draft_agree_with_its_table_in_both_forms() {
        for year in [2020, 2026] {
            let fees = FeeYear { collected: 230_000, cases: 2 };
            let ledger = Ledger { applications: table(year), remedies: TableFour::default(), fees };
            let report = draft("云州市卫生健康委员会", year, &ledger).unwrap();
            let checked = check::check(&report, None);
            let about = |finding: &&check::Finding| {
                finding.severity == Severity::Error && !finding.rule.starts_with("STRUCT_TABLE")
            };
            let wrong: Vec<_> =
                checked.findings.iter().filter(about).map(|finding| &finding.message).collect();
            assert!(wrong.is_empty(), "{year}: {wrong:?}");
            assert!(checked.contradictions.is_empty());
        }
    }
}
