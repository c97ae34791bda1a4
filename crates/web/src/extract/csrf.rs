//! That a form is our own (防跨站请求伪造): it comes from a page of this site, and where somebody is signed in it carries the token of the
//! session, which other sites cannot read.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, MatchedPath, Multipart, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Uri};
use axum::middleware::Next;
use axum::response::Response;
use services::people::form_token;

use crate::error::Refusal;
use crate::extract::session;
use crate::{App, access};

/// The field of a form that carries the token; in a form with files it is the first.
pub(crate) const FIELD: &str = "form";

/// Told to whoever is refused.
const STRANGE: &str = "这次提交不是从本站的页面发出的，没有执行；请回到页面重新提交";

/// Lets through what changes nothing, and forms of our own.
pub(crate) async fn check(
    State(app): State<App>,
    path: MatchedPath,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    // Programs use the API with a token of their own and without cookies: nobody can be made to send it by another site.
    if request.method().is_safe() || path.as_str().starts_with("/api/") {
        return Ok(next.run(request).await);
    }
    if !is_from_here(request.headers(), request.uri()) {
        return Err(Refusal::Forbidden(STRANGE.into()));
    }
    let token = session::token(&app, request.headers());
    let Some(token) = token.filter(|_| !access::is_public(request.method(), path.as_str())) else {
        return Ok(next.run(request).await);
    };
    let (head, body) = request.into_parts();
    let body = to_bytes(body, app.form_limit()).await.map_err(|_| Refusal::TooLarge)?;
    let again = || Request::from_parts(head.clone(), Body::from(body.clone()));
    let sent = match head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) {
        Some(kind) if kind.starts_with("multipart/form-data") => first_field(again(), &app).await,
        _ => field(&body),
    };
    if sent.is_none_or(|sent| !is_same(&sent, &form_token(&token))) {
        return Err(Refusal::Forbidden(STRANGE.into()));
    }
    Ok(next.run(again()).await)
}

/// Whether a request comes from a page of this site. Browsers say so themselves; a program that says nothing is no browser that
/// somebody could make do something.
fn is_from_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let says = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(site) = says(axum::http::HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = says(ORIGIN) else { return true };
    let host = says(HOST).or(uri.authority().map(|authority| authority.as_str()));
    origin.split_once("://").map(|(_, origin)| origin) == host
}

/// The token among the fields of a plain form.
fn field(body: &Bytes) -> Option<String> {
    let pairs = body.split(|byte| *byte == b'&').filter_map(|pair| std::str::from_utf8(pair).ok());
    let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == FIELD).map(|(_, value)| value.to_owned())
}

/// The token as the first field of a form with files.
async fn first_field(request: Request, app: &App) -> Option<String> {
    let mut form = Multipart::from_request(request, app).await.ok()?;
    let field = form.next_field().await.ok()??;
    if field.name() != Some(FIELD) || field.file_name().is_some() {
        return None;
    }
    field.text().await.ok()
}

/// Compares without telling by the time how much is right.
fn is_same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_form_comes_from_here_when_the_browser_says_so() {
        type Says = [(&'static str, &'static str)];
        let cases: [(&Says, bool, &str); 7] = [
            (&[("sec-fetch-site", "same-origin"), ("host", "gk.example")], true, "a page of ours"),
            (&[("sec-fetch-site", "none"), ("host", "gk.example")], true, "typed by the person"),
            (&[("sec-fetch-site", "cross-site"), ("host", "gk.example")], false, "another site"),
            (&[("sec-fetch-site", "same-site"), ("host", "gk.example")], false, "a neighbour on the domain"),
            (&[("origin", "https://gk.example"), ("host", "gk.example")], true, "an older browser"),
            (&[("origin", "null"), ("host", "gk.example")], false, "a page that hides where it is from"),
            (&[("host", "gk.example")], true, "a program"),
        ];
        for (headers, expected, why) in cases {
            let pairs = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            let headers: HeaderMap = pairs.collect();
            assert_eq!(is_from_here(&headers, &Uri::from_static("/desk")), expected, "{why}");
        }
    }

    #[test]
    fn the_token_is_found_among_fields() {
        assert_eq!(field(&Bytes::from("a=1&form=abc&b=2")).as_deref(), Some("abc"));
        assert_eq!(field(&Bytes::from("platform=abc")), None);
        assert!(
            is_same("abc", "abc") && !is_same("abc", "abd") && !is_same("abc", "ab") && !is_same("", "a")
        );
    }
}
