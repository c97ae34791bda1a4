//! 文书: the wording of letters, which the office may change, and printing many at once.

mod print;
mod template;

pub(crate) use self::print::{list as print_list, print};
pub(crate) use self::template::{change, list, sample, show};
