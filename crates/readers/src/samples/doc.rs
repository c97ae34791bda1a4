//! DOC files made from text and instructions.

use super::compound_of;

/// A DOC file in the making: stretches of text with the instructions for their characters and paragraphs.
pub(crate) struct DocFile {
    pub(crate) version: u16,
    pub(crate) flags: u16,
    /// The order of the stretches in the text, where it is not that of the file, and which are kept in single bytes.
    pub(crate) pieces: Vec<(usize, bool)>,
    /// The format of the numbers of the only list, and what is written around them.
    pub(crate) list: Option<(u8, &'static str)>,
    /// Text, instructions for characters, instructions for the paragraph.
    pub(crate) stretches: Vec<(String, Vec<u8>, Vec<u8>)>,
}

impl Default for DocFile {
    fn default() -> DocFile {
        DocFile { version: 0x00c1, flags: 0x0200, pieces: Vec::new(), list: None, stretches: Vec::new() }
    }
}

impl DocFile {
    /// Adds text within a paragraph.
    pub(crate) fn run(&mut self, text: &str, characters: &[u8]) {
        self.stretches.push((text.to_owned(), characters.to_vec(), Vec::new()));
    }

    /// Adds a paragraph, or the rest of one, up to the mark at its end.
    pub(crate) fn paragraph(&mut self, text: &str, instructions: &[u8]) {
        self.stretches.push((text.to_owned(), Vec::new(), instructions.to_vec()));
    }

    /// The compound file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (main, table) = self.streams();
        compound_of(&[("WordDocument", &main), ("1Table", &table)])
    }

    /// The main stream and the table stream.
    pub(crate) fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        const TEXT: usize = 0x400;
        let order: Vec<(usize, bool)> = match &self.pieces[..] {
            [] => (0..self.stretches.len()).map(|n| (n, false)).collect(),
            pieces => pieces.to_vec(),
        };
        let is_narrow = |n: usize| order.contains(&(n, true));
        let mut main = vec![0; TEXT];
        let mut places = vec![TEXT];
        for (n, (text, ..)) in self.stretches.iter().enumerate() {
            match is_narrow(n) {
                true => main.extend(text.bytes()),
                false => main.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
            }
            places.push(main.len());
        }
        let mut parts: [Vec<u8>; 5] = Default::default();
        let [characters, paragraphs, pieces, lists, overrides] = &mut parts;
        *characters = pages(&mut main, &places, &self.stretches, |page, (_, instructions, _)| {
            page[8] = 32;
            page[64] = u8::try_from(instructions.len()).unwrap();
            page[65..65 + instructions.len()].copy_from_slice(instructions);
        });
        *paragraphs = pages(&mut main, &places, &self.stretches, |page, (_, _, instructions)| {
            page[8] = 32;
            page[65] = u8::try_from(instructions.len().div_ceil(2) + 1).unwrap();
            page[68..68 + instructions.len()].copy_from_slice(instructions);
        });
        let length = |n: usize| u32::try_from(self.stretches[n].0.encode_utf16().count()).unwrap();
        let mut positions = vec![0u32];
        let mut descriptors = Vec::new();
        for (n, narrow) in &order {
            positions.push(positions[positions.len() - 1] + length(*n));
            let place = u32::try_from(places[*n]).unwrap();
            let place = if *narrow { (place * 2) | 0x4000_0000 } else { place };
            descriptors.extend([&[0, 0][..], &place.to_le_bytes(), &[0, 0]].concat());
        }
        let plan = [positions.iter().flat_map(|at| at.to_le_bytes()).collect(), descriptors].concat();
        *pieces = [&[2][..], &u32::try_from(plan.len()).unwrap().to_le_bytes(), &plan].concat();
        let mut levels = Vec::new();
        if let Some((format, text)) = self.list {
            let mut definition = [0; 28];
            (definition[0], definition[26]) = (7, 1);
            *lists = [&[1, 0][..], &definition].concat();
            let mut level = [0; 28];
            (level[0], level[4]) = (1, format);
            let text: Vec<u16> = text.encode_utf16().collect();
            levels = [&level[..], &u16::try_from(text.len()).unwrap().to_le_bytes()].concat();
            levels.extend(text.into_iter().flat_map(u16::to_le_bytes));
            let mut list = [0; 16];
            list[0] = 7;
            *overrides = [&[1, 0, 0, 0][..], &list, &[0xff; 4]].concat();
        }
        let mut table = Vec::new();
        for (part, bytes) in [12, 13, 33, 73, 74].into_iter().zip(&parts) {
            let at = 0x9a + part * 8;
            main[at..at + 4].copy_from_slice(&u32::try_from(table.len()).unwrap().to_le_bytes());
            main[at + 4..at + 8].copy_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
            table.extend(bytes);
            if part == 73 {
                table.extend(&levels);
            }
        }
        main[0..4].copy_from_slice(&[[0xec, 0xa5], self.version.to_le_bytes()].concat());
        main[0x0a..0x0c].copy_from_slice(&self.flags.to_le_bytes());
        main[0x4c..0x50].copy_from_slice(&positions[positions.len() - 1].to_le_bytes());
        (main, table)
    }
}

/// Writes one page of properties for each stretch; gives the table that finds them.
fn pages<T>(
    main: &mut Vec<u8>,
    places: &[usize],
    stretches: &[T],
    write: impl Fn(&mut [u8; 512], &T),
) -> Vec<u8> {
    main.resize(main.len().next_multiple_of(512), 0);
    let first = main.len() / 512;
    for (n, stretch) in stretches.iter().enumerate() {
        let mut page = [0; 512];
        for (at, place) in [places[n], places[n + 1]].into_iter().enumerate() {
            page[at * 4..at * 4 + 4].copy_from_slice(&u32::try_from(place).unwrap().to_le_bytes());
        }
        page[511] = 1;
        write(&mut page, stretch);
        main.extend(page);
    }
    let numbers = places.iter().copied().chain(first..first + stretches.len());
    numbers.flat_map(|number| u32::try_from(number).unwrap().to_le_bytes()).collect()
}
