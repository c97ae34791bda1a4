//! 办件: the work list, a case, what can be done with it, intake of paper, statistics.

mod act;
mod fields;
mod file;
mod filled;
mod intake;
mod list;
mod office;
mod owed;
mod package;
mod propose;
mod remedies;
mod show;
mod statistics;

pub(crate) use self::act::{act, form};
pub(crate) use self::file::{envelope, letter};
pub(crate) use self::intake::{form as intake_form, take_in};
pub(crate) use self::list::list;
pub(crate) use self::owed::list as owed;
pub(crate) use self::package::package;
pub(crate) use self::propose::choose;
pub(crate) use self::remedies::list as remedies;
pub(crate) use self::show::{contact, show};
pub(crate) use self::statistics::{behind, lock, this_year, year};
