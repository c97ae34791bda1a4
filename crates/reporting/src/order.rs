//! A report piece by piece in the order in which it is printed: its own text, under the official headings where it has
//! none, and each table in its part (编排次序). Every page and every file asks this module.

use crate::form::Form;
use crate::layout::{self, TableLayout};
use crate::report::{Paragraph, Report};
use crate::text::squash;

/// A piece of a report.
#[derive(Debug, Clone)]
pub enum Piece<'r> {
    /// The heading of a part: its number where it is one of the six, and its words.
    Heading {
        /// 1 to 6; none for a heading before or between them.
        part: Option<u8>,
        /// As printed, or the official ones where the report has none.
        text: String,
    },
    /// A paragraph.
    Paragraph(&'r Paragraph),
    /// One of the three tables.
    Table(TableLayout),
    /// A line of the signature: the authority, or the date (署名、成文日期).
    Signature(&'r Paragraph),
}

/// The pieces of a report in order; each table comes once.
pub fn pieces(report: &Report) -> Vec<Piece<'_>> {
    let form = report.form().or_else(|| Form::all().last());
    let tables = report.tables.as_ref().map(layout::tables).unwrap_or_default();
    let mut signatures = Vec::new();
    let mut order = Order { pieces: Vec::new(), tables, form };
    let mut last = 0;
    let signed = report.sections.iter().rposition(|section| !section.paragraphs.is_empty());
    for (at, section) in report.sections.iter().enumerate() {
        if let Some(part) = section.part {
            let comes_later = |part: u8| report.sections.iter().any(|other| other.part == Some(part));
            for missing in (last + 1..part).filter(|missing| !comes_later(*missing)) {
                order.empty_part(missing);
            }
            last = last.max(part);
        }
        if let Some((text, _)) = &section.heading {
            order.pieces.push(Piece::Heading { part: section.part, text: text.clone() });
        }
        let lines = if Some(at) == signed { signature(report, &section.paragraphs) } else { 0 };
        let (text, signature) = section.paragraphs.split_at(section.paragraphs.len() - lines);
        order.pieces.extend(text.iter().map(Piece::Paragraph));
        signatures.extend(signature.iter().map(Piece::Signature));
        if let Some(part) = section.part {
            order.tables_of(part);
        }
    }
    for missing in last + 1..=6 {
        order.empty_part(missing);
    }
    // A table whose part came before it was looked for.
    let rest = std::mem::take(&mut order.tables);
    order.pieces.extend(rest.into_iter().map(Piece::Table));
    order.pieces.extend(signatures);
    order.pieces
}

/// How many paragraphs at the end are the signature: authority and date, or the date alone. A report that is signed in a way
/// of its own keeps its text as it is.
fn signature(report: &Report, paragraphs: &[Paragraph]) -> usize {
    let date = report.signed_on.map(|(date, _)| law::china::official_date(date));
    let is_date = |paragraph: &Paragraph| date.as_deref() == Some(paragraph.plain());
    let agency = report.agency.as_deref().map(squash);
    let is_agency = |paragraph: &Paragraph| agency.as_deref() == Some(paragraph.plain());
    match paragraphs {
        [.., agency, date] if is_date(date) && is_agency(agency) => 2,
        [.., date] if is_date(date) => 1,
        _ => 0,
    }
}

struct Order<'r> {
    pieces: Vec<Piece<'r>>,
    /// Tables that have not come yet.
    tables: Vec<TableLayout>,
    form: Option<&'static Form>,
}

impl Order<'_> {
    fn empty_part(&mut self, part: u8) {
        if let Some(text) = self.form.and_then(|form| form.heading(part)) {
            self.pieces.push(Piece::Heading { part: Some(part), text });
        }
        self.tables_of(part);
    }

    fn tables_of(&mut self, part: u8) {
        while let Some(at) = self.tables.iter().position(|table| table.part == part) {
            self.pieces.push(Piece::Table(self.tables.remove(at)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;
    use crate::report::{Coverage, Section, Tables};

    fn report(parts: &[Option<u8>]) -> Report {
        let tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(&Form::all()[1]) };
        let section = |part: &Option<u8>| Section {
            part: *part,
            heading: part.map(|part| (format!("heading {part}"), Place::text(1))),
            paragraphs: vec![Paragraph::new([("text".to_owned(), Place::text(2))])],
        };
        Report { tables: Some(tables), sections: parts.iter().map(section).collect(), ..Report::default() }
    }

    /// `h1` for a heading, `p` for a paragraph, `t2` for a table.
    fn order(report: &Report) -> String {
        let words = pieces(report).into_iter().map(|piece| match piece {
            Piece::Heading { part, .. } => format!("h{}", part.unwrap_or(0)),
            Piece::Paragraph(_) => "p".into(),
            Piece::Table(table) => format!("t{}", table.part),
            Piece::Signature(_) => "s".into(),
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_signature_comes_last_and_is_told_from_the_text() {
        let mut report = report(&[Some(6)]);
        report.agency = Some("云州市教育局".into());
        report.signed_on = Some((jiff::civil::date(2026, 1, 20), Place::text(1)));
        let sign = |lines: &[&str]| {
            lines.iter().map(|line| Paragraph::new([((*line).to_owned(), Place::text(3))])).collect()
        };
        report.sections[0].paragraphs = sign(&["无。", "云州市教育局", "2026年1月20日"]);
        assert!(order(&report).ends_with("h6 p s s"));
        report.sections[0].paragraphs = sign(&["无。", "2026年1月20日"]);
        assert!(order(&report).ends_with("h6 p s"));
        report.sections[0].paragraphs = sign(&["无。", "云州市教育局 2026年1月20日"]);
        assert!(order(&report).ends_with("h6 p p"), "signed in a way of its own");
    }

    #[test]
    fn every_table_comes_once_in_its_part() {
        let whole = [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)];
        for (parts, expected, why) in [
            (&whole[..], "p h1 p h2 p t2 h3 p t3 h4 p t4 h5 p h6 p", "a whole report"),
            (&[], "h1 h2 t2 h3 t3 h4 t4 h5 h6", "a bare object"),
            (&[Some(1), Some(4)], "h1 p h2 t2 h3 t3 h4 p t4 h5 h6", "parts without headings"),
            (&[Some(2), Some(2)], "h1 h2 p t2 h2 p h3 t3 h4 t4 h5 h6", "a part in two sections"),
            (&[Some(3), Some(1), Some(2)], "h3 p t3 h1 p h2 p t2 h4 t4 h5 h6", "parts out of order"),
        ] {
            assert_eq!(order(&report(parts)), expected, "{why}");
        }
    }
}
