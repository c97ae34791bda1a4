//! OFD (GB/T 33190-2016): the pages of the PDF as a package of XML and fonts (版式文件).
//!
//! ```text
//! OFD.xml                      what the document is called, by whom, of which day
//! Doc_0/Document.xml           its pages in order, and its bookmarks
//! Doc_0/PublicRes.xml          its fonts
//! Doc_0/Res/Font_N.otf         the glyphs that are used
//! Doc_0/Pages/Page_N/Content.xml
//! ```

mod font;
mod object;
mod outline;
mod page;
mod text;
mod xml;

#[cfg(test)]
mod tests;

use std::io;

use typst::utils::hash128;
use typst_layout::PagedDocument;

use crate::manuscript::Manuscript;
use crate::package::Package;
use crate::{Fonts, Unwritable, pages};
use font::UsedFonts;
use page::Page;

/// Writes an OFD: the pages of the PDF, with bookmarks and the fonts it uses.
pub(crate) fn write(manuscript: &Manuscript, fonts: &Fonts) -> Result<Vec<u8>, Unwritable> {
    pages::written(manuscript, fonts, |document| {
        package(manuscript, document).map_err(|error| Unwritable::Failed(error.to_string()))
    })
}

/// Numbers of the objects of a document (标识), each given once.
#[derive(Default)]
struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// A file of the package.
struct File {
    path: String,
    bytes: Vec<u8>,
}

fn package(manuscript: &Manuscript, document: &PagedDocument) -> io::Result<Vec<u8>> {
    let mut ids = Ids::default();
    let mut used = UsedFonts::default();
    let pages: Vec<Page> = document
        .pages()
        .iter()
        .map(|page| Page::of(&page.frame, &mut ids, &mut used))
        .collect::<io::Result<_>>()?;
    let mut files = vec![
        File { path: "Doc_0/Document.xml".into(), bytes: outline::document(document, &pages, &ids)? },
        File { path: "Doc_0/PublicRes.xml".into(), bytes: used.resources()? },
    ];
    files.extend(used.files()?);
    for (at, page) in pages.into_iter().enumerate() {
        files.push(File { path: format!("Doc_0/{}", page::path(at)), bytes: page.content });
    }
    let contents: Vec<&[u8]> = files.iter().map(|file| file.bytes.as_slice()).collect();
    let entry = entry(manuscript, hash128(&contents))?;
    let mut package = Package::new();
    package.add("OFD.xml", &entry[..])?;
    files.iter().try_for_each(|file| package.add(&file.path, &file.bytes[..]))?;
    package.finish()
}

/// The main entry (7.4). The number of a document follows from what is in it, so that a file written again is the same.
fn entry(manuscript: &Manuscript, number: u128) -> io::Result<Vec<u8>> {
    xml::file("ofd:OFD", &[("Version", "1.0"), ("DocType", "OFD")], |xml| {
        xml::element(xml, "ofd:DocBody", &[], |xml| {
            xml::element(xml, "ofd:DocInfo", &[], |xml| {
                xml::text(xml, "ofd:DocID", &format!("{number:032x}"))?;
                xml::text(xml, "ofd:Title", &manuscript.title)?;
                if let Some(agency) = &manuscript.agency {
                    xml::text(xml, "ofd:Author", agency)?;
                }
                xml::text(xml, "ofd:CreationDate", &manuscript.date.to_string())?;
                xml::text(xml, "ofd:Creator", "Gongkai")?;
                xml::text(xml, "ofd:CreatorVersion", env!("CARGO_PKG_VERSION"))
            })?;
            xml::text(xml, "ofd:DocRoot", "Doc_0/Document.xml")
        })
    })
}
