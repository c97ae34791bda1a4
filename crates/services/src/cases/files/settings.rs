//! Where files are kept, and how many and how large they may be (附件设置).

use std::path::Path;

use serde::{Deserialize, Serialize};
use store::files::{Bucket, Files, Secret};

/// Settings of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileSettings {
    /// Megabytes of one file, at most.
    pub megabytes: u64,
    /// Files of one form, at most.
    pub count: usize,
    /// Name of a bucket in place of the directory; empty for the directory.
    pub bucket: String,
    /// Address of the bucket's server.
    pub endpoint: String,
    /// The bucket's region.
    pub region: String,
    /// Name of the access key.
    pub access_key: Secret,
    /// The access key's secret.
    pub secret_key: Secret,
}

impl Default for FileSettings {
    fn default() -> FileSettings {
        FileSettings {
            megabytes: 20,
            count: 5,
            bucket: String::new(),
            endpoint: String::new(),
            region: String::new(),
            access_key: Secret::default(),
            secret_key: Secret::default(),
        }
    }
}

impl FileSettings {
    /// Opens the bucket, or the directory where none is named.
    ///
    /// # Errors
    /// When the bucket is not described completely or the directory cannot be used.
    pub fn open(&self, folder: &Path) -> store::Result<Files> {
        if self.bucket.is_empty() {
            return Files::in_folder(folder);
        }
        Files::in_bucket(&Bucket {
            bucket: self.bucket.clone(),
            endpoint: self.endpoint.clone(),
            region: self.region.clone(),
            access_key: self.access_key.clone(),
            secret_key: self.secret_key.clone(),
        })
    }

    /// Bytes of one file, at most.
    pub fn bytes(&self) -> u64 {
        self.megabytes << 20
    }

    /// Bytes of the files of one form, at most.
    pub fn form_bytes(&self) -> u64 {
        self.bytes() * self.count as u64
    }

    /// What to say of too many files.
    pub(super) fn too_many(&self, count: usize) -> Option<String> {
        let most = self.count;
        (count > most)
            .then(|| format!("一次最多提交{most}个附件，您选择了{count}个；可以合并成一个 PDF 或者压缩包"))
    }
}
