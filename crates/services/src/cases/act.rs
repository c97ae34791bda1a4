//! 办理: one command to one case, decided by the rules and written down at the version that was seen.

use casework::decide::{Command, Context, decide};
use casework::decision::Decision;
use casework::event::{Actor, Recorded};
use casework::id::CaseId;
use casework::letter::{self, Quoted};
use casework::reason::{Reason, Refused};
use jiff::civil::Date;
use law::article::ogi2019;
use store::cases::{Append, Change, Entry, Key, Series, next_number};

use super::files::{Admitted, Attached, attach, named};
use super::read::Opened;
use super::{Cases, Failure, Moment, Result, numbered};

/// A command and who gives it.
#[derive(Debug, Clone)]
pub struct Doing {
    /// What is done.
    pub command: Command,
    /// Who does it.
    pub by: Actor,
    /// The version of the case that was seen; without one, whatever it is now.
    pub seen: Option<u32>,
    /// By what the same command is recognised when it is sent again.
    pub key: Option<Key>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// The version of the case after it.
    pub version: u32,
    /// Whether the same command had been carried out before; then nothing was done now.
    pub again: bool,
}

/// How often a command that came at the same time as another is decided again, when it does not depend on what was seen.
const AGAIN: usize = 5;

impl Cases {
    /// Carries a command out. One that is sent again has its first outcome, whatever the case is by now.
    ///
    /// # Errors
    /// Every reason against it; what has happened since, when somebody else was faster; or the store does not answer.
    pub async fn act(&self, id: &CaseId, doing: Doing, moment: Moment) -> Result<Acted> {
        self.act_with(id, doing, Vec::new(), moment).await
    }

    /// Carries a command out and attaches files to it: to a correction, to the answer of a department, to a decision that gives
    /// information. Files that the command names already must be those of the case.
    ///
    /// # Errors
    /// Those of [`act`](Cases::act); or the files cannot be kept, and then nothing is done.
    pub async fn act_with(
        &self,
        id: &CaseId,
        mut doing: Doing,
        files: Vec<Admitted>,
        moment: Moment,
    ) -> Result<Acted> {
        if let Some(done) = self.done_before(doing.key.as_ref()).await? {
            return Ok(done);
        }
        let mut opened = self.open(id).await?;
        self.check_named(&opened, &doing.command, &doing.by).await?;
        let attached = self.enclose(&opened, &mut doing.command, &files).await?;
        for _ in 0..AGAIN {
            if let Some(seen) = doing.seen {
                opened.unchanged_since(seen)?;
            }
            match self.try_once(&opened, &doing, &attached, moment).await {
                Err(Failure::Store(store::Error::Conflict { .. } | store::Error::NumberTaken { .. })) => {
                    opened = self.open(id).await?;
                }
                result => return result,
            }
        }
        Err(Failure::Changed { since: Vec::new() })
    }

    /// Puts files under the key of the case and names them in the command.
    async fn enclose(
        &self,
        opened: &Opened,
        command: &mut Command,
        files: &[Admitted],
    ) -> Result<Vec<Attached>> {
        let Some(named) = named(command).filter(|named| !named.is_empty() || !files.is_empty()) else {
            return Ok(Vec::new());
        };
        let told = self.told(opened).await?;
        if let Some(strange) = named.iter().find(|id| told.file(id).is_none()) {
            let says = format!("案件里没有附件 {strange}，请重新选择");
            return Err(Refused::from(Reason::new("no_such_file", ogi2019(45, 0), says)).into());
        }
        let attached: Vec<Attached> =
            files.iter().map(|file| attach(&opened.key, file)).collect::<Result<_>>()?;
        for one in &attached {
            if !named.contains(&one.id) {
                named.push(one.id.clone());
            }
        }
        Ok(attached)
    }

    /// Decides what is done to a case as it was opened, and writes it down.
    async fn try_once(
        &self,
        opened: &Opened,
        doing: &Doing,
        attached: &[Attached],
        moment: Moment,
    ) -> Result<Acted> {
        if matches!(doing.command, Command::Sign { .. }) {
            let missing: Vec<&str> = self.settings.letters.missing().collect();
            if !missing.is_empty() {
                let says =
                    format!("文书缺少{}，请系统管理员在配置的 [office.letters] 里填写", missing.join("、"));
                return Err(Refused::from(Reason::new("office_incomplete", ogi2019(51, 0), says)).into());
            }
        }
        let sealer = opened.key.sealer();
        let series = numbered(&doing.command);
        let mut taken = None;
        if let Some((kind, year)) = series {
            let series = Series { kind: kind.to_owned(), year };
            let number = next_number(&self.store, self.organ(), &series).await?;
            taken = Some((series, number));
        }
        let number = taken.as_ref().map(|(series, number)| self.settings.letter_number(series.year, *number));
        let letter = match (&doing.command, &number) {
            (Command::Sign { on, .. }, Some(number)) => self.letter(opened, number, *on).await?,
            _ => None,
        };
        let context = Context {
            number: number.as_deref(),
            letter: letter.as_deref(),
            ..self.context(moment.today, &doing.by, &sealer)
        };
        let event = decide(&opened.case, doing.command.clone(), &context)?;
        let version = opened.case.version + 1;
        let recorded = Recorded { version, at: moment.at, by: doing.by.clone(), event };
        let mut case = opened.case.clone();
        case.evolve(&recorded);
        // Before the event that names them. Should it not be written, they stay behind, unreadable and named by nothing: the
        // same file may have come twice at the same time, and one of the two is done.
        self.keep(attached).await?;
        let mut texts = opened.key.seal(sealer.into_texts())?;
        texts.extend(attached.iter().map(|one| one.text.clone()));
        let entry = Entry {
            jobs: self.to_tell(&opened.id, &case, &recorded),
            events: vec![recorded],
            summary: case.summary(moment.today, &self.calendar),
            texts,
        };
        let change = match taken {
            Some((series, number)) => Change::Numbered(series, number, entry),
            None => Change::Entry(entry),
        };
        let append = Append {
            organ: self.organ().to_owned(),
            case: opened.id.clone(),
            expected: opened.case.version,
            key: doing.key.clone(),
            change,
            along: Vec::new(),
        };
        let done = self.writer.append(append).await?;
        Ok(Acted { version: done.version, again: done.again })
    }

    /// The letter that would be signed, as its words.
    async fn letter(&self, opened: &Opened, number: &str, on: Date) -> Result<Option<String>> {
        let Some(draft) = &opened.case.draft else { return Ok(None) };
        let told = self.told(opened).await?;
        let Some(decision) = told.text(&draft.decision) else { return Ok(None) };
        let Ok(decision) = serde_json::from_str::<Decision>(decision) else { return Ok(None) };
        let applicant = told.applicant_name();
        let request = told.text(&opened.case.request).unwrap_or_default();
        let quoted = Quoted { applicant: &applicant, request };
        let letter = letter::answer(&opened.case, &decision, quoted, &self.settings.letters, number, on);
        Ok(serde_json::to_string(&letter).ok())
    }
}
