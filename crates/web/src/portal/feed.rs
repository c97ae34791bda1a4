//! `GET /feed/reports.atom` — 订阅: what came last, as Atom (RFC 4287).

use askama::Template;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use store::{Summary, queries};

use crate::error::{self, Refusal};
use crate::{App, Site};

/// Reports in the feed.
const ENTRIES: u32 = 50;

#[derive(Template)]
#[template(path = "portal/feed.xml")]
struct Feed {
    site: Site,
    updated: String,
    entries: Vec<Summary>,
}

pub(crate) async fn atom(State(app): State<App>) -> Result<Response, Refusal> {
    let entries = queries::latest(app.store(), None, ENTRIES).await?.rows;
    let updated = entries
        .first()
        .map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |last| last.imported_at.to_string());
    let feed = Feed { site: app.site().clone(), updated, entries };
    Ok(match feed.render() {
        Ok(xml) => ([(CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response(),
        Err(error) => error::failed(&error),
    })
}
