//! What the elements of a page do to its lines.

use super::token::Tag;

/// What an element does to the lines around and in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    /// Stays within a line.
    Inline,
    /// Begins and ends lines.
    Block,
    /// A block that is a heading.
    Heading,
    /// A block whose line ends count.
    Preformatted,
    Title,
    Table,
    /// `<thead>`, `<tbody>` or `<tfoot>`.
    Group,
    Row,
    Cell,
}

impl Element {
    pub(super) fn of(name: &[u8]) -> Element {
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Element::Heading,
            b"pre" | b"listing" | b"xmp" => Element::Preformatted,
            b"title" => Element::Title,
            b"table" => Element::Table,
            b"thead" | b"tbody" | b"tfoot" => Element::Group,
            b"tr" => Element::Row,
            b"td" | b"th" => Element::Cell,
            b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"br" | b"caption" | b"center"
            | b"dd" | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"dt" | b"fieldset"
            | b"figcaption" | b"figure" | b"footer" | b"form" | b"header" | b"hgroup" | b"hr" | b"legend"
            | b"li" | b"main" | b"menu" | b"nav" | b"ol" | b"p" | b"search" | b"section" | b"summary"
            | b"ul" => Element::Block,
            _ => Element::Inline,
        }
    }
}

/// Whether an element has no content and no end.
fn is_empty(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

/// Whether an element ends only with an end tag: neither empty nor ended by what follows it.
pub(super) fn needs_end(name: &[u8]) -> bool {
    let ended_by_others = matches!(
        name,
        b"body"
            | b"colgroup"
            | b"dd"
            | b"dt"
            | b"head"
            | b"html"
            | b"li"
            | b"optgroup"
            | b"option"
            | b"p"
            | b"rp"
            | b"rt"
            | b"tbody"
            | b"td"
            | b"tfoot"
            | b"th"
            | b"thead"
            | b"tr"
    );
    !ended_by_others && !is_empty(name)
}

/// Whether an element and what it contains are not shown. An empty element hides nothing.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    match tag.name.as_slice() {
        b"script" | b"style" | b"template" | b"noscript" | b"iframe" | b"noembed" | b"noframes"
        | b"select" => true,
        name => tag.hidden && !is_empty(name),
    }
}
