//! Letters (文书): their wording, which an office may change, and each letter as it goes out.

use std::sync::Arc;

use casework::Case;
use casework::decide::Command;
use casework::decision::Decision;
use casework::id::{OfficerId, TextId};
use casework::letter::{self, Facts, Letter, LetterKind, Letterhead, NumberSeries, Template, Templates};
use casework::reason::{Reason, Reasons, Refused};
use jiff::civil::Date;
use law::article::ogi2019;
use serde_json::json;
use store::cases::{
    Series, TemplateVersion, letter_templates, next_number, put_letter_template, template_versions,
};
use typeset::Fonts;
use typeset::letter::Sheet;

use super::read::{Opened, Told};
use super::{Cases, Moment, Result};

/// A number that is kept for a letter until it is written down (待用文号).
pub(super) struct Taken {
    pub(super) series: Series,
    pub(super) number: i64,
    /// As letters print it.
    pub(super) printed: String,
}

/// An answer as it would be signed, or as it was (答复).
#[derive(Debug, Clone)]
pub struct Answer {
    /// The letter.
    pub letter: Letter,
    /// What stands against signing it; empty for one that is signed.
    pub faults: Vec<Reason>,
    /// Its words as they are kept, once it is signed.
    pub kept: Option<TextId>,
}

impl Cases {
    /// The fonts in which its papers are printed: its own, or those of the program.
    pub(crate) fn fonts(&self) -> Arc<Fonts> {
        self.fonts.clone().unwrap_or_else(|| Arc::new(Fonts::embedded()))
    }

    /// The cases with the fonts in which their letters are printed: what has no glyph cannot be signed.
    #[must_use]
    pub fn with_fonts(mut self, fonts: Arc<Fonts>) -> Cases {
        self.fonts = Some(fonts);
        self
    }

    /// The wording of letters.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn templates(&self) -> Result<Templates> {
        Ok(letter_templates(&self.store, self.organ()).await?)
    }

    /// Every version of the wording of a letter, the last one first.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn template_versions(&self, kind: LetterKind) -> Result<Vec<TemplateVersion>> {
        Ok(template_versions(&self.store, self.organ(), kind).await?)
    }

    /// Changes the wording of a letter; without one the program's counts again. `seen` is the version that was changed, 0 for the
    /// program's own.
    ///
    /// # Errors
    /// Everything that is wrong with it; somebody else has changed it in between; or the store does not answer.
    pub async fn put_template(
        &self,
        kind: LetterKind,
        (seen, template): (u32, Option<&Template>),
        by: &OfficerId,
        moment: Moment,
    ) -> Result<()> {
        if let Some(template) = template {
            refused(template.flaws(kind))?;
        }
        let detail = json!({ "letter": kind.key(), "changed": seen, "own": template.is_some() });
        let entry = self.entry("letter_template_changed", by, &detail, moment);
        match put_letter_template(&self.store, self.organ(), kind, (seen, template), &entry).await {
            Err(store::Error::Conflict { .. }) => {
                let says = "这份模板刚刚被其他人修改，请看过新的内容后再保存，您填写的内容没有丢失";
                Err(Refused::from(Reason::new("template_changed", kind.under(), says)).into())
            }
            done => Ok(done?),
        }
    }

    /// The answer as it is signed, or as it would be signed today; none without a draft.
    ///
    /// # Errors
    /// The letter cannot be put together, or the store does not answer.
    pub async fn answer(&self, opened: &Opened, told: &Told, today: Date) -> Result<Option<Answer>> {
        let case = &opened.case;
        // A draft that answers anew comes before the answer that it replaces.
        let answered = case.answers.last().map(|answer| &answer.signed).filter(|_| case.draft.is_none());
        let signed = case.signed.as_ref().or(answered);
        let kept = signed.and_then(|signed| signed.letter.clone());
        if let Some(letter) = kept.as_ref().and_then(|id| told.read(id)) {
            return Ok(Some(Answer { letter, faults: Vec::new(), kept }));
        }
        // Words that were not kept are put together again from the decision.
        let (decision, number, on) = match (signed, &case.draft) {
            (Some(signed), _) => (&signed.decision, Some(signed.number.clone()), signed.on),
            (None, Some(draft)) => (&draft.decision, None, today),
            (None, None) => return Ok(None),
        };
        let Some(decision) = told.read(decision) else { return Ok(None) };
        let is_draft = number.is_none();
        // Faults of a draft are those that it would have with a number.
        let would_be =
            || self.settings.letters.number(NumberSeries::Answers, on.year(), 1).unwrap_or_default();
        let number = number.unwrap_or_else(would_be);
        let mut answer = self.answering(case, told, &decision, (&number, on)).await?;
        if is_draft {
            answer.letter.number = Some(format!("{}〔{}〕　号", self.settings.letters.code, on.year()));
        } else {
            answer.faults.clear();
        }
        Ok(Some(answer))
    }

    /// An answer with its number and day.
    pub(super) async fn answering(
        &self,
        case: &Case,
        told: &Told,
        decision: &Decision,
        (number, on): (&str, Date),
    ) -> Result<Answer> {
        let templates = self.templates().await?;
        let office = &self.settings.letters;
        let quoted = told.quoted(case);
        let letter = letter::answer(case, decision, quoted, (office, &templates), number, on)?;
        let unprintable = |text: &str| {
            self.fonts.as_ref().map(|fonts| fonts.missing(std::iter::once(text))).unwrap_or_default()
        };
        let head = Letterhead { office, unprintable: &unprintable };
        let faults = letter::faults(case, decision, &letter, quoted, head);
        Ok(Answer { letter, faults, kept: None })
    }

    /// The receipt of a case (登记回执).
    ///
    /// # Errors
    /// The letter cannot be put together, or the store does not answer.
    pub async fn receipt(&self, opened: &Opened, told: &Told) -> Result<Letter> {
        self.receipt_with(opened, told, &self.code(&opened.id)).await
    }

    /// The receipt with something else in the place of the code that opens the case to its applicant.
    pub(crate) async fn receipt_with(&self, opened: &Opened, told: &Told, code: &str) -> Result<Letter> {
        let (case, templates) = (&opened.case, self.templates().await?);
        let quoted = told.quoted(case);
        let on = opened.events.first().map_or(case.arrived, casework::event::Recorded::day);
        let said = (&self.settings.letters, &templates);
        Ok(letter::receipt(case, quoted, said, code, (on, &self.calendar))?)
    }

    /// An answer as it went out, counted from 1; none where its words were not kept.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn answered(&self, opened: &Opened, told: &Told, nth: usize) -> Result<Option<Sheet>> {
        let answer = nth.checked_sub(1).and_then(|at| opened.case.answers.get(at));
        match answer.and_then(|answer| answer.signed.letter.as_ref()) {
            Some(kept) => self.printed(opened, told, kept).await,
            None => Ok(None),
        }
    }

    /// A letter other than an answer, as it went out; `version` is that of the case after it.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn issued(
        &self,
        opened: &Opened,
        told: &Told,
        version: u32,
    ) -> Result<Option<(LetterKind, Sheet)>> {
        let Some(issued) = opened.case.letters.iter().find(|one| one.version == version) else {
            return Ok(None);
        };
        Ok(self.printed(opened, told, &issued.letter).await?.map(|sheet| (issued.kind, sheet)))
    }

    /// A letter as it went out; none where its words were erased.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn printed(&self, opened: &Opened, told: &Told, kept: &TextId) -> Result<Option<Sheet>> {
        match told.read(kept) {
            Some(letter) => Ok(Some(self.sheet(&opened.case, letter, Some(kept)).await?)),
            None => Ok(None),
        }
    }

    /// The letter that goes out with a command; `case` is the case after it.
    pub(super) async fn accompanying(
        &self,
        kind: LetterKind,
        command: &Command,
        (case, told): (&Case, &Told),
        (number, on): (Option<String>, Date),
    ) -> Result<Letter> {
        let templates = self.templates().await?;
        let office = &self.settings.letters;
        let quoted = told.quoted(case);
        let to = match command {
            Command::Consult { who, .. } => who.trim(),
            Command::IssueLetter { to, .. } if !kind.is_for_applicant() => to.trim(),
            _ => quoted.applicant,
        };
        let facts = Facts::of_command(kind, command, case, quoted, office, (on, &self.calendar));
        let letter = facts.letter(kind, templates.of(kind), office, (to, number, on))?;
        refused(facts.lacking(kind, &letter))?;
        Ok(letter)
    }

    /// The next number for a letter of a kind; none where such letters carry none.
    pub(super) async fn number_for(&self, kind: LetterKind, year: i16) -> Result<Option<Taken>> {
        let Some(of) = kind.series() else { return Ok(None) };
        let series = Series { kind: of.key().to_owned(), year };
        if self.settings.letters.number(of, year, 1).is_none() {
            return Ok(None);
        }
        let number = next_number(&self.store, self.organ(), &series).await?;
        let printed = self.settings.letters.number(of, year, number).unwrap_or_default();
        Ok(Some(Taken { series, number, printed }))
    }

    /// What the configuration lacks for letters that are signed.
    pub(super) fn office_is_complete(&self) -> Result<()> {
        let missing: Vec<&str> = self.settings.letters.missing().collect();
        if missing.is_empty() {
            return Ok(());
        }
        let says = format!("文书缺少{}，请系统管理员在配置的 [office.letters] 里填写", missing.join("、"));
        Err(Refused::from(Reason::new("office_incomplete", ogi2019(51, 0), says)).into())
    }
}

/// Fails with all reasons, when there are some.
pub(super) fn refused(reasons: Vec<Reason>) -> std::result::Result<(), Refused> {
    let mut all = Reasons::default();
    all.extend(reasons);
    all.done()
}
