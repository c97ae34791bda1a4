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
        xml::element(xml, "ofd:CommonData", &[], |xml| {
            xml::text(xml, "ofd:MaxUnitID", &ids.0.to_string())?;
            if let Some(first) = pages.first() {
                xml::element(xml, "ofd:PageArea", &[], |xml| xml::text(xml, "ofd:PhysicalBox", &first.area))?;
            }
            xml::text(xml, "ofd:PublicRes", "PublicRes.xml")
        })?;
        xml::element(xml, "ofd:Pages", &[], |xml| {
            pages.iter().enumerate().try_for_each(|(at, page)| {
                xml::empty(xml, "ofd:Page", &[("ID", page.id.to_string()), ("BaseLoc", page::path(at))])
            })
        })?;
        if tree.is_empty() {
            return Ok(());
        }
        xml::element(xml, "ofd:Outlines", &[], |xml| {
            tree.iter().try_for_each(|node| bookmark(xml, node, document, pages))
        })
    })
}

/// A heading, the way to it, and the headings below it.
fn bookmark(xml: &mut Xml, node: &Node<'_>, document: &PagedDocument, pages: &[Page]) -> io::Result<()> {
    let place = node.entry.location().and_then(|location| document.introspector().position(location));
    let dest = place.and_then(|place| {
        let page = pages.get(place.page.get() - 1)?;
        Some([
            ("Type", "XYZ".into()),
            ("PageID", page.id.to_string()),
            ("Left", "0".into()),
            ("Top", xml::number(place.point.y.to_mm())),
            // As large as it is shown already.
            ("Zoom", "0".into()),
        ])
    });
    let title = [("Title", xml::legal(&node.entry.body.plain_text()))];
    xml::element(xml, "ofd:OutlineElem", &title, |xml| {
        if let Some(dest) = dest {
            xml::element(xml, "ofd:Actions", &[], |xml| {
                xml::element(xml, "ofd:Action", &[("Event", "CLICK".into())], |xml| {
                    xml::element(xml, "ofd:Goto", &[], |xml| xml::empty(xml, "ofd:Dest", &dest))
                })
            })?;
        }
        node.children.iter().try_for_each(|child| bookmark(xml, child, document, pages))
    })
}
