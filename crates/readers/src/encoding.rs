//! Bytes of a text file to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::Unreadable;

/// Bytes at the start of a file where a page or an XML file declares its encoding.
const DECLARATION: usize = 4096;

/// Decodes a text file: by its byte order mark, as UTF-16, as UTF-8, as it declares, or by its letters.
///
/// Valid UTF-8 goes before a declaration because pages are often saved again in another encoding while their
/// `<meta>` stays; no Chinese text of other encodings is valid UTF-8 by accident.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None if bytes.contains(&0) => utf16(bytes).ok_or(Unreadable::NotText)?,
        None => match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => declared(bytes).or_else(|| damaged_utf8(bytes)).unwrap_or_else(|| guessed(bytes)),
        },
    };
    check(&text)?;
    Ok(text)
}

/// UTF-16 without a byte order mark: the byte order in which nearly every unit is Chinese or ASCII.
fn utf16(bytes: &[u8]) -> Option<String> {
    [UTF_16LE, UTF_16BE].into_iter().find_map(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let plain = text.chars().filter(|c| {
            matches!(c, '\t' | '\n' | '\r' | '\x0c' | ' '..='~' | '\u{3000}'..='\u{303f}' | '一'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
        });
        (plain.count() * 10 >= text.chars().count() * 9).then(|| text.into_owned())
    })
}

/// The encoding that the file itself declares, if the bytes are all right in it.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(DECLARATION)];
    let after = |key: &[u8]| {
        let at = head.windows(key.len()).position(|window| window.eq_ignore_ascii_case(key))?;
        head.get(at + key.len()..)
    };
    let value = after(b"charset=").or_else(|| after(b"encoding="))?;
    let value = value.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !b.is_ascii_alphanumeric() && !b"-_".contains(b))?;
    let encoding = Encoding::for_label(&value[..end])?;
    sound(whole(encoding), bytes)
}

/// UTF-8 with some broken characters, as a cut or an old database leaves them.
fn damaged_utf8(bytes: &[u8]) -> Option<String> {
    let text = UTF_8.decode_without_bom_handling(bytes).0;
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let chinese = text.chars().filter(|c| ('一'..='\u{9fff}').contains(c)).count();
    (broken * 20 < chinese).then(|| text.into_owned())
}

/// GB18030 if all the bytes are letters of it, else the encoding that the letters suggest. Bytes of another
/// encoding, such as Big5, fall into the private letters of GB18030 sooner or later.
fn guessed(bytes: &[u8]) -> String {
    let public = |text: &String| !text.contains(|c| ('\u{e000}'..='\u{f8ff}').contains(&c));
    sound(GB18030, bytes).filter(public).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = whole(detector.guess(None, Utf8Detection::Deny));
        guess.decode_without_bom_handling(bytes).0.into_owned()
    })
}

/// GB18030 in place of its parts GB 2312 and GBK.
fn whole(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

fn sound(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// Refuses what decodes but is no text.
fn check(text: &str) -> Result<(), Unreadable> {
    let (mut all, mut controls, mut broken) = (0, 0, 0);
    for c in text.chars() {
        all += 1;
        match c {
            '\t' | '\n' | '\x0b' | '\x0c' | '\r' | '\x1a' => {}
            '\0' => return Err(Unreadable::NotText),
            char::REPLACEMENT_CHARACTER => broken += 1,
            c if c.is_control() => controls += 1,
            _ => {}
        }
    }
    if controls * 100 > all {
        Err(Unreadable::NotText)
    } else if broken * 20 > all {
        Err(Unreadable::Encoding)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::BIG5;

    const REPORT: &str =
        "某市卫生健康委员会2023年政府信息公开工作年度报告\n一、总体情况\n主动公开政府信息34条。\n";

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let gbk = GB18030.encode(REPORT).0.into_owned();
        let page =
            |charset: &str| format!("<meta http-equiv=x content='text/html; charset={charset}'>{REPORT}");
        let cases = [
            (REPORT.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", REPORT.as_bytes()].concat(), "UTF-8 with a mark"),
            (gbk, "GBK, undeclared"),
            ([b"\xff\xfe".to_vec(), utf16(REPORT, u16::to_le_bytes)].concat(), "UTF-16LE with a mark"),
            ([b"\xfe\xff".to_vec(), utf16(REPORT, u16::to_be_bytes)].concat(), "UTF-16BE with a mark"),
            (utf16(REPORT, u16::to_le_bytes), "UTF-16LE without a mark"),
            (utf16(REPORT, u16::to_be_bytes), "UTF-16BE without a mark"),
        ];
        for (bytes, why) in cases {
            assert_eq!(decode(&bytes).as_deref(), Ok(REPORT), "{why}");
        }
        let cases = [
            (GB18030.encode(&page("gb2312")).0.into_owned(), page("gb2312"), "declared as GB 2312"),
            (page("gb2312").into_bytes(), page("gb2312"), "declared as GB 2312 and saved again as UTF-8"),
            (GB18030.encode(&page("utf-8")).0.into_owned(), page("utf-8"), "declared as UTF-8, really GBK"),
        ];
        for (bytes, text, why) in cases {
            assert_eq!(decode(&bytes), Ok(text), "{why}");
        }
    }

    #[test]
    fn rarer_text_is_decoded_too() {
        let rare = "东莞市长安镇䶮街道𠮷村。";
        assert_eq!(decode(&GB18030.encode(rare).0).as_deref(), Ok(rare), "four bytes that GBK does not have");
        let short = "一、总体情况";
        assert_eq!(decode(&GB18030.encode(short).0).as_deref(), Ok(short), "little to judge by");
        let big5 =
            "政府資訊公開工作年度報告，主動公開政府資訊情況。依申請公開情況，本年度共收到申請。".repeat(3);
        assert_eq!(decode(&BIG5.encode(&big5).0), Ok(big5), "Big5");
        let cut = &REPORT.as_bytes()[..REPORT.len() - 3];
        assert!(decode(cut).unwrap().starts_with("某市卫生健康委员会2023年"), "cut in a character");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let noise: Vec<u8> = (0..4000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(decode(&noise), Err(Unreadable::NotText), "noise with zero bytes");
        let noise: Vec<u8> = noise.into_iter().filter(|b| *b != 0).collect();
        assert!(decode(&noise).is_err(), "noise without zero bytes");
        assert_eq!(decode("年度\0报告".as_bytes()), Err(Unreadable::NotText), "a zero byte in a text");
    }
}
