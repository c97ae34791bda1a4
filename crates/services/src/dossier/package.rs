//! Putting a file into a package (打包): a ZIP with the hashes of all that is in it.

use std::io::{Cursor, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{audit, hexadecimal};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::{MANIFEST, Piece, SHA256, SIGNATURE, SM3};
use crate::cases::Cases;

/// The format of packages that this program makes and checks.
pub(super) const VERSION: u32 = 1;

/// What a package says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What it is for: 证据材料, 归档案卷.
    pub purpose: String,
    /// 登记编号.
    pub number: String,
    /// Full name of the organ.
    pub organ: String,
    /// When it was made, in China.
    pub made_at: String,
    /// By whom.
    pub made_by: String,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Of the format of packages.
    pub(super) version: u32,
    #[serde(flatten)]
    pub(super) about: About,
    /// The key that has signed it, in hexadecimal.
    pub(super) key: String,
    pub(super) files: Vec<Hashed>,
}

/// A file with its hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hashed {
    pub(super) path: String,
    pub(super) size: u64,
    pub(super) sha256: String,
    pub(super) sm3: String,
}

impl Hashed {
    pub(super) fn of(path: &str, bytes: &[u8]) -> Hashed {
        Hashed {
            path: path.to_owned(),
            size: bytes.len() as u64,
            sha256: hexadecimal(&Sha256::digest(bytes)),
            sm3: hexadecimal(&<sm3::Sm3 as sm3::Digest>::digest(bytes)),
        }
    }
}

/// Every file with one of its hashes, as the programs that check them read it.
pub(super) fn sums(files: &[Hashed], of: impl Fn(&Hashed) -> &str) -> String {
    files.iter().map(|file| format!("{}  {}\n", of(file), file.path)).collect()
}

impl Cases {
    /// The package of pieces, signed by the office's key. The same pieces give the same bytes.
    ///
    /// # Errors
    /// When the ZIP cannot be written.
    pub fn package(&self, pieces: &[Piece], about: About) -> std::io::Result<Vec<u8>> {
        let signer = self.vault.signing_key();
        let key = hexadecimal(signer.verifying_key().as_bytes());
        let files: Vec<Hashed> = pieces.iter().map(|piece| Hashed::of(&piece.path, &piece.bytes)).collect();
        let (sha256, sm3) = (sums(&files, |file| &file.sha256), sums(&files, |file| &file.sm3));
        let manifest = serde_json::to_vec_pretty(&Manifest { version: VERSION, about, key, files })?;
        let signature = audit::sign_manifest(signer, &manifest);
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let rest = [
            (MANIFEST, manifest.as_slice()),
            (SIGNATURE, signature.as_bytes()),
            (SHA256, sha256.as_bytes()),
            (SM3, sm3.as_bytes()),
        ];
        let pieces = pieces.iter().map(|piece| (piece.path.as_str(), piece.bytes.as_slice()));
        for (path, bytes) in pieces.chain(rest) {
            zip.start_file(path, options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}
