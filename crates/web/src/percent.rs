//! Text inside addresses and headers (百分号编码, RFC 3986 §2.1).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is altered in a text: everything but letters, digits and three signs.
const TEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// An address inside another keeps its slashes, so that it can be read.
const ADDRESS: &AsciiSet = &TEXT.remove(b'/');

/// A text, as a form sends it and as headers name files.
pub(crate) fn text(text: &str) -> String {
    utf8_percent_encode(text, TEXT).to_string()
}

/// An address, as a parameter of another.
pub(crate) fn address(address: &str) -> String {
    utf8_percent_encode(address, ADDRESS).to_string()
}
