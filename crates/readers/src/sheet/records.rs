//! The records of the stream that an XLS file keeps its workbook in (BIFF8).

use crate::Unreadable;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
}

/// Continues the record before it.
const CONTINUE: u16 = 0x003c;

/// The records of a stream from some place on.
pub(super) struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    pub(super) fn new(stream: &'s [u8], start: usize) -> Records<'s> {
        Records { rest: stream.get(start..).unwrap_or_default() }
    }

    /// The data of the record that has just been read and of those that continue it.
    pub(super) fn continued(&mut self, record: Record<'s>) -> Pieces<'s> {
        let mut pieces = vec![record.data];
        loop {
            let before = self.rest;
            match self.next() {
                Some(Record { kind: CONTINUE, data }) => pieces.push(data),
                _ => {
                    self.rest = before;
                    pieces.reverse();
                    return Pieces { current: pieces.pop().unwrap_or_default(), later: pieces };
                }
            }
        }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (kind, rest) = self.rest.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        self.rest = rest;
        Some(Record { kind: u16::from_le_bytes(*kind), data })
    }
}

impl<'s> Record<'s> {
    /// The numbers in the data from some place on; a record that is too short for what is asked is damaged.
    pub(super) fn u16(self, at: usize) -> Result<u16, Unreadable> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    pub(super) fn u32(self, at: usize) -> Result<u32, Unreadable> {
        self.bytes(at).map(u32::from_le_bytes)
    }

    pub(super) fn f64(self, at: usize) -> Result<f64, Unreadable> {
        self.bytes(at).map(f64::from_le_bytes)
    }

    pub(super) fn bytes<const N: usize>(self, at: usize) -> Result<[u8; N], Unreadable> {
        self.data.get(at..).and_then(|data| data.first_chunk()).copied().ok_or(Unreadable::Damaged)
    }
}

/// Data in pieces, as a long record has it.
pub(super) struct Pieces<'s> {
    current: &'s [u8],
    /// The pieces after it, the next one last.
    later: Vec<&'s [u8]>,
}

impl Pieces<'_> {
    /// Whether nothing is left.
    pub(super) fn is_empty(&mut self) -> bool {
        while self.current.is_empty() {
            match self.later.pop() {
                Some(piece) => self.current = piece,
                None => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Result<u8, Unreadable> {
        if self.is_empty() {
            return Err(Unreadable::Damaged);
        }
        let byte = self.current[0];
        self.current = &self.current[1..];
        Ok(byte)
    }

    fn number<const N: usize>(&mut self) -> Result<[u8; N], Unreadable> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = self.byte()?;
        }
        Ok(bytes)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) -> Result<(), Unreadable> {
        while bytes > 0 {
            if self.is_empty() {
                return Err(Unreadable::Damaged);
            }
            let here = bytes.min(self.current.len());
            self.current = &self.current[here..];
            bytes -= here;
        }
        Ok(())
    }

    /// A string with its length, and what follows it of fonts and readings left out.
    pub(super) fn string(&mut self) -> Result<String, Unreadable> {
        let length = usize::from(u16::from_le_bytes(self.number()?));
        let flags = self.byte()?;
        let runs = if flags & 0x08 == 0 { 0 } else { usize::from(u16::from_le_bytes(self.number()?)) };
        let extension = if flags & 0x04 == 0 { 0 } else { u32::from_le_bytes(self.number()?) as usize };
        let string = self.letters(length, flags & 1 == 1)?;
        self.skip(runs * 4 + extension)?;
        Ok(string)
    }

    /// Letters of one byte or two; every piece says again which.
    fn letters(&mut self, length: usize, mut wide: bool) -> Result<String, Unreadable> {
        let mut units = Vec::new();
        while units.len() < length {
            if self.current.is_empty() {
                wide = self.byte()? & 1 == 1;
                continue;
            }
            let left = length - units.len();
            let width = if wide { 2 } else { 1 };
            let taken = (left * width).min(self.current.len() / width * width);
            if taken == 0 {
                return Err(Unreadable::Damaged);
            }
            let (letters, rest) = self.current.split_at(taken);
            units.extend(
                letters
                    .chunks(width)
                    .map(|bytes| bytes.iter().rev().fold(0, |unit, b| unit << 8 | u16::from(*b))),
            );
            self.current = rest;
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(records: &[(u16, &[u8])]) -> Vec<u8> {
        let record = |(kind, data): &(u16, &[u8])| {
            [&kind.to_le_bytes(), &u16::try_from(data.len()).unwrap().to_le_bytes(), *data].concat()
        };
        records.iter().flat_map(record).collect()
    }

    type Given = &'static [(u16, &'static [u8])];

    #[test]
    fn strings_go_on_in_later_records() {
        let cases: [(Given, &str, &str); 5] = [
            (&[(0xfc, b"\x02\0\0ab")], "ab", "letters of one byte"),
            (&[(0xfc, b"\x02\0\x01\x00\x4e\x8c\x4e")], "一二", "letters of two"),
            (
                &[(0xfc, b"\x04\0\x01\x00\x4e"), (CONTINUE, b"\x00ab"), (CONTINUE, b"\x01\x8c\x4e")],
                "一ab二",
                "widths that change",
            ),
            (&[(0xfc, b"\x01\0\x0c\x01\0\x02\0\0\0a\0\0\0"), (CONTINUE, b"\0zz")], "a", "fonts and readings"),
            (&[(0xfc, b"\x02"), (CONTINUE, b"\0\0ab")], "ab", "a cut in a number"),
        ];
        for (records, string, why) in cases {
            let stream = stream(records);
            let mut records = Records::new(&stream, 0);
            let first = records.next().unwrap();
            let mut pieces = records.continued(first);
            assert_eq!(pieces.string().as_deref(), Ok(string), "{why}");
            assert!(pieces.is_empty(), "{why}");
        }
    }

    #[test]
    fn records_that_are_cut_end_the_stream() {
        let whole = stream(&[(1, b"ab"), (2, b"c")]);
        assert_eq!(Records::new(&whole, 0).count(), 2);
        assert_eq!(Records::new(&whole, 6).count(), 1);
        assert_eq!(Records::new(&whole[..whole.len() - 1], 0).count(), 1);
        assert_eq!(Records::new(&whole, 99).count(), 0);
        let record = Record { kind: 1, data: b"\x01\x02" };
        assert_eq!(record.u16(0), Ok(0x0201));
        assert_eq!(record.u32(0), Err(Unreadable::Damaged));
        assert_eq!(record.u16(usize::MAX), Err(Unreadable::Damaged));
    }
}
