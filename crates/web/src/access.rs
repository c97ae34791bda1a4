//! Every address of the site and who may use it (访问控制).
//!
//! The router and the list that tests walk through come from one table, and `access.txt` says for each of its rows who may use it. What it does not decide
//! nobody may use, and a test fails until it is decided.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use services::people::{Role, Scope, Visitor, form_token, visitor};

use crate::desk::kept::to_sign_in;
use crate::error::Refusal;
use crate::extract::client::ApiClient;
use crate::extract::officer::Officer;
use crate::extract::session;
use crate::{App, assets, desk, display, observe, percent, portal};

/// Rows of method, address and handler, as a list and as a router.
macro_rules! routes {
    ($($method:ident $path:literal => $handler:expr;)+) => {
        /// Method and address of each row.
        #[cfg(test)]
        const ROUTES: &[(&str, &str)] = &[$((stringify!($method), $path)),+];

        /// The addresses of pages and files; those under `/api` are in `api.rs`.
        pub(crate) fn router() -> Router<App> {
            Router::new()$(.route($path, $method($handler)))+
        }
    };
}

routes! {
    get "/" => portal::home::show;
    get "/check" => portal::check::form;
    post "/check" => portal::check::examine;
    get "/check/example" => portal::check::example;
    post "/check/choose" => portal::check::choose;
    post "/check/object" => portal::check::download;
    get "/reports" => portal::reports::list;
    get "/reports/{organ}" => portal::organ::show;
    get "/reports/{organ}/{year}" => portal::report::current;
    get "/reports/{organ}/{year}/{file}" => portal::report::file;
    get "/reports/{organ}/{year}/versions/{version}" => portal::report::version;
    get "/reports/{organ}/{year}/versions/{version}/{file}" => portal::report::version_file;
    get "/overview" => portal::overview::latest;
    get "/overview/{year}" => portal::overview::show;
    get "/compare" => portal::compare::show;
    get "/trend" => portal::trend::show;
    get "/data" => portal::data::show;
    get "/data/{file}" => portal::data::file;
    get "/feed/reports.atom" => portal::feed::atom;
    get "/guide" => portal::columns::guide;
    get "/rules" => portal::columns::rules;
    get "/items" => portal::columns::items;
    get "/apply" => portal::apply::start;
    get "/apply/new" => portal::apply::new;
    post "/apply/new" => portal::apply::next;
    get "/progress" => portal::progress::form;
    post "/progress" => portal::progress::show;
    post "/progress/answer" => portal::progress::answer;
    post "/progress/clock" => portal::progress::clock;
    post "/progress/correction" => portal::progress::correct;
    post "/progress/file" => portal::progress::attachment;
    post "/progress/letter" => portal::progress::notice;
    post "/progress/receipt" => portal::progress::receipt;
    post "/progress/withdraw" => portal::progress::withdraw;
    get "/search" => portal::search::show;
    get "/accessibility" => portal::accessibility::show;
    post "/display" => display::change;
    get "/static/{name}" => assets::serve;
    get "/healthz" => async || "ok";
    get "/readyz" => observe::ready;

    get "/desk" => desk::home::show;
    get "/desk/sign-in" => desk::sign_in::form;
    post "/desk/sign-in" => desk::sign_in::sign_in;
    post "/desk/sign-out" => desk::sign_in::sign_out;
    get "/desk/second-factor" => desk::second_factor::form;
    post "/desk/second-factor" => desk::second_factor::finish;
    get "/desk/setup/{link}" => desk::setup::form;
    post "/desk/setup/{link}" => desk::setup::choose;
    get "/desk/account" => desk::account::show;
    post "/desk/account/password" => desk::account::change_password;
    post "/desk/account/sessions" => desk::account::end_sessions;
    get "/desk/account/second-factor" => desk::second_factor::show;
    post "/desk/account/second-factor" => desk::second_factor::set_up;
    post "/desk/account/second-factor/remove" => desk::second_factor::remove;
    get "/desk/accounts" => desk::accounts::list;
    get "/desk/accounts/new" => desk::accounts::form;
    post "/desk/accounts/new" => desk::accounts::add;
    get "/desk/accounts/{account}" => desk::accounts::show;
    post "/desk/accounts/{account}/link" => desk::accounts::link;
    post "/desk/accounts/{account}/roles" => desk::accounts::roles;
    post "/desk/accounts/{account}/departments" => desk::accounts::departments;
    post "/desk/accounts/{account}/state" => desk::accounts::state;
    get "/desk/cases" => desk::cases::list;
    get "/desk/cases/{case}" => desk::cases::show;
    get "/desk/cases/{case}/propose" => desk::cases::choose;
    post "/desk/cases/{case}/contact" => desk::cases::contact;
    get "/desk/cases/{case}/envelope/{size}" => desk::cases::envelope;
    get "/desk/cases/{case}/file/{file}" => desk::cases::letter;
    post "/desk/cases/{case}/package/{kind}" => desk::cases::package;
    get "/desk/cases/{case}/{verb}" => desk::cases::form;
    post "/desk/cases/{case}/{verb}" => desk::cases::act;
    get "/desk/intake" => desk::cases::intake_form;
    post "/desk/intake" => desk::cases::take_in;
    get "/desk/owed" => desk::cases::owed;
    get "/desk/statistics" => desk::cases::this_year;
    get "/desk/statistics/{year}" => desk::cases::year;
    post "/desk/statistics/{year}/lock" => desk::cases::lock;
    get "/desk/annual" => desk::annual::last_year;
    get "/desk/annual/{year}" => desk::annual::show;
    get "/desk/annual/{year}/{paper}" => desk::annual::form;
    post "/desk/annual/{year}/{paper}" => desk::annual::save;
    get "/desk/annual/{year}/file/{file}" => desk::annual::file;
    post "/desk/annual/{year}/step/{act}" => desk::annual::act;
    get "/desk/archive" => desk::archive::list;
    get "/desk/archive/list.xlsx" => desk::archive::file;
    get "/desk/fees" => desk::fees::list;
    get "/desk/sought" => desk::sought::list;
    get "/desk/remedies" => desk::cases::remedies;
    get "/desk/ledger" => desk::ledger::form;
    post "/desk/ledger" => desk::ledger::send;
    get "/desk/letters" => desk::letters::list;
    get "/desk/letters/{kind}" => desk::letters::show;
    post "/desk/letters/{kind}" => desk::letters::change;
    get "/desk/letters/{kind}/sample/{file}" => desk::letters::sample;
    get "/desk/print" => desk::letters::print_list;
    post "/desk/print" => desk::letters::print;
    get "/desk/stamps" => desk::stamps::list;
    post "/desk/stamps" => desk::stamps::add;
    get "/desk/stamps/{stamp}" => desk::stamps::image;
    post "/desk/stamps/{stamp}/withdraw" => desk::stamps::withdraw;
    get "/desk/sub-reasons" => desk::sub_reasons::list;
    post "/desk/sub-reasons" => desk::sub_reasons::change;
    get "/desk/statistics/{year}/{line}/{class}" => desk::cases::behind;
    get "/desk/tokens" => desk::tokens::list;
    post "/desk/tokens" => desk::tokens::make;
    post "/desk/tokens/{token}/revoke" => desk::tokens::revoke;
    get "/desk/audit" => desk::audit::show;
    get "/desk/jobs" => desk::jobs::list;
    post "/desk/jobs" => desk::jobs::again;
    post "/desk/account/email" => desk::account::change_email;
    get "/desk/inquiries" => desk::inquiries::list;
    post "/desk/inquiries" => desk::inquiries::note;
    get "/desk/departments" => desk::departments::list;
    post "/desk/departments" => desk::departments::change;
}

/// Who may use an address.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Who {
    /// 公众: everybody.
    Public,
    /// Everybody who is signed in.
    SignedIn,
    /// Who has one of these roles.
    Roles(Vec<Role>),
    /// A program with a token for one of these scopes, in the name of somebody who has one of these roles (接口令牌).
    Token(Vec<Scope>, Vec<Role>),
}

/// The decisions: for each address its methods.
static ACCESS: LazyLock<BTreeMap<&str, Vec<(&str, Who)>>> = LazyLock::new(|| {
    let mut access: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for ((method, path), who) in include_str!("../access.txt").lines().filter_map(decision) {
        access.entry(path).or_default().push((method, who));
    }
    access
});

/// One line of `access.txt`: a method, an address, and who.
fn decision(line: &'static str) -> Option<((&'static str, &'static str), Who)> {
    let mut words = line.split_whitespace();
    let method = words.next().filter(|word| !word.starts_with('#'))?;
    let path = words.next()?;
    let words: Vec<&str> = words.collect();
    let who = match words.as_slice() {
        ["public"] => Who::Public,
        ["signed-in"] => Who::SignedIn,
        words => {
            let roles = words.iter().filter_map(|key| key.parse().ok()).collect();
            let scopes: Vec<Scope> = words.iter().filter_map(|word| scope(word)).collect();
            if scopes.is_empty() { Who::Roles(roles) } else { Who::Token(scopes, roles) }
        }
    };
    Some(((method, path), who))
}

/// The scope of a word such as `token:cases.read`.
fn scope(word: &str) -> Option<Scope> {
    word.strip_prefix("token:")?.parse().ok()
}

/// Who may send a method to an address, written as in the table; none where it is not decided. A head is asked for like the whole.
fn who(method: &Method, path: &str) -> Option<&'static Who> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    ACCESS.get(path)?.iter().find(|(known, _)| *known == method).map(|(_, who)| who)
}

/// Whether everybody may use an address.
pub(crate) fn is_public(method: &Method, path: &str) -> bool {
    who(method, path) == Some(&Who::Public)
}

/// Whether somebody with these roles may see a page, written as in the table: what a page links to.
pub(crate) fn may_see(roles: &[Role], path: &str) -> bool {
    may(roles, &Method::GET, path)
}

/// Whether somebody with these roles may send a form to an address, written as in the table: which buttons a page has.
pub(crate) fn may_send(roles: &[Role], path: &str) -> bool {
    may(roles, &Method::POST, path)
}

fn may(roles: &[Role], method: &Method, path: &str) -> bool {
    match who(method, path) {
        Some(Who::Public | Who::SignedIn) => true,
        Some(Who::Roles(may)) => may.iter().any(|role| roles.contains(role)),
        Some(Who::Token(..)) | None => false,
    }
}

/// Lets through who may, and tells the others what to do: sign in, finish signing in, or ask somebody who has the role.
pub(crate) async fn guard(
    State(app): State<App>,
    path: MatchedPath,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let Some(who) = who(request.method(), path.as_str()) else {
        let known = ACCESS.contains_key(path.as_str());
        return Err(if known { Refusal::Method } else { Refusal::NotFound });
    };
    if *who == Who::Public {
        return Ok(next.run(request).await);
    }
    let now = app.now();
    if let Who::Token(scopes, roles) = who {
        let client = ApiClient::of(&app, request.headers(), (scopes, roles), now).await?;
        request.extensions_mut().insert(client);
        let mut answer = next.run(request).await;
        answer.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        return Ok(answer);
    }
    let Some(token) = session::token(&app, request.headers()) else { return to_sign_in(&app, request).await };
    let officer = match visitor(app.store(), app.people(), &token, now).await? {
        Visitor::Nobody => return to_sign_in(&app, request).await,
        Visitor::Halfway(_) => return Ok(Redirect::to("/desk/second-factor").into_response()),
        Visitor::Officer(officer) => officer,
    };
    if let Who::Roles(roles) = who
        && !officer.has_any(roles)
    {
        let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
        let reason =
            format!("这个页面由{}使用，您的角色没有这项权限；需要时请找安全管理员授权", names.join("、"));
        return Err(Refusal::Forbidden(reason));
    }
    if officer.owes_second_factor
        && !path.as_str().starts_with("/desk/account")
        && path.as_str() != "/desk/sign-out"
    {
        return Ok(Redirect::to("/desk/account/second-factor").into_response());
    }
    request.extensions_mut().insert(Officer::new(*officer, form_token(&token)));
    Ok(next.run(request).await)
}

/// An address with another one, to which it leads back.
pub(crate) fn with_back(path: &str, back: &str) -> String {
    format!("{path}?back={}", percent::address(back))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_address_is_decided_and_every_decision_has_an_address() {
        let pages = ROUTES.iter().map(|(method, path)| format!("{} {path}", method.to_uppercase()));
        let there: BTreeSet<String> = pages.chain(crate::api::addresses()).collect();
        let decided: BTreeSet<String> = ACCESS
            .iter()
            .flat_map(|(path, methods)| methods.iter().map(move |(method, _)| format!("{method} {path}")))
            .collect();
        let open: Vec<_> = there.difference(&decided).collect();
        assert!(open.is_empty(), "decide in crates/web/access.txt who may use {open:#?}");
        let dead: Vec<_> = decided.difference(&there).collect();
        assert!(dead.is_empty(), "crates/web/access.txt decides about what is not there: {dead:#?}");
    }

    #[test]
    fn every_line_is_understood() {
        let lines =
            include_str!("../access.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut last = (String::new(), String::new());
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().skip(2).collect();
            let is_word = |word: &&str| word.parse::<Role>().is_ok();
            let alone = matches!(words.as_slice(), ["public"] | ["signed-in"]);
            let scopes = words.iter().take_while(|word| scope(word).is_some()).count();
            let words = &words[scopes..];
            assert!(!words.is_empty() && (alone || words.iter().all(is_word)), "{line}");
            let is_api = line.contains(" /api/");
            assert!(is_api == (scopes > 0) || words == ["public"], "tokens are for the API alone: {line}");
            let address = line.split_whitespace().nth(1).unwrap_or_default().to_owned();
            let address = (address, line.to_owned());
            assert!(last < address, "addresses are in order: {line}");
            last = address;
        }
    }

    #[test]
    fn what_leads_back_stays_one_parameter() {
        let to = with_back("/desk/sign-in", "/desk/accounts?after=a&b=%E5%85%AC");
        assert_eq!(to, "/desk/sign-in?back=/desk/accounts%3Fafter%3Da%26b%3D%25E5%2585%25AC");
    }
}
