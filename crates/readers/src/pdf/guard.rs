//! Bounds on what the streams of a PDF unpack to, before a library unpacks them without any.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Object, Stream};

use crate::{Limits, Unreadable};

/// How many times longer a compressed stream may become: the most that LZW and deflate can do.
const MOST_RATIO: u64 = 1_400;

/// Bytes of a drawing instruction, on average of those that the limit allows.
const SHORTEST: u64 = 6;

/// Compressed streams inside one another that are looked into.
const MOST_LAYERS: u32 = 4;

/// Looks at every stream as it stands in the file. Encrypted ones look like noise and are left to
/// [`before_reading`], except the streams of objects, which are unpacked on opening.
pub(super) fn before_opening(bytes: &[u8], limits: &Limits) -> Result<(), Unreadable> {
    let mut meter = Meter::new(limits);
    let is_encrypted = find(bytes, b"/Encrypt").is_some();
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let word = at + found;
        at = word + b"stream".len();
        if bytes[..word].ends_with(b"end") {
            continue;
        }
        let data = match &bytes[at..] {
            [b'\r', b'\n', data @ ..] | [b'\n', data @ ..] | [b'\r', data @ ..] => data,
            _ => continue,
        };
        let dictionary = dictionary(&bytes[..word]);
        let has = |word: &[u8]| find(&dictionary, word).is_some();
        let length = || find(data, b"endstream").unwrap_or(data.len()) as u64;
        let is_opaque = has(b"LZW") || has(b"ASCII") || has(b"A85") || has(b"AHx") || has(b"RunLength");
        if is_opaque || is_encrypted && has(b"ObjStm") {
            meter.take(length().saturating_mul(MOST_RATIO))?;
        } else {
            meter.unpack(data, has(b"/Image"))?;
        }
    }
    Ok(())
}

/// Looks at the streams of an encrypted file after decryption, and at how much the pages have to say in all: many
/// may share one stream.
pub(super) fn before_reading(pdf: &Pdf, limits: &Limits) -> Result<(), Unreadable> {
    if find(pdf.data().as_ref(), b"/Encrypt").is_some() {
        let mut meter = Meter::new(limits);
        for stream in pdf.objects().into_iter().filter_map(Object::into_stream) {
            meter.unpack(&stream.raw_data(), is_image(&stream))?;
        }
    }
    let mut left = u64::from(limits.marks) * SHORTEST;
    for page in pdf.pages().iter() {
        let length = page.page_stream().map_or(0, |content| content.len() as u64);
        left = left.checked_sub(length).ok_or(Unreadable::TooMuchInk)?;
    }
    Ok(())
}

fn is_image(stream: &Stream<'_>) -> bool {
    use hayro_interpret::hayro_syntax::object::Name;
    stream.dict().get::<Name<'_>>("Subtype").is_some_and(|subtype| subtype.as_str() == "Image")
}

/// The dictionary before a stream, its names with `#xx` written out.
fn dictionary(before: &[u8]) -> Vec<u8> {
    let start = before.len().saturating_sub(2048);
    let near = &before[start..];
    let start = near.windows(3).rposition(|window| window == b"obj").map_or(0, |at| at + 3);
    let mut out = Vec::new();
    let mut rest = &near[start..];
    while let Some((byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *byte == b'#') {
            Some(escaped) => {
                out.push(escaped);
                rest = &after[2..];
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    out
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}

/// Counts what streams unpack to.
struct Meter {
    limit: u64,
    left: u64,
}

impl Meter {
    fn new(limits: &Limits) -> Meter {
        Meter { limit: limits.unpacked_bytes, left: limits.unpacked_bytes }
    }

    fn take(&mut self, bytes: u64) -> Result<(), Unreadable> {
        self.left = self.left.checked_sub(bytes).ok_or(Unreadable::Unpacked)?;
        Ok(())
    }

    /// Pictures are unpacked one at a time and only when somebody looks at them: each has the whole limit.
    fn unpack(&mut self, data: &[u8], is_image: bool) -> Result<(), Unreadable> {
        let size = unpacked(data, self.limit, 0);
        if is_image && size <= self.limit { Ok(()) } else { self.take(size) }
    }
}

/// Bytes that a stream unpacks to, with what is packed inside it; more than the limit when it is too much.
fn unpacked(data: &[u8], limit: u64, layer: u32) -> u64 {
    // Whatever the header says, the library looks for deflate behind it.
    let is_zlib = matches!(data, [a, b, ..] if a & 0x0f == 8 && u16::from_be_bytes([*a, *b]) % 31 == 0);
    let mut unpacked = if is_zlib {
        Unpacked::of(ZlibDecoder::new(data), limit)
    } else {
        Unpacked::of(DeflateDecoder::new(data.get(2..).unwrap_or_default()), limit)
    };
    if unpacked.size <= limit && layer < MOST_LAYERS && looks_packed(&unpacked.head) {
        let mut all = Vec::new();
        // The size is known and within the limit.
        let _ = if is_zlib {
            ZlibDecoder::new(data).take(limit).read_to_end(&mut all)
        } else {
            DeflateDecoder::new(data.get(2..).unwrap_or_default()).take(limit).read_to_end(&mut all)
        };
        unpacked.size = unpacked.size.saturating_add(self::unpacked(&all, limit, layer + 1));
    }
    unpacked.size
}

fn looks_packed(head: &[u8]) -> bool {
    matches!(head, [a, b, ..] if a & 0x0f == 8 && u16::from_be_bytes([*a, *b]) % 31 == 0)
}

/// How much comes out of a decoder, and how it begins.
struct Unpacked {
    size: u64,
    head: Vec<u8>,
}

impl Unpacked {
    fn of(mut decoder: impl Read, limit: u64) -> Unpacked {
        let mut unpacked = Unpacked { size: 0, head: Vec::new() };
        let mut buffer = [0; 1 << 14];
        while unpacked.size <= limit {
            match decoder.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(count) => {
                    if unpacked.size == 0 {
                        unpacked.head.extend(&buffer[..count.min(2)]);
                    }
                    unpacked.size += count as u64;
                }
            }
        }
        unpacked
    }
}
