//! DOCX: the body of the text, with its automatic numbers.

mod body;
mod lists;

use reporting::document::Document;

use crate::numbering::Numbering;
use crate::package::Package;
use crate::{Limits, Unreadable, flow};
use body::Body;

/// Reads the body; headers, footers, notes and comments are left out.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut package = Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let relations = package.relations(&main)?;
    let mut related = |kind: &str| {
        let name = relations.iter().find(|relation| relation.kind == kind).map(|relation| &relation.target);
        name.map_or(Ok(None), |name| package.part(name))
    };
    let numbering = related("numbering")?.unwrap_or_default();
    let styles = related("styles")?.unwrap_or_default();
    let numbering = Numbering::read(&numbering, &styles, limits)?;
    let text = package.part(&main)?.ok_or(Unreadable::Damaged)?;
    let blocks = Body::new(numbering, limits).read(&text)?;
    Ok(flow::document(blocks, None))
}

#[cfg(test)]
mod tests;
