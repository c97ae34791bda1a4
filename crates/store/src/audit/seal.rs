//! The signature under a package (签名): the key of the audit chains signs what left the office, as it left.

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

use crate::chain::Fields;
use crate::model::{bytes, hexadecimal};

/// Signs a manifest: Ed25519 over its SM3, in hexadecimal.
pub fn sign_manifest(key: &SigningKey, manifest: &[u8]) -> String {
    hexadecimal(&key.sign(&digest(manifest)).to_bytes())
}

/// Whether the key, in hexadecimal, has signed a manifest.
pub fn has_signed(key: &str, manifest: &[u8], signature: &str) -> bool {
    let key = bytes(key).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature: Option<[u8; 64]> = bytes(signature);
    key.zip(signature).is_some_and(|(key, signature)| {
        key.verify(&digest(manifest), &Signature::from_bytes(&signature)).is_ok()
    })
}

/// Of a kind of its own: no root of a day is ever taken for a manifest.
fn digest(manifest: &[u8]) -> [u8; 32] {
    Fields::new("package").bytes(manifest).finish()
}
