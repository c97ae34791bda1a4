//! Files with a secret of 32 bytes (密钥文件): hexadecimal digits, readable by the account of the program alone.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use super::key::KEY;
use crate::model::hexadecimal;

const WRONG: &str = "不是64位十六进制数字";

/// Reads a secret; none when there is no file.
pub(super) fn read(path: &Path) -> Result<Option<[u8; KEY]>> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(Error::new(ErrorKind::PermissionDenied, "别的账号可以读取，请执行 chmod 600"));
    }
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text)?;
    bytes(text.trim()).map(Some).ok_or_else(|| Error::new(ErrorKind::InvalidData, WRONG))
}

fn bytes(digits: &str) -> Option<[u8; KEY]> {
    if digits.len() != 2 * KEY {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..KEY).map(byte).collect();
    bytes?.try_into().ok()
}

/// Reads a key that is no secret; none when there is no file.
pub(super) fn read_public(path: &Path) -> Result<Option<[u8; KEY]>> {
    match std::fs::read_to_string(path) {
        Ok(text) => bytes(text.trim()).map(Some).ok_or_else(|| Error::new(ErrorKind::InvalidData, WRONG)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a new secret, on the disk when this returns. What is there stays.
pub(super) fn write(path: &Path, secret: &[u8; KEY]) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(hexadecimal(secret).as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
