//! 办理: one command to one case, decided by the rules and written down at the version that was seen.

use casework::decide::{Command, Context, decide, follows, issued};
use casework::decision::Decision;
use casework::event::{Actor, Recorded};
use casework::id::CaseId;
use casework::letter::LetterKind;
use casework::reason::{Reason, Refused};
use jiff::civil::Date;
use law::article::ogi2019;
use store::cases::{Append, Change, Entry, Key};

use super::files::{Admitted, Attached, attach, named};
use super::letters::{Taken, refused};
use super::read::Opened;
use super::{Cases, Failure, Moment, Result};

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
        let sealer = opened.key.sealer();
        let outgoing = self.outgoing(opened, doing, moment).await?;
        let (kind, number) = (outgoing.kind, outgoing.number.as_ref().map(|taken| taken.printed.clone()));
        let nth_of_month = match doing.command {
            Command::NotifyFee { .. } => self.nth_of_month(opened).await?,
            _ => None,
        };
        let retention_years = match &doing.command {
            Command::Archive { retention, .. } => self.retention_years(retention),
            _ => None,
        };
        let context = Context {
            nth_of_month,
            retention_years,
            number: number.as_deref(),
            letter: outgoing.words.as_deref(),
            ..self.context(moment.today, &doing.by, &sealer)
        };
        let event = decide(&opened.case, doing.command.clone(), &context)?;
        refused(outgoing.faults)?;
        let record = |version, event| Recorded { version, at: moment.at, by: doing.by.clone(), event };
        let mut recorded = vec![record(opened.case.version + 1, event)];
        let mut case = opened.case.clone();
        case.evolve(&recorded[0]);
        if let Some(event) = follows(&case, &recorded[0].event, moment.today) {
            let follows = record(case.version + 1, event);
            case.evolve(&follows);
            recorded.push(follows);
        }
        // What was signed or sent by itself is told by the event already.
        if let (Some((kind, on)), None) = (kind, &outgoing.words) {
            let told = self.told(opened).await?;
            let letter =
                self.accompanying(kind, &doing.command, (&case, &told), (number.clone(), on)).await?;
            let words = serde_json::to_string(&letter).unwrap_or_default();
            let issued = record(case.version + 1, issued(kind, on, number, &words, &sealer));
            case.evolve(&issued);
            recorded.push(issued);
        }
        // Before the event that names them. Should it not be written, they stay behind, unreadable and named by nothing: the
        // same file may have come twice at the same time, and one of the two is done.
        self.keep(attached).await?;
        let mut texts = opened.key.seal(sealer.into_texts())?;
        texts.extend(attached.iter().map(|one| one.text.clone()));
        let entry = Entry {
            jobs: recorded.iter().flat_map(|event| self.to_tell(&opened.id, &case, event)).collect(),
            events: recorded,
            summary: case.summary(moment.today, &self.calendar),
            texts,
        };
        let change = match outgoing.number {
            Some(taken) => Change::Numbered(taken.series, taken.number, entry),
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

    /// The letter that goes out with a command, as far as it can be made before the command is decided.
    async fn outgoing(&self, opened: &Opened, doing: &Doing, moment: Moment) -> Result<Outgoing> {
        let (case, command) = (&opened.case, &doing.command);
        if let Command::Sign { on, .. } = command {
            self.office_is_complete()?;
            let Some(draft) = &case.draft else { return Ok(Outgoing::default()) };
            let told = self.told(opened).await?;
            let Some(decision) = told.read::<Decision>(&draft.decision) else {
                return Ok(Outgoing::default());
            };
            let kind = LetterKind::of_decision(&decision);
            let number = self.number_for(kind, on.year()).await?;
            let printed = number.as_ref().map(|taken| taken.printed.as_str()).unwrap_or_default();
            let answer = self.answering(case, &told, &decision, (printed, *on)).await?;
            let words = serde_json::to_string(&answer.letter).ok();
            return Ok(Outgoing { kind: Some((kind, *on)), number, words, faults: answer.faults });
        }
        let Some(kind) = LetterKind::of_command(command) else { return Ok(Outgoing::default()) };
        let (named, alone) =
            (!self.settings.letters.organ.is_empty(), matches!(command, Command::IssueLetter { .. }));
        if kind.is_answer() || (alone && !named) {
            self.office_is_complete()?;
        }
        // Without a name on its letters an office sends none by the program.
        if !named {
            return Ok(Outgoing::default());
        }
        let on = command.day().unwrap_or(moment.today);
        let number = self.number_for(kind, on.year()).await?;
        let mut words = None;
        if alone {
            let (told, printed) =
                (self.told(opened).await?, number.as_ref().map(|taken| taken.printed.clone()));
            let letter = self.accompanying(kind, command, (case, &told), (printed, on)).await?;
            words = serde_json::to_string(&letter).ok();
        }
        Ok(Outgoing { kind: Some((kind, on)), number, words, faults: Vec::new() })
    }
}

/// The letter that goes out with a command (随办发文).
#[derive(Default)]
struct Outgoing {
    /// Which, and its day.
    kind: Option<(LetterKind, Date)>,
    number: Option<Taken>,
    /// Its words, where the event itself tells them.
    words: Option<String>,
    /// What stands against signing it.
    faults: Vec<Reason>,
}
