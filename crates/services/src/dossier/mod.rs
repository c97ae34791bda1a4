//! The file of a case as a package (案卷): for a court or a reconsideration as evidence, and for the archive (art. 45).
//!
//! The office's key signs the list of its files with their hashes. Whoever holds the package and knows the key can check that
//! these are the files that left the office, and that the events in it make links of a chain. That the chain of the office has
//! these links is checked where the chain is (`gongkai audit verify`): the links of other cases are in no package.

mod catalogue;
mod complete;
mod gather;
mod package;
mod verify;

pub use self::complete::lacking;
pub use self::gather::Piece;
pub use self::package::About;
pub use self::verify::{Verified, verify};

/// What a package is for (用途).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// 证据材料: for whoever reconsiders, and for the court; each piece with what it proves.
    Evidence,
    /// 归档案卷.
    Archive,
}

impl Purpose {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Evidence => "证据材料",
            Purpose::Archive => "归档案卷",
        }
    }

    /// The purpose of a word in an address.
    pub fn named(word: &str) -> Option<Purpose> {
        match word {
            "evidence" => Some(Purpose::Evidence),
            "archive" => Some(Purpose::Archive),
            _ => None,
        }
    }
}

/// What the package says of itself and of every file.
pub const MANIFEST: &str = "manifest.json";

/// The signature under the manifest.
pub const SIGNATURE: &str = "manifest.sig";

/// The hashes of all files, as `sha256sum -c` reads them.
pub const SHA256: &str = "SHA256SUMS";

/// The same with SM3 (GB/T 32905).
pub const SM3: &str = "SM3SUMS";

/// The events of the case with their texts.
pub const CASE: &str = "数据/案件.json";

/// What proves that the events stand in the audit chain.
pub const PROOF: &str = "数据/审计链.json";
