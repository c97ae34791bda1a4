//! A bucket of an object store (对象存储桶) that speaks S3: of a cloud, or of a server in the authority's own network.

use std::fmt;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{ClientOptions, RetryConfig};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A bucket and how to reach it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Bucket {
    /// The bucket's name.
    pub bucket: String,
    /// Address of the server (`https://…`), without the bucket.
    pub endpoint: String,
    /// Its region, for the signature of requests.
    pub region: String,
    /// Name of the access key.
    pub access_key: Secret,
    /// The access key's secret.
    pub secret_key: Secret,
}

/// Something that is configured and never shown (密钥、口令).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl Secret {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What it is, for whoever has to be shown it: a server that asks for a password, never a log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "（未设置）" } else { "（不显示）" })
    }
}

impl Bucket {
    /// Opens the bucket; nothing is asked of the server yet.
    ///
    /// # Errors
    /// When something is missing or the address is none.
    pub(super) fn open(&self) -> Result<AmazonS3> {
        let missing = [
            ("bucket", self.bucket.is_empty()),
            ("endpoint", self.endpoint.is_empty()),
            ("access_key", self.access_key.is_empty()),
            ("secret_key", self.secret_key.is_empty()),
        ];
        let missing: Vec<&str> =
            missing.iter().filter(|(_, missing)| *missing).map(|(key, _)| *key).collect();
        if !missing.is_empty() {
            return Err(Error::NoBucket(missing.join("、")));
        }
        // The first to choose the ciphers of this program chooses for all; they are the same everywhere in it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new().with_timeout(PATIENCE).with_allow_http(true);
        let retry = RetryConfig { max_retries: 2, retry_timeout: PATIENCE, ..RetryConfig::default() };
        let builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_endpoint(&self.endpoint)
            .with_region(if self.region.is_empty() { "us-east-1" } else { &self.region })
            .with_access_key_id(&self.access_key.0)
            .with_secret_access_key(&self.secret_key.0)
            .with_client_options(client)
            .with_retry(retry);
        builder.build().map_err(Error::Files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket() -> Bucket {
        Bucket {
            bucket: "gongkai".into(),
            endpoint: "https://s3.example.gov.cn".into(),
            region: String::new(),
            access_key: "AKIAEXAMPLE".into(),
            secret_key: "wJalrXUtnFEMI".into(),
        }
    }

    #[test]
    fn what_is_missing_is_named_and_a_secret_is_never_shown() {
        let error = Bucket { endpoint: String::new(), secret_key: Secret::default(), ..bucket() }.open();
        let said = error.unwrap_err().to_string();
        assert!(said.contains("endpoint、secret_key"), "{said}");
        let shown = format!("{:?} {:?}", bucket(), bucket().open().unwrap());
        assert!(!shown.contains("wJalr"), "{shown}");
    }
}
