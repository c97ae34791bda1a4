//! XML, event by event, with what no office document contains refused.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use quick_xml::{XmlVersion, escape};

use crate::{Limits, Unreadable};

/// Reads the events of a part.
pub(crate) struct Xml<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
    deepest: usize,
}

/// What stands next in a part; an empty element starts and ends.
pub(crate) enum Node<'t> {
    Start(Element<'t>),
    End(String),
    Text(Cow<'t, str>),
}

/// A start tag. Names go without their prefix: the prefixes are free and the namespaces of strict and
/// transitional documents differ.
pub(crate) struct Element<'t>(BytesStart<'t>);

impl<'t> Xml<'t> {
    pub(crate) fn new(text: &'t str, limits: &Limits) -> Xml<'t> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, depth: 0, deepest: limits.depth }
    }

    /// The next node; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Node<'t>>, Unreadable> {
        loop {
            return Ok(Some(match self.reader.read_event().map_err(|_| Unreadable::Damaged)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > self.deepest {
                        return Err(Unreadable::TooDeep);
                    }
                    Node::Start(Element(start))
                }
                Event::End(end) => {
                    self.depth -= 1;
                    Node::End(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(name) => Node::Text(match name.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string().into(),
                    Ok(None) => escape::resolve_xml_entity(&name).unwrap_or_default().into(),
                    Err(_) => return Err(Unreadable::Damaged),
                }),
                Event::DocType(_) => return Err(Unreadable::Dtd),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(Unreadable::Damaged),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => continue,
            }));
        }
    }

    /// Skips the rest of the element that has just started.
    pub(crate) fn skip(&mut self) -> Result<(), Unreadable> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// Reads the text of the element that has just started, to its end.
    pub(crate) fn text(&mut self) -> Result<String, Unreadable> {
        let outside = self.depth - 1;
        let mut text = String::new();
        while self.depth > outside {
            if let Some(Node::Text(more)) = self.next()? {
                text.push_str(&more);
            }
        }
        Ok(text)
    }
}

impl Element<'_> {
    pub(crate) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute, by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        // Repeated names are not looked for: that takes quadratic time.
        let mut attributes = self.0.attributes();
        let attribute = attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
    }

    /// An attribute that is a number.
    pub(crate) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether a property that is on by its mere presence is on.
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off"))
    }
}
