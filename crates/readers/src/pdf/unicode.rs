//! Which characters the glyphs of a PDF are.

use std::borrow::Cow;
use std::collections::HashMap;

use hayro_interpret::font::{Glyph, OutlineFontData};
use hayro_interpret::hayro_cmap::{self, BfString, CMap, CMapName};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use skrifa::MetadataProvider;
use unicode_normalization::UnicodeNormalization;

/// Finds the characters of glyphs: as the file says, as its encoding implies, or as the font says.
pub(super) struct Characters<'a> {
    pdf: &'a Pdf,
    /// What the codes of composite fonts mean, by the name of the font; filled when first needed.
    codes: Option<HashMap<String, Codes>>,
    /// For each font the characters of its glyphs.
    glyphs: HashMap<u128, HashMap<u32, char>>,
}

/// What the codes of a composite font mean.
enum Codes {
    /// Unicode.
    Unicode,
    /// GBK.
    Gbk,
    /// Characters of the collection Adobe-GB1, by their numbers in it.
    Gb1(Box<CMap>),
}

impl<'a> Characters<'a> {
    pub(super) fn new(pdf: &'a Pdf) -> Characters<'a> {
        Characters { pdf, codes: None, glyphs: HashMap::new() }
    }

    /// The text of a glyph and its width in thousandths of the font's height; U+FFFD where nothing tells what it is.
    pub(super) fn of(&mut self, glyph: &Glyph<'_>) -> (Cow<'static, str>, f32) {
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => known(c),
            Some(BfString::String(text)) if text.chars().all(|c| known(c).is_some()) => {
                return (Cow::Owned(text), advance.unwrap_or(500.0));
            }
            _ => None,
        };
        let c = text.or_else(|| self.by_code(glyph)).or_else(|| self.by_font(glyph));
        let c = c.map_or(char::REPLACEMENT_CHARACTER, plain);
        let width = advance.unwrap_or(if c.is_ascii() { 500.0 } else { 1000.0 });
        (Cow::Owned(c.to_string()), width)
    }

    /// By what the encoding of the font says of its codes.
    fn by_code(&mut self, glyph: &Glyph<'_>) -> Option<char> {
        let Glyph::Outline(outline) = glyph else { return None };
        let name = outline.font_data()?.postscript_name?;
        let pdf = self.pdf;
        let code = glyph.char_code();
        match self.codes.get_or_insert_with(|| codes(pdf)).get(&name)? {
            Codes::Unicode => char::from_u32(code).and_then(known),
            Codes::Gbk => {
                let bytes = code.to_be_bytes();
                let start = bytes.iter().position(|byte| *byte != 0)?;
                let (text, _, is_wrong) = encoding_rs::GB18030.decode(&bytes[start..]);
                text.chars().next().filter(|_| !is_wrong).and_then(known)
            }
            Codes::Gb1(map) => match map.lookup_bf_string(code)? {
                BfString::Char(c) => known(c),
                BfString::String(_) => None,
            },
        }
    }

    /// By the characters that the embedded font itself gives its glyphs.
    fn by_font(&mut self, glyph: &Glyph<'_>) -> Option<char> {
        let Glyph::Outline(outline) = glyph else { return None };
        let font = outline.font_data()?;
        let characters = self.glyphs.entry(font.cache_key).or_insert_with(|| reversed(&font));
        characters.get(&outline.glyph_id().to_u32()).copied().and_then(known)
    }
}

/// A character that means something: no control and none of private use.
fn known(c: char) -> Option<char> {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    (!c.is_control() && !private && c != char::REPLACEMENT_CHARACTER).then_some(c)
}

/// Radicals and compatibility forms, which some programs write for the characters that look like them, as characters.
fn plain(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2eff}' => {
            RADICALS.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| RADICALS[at].1)
        }
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => c.nfkc().next().unwrap_or(c),
        _ => c,
    }
}

/// The radicals that are characters of their own and that Unicode does not call compatible with them.
const RADICALS: [(char, char); 42] = [
    ('⺁', '厂'),
    ('⺎', '兀'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺰', '纟'),
    ('⺶', '羊'),
    ('⺷', '羊'),
    ('⺸', '羊'),
    ('⺻', '聿'),
    ('⺼', '肉'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻯', '竜'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// What the codes of the composite fonts of a file mean, where their encodings tell.
fn codes(pdf: &Pdf) -> HashMap<String, Codes> {
    let fonts = pdf.objects().into_iter().filter_map(Object::into_dict);
    fonts.filter_map(|font| Some((name(&font)?, codes_of(&font)?))).collect()
}

/// The name of a font without the mark of a subset.
fn name(font: &Dict<'_>) -> Option<String> {
    let name = font.get::<Name<'_>>("BaseFont")?.as_str().to_owned();
    Some(match name.split_once('+') {
        Some((mark, name)) if mark.len() == 6 => name.to_owned(),
        _ => name,
    })
}

fn codes_of(font: &Dict<'_>) -> Option<Codes> {
    let encoding = font.get::<Name<'_>>("Encoding")?;
    let encoding = encoding.as_str();
    if encoding.starts_with("Uni") {
        return Some(Codes::Unicode);
    }
    if encoding.starts_with("GB") {
        return Some(Codes::Gbk);
    }
    let descendant = font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?;
    let ordering = descendant.get::<Dict<'_>>("CIDSystemInfo")?.get::<PdfString<'_>>("Ordering")?;
    if ordering.as_ref() != b"GB1" {
        return None;
    }
    let map = hayro_cmap::load_embedded(CMapName::AdobeGb1Ucs2)?;
    CMap::parse(map, hayro_cmap::load_embedded).map(|map| Codes::Gb1(Box::new(map)))
}

/// The characters of the glyphs of a font, by its own table.
fn reversed(font: &OutlineFontData) -> HashMap<u32, char> {
    let data: &[u8] = (*font.data).as_ref();
    let Ok(font) = skrifa::FontRef::new(data) else { return HashMap::new() };
    let mappings = font.charmap().mappings();
    mappings.filter_map(|(code, glyph)| Some((glyph.to_u32(), char::from_u32(code)?))).collect()
}
