//! Which notice decides each day, after later notices have changed earlier ones.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::flaw::{Flaw, NoticeError, Problem, Severity};
use super::notice::Notice;

/// What a notice in force says of a day.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruling {
    /// Index of the notice.
    pub(crate) notice: usize,
    /// Index of the festival in the notice.
    pub(crate) holiday: usize,
    /// Off, or worked in exchange.
    pub(crate) off: bool,
}

/// The rulings of the whole country (`None`) and of each region, by day.
pub(crate) type Rulings<'n> = BTreeMap<(Option<&'n str>, Date), Ruling>;

/// Known notices and new ones, in the order in which they took effect.
pub(crate) fn merge(
    known: &[Notice],
    more: impl IntoIterator<Item = Notice>,
) -> Result<Vec<Notice>, NoticeError> {
    let mut notices = known.to_vec();
    let mut flaws = Vec::new();
    for notice in more {
        match notices.iter().find(|known| known.number == notice.number) {
            None => notices.push(notice),
            Some(known) if known.says_the_same_as(&notice) => {}
            Some(_) => flaws.push(Flaw::NumberTaken(notice.number)),
        }
    }
    sort(&mut notices);
    let (_, found) = rulings(&notices);
    flaws.extend(found.into_iter().map(|(_, flaw)| flaw).filter(|flaw| flaw.severity() == Severity::Error));
    let problems: Vec<Problem> = flaws.into_iter().map(Flaw::anywhere).collect();
    if problems.is_empty() { Ok(notices) } else { Err(NoticeError { problems }) }
}

/// By day of issue; on the same day, one that changes another comes after those that change none.
pub(crate) fn sort(notices: &mut [Notice]) {
    notices.sort_by(|a, b| {
        let key = |notice: &Notice| (notice.issued, !notice.supersedes.is_empty());
        key(a).cmp(&key(b)).then_with(|| a.number.cmp(&b.number))
    });
}

/// The rulings in force when all these notices are known, and what is wrong between them: the index of the
/// notice and its flaw. The notices stand in the order of [`sort`].
pub(crate) fn rulings(notices: &[Notice]) -> (Rulings<'_>, Vec<(usize, Flaw)>) {
    let mut rulings = Rulings::new();
    let mut flaws = Vec::new();
    for index in 0..notices.len() {
        let superseded = superseded_by(index, notices, &mut flaws);
        apply(index, &superseded, notices, &mut rulings, &mut flaws);
    }
    regional_against_national(notices, &rulings, &mut flaws);
    (rulings, flaws)
}

/// The earlier notices that a notice changes.
fn superseded_by(index: usize, notices: &[Notice], flaws: &mut Vec<(usize, Flaw)>) -> Vec<usize> {
    let notice = &notices[index];
    let mut superseded = Vec::new();
    for number in &notice.supersedes {
        let number = number.clone();
        let flaw = match notices.iter().position(|other| other.number == number) {
            None => Flaw::SupersedesUnknown(number),
            Some(other) if other == index => Flaw::SupersedesItself(number),
            Some(other) if other > index => Flaw::SupersedesLater { number, issued: notices[other].issued },
            Some(other) if (notices[other].year, &notices[other].region) != (notice.year, &notice.region) => {
                Flaw::SupersedesOther(number)
            }
            Some(other) => {
                superseded.push(other);
                continue;
            }
        };
        flaws.push((index, flaw));
    }
    if notice.supersedes.is_empty() && notice.region.is_none() {
        let first = notices[..index]
            .iter()
            .find(|other| other.year == notice.year && other.region.is_none() && other.supersedes.is_empty());
        if let Some(first) = first {
            flaws.push((index, Flaw::SecondOfYear { year: notice.year, number: first.number.clone() }));
        }
    }
    superseded
}

/// Takes the festivals that a notice replaces out of force and puts its own in.
fn apply<'n>(
    index: usize,
    superseded: &[usize],
    notices: &'n [Notice],
    rulings: &mut Rulings<'n>,
    flaws: &mut Vec<(usize, Flaw)>,
) {
    let notice = &notices[index];
    let region = notice.region.as_deref();
    // A festival that the superseded notices arrange, as (notice, festival).
    let changed = |name: &str| -> Vec<(usize, usize)> {
        let festivals = superseded.iter().flat_map(|other| {
            notices[*other].holidays.iter().enumerate().map(move |(at, holiday)| (*other, at, holiday))
        });
        festivals.filter(|(_, _, holiday)| holiday.name == name).map(|(other, at, _)| (other, at)).collect()
    };
    let changed: Vec<Vec<(usize, usize)>> =
        notice.holidays.iter().map(|holiday| changed(&holiday.name)).collect();
    for (holiday, changed) in notice.holidays.iter().zip(&changed) {
        if changed.is_empty() && !superseded.is_empty() {
            let known = superseded.iter().flat_map(|other| &notices[*other].holidays);
            let known: Vec<&str> = known.map(|holiday| holiday.name.as_str()).collect();
            flaws.push((
                index,
                Flaw::NothingToSupersede { name: holiday.name.clone(), known: known.join("、") },
            ));
        }
        if !holiday.extends {
            rulings.retain(|(place, _), ruling| {
                *place != region || !changed.contains(&(ruling.notice, ruling.holiday))
            });
        }
    }
    for (holiday, day, off) in notice.days() {
        let ruling = Ruling { notice: index, holiday, off };
        match rulings.get(&(region, day)) {
            Some(earlier) if !changed[holiday].contains(&(earlier.notice, earlier.holiday)) => {
                let number = notices[earlier.notice].number.clone();
                let flaw = if earlier.off == off {
                    Flaw::Repeats { day, number }
                } else {
                    Flaw::Contradicts { day, number }
                };
                flaws.push((index, flaw));
            }
            _ => {
                rulings.insert((region, day), ruling);
            }
        }
    }
}

/// A region cannot make a national day off a working day.
fn regional_against_national(notices: &[Notice], rulings: &Rulings<'_>, flaws: &mut Vec<(usize, Flaw)>) {
    for ((region, day), ruling) in rulings {
        if region.is_none() || ruling.off {
            continue;
        }
        if let Some(national) = rulings.get(&(None, *day)).filter(|national| national.off) {
            let number = notices[national.notice].number.clone();
            flaws.push((ruling.notice, Flaw::RegionalWorksHoliday { day: *day, number }));
        }
    }
}
