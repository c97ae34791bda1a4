//! Repeats and frequency (重复申请、频次), arts. 35 and 36(6): what the same person has asked for before, how alike it is, and how
//! often he asks. A person decides.

use casework::repeat::{ALIKE, Asked};
use jiff::civil::Date;
use store::cases::{Listed, of_person};

use super::{Cases, Failure, Opened, Result, Told};

/// Cases of a person that are looked through.
const MOST: u32 = 500;

/// How many are shown.
const SHOWN: usize = 10;

/// An earlier case of the same person.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// The case.
    pub case: Listed,
    /// How its request begins.
    pub request: String,
    /// How alike the requests are, in percent.
    pub likeness: u8,
    /// Its answer: 文号 and the day on which it came; for those that are alike.
    pub answer: Option<(String, Date)>,
}

/// What is known of how often somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Frequency {
    /// Earlier cases, the most alike first.
    pub earlier: Vec<Earlier>,
    /// The place of this one among the applications of the same person that were received in its month.
    pub in_month: usize,
    /// And in its year.
    pub in_year: usize,
}

impl Earlier {
    /// Whether it asks for the same, as far as a program can tell.
    pub fn is_alike(&self) -> bool {
        f64::from(self.likeness) >= ALIKE * 100.0
    }
}

impl Cases {
    /// What the person of a case has asked for before, and how often. What was erased is not known any more.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn frequency(&self, opened: &Opened, told: &Told) -> Result<Frequency> {
        let case = &opened.case;
        let Some(person) = case.persons.first() else { return Ok(Frequency::default()) };
        let request = Asked::of(told.text(&case.request).unwrap_or_default());
        let all = of_person(&self.store, self.organ(), person, MOST).await?;
        let day = |listed: &Listed| listed.summary.began();
        let on = case.began();
        // The place of this one among those of its year, in the order of receipt and of registration.
        let place = (on, case.number.as_str());
        let before = |one: &&Listed| {
            !one.summary.void
                && day(one).year() == on.year()
                && (day(one), one.summary.number.as_str()) <= place
        };
        let in_year = all.iter().filter(before);
        let mut frequency = Frequency {
            earlier: Vec::new(),
            in_month: in_year.clone().filter(|one| day(one).month() == on.month()).count(),
            in_year: in_year.count(),
        };
        for one in all.into_iter().filter(|one| one.case != opened.id && !one.summary.void && day(one) <= on)
        {
            let asked = self.word(&one, &one.summary.request).await?;
            if asked.is_empty() {
                continue;
            }
            // At most 100.
            let likeness = (request.likeness(&Asked::of(&asked)) * 100.0).round() as u8;
            let request = asked.chars().take(60).collect();
            frequency.earlier.push(Earlier { case: one, request, likeness, answer: None });
        }
        frequency.earlier.sort_by_key(|one| std::cmp::Reverse((one.likeness, day(&one.case))));
        frequency.earlier.truncate(SHOWN);
        for one in frequency.earlier.iter_mut().filter(|one| one.is_alike()) {
            let found = match self.open(&one.case.case).await {
                Ok(found) => found,
                Err(Failure::Erased | Failure::NotFound) => continue,
                Err(failure) => return Err(failure),
            };
            one.answer = found.case.answers.last().map(|answer| (answer.signed.number.clone(), answer.on));
        }
        Ok(frequency)
    }
}
