//! What a notice says, checked against itself, the calendar of weekdays and the statutory days.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};

use super::flaw::{Flaw, Problem};
use super::notice::FESTIVALS;
use super::parse::{Block, Draft};
use super::statutory::{self, STATUTORY_DAYS};
use super::weekday::day_number;

/// The most that any year from 2019 to 2026 had, and a little more.
const MOST_OFF: usize = 36;
const MOST_WORKED: usize = 9;
const LONGEST_HOLIDAY: usize = 10;
/// Days between a make-up day and the nearest day off; 2026 has 11.
const FARTHEST_MAKE_UP: i64 = 21;

/// Adds every problem that shows without other notices.
pub(crate) fn check(draft: &Draft, problems: &mut Vec<Problem>) {
    let mut flaw = |line: Option<usize>, flaw| problems.push(Problem { line, flaw });
    relations(draft, &mut flaw);
    days(draft, &mut flaw);
    for block in &draft.blocks {
        shape(block, &mut flaw);
    }
    if draft.region.is_none() {
        number(draft, &mut flaw);
        if draft.supersedes.is_empty() && !draft.blocks.iter().any(|block| block.unread) {
            whole_year(draft, &mut flaw);
        }
    }
}

fn relations(draft: &Draft, flaw: &mut impl FnMut(Option<usize>, Flaw)) {
    if let (Some(line), None) = (draft.counts_as_working, &draft.region) {
        flaw(Some(line), Flaw::CountsWithoutRegion);
    }
    for (index, block) in draft.blocks.iter().enumerate() {
        if block.extends && draft.supersedes.is_empty() {
            flaw(Some(block.line), Flaw::ExtendsNothing(block.name.clone()));
        }
        if draft.blocks[..index].iter().any(|earlier| !block.name.is_empty() && earlier.name == block.name) {
            flaw(Some(block.line), Flaw::HolidayTwice(block.name.clone()));
        }
    }
    for (superseded, line) in &draft.supersedes {
        if draft.number.as_ref().is_some_and(|(number, _)| number == superseded) {
            flaw(Some(*line), Flaw::SupersedesItself(superseded.clone()));
        }
    }
    if let (Some((issued, line)), Some((year, _))) = (draft.issued, draft.year)
        && (i32::from(issued.year()) < i32::from(year) - 1 || issued.year() > year)
    {
        flaw(Some(line), Flaw::OddIssueDay { issued, year });
    }
}

/// Days twice, off and worked, on the wrong weekday, or in another year.
fn days(draft: &Draft, flaw: &mut impl FnMut(Option<usize>, Flaw)) {
    let mut seen: BTreeMap<Date, bool> = BTreeMap::new();
    for block in &draft.blocks {
        let off = block.off.iter().map(|(day, line)| (*day, *line, true));
        for (day, line, off) in off.chain(block.worked.iter().map(|(day, line)| (*day, *line, false))) {
            match seen.insert(day, off) {
                Some(before) if before == off => flaw(Some(line), Flaw::DayTwice(day)),
                Some(_) => flaw(Some(line), Flaw::OffAndWorked(day)),
                None => {}
            }
            if !off && let Some(weekday) = working_weekday(day) {
                flaw(Some(line), Flaw::WorkedOnWeekday { day, weekday });
            }
            if let Some((year, _)) = draft.year {
                let (first, last) = (date(year - 1, 12, 1), date(year + 1, 1, 31));
                if day < first || day > last {
                    flaw(Some(line), Flaw::OutsideYear { day, year, first, last });
                }
            }
        }
    }
}

/// The Chinese name of Monday to Friday; `None` for a day of the weekend.
fn working_weekday(day: Date) -> Option<&'static str> {
    Some(match day.weekday() {
        Weekday::Monday => "星期一",
        Weekday::Tuesday => "星期二",
        Weekday::Wednesday => "星期三",
        Weekday::Thursday => "星期四",
        Weekday::Friday => "星期五",
        Weekday::Saturday | Weekday::Sunday => return None,
    })
}

/// One festival: something in it, no gap, not too long, make-up days near.
fn shape(block: &Block, flaw: &mut impl FnMut(Option<usize>, Flaw)) {
    let name = || block.name.clone();
    if block.off.is_empty() && block.worked.is_empty() && !block.unread {
        flaw(Some(block.line), Flaw::EmptyHoliday(name()));
    }
    if block.off.len() > LONGEST_HOLIDAY {
        flaw(Some(block.line), Flaw::LongHoliday { name: name(), days: block.off.len() });
    }
    let mut off: Vec<Date> = block.off.iter().map(|(day, _)| *day).collect();
    off.sort_unstable();
    for pair in off.windows(2) {
        if day_number(pair[1]) - day_number(pair[0]) > 1 {
            flaw(Some(block.line), Flaw::Gap { name: name(), before: pair[0], after: pair[1] });
        }
    }
    for (day, line) in &block.worked {
        let nearest = off.iter().map(|off| i64::from((day_number(*off) - day_number(*day)).abs())).min();
        if let Some(days) = nearest.filter(|days| *days > FARTHEST_MAKE_UP) {
            flaw(Some(*line), Flaw::FarMakeUp { name: name(), day: *day, days });
        }
    }
}

/// The number of a national notice: 国办发明电〔2025〕7号, with the year of issue.
fn number(draft: &Draft, flaw: &mut impl FnMut(Option<usize>, Flaw)) {
    let Some((number, line)) = &draft.number else { return };
    let year = number
        .strip_suffix('号')
        .and_then(|rest| rest.split_once('〔'))
        .and_then(|(organ, rest)| rest.split_once('〕').filter(|_| !organ.is_empty()))
        .filter(|(_, serial)| !serial.is_empty() && serial.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|(year, _)| year.parse::<i16>().ok());
    match (year, draft.issued) {
        (None, _) => flaw(Some(*line), Flaw::OddNumber(number.clone())),
        (Some(year), Some((issued, _))) if year != issued.year() => {
            flaw(Some(*line), Flaw::NumberOfOtherYear { number: number.clone(), issued });
        }
        _ => {}
    }
}

/// A first notice for the whole country: festivals, statutory days, totals.
fn whole_year(draft: &Draft, flaw: &mut impl FnMut(Option<usize>, Flaw)) {
    let Some((year, _)) = draft.year else { return };
    let names = |block: &Block, name: &str| block.name.split('、').any(|part| part.trim() == name);
    for name in FESTIVALS {
        if !draft.blocks.iter().any(|block| names(block, name)) {
            flaw(None, Flaw::NoFestival { name, year });
        }
    }
    for (day, name) in statutory::days_of(year, None) {
        let arranged = draft.blocks.iter().any(|block| names(block, name));
        let off = draft.blocks.iter().any(|block| block.off.iter().any(|(off, _)| *off == day));
        if arranged && !off {
            flaw(None, Flaw::StatutoryDayWorked { day, name: name.to_owned() });
        }
    }
    let off = draft.blocks.iter().map(|block| block.off.len()).sum();
    let worked = draft.blocks.iter().map(|block| block.worked.len()).sum();
    if off > MOST_OFF {
        flaw(None, Flaw::ManyOff { days: off });
    }
    if worked > MOST_WORKED {
        flaw(None, Flaw::ManyWorked { days: worked });
    }
    if let Some(least) = STATUTORY_DAYS.on(date(year, 1, 1))
        && off < usize::from(least.value)
    {
        flaw(None, Flaw::FewOff { days: off, least: least.value, under: least.under.to_string() });
    }
}
