//! The API for applications: each address as it is meant to be used, and each way to use it wrongly.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod lists;
mod rights;
mod site;
