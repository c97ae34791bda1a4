//! A holiday notice, as published (放假通知).

use std::collections::BTreeMap;

use jiff::civil::Date;

/// The seven festivals of art. 2 that a notice for a whole year names.
pub(crate) const FESTIVALS: [&str; 7] = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"];

/// One notice that says which days are off and which weekend days are worked (节假日安排的通知).
///
/// A record of what was published: it never changes. A later notice that alters it is a record of its own
/// which names it in [`Notice::supersedes`]. Read one with [`Notice::parse`]; [`Notice::to_toml`] writes it back.
///
/// ```
/// let notice = law::Notice::parse(r#"
///     number = "国办发明电〔2019〕3号"
///     title = "国务院办公厅关于调整2019年劳动节假期安排的通知" # may be left out
///     issued = "2019-03-22"
///     year = 2019
///     supersedes = ["国办发明电〔2018〕15号"]   # only where another notice is changed
///     # region = "广西壮族自治区"              # only for a regional overlay
///     # counts_as_working = true             # regional: off, yet a working day for periods
///
///     [[holiday]]
///     name = "劳动节"    # replaces the festival of this name; with `extends = true`, adds to it
///     off = { from = "2019-05-01", to = "2019-05-04" }   # or a list of days and such spans
///     worked = ["2019-04-28", "2019-05-05"]
/// "#)?;
/// assert_eq!(notice.holidays()[0].off().len(), 4);
/// # Ok::<(), law::NoticeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub(crate) number: String,
    pub(crate) title: Option<String>,
    pub(crate) issued: Date,
    pub(crate) year: i16,
    pub(crate) region: Option<String>,
    pub(crate) counts_as_working: bool,
    pub(crate) supersedes: Vec<String>,
    pub(crate) holidays: Vec<Holiday>,
}

/// One festival of a notice, with its days off and the days worked in exchange (放假调休安排).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub(crate) name: String,
    pub(crate) extends: bool,
    pub(crate) off: Vec<Date>,
    pub(crate) worked: Vec<Date>,
}

impl Notice {
    /// The number of the document, such as 国办发明电〔2025〕7号 (文号).
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The title of the document, if the record gives it (标题).
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The day of issue; from the end of that day the notice is known (成文日期).
    pub fn issued(&self) -> Date {
        self.issued
    }

    /// The year it arranges; it may write into the neighbouring months of the years beside it.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// The region whose organs it concerns; `None` for the whole country.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// For a regional notice: whether its days off still count as working days. Whether they do is not settled
    /// by the texts, so the record decides; the default is that they do not count.
    pub fn counts_as_working(&self) -> bool {
        self.counts_as_working
    }

    /// The numbers of earlier notices that it alters, each only in the festivals that both name.
    pub fn supersedes(&self) -> &[String] {
        &self.supersedes
    }

    /// The festivals in the order of the document.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// Whether both records arrange the same days under the same number; titles and names may differ.
    pub(crate) fn says_the_same_as(&self, other: &Notice) -> bool {
        let key = |notice: &Notice| {
            let days: BTreeMap<Date, bool> = notice.days().map(|(_, day, off)| (day, off)).collect();
            let supersedes = notice.supersedes.clone();
            (notice.issued, notice.year, notice.region.clone(), notice.counts_as_working, supersedes, days)
        };
        self.number == other.number && key(self) == key(other)
    }

    /// Every day it names: the index of its festival, the day, and whether it is off.
    pub(crate) fn days(&self) -> impl Iterator<Item = (usize, Date, bool)> {
        self.holidays.iter().enumerate().flat_map(|(index, holiday)| {
            let off = holiday.off.iter().map(move |day| (index, *day, true));
            off.chain(holiday.worked.iter().map(move |day| (index, *day, false)))
        })
    }
}

impl Holiday {
    /// The name, or several joined by 、 when the notice arranges festivals together.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether its days are added to the superseded arrangement, which otherwise they replace as a whole.
    pub fn extends(&self) -> bool {
        self.extends
    }

    /// Days off, weekend days inside the span included, earliest first (放假).
    pub fn off(&self) -> &[Date] {
        &self.off
    }

    /// Weekend days worked in exchange, earliest first (上班).
    pub fn worked(&self) -> &[Date] {
        &self.worked
    }

    /// The single festivals it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.name.split('、').map(str::trim)
    }
}
