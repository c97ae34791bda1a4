//! Who sends a request (工作人员). A handler that takes an [`Officer`] is only reached by those whom `access.txt` lets through.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use casework::id::{CaseId, OfficerId};
use services::cases::{Cases, Opened};
use services::people;

use crate::App;
use crate::error::Refusal;

/// The officer who is signed in, with the token for forms.
#[derive(Clone)]
pub(crate) struct Officer {
    officer: Arc<people::Officer>,
    form: Arc<str>,
}

impl Officer {
    pub(crate) fn new(officer: people::Officer, form: String) -> Officer {
        Officer { officer: Arc::new(officer), form: form.into() }
    }

    /// Who it is, as cases name officers.
    pub(crate) fn officer_id(&self) -> OfficerId {
        OfficerId::from(self.officer.id.as_str())
    }

    /// The cases of the officer's own authority; there are none of another.
    pub(crate) fn cases<'a>(&self, app: &'a App) -> Result<&'a Cases, Refusal> {
        let cases = app.cases()?;
        if cases.organ() == self.officer.organ { Ok(cases) } else { Err(Refusal::NotFound) }
    }

    /// A case that the officer may see; another looks like one that is not there.
    pub(crate) async fn open(&self, cases: &Cases, id: &str) -> Result<Opened, Refusal> {
        let opened = cases.open(&CaseId::from(id)).await?;
        if opened.case.is_for(&self.officer_id()) { Ok(opened) } else { Err(Refusal::NotFound) }
    }

    /// What every form of the officer carries ([`csrf`](super::csrf)).
    pub(crate) fn form(&self) -> &str {
        &self.form
    }
}

impl Deref for Officer {
    type Target = people::Officer;

    fn deref(&self) -> &people::Officer {
        &self.officer
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Officer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Officer, Refusal> {
        // Only a public address, where nobody has looked who it is, has none.
        parts.extensions.get::<Officer>().cloned().ok_or(Refusal::Internal)
    }
}
