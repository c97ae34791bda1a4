//! What differs between two reports (对比): cells, paragraphs, title, authority, year and dates.
//!
//! The reports may be two years of one authority, two authorities, or two versions of one report. Nothing is judged:
//! a blank cell differs from a zero, from a row that is not printed, and from a number that is not certain.

use rust_decimal::Decimal;

use crate::cell::Cell;
use crate::form::{CellRef, Row, part_name};
use crate::report::Report;
use crate::text::squash;

mod cells;
mod edits;
mod json;
mod letters;
mod passages;
mod summary;

pub use summary::Summary;

/// All that two reports, called 甲 (`a`) and 乙 (`b`), have and do not have in common (对比结果).
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Title, authority, year, form and dates.
    pub fields: Vec<FieldPair>,
    /// Tables two, three and four.
    pub tables: [TablePair; 3],
    /// The text by official parts; none when one of the reports is a bare object, which has no text.
    pub parts: Option<Vec<PartPair>>,
}

/// One of the matters that stand beside tables and text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Title (标题).
    Title,
    /// Authority (机关).
    Agency,
    /// Year reported on (年度).
    Year,
    /// Number of the document that issues the form of the tables (格式).
    Form,
    /// Date under the report (落款日期).
    SignedOn,
    /// Date of publication (公布日期).
    PublishedOn,
}

/// A field of both reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPair {
    /// Which field.
    pub field: Field,
    /// What the first report says; none when it says nothing.
    pub a: Option<String>,
    /// What the second report says.
    pub b: Option<String>,
}

/// A table of both reports.
#[derive(Debug, Clone)]
pub struct TablePair {
    /// `table2`, `table3` or `table4`.
    pub key: &'static str,
    /// 表二, 表三 or 表四.
    pub words: &'static str,
    /// Whether it could be compared.
    pub standing: Standing,
    /// Its rows in the order of the form; none unless it could be compared.
    pub rows: Vec<RowPair>,
}

/// Whether a table can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Both reports have it.
    Both,
    /// Only the first report has it.
    OnlyA,
    /// Only the second report has it.
    OnlyB,
    /// Neither has it.
    Neither,
    /// Both have it, but their forms count different things in it (格式不同，不可比).
    OtherForm,
}

/// A row that at least one of the reports prints.
#[derive(Debug, Clone)]
pub struct RowPair {
    /// The row of the form.
    pub row: &'static Row,
    /// Who prints it.
    pub side: Side,
    /// Its cells.
    pub cells: Vec<CellPair>,
}

/// Which of two reports has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Both.
    Both,
    /// The first only (仅甲).
    A,
    /// The second only (仅乙).
    B,
}

/// A cell of both reports.
#[derive(Debug, Clone)]
pub struct CellPair {
    /// Its place in the form.
    pub at: CellRef<'static>,
    /// What stands in the first report; none when the report has no such row.
    pub a: Option<Cell>,
    /// What stands in the second report.
    pub b: Option<Cell>,
    /// How much more the second has, where both have a number of the same unit.
    pub difference: Option<Decimal>,
    differs: bool,
}

/// An official part of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartPair {
    /// Its number, 1 to 6; none for what stands before the first heading.
    pub part: Option<u8>,
    /// Headings and paragraphs in order.
    pub blocks: Vec<BlockPair>,
}

/// A heading or paragraph and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockPair {
    /// Whether it is a heading.
    pub is_heading: bool,
    /// What became of it.
    pub change: Change,
}

/// What became of a heading or paragraph between the first and the second report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Both have it, as the second prints it; spaces and full-width forms do not count.
    Unchanged(String),
    /// Only the first has it (删).
    Removed(String),
    /// Only the second has it (增).
    Added(String),
    /// Both have it in different words (改).
    Changed {
        /// As the first has it, with what the second has not.
        a: Passage,
        /// As the second has it, with what the first has not.
        b: Passage,
    },
}

/// A text of which some characters are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The text as printed.
    pub text: String,
    /// The marked characters, in order and apart.
    pub spans: Vec<std::ops::Range<usize>>,
}

/// Compares two reports. Takes time linear in the tables and nearly linear in the text.
pub fn compare(a: &Report, b: &Report) -> Comparison {
    Comparison {
        fields: fields(a, b),
        tables: cells::tables(a.tables.as_ref(), b.tables.as_ref()),
        parts: (!a.bare && !b.bare).then(|| passages::parts(&a.sections, &b.sections)),
    }
}

fn fields(a: &Report, b: &Report) -> Vec<FieldPair> {
    let form = |report: &Report| report.tables.as_ref().map(|tables| tables.form.document.clone());
    let year = |report: &Report| report.year.map(|year| year.to_string());
    let signed = |report: &Report| report.signed_on.map(|(date, _)| date.to_string());
    let published = |report: &Report| report.published_on.map(|date| date.to_string());
    let mut pairs = vec![
        FieldPair { field: Field::Title, a: a.title.clone(), b: b.title.clone() },
        FieldPair { field: Field::Agency, a: a.agency.clone(), b: b.agency.clone() },
        FieldPair { field: Field::Year, a: year(a), b: year(b) },
        FieldPair { field: Field::Form, a: form(a), b: form(b) },
    ];
    if !a.bare && !b.bare {
        pairs.push(FieldPair { field: Field::SignedOn, a: signed(a), b: signed(b) });
        pairs.push(FieldPair { field: Field::PublishedOn, a: published(a), b: published(b) });
    }
    pairs
}

impl Comparison {
    /// The compared cells of all tables, equal ones too.
    pub fn cells(&self) -> impl Iterator<Item = &CellPair> {
        self.rows().filter(|row| row.side == Side::Both).flat_map(|row| &row.cells)
    }

    /// The rows of all tables.
    pub fn rows(&self) -> impl Iterator<Item = &RowPair> {
        self.tables.iter().flat_map(|table| &table.rows)
    }

    /// The headings and paragraphs of all parts.
    pub fn blocks(&self) -> impl Iterator<Item = &BlockPair> {
        self.parts.iter().flatten().flat_map(|part| &part.blocks)
    }
}

impl Field {
    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Agency => "agency",
            Field::Year => "year",
            Field::Form => "form",
            Field::SignedOn => "signed_on",
            Field::PublishedOn => "published_on",
        }
    }

    /// Its name for people.
    pub fn words(self) -> &'static str {
        match self {
            Field::Title => "标题",
            Field::Agency => "机关",
            Field::Year => "年度",
            Field::Form => "格式",
            Field::SignedOn => "落款日期",
            Field::PublishedOn => "公布日期",
        }
    }
}

impl FieldPair {
    /// Whether the reports say different things; spaces and full-width forms do not count.
    pub fn differs(&self) -> bool {
        let plain = |text: &Option<String>| text.as_deref().map(squash);
        plain(&self.a) != plain(&self.b)
    }
}

impl Standing {
    /// Whether only one of the reports has the table.
    pub fn is_one_sided(self) -> bool {
        matches!(self, Standing::OnlyA | Standing::OnlyB)
    }

    /// Its key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Standing::Both => "both",
            Standing::OnlyA => "only_a",
            Standing::OnlyB => "only_b",
            Standing::Neither => "neither",
            Standing::OtherForm => "other_form",
        }
    }

    /// Why the table was not compared, in a sentence without an end; none when it was.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Standing::Both => None,
            Standing::OnlyA => Some("只有甲有这张表"),
            Standing::OnlyB => Some("只有乙有这张表"),
            Standing::Neither => Some("两份报告都没有这张表"),
            Standing::OtherForm => Some("两份报告的格式不同，统计的内容不同，不可比"),
        }
    }
}

impl RowPair {
    /// Whether only one report has it, or any of its cells differs.
    pub fn differs(&self) -> bool {
        self.cells.iter().any(|cell| cell.differs)
    }
}

impl CellPair {
    /// Whether different things stand in the cells.
    pub fn differs(&self) -> bool {
        self.differs
    }
}

impl PartPair {
    /// 第一部分 and so on, 开头 for what stands before the first heading.
    pub fn words(&self) -> &'static str {
        self.part.and_then(part_name).unwrap_or("开头")
    }

    /// Whether anything in it differs.
    pub fn differs(&self) -> bool {
        self.blocks.iter().any(BlockPair::differs)
    }
}

impl BlockPair {
    /// Whether the reports differ in it.
    pub fn differs(&self) -> bool {
        !matches!(self.change, Change::Unchanged(_))
    }
}

impl Passage {
    /// The text in pieces: whether each is marked, and what it says.
    pub fn pieces(&self) -> Vec<(bool, String)> {
        let mut pieces = Vec::with_capacity(2 * self.spans.len() + 1);
        let mut letters = self.text.chars();
        let mut at = 0;
        for span in &self.spans {
            pieces.push((false, letters.by_ref().take(span.start - at).collect()));
            pieces.push((true, letters.by_ref().take(span.len()).collect()));
            at = span.end;
        }
        pieces.push((false, letters.collect()));
        pieces.retain(|(_, text): &(bool, String)| !text.is_empty());
        pieces
    }
}

/// A cell for people: unlike [`Cell::words`] it names what is no number.
pub fn cell_words(cell: Option<&Cell>) -> String {
    match cell {
        None => "没有这一行".into(),
        Some(Cell::NotPrinted) => "未印".into(),
        Some(Cell::Blank) => "空".into(),
        Some(Cell::Uncertain) => "不能确定".into(),
        Some(cell) => cell.words(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;
    use crate::report::{Paragraph, Section};

    fn report(title: &str, year: i16, text: &str) -> Report {
        let paragraph = Paragraph::new([(text.to_owned(), Place::text(3))]);
        Report {
            title: Some(title.to_owned()),
            agency: Some("云州市教育局".into()),
            year: Some(year),
            sections: vec![Section { part: Some(1), heading: None, paragraphs: vec![paragraph] }],
            ..Report::default()
        }
    }

    fn differing(a: &Report, b: &Report) -> Vec<Field> {
        let comparison = compare(a, b);
        comparison.fields.iter().filter(|pair| pair.differs()).map(|pair| pair.field).collect()
    }

    #[test]
    fn title_authority_year_and_dates_are_compared() {
        let a = report("云州市教育局2023年年度报告", 2023, "总体情况。");
        assert_eq!(differing(&a, &a), []);
        let spaced = report("云州市教育局 ２０２３年年度报告", 2023, "总体情况。");
        assert!(compare(&a, &spaced).is_equal(), "spaces and full width are no difference");
        let mut b = report("云州市教育局2024年年度报告", 2024, "总体情况。");
        b.agency = None;
        b.signed_on = Some((jiff::civil::date(2025, 1, 20), Place::text(9)));
        assert_eq!(differing(&a, &b), [Field::Title, Field::Agency, Field::Year, Field::SignedOn]);
        assert_eq!(compare(&a, &b).summary(), Summary { fields: 4, unchanged: 1, ..Summary::default() });
    }

    #[test]
    fn the_place_of_a_date_is_no_difference() {
        let [a, b] = [9, 90].map(|line| Report {
            signed_on: Some((jiff::civil::date(2025, 1, 20), Place::text(line))),
            ..Report::default()
        });
        assert!(compare(&a, &b).is_equal());
    }

    #[test]
    fn a_bare_object_has_no_text_and_no_dates_to_compare() {
        let a = report("年度报告", 2024, "总体情况。");
        let bare = Report { bare: true, sections: Vec::new(), ..a.clone() };
        let comparison = compare(&a, &bare);
        assert!(comparison.parts.is_none() && comparison.is_equal());
        assert_eq!(comparison.to_json()["paragraphs"], serde_json::Value::Null);
    }

    #[test]
    fn as_json_a_comparison_says_what_differs_and_how_much_was_compared() {
        let a = report("年度报告", 2023, "新收申请34件。");
        let b = report("年度报告", 2024, "新收申请38件。");
        let json = compare(&a, &b).to_json();
        assert_eq!((&json["equal"], &json["summary"]["fields"]), (&false.into(), &1.into()));
        assert_eq!(json["fields"], serde_json::json!([{"field": "year", "a": "2023", "b": "2024"}]));
        let changed = &json["paragraphs"][0];
        assert_eq!((&changed["part"], &changed["change"]), (&1.into(), &"changed".into()));
        assert_eq!(changed["b"], serde_json::json!({"text": "新收申请38件。", "spans": [[4, 6]]}));
    }
}
