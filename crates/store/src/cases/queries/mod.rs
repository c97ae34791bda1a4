//! Questions about cases, one to a file (查询). Lists come in pages, each of which begins after the last row of the one before.

mod cell;
mod counts;
mod events;
mod find;
mod letter_template;
mod of_person;
mod outcome;
mod owed;
mod series;
mod sub_reasons;
mod texts;
mod work_list;
mod year_lock;

pub use cell::{AfterCell, behind};
pub use counts::{recount, table_three};
pub use events::events;
pub(in crate::cases) use events::recorded;
pub use find::{by_number, find};
pub use letter_template::{TemplateVersion, letter_templates, put_letter_template, template_versions};
pub use of_person::{archived_in, of_person, stamped_in, with_fee, with_proceeding};
pub use outcome::outcome;
pub use owed::{AfterOwed, OwedTask, owed};
pub use series::next_number;
pub use sub_reasons::{SubReason, put_sub_reasons, sub_reasons, sub_reasons_given};
pub use texts::{text, texts};
pub use work_list::{After, Filter, Listed, work_list};
pub use year_lock::{lock_year, locked_years, unlock_year};

/// Every statement of these files by name.
pub(crate) const STATEMENTS: [(&str, &str); 27] = [
    ("cell::RECEIVED", cell::RECEIVED),
    ("cell::RESULT", cell::RESULT),
    ("cell::SPANNING", cell::SPANNING),
    ("counts::KEPT", counts::KEPT),
    ("counts::COUNTED", counts::COUNTED),
    ("counts::COUNTED_RESULTS", counts::COUNTED_RESULTS),
    ("events::SQL", events::SQL),
    ("find::BY_ID", find::BY_ID),
    ("find::BY_NUMBER", find::BY_NUMBER),
    ("letter_template::LAST", letter_template::LAST),
    ("letter_template::VERSIONS", letter_template::VERSIONS),
    ("letter_template::PUT", letter_template::PUT),
    ("letter_template::NOW", letter_template::NOW),
    ("of_person::SQL", of_person::SQL),
    ("outcome::SQL", outcome::SQL),
    ("owed::ALL", owed::ALL),
    ("owed::OF_DEPARTMENT", owed::OF_DEPARTMENT),
    ("series::SQL", series::SQL),
    ("sub_reasons::ALL", sub_reasons::ALL),
    ("sub_reasons::PUT", sub_reasons::PUT),
    ("sub_reasons::GIVEN", sub_reasons::GIVEN),
    ("texts::ONE", texts::ONE),
    ("texts::ALL", texts::ALL),
    ("work_list::SQL", work_list::SQL),
    ("year_lock::ALL", year_lock::ALL),
    ("year_lock::LOCK", year_lock::LOCK),
    ("year_lock::UNLOCK", year_lock::UNLOCK),
];
