//! An OFD is a package that holds together, and others can read it.

#![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::Path;

use jiff::civil::date;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion, escape};
use readers::Limits;
use reporting::report::Report;
use sofd::RenderOptions;
use typeset::{Fonts, Format, Setting, Unwritable};
use write_fonts::read::{FontRef, TableProvider as _};

fn report(file: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    readers::report(file, &std::fs::read(path).unwrap(), &Limits::default()).unwrap()
}

fn written(report: &Report, mark: Option<&str>) -> Vec<u8> {
    let fonts = Fonts::embedded();
    typeset::write(report, Format::Ofd, Setting { fonts: &fonts, today: date(2026, 1, 31), mark }).unwrap()
}

const SAMPLE: &str = "fixtures/reports/hangzhou-wjw-2021.txt";

/// The files of a package in their order.
fn files(package: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let count = zip.len();
    let file = |at| {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.name().unwrap().into_owned(), bytes)
    };
    (0..count).map(file).collect()
}

#[derive(Debug)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

impl Element {
    fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }
}

/// The elements of a file in their order, each with the text right inside it.
fn elements(xml: &[u8]) -> Vec<Element> {
    let mut reader = Reader::from_str(std::str::from_utf8(xml).unwrap());
    let mut elements: Vec<Element> = Vec::new();
    let mut open = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
                    (attribute.key.0.to_owned(), value.into_owned())
                });
                if matches!(event, Event::Start(_)) {
                    open.push(elements.len());
                }
                let (name, attributes) = (start.name().0.to_owned(), attributes.collect());
                elements.push(Element { name, attributes, text: String::new() });
            }
            Event::Text(text) => elements[*open.last().unwrap()].text.push_str(text),
            Event::GeneralRef(name) => {
                elements[*open.last().unwrap()].text.push_str(escape::resolve_xml_entity(name).unwrap());
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    elements
}

fn named<'e>(elements: &'e [Element], name: &'e str) -> impl Iterator<Item = &'e Element> {
    elements.iter().filter(move |element| element.name == name)
}

/// The text of the first element with a name.
fn text<'e>(elements: &'e [Element], name: &'e str) -> &'e str {
    named(elements, name).next().map_or("", |element| element.text.as_str())
}

#[test]
fn every_number_is_given_once_and_every_path_leads_to_a_file() {
    let files = files(&written(&report(SAMPLE), None));
    assert_eq!(files[0].0, "OFD.xml");
    let parsed: BTreeMap<&str, Vec<Element>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".xml"))
        .map(|(path, bytes)| (path.as_str(), elements(bytes)))
        .collect();
    let document = &parsed["Doc_0/Document.xml"];
    let resources = &parsed["Doc_0/PublicRes.xml"];
    let given: Vec<u32> =
        parsed.values().flatten().filter_map(|element| element.attributes.get("ID")?.parse().ok()).collect();
    assert_eq!(given.iter().collect::<BTreeSet<_>>().len(), given.len());
    assert_eq!(text(document, "ofd:MaxUnitID"), given.iter().max().unwrap().to_string());

    let mut paths: BTreeSet<String> =
        ["OFD.xml".into(), text(&parsed["OFD.xml"], "ofd:DocRoot").into()].into();
    paths.insert(format!("Doc_0/{}", text(document, "ofd:PublicRes")));
    paths.extend(named(document, "ofd:Page").map(|page| format!("Doc_0/{}", page.get("BaseLoc"))));
    paths.extend(named(resources, "ofd:FontFile").map(|file| format!("Doc_0/Res/{}", file.text)));
    assert_eq!(files.iter().map(|(path, _)| path.clone()).collect::<BTreeSet<_>>(), paths);

    let fonts: BTreeSet<&str> = named(resources, "ofd:Font").map(|font| font.get("ID")).collect();
    let used = parsed.values().flatten().filter(|element| element.name == "ofd:TextObject");
    assert_eq!(used.map(|object| object.get("Font")).collect::<BTreeSet<_>>(), fonts);
}

#[test]
fn a_reader_finds_each_character_in_the_embedded_font_and_draws_every_page() {
    for file in [SAMPLE, "demo/reports/yunzhou-wjw-2022.docx"] {
        let package = written(&report(file), None);
        let files = files(&package);
        let fonts: BTreeMap<String, &[u8]> = files
            .iter()
            .filter_map(|(path, bytes)| {
                let id = path.strip_prefix("Doc_0/Res/Font_")?.strip_suffix(".otf")?;
                Some((id.to_owned(), bytes.as_slice()))
            })
            .collect();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with("Content.xml")) {
            let elements = elements(bytes);
            let mut cmap = None;
            for element in &elements {
                match element.name.as_str() {
                    "ofd:TextObject" => {
                        cmap = Some(FontRef::new(fonts[element.get("Font")]).unwrap().cmap().unwrap())
                    }
                    "ofd:TextCode" => {
                        let missing =
                            element.text.chars().find(|c| cmap.as_ref().unwrap().map_codepoint(*c).is_none());
                        assert_eq!(missing, None, "{file} {path}: {}", element.text);
                        let steps = element.get("DeltaX").split_whitespace().count();
                        assert_eq!(
                            steps + 1,
                            element.text.chars().count(),
                            "{file} {path}: {}",
                            element.text
                        );
                    }
                    _ => {}
                }
            }
        }
        let document = sofd::Document::open_bytes(&package).unwrap();
        let small = RenderOptions { dpi: 24.0, ..RenderOptions::default() };
        for page in 0..document.page_count() {
            let image = document.render_page(page, &small).unwrap();
            assert!(image.is_complete(), "{file}: page {page}");
        }
    }
}

#[test]
fn headings_are_bookmarks_that_lead_to_where_they_stand() {
    let report = report(SAMPLE);
    let files: BTreeMap<String, Vec<u8>> = files(&written(&report, None)).into_iter().collect();
    let document = elements(&files["Doc_0/Document.xml"]);
    let titles: Vec<&str> = named(&document, "ofd:OutlineElem").map(|element| element.get("Title")).collect();
    for section in &report.sections {
        let Some((heading, _)) = &section.heading else { continue };
        assert!(titles.contains(&heading.as_str()), "{heading} is missing in {titles:?}");
    }
    for (title, dest) in titles.iter().zip(named(&document, "ofd:Dest")) {
        let page = named(&document, "ofd:Page").find(|page| page.get("ID") == dest.get("PageID")).unwrap();
        let content = elements(&files[&format!("Doc_0/{}", page.get("BaseLoc"))]);
        let line =
            content.iter().position(|element| title.starts_with(&element.text) && !element.text.is_empty());
        let object =
            content[..line.unwrap()].iter().rfind(|element| element.name == "ofd:TextObject").unwrap();
        let top: f64 = object.get("Boundary").split(' ').nth(1).unwrap().parse().unwrap();
        let there: f64 = dest.get("Top").parse().unwrap();
        assert!((top - there).abs() < 1.0, "{title}: {there} leads to {top}");
    }
}

#[test]
fn the_file_says_what_it_is_by_whom_and_of_which_day() {
    let report = report("demo/reports/yunzhou-wjw-2022.docx");
    let package = written(&report, Some("演示数据"));
    let entry = elements(&files(&package)[0].1);
    assert_eq!(text(&entry, "ofd:Title"), report.title.as_deref().unwrap());
    assert_eq!(text(&entry, "ofd:Author"), report.agency.as_deref().unwrap());
    assert_eq!(text(&entry, "ofd:CreationDate"), report.signed_on.as_ref().unwrap().0.to_string());
    assert_eq!(text(&entry, "ofd:Creator"), "Gongkai");
    for (path, bytes) in files(&package).iter().filter(|(path, _)| path.ends_with("Content.xml")) {
        assert!(String::from_utf8_lossy(bytes).contains("演示数据"), "{path} does not say what it is");
    }
}

#[test]
fn the_same_report_is_the_same_file_and_another_has_another_number() {
    let (first, other) = (report(SAMPLE), report("demo/reports/yunzhou-wjw-2022.docx"));
    assert!(written(&first, None) == written(&first, None));
    let number =
        |report: &Report| text(&elements(&files(&written(report, None))[0].1), "ofd:DocID").to_owned();
    assert_ne!(number(&first), number(&other));
    assert_eq!(number(&first).len(), 32);
}

#[test]
fn a_character_without_a_glyph_is_named() {
    let mut report = report(SAMPLE);
    report.title = Some("\u{E000}政府信息公开工作年度报告".into());
    let fonts = Fonts::embedded();
    let setting = Setting { fonts: &fonts, today: date(2026, 1, 31), mark: None };
    let error = typeset::write(&report, Format::Ofd, setting).unwrap_err();
    assert!(matches!(error, Unwritable::MissingGlyphs(missing) if missing == ['\u{E000}']));
}
