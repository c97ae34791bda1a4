//! The fonts of a package: of each the glyphs that are used (字形子集).

use std::collections::BTreeMap;
use std::io;

use subsetter::GlyphRemapper;
use typst::text::FontInstance;
use write_fonts::FontBuilder;
use write_fonts::read::FontRef;
use write_fonts::tables::cmap::Cmap;
use write_fonts::types::{GlyphId, Tag};

use super::{File, Ids, xml};

/// The fonts that pages are set in, the first used first.
#[derive(Default)]
pub(super) struct UsedFonts(Vec<UsedFont>);

/// A font and what of it is used.
pub(super) struct UsedFont {
    pub(super) id: u32,
    font: FontInstance,
    glyphs: GlyphRemapper,
    /// The glyph of each character.
    characters: BTreeMap<char, u16>,
}

impl UsedFonts {
    /// The entry of a font.
    pub(super) fn of(&mut self, font: &FontInstance, ids: &mut Ids) -> &mut UsedFont {
        let known = self.0.iter().position(|used| used.font == *font);
        let at = known.unwrap_or_else(|| {
            self.0.push(UsedFont {
                id: ids.next(),
                font: font.clone(),
                glyphs: GlyphRemapper::new(),
                characters: BTreeMap::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// PublicRes.xml (7.9): what the fonts are called and where they are.
    pub(super) fn resources(&self) -> io::Result<Vec<u8>> {
        xml::file("ofd:Res", &[("BaseLoc", "Res")], |xml| {
            if self.0.is_empty() {
                return Ok(());
            }
            xml::element(xml, "ofd:Fonts", &[], |xml| {
                self.0.iter().try_for_each(|used| {
                    let family = xml::legal(&used.font.info().family);
                    let attributes =
                        [("ID", used.id.to_string()), ("FontName", family.clone()), ("FamilyName", family)];
                    xml::element(xml, "ofd:Font", &attributes, |xml| {
                        xml::text(xml, "ofd:FontFile", &used.name())
                    })
                })
            })
        })
    }

    /// The files of the fonts.
    pub(super) fn files(&self) -> io::Result<Vec<File>> {
        let file =
            |used: &UsedFont| Ok(File { path: format!("Doc_0/Res/{}", used.name()), bytes: used.subset()? });
        self.0.iter().map(file).collect()
    }
}

impl UsedFont {
    /// The number of a glyph in the subset.
    pub(super) fn glyph(&mut self, glyph: u16) -> u16 {
        self.glyphs.remap(glyph)
    }

    /// Whether a reader that looks a character up in the subset finds this glyph of it. The first glyph with which a
    /// character is printed is the one that is found.
    pub(super) fn finds(&mut self, character: char, glyph: u16) -> bool {
        *self.characters.entry(character).or_insert(glyph) == glyph
    }

    fn name(&self) -> String {
        let is_cff = self.font.ttf().tables().cff.is_some();
        format!("Font_{}.{}", self.id, if is_cff { "otf" } else { "ttf" })
    }

    /// A complete OpenType font of the glyphs that are used, with their characters: readers that give it to a browser
    /// or a system are told by those to leave out no table.
    fn subset(&self) -> io::Result<Vec<u8>> {
        let (data, index) = (self.font.data(), self.font.index());
        let axes: Vec<_> = self
            .font
            .variations()
            .0
            .iter()
            .map(|(tag, value)| (subsetter::Tag::new(&tag.to_bytes()), value.0))
            .collect();
        let subset =
            subsetter::subset_with_variations(data, index, &axes, &self.glyphs).map_err(io::Error::other)?;
        let whole = FontRef::from_index(data, index).map_err(io::Error::other)?;
        let cmap =
            self.characters.iter().map(|(character, glyph)| (*character, GlyphId::new((*glyph).into())));
        let mut font = FontBuilder::new();
        font.add_table(&Cmap::from_mappings(cmap).map_err(io::Error::other)?).map_err(io::Error::other)?;
        if let Some(metrics) = whole.table_data(Tag::new(b"OS/2")) {
            font.add_raw(Tag::new(b"OS/2"), metrics.as_bytes());
        }
        font.copy_missing_tables(FontRef::new(&subset).map_err(io::Error::other)?);
        Ok(font.build())
    }
}
