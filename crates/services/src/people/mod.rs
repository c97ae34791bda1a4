//! People (人员): who signs in, what each may do, and who decides about it.
//!
//! Whoever calls says what time it is and gives 32 random bytes ([`Seed`]) to everything that makes a secret.

mod accounts;
mod audit;
pub mod demo;
mod departments;
mod email;
mod enter;
mod error;
mod first;
mod inquiries;
mod officer;
mod password;
pub mod rules;
mod second_factor;
mod seed;
mod settings;
mod sign_in;
mod token;
mod totp;
mod tries;

pub use accounts::{Person, add, give_roles, join_departments, let_in, new_link, stop, unlock};
pub use audit::{Happened, words};
pub use departments::{Change, change_department};
pub use email::change_email;
pub use enter::{change_password, choose_password, whose_link};
pub use error::Error;
pub use first::{FirstTwo, first_link, make_first};
pub use inquiries::{Topic, inquiries_of_year, note_inquiry};
pub use officer::{Officer, Visitor, visitor};
pub use password::Weakness;
pub use second_factor::{address, finish, new_secret, set_up, take_away, take_from};
pub use seed::{Seed, Token, form_token};
pub use settings::Settings;
pub use sign_in::{SignedIn, end_other_sessions, sign_in, sign_out};
pub use store::people::{Role, Scope};
pub use token::{Client, MOST_DAYS, NewToken, client, make_token, revoke_token};
pub use tries::{signing_in, submission};
