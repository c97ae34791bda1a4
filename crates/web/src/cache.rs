//! Finished pages and files of the column, kept while the store is unchanged (页面缓存).
//!
//! A page depends on its path, on the few parameters that it reads, on the display settings, and on the store's number
//! of changes: these are its key, and what is out of date is never asked for again. It is kept as it is sent, plain and
//! compressed. Of visitors who want the same at once, one has it made.

use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use moka::future::Cache as Pages;
use sha2::{Digest, Sha256};

use crate::App;
use crate::display::Display;

/// Bytes that pages may take in memory, all together.
const ROOM: u64 = 64 << 20;
/// The longest answer that is made for the cache.
const LONGEST: usize = 64 << 20;
/// A longer one is not kept.
const LARGEST: usize = 4 << 20;
/// How long a page may be older than the store.
const STALE: Duration = Duration::from_secs(1);

/// Finished answers.
pub(crate) struct Cache {
    pages: Pages<String, Finished>,
    /// When the store was last asked, and what it said.
    seen: Mutex<(Option<Instant>, i64)>,
}

/// An answer as it is sent.
#[derive(Clone)]
struct Finished {
    status: StatusCode,
    headers: HeaderMap,
    plain: Bytes,
    gzip: Option<Bytes>,
}

/// What the answers at a path depend on besides the store.
#[derive(Debug, PartialEq, Eq)]
enum Depends {
    /// A page: these parameters, and the display settings.
    Page(&'static [&'static str]),
    /// A file: nothing.
    File,
}

/// What the answers at a path depend on; none for one that is not kept.
fn depends(path: &str) -> Option<Depends> {
    let page = |parameters| Some(Depends::Page(parameters));
    let pieces: Vec<&str> = path.split('/').skip(1).collect();
    match pieces.as_slice() {
        [""] | ["reports", _] | ["reports", _, _] | ["reports", _, _, "versions", _] => page(&[]),
        ["reports"] => page(&["below", "q", "after"]),
        ["overview", _] => page(&["below", "after"]),
        ["compare"] => page(&["a", "b", "only"]),
        ["trend"] => page(&["organ", "figure"]),
        // The file as it came may be large, and costs nothing to fetch.
        ["reports", _, _, file] | ["reports", _, _, "versions", _, file] if *file != "source" => {
            Some(Depends::File)
        }
        _ => None,
    }
}

/// Under which name an answer is kept.
fn key(uri: &Uri, display: Display, revision: i64) -> Option<String> {
    let path = uri.path();
    let Depends::Page(parameters) = depends(path)? else { return Some(format!("{revision} {path}")) };
    let Query(asked) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    let read = asked.iter().filter(|(name, _)| parameters.contains(&name.as_str()));
    let read: Vec<&(String, String)> = read.collect();
    // Written so that no value looks like another parameter.
    Some(format!("{revision} {path} {} {read:?}", display.attributes()))
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

    /// The store's number of changes when it was last asked, and whether to ask again: only one request is told so.
    fn seen(&self) -> (i64, bool) {
        let Ok(mut seen) = self.seen.lock() else { return (0, true) };
        let is_due = seen.0.is_none_or(|at| at.elapsed() >= STALE);
        if is_due {
            seen.0 = Some(Instant::now());
        }
        (seen.1, is_due)
    }

    async fn revision(&self, app: &App) -> i64 {
        let (known, is_due) = self.seen();
        if !is_due {
            return known;
        }
        match app.store().revision().await {
            Ok(revision) => {
                if let Ok(mut seen) = self.seen.lock() {
                    seen.1 = revision;
                }
                revision
            }
            Err(error) => {
                tracing::error!(%error, "the store does not answer");
                known
            }
        }
    }
}

/// Answers from the cache, or has the answer made and keeps it.
pub(crate) async fn serve(
    State(app): State<App>,
    display: Display,
    mut request: Request,
    next: Next,
) -> Response {
    let is_asked = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_asked || depends(request.uri().path()).is_none() {
        return next.run(request).await;
    }
    let revision = app.cache().revision(&app).await;
    let Some(key) = key(request.uri(), display, revision) else { return next.run(request).await };
    let asked = request.headers().clone();
    if let Some(page) = app.cache().pages.get(&key).await {
        return page.answer(&asked);
    }
    // Compressed here, once; whoever asks for the head has the whole made for the next.
    request.headers_mut().remove(ACCEPT_ENCODING);
    *request.method_mut() = Method::GET;
    let made = app.cache().pages.try_get_with(key, async {
        let page = Finished::of(next.run(request).await).await;
        if page.status == StatusCode::OK && page.plain.len() <= LARGEST { Ok(page) } else { Err(page) }
    });
    match made.await {
        Ok(page) => page.answer(&asked),
        Err(page) => Finished::clone(&page).answer(&asked),
    }
}

impl Finished {
    /// Takes an answer in.
    async fn of(response: Response) -> Finished {
        let (mut head, body) = response.into_parts();
        head.headers.remove(CONTENT_LENGTH);
        let Ok(plain) = to_bytes(body, LONGEST).await else {
            tracing::error!("an answer is too long to be kept");
            let status = StatusCode::INTERNAL_SERVER_ERROR;
            head.headers.remove(CONTENT_TYPE);
            return Finished { status, headers: head.headers, plain: Bytes::new(), gzip: None };
        };
        let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let is_text = ["text/", "application/json"].iter().any(|text| kind.starts_with(text));
        let text = plain.clone();
        let packed =
            tokio::task::spawn_blocking(move || (tag(&text), is_text.then(|| gzip(&text)).flatten()));
        let (tag, gzip) = packed.await.unwrap_or_default();
        let mut headers = head.headers;
        if let (StatusCode::OK, Ok(tag)) = (head.status, HeaderValue::try_from(tag)) {
            headers.insert(ETAG, tag);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            headers.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
        }
        Finished { status: head.status, headers, plain, gzip }
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
        (self.status, headers, Body::from(body)).into_response()
    }
}

/// A name for exactly these bytes.
fn tag(bytes: &[u8]) -> String {
    let digits: String = Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map(Bytes::from).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_of(uri: &str) -> Option<String> {
        key(&uri.parse().unwrap(), Display::default(), 7)
    }

    #[test]
    fn what_a_page_does_not_read_makes_no_other_page() {
        for (a, b, why) in [
            ("/reports/x/2024", "/reports/x/2024?n=1", "a report reads no parameter"),
            ("/reports?q=a", "/reports?n=1&q=a", "the list reads q"),
            ("/reports/x/2024/report.pdf", "/reports/x/2024/report.pdf?n=2", "a file is a file"),
        ] {
            assert!(key_of(a).is_some() && key_of(a) == key_of(b), "{why}");
        }
        assert_ne!(key_of("/trend?organ=a&organ=b"), key_of("/trend?organ=b&organ=a"), "the order is told");
        assert_ne!(key_of("/reports?q=a"), key_of("/reports?q=b"));
        assert_ne!(key_of("/reports?q=a%26below%3Db"), key_of("/reports?q=a&below=b"));
    }

    #[test]
    fn what_depends_on_more_than_the_store_is_not_kept() {
        for path in
            ["/search?q=a", "/check", "/reports/x/2024/source", "/data/reports-2024.csv", "/static/a.css"]
        {
            assert_eq!(key_of(path), None, "{path}");
        }
    }
}
