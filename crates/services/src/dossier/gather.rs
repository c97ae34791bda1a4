//! Gathering the file of a case (案卷材料): sheets, letters, attachments, the events with their texts, and the proof of the chain.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::applicant::Identity;
use casework::deadline::explain;
use casework::event::{Actor, Event, Recorded};
use casework::id::{CaseId, DepartmentId, OfficerId, ProceedingId, StampId};
use law::china::minute;
use serde_json::json;
use store::audit::proof;
use store::hexadecimal;
use store::people::{colleagues, departments};
use tokio::sync::Semaphore;
use typeset::letter::Sheet as LetterSheet;
use typeset::sheet::{Section, Sheet};
use typeset::{Fonts, Unwritable};

use super::catalogue::catalogue;
use super::complete::items;
use super::{CASE, PROOF, Purpose};
use crate::cases::files::held;
use crate::cases::{Cases, Failure, Moment, Opened, Result, Told, clock_lines, nth, said};

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its path in the package.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What the receipt in a package has in the place of the code: whoever gets the package is not to open the applicant's page.
const NO_CODE: &str = "（只告知申请人）";

/// Files that are printed at the same time: each takes a core for seconds.
static PRINTING: Semaphore = Semaphore::const_new(2);

/// Who is who in the office.
struct Names {
    officers: BTreeMap<String, String>,
    departments: BTreeMap<String, String>,
    stamps: BTreeMap<String, String>,
}

impl Names {
    fn officer(&self, id: &OfficerId) -> String {
        self.officers.get(id.as_str()).cloned().unwrap_or_else(|| id.to_string())
    }

    fn department(&self, id: &DepartmentId) -> String {
        self.departments.get(id.as_str()).cloned().unwrap_or_else(|| id.to_string())
    }

    fn stamp(&self, id: &StampId) -> String {
        self.stamps.get(id.as_str()).cloned().unwrap_or_else(|| id.to_string())
    }

    fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Applicant => "申请人".to_owned(),
            Actor::System => "系统".to_owned(),
            Actor::Officer(id) => self.officer(id),
        }
    }
}

/// What is printed: all of it is set together, away from whoever waits for other pages.
enum Print {
    Sheet(Sheet),
    Letter(LetterSheet),
    Clock { organ: String, lines: Vec<String>, on: jiff::civil::Date, days: Vec<explain::Counted> },
}

impl Cases {
    /// The file of a case. Identities are in it unmasked: whoever asks for it is written down first
    /// ([`unmasked`](Cases::unmasked)).
    ///
    /// # Errors
    /// There is no such case, it was erased, something cannot be printed, or the store does not answer.
    pub async fn dossier(
        &self,
        id: &CaseId,
        purpose: Purpose,
        mark: Option<&'static str>,
        moment: Moment,
    ) -> Result<Vec<Piece>> {
        let opened = self.open(id).await?;
        let key = self.vault.signing_key().verifying_key();
        let proof = proof(self.store(), self.organ(), id, &key).await?;
        if proof.events.len() != opened.events.len() {
            // Something has happened in between: whoever asks again has it all.
            return Err(Failure::Changed { since: Vec::new() });
        }
        let told = self.told(&opened).await?;
        let names = self.names().await?;
        let mut prints = self.prints(&opened, &told, &names, moment).await?;
        let attached = held(&opened, &told);
        let attachments: Vec<String> = attached
            .iter()
            .enumerate()
            .map(|(at, one)| format!("附件/{:02}-{}", at + 1, plain(&one.about.name)))
            .collect();
        let listed = prints.iter().map(|(path, print)| (path.as_str(), print.says()));
        let listed = listed.chain(attachments.iter().map(|path| (path.as_str(), String::new())));
        let (path, sections) = catalogue(purpose, listed, items(&opened, &told));
        prints.insert(0, (path, self.paper(&opened, &told, purpose.catalogue(), sections, moment)));
        for (_, print) in &mut prints {
            if let Print::Sheet(sheet) = print {
                sheet.mark = mark.map(str::to_owned);
            }
        }
        let fonts = self.fonts();
        let turn = PRINTING.acquire().await;
        let printed = tokio::task::spawn_blocking(move || printed(prints, &fonts, mark)).await;
        let failed = |says: String| Failure::Refused(casework::reason::Refused::from(unprinted(says)));
        drop(turn);
        let printed = printed.map_err(|error| failed(error.to_string()))?;
        let mut pieces = printed.map_err(|error| failed(error.to_string()))?;
        for (path, one) in attachments.into_iter().zip(&attached) {
            let (_, bytes) = self.file(&opened, &one.id).await?;
            pieces.push(Piece { path, bytes });
        }
        pieces.push(Piece { path: CASE.to_owned(), bytes: pretty(&case_json(&opened, &told)) });
        pieces.push(Piece { path: PROOF.to_owned(), bytes: pretty(&proof) });
        Ok(pieces)
    }

    async fn names(&self) -> Result<Names> {
        let officers = colleagues(self.store(), self.organ()).await?;
        let there = departments(self.store(), self.organ()).await?;
        Ok(Names {
            officers: officers.into_iter().map(|one| (one.id, one.person)).collect(),
            departments: there.into_iter().map(|one| (one.id, one.name)).collect(),
            stamps: self.stamps().await?.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
        })
    }

    /// A sheet of the file of a case.
    fn paper(
        &self,
        opened: &Opened,
        told: &Told,
        title: &str,
        sections: Vec<Section>,
        moment: Moment,
    ) -> Print {
        Print::Sheet(Sheet {
            title: title.to_owned(),
            organ: self.settings().letters.organ.clone(),
            about: format!("登记编号：{}　申请人：{}", opened.case.number, told.applicant_name()),
            on: moment.today,
            sections,
            mark: None,
        })
    }

    async fn prints(
        &self,
        opened: &Opened,
        told: &Told,
        names: &Names,
        moment: Moment,
    ) -> Result<Vec<(String, Print)>> {
        let (case, organ) = (&opened.case, &self.settings().letters.organ);
        let sheet = |title: &str, sections: Vec<Section>| self.paper(opened, told, title, sections, moment);
        let mut prints =
            vec![("01-申请.pdf".to_owned(), sheet("政府信息公开申请", application(opened, told)))];
        // Who is in the ledger of earlier years got no receipt from here.
        if case.imported.is_none() {
            let receipt = self.receipt_with(opened, told, NO_CODE).await?;
            prints.push(("02-登记回执.pdf".to_owned(), Print::Letter(receipt.into())));
        }
        if let Some(clock) = case.clock(moment.today, self.calendar()) {
            let (lines, days) = (clock_lines(case, &clock), explain::days(&clock, self.calendar(), nth));
            let clock = Print::Clock { organ: organ.clone(), lines, on: moment.today, days };
            prints.push(("03-期限计算说明.pdf".to_owned(), clock));
        }
        for (at, one) in case.letters.iter().enumerate() {
            if let Some((kind, letter)) = self.issued(opened, told, one.version).await? {
                prints
                    .push((format!("04-程序文书/{:02}-{}.pdf", at + 1, kind.name()), Print::Letter(letter)));
            }
        }
        let voided: Vec<ProceedingId> = opened
            .events
            .iter()
            .filter(|one| matches!(one.event, Event::ProceedingVoided { .. }))
            .filter_map(|one| one.event.proceeding())
            .collect();
        // What was entered by mistake stands in the whole course alone, as void.
        let is_void = |event: &Event| event.proceeding().is_some_and(|id| voided.contains(&id));
        let chosen = |is_in: IsIn| {
            let events = opened.events.iter().filter(|event| is_in(&event.event) && !is_void(&event.event));
            let lines: Vec<String> = events.map(|event| line(event, told, names)).collect();
            (!lines.is_empty()).then(|| vec![Section { heading: String::new(), lines }])
        };
        let groups: [(&str, &str, IsIn); 5] = [
            ("05-检索和征求意见.pdf", "检索和征求意见", is_inquiry),
            ("06-审查审批.pdf", "审查审批", is_review),
            ("08-送达.pdf", "送达", is_delivery),
            ("09-信息处理费.pdf", "信息处理费", is_fee),
            ("10-复议诉讼和重新办理.pdf", "复议、诉讼和重新办理", is_proceeding),
        ];
        for (path, title, is_in) in groups {
            prints.extend(chosen(is_in).map(|sections| (path.to_owned(), sheet(title, sections))));
        }
        for nth in 1..=case.answers.len() {
            if let Some(letter) = self.answered(opened, told, nth).await? {
                prints.push((format!("07-答复书/{nth:02}.pdf"), Print::Letter(letter)));
            }
        }
        let line = |event: &Recorded| {
            let mark = if is_void(&event.event) { "　（已作废）" } else { "" };
            format!("{}{mark}", line(event, told, names))
        };
        let lines = opened.events.iter().map(line).collect();
        let all = vec![Section { heading: String::new(), lines }];
        prints.push(("11-办理经过.pdf".to_owned(), sheet("办理经过", all)));
        prints.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(prints)
    }
}

impl Print {
    /// Number and day of a letter.
    fn says(&self) -> String {
        match self {
            Print::Letter(LetterSheet { letter, .. }) => {
                [letter.number.clone().unwrap_or_default(), letter.on.to_string()]
                    .join("　")
                    .trim()
                    .to_owned()
            }
            Print::Sheet(_) | Print::Clock { .. } => String::new(),
        }
    }
}

fn unprinted(says: String) -> casework::reason::Reason {
    casework::reason::Reason::new("not_printed", law::article::ogi2019(45, 0), says)
}

fn printed(
    prints: Vec<(String, Print)>,
    fonts: &Arc<Fonts>,
    mark: Option<&str>,
) -> std::result::Result<Vec<Piece>, Unwritable> {
    let one = |(path, print): (String, Print)| {
        let bytes = match print {
            Print::Sheet(sheet) => typeset::sheet::pdf(&sheet, fonts)?,
            Print::Letter(letter) => typeset::letter::pdf(&[letter], fonts, mark)?,
            Print::Clock { organ, lines, on, days } => {
                let sheet = typeset::clock::Sheet { organ: &organ, lines, on, days: &days, mark };
                typeset::clock::pdf(&sheet, fonts)?
            }
        };
        Ok(Piece { path, bytes })
    };
    prints.into_iter().map(one).collect()
}

/// The application as it came in.
fn application(opened: &Opened, told: &Told) -> Vec<Section> {
    let case = &opened.case;
    let heading = |heading: &str, lines: Vec<String>| Section { heading: heading.to_owned(), lines };
    let received = case.received.map_or_else(|| "待确认".to_owned(), |on| on.to_string());
    let mut sections = vec![heading(
        "登记",
        vec![
            format!("登记编号：{}", case.number),
            format!("渠道：{}　到达：{}　收到：{received}", case.channel.name(), case.arrived),
            format!("获取方式：{}，{}", case.wanted.form.name(), case.wanted.way.name()),
        ],
    )];
    for identity in told.identities() {
        let Identity { name, document, document_number, contact, phone, address, postcode, email, help } =
            identity;
        let said = [
            ("姓名或者名称", name),
            ("证件", document),
            ("证件号码", document_number),
            ("联系人", contact),
            ("电话", phone),
            ("地址", address),
            ("邮政编码", postcode),
            ("电子邮箱", email),
            ("需要的帮助", help),
        ];
        let said = said.into_iter().filter(|(_, text)| !text.is_empty());
        sections.push(heading("申请人", said.map(|(label, text)| format!("{label}：{text}")).collect()));
    }
    let request = told.text(&case.request).unwrap_or("（正文已经删除）");
    sections.push(heading("申请内容", request.lines().map(str::to_owned).collect()));
    sections
}

fn line(event: &Recorded, told: &Told, names: &Names) -> String {
    let says =
        said(&event.event, told, |id| names.department(id), |id| names.officer(id), |id| names.stamp(id));
    let happened = event.event.on().unwrap_or_else(|| event.day());
    let (name, who) = (event.event.name(), names.actor(&event.by));
    format!("{happened}　{name}　{who}（{}登记）　{says}", minute(event.instant()))
}

/// Whether a sheet tells of an event.
type IsIn = fn(&Event) -> bool;

fn is_delivery(event: &Event) -> bool {
    matches!(event, Event::Delivered { .. })
}

fn is_inquiry(event: &Event) -> bool {
    matches!(
        event,
        Event::Searched { .. }
            | Event::Consulted { .. }
            | Event::ConsultationDelivered { .. }
            | Event::ConsultationReplied { .. }
            | Event::ReasonsRequested { .. }
            | Event::ReasonsReceived { .. }
            | Event::TaskGiven { .. }
            | Event::TaskDone { .. }
            | Event::TaskReturned { .. }
    )
}

fn is_review(event: &Event) -> bool {
    matches!(
        event,
        Event::Drafted { .. }
            | Event::Approved { .. }
            | Event::SentBack { .. }
            | Event::Signed { .. }
            | Event::Stamped { .. }
    )
}

fn is_fee(event: &Event) -> bool {
    matches!(
        event,
        Event::FeeNotified { .. }
            | Event::FeeWaived { .. }
            | Event::FeePaid { .. }
            | Event::FeeRefunded { .. }
    )
}

fn is_proceeding(event: &Event) -> bool {
    matches!(
        event,
        Event::ProceedingOpened { .. }
            | Event::ProceedingAnswered { .. }
            | Event::ProceedingHeard { .. }
            | Event::ProceedingRuled { .. }
            | Event::Reopened { .. }
            | Event::ReopeningUndone { .. }
    )
}

/// The events with their texts, and the key that names the texts: so everybody can tell that a text is the one that an event
/// names.
fn case_json(opened: &Opened, told: &Told) -> serde_json::Value {
    json!({
        "case": opened.id,
        "number": opened.case.number,
        "naming_key": hexadecimal(&opened.key.names()),
        "events": opened.events,
        "texts": told.all(),
    })
}

fn pretty(value: &impl serde::Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// A name without what paths take for something else.
fn plain(name: &str) -> String {
    name.replace(['/', '\\', ':'], "_")
}
