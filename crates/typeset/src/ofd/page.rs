//! Content.xml of a page (7.7): what is printed, in millimetres from the upper left corner (页对象).

use std::io;

use typst::foundations::StyleChain;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Rect, Transform};
use typst::model::TableCell;
use typst::text::TextItem;
use typst::visualize::{FillRule, Shape};

use super::font::UsedFonts;
use super::object::{self, Object};
use super::xml::{self, Xml};
use super::{Ids, text};

/// A page.
pub(super) struct Page {
    pub(super) id: u32,
    /// Its size (PhysicalBox).
    pub(super) area: String,
    pub(super) content: Vec<u8>,
}

/// Where the page with this number from 0 stands.
pub(super) fn path(at: usize) -> String {
    format!("Pages/Page_{at}/Content.xml")
}

impl Page {
    /// Writes what a frame shows.
    ///
    /// # Errors
    /// When it shows what the template has none of: pictures and colours that change.
    pub(super) fn of(frame: &Frame, ids: &mut Ids, fonts: &mut UsedFonts) -> io::Result<Page> {
        let (id, layer) = (ids.next(), ids.next());
        let area = xml::array([0.0, 0.0, frame.width().to_mm(), frame.height().to_mm()]);
        let mut objects = Objects { ids, fonts, written: Vec::new(), cell: None, outside: 0 };
        objects.frame(frame, Transform::identity(), None)?;
        objects.written.sort_by_key(|(order, _)| *order);
        let content = xml::file("ofd:Page", &[], |xml| {
            xml::element(xml, "ofd:Area", &[], |xml| xml::text(xml, "ofd:PhysicalBox", &area))?;
            xml::element(xml, "ofd:Content", &[], |xml| {
                let attributes = [("ID", layer.to_string()), ("Type", "Body".into())];
                xml::element(xml, "ofd:Layer", &attributes, |xml| {
                    xml.get_mut().extend(objects.written.iter().flat_map(|(_, object)| object));
                    Ok(())
                })
            })
        })?;
        Ok(Page { id, area, content })
    }
}

/// Where an object comes when a page is read: after how many outside of tables, in which row, in which column.
type Order = (usize, usize, usize);

/// The objects of a page, each with its place in reading order. A cell of several rows is set after the last of them,
/// but read with the first.
struct Objects<'p> {
    ids: &'p mut Ids,
    fonts: &'p mut UsedFonts,
    written: Vec<(Order, Vec<u8>)>,
    /// The cell that is being printed, its row and its column, both from 1.
    cell: Option<(Location, usize, usize)>,
    /// How many objects outside of tables have come.
    outside: usize,
}

impl Objects<'_> {
    /// `way` leads from the frame to the page; nothing is printed outside `clip`.
    fn frame(&mut self, frame: &Frame, way: Transform, clip: Option<Rect>) -> io::Result<()> {
        for (position, item) in frame.items() {
            let way = way.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let way = way.pre_concat(group.transform);
                    // Round corners would be cut square.
                    let own = group.clip.as_ref().map(|curve| object::around(curve.bbox(None), way));
                    let clip =
                        own.map_or(clip, |own| Some(clip.map_or(own, |clip| object::common(own, clip))));
                    self.frame(&group.frame, way, clip)?;
                }
                FrameItem::Text(line) => self.text(line, way, clip)?,
                FrameItem::Shape(shape, _) => self.shape(shape, way, clip)?,
                FrameItem::Image(..) => return Err(io::Error::other("OFD 里不能放图片")),
                FrameItem::Tag(tag) => self.tag(tag),
                FrameItem::Link(..) => {}
            }
        }
        Ok(())
    }

    fn tag(&mut self, tag: &Tag) {
        match tag {
            Tag::Start(element, _) => {
                let place = element.to_packed::<TableCell>().and_then(|cell| {
                    let styles = StyleChain::default();
                    cell.y.get(styles).custom().zip(cell.x.get(styles).custom())
                });
                if let Some((row, column)) = place {
                    self.cell = Some((tag.location(), row + 1, column + 1));
                }
            }
            Tag::End(location, ..) if self.cell.is_some_and(|(cell, ..)| cell == *location) => {
                self.cell = None
            }
            Tag::End(..) => {}
        }
    }

    fn write(
        &mut self,
        name: &str,
        attributes: &[(&str, String)],
        inside: impl FnOnce(&mut Xml) -> io::Result<()>,
    ) -> io::Result<()> {
        let order = match self.cell {
            Some((_, row, column)) => (self.outside, row, column),
            None => {
                self.outside += 1;
                (self.outside, 0, 0)
            }
        };
        let mut xml = Xml::new(Vec::new());
        xml::element(&mut xml, name, attributes, inside)?;
        self.written.push((order, xml.into_inner()));
        Ok(())
    }

    fn text(&mut self, line: &TextItem, way: Transform, clip: Option<Rect>) -> io::Result<()> {
        let font = self.fonts.of(&line.font, self.ids);
        let id = font.id.to_string();
        for run in text::runs(line, font) {
            let Some(object) = Object::of(run.ink(line), way, clip) else { continue };
            let mut attributes = object.attributes(self.ids);
            attributes.extend([("Font", id.clone()), ("Size", xml::number(line.size.to_mm()))]);
            if let Some(stroke) = &line.stroke {
                attributes.push(("Stroke", "true".into()));
                attributes.extend(object::stroke(stroke));
            }
            self.write("ofd:TextObject", &attributes, |xml| {
                object.clips(xml)?;
                object::colour(xml, "ofd:FillColor", &line.fill)?;
                if let Some(stroke) = &line.stroke {
                    object::colour(xml, "ofd:StrokeColor", &stroke.paint)?;
                }
                run.write(xml, |place| object.millimetres(place))
            })?;
        }
        Ok(())
    }

    fn shape(&mut self, shape: &Shape, way: Transform, clip: Option<Rect>) -> io::Result<()> {
        let Some(object) = Object::of(shape.bbox(true), way, clip) else { return Ok(()) };
        let mut attributes = object.attributes(self.ids);
        attributes.push(("Stroke", shape.stroke.is_some().to_string()));
        attributes.push(("Fill", shape.fill.is_some().to_string()));
        if shape.fill_rule == FillRule::EvenOdd {
            attributes.push(("Rule", "Even-Odd".into()));
        }
        attributes.extend(shape.stroke.iter().flat_map(object::stroke));
        self.write("ofd:PathObject", &attributes, |xml| {
            object.clips(xml)?;
            if let Some(stroke) = &shape.stroke {
                object::colour(xml, "ofd:StrokeColor", &stroke.paint)?;
            }
            if let Some(fill) = &shape.fill {
                object::colour(xml, "ofd:FillColor", fill)?;
            }
            xml::text(xml, "ofd:AbbreviatedData", &object.path(&shape.geometry))
        })
    }
}
