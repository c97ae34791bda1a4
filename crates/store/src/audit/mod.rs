//! Audit (审计): what concerns the installation in one chain, and every day one signature over the ends of all chains.
//!
//! Events of cases are links of the chain of their authority ([`cases`](crate::cases)). A link is a hash of the one before
//! and of all that is written down, so a row that is changed or taken away breaks the chain; and whoever can write the whole
//! database anew cannot sign it.

#[macro_use]
mod entry;
mod log;
mod proof;
mod report;
mod root;
mod seal;
mod verify;

pub(crate) use entry::ENTRY;
pub use entry::{Entry, append};
pub use log::{Logged, log};
pub use proof::{Proof, ProvenEvent, ProvenRoot, proof};
pub use report::{Broken, Fault, Verified};
pub use root::{Root, sign};
pub use seal::{has_signed, sign_manifest};
pub use verify::verify;

/// The authority under which the installation has its chain.
pub(crate) static INSTALLATION: &str = "";

/// Every statement of these files by name.
pub(crate) const STATEMENTS: [(&str, &str); 16] = [
    ("entry::ENTRY", entry::ENTRY),
    ("log::ALL", log::ALL),
    ("log::OF_ORGAN", log::OF_ORGAN),
    ("proof::EVENTS", proof::EVENTS),
    ("proof::ROOTS_SINCE", proof::ROOTS_SINCE),
    ("proof::ROOT_BEFORE", proof::ROOT_BEFORE),
    ("root::LAST", root::LAST),
    ("root::GROWN", root::GROWN),
    ("root::ROOT", root::ROOT),
    ("root::ROOTED", root::ROOTED),
    ("verify::HEADS", verify::HEADS),
    ("verify::HEADLESS", verify::HEADLESS),
    ("verify::ROOTS", verify::ROOTS),
    ("verify::CASES", verify::CASES),
    ("verify::ENTRIES", verify::ENTRIES),
    ("verify::BEYOND", verify::BEYOND),
];
