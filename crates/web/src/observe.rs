//! What whoever runs the program sees of it (运行监测): requests by their route and how long they took, whether the store answers,
//! work that fails. A route is an address as the table writes it: no id, no parameter, nothing of anybody.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use store::job;
use tokio::net::TcpListener;

use crate::App;

/// Seconds by which answers are told apart.
const SECONDS: [f64; 9] = [0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 30.0];

/// Pieces of work that are counted.
const MOST: u32 = 1_000;

/// What a request was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    method: String,
    route: String,
    status: u16,
}

/// The numbers.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Histogram,
    store: Gauge,
    failing: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let mut registry = Registry::with_prefix("gongkai");
        let (requests, seconds) = (Family::default(), Histogram::new(SECONDS));
        let (store, failing) = (Gauge::default(), Gauge::default());
        registry.register("requests", "Requests by route and status", Family::clone(&requests));
        registry.register("request_seconds", "Seconds until the answer began", seconds.clone());
        registry.register("store_up", "Whether the database answers", store.clone());
        registry.register("failing_jobs", "Work in the background that goes on failing", failing.clone());
        Metrics { registry, requests, seconds, store, failing }
    }
}

/// Hands the route of a request to whoever counts it, further out.
pub(crate) async fn name(path: MatchedPath, request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    answer.extensions_mut().insert(path);
    answer
}

/// Counts requests. The log has the route alone, at the level `debug`.
pub(crate) async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let (method, begun) = (request.method().as_str().to_owned(), Instant::now());
    let answer = next.run(request).await;
    let seconds = begun.elapsed().as_secs_f64();
    let status = answer.status().as_u16();
    // Whatever has no route came from the cache, or led nowhere.
    let route = match answer.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None if status == 404 => "none".to_owned(),
        None => "cache".to_owned(),
    };
    tracing::debug!(target: "gongkai::request", %method, %route, status, seconds);
    let metrics = app.metrics();
    metrics.seconds.observe(seconds);
    metrics.requests.get_or_create(&Labels { method, route, status }).inc();
    answer
}

/// `GET /readyz` — whether this node can answer: its database does.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    match app.store().revision().await {
        Ok(_) => "ok".into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready: the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "数据库没有应答").into_response()
        }
    }
}

/// `GET /metrics` — the numbers in the text format of OpenMetrics.
async fn metrics(State(app): State<App>) -> Response {
    let metrics = app.metrics();
    metrics.store.set(i64::from(app.store().revision().await.is_ok()));
    if let Ok(cases) = app.cases()
        && let Ok(failing) = job::failing(app.store(), cases.organ(), None, MOST).await
    {
        metrics.failing.set(i64::try_from(failing.rows.len()).unwrap_or(i64::MAX));
    }
    let mut told = String::new();
    match text::encode(&mut told, &metrics.registry) {
        Ok(()) => ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], told)
            .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The addresses for whoever runs the program.
pub fn operations(app: App) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .with_state(app)
}

/// Serves what whoever runs the program asks for, on a listener of its own that the public does not reach.
///
/// # Errors
/// When the listener fails.
pub async fn serve_operations(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, operations(app)).with_graceful_shutdown(stop).await
}
