//! Which year a register is asked for: this one, unless it is said.

use serde::Deserialize;
use services::annual::form;

use crate::error::Refusal;
use crate::moment;

/// The year in the address of a register (`?year=2026`).
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct OfYear {
    year: Option<i16>,
}

impl OfYear {
    /// The year.
    ///
    /// # Errors
    /// It cannot be counted: there is no such page.
    pub(crate) fn year(self) -> Result<i16, Refusal> {
        countable(self.year.unwrap_or_else(|| moment::now().today.year()))
    }
}

/// A year that can be counted.
///
/// # Errors
/// No form of the annual report is for it: there is no such page.
pub(crate) fn countable(year: i16) -> Result<i16, Refusal> {
    form(year).map(|_| year).ok_or(Refusal::NotFound)
}
