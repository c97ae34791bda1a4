//! What templates need, made from what the crates below give (视图).

use askama::Template;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use law::china;

use crate::assets;
use crate::display::{Attributes, Display};
use crate::{App, Site, error};

pub(crate) mod chart;
pub(crate) mod clock;
pub(crate) mod compare;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod tables;
pub(crate) mod trend;

pub(crate) use assets::{icon, labelled_icon};

/// What every page needs.
pub(crate) struct Page {
    pub(crate) site: Site,
    /// The page's own path, to come back to.
    pub(crate) path: String,
    /// The column it belongs to: guide, rules, items, reports, apply, or none.
    pub(crate) column: &'static str,
    display: Display,
}

impl Page {
    pub(crate) fn new(app: &App, display: Display, path: &str, column: &'static str) -> Page {
        Page { site: app.site().clone(), path: path.to_owned(), column, display }
    }

    /// A page whose address has parameters: they are kept when the visitor comes back to it.
    pub(crate) fn at(app: &App, display: Display, uri: &Uri, column: &'static str) -> Page {
        let path = uri.path_and_query().map_or(uri.path(), |path| path.as_str());
        Page::new(app, display, path, column)
    }

    /// Attributes of `<html>`.
    pub(crate) fn attributes(&self) -> Attributes {
        self.display.attributes()
    }

    /// Address of the style sheet.
    pub(crate) fn style(&self) -> String {
        assets::path("portal.css")
    }

    /// Address of the style sheet of the desk.
    pub(crate) fn desk_style(&self) -> String {
        assets::path("desk.css")
    }

    /// Address of the picture that browsers show beside the title.
    pub(crate) fn seal(&self) -> String {
        assets::path("seal.svg")
    }

    /// Address of the script of the check.
    pub(crate) fn check_script(&self) -> String {
        assets::path("check.js")
    }

    pub(crate) fn display(&self) -> Display {
        self.display
    }

    /// The five statutory columns: key, name with its hidden prefix, path.
    pub(crate) fn columns(&self) -> [Column; 5] {
        let column = |key, before, name, after, path| Column { key, before, name, after, path };
        [
            column("guide", "政府信息", "公开指南", "", "/guide"),
            column("rules", "政府信息", "公开制度", "", "/rules"),
            column("items", "法定", "主动公开", "内容", "/items"),
            column("reports", "政府信息", "公开年报", "", "/reports"),
            column("apply", "", "依申请公开", "", "/apply"),
        ]
    }
}

#[cfg(test)]
impl Page {
    /// A page of the demonstration.
    pub(crate) fn sample(path: &str) -> Page {
        let display = Display::default();
        Page { site: Site::demo(), path: path.to_owned(), column: "reports", display }
    }
}

/// A column of the site; phones leave out what stands before and after its short name.
pub(crate) struct Column {
    pub(crate) key: &'static str,
    pub(crate) before: &'static str,
    pub(crate) name: &'static str,
    pub(crate) after: &'static str,
    pub(crate) path: &'static str,
}

/// A template as an answer.
pub(crate) fn render(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => error::failed(&error),
    }
}

/// Marks an answer whose page is complete although its status is an error.
#[derive(Clone)]
pub(crate) struct Rendered;

/// A page with a form as an answer. Refused is what was filled in; the page says why.
pub(crate) fn render_form(template: &impl Template, is_refused: bool) -> Response {
    let mut answer = render(template);
    if is_refused && answer.status().is_success() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        answer.extensions_mut().insert(Rendered);
    }
    answer
}

/// A date with its weekday, as pages print it: 2026年3月30日（周一）.
pub(crate) fn long_date(date: jiff::civil::Date) -> String {
    format!("{}（{}）", china::official_date(date), china::weekday(date))
}

/// A date for lists: for machines, and 2026-03-30 for people.
pub(crate) fn short_date(date: jiff::civil::Date) -> (String, String) {
    (date.to_string(), date.to_string())
}

/// A figure, or a dash where none is given.
pub(crate) fn number(figure: Option<i64>) -> String {
    figure.map_or_else(|| "—".to_owned(), |figure| figure.to_string())
}

/// The size of a file: 35 KB, 1.2 MB.
pub(crate) fn size(bytes: i64) -> String {
    if bytes < 1_000_000 {
        return format!("{} KB", bytes.div_euclid(1_000).max(1));
    }
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
