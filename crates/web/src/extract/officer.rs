//! Who sends a request (工作人员). A handler that takes an [`Officer`] is only reached by those whom `access.txt` lets through.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use services::people;

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
