//! Document.xml (7.5): the pages in order, and the headings as bookmarks (大纲).

use std::io;

use typst::foundations::{NativeElement as _, Packed, StyleChain};
use typst::introspection::Introspector as _;
use typst::model::{HeadingElem, OutlineNode};
use typst_layout::PagedDocument;

use super::Ids;
use super::page::{self, Page};
use super::xml::{self, Xml};

type Node<'d> = OutlineNode<&'d Packed<HeadingElem>>;

/// The root of the document.
pub(super) fn document(document: &PagedDocument, pages: &[Page], ids: &Ids) -> io::Result<Vec<u8>> {
    let headings = document.introspector().query(&HeadingElem::ELEM.select());
    let headings = headings.iter().filter_map(|heading| heading.to_packed::<HeadingElem>());
    let tree = OutlineNode::build_tree(
        headings.map(|heading| (heading, heading.resolve_level(StyleChain::default()), true)),
    );
    xml::file("ofd:Document", &[], |xml| {
        xml::element(xml, "ofd:CommonData", |xml| {
            xml::text(xml, "ofd:MaxUnitID", &ids.0.to_string())?;
            if let Some(first) = pages.first() {
                xml::element(xml, "ofd:PageArea", |xml| xml::text(xml, "ofd:PhysicalBox", &first.area))?;
            }
            xml::text(xml, "ofd:PublicRes", "PublicRes.xml")
        })?;
        xml::element(xml, "ofd:Pages", |xml| {
            for (at, page) in pages.iter().enumerate() {
                xml.create_element("ofd:Page")
                    .with_attribute(("ID", page.id.to_string().as_str()))
                    .with_attribute(("BaseLoc", page::path(at).as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
        if tree.is_empty() {
            return Ok(());
        }
        xml::element(xml, "ofd:Outlines", |xml| {
            tree.iter().try_for_each(|node| bookmark(xml, node, document, pages))
        })
    })
}

/// A heading, those below it, and the way to it.
fn bookmark(xml: &mut Xml, node: &Node<'_>, document: &PagedDocument, pages: &[Page]) -> io::Result<()> {
    let place = node.entry.location().and_then(|location| document.introspector().position(location));
    let page = place.and_then(|place| pages.get(place.page.get() - 1).map(|page| (page, place.point)));
    xml.create_element("ofd:OutlineElem")
        .with_attribute(("Title", xml::legal(&node.entry.body.plain_text()).as_str()))
        .write_inner_content(|xml| {
            if let Some((page, point)) = page {
                let dest = |xml: &mut Xml| {
                    xml.create_element("ofd:Dest")
                        .with_attribute(("Type", "XYZ"))
                        .with_attribute(("PageID", page.id.to_string().as_str()))
                        .with_attribute(("Left", "0"))
                        .with_attribute(("Top", xml::number(point.y.to_mm()).as_str()))
                        // As large as it is shown already.
                        .with_attribute(("Zoom", "0"))
                        .write_empty()
                        .map(|_| ())
                };
                xml::element(xml, "ofd:Actions", |xml| {
                    xml.create_element("ofd:Action")
                        .with_attribute(("Event", "CLICK"))
                        .write_inner_content(|xml| xml::element(xml, "ofd:Goto", dest))?;
                    Ok(())
                })?;
            }
            node.children.iter().try_for_each(|child| bookmark(xml, child, document, pages))
        })?;
    Ok(())
}
