//! The whole site: its addresses (`access.rs`) and what lies around all of them (路由).

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::extract::{csrf, filed};
use crate::{App, access, api, cache, error, headers, observe};

/// The longest that a request may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The longest that a form with files may take: many lines carry one megabyte in some seconds.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(180);

/// The whole site. The cache lies around all of it: what it has ready goes out without a look at the addresses below.
pub fn router(app: App) -> Router {
    Router::new()
        .fallback_service(addresses(app.clone()))
        .layer(from_fn_with_state(app.clone(), cache::serve))
        .layer(from_fn_with_state(app, observe::count))
}

/// Every address, with what each answer has to be.
fn addresses(app: App) -> Router {
    access::router()
        .merge(api::router())
        .route_layer(from_fn_with_state(app.clone(), access::guard))
        .route_layer(from_fn_with_state(app.clone(), csrf::check))
        .route_layer(from_fn(observe::name))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(app.form_limit()))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(in_time))
        .layer(from_fn_with_state(app.clone(), error::pages))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn(headers::add))
        .with_state(app)
}

/// Ends a request that takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let limit = if filed::is_multipart(&request) { UPLOAD_TIMEOUT } else { TIMEOUT };
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response())
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
    let site = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, site).with_graceful_shutdown(stop).await
}
