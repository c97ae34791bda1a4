//! The program that sends a request (接口客户端): it shows a token, and acts in the name of the account to which the token belongs.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use casework::event::Actor;
use casework::id::{CaseId, OfficerId};
use jiff::Timestamp;
use services::cases::{Cases, Opened};
use services::people::{Client, Role, Scope, Token, client};

use crate::App;
use crate::api::problem::{Kind, Problem};
use crate::error::Refusal;

/// A program whose token was let through by `access.txt`.
#[derive(Clone)]
pub(crate) struct ApiClient(Arc<Client>);

impl ApiClient {
    /// Who sends a request, if it may be sent with a token of these scopes by somebody of these roles.
    pub(crate) async fn of(
        app: &App,
        headers: &HeaderMap,
        (scopes, roles): (&[Scope], &[Role]),
        now: Timestamp,
    ) -> Result<ApiClient, Refusal> {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = sent.and_then(|sent| sent.split_once(' ')).and_then(|(scheme, token)| {
            scheme.eq_ignore_ascii_case("bearer").then(|| Token::sent(token.trim()))?
        });
        let known = match token {
            Some(token) => client(app.store(), &token, now).await?,
            None => None,
        };
        let known = known.ok_or_else(|| {
            Problem::new(Kind::Unauthorized, "请求没有带令牌，或者令牌不对、已经过期、已经撤销")
        })?;
        if !known.has_any(scopes) {
            let keys: Vec<&str> = scopes.iter().map(|scope| scope.key()).collect();
            let detail = format!("需要权限范围 {}", keys.join(" 或 "));
            return Err(Problem::new(Kind::Scope, detail).with("scopes", keys.into()).into());
        }
        if !roles.iter().any(|role| known.roles.contains(role)) {
            return Err(lacks(roles));
        }
        Ok(ApiClient(Arc::new(known)))
    }

    /// The officer in whose name the program acts.
    pub(crate) fn officer(&self) -> OfficerId {
        OfficerId::from(self.account.as_str())
    }

    /// The same, as events name him.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Officer(self.officer())
    }

    /// The cases of the token's authority.
    pub(crate) fn cases<'a>(&self, app: &'a App) -> Result<&'a Cases, Refusal> {
        let cases = app.cases()?;
        if cases.organ() == self.organ { Ok(cases) } else { Err(Refusal::NotFound) }
    }

    /// A case that the officer may see; another's looks like one that is not there.
    pub(crate) async fn open(&self, cases: &Cases, id: &str) -> Result<Opened, Refusal> {
        let opened = cases.open(&CaseId::from(id)).await.map_err(Problem::of)?;
        if opened.case.is_for(&self.officer()) { Ok(opened) } else { Err(Refusal::NotFound) }
    }
}

/// The account lacks one of these roles.
pub(crate) fn lacks(roles: &[Role]) -> Refusal {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    let keys: Vec<&str> = roles.iter().map(|role| role.key()).collect();
    let detail = format!("这一项由{}办理，令牌所属的账号没有这个角色", names.join("、"));
    Problem::new(Kind::Role, detail).with("roles", keys.into()).into()
}

impl Deref for ApiClient {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ApiClient {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<ApiClient, Refusal> {
        // Only an address that is not for tokens has none.
        parts.extensions.get::<ApiClient>().cloned().ok_or(Refusal::Internal)
    }
}
