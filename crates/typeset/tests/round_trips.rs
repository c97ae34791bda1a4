//! What is written reads back: every cell from every format, and all text from those that are edited. A cell that is not
//! certain comes back as such, and what is said of it and of restored ones disturbs nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use readers::Limits;
use reporting::cell::Cell;
use reporting::document::Place;
use reporting::form::{Form, Kind};
use reporting::layout::{self, Content};
use reporting::report::{Coverage, Paragraph, Report, Section, Tables, Trace};
use typeset::{Fonts, Format, Setting};

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::embedded);

const SENTENCES: [&str; 8] = [
    "本机关坚持以公开为常态、不公开为例外，全年发布信息1007条，其中图解12件。",
    "（一）主动公开方面",
    "修订公开指南，补充在线提交的说明；明确登记、审核、答复各环节的时限。",
    "“一网通办”平台<测试>&“引号”，阅读量645.3万次，同比增长12.5%。",
    "1.存在的问题：个别栏目更新不及时，解读形式单一（以文字为主）。",
    "下一步，将认真落实《中华人民共和国政府信息公开条例》，提高答复质量。",
    "联系电话：0000-12345678，电子邮箱：gongkai@example.com。",
    "㎡、①、Ⅲ、〇、“三安全一稳定”等写法照录。",
];

/// A report with any cells and sentences.
fn report(form: &'static Form, cells: &[u32], sentences: &[usize], is_signed: bool) -> Report {
    let mut tables = Tables { coverage: [Coverage::Complete; 3], ..Tables::empty(form) };
    let standard = form.rows().filter(|(_, row)| row.instead_of.is_empty());
    for index in standard.flat_map(|(_, row)| row.cells()) {
        let seed = cells[index % cells.len()].rotate_left(index as u32 % 32) ^ index as u32;
        let cell = form.cell(index);
        let behind_a_number = index > cell.row.first && tables.cells[index - 1].value().is_some();
        tables.cells[index] = match cell.column.kind {
            _ if seed.is_multiple_of(11) => Cell::Blank,
            _ if seed.is_multiple_of(13) => Cell::Uncertain,
            _ if seed.is_multiple_of(29) => Cell::Text("1,00".into()),
            // Before the first number of a row a word is a piece of its label.
            _ if seed.is_multiple_of(31) && behind_a_number => Cell::Text("见附件".into()),
            Kind::Count => Cell::Count(i64::from((seed % 3) * (seed % 30_011))),
            Kind::Change => Cell::Count(i64::from(seed % 41) - 20),
            Kind::Money => {
                Cell::number(rust_decimal::Decimal::new(i64::from(seed % 9_999_991) + 1, 4).normalize())
            }
        };
    }
    for index in 0..tables.cells.len() {
        let is_restored = index % 17 == 0 && tables.cells[index].count().is_some();
        if is_restored {
            tables.repaired.insert(index);
        }
        if is_restored || tables.cells[index] == Cell::Uncertain {
            // Nothing is printed in such a cell: it is found by its row.
            let trace = Trace {
                place: Place::text(1),
                raw: String::new(),
                candidates: Vec::new(),
                recognised: false,
            };
            tables.traces.insert(index, trace);
        }
    }
    if form.money_without_unit().any(|money| tables.cells[money].value().is_some()) {
        tables.amount_unit = Some("万元".into());
    }
    let paragraph = |text: &str| Paragraph::new([(text.to_owned(), Place::text(1))]);
    let mut sections: Vec<Section> = vec![Section::default()];
    sections[0].paragraphs.push(paragraph("根据《中华人民共和国政府信息公开条例》第五十条，编制本报告。"));
    for (at, words) in form.parts.iter().enumerate() {
        let numeral = ["一", "二", "三", "四", "五", "六"][at];
        let mut section = Section {
            part: Some(at as u8 + 1),
            heading: Some((format!("{numeral}、{words}"), Place::text(1))),
            paragraphs: Vec::new(),
        };
        // Text stands in parts one, five and six; the others are tables.
        if [0, 4, 5].contains(&at) {
            let chosen = sentences.iter().skip(at).step_by(2);
            section.paragraphs.extend(chosen.map(|sentence| paragraph(SENTENCES[*sentence])));
            section.paragraphs.push(paragraph("以上情况，特此报告。"));
        }
        sections.push(section);
    }
    let signed_on = is_signed.then_some((date(2026, 1, 20), Place::text(1)));
    if is_signed && let Some(last) = sections.last_mut() {
        last.paragraphs.extend([paragraph("云州市卫生健康委员会"), paragraph("2026年1月20日")]);
    }
    let year = form.since_report_year + 1;
    Report {
        title: Some(format!("云州市卫生健康委员会{year}年政府信息公开工作年度报告")),
        agency: Some("云州市卫生健康委员会".into()),
        year: Some(year),
        tables: Some(tables),
        sections,
        signed_on,
        ..Report::default()
    }
}

const TODAY: Date = date(2026, 1, 31);

fn written_and_read(report: &Report, format: Format) -> Report {
    let setting = Setting { fonts: &FONTS, today: TODAY, mark: None };
    let bytes = typeset::write(report, format, setting).unwrap();
    readers::report(&format!("report.{format}"), &bytes, &Limits::default()).unwrap()
}

/// The cells that differ, by their paths.
fn differences(written: &Report, read: &Report) -> Vec<String> {
    let Some((written, read)) = written.tables.as_ref().zip(read.tables.as_ref()) else {
        return vec!["no tables".into()];
    };
    if written.form.id != read.form.id {
        return vec![format!("form {}", read.form.id)];
    }
    let pairs = written.cells.iter().zip(&read.cells).enumerate();
    let mut differences: Vec<String> = pairs
        .filter(|(_, (a, b))| a != b)
        .map(|(index, (a, b))| format!("{}: {a:?} became {b:?}", written.form.cell(index).path()))
        .collect();
    if written.amount_unit != read.amount_unit {
        differences.push(format!("unit: {:?} became {:?}", written.amount_unit, read.amount_unit));
    }
    differences
}

/// The parts under whose tables something is said of cells.
fn noted(report: &Report) -> Vec<Option<u8>> {
    let is_note = |paragraph: &Paragraph| paragraph.text().starts_with("注：以下");
    report.paragraphs().filter(|(_, paragraph)| is_note(paragraph)).map(|(part, _)| part).collect()
}

/// The same, as it follows from the cells.
fn to_be_noted(report: &Report) -> Vec<Option<u8>> {
    let Some(tables) = &report.tables else { return Vec::new() };
    let has = |is: &dyn Fn(usize) -> bool, table: usize| tables.form.tables[table].cells().any(is);
    let notes = (0..3).flat_map(|table| {
        let uncertain = has(&|index| tables.cells[index] == Cell::Uncertain, table);
        let restored = has(&|index| tables.repaired.contains(&index), table);
        std::iter::repeat_n(Some(table as u8 + 2), usize::from(uncertain) + usize::from(restored))
    });
    notes.collect()
}

/// Title, headings and paragraphs, with the part they stand in, without notes on cells.
fn text(report: &Report) -> Vec<(Option<u8>, String)> {
    let mut text = vec![(None, report.title.clone().unwrap_or_default())];
    for section in &report.sections {
        text.extend(section.heading.iter().map(|(heading, _)| (section.part, heading.clone())));
        let paragraphs = section.paragraphs.iter().map(|paragraph| paragraph.text().to_owned());
        let paragraphs = paragraphs.filter(|text| !text.starts_with("注：以下"));
        text.extend(paragraphs.map(|text| (section.part, text)));
    }
    text
}

fn inputs() -> impl Strategy<Value = Report> {
    let form = prop::sample::select(vec!["2019", "2021"]).prop_map(|key| Form::by_key(key).unwrap());
    let cells = prop::collection::vec(any::<u32>(), 1..60);
    let sentences = prop::collection::vec(0..SENTENCES.len(), 6..14);
    (form, cells, sentences, any::<bool>())
        .prop_map(|(form, cells, sentences, is_signed)| report(form, &cells, &sentences, is_signed))
}

fn cases(count: u32) -> ProptestConfig {
    // Many more with `make soak`.
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse::<u32>().ok());
    ProptestConfig {
        cases: asked.map_or(count, |cases| cases.div_ceil(50).max(count)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn formats_that_are_edited_give_back_every_cell_and_all_text(report in inputs()) {
        for format in [Format::Html, Format::Docx, Format::Xlsx] {
            let read = written_and_read(&report, format);
            prop_assert_eq!(differences(&report, &read), Vec::<String>::new(), "{}", format);
            let again = written_and_read(&read, Format::Json);
            prop_assert_eq!(differences(&report, &again), Vec::<String>::new(), "{} and then an object", format);
            prop_assert_eq!(text(&report), text(&read), "{}", format);
            prop_assert_eq!(to_be_noted(&report), noted(&read), "{}", format);
            prop_assert_eq!(report.signed_on.map(|(date, _)| date), read.signed_on.map(|(date, _)| date), "{}", format);
            prop_assert_eq!((&report.agency, report.year), (&read.agency, read.year), "{}", format);
        }
    }

    #[test]
    fn an_object_gives_back_what_is_not_certain_and_what_was_restored_too(report in inputs()) {
        let read = written_and_read(&report, Format::Json);
        prop_assert_eq!(differences(&report, &read), Vec::<String>::new());
        prop_assert_eq!(text(&report), text(&read));
        let restored = |report: &Report| report.tables.as_ref().map(|tables| tables.repaired.clone());
        prop_assert_eq!(restored(&report), restored(&read));
    }

    #[test]
    fn a_list_has_every_printed_cell_with_its_state(report in inputs()) {
        let setting = Setting { fonts: &FONTS, today: TODAY, mark: None };
        let bytes = typeset::write(&report, Format::Csv, setting).unwrap();
        let mut lines = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap());
        let lines: Vec<BTreeMap<String, String>> = lines.deserialize().map(Result::unwrap).collect();
        let tables = report.tables.as_ref().unwrap();
        let is_printed = |cell: &&Cell| **cell != Cell::NotPrinted;
        prop_assert_eq!(lines.len(), tables.cells.iter().filter(is_printed).count());
        for line in lines {
            let index = tables.form.cell_at(&line["路径"]).unwrap().index;
            let (state, value) = match &tables.cells[index] {
                Cell::Uncertain => ("uncertain", String::new()),
                Cell::Text(text) => ("text", text.to_string()),
                Cell::Blank => ("blank", String::new()),
                number => ("number", number.words()),
            };
            prop_assert_eq!((&*line["状态"], &line["值"]), (state, &value));
            prop_assert_eq!(line["修复"] == "是", tables.repaired.contains(&index));
            prop_assert_eq!(line["单位"].as_str(), tables.unit_of(index).unwrap_or_default());
        }
    }
}

/// The texts of an OFD as a reader goes through them, without page numbers.
fn texts_of_ofd(file: &[u8]) -> Vec<String> {
    let document = sofd::Document::open_bytes(file).unwrap();
    let mut texts = Vec::new();
    for page in 0..document.page_count() {
        let page = serde_json::to_value(document.page(page).unwrap()).unwrap();
        let runs = page["ops"].as_array().unwrap().iter().filter_map(|op| op.get("Text"));
        texts.extend(runs.map(|run| plain(run["text"].as_str().unwrap())));
    }
    texts.retain(|text| !text.starts_with('—'));
    texts
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What is printed in the cells of each table, in order, but not in blank ones.
fn cells(tables: &Tables) -> Vec<Vec<String>> {
    let text = |content: Content| match content {
        Content::Head { text, .. } => plain(&text),
        Content::Value { index, .. } => {
            let is_money = tables.form.money_without_unit().any(|money| money == index);
            let unit =
                tables.amount_unit.as_deref().filter(|_| is_money && tables.cells[index].value().is_some());
            format!("{}{}", tables.cells[index].words(), unit.unwrap_or_default())
        }
    };
    let cells = |layout: layout::TableLayout| {
        let texts = layout.rows.into_iter().flat_map(|row| row.cells).map(|cell| text(cell.content));
        // What belongs to the rows of all results may come overleaf.
        texts.filter(|text| !text.is_empty() && *text != tables.form.words.results).collect()
    };
    layout::tables(tables).into_iter().map(cells).collect()
}

/// Whether the cells come one after the other in the texts, each cell in one or more whole texts. Where a table goes on
/// overleaf its heads stand between them once more.
fn are_cells(mut texts: &[String], cells: &[String]) -> bool {
    cells.iter().all(|cell| {
        let begins = (0..texts.len()).find_map(|from| {
            let mut read = String::new();
            let mut to = from;
            while read.len() < cell.len() && to < texts.len() {
                read.push_str(&texts[to]);
                to += 1;
            }
            (read == *cell).then_some(to)
        });
        texts = begins.map_or(&[], |to| &texts[to..]);
        begins.is_some()
    })
}

proptest! {
    #![proptest_config(cases(2))]

    #[test]
    fn a_pdf_gives_back_every_cell(report in inputs()) {
        let read = written_and_read(&report, Format::Pdf);
        prop_assert_eq!(differences(&report, &read), Vec::<String>::new());
        prop_assert_eq!((&report.title, &report.agency, report.year), (&read.title, &read.agency, read.year));
        prop_assert_eq!(report.signed_on.map(|(date, _)| date), read.signed_on.map(|(date, _)| date));
    }

    #[test]
    fn another_reader_finds_every_cell_of_an_ofd_in_order(report in inputs()) {
        let setting = Setting { fonts: &FONTS, today: TODAY, mark: None };
        let texts = texts_of_ofd(&typeset::write(&report, Format::Ofd, setting).unwrap());
        for cells in cells(report.tables.as_ref().unwrap()) {
            prop_assert!(are_cells(&texts, &cells), "{cells:?}\nnot in {texts:?}");
        }
    }
}

#[test]
fn notes_on_cells_say_nothing_that_is_compared_with_tables() {
    let file = "fixtures/reports/harbin-wjw-2023.txt";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    let report = readers::report(file, &std::fs::read(path).unwrap(), &Limits::default()).unwrap();
    assert!(!to_be_noted(&report).is_empty(), "it has cells that are not certain, and restored ones");
    let facts = |report: &Report| -> Vec<String> {
        reporting::narrative::facts(report)
            .iter()
            .map(|stated| format!("{:?} {}", stated.fact, stated.quote()))
            .collect()
    };
    for format in [Format::Html, Format::Docx, Format::Xlsx] {
        let read = written_and_read(&report, format);
        assert_eq!(noted(&read), to_be_noted(&report), "{format}");
        assert_eq!(facts(&read), facts(&report), "{format}");
        let again = written_and_read(&read, format);
        assert_eq!(text(&again), text(&read), "{format}: written again");
        assert_eq!(noted(&again), noted(&read), "{format}: written again");
    }
}
