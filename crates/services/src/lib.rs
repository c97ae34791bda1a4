//! Use cases (用例): what a person asks of the program, put together from the crates below.

pub mod annual;
pub mod backup;
pub mod batch;
pub mod cases;
pub mod demo;
pub mod dossier;
pub mod file;
pub mod import;
pub mod mail;
pub mod people;
pub mod region;
