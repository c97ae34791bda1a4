//! What the elements of a page do to its lines.

use html5gum::StartTag;

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

/// Whether an element ends only with an end tag: neither empty nor ended by what follows it.
pub(super) fn needs_end(name: &[u8]) -> bool {
    !matches!(
        name,
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta"
            | b"param" | b"source" | b"track" | b"wbr" // empty
            | b"body" | b"colgroup" | b"dd" | b"dt" | b"head" | b"html" | b"li" | b"optgroup" | b"option"
            | b"p" | b"rp" | b"rt" | b"tbody" | b"td" | b"tfoot" | b"th" | b"thead" | b"tr" // ended by others
    )
}

/// Whether an element and what it contains are not shown.
pub(super) fn is_hidden(tag: &StartTag<()>) -> bool {
    let never_shown = matches!(
        tag.name.as_slice(),
        b"script" | b"style" | b"template" | b"noscript" | b"iframe" | b"noembed" | b"noframes" | b"select"
    );
    let empty = matches!(tag.name.as_slice(), b"br" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"col");
    let undisplayed = || {
        let style = tag.attributes.get(b"style".as_slice()).map_or(b"".as_slice(), |style| style.as_slice());
        let style: Vec<u8> =
            style.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
        style.windows(12).any(|window| window == b"display:none")
    };
    never_shown || !empty && (tag.attributes.contains_key(b"hidden".as_slice()) || undisplayed())
}

/// A number given as an attribute.
pub(super) fn number(tag: &StartTag<()>, name: &[u8]) -> Option<u32> {
    let value = tag.attributes.get(name)?;
    let digits = value.trim_ascii_start();
    let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    let digits = str::from_utf8(&digits[..end]).ok().filter(|digits| !digits.is_empty())?;
    Some(digits.parse().unwrap_or(u32::MAX))
}
