//! What is written reads back: every cell from every format, and all text from those that are edited.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use readers::Limits;
use reporting::cell::Cell;
use reporting::document::Place;
use reporting::form::{Form, Kind};
use reporting::report::{Coverage, Paragraph, Report, Section, Tables};
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
        tables.cells[index] = match form.cell(index).column.kind {
            _ if seed.is_multiple_of(11) => Cell::Blank,
            Kind::Count => Cell::Count(i64::from((seed % 3) * (seed % 30_011))),
            Kind::Change => Cell::Count(i64::from(seed % 41) - 20),
            Kind::Money => {
                Cell::number(rust_decimal::Decimal::new(i64::from(seed % 9_999_991) + 1, 4).normalize())
            }
        };
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

/// Title, headings and paragraphs, with the part they stand in.
fn text(report: &Report) -> Vec<(Option<u8>, String)> {
    let mut text = vec![(None, report.title.clone().unwrap_or_default())];
    for section in &report.sections {
        text.extend(section.heading.iter().map(|(heading, _)| (section.part, heading.clone())));
        text.extend(section.paragraphs.iter().map(|paragraph| (section.part, paragraph.text().to_owned())));
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
    #![proptest_config(cases(24))]

    #[test]
    fn formats_that_are_edited_give_back_every_cell_and_all_text(report in inputs()) {
        for format in [Format::Html, Format::Docx, Format::Xlsx, Format::Json] {
            let read = written_and_read(&report, format);
            prop_assert_eq!(differences(&report, &read), Vec::<String>::new(), "{}", format);
            prop_assert_eq!(text(&report), text(&read), "{}", format);
            prop_assert_eq!(report.signed_on.map(|(date, _)| date), read.signed_on.map(|(date, _)| date), "{}", format);
            prop_assert_eq!((&report.agency, report.year), (&read.agency, read.year), "{}", format);
        }
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn a_pdf_gives_back_every_cell(report in inputs()) {
        let read = written_and_read(&report, Format::Pdf);
        prop_assert_eq!(differences(&report, &read), Vec::<String>::new());
        prop_assert_eq!((&report.title, &report.agency, report.year), (&read.title, &read.agency, read.year));
    }
}
