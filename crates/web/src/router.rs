//! Every address of the site (路由).

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::{App, api, assets, cache, display, error, headers, portal};

/// Two files, a form and some room.
const FORM_FACTOR: u64 = 2;
/// The longest that a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The whole site.
pub fn router(app: App) -> Router {
    let body = app.limits().bytes * FORM_FACTOR + (1 << 20);
    Router::new()
        .route("/", get(portal::home::show))
        .route("/check", get(portal::check::form).post(portal::check::examine))
        .route("/check/example", get(portal::check::example))
        .route("/check/choose", post(portal::check::choose))
        .route("/check/object", post(portal::check::download))
        .route("/reports", get(portal::reports::list))
        .route("/reports/{organ}", get(portal::organ::show))
        .route("/reports/{organ}/{year}", get(portal::report::current))
        .route("/reports/{organ}/{year}/{file}", get(portal::report::file))
        .route("/reports/{organ}/{year}/versions/{version}", get(portal::report::version))
        .route("/reports/{organ}/{year}/versions/{version}/{file}", get(portal::report::version_file))
        .route("/overview", get(portal::overview::latest))
        .route("/overview/{year}", get(portal::overview::show))
        .route("/compare", get(portal::compare::show))
        .route("/trend", get(portal::trend::show))
        .route("/data", get(portal::data::show))
        .route("/data/{file}", get(portal::data::file))
        .route("/feed/reports.atom", get(portal::feed::atom))
        .route("/guide", get(portal::columns::guide))
        .route("/rules", get(portal::columns::rules))
        .route("/items", get(portal::columns::items))
        .route("/apply", get(portal::columns::apply))
        .route("/search", get(portal::search::show))
        .route("/accessibility", get(portal::accessibility::show))
        .route("/display", post(display::change))
        .route("/static/{name}", get(assets::serve))
        .route("/healthz", get(|| async { "ok" }))
        .merge(api::router())
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(usize::try_from(body).unwrap_or(usize::MAX)))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, TIMEOUT))
        .layer(from_fn_with_state(app.clone(), error::pages))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn_with_state(app.clone(), cache::serve))
        .layer(from_fn(headers::add))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// Serves the site until `stop` is done, then lets running requests end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}
