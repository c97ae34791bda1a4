//! The cookie of a session (会话 Cookie): nothing in it but the token.

use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue};
use services::people::Token;

use crate::App;

/// Its name where the site is reached by https: browsers let no other host and no insecure page set it.
const SECURE: &str = "__Host-session";

/// Its name on a plain connection.
const PLAIN: &str = "session";

/// The value of a cookie.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).next()
}

/// The token that a request brings.
pub(crate) fn token(app: &App, headers: &HeaderMap) -> Option<Token> {
    let plain = || if app.site().https { None } else { cookie(headers, PLAIN) };
    Token::sent(cookie(headers, SECURE).or_else(plain)?)
}

/// Whether the browser sent a form by https, as it says itself.
fn is_https(app: &App, headers: &HeaderMap) -> bool {
    let origin = headers.get(ORIGIN).and_then(|origin| origin.to_str().ok());
    app.site().https || origin.is_some_and(|origin| origin.starts_with("https://"))
}

/// The header that has the browser keep a token as long as it runs.
pub(crate) fn keep(app: &App, headers: &HeaderMap, token: &Token) -> HeaderValue {
    let text = match is_https(app, headers) {
        true => format!("{SECURE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", token.as_str()),
        false => format!("{PLAIN}={}; Path=/; HttpOnly; SameSite=Lax", token.as_str()),
    };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""))
}

/// The headers that have the browser forget its token.
pub(crate) fn forget() -> [HeaderValue; 2] {
    [
        HeaderValue::from_static("__Host-session=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"),
        HeaderValue::from_static("session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("display=dark; session=abc"));
        headers.append(COOKIE, HeaderValue::from_static("xsession=no"));
        assert_eq!(cookie(&headers, "session"), Some("abc"));
        assert_eq!(cookie(&headers, "display"), Some("dark"));
        assert_eq!(cookie(&headers, "sess"), None);
    }
}
