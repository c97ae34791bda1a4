//! The clock and the dice of the site: the only place of this crate that asks the world for them.

use jiff::Timestamp;
use services::cases::Moment;

/// Now.
pub(crate) fn now() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "the outermost layer asks the clock for all others")]
    let now = Timestamp::now();
    now.into()
}

/// The instant of a time as it is kept, in milliseconds since 1970.
pub(crate) fn instant(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap_or_default()
}

pub(crate) use law::china::minute;

/// A key by which a second submission of the same form is recognised. It has no meaning of its own.
pub(crate) fn form_key() -> String {
    random::<16>().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}
