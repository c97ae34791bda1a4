//! The tokens of a page, with those attributes that matter to its lines.

use html5gum::Tokenizer;
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};

/// What stands next in a page.
pub(super) enum Token {
    Start(Tag),
    End(Vec<u8>),
    Text(String),
}

/// A start tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    pub(super) name: Vec<u8>,
    pub(super) columns: Option<u32>,
    pub(super) rows: Option<u32>,
    /// By the attribute or by its style.
    pub(super) hidden: bool,
}

/// The tokens of a page, in order.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut emitter = CallbackEmitter::new(TagReader::default());
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map(|Ok(token)| token)
}

/// Puts start tags together. Attributes come one by one: a tag may have millions.
#[derive(Debug, Default)]
struct TagReader {
    tag: Tag,
    attribute: Vec<u8>,
}

impl Callback<Token, ()> for TagReader {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: html5gum::Span<()>) -> Option<Token> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: name.to_vec(), ..Tag::default() };
                None
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.hidden |= name == b"hidden";
                self.attribute.clear();
                self.attribute.extend_from_slice(name);
                None
            }
            CallbackEvent::AttributeValue { value } => {
                match self.attribute.as_slice() {
                    b"colspan" => self.tag.columns = self.tag.columns.or_else(|| number(value)),
                    b"rowspan" => self.tag.rows = self.tag.rows.or_else(|| number(value)),
                    b"style" => self.tag.hidden |= hides(value),
                    _ => {}
                }
                None
            }
            CallbackEvent::CloseStartTag { .. } => Some(Token::Start(std::mem::take(&mut self.tag))),
            CallbackEvent::EndTag { name } => Some(Token::End(name.to_vec())),
            CallbackEvent::String { value } => Some(Token::Text(String::from_utf8_lossy(value).into_owned())),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => None,
        }
    }
}

/// Whether a style says `display: none`.
fn hides(style: &[u8]) -> bool {
    let style: Vec<u8> =
        style.iter().filter(|b| !b.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
    style.windows(12).any(|window| window == b"display:none")
}

/// The digits at the start of an attribute, as far as they make a number.
fn number(value: &[u8]) -> Option<u32> {
    let digits = value.trim_ascii_start();
    let end = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    let digits = str::from_utf8(&digits[..end]).ok().filter(|digits| !digits.is_empty())?;
    Some(digits.parse().unwrap_or(u32::MAX))
}
