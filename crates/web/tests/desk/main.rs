//! The site as browsers use it: every address as every role, whose cases an officer sees, and files in forms.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod browser;
mod cases;
mod files;
mod ledger;
mod letters;
