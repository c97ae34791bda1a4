//! One-time codes that a telephone computes from a secret and the time (RFC 6238, 动态口令).

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha1::Sha1;

/// Seconds for which a code is good.
const STEP: i64 = 30;

/// Bytes of a secret, as RFC 4226 recommends.
pub(super) const SECRET: usize = 20;

/// The letters of RFC 4648's base 32.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The number of the time step of an instant.
fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(STEP)
}

/// The code of a time step: six digits.
fn code(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash.last()? & 0xf);
    let four: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    Some((u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

/// The number of the step whose code was typed: the present one, or one beside it, since clocks differ; none when it is wrong.
pub(super) fn step_of(secret: &[u8], typed: &str, now: Timestamp) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let typed: u32 = digits.parse().ok().filter(|_| is_code)?;
    let present = step(now);
    (present - 1..=present + 1).find(|step| code(secret, *step) == Some(typed))
}

/// A secret as people type it.
pub(super) fn to_text(secret: &[u8]) -> String {
    let mut text = String::new();
    for five in secret.chunks(5) {
        let mut group = [0; 8];
        group[3..3 + five.len()].copy_from_slice(five);
        let group = u64::from_be_bytes(group);
        let letters = (five.len() * 8).div_ceil(5);
        text.extend((0..letters).map(|at| char::from(LETTERS[(group >> (35 - 5 * at) & 31) as usize])));
    }
    text
}

/// The secret of a text; none for what is none.
pub(super) fn from_text(text: &str) -> Option<[u8; SECRET]> {
    let (mut secret, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        bits = bits << 5 | value as u32;
        held += 5;
        if held >= 8 {
            held -= 8;
            secret.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    secret.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of the tests of RFC 6238, appendix B.
    const RFC: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (second, expected) in [
            (59, 287_082),
            (1_111_111_109, 81_804),
            (1_111_111_111, 50_471),
            (1_234_567_890, 5_924),
            (2_000_000_000, 279_037),
            (20_000_000_000, 353_130),
        ] {
            let at = Timestamp::from_second(second).unwrap();
            assert_eq!(code(RFC, step(at)), Some(expected), "{second}");
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_those_beside_it() {
        let at = |second| Timestamp::from_second(second).unwrap();
        for (typed, second, expected, why) in [
            ("287082", 59, Some(1), "its step"),
            ("287 082", 89, Some(1), "one later, with a space"),
            ("287082", 0, Some(1), "one earlier"),
            ("287082", 90, None, "two later"),
            ("287083", 59, None, "wrong"),
            ("87082", 59, None, "five digits"),
            ("+87082", 59, None, "no digit"),
            ("", 59, None, "nothing"),
        ] {
            assert_eq!(step_of(RFC, typed, at(second)), expected, "{why}");
        }
    }

    #[test]
    fn a_secret_survives_being_typed() {
        assert_eq!(to_text(RFC), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(from_text(&to_text(RFC)).as_ref(), Some(RFC));
        assert_eq!(from_text("gezdgnbvgy3tqojqgezdgnbvgy3tqojq").as_ref(), Some(RFC));
        for wrong in ["", "GEZDGNBV", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"] {
            assert_eq!(from_text(wrong), None, "{wrong}");
        }
    }
}
