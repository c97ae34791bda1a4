//! An element that is not shown, and where it ends.

use super::element;

/// An element that is not shown. Whatever stands in it is left out.
pub(super) struct Hidden {
    name: Vec<u8>,
    /// Elements open inside it, of those that need an end tag.
    open: usize,
}

/// What an end tag within a hidden element ends.
pub(super) enum End {
    /// An element inside it, or nothing.
    Inner,
    /// The hidden element.
    Own,
    /// An element around it, whose end is its end too.
    Outer,
}

impl Hidden {
    pub(super) fn new(name: Vec<u8>) -> Hidden {
        Hidden { name, open: 0 }
    }

    /// Whether an element that starts now is inside; an element such as `<p>` ends where the next one starts.
    pub(super) fn contains_start(&mut self, name: &[u8]) -> bool {
        let needs_end = element::needs_end(name);
        self.open += usize::from(needs_end);
        needs_end || self.name != name
    }

    /// What an end tag ends.
    pub(super) fn end_of(&mut self, name: &[u8]) -> End {
        let needs_end = element::needs_end(name);
        if self.open > 0 {
            self.open -= usize::from(needs_end);
            End::Inner
        } else if self.name == name {
            End::Own
        } else if needs_end {
            End::Outer
        } else {
            End::Inner
        }
    }
}
