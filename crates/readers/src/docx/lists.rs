//! The parts of a document that define its lists.

use crate::numbering::{Definition, LEVELS, LONGEST_TEXT, Level, List, Mark, Numbering, Style};
use crate::xml::{Element, Node, Xml};
use crate::{Limits, Unreadable};

impl Mark {
    /// Takes in a property of a paragraph if it is one of numbering.
    pub(super) fn property(&mut self, element: &Element) {
        match element.name() {
            "numId" => self.list = element.attribute("val"),
            "ilvl" => self.level = element.number("val"),
            _ => {}
        }
    }
}

impl Numbering {
    /// Reads the parts of a document that define lists and styles; either may be empty.
    pub(super) fn read(numbering: &str, styles: &str, limits: &Limits) -> Result<Numbering, Unreadable> {
        let mut all = Numbering::default();
        all.read_lists(&mut Xml::new(numbering, limits))?;
        all.read_styles(&mut Xml::new(styles, limits))?;
        Ok(all)
    }

    fn read_lists(&mut self, xml: &mut Xml) -> Result<(), Unreadable> {
        while let Some(node) = xml.next()? {
            let Node::Start(element) = node else { continue };
            match element.name() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    self.definitions.insert(id, read_definition(xml)?);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    self.lists.insert(id, read_list(xml)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, xml: &mut Xml) -> Result<(), Unreadable> {
        let mut style = Style::default();
        let mut id = None;
        while let Some(node) = xml.next()? {
            match node {
                Node::Start(element) => match element.name() {
                    "style" => id = element.attribute("styleId"),
                    "basedOn" => style.based_on = element.attribute("val"),
                    _ => style.mark.property(&element),
                },
                Node::End(name) if name == "style" => {
                    let style = std::mem::take(&mut style);
                    self.styles.extend(id.take().map(|id| (id, style)));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn read_definition(xml: &mut Xml) -> Result<Definition, Unreadable> {
    let mut definition = Definition::default();
    loop {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name() {
                "lvl" => {
                    let at = element.number("ilvl").unwrap_or(LEVELS);
                    let level = read_level(xml)?;
                    if let Some(slot) = definition.levels.get_mut(at) {
                        *slot = level;
                    }
                }
                "numStyleLink" => definition.style = element.attribute("val"),
                _ => {}
            },
            Some(Node::End(name)) if name == "abstractNum" => return Ok(definition),
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}

fn read_list(xml: &mut Xml) -> Result<List, Unreadable> {
    let mut list = List::default();
    let mut at = 0;
    loop {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name() {
                "abstractNumId" => list.definition = element.attribute("val").unwrap_or_default(),
                "lvlOverride" => at = element.number("ilvl").unwrap_or(LEVELS),
                "startOverride" => list.starts.extend(element.number("val").map(|start| (at, start))),
                "lvl" => drop(list.levels.insert(at, read_level(xml)?)),
                _ => {}
            },
            Some(Node::End(name)) if name == "num" => return Ok(list),
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}

fn read_level(xml: &mut Xml) -> Result<Level, Unreadable> {
    let mut level = Level::default();
    loop {
        match xml.next()? {
            Some(Node::Start(element)) => match element.name() {
                "start" => level.start = element.number("val").unwrap_or(level.start),
                "numFmt" => level.format = element.attribute("val").unwrap_or_default(),
                "lvlText" => {
                    let text = element.attribute("val").filter(|text| text.len() <= LONGEST_TEXT);
                    level.text = text.unwrap_or_default();
                }
                "lvlRestart" => level.restart = element.number("val"),
                "isLgl" => level.legal = element.is_on(),
                "pStyle" => level.style = element.attribute("val"),
                _ => {}
            },
            Some(Node::End(name)) if name == "lvl" => return Ok(level),
            Some(_) => {}
            None => return Err(Unreadable::Damaged),
        }
    }
}
