//! Why something may not be done (不能办理的理由): all reasons at once, each with its article.

use std::fmt;

use law::Article;
use serde::Serialize;

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A name that stays the same whatever the sentence says.
    pub code: &'static str,
    /// One sentence for an officer.
    pub says: String,
    /// The article behind it.
    #[serde(serialize_with = "short")]
    pub under: Article,
}

fn short<S: serde::Serializer>(article: &Article, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&article.short())
}

impl Reason {
    /// A reason by its name, its article and its sentence.
    pub fn new(code: &'static str, under: Article, says: impl Into<String>) -> Reason {
        Reason { code, says: says.into(), under }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}（{}）", self.says, self.under.short())
    }
}

/// Everything that stands in the way; never empty (拒绝办理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Refused(Vec<Reason>);

impl Refused {
    /// The reasons.
    pub fn reasons(&self) -> &[Reason] {
        &self.0
    }

    /// The sentences alone, for whoever has no use for the articles.
    pub fn sentences(&self) -> Vec<String> {
        self.0.iter().map(|reason| reason.says.clone()).collect()
    }
}

impl From<Reason> for Refused {
    fn from(reason: Reason) -> Refused {
        Refused(vec![reason])
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            reason.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

/// Collects reasons and ends with all of them, or with none.
#[derive(Debug, Default)]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    /// Adds a reason when a condition does not hold.
    pub fn unless(&mut self, holds: bool, code: &'static str, under: Article, says: impl Into<String>) {
        if !holds {
            self.0.push(Reason::new(code, under, says));
        }
    }

    /// Adds reasons found elsewhere.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Reason>) {
        self.0.extend(more);
    }

    /// Nothing stands in the way, or everything that does.
    ///
    /// # Errors
    /// The reasons, when there are some.
    pub fn done(self) -> Result<(), Refused> {
        if self.0.is_empty() { Ok(()) } else { Err(Refused(self.0)) }
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons found.
    pub fn into_vec(self) -> Vec<Reason> {
        self.0
    }
}
