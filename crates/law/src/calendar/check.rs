//! Everything that is wrong with a new notice, before it is taken (检查通知文件).

use super::flaw::{Flaw, Problem, Severity};
use super::in_force;
use super::notice::Notice;
use super::parse;

/// A notice file as the check left it (检查结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The notice, if there is no error.
    pub notice: Option<Notice>,
    /// Every error and warning, in the order of the file; those that concern no single line come first.
    pub problems: Vec<Problem>,
}

pub(crate) fn check(text: &str, known: &[Notice]) -> Checked {
    let (notice, mut problems) = parse::read(text);
    if let Some(notice) = &notice {
        problems.extend(beside(notice, known).into_iter().map(Flaw::anywhere));
    }
    problems.sort_by_key(|problem| problem.line);
    let sound = problems.iter().all(|problem| problem.severity() == Severity::Warning);
    Checked { notice: notice.filter(|_| sound), problems }
}

/// What is wrong between the notice and those already known.
fn beside(notice: &Notice, known: &[Notice]) -> Vec<Flaw> {
    let number = notice.number.clone();
    match known.iter().find(|other| other.number == number) {
        Some(other) if other.says_the_same_as(notice) => return vec![Flaw::AlreadyKnown(number)],
        Some(_) => return vec![Flaw::NumberTaken(number)],
        None => {}
    }
    let (_, before) = in_force::rulings(known);
    let mut all = known.to_vec();
    all.push(notice.clone());
    in_force::sort(&mut all);
    let (_, after) = in_force::rulings(&all);
    // A clash shows at the later of two notices; when that is a known one, say it from this notice's side.
    let from_this_side = |(owner, flaw): (usize, Flaw)| match flaw {
        Flaw::Contradicts { day, number: other } if other == number => {
            Flaw::Contradicts { day, number: all[owner].number.clone() }
        }
        Flaw::Repeats { day, number: other } if other == number => {
            Flaw::Repeats { day, number: all[owner].number.clone() }
        }
        Flaw::SecondOfYear { year, number: other } if other == number => {
            Flaw::SecondOfYear { year, number: all[owner].number.clone() }
        }
        flaw => flaw,
    };
    let known_flaw = |flaw: &Flaw| before.iter().any(|(_, known)| known == flaw);
    after.into_iter().map(from_this_side).filter(|flaw| !known_flaw(flaw)).collect()
}
