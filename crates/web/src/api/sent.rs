//! What a program sends (请求内容): its body, the key by which it is recognised when it is sent again, and the version it has seen.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{HeaderName, IF_MATCH, IF_NONE_MATCH};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use store::cases::Key;
use store::people::claim_key;

use super::problem::{Kind, Problem};
use crate::App;
use crate::error::Refusal;
use crate::extract::client::ApiClient;

/// Bytes of the longest body.
const LONGEST: usize = 1 << 20;

/// Letters of the longest key.
const LONGEST_KEY: usize = 200;

/// The body of a request, with its key.
pub(crate) struct Sent {
    body: Bytes,
    key: Option<String>,
    /// Of method, address and body.
    fingerprint: String,
}

impl Sent {
    /// The body as JSON.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body).map_err(|error| {
            // What has the right form and the wrong meaning has no place.
            let place = match error.line() {
                0 => String::new(),
                line => format!("（第{line}行第{}列）", error.column()),
            };
            Problem::new(Kind::Malformed, format!("JSON 有误{place}：{error}")).into()
        })
    }

    /// The body as text.
    pub(crate) fn text(&self) -> Result<&str, Refusal> {
        let wrong = || Problem::new(Kind::Malformed, "内容不是 UTF-8 编码的文本").into();
        std::str::from_utf8(&self.body).map_err(|_| wrong())
    }

    /// The key of the request; that it was not used for another one is made sure.
    pub(crate) async fn key(
        &self,
        app: &App,
        client: &ApiClient,
        now: Timestamp,
    ) -> Result<Option<Key>, Refusal> {
        let Some(key) = &self.key else { return Ok(None) };
        let whose = (client.organ.as_str(), client.account.as_str());
        let first = claim_key(app.store(), whose, key, &self.fingerprint, now).await?;
        if first != self.fingerprint {
            let detail = "这个 Idempotency-Key 已经和别的内容一起发送过，没有执行";
            return Err(Problem::new(Kind::KeyReused, detail).into());
        }
        // Beside the keys of forms, which the same officer sends.
        Ok(Some(Key { actor: format!("api:{}", client.account), key: key.clone() }))
    }
}

impl FromRequest<App> for Sent {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &App) -> Result<Sent, Refusal> {
        let (head, body) = request.into_parts();
        // One that cannot be read must not be taken for none: the command would be carried out twice.
        let key = head.headers.get("idempotency-key").map(|value| {
            let key = value.to_str().unwrap_or_default().trim();
            key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key).to_owned()
        });
        let is_one = |key: &String| {
            (1..=LONGEST_KEY).contains(&key.len())
                && key.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"')
        };
        if key.as_ref().is_some_and(|key| !is_one(key)) {
            let detail = format!("Idempotency-Key 应是1到{LONGEST_KEY}个可见的 ASCII 字符，不含引号和空格");
            return Err(Problem::new(Kind::Malformed, detail).into());
        }
        let body = to_bytes(body, LONGEST).await.map_err(|_| Refusal::TooLarge)?;
        let mut hash = Sha256::new();
        for piece in [head.method.as_str().as_bytes(), b"\n", head.uri.path().as_bytes(), b"\n", &body] {
            hash.update(piece);
        }
        let fingerprint = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Sent { body, key, fingerprint })
    }
}

fn says(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The name of a case as it stands on a day: its version, and the day, since days pass without any event.
pub(crate) fn tag(version: u32, today: Date) -> String {
    format!("\"{version}-{}\"", today.strftime("%Y%m%d"))
}

/// Whether a program has the case as it stands.
pub(crate) fn has_already(headers: &HeaderMap, tag: &str) -> bool {
    let tags = says(headers, IF_NONE_MATCH).unwrap_or_default();
    tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// The version that a program has seen; none for whatever it is now.
pub(crate) fn seen(headers: &HeaderMap) -> Result<Option<u32>, Refusal> {
    let Some(tag) = says(headers, IF_MATCH).map(str::trim) else {
        return Err(Problem::new(Kind::VersionMissing, "请求没有写明读到的案件版本").into());
    };
    if tag == "*" {
        return Ok(None);
    }
    let plain = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    let version = plain.and_then(|tag| tag.split('-').next()?.parse().ok());
    version.map(Some).ok_or_else(|| {
        let detail = format!("If-Match 应是 * 或者一个版本，如 \"3\"，收到的是 {tag}");
        Problem::new(Kind::Malformed, detail).into()
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use jiff::civil::date;

    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_version_is_read_with_or_without_its_day() {
        for (value, expected, why) in [
            ("\"7\"", Some(Some(7)), "a version"),
            ("\"7-20261126\"", Some(Some(7)), "the tag of the case"),
            ("*", Some(None), "whatever it is"),
            ("7", None, "without quotes"),
            ("\"seven\"", None, "no number"),
            ("W/\"7\"", None, "a weak tag proves nothing"),
        ] {
            assert_eq!(seen(&headers(IF_MATCH, value)).ok(), expected, "{why}");
        }
        assert!(seen(&HeaderMap::new()).is_err(), "nothing");
    }

    #[test]
    fn a_copy_is_good_for_its_version_and_day() {
        let (today, tomorrow) = (date(2026, 11, 26), date(2026, 11, 27));
        let copy = headers(IF_NONE_MATCH, "\"6-20261126\", \"7-20261126\"");
        assert!(has_already(&copy, &tag(7, today)));
        assert!(!has_already(&copy, &tag(8, today)), "something has happened");
        assert!(!has_already(&copy, &tag(7, tomorrow)), "a day less is left");
    }
}
