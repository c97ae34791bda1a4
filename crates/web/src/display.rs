//! How a visitor wants pages shown: elder view, high contrast, dark (显示方式).

use std::fmt;

use axum::Form;
use axum::extract::FromRequestParts;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

/// The visitor's choice, kept in one cookie that says nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Display {
    pub(crate) elder: bool,
    pub(crate) contrast: bool,
    pub(crate) dark: bool,
}

const COOKIE_NAME: &str = "display";

impl Display {
    /// The attributes of `<html>`.
    pub(crate) fn attributes(self) -> Attributes {
        Attributes(self)
    }

    fn toggled(mut self, setting: &str) -> Display {
        match setting {
            "elder" => self.elder = !self.elder,
            "contrast" => self.contrast = !self.contrast,
            "dark" => self.dark = !self.dark,
            _ => {}
        }
        self
    }

    fn from_cookie(value: &str) -> Display {
        let has = |name: &str| value.split('.').any(|part| part == name);
        Display { elder: has("elder"), contrast: has("contrast"), dark: has("dark") }
    }

    fn to_cookie(self) -> String {
        let parts = [("elder", self.elder), ("contrast", self.contrast), ("dark", self.dark)];
        parts.iter().filter(|(_, on)| *on).map(|(name, _)| *name).collect::<Vec<_>>().join(".")
    }
}

/// Written into the start tag of a page.
pub(crate) struct Attributes(Display);

impl fmt::Display for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Display { elder, contrast, dark } = self.0;
        for (on, attribute) in [
            (elder, " data-view=\"elder\""),
            (contrast, " data-contrast=\"high\""),
            (dark, " data-theme=\"dark\""),
        ] {
            if on {
                f.write_str(attribute)?;
            }
        }
        Ok(())
    }
}

impl askama::filters::HtmlSafe for Attributes {}

impl<S: Send + Sync> FromRequestParts<S> for Display {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Display, Self::Rejection> {
        let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pair = |cookie: &str| {
            cookie.trim().split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let found =
            cookies.flat_map(|line| line.split(';')).filter_map(pair).find(|(name, _)| name == COOKIE_NAME);
        Ok(found.map_or_else(Display::default, |(_, value)| Display::from_cookie(&value)))
    }
}

#[derive(Deserialize)]
pub(crate) struct Change {
    setting: String,
    back: String,
}

/// `POST /display`: changes one setting and goes back to the page.
pub(crate) async fn change(display: Display, Form(change): Form<Change>) -> Response {
    let value = display.toggled(&change.setting).to_cookie();
    let cookie = format!("{COOKIE_NAME}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    ([(SET_COOKIE, cookie)], Redirect::to(own_path(&change.back))).into_response()
}

/// A path of this site; anything that a browser could take for another site becomes the home page.
pub(crate) fn own_path(path: &str) -> &str {
    let own = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t']);
    if own { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_the_cookie() {
        let display = Display::default().toggled("elder").toggled("dark");
        assert_eq!(Display::from_cookie(&display.to_cookie()), display);
        assert_eq!(display.attributes().to_string(), " data-view=\"elder\" data-theme=\"dark\"");
    }

    #[test]
    fn going_back_never_leaves_the_site() {
        for (path, own) in [
            ("/check", "/check"),
            ("/reports?year=2024", "/reports?year=2024"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("https://evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_path(path), own, "{path}");
        }
    }
}
