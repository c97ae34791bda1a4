//! 台账导入: the ledger that an office has kept until now becomes cases. The sheet is looked through first, row by row; then each
//! row that can be taken over is written down, once however often the file comes.

use std::collections::{BTreeMap, BTreeSet};

use casework::Sealer;
use casework::event::{Actor, Event};
use casework::id::CaseId;
use casework::ledger::{Column, Defaults, Mapping, Taken, guess, take};
use casework::seal::keyed_hash;
use jiff::civil::Date;
use law::receipt::received_on;
use law::reply::{EXTENSION_DAYS, REPLY_DAYS};
use readers::{Input, Limits};
use reporting::document::{Content, Line};
use serde::{Deserialize, Serialize};
use store::cases::{Listed, find, locked_years};

use super::apply::NewCase;
use super::{Cases, Moment, Result};

/// Rows of a ledger: an office that has more brings them year by year.
pub const MOST_ROWS: usize = 20_000;

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
            let cells = cells(line)?;
            is_head(&cells).then_some((line.place.part, cells))
        });
        let Some((sheet, headings)) = headings else {
            return Err("没有找到列标题：要有一行写明“申请人”“申请内容”“收到申请日期”".to_owned());
        };
        let is_row = |line: &&Line| line.place.part == sheet;
        let rows: Vec<(u32, Vec<String>)> = lines
            .take_while(is_row)
            .filter_map(|line| Some((line.place.line, cells(line)?)))
            .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
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

/// The cells of a row, those that are merged or empty as well.
fn cells(line: &Line) -> Option<Vec<String>> {
    let Content::Row(fields) = &line.content else { return None };
    let width = fields.iter().map(|field| usize::from(field.column) + 1).max()?;
    let mut cells = vec![String::new(); width];
    for field in fields {
        cells[usize::from(field.column)] = field.text.trim().to_owned();
    }
    Some(cells)
}

/// Whether a row has the headings that every ledger has.
fn is_head(cells: &[String]) -> bool {
    let mapping = guess(cells);
    Column::ALL.into_iter().filter(|column| column.is_required()).all(|column| mapping.contains_key(&column))
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
        let (mut seen, mut rows) = (BTreeMap::new(), Vec::with_capacity(sheet.rows.len()));
        for (number, cells) in &sheet.rows {
            let cell = |column: Column| {
                mapping.get(&column).and_then(|at| cells.get(*at)).map_or("", String::as_str)
            };
            let taken = take(cell, defaults, today).and_then(|taken| {
                let flaws = locked_flaws(&taken, &locked);
                if flaws.is_empty() { Ok(taken) } else { Err(flaws) }
            });
            let id = taken.as_ref().ok().map(|taken| self.ledger_id(taken));
            let first = id.as_ref().and_then(|id| seen.get(id).copied());
            let again = match &id {
                Some(id) if first.is_none() => find(self.store(), self.organ(), id).await?.is_some(),
                _ => false,
            };
            let taken = match first {
                Some(first) => Err(vec![format!("与第{first}行是同一件：编号、收到日期和申请人都相同")]),
                None => taken,
            };
            if let Some(id) = id {
                seen.entry(id).or_insert(*number);
            }
            rows.push(LedgerRow { number: *number, taken, again });
        }
        Ok(rows)
    }

    /// The id of a row's case, always the same: by it a row is recognised when its ledger comes again, corrected or not. Nobody
    /// guesses it.
    fn ledger_id(&self, taken: &Taken) -> CaseId {
        let Taken { original, applying, .. } = taken;
        let applicant = applying.applicants.first().map_or("", |one| one.name.as_str());
        // Without a number of its own a row is told from others by what is asked for.
        let asked = if original.is_empty() { applying.request.as_str() } else { "" };
        let said = format!("台账\n{original}\n{}\n{applicant}\n{asked}", applying.on);
        CaseId::from(keyed_hash(&self.vault.person_key(self.organ()), &said)[..32].to_owned())
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
        let case = self.ledger_id(&taken);
        let there = |found: Option<Listed>| {
            found.map(|listed| LedgerDone { number: listed.summary.number, again: true })
        };
        if let Some(done) = there(find(self.store(), self.organ(), &case).await?) {
            return Ok(done);
        }
        let vault_key = self.vault.create(self.organ(), &case).await?;
        let Taken { applying, original, extended, ended } = taken;
        let (received, channel) = (applying.on, applying.channel);
        let (source, on) = (sheet.source.clone(), self.lengthened_on(received));
        let follow = |sealer: &Sealer| {
            let mut follow = Vec::new();
            // Where both sides had to agree on the day, the ledger has the day on which they did.
            if received_on(channel, received, None).is_none() {
                follow.push(Event::ReceiptConfirmed { on: received });
            }
            if extended {
                let (days, reason) = (EXTENSION_DAYS.days_on(received), sealer.seal(EXTENDED));
                follow.push(Event::Extended { on, days, reason });
            }
            follow.push(Event::Imported { source, row, number: original, ended });
            follow
        };
        let new = NewCase { applying, by: by.clone(), split_from: None, key: None };
        let place = (&case, &vault_key, &[][..]);
        let append = match self.registering(&new, follow, place, (received.year(), moment)) {
            Ok(append) => append,
            Err(refused) => {
                self.vault.erase(self.organ(), &case).await?;
                return Err(refused);
            }
        };
        match self.writer.append(append).await {
            // Somebody else has brought the same ledger at the same time.
            Err(store::Error::Conflict { .. }) | Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let found = find(self.store(), self.organ(), &case).await?;
        let number = found.map(|listed| listed.summary.number).unwrap_or_default();
        Ok(LedgerDone { number, again: false })
    }

    /// The last day on which the period could be lengthened: ledgers tell that it was, and not when.
    fn lengthened_on(&self, received: Date) -> Date {
        self.calendar.nth_working_day_after(received, REPLY_DAYS.days_on(received))
    }
}

/// Why the period was lengthened, as far as a ledger tells.
const EXTENDED: &str = "台账记载已经延长答复期限";

/// Why a row would change a year that is settled.
fn locked_flaws(taken: &Taken, locked: &[i16]) -> Vec<String> {
    let ended = taken.ended.as_ref().map(|ended| ended.on.year());
    let years: BTreeSet<i16> = ended.into_iter().chain([taken.applying.on.year()]).collect();
    let settled = years.iter().filter(|year| locked.contains(year));
    settled.map(|year| format!("{year}年的统计已经锁定，先解除锁定再导入")).collect()
}
