//! The XML of a package.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A file that is being written.
pub(super) type Xml = Writer<Vec<u8>>;

const NAMESPACE: &str = "http://www.ofdspec.org/2016";

/// A file: its root element and what is inside.
pub(super) fn file(
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element(root)
        .with_attribute(("xmlns:ofd", NAMESPACE))
        .with_attributes(attributes.iter().copied())
        .write_inner_content(inside)?;
    Ok(xml.into_inner())
}

/// An element.
pub(super) fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, String)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element(name).with_attributes(attributes).write_inner_content(inside)?;
    Ok(())
}

/// An element with nothing inside.
pub(super) fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, String)]) -> io::Result<()> {
    let attributes = attributes.iter().map(|(name, value)| (*name, value.as_str()));
    xml.create_element(name).with_attributes(attributes).write_empty()?;
    Ok(())
}

/// An element with text only.
pub(super) fn text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    element(xml, name, &[], |xml| characters(xml, text))
}

/// The text of an element.
pub(super) fn characters(xml: &mut Xml, text: &str) -> io::Result<()> {
    xml.write_event(Event::Text(BytesText::new(&legal(text))))
}

/// A text without the characters that XML 1.0 has no way to write.
pub(super) fn legal(text: &str) -> String {
    text.chars().filter(|c| is_legal(*c)).collect()
}

/// Whether XML 1.0 can write a character.
pub(super) fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// A number with four decimals at most.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".into() } else { short.into() }
}

/// Numbers with blanks between them (ST_Array).
pub(super) fn array(values: impl IntoIterator<Item = f64>) -> String {
    values.into_iter().map(number).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot write its input has failed")]

    use super::*;

    #[test]
    fn numbers_are_short_and_never_minus_zero() {
        let cases = [(5.0, "5"), (0.17639, "0.1764"), (-0.00001, "0"), (100.0, "100"), (-2.5, "-2.5")];
        for (value, written) in cases {
            assert_eq!(number(value), written);
        }
        assert_eq!(array([0.0, 1.25]), "0 1.25");
    }

    #[test]
    fn characters_that_xml_cannot_write_are_left_out_and_the_others_escaped() {
        let file = file("ofd:OFD", &[("Name", "<\"&")], |xml| text(xml, "ofd:Title", "a\u{1}\u{FFFF}<&𠮷"));
        let written = String::from_utf8(file.unwrap()).unwrap();
        assert!(written.contains("<ofd:Title>a&lt;&amp;𠮷</ofd:Title>"), "{written}");
        assert!(written.contains("Name=\"&lt;&quot;&amp;\""), "{written}");
    }
}
