//! Files (附件), in a directory or in a bucket (S3): each is kept under the hash of what is stored, so nothing is ever written
//! over by something else, the same file is kept once, and one that has changed on the disk is found out when it is read.
//!
//! What comes here is sealed ([`CaseKey::seal_file`](crate::vault::CaseKey::seal_file)); nothing here knows what is inside.

mod bucket;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use casework::id::FileId;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path as Address;
use object_store::{ObjectStore, ObjectStoreExt};
use sha2::{Digest, Sha256};
use tokio_stream::StreamExt;

pub use self::bucket::{Bucket, Secret};
use crate::error::{Error, Result};
use crate::model::hexadecimal;

/// Where files are kept (附件库). Cheap to clone.
#[derive(Clone)]
pub struct Files {
    objects: Arc<dyn ObjectStore>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Files").field(&format_args!("{}", self.objects)).finish()
    }
}

impl Files {
    /// Files in a directory, which is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made or used.
    pub fn in_folder(folder: &Path) -> Result<Files> {
        let unusable = |cause| Error::Folder { folder: folder.to_owned(), cause };
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let objects = LocalFileSystem::new_with_prefix(folder)
            .map_err(|cause| unusable(std::io::Error::other(cause)))?;
        Ok(Files { objects: Arc::new(objects.with_fsync(true)) })
    }

    /// Files in a bucket, which must be there.
    ///
    /// # Errors
    /// When the settings are not those of a bucket.
    pub fn in_bucket(bucket: &Bucket) -> Result<Files> {
        Ok(Files { objects: Arc::new(bucket.open()?) })
    }

    /// Files in memory, for demonstration and tests: gone with the last clone.
    pub fn in_memory() -> Files {
        Files { objects: Arc::new(InMemory::new()) }
    }

    /// What bytes are kept under (附件标识): SHA-256, as hexadecimal digits.
    pub fn id(bytes: &[u8]) -> FileId {
        FileId::from(hexadecimal(&Sha256::digest(bytes)))
    }

    /// Keeps a file; when this returns it is on the disk. The same bytes again change nothing.
    ///
    /// # Errors
    /// When the disk is full, the bucket does not answer, or it may not be written to.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<FileId> {
        let id = Files::id(&bytes);
        let address = address(&id).ok_or_else(|| Error::NoFile(id.to_string()))?;
        self.objects.put(&address, bytes.into()).await.map_err(|cause| failed(&id, cause))?;
        Ok(id)
    }

    /// Reads a file again and compares it with its name.
    ///
    /// # Errors
    /// [`Error::NoFile`] when it is not there, [`Error::DamagedFile`] when it is another than was put; or the bucket or the disk
    /// does not answer.
    pub async fn get(&self, id: &FileId) -> Result<Vec<u8>> {
        let address = address(id).ok_or_else(|| Error::NoFile(id.to_string()))?;
        let read = async { self.objects.get(&address).await?.bytes().await };
        let bytes = read.await.map_err(|cause| failed(id, cause))?;
        if Files::id(&bytes) != *id {
            return Err(Error::DamagedFile(id.to_string()));
        }
        Ok(bytes.into())
    }

    /// The names of all files that are kept.
    ///
    /// # Errors
    /// When the bucket or the disk does not answer.
    pub async fn ids(&self) -> Result<Vec<FileId>> {
        let mut listed = self.objects.list(None);
        let mut ids = Vec::new();
        while let Some(object) = listed.next().await {
            let object = object.map_err(Error::Files)?;
            // What else lies in the folder is not ours.
            let id = object.location.filename().map(FileId::from);
            ids.extend(id.filter(|id| address(id).as_ref() == Some(&object.location)));
        }
        ids.sort();
        Ok(ids)
    }

    /// Removes a file that no event names. One that is not there is no error.
    ///
    /// # Errors
    /// When the bucket or the disk does not answer.
    pub async fn remove(&self, id: &FileId) -> Result<()> {
        let Some(address) = address(id) else { return Ok(()) };
        match self.objects.delete(&address).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(failed(id, cause)),
        }
    }
}

/// Where a file lies: `aa/bb/aabb…`, so that no folder has too many. None for what is no hash.
fn address(id: &FileId) -> Option<Address> {
    let id = id.as_str();
    let is_hash = id.len() == 64 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then(|| Address::from(format!("{}/{}/{id}", &id[..2], &id[2..4])))
}

fn failed(id: &FileId, cause: object_store::Error) -> Error {
    match cause {
        object_store::Error::NotFound { .. } => Error::NoFile(id.to_string()),
        cause => Error::Files(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_has_an_address() {
        let hash = "ab".repeat(32);
        let cases = [
            (hash.clone(), Some(format!("ab/ab/{hash}")), "a hash"),
            (hash.to_uppercase(), None, "one file has one name"),
            ("../../keys/master.key".to_owned(), None, "another folder"),
            (String::new(), None, "nothing"),
        ];
        for (id, expected, why) in cases {
            let found = address(&FileId::from(id)).map(|address| address.to_string());
            assert_eq!(found, expected, "{why}");
        }
    }
}
