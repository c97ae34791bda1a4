//! HTML: one page that needs nothing else, for reading, printing and sending on.

use askama::Template;

use super::mark::MARK;
use super::{Field, Summary, Tone};
use crate::Unwritable;

#[derive(Template)]
#[template(path = "summary.html")]
struct Page<'s> {
    summary: &'s Summary,
}

pub(super) fn write(summary: &Summary) -> Result<Vec<u8>, Unwritable> {
    let mut page = Page { summary }.render().map_err(|error| Unwritable::Failed(error.to_string()))?;
    page.push('\n');
    Ok(page.into_bytes())
}

/// The class of a row.
fn class(tone: &Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Doubt => "doubt",
        Tone::Bad => "bad",
    }
}

/// What is printed in a field.
fn words(field: &Field) -> String {
    match field {
        Field::Empty => String::new(),
        Field::Text(text) => text.clone(),
        Field::Number(number) => number.to_string(),
    }
}
