//! 台账导入: the ledger that an office has kept until now becomes cases. The sheet is looked through first, row by row; then each
//! row that can be taken over is written down, once however often the file comes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use casework::decide::Command;
use casework::event::{Actor, Event};
use casework::id::CaseId;
use casework::ledger::{Column, Defaults, Mapping, Reading, Taken, guess, take};
use casework::seal::keyed_hash;
use casework::statistics::report_differs;
use casework::summary::Summary;
use casework::{Case, Sealer};
use jiff::civil::Date;
use law::receipt::received_on;
use law::reply::REPLY_DAYS;
use readers::{Input, Limits};
use reporting::document::{Content, Line};
use serde::{Deserialize, Serialize};
use store::cases::{Listed, find, locked_years, of_person};

use super::act::Doing;
use super::apply::{NewCase, recorded};
use super::{Cases, Moment, Result};

/// Rows of a ledger: an office that has more brings them year by year.
pub const MOST_ROWS: usize = 20_000;

/// Cases of a person that a row is compared with.
const LIKE: u32 = 200;

/// Columns of a ledger that are looked at.
const MOST_COLUMNS: usize = 200;

/// A ledger as it lies in its sheet (台账).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerSheet {
    /// The name of its file.
    pub source: String,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// Its rows: the number of each in the sheet, and its cells.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// A row that was looked at.
#[derive(Debug, Clone)]
pub struct LedgerRow {
    /// Its number in the sheet.
    pub number: u32,
    /// What it says, or why it cannot be taken over.
    pub taken: std::result::Result<Taken, Vec<String>>,
    /// Whether it was taken over before.
    pub again: bool,
    /// What deserves a look: it says something else than what was taken over, or looks like a case that is there.
    pub remark: Option<String>,
}

/// What came of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerDone {
    /// The number that it has now.
    pub number: String,
    /// Whether it had been taken over before.
    pub again: bool,
}

impl LedgerSheet {
    /// Reads the first sheet of a workbook that has the headings of a ledger.
    ///
    /// # Errors
    /// In one sentence, why there is none.
    pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> std::result::Result<LedgerSheet, String> {
        let document = match readers::read(name, bytes, limits) {
            Ok(Input::Document(document)) => document,
            Ok(Input::Json(_)) => return Err("请选择 Excel 工作簿（XLSX、XLS）".to_owned()),
            Err(error) => return Err(error.to_string()),
        };
        let mut lines = document.lines.iter();
        let headings = lines.by_ref().find_map(|line| {
            let cells = cells(line, MOST_COLUMNS)?;
            is_head(&cells).then_some((line.place.part, cells))
        });
        let Some((sheet, headings)) = headings else {
            return Err("没有找到列标题：要有一行写明“申请人”“申请内容”“收到申请日期”等".to_owned());
        };
        let mut lines = lines.take_while(|line| line.place.part == sheet).peekable();
        // Under 申请人信息 and 办理情况 a second row has the headings.
        let below = lines.peek().and_then(|line| cells(line, MOST_COLUMNS));
        let headings = match below.map(|below| joined(&headings, &below)) {
            Some(both) if guess(&both).len() > guess(&headings).len() => {
                lines.next();
                both
            }
            _ => headings,
        };
        let rows: Vec<(u32, Vec<String>)> = lines
            .filter_map(|line| Some((line.place.line, cells(line, headings.len())?)))
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()))
            .take(MOST_ROWS + 1)
            .collect();
        match rows.len() {
            0 => Err("列标题下面没有数据".to_owned()),
            more if more > MOST_ROWS => Err(format!("一次最多导入{MOST_ROWS}行，请按年度分开")),
            _ => Ok(LedgerSheet { source: name.to_owned(), headings, rows }),
        }
    }

    /// Which column is which, as far as the headings tell.
    pub fn guess(&self) -> Mapping {
        guess(&self.headings)
    }
}

/// The first cells of a row, those that are merged or empty as well.
fn cells(line: &Line, most: usize) -> Option<Vec<String>> {
    let Content::Row(fields) = &line.content else { return None };
    let width = fields.iter().map(|field| usize::from(field.column) + 1).max()?;
    let mut cells = vec![String::new(); width.min(most)];
    for field in fields {
        if let Some(cell) = cells.get_mut(usize::from(field.column)) {
            *cell = field.text.trim().to_owned();
        }
    }
    Some(cells)
}

/// Headings of two rows: the lower one where it says something.
fn joined(above: &[String], below: &[String]) -> Vec<String> {
    let at = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    (0..above.len().max(below.len()))
        .map(|column| {
            Some(at(below, column)).filter(|text| !text.is_empty()).unwrap_or_else(|| at(above, column))
        })
        .collect()
}

/// Whether a row has headings of a ledger: three that are known, one of them such as every ledger has. The others can be chosen.
fn is_head(cells: &[String]) -> bool {
    let mapping = guess(cells);
    mapping.len() >= 3 && mapping.keys().any(|column| column.is_required())
}

impl Cases {
    /// Looks through a ledger: what each row would become.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn look_through(
        &self,
        sheet: &LedgerSheet,
        mapping: &Mapping,
        defaults: Defaults,
        today: Date,
    ) -> Result<Vec<LedgerRow>> {
        let locked = locked_years(self.store(), self.organ()).await?;
        let sub_reasons: Vec<String> = self.sub_reasons().await?.into_iter().map(|one| one.name).collect();
        let reading = Reading { defaults, sub_reasons: &sub_reasons, today };
        let (mut seen, mut rows) = (BTreeMap::new(), Vec::with_capacity(sheet.rows.len()));
        for (number, cells) in &sheet.rows {
            let cell = |column: Column| {
                mapping.get(&column).and_then(|at| cells.get(*at)).map_or("", String::as_str)
            };
            // Sums and signatures below the table are no applications.
            if [Column::Applicant, Column::Request].into_iter().all(|column| cell(column).trim().is_empty()) {
                continue;
            }
            let taken = take(cell, &reading).and_then(|taken| {
                let flaws = self.flaws(sheet, (*number, &taken), &locked, today);
                if flaws.is_empty() { Ok(taken) } else { Err(flaws) }
            });
            let number = *number;
            let mut row = LedgerRow { number, taken, again: false, remark: None };
            if let Ok(taken) = &row.taken {
                let (id, found) = self.place(taken).await?;
                row.again = found.is_some();
                row.remark = match &found {
                    Some(there) => differs(taken, &there.summary),
                    None => self.resembles(taken).await?,
                };
                match seen.entry(id) {
                    Entry::Vacant(free) => {
                        free.insert(number);
                    }
                    Entry::Occupied(first) => {
                        let first = first.get();
                        row.taken = Err(vec![format!("与第{first}行是同一件：编号、收到日期和申请人都相同")]);
                        row.again = false;
                    }
                }
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Why a row cannot be registered, or would change a year that is settled.
    fn flaws(
        &self,
        sheet: &LedgerSheet,
        (row, taken): (u32, &Taken),
        locked: &[i16],
        today: Date,
    ) -> Vec<String> {
        // Nothing of it is kept: any key does.
        let (sealer, by) = (Sealer::new([0; 32]), Actor::System);
        let events = match self.beginning(
            &new_case(taken, &by),
            self.follow(sheet, row, taken, today),
            &sealer,
            today,
        ) {
            Ok(events) => events,
            Err(refused) => return refused.sentences(),
        };
        let recorded = recorded(events, &by, 0);
        let summary = Case::replay(&recorded).map(|case| case.summary(today, &self.calendar));
        let settled = locked.iter().filter(|year| report_differs(None, summary.as_ref(), **year));
        settled.map(|year| format!("{year}年的统计已经锁定，先解除锁定再导入")).collect()
    }

    /// What follows the registration of a row at once: what its ledger tells.
    fn follow<'r>(
        &'r self,
        sheet: &'r LedgerSheet,
        row: u32,
        taken: &'r Taken,
        today: Date,
    ) -> impl FnOnce(&Sealer) -> Vec<Event> + 'r {
        move |sealer| {
            let Taken { applying, original, extended, ended } = taken;
            let mut follow = Vec::new();
            // Where both sides had to agree on the day, the ledger has the day on which they did.
            if received_on(applying.channel, applying.on, None).is_none() {
                follow.push(Event::ReceiptConfirmed { on: applying.on });
            }
            if let Some(days) = *extended {
                // Ledgers tell that the period was lengthened, and not when: on the last day on which it could be, or before.
                let last = REPLY_DAYS.days_on(applying.on);
                let last = self.calendar.nth_working_day_after(applying.on, last);
                let on = last.min(ended.as_ref().map_or(today, |ended| ended.on));
                follow.push(Event::Extended { on, days, reason: sealer.seal(EXTENDED) });
            }
            follow.push(Event::Imported {
                source: sealer.seal(&sheet.source),
                row,
                number: sealer.seal(original),
                ended: ended.clone(),
            });
            follow
        }
    }

    /// The case of a row: one that is there, or the id that it will have, always the same. By it a row is recognised when its ledger
    /// comes again, corrected or not, and nobody guesses it. What was taken back leaves its place to the next.
    async fn place(&self, taken: &Taken) -> Result<(CaseId, Option<Listed>)> {
        let Taken { original, applying, .. } = taken;
        let applicant = applying.applicants.first().map_or("", |one| one.name.as_str());
        // Without a number of its own a row is told from others by what is asked for.
        let asked = if original.is_empty() { applying.request.as_str() } else { "" };
        let mut said = format!("台账\n{original}\n{}\n{applicant}\n{asked}", applying.on);
        loop {
            let id = keyed_hash(&self.vault.person_key(self.organ()), &said);
            let id = CaseId::from(id[..32].to_owned());
            match find(self.store(), self.organ(), &id).await? {
                Some(listed) if listed.summary.void => said.push('\n'),
                found => return Ok((id, found)),
            }
        }
    }

    /// What a new row looks like that is there already, under another number or with another word in it.
    async fn resembles(&self, taken: &Taken) -> Result<Option<String>> {
        let Some(identity) = taken.applying.applicants.first() else { return Ok(None) };
        let person = identity.person(&self.vault.person_key(self.organ()));
        let all = of_person(self.store(), self.organ(), &person, LIKE).await?;
        let same = |one: &&Listed| !one.summary.void && one.summary.began() == taken.applying.on;
        let found = all.iter().find(same);
        Ok(found.map(|one| format!("与{}同一申请人、同一天收到，请核对是不是同一件", one.summary.number)))
    }

    /// Takes back what was taken over of a row, if it was.
    ///
    /// # Errors
    /// Somebody has worked on the case since, its year is settled, or the store does not answer.
    pub async fn take_back(&self, taken: &Taken, why: &str, by: &Actor, moment: Moment) -> Result<bool> {
        let (case, found) = self.place(taken).await?;
        if found.is_none() {
            return Ok(false);
        }
        let command = Command::VoidImport { why: why.to_owned() };
        let doing = Doing { command, by: by.clone(), seen: None, key: None };
        self.act(&case, doing, moment).await.map(|_| true)
    }

    /// Takes a row over, once.
    ///
    /// # Errors
    /// Every reason why it cannot be registered; or the store does not answer.
    pub async fn take_over(
        &self,
        sheet: &LedgerSheet,
        (row, taken): (u32, Taken),
        by: &Actor,
        moment: Moment,
    ) -> Result<LedgerDone> {
        let (case, found) = self.place(&taken).await?;
        if let Some(listed) = found {
            return Ok(LedgerDone { number: listed.summary.number, again: true });
        }
        let new = new_case(&taken, by);
        // Another node may take the same row over at this moment, under the same id: nothing that it needs is made before it is
        // certain that the row is registered, nor taken away.
        self.beginning(&new, |_| Vec::new(), &Sealer::new([0; 32]), moment.today)?;
        let key = self.vault.create(self.organ(), &case).await?;
        let follow = self.follow(sheet, row, &taken, moment.today);
        let year = (taken.applying.on.year(), moment);
        let append = self.registering(&new, follow, (&case, &key, &[]), year)?;
        let again = match self.writer.append(append).await {
            Ok(done) => done.again,
            Err(store::Error::Conflict { .. }) => true,
            Err(error) => return Err(error.into()),
        };
        let listed = find(self.store(), self.organ(), &case).await?;
        Ok(LedgerDone { number: listed.map(|listed| listed.summary.number).unwrap_or_default(), again })
    }
}

/// What a row says that was taken over, and now says something else.
fn differs(taken: &Taken, there: &Summary) -> Option<String> {
    let ended = taken.ended.as_ref().map(|ended| (ended.on, ended.row()));
    let was = there.ended.and_then(|ended| Some((ended.on, ended.row?)));
    let same = ended == was && taken.applying.class == there.class;
    let number = &there.number;
    (!same).then(|| format!("已经导入为{number}，内容与现在的不同；要改的，先撤销导入再导入"))
}

fn new_case(taken: &Taken, by: &Actor) -> NewCase {
    NewCase { applying: taken.applying.clone(), by: by.clone(), split_from: None, key: None }
}

/// Why the period was lengthened, as far as a ledger tells.
const EXTENDED: &str = "台账记载已经延长答复期限";
