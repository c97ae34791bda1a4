//! People (人员): accounts, roles, departments, sessions, one-time links and counted tries, one question or change to a file.
//!
//! What is secret comes here as a hash, or sealed: a password as its Argon2 text, the token of a session or link as
//! SHA-256, the secret of a second factor as ciphertext.

#[macro_use]
mod account;
mod accounts;
mod attempt;
mod change;
mod colleagues;
mod department;
mod grants;
mod inquiry;
mod link;
mod members;
mod role;
mod second_factor;
mod sent_key;
mod session;
mod token;

pub use account::{Account, account, account_named};
pub use accounts::{accounts, has_accounts};
pub use attempt::{Tries, clear_tries, count_next_try, count_try, tries};
pub use change::{
    Allowed, First, NewAccount, Standing, add_account, change_roles, set_disabled, set_password, start,
};
pub use colleagues::{Colleague, colleagues, email_of, set_email};
pub use department::{Department, departments, put_department};
pub use grants::{Grant, grants_of};
pub use inquiry::{Inquiry, inquiries, inquiry_counts, put_inquiry};
pub use link::{link, put_link, take_link};
pub use members::{departments_of, members_of, set_departments};
pub use role::{Role, UnknownRole};
pub use second_factor::{set_second_factor, use_step};
pub use sent_key::{claim_key, forget_keys};
pub use session::{
    Session, end_session, end_sessions_of, forget_ended, open_session, session, sessions_of, touch_session,
};
pub use token::{ApiToken, Scope, UnknownScope, put_token, revoke_token, token, tokens, touch_token};

/// Every statement of these files by name.
pub(crate) const STATEMENTS: [(&str, &str); 54] = [
    ("account::BY_ID", account::BY_ID),
    ("account::BY_NAME", account::BY_NAME),
    ("accounts::SQL", accounts::SQL),
    ("accounts::ANY", accounts::ANY),
    ("attempt::TRIES", attempt::TRIES),
    ("attempt::COUNT", attempt::COUNT),
    ("attempt::FIRST", attempt::FIRST),
    ("attempt::NEXT", attempt::NEXT),
    ("attempt::CLEAR", attempt::CLEAR),
    ("attempt::FORGET", attempt::FORGET),
    ("change::HOLD", change::HOLD),
    ("change::ADD", change::ADD),
    ("change::GRANT", change::GRANT),
    ("change::WITHDRAW", change::WITHDRAW),
    ("change::DISABLE", change::DISABLE),
    ("change::PASSWORD", change::PASSWORD),
    ("change::END_SESSIONS", change::END_SESSIONS),
    ("change::FORGET_LINKS", change::FORGET_LINKS),
    ("colleagues::SQL", colleagues::SQL),
    ("colleagues::EMAIL", colleagues::EMAIL),
    ("colleagues::EMAIL_OF", colleagues::EMAIL_OF),
    ("department::ALL", department::ALL),
    ("department::PUT", department::PUT),
    ("grants::OF_ACCOUNT", grants::OF_ACCOUNT),
    ("grants::ADMINISTRATORS", grants::ADMINISTRATORS),
    ("inquiry::PUT", inquiry::PUT),
    ("inquiry::ALL", inquiry::ALL),
    ("inquiry::COUNTS", inquiry::COUNTS),
    ("link::PUT", link::PUT),
    ("link::FIND", link::FIND),
    ("link::TAKE", link::TAKE),
    ("link::FORGET", link::FORGET),
    ("members::OF_ACCOUNT", members::OF_ACCOUNT),
    ("members::OF_DEPARTMENT", members::OF_DEPARTMENT),
    ("members::LEAVE", members::LEAVE),
    ("members::JOIN", members::JOIN),
    ("second_factor::SET", second_factor::SET),
    ("second_factor::USE_STEP", second_factor::USE_STEP),
    ("sent_key::CLAIM", sent_key::CLAIM),
    ("sent_key::CLAIMED", sent_key::CLAIMED),
    ("sent_key::FORGET", sent_key::FORGET),
    ("sent_key::FORGET_OUTCOMES", sent_key::FORGET_OUTCOMES),
    ("session::OPEN", session::OPEN),
    ("session::FIND", session::FIND),
    ("session::OF_ACCOUNT", session::OF_ACCOUNT),
    ("session::TOUCH", session::TOUCH),
    ("session::END", session::END),
    ("session::END_OTHERS", session::END_OTHERS),
    ("session::FORGET_ENDED", session::FORGET_ENDED),
    ("token::PUT", token::PUT),
    ("token::FIND", token::FIND),
    ("token::ALL", token::ALL),
    ("token::REVOKE", token::REVOKE),
    ("token::TOUCH", token::TOUCH),
];
