//! A case with what lies under its key (查看案件).

use std::collections::BTreeMap;

use casework::Case;
use casework::applicant::{Identity, masked_name};
use casework::decide::{Context, Verb};
use casework::event::{Actor, Recorded};
use casework::id::{CaseId, FileId, TextId};
use casework::letter::Quoted;
use casework::reason::{Reason, Reasons};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use store::cases::{self, Listed};
use store::vault::CaseKey;

use super::files::About;
use super::{Cases, Failure, Result};

/// A case and its events.
#[derive(Debug)]
pub struct Opened {
    /// Its id.
    pub id: CaseId,
    /// What it is now.
    pub case: Case,
    /// What has happened.
    pub events: Vec<Recorded>,
    /// Its key.
    pub key: CaseKey,
}

impl Opened {
    /// Fails with what has happened since a version was seen.
    pub(super) fn unchanged_since(&self, seen: u32) -> Result<()> {
        if self.case.version == seen {
            return Ok(());
        }
        let since = self.events.iter().filter(|event| event.version > seen).cloned().collect();
        Err(Failure::Changed { since })
    }
}

/// The texts of a case, readable (案件正文).
#[derive(Debug, Clone, Default)]
pub struct Told {
    texts: BTreeMap<TextId, String>,
    identities: Vec<Identity>,
    applicant: String,
}

impl Told {
    /// A text by its name; none when it was erased.
    pub fn text(&self, id: &TextId) -> Option<&str> {
        self.texts.get(id).map(String::as_str)
    }

    /// Every text by its name.
    pub(crate) fn all(&self) -> &BTreeMap<TextId, String> {
        &self.texts
    }

    /// A text that was kept as JSON; none when it was erased, or is something else.
    pub fn read<T: DeserializeOwned>(&self, id: &TextId) -> Option<T> {
        self.text(id).and_then(|text| serde_json::from_str(text).ok())
    }

    /// What is known about a file of the case; none when it is none of this case, or was erased.
    pub fn file(&self, id: &FileId) -> Option<About> {
        // The text about a file has its address for a name; no other text has the name of a file.
        self.read(&TextId::from(id.as_str()))
    }

    /// Those who apply.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// Whom letters address: of joint applicants all.
    pub fn applicant_name(&self) -> &str {
        &self.applicant
    }

    /// What letters quote of the case.
    pub(super) fn quoted(&self, case: &Case) -> Quoted<'_> {
        let ordered = case
            .ordered_by()
            .and_then(|one| Some((self.text(&one.forum)?, self.text(&one.number)?, one.ruled?)));
        // Of a letter that was split the answer quotes what is left.
        let request = self.text(case.rest.as_ref().unwrap_or(&case.request)).unwrap_or_default();
        Quoted { applicant: &self.applicant, request, ordered }
    }
}

/// What a list tells of a case besides its summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gist {
    /// How the request begins.
    pub request: String,
    /// The applicant, masked.
    pub applicant: String,
}

/// How much of a request a list shows, in characters.
const SHOWN: usize = 60;

impl Cases {
    /// What stands in the way of somebody doing something with a case on a day, whatever is filled in; empty when it can be done.
    pub fn obstacles(&self, opened: &Opened, verb: Verb, by: &Actor, today: Date) -> Vec<Reason> {
        self.asked(opened, by, today, |context| verb.obstacles(&opened.case, context)).into_vec()
    }

    /// Why it is too late to do something with a case on a day; what was done in time may still be entered.
    pub fn lateness(&self, opened: &Opened, verb: Verb, by: &Actor, today: Date) -> Vec<Reason> {
        self.asked(opened, by, today, |context| verb.lateness(&opened.case, context)).into_vec()
    }

    fn asked(
        &self,
        opened: &Opened,
        by: &Actor,
        today: Date,
        question: impl FnOnce(&Context<'_>) -> Reasons,
    ) -> Reasons {
        question(&self.context(today, by, &opened.key.sealer()))
    }

    /// What a list tells of a case; empty when it was erased.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn gist(&self, listed: &Listed) -> Result<Gist> {
        let (organ, case, summary) = (self.organ(), &listed.case, &listed.summary);
        let key = match self.vault.key(organ, case).await {
            Err(store::Error::Erased) => return Ok(Gist::default()),
            key => key?,
        };
        let open = async |id: &TextId| -> Result<String> {
            let sealed = cases::text(&self.store, organ, case, id).await?;
            Ok(sealed.map(|sealed| key.open(&sealed)).transpose()?.unwrap_or_default())
        };
        let request = open(&summary.request).await?;
        let identity = match &summary.applicant {
            Some(id) => Identity::from_json(&open(id).await?).unwrap_or_default(),
            None => Identity::default(),
        };
        let mut shown: String = request.chars().take(SHOWN).collect();
        if shown.len() < request.len() {
            shown.push('…');
        }
        Ok(Gist { request: shown, applicant: masked_name(&identity.name, summary.class) })
    }

    /// Opens a case.
    ///
    /// # Errors
    /// There is no such case; its key was destroyed; the store does not answer.
    pub async fn open(&self, id: &CaseId) -> Result<Opened> {
        let events = self.reader.events(self.organ(), id).await?;
        let case = Case::replay(&events).ok_or(Failure::NotFound)?;
        let key = self.vault.key(self.organ(), id).await?;
        Ok(Opened { id: id.clone(), case, events, key })
    }

    /// Reads the texts of a case.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn told(&self, opened: &Opened) -> Result<Told> {
        let sealed = cases::texts(&self.store, self.organ(), &opened.id).await?;
        let mut texts = BTreeMap::new();
        for text in sealed {
            let words = opened.key.open(&text)?;
            texts.insert(text.id, words);
        }
        let identity = |id| texts.get(id).and_then(|text: &String| Identity::from_json(text));
        let identities: Vec<Identity> = opened.case.identities.iter().filter_map(identity).collect();
        let names: Vec<&str> = identities.iter().map(|one| one.name.as_str()).collect();
        let applicant = names.join("、");
        Ok(Told { texts, identities, applicant })
    }
}
