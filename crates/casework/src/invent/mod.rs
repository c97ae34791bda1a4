//! Invented cases (虚构案件) for demonstrations, tests and benchmarks: real commands by the rules, people made up.

mod decision;

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::WorkCalendar;
use law::consultation::Consulted;
use law::fee::Standard;
use law::outcome::Outcome;
use law::receipt::{Channel, ReceiptRule};
use law::remedy::{Course, Ruling};

pub use self::decision::decision;

use crate::applicant::{ApplicantClass, Form, Identity, Wanted, Way};
use crate::case::Case;
use crate::decide::{Applying, Command, Context, Letter, decide, register};
use crate::decision::Decision;
use crate::event::{Actor, CaseKind, Event, Opinion, Recorded};
use crate::id::{ConsultationId, DepartmentId, OfficerId, ProceedingId, TextId};
use crate::letter::{self, Office, Quoted, Templates};
use crate::process::{Process, ReviewStep};
use crate::reason::Refused;
use crate::seal::Sealer;

/// What is to be invented.
#[derive(Debug, Clone)]
pub struct Plan<'p> {
    /// 登记编号.
    pub number: String,
    /// 文号 of the answer.
    pub letter: String,
    /// Who applies.
    pub identity: Identity,
    /// Its class.
    pub class: ApplicantClass,
    /// How it comes.
    pub channel: Channel,
    /// The day of receipt; of web, fax, e-mail and ordinary letters the day of the confirmation.
    pub received: Date,
    /// What is asked for.
    pub request: &'p str,
    /// How it ends.
    pub end: End,
    /// Where the answer is contested and how that ends, if there is time for it.
    pub contested: &'p [(Course, Ruling)],
    /// Who of the office does what.
    pub office: Staff,
    /// Whose letters are signed and kept; without it only their numbers are.
    pub letters: Option<&'p Office>,
    /// Working days from receipt to the answer, where nothing has to be waited for.
    pub pace: u16,
    /// The last day on which something may have happened.
    pub today: Date,
    /// Key of the case.
    pub key: [u8; 32],
    /// Key by which persons are recognised.
    pub person_key: [u8; 32],
}

/// How an invented case ends, or where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With an outcome, if there is time for it.
    With(Outcome),
    /// The applicant withdraws it, if there is time for it.
    Withdrawn,
    /// Not yet.
    Open(Waiting),
}

/// What an open case waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// That somebody begins.
    Nothing,
    /// That the applicant and the office confirm receipt; only where the channel asks for it.
    Confirmation,
    /// 补正.
    Correction,
    /// 第三方意见.
    Opinion,
    /// A department.
    Department,
    /// 保密审查.
    Review,
    /// 签发.
    Signature,
    /// 送达: the answer is signed.
    Delivery,
}

/// The officers of an invented office, by their accounts.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    /// 经办人员.
    pub clerk: &'static str,
    /// 承办科室人员.
    pub handler: &'static str,
    /// 保密审查员.
    pub secrecy: &'static str,
    /// 工作机构负责人.
    pub head: &'static str,
    /// 分管领导.
    pub leader: &'static str,
    /// A department with a task.
    pub department: &'static str,
}

impl Default for Staff {
    fn default() -> Staff {
        Staff {
            clerk: "clerk",
            handler: "handler",
            secrecy: "secrecy",
            head: "head",
            leader: "leader",
            department: "业务科",
        }
    }
}

/// An invented case: its events and the texts that they name.
#[derive(Debug, Clone)]
pub struct Invented {
    /// What happened.
    pub events: Vec<Recorded>,
    /// The texts.
    pub texts: BTreeMap<TextId, String>,
}

/// Carries a plan out, as far as its last day allows.
///
/// # Errors
/// The reasons for which a command of the plan was refused.
pub fn invent(plan: &Plan<'_>, calendar: &WorkCalendar) -> Result<Invented, Refused> {
    let mut script = Script {
        plan,
        calendar,
        sealer: Sealer::new(plan.key),
        events: Vec::new(),
        case: None,
        proposed: None,
        day: plan.received,
    };
    script.arrive()?;
    match plan.end {
        End::With(outcome) => {
            script.lead_to(outcome)?;
            script.contest()?;
        }
        End::Withdrawn => script.withdraw()?,
        End::Open(waiting) => script.wait(waiting)?,
    }
    Ok(Invented { events: script.events, texts: script.sealer.into_texts() })
}

struct Script<'p> {
    plan: &'p Plan<'p>,
    calendar: &'p WorkCalendar,
    sealer: Sealer,
    events: Vec<Recorded>,
    case: Option<Case>,
    /// What was proposed last.
    proposed: Option<Decision>,
    day: Date,
}

/// Who does what in an invented office.
fn officer(name: &str) -> Actor {
    Actor::Officer(OfficerId::from(name))
}

impl Script<'_> {
    fn arrive(&mut self) -> Result<(), Refused> {
        let plan = self.plan;
        let confirmed = plan.channel.receipt().0 == ReceiptRule::Confirmation;
        let applying = Applying {
            kind: CaseKind::Access,
            channel: plan.channel,
            on: plan.received,
            class: plan.class,
            applicants: vec![plan.identity.clone()],
            request: plan.request.to_owned(),
            files: Vec::new(),
            wanted: Wanted { form: Form::Electronic, way: Way::Online },
        };
        let process = Process::default();
        let letter = Letter {
            number: &plan.number,
            process: &process,
            person_key: &plan.person_key,
            split_from: None,
        };
        let by = officer(plan.office.clerk);
        let event = register(&applying, &letter, &self.context(&by, None))?;
        self.record(by, event);
        if confirmed && plan.end != End::Open(Waiting::Confirmation) {
            self.does(self.plan.office.clerk, Command::ConfirmReceipt { on: plan.received })?;
        }
        Ok(())
    }

    /// The words of the letter that is signed.
    fn words(&self, case: &Case, decision: Option<&Decision>) -> Option<String> {
        let quoted =
            Quoted { applicant: &self.plan.identity.name, request: self.plan.request, ordered: None };
        let said = (self.plan.letters?, &Templates::default());
        let letter = letter::answer(case, decision?, quoted, said, &self.plan.letter, self.day).ok()?;
        serde_json::to_string(&letter).ok()
    }

    fn context<'c>(&'c self, by: &'c Actor, number: Option<&'c str>) -> Context<'c> {
        let (today, calendar, sealer) = (self.day, self.calendar, &self.sealer);
        Context { number, ..Context::new(today, calendar, by, sealer) }
    }

    fn wait(&mut self, waiting: Waiting) -> Result<(), Refused> {
        let steps = match waiting {
            Waiting::Nothing | Waiting::Confirmation => return Ok(()),
            _ if !self.later(2) => return Ok(()),
            Waiting::Correction => return self.ask_for_correction(),
            Waiting::Opinion => return self.consult(),
            Waiting::Department => {
                let to = DepartmentId::from(self.plan.office.department);
                let what = "请提供申请所涉材料，并提出能否公开的意见。".to_owned();
                return self.does(self.plan.office.clerk, Command::GiveTask { to, what, due: None });
            }
            Waiting::Review => 0,
            Waiting::Signature | Waiting::Delivery => 2,
        };
        let draft = self.propose(Outcome::G2, steps)?;
        match waiting {
            Waiting::Delivery => self.does(self.plan.office.leader, Command::Sign { on: self.day, draft }),
            _ => Ok(()),
        }
    }

    fn does(&mut self, who: &str, command: Command) -> Result<(), Refused> {
        let by = officer(who);
        let signing = matches!(command, Command::Sign { .. });
        let number = signing.then_some(self.plan.letter.as_str());
        let Some(case) = &self.case else { return Ok(()) };
        let words = if signing { self.words(case, self.proposed.as_ref()) } else { None };
        let context = Context { letter: words.as_deref(), ..self.context(&by, number) };
        let event = decide(case, command, &context)?;
        self.record(by, event);
        Ok(())
    }

    fn record(&mut self, by: Actor, event: Event) {
        let version = u32::try_from(self.events.len() + 1).unwrap_or(u32::MAX);
        // Ten o'clock in Shanghai, and a minute for each event of a case.
        let days = i64::from((self.day - Date::constant(1970, 1, 1)).get_days());
        let at = days * 86_400_000 + 2 * 3_600_000 + i64::from(version) * 60_000;
        let recorded = Recorded { version, at, by, event };
        match &mut self.case {
            Some(case) => case.evolve(&recorded),
            None => self.case = Case::replay([&recorded]),
        }
        self.events.push(recorded);
    }

    /// Goes on some working days; false when that lies after the last day.
    fn later(&mut self, days: u16) -> bool {
        let next = self.calendar.nth_working_day_after(self.day, days);
        let reached = next <= self.plan.today;
        if reached {
            self.day = next;
        }
        reached
    }

    fn lead_to(&mut self, outcome: Outcome) -> Result<(), Refused> {
        match outcome {
            Outcome::O1 => self.never_corrected(),
            Outcome::O2 => self.never_paid(),
            _ => {
                if self.prepare(outcome)? && self.later(self.plan.pace) {
                    self.answer(outcome)?;
                }
                Ok(())
            }
        }
    }

    fn withdraw(&mut self) -> Result<(), Refused> {
        if self.later(self.plan.pace) {
            self.does(
                self.plan.office.clerk,
                Command::Withdraw { on: self.day, reason: Some("申请人来函撤回。".to_owned()) },
            )?;
        }
        Ok(())
    }

    fn never_corrected(&mut self) -> Result<(), Refused> {
        if !self.later(3) {
            return Ok(());
        }
        self.ask_for_correction()?;
        if self.later(16) {
            self.does(self.plan.office.clerk, Command::Lapse)?;
        }
        Ok(())
    }

    fn never_paid(&mut self) -> Result<(), Refused> {
        if !self.later(5) {
            return Ok(());
        }
        let on = self.day;
        self.does(
            self.plan.office.clerk,
            Command::NotifyFee { on, delivered: None, standard: Standard::PerPage, pages: Some(70) },
        )?;
        if self.later(21) {
            self.does(self.plan.office.clerk, Command::Lapse)?;
        }
        Ok(())
    }

    fn ask_for_correction(&mut self) -> Result<(), Refused> {
        let unclear = "申请内容没有指向明确的政府信息，请补充文件名称、文号或者其他特征描述。".to_owned();
        self.does(
            self.plan.office.clerk,
            Command::RequestCorrection { on: self.day, unclear, reply_by: None },
        )
    }

    fn consult(&mut self) -> Result<(), Refused> {
        let (who, with) = ("某某医药有限公司".to_owned(), Consulted::ThirdParty);
        self.does(self.plan.office.clerk, Command::Consult { with, who, on: self.day, delivered: None })
    }

    /// What must have happened before an answer of this kind; false when the last day comes first.
    fn prepare(&mut self, outcome: Outcome) -> Result<bool, Refused> {
        match outcome {
            Outcome::U1a | Outcome::U1b => {
                let (places, words) = ("档案管理系统、业务系统".to_owned(), "申请所列名称".to_owned());
                let found = "未检索到相关政府信息。".to_owned();
                self.does(
                    self.plan.office.handler,
                    Command::RecordSearch { on: self.day, places, words, found },
                )?;
            }
            Outcome::U3 => {
                if !self.later(4) {
                    return Ok(false);
                }
                self.ask_for_correction()?;
                if !self.later(6) {
                    return Ok(false);
                }
                let text = "请提供你们掌握的全部相关材料。".to_owned();
                self.does(
                    self.plan.office.clerk,
                    Command::ReceiveCorrection { on: self.day, text, files: Vec::new() },
                )?;
            }
            Outcome::X4 => {
                let why = "同一申请人一个月内提出申请三十余件。".to_owned();
                self.does(self.plan.office.clerk, Command::RequestReasons { on: self.day, why })?;
                if !self.later(4) {
                    return Ok(false);
                }
                let text = "需要了解情况。".to_owned();
                self.does(
                    self.plan.office.clerk,
                    Command::RecordReasons { on: self.day, text, reasonable: false },
                )?;
            }
            Outcome::D4 | Outcome::P1 => {
                self.consult()?;
                if !self.later(7) {
                    return Ok(false);
                }
                let (id, opinion) = (ConsultationId(1), Opinion::ObjectsWithReason);
                let text = "涉及我公司未公开的工艺参数，属于商业秘密，不同意公开。".to_owned();
                self.does(
                    self.plan.office.clerk,
                    Command::RecordOpinion { id, on: self.day, opinion, text },
                )?;
            }
            _ => {}
        }
        Ok(true)
    }

    fn answer(&mut self, outcome: Outcome) -> Result<(), Refused> {
        let on = self.day;
        let draft = self.propose(outcome, 2)?;
        self.does(self.plan.office.leader, Command::Sign { on, draft })?;
        let proof = "申请人查询页面".to_owned();
        self.does(self.plan.office.clerk, Command::Deliver { on, way: Way::Online, proof })
    }

    /// Goes through the reconsiderations and suits against an answer, one after the other.
    fn contest(&mut self) -> Result<(), Refused> {
        let clerk = self.plan.office.clerk;
        for (nth, (path, ruling)) in self.plan.contested.iter().enumerate() {
            let is_answered = self.case.as_ref().is_some_and(|case| !case.answers.is_empty());
            if !is_answered || !self.later(18) {
                return Ok(());
            }
            let (forum, series) = match path {
                Course::Review => ("云州市人民政府", "云政复"),
                _ => ("云州市云东区人民法院", "行初"),
            };
            let number = format!("{series}（{}）", self.plan.number);
            let (path, simplified, forum) = (*path, *path == Course::Review, forum.to_owned());
            self.does(clerk, Command::OpenProceeding { path, on: self.day, simplified, forum, number })?;
            let id = ProceedingId(u16::try_from(nth + 1).unwrap_or(u16::MAX));
            if !self.later(4) {
                return Ok(());
            }
            let text = "答复书；证据目录：申请材料、检索记录、审查记录、送达凭证。".to_owned();
            self.does(clerk, Command::AnswerProceeding { id, on: self.day, text })?;
            if !self.later(20) {
                return Ok(());
            }
            let text = "文书已归入案卷。".to_owned();
            let on = self.day;
            self.does(clerk, Command::RecordRuling { id, on, ruling: *ruling, redo_by: None, text })?;
        }
        Ok(())
    }

    /// Proposes a decision and takes it through so many steps of review.
    fn propose(&mut self, outcome: Outcome, steps: usize) -> Result<TextId, Refused> {
        let Staff { handler, secrecy, head, .. } = self.plan.office;
        let decision = decision(outcome, self.day);
        self.proposed = Some(decision.clone());
        self.does(handler, Command::Draft { decision })?;
        let draft = self.case.as_ref().and_then(|case| case.draft.as_ref());
        let draft = draft.map_or_else(|| TextId::from(""), |draft| draft.decision.clone());
        for (who, step) in
            [(secrecy, ReviewStep::Secrecy), (head, ReviewStep::Review)].into_iter().take(steps)
        {
            let opinion = "同意。".to_owned();
            self.does(who, Command::Approve { step, draft: draft.clone(), opinion })?;
        }
        Ok(draft)
    }
}
