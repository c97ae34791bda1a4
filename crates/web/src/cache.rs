//! Finished pages and files of the column, kept until the store changes (页面缓存).
//!
//! A page is the same for everybody with the same display settings. It is kept as it is sent, plain and compressed,
//! under its path, query and settings; a change of the store empties the cache within a second.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::sync::Cache as Pages;
use sha2::{Digest, Sha256};

use crate::App;
use crate::display::Display;

/// Bytes that pages may take in memory, all together.
const ROOM: u64 = 64 << 20;
/// A larger answer is not kept.
const LARGEST: usize = 4 << 20;
/// How long a page may be older than the store.
const STALE: Duration = Duration::from_secs(1);

/// The addresses, with all below them, whose answers depend on the store and on nothing else.
const KEPT: [&str; 4] = ["/reports", "/overview", "/compare", "/trend"];

fn is_kept(path: &str) -> bool {
    let is_below =
        |kept: &str| path.strip_prefix(kept).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path == "/" || KEPT.iter().any(|kept| is_below(kept))
}

/// Finished answers.
pub(crate) struct Cache {
    pages: Pages<String, Finished>,
    /// When the store was last asked, and what it said.
    seen: Mutex<(Option<Instant>, i64)>,
}

/// An answer as it is sent.
#[derive(Clone)]
struct Finished {
    headers: HeaderMap,
    plain: Bytes,
    gzip: Option<Bytes>,
}

impl Cache {
    pub(crate) fn new() -> Cache {
        let weight = |key: &String, page: &Finished| {
            let bytes = key.len() + page.plain.len() + page.gzip.as_ref().map_or(0, Bytes::len) + 512;
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        let pages = Pages::builder().max_capacity(ROOM).weigher(weight).build();
        Cache { pages, seen: Mutex::new((None, 0)) }
    }

    /// Whether the store has to be asked again; only one request is told so.
    fn is_due(&self) -> bool {
        let Ok(mut seen) = self.seen.lock() else { return true };
        let is_due = seen.0.is_none_or(|at| at.elapsed() >= STALE);
        if is_due {
            seen.0 = Some(Instant::now());
        }
        is_due
    }

    /// Empties the cache when the store has changed.
    fn heed(&self, revision: i64) {
        if let Ok(mut seen) = self.seen.lock()
            && std::mem::replace(&mut seen.1, revision) != revision
        {
            self.pages.invalidate_all();
        }
    }
}

/// Answers from the cache, or keeps the answer.
pub(crate) async fn serve(
    State(app): State<App>,
    display: Display,
    mut request: Request,
    next: Next,
) -> Response {
    if request.method() != Method::GET || !is_kept(request.uri().path()) {
        return next.run(request).await;
    }
    if app.cache().is_due() {
        match app.store().revision().await {
            Ok(revision) => app.cache().heed(revision),
            Err(error) => tracing::error!(%error, "the store does not answer"),
        }
    }
    let key = format!("{} {}", display.attributes(), request.uri());
    let asked = request.headers().clone();
    if let Some(page) = app.cache().pages.get(&key) {
        return page.answer(&asked);
    }
    // Compressed here, once.
    request.headers_mut().remove(ACCEPT_ENCODING);
    let response = next.run(request).await;
    let is_small = response.body().size_hint().exact().is_some_and(|bytes| bytes <= LARGEST as u64);
    if response.status() != StatusCode::OK || !is_small {
        return response;
    }
    let (head, body) = response.into_parts();
    let Ok(plain) = to_bytes(body, LARGEST).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = Finished::new(head.headers, plain);
    app.cache().pages.insert(key, page.clone());
    page.answer(&asked)
}

impl Finished {
    fn new(mut headers: HeaderMap, plain: Bytes) -> Finished {
        let tag: String = Sha256::digest(&plain).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        if let Ok(tag) = HeaderValue::try_from(format!("\"{tag}\"")) {
            headers.insert(ETAG, tag);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
        headers.remove(CONTENT_LENGTH);
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_text =
            ["text/", "application/json", "application/atom"].iter().any(|text| kind.starts_with(text));
        let gzip = is_text.then(|| {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(&plain).and_then(|()| encoder.finish()).ok()
        });
        Finished { headers, plain, gzip: gzip.flatten().map(Bytes::from) }
    }

    fn answer(self, asked: &HeaderMap) -> Response {
        let says =
            |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
        let tag = self.headers.get(ETAG).and_then(|tag| tag.to_str().ok());
        if tag.is_some_and(|tag| says(IF_NONE_MATCH).contains(tag)) {
            return (StatusCode::NOT_MODIFIED, self.headers).into_response();
        }
        let mut headers = self.headers;
        let body = match self.gzip.filter(|_| says(ACCEPT_ENCODING).contains("gzip")) {
            Some(gzip) => {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                gzip
            }
            None => self.plain,
        };
        (headers, Body::from(body)).into_response()
    }
}
