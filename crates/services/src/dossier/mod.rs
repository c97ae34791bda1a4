//! The file of a case as a package (案卷): for a court or a reconsideration as evidence, and for the archive (art. 45). Whoever
//! holds it can check that nothing in it was changed, with this program or with any that computes SHA-256 or SM3.

mod complete;
mod gather;
mod package;
mod verify;

pub use self::complete::{Item, lacking};
pub use self::gather::Piece;
pub use self::package::{About, package};
pub use self::verify::{Verified, verify};

/// What the package says of itself and of every file.
pub const MANIFEST: &str = "manifest.json";

/// The hashes of all files, as `sha256sum -c` reads them.
pub const SHA256: &str = "SHA256SUMS";

/// The same with SM3 (GB/T 32905).
pub const SM3: &str = "SM3SUMS";

/// The events of the case with their texts.
pub const CASE: &str = "数据/案件.json";

/// What proves that the events stand in the audit chain.
pub const PROOF: &str = "数据/审计链.json";
