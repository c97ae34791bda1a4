//! A form that somebody sent whose session had ended (会话结束时填写的内容): it goes along through signing in, and is offered again.

use askama::Template;
use axum::Form;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use services::people::{SignedIn, form_token};

use super::view::FormToken;
use super::{second_factor, sign_in};
use crate::App;
use crate::access::with_back;
use crate::display::{Display, own_path};
use crate::error::Refusal;
use crate::extract::csrf::FIELD;
use crate::extract::session;
use crate::view::{Page, render};

/// How forms without files are sent.
const PLAIN: &str = "application/x-www-form-urlencoded";

/// Where it was sent, and what was in it, as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    pub(crate) kept_path: String,
    pub(crate) kept_body: String,
}

#[derive(Template)]
#[template(path = "desk/kept.html")]
struct Again {
    page: Page,
    form: FormToken,
    path: String,
    fields: Vec<(String, String)>,
}

impl Kept {
    /// Whether there is a form of the desk.
    pub(crate) fn is_there(&self) -> bool {
        own_path(&self.kept_path).starts_with("/desk/")
    }

    /// Names and values, without the token of the session that has ended.
    async fn fields(&self) -> Vec<(String, String)> {
        let request = Request::post("/").header(CONTENT_TYPE, PLAIN).body(Body::from(self.kept_body.clone()));
        let Ok(request) = request else { return Vec::new() };
        let fields = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        let fields = fields.map_or_else(|_| Vec::new(), |Form(fields)| fields);
        fields.into_iter().filter(|(name, _)| name != FIELD).collect()
    }
}

/// What somebody is told who is not signed in: to sign in, and then back to where they wanted to go, or on with the form that they
/// have sent.
pub(crate) async fn to_sign_in(app: &App, request: Request) -> Result<Response, Refusal> {
    let uri = request.uri().clone();
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if request.method() != Method::POST || !kind.starts_with(PLAIN) || uri.path() == "/desk/sign-out" {
        let back =
            if request.method().is_safe() { uri.path_and_query().map(|path| path.as_str()) } else { None };
        let to = with_back("/desk/sign-in", back.unwrap_or("/desk"));
        return Ok(Redirect::to(&to).into_response());
    }
    let (mut head, body) = request.into_parts();
    let Ok(display) = Display::from_request_parts(&mut head, &()).await;
    let body = to_bytes(body, app.form_limit()).await.map_err(|_| Refusal::TooLarge)?;
    let kept_body = String::from_utf8(body.into()).unwrap_or_default();
    let kept = Kept { kept_path: uri.path().to_owned(), kept_body };
    Ok(sign_in::ask_again(app, display, kept))
}

/// Has the browser keep a session that has begun, and goes on: to the second factor, with what was kept, or back.
pub(crate) async fn enter(
    app: &App,
    display: Display,
    headers: &HeaderMap,
    signed_in: &SignedIn,
    (back, kept): (&str, Kept),
) -> Response {
    let cookie = [(SET_COOKIE, session::keep(app, headers, &signed_in.token))];
    let back = match own_path(back) {
        "/" => "/desk",
        path => path,
    };
    if signed_in.pending {
        if kept.is_there() {
            return (cookie, second_factor::ask(app, display, (back.to_owned(), kept), None)).into_response();
        }
        return (cookie, Redirect::to(&with_back("/desk/second-factor", back))).into_response();
    }
    if !kept.is_there() {
        return (cookie, Redirect::to(back)).into_response();
    }
    let again = Again {
        page: Page::new(app, display, "/desk", ""),
        form: FormToken::new(&form_token(&signed_in.token)),
        fields: kept.fields().await,
        path: kept.kept_path,
    };
    (cookie, render(&again)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_typed_is_kept_but_for_the_token() {
        let kept = Kept {
            kept_path: "/desk/inquiries".into(),
            kept_body: "form=abc&words=%E9%97%AE+a%26b&topic=guide".into(),
        };
        let expected = [("words", "问 a&b"), ("topic", "guide")];
        assert_eq!(kept.fields().await, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(kept.is_there());
        for path in ["", "/", "//evil.example/desk/", "/display", "https://evil.example/desk/"] {
            assert!(!Kept { kept_path: path.into(), ..Kept::default() }.is_there(), "{path}");
        }
    }
}
