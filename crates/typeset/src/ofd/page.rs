//! Content.xml of a page (7.7): what is printed, in millimetres from the upper left corner (页对象).

use std::io;

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst::text::TextItem;
use typst::visualize::{Color, CurveItem, FillRule, FixedStroke, Geometry, LineCap, LineJoin, Paint, Shape};

use super::font::UsedFonts;
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
        let id = ids.next();
        let layer = ids.next();
        let area = xml::array([0.0, 0.0, frame.width().to_mm(), frame.height().to_mm()]);
        let content = xml::file("ofd:Page", &[], |xml| {
            xml::element(xml, "ofd:Area", |xml| xml::text(xml, "ofd:PhysicalBox", &area))?;
            xml::element(xml, "ofd:Content", |xml| {
                xml.create_element("ofd:Layer")
                    .with_attributes([("ID", layer.to_string().as_str()), ("Type", "Body")])
                    .write_inner_content(|xml| {
                        Content { xml, ids, fonts }.frame(frame, Transform::identity(), None)
                    })?;
                Ok(())
            })
        })?;
        Ok(Page { id, area, content })
    }
}

struct Content<'p> {
    xml: &'p mut Xml,
    ids: &'p mut Ids,
    fonts: &'p mut UsedFonts,
}

impl Content<'_> {
    /// `way` leads from the frame to the page; nothing is printed outside `clip`.
    fn frame(&mut self, frame: &Frame, way: Transform, clip: Option<Rect>) -> io::Result<()> {
        for (position, item) in frame.items() {
            let way = way.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let way = way.pre_concat(group.transform);
                    // Round corners would be cut square.
                    let own = group.clip.as_ref().map(|curve| around(curve.bbox(None), way));
                    let clip = own.map_or(clip, |own| Some(clip.map_or(own, |clip| common(own, clip))));
                    self.frame(&group.frame, way, clip)?;
                }
                FrameItem::Text(line) => self.text(line, way, clip)?,
                FrameItem::Shape(shape, _) => self.shape(shape, way, clip)?,
                FrameItem::Image(..) => return Err(io::Error::other("OFD 里不能放图片")),
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, line: &TextItem, way: Transform, clip: Option<Rect>) -> io::Result<()> {
        let font = self.fonts.of(&line.font, self.ids);
        let id = font.id.to_string();
        for run in text::runs(line, font) {
            let Some(object) = Object::of(run.ink(line), way, clip) else { continue };
            let mut attributes = object.attributes(self.ids);
            attributes.push(("Font", id.clone()));
            attributes.push(("Size", xml::number(line.size.to_mm())));
            if let Some(stroke) = &line.stroke {
                attributes.push(("Stroke", "true".into()));
                attributes.extend(stroke_attributes(stroke));
            }
            let places: Vec<(f64, f64)> = run.places.iter().map(|place| object.millimetres(*place)).collect();
            let steps = |axis: fn(&(f64, f64)) -> f64| {
                xml::array(places.windows(2).map(|two| axis(&two[1]) - axis(&two[0])))
            };
            let start = places.first().copied().unwrap_or_default();
            let mut code = vec![("X", xml::number(start.0)), ("Y", xml::number(start.1))];
            if places.len() > 1 {
                code.push(("DeltaX", steps(|place| place.0)));
            }
            if places.iter().any(|place| place.1 != start.1) {
                code.push(("DeltaY", steps(|place| place.1)));
            }
            element(self.xml, "ofd:TextObject", &attributes, |xml| {
                object.clips(xml)?;
                colour(xml, "ofd:FillColor", &line.fill)?;
                if let Some(stroke) = &line.stroke {
                    colour(xml, "ofd:StrokeColor", &stroke.paint)?;
                }
                if let Some(glyphs) = &run.glyphs {
                    let counts = [
                        ("CodePosition", "0".to_owned()),
                        ("CodeCount", run.text.chars().count().to_string()),
                        ("GlyphCount", glyphs.len().to_string()),
                    ];
                    element(xml, "ofd:CGTransform", &counts, |xml| {
                        xml::text(xml, "ofd:Glyphs", &xml::array(glyphs.iter().copied().map(f64::from)))
                    })?;
                }
                xml.create_element("ofd:TextCode")
                    .with_attributes(code.iter().map(|(name, value)| (*name, value.as_str())))
                    .write_text_content(quick_xml::events::BytesText::new(&run.text))?;
                Ok(())
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
        attributes.extend(shape.stroke.iter().flat_map(stroke_attributes));
        element(self.xml, "ofd:PathObject", &attributes, |xml| {
            object.clips(xml)?;
            if let Some(stroke) = &shape.stroke {
                colour(xml, "ofd:StrokeColor", &stroke.paint)?;
            }
            if let Some(fill) = &shape.fill {
                colour(xml, "ofd:FillColor", fill)?;
            }
            xml::text(xml, "ofd:AbbreviatedData", &object.path(&shape.geometry))
        })
    }
}

/// Readers that cut objects at their box cut whole pixels.
const ROOM: Abs = Abs::raw(0.5);

/// The box of an object on the page, and the way to it from the coordinates of what is printed.
struct Object {
    boundary: Rect,
    way: Transform,
    /// Whether less is shown than is printed.
    is_clipped: bool,
}

impl Object {
    /// Nothing where nothing is shown.
    fn of(ink: Rect, way: Transform, clip: Option<Rect>) -> Option<Object> {
        let ink = around(ink, way);
        let ink = Rect::new(ink.min - Point::splat(ROOM), ink.max + Point::splat(ROOM));
        let boundary = clip.map_or(ink, |clip| common(ink, clip));
        let is_empty = boundary.min.x >= boundary.max.x || boundary.min.y >= boundary.max.y;
        (!is_empty).then(|| {
            // An object is placed from the corner of its box.
            let way = Transform::translate(-boundary.min.x, -boundary.min.y).pre_concat(way);
            Object { boundary, way, is_clipped: boundary != ink }
        })
    }

    fn attributes(&self, ids: &mut Ids) -> Vec<(&'static str, String)> {
        let Rect { min, .. } = self.boundary;
        let size = self.boundary.size();
        let boundary = [min.x, min.y, size.x, size.y].map(Abs::to_mm);
        let mut attributes = vec![("ID", ids.next().to_string()), ("Boundary", xml::array(boundary))];
        if !self.way.is_only_translate() {
            let Transform { sx, ky, kx, sy, tx, ty } = self.way;
            attributes
                .push(("CTM", xml::array([sx.get(), ky.get(), kx.get(), sy.get(), tx.to_mm(), ty.to_mm()])));
        }
        attributes
    }

    /// Coordinates in the object, rounded as they are written: so differences between them do not add up.
    fn millimetres(&self, point: Point) -> (f64, f64) {
        let shift =
            if self.way.is_only_translate() { Point::new(self.way.tx, self.way.ty) } else { Point::zero() };
        let point = point + shift;
        let round = |length: Abs| (length.to_mm() * 1e4).round() / 1e4;
        (round(point.x), round(point.y))
    }

    fn path(&self, geometry: &Geometry) -> String {
        let written = |name: &str, points: &[Point]| {
            let numbers = points.iter().flat_map(|point| <[f64; 2]>::from(self.millimetres(*point)));
            format!("{name} {}", xml::array(numbers))
        };
        let items: Vec<CurveItem> = match geometry {
            Geometry::Line(to) => vec![CurveItem::Move(Point::zero()), CurveItem::Line(*to)],
            Geometry::Rect(size) => typst::visualize::Curve::rect(*size).0,
            Geometry::Curve(curve) => curve.0.clone(),
        };
        let items = items.iter().map(|item| match item {
            CurveItem::Move(to) => written("M", &[*to]),
            CurveItem::Line(to) => written("L", &[*to]),
            CurveItem::Cubic(from, by, to) => written("B", &[*from, *by, *to]),
            CurveItem::Close => "C".to_owned(),
        });
        items.collect::<Vec<_>>().join(" ")
    }

    /// Readers differ in whether they print beyond the box of an object, so what is cut is said.
    fn clips(&self, xml: &mut Xml) -> io::Result<()> {
        let Some(back) = self.way.invert().filter(|_| self.is_clipped) else { return Ok(()) };
        let size = self.boundary.size();
        let corners =
            [(Abs::zero(), Abs::zero()), (size.x, Abs::zero()), (size.x, size.y), (Abs::zero(), size.y)];
        let [first, rest @ ..] = corners.map(|(x, y)| Point::new(x, y).transform(back));
        let mut outline = vec![CurveItem::Move(first)];
        outline.extend(rest.map(CurveItem::Line));
        outline.push(CurveItem::Close);
        let path = self.path(&Geometry::Curve(typst::visualize::Curve(outline)));
        let boundary = xml::array([0.0, 0.0, size.x.to_mm(), size.y.to_mm()]);
        xml::element(xml, "ofd:Clips", |xml| {
            xml::element(xml, "ofd:Clip", |xml| {
                xml::element(xml, "ofd:Area", |xml| {
                    element(xml, "ofd:Path", &[("Boundary", boundary), ("Fill", "true".into())], |xml| {
                        xml::text(xml, "ofd:AbbreviatedData", &path)
                    })
                })
            })
        })
    }
}

fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&'static str, String)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(name)
        .with_attributes(attributes.iter().map(|(name, value)| (*name, value.as_str())))
        .write_inner_content(inside)?;
    Ok(())
}

fn stroke_attributes(stroke: &FixedStroke) -> Vec<(&'static str, String)> {
    let cap = match stroke.cap {
        LineCap::Butt => "Butt",
        LineCap::Round => "Round",
        LineCap::Square => "Square",
    };
    let join = match stroke.join {
        LineJoin::Miter => "Miter",
        LineJoin::Round => "Round",
        LineJoin::Bevel => "Bevel",
    };
    let mut attributes = vec![
        ("LineWidth", xml::number(stroke.thickness.to_mm())),
        ("Cap", cap.into()),
        ("Join", join.into()),
        ("MiterLimit", xml::number(stroke.miter_limit.get())),
    ];
    if let Some(dash) = stroke.dash.as_ref().filter(|dash| !dash.array.is_empty()) {
        attributes.push(("DashOffset", xml::number(dash.phase.to_mm())));
        attributes.push(("DashPattern", xml::array(dash.array.iter().map(|length| length.to_mm()))));
    }
    attributes
}

/// A colour: without a colour space its numbers are red, green and blue.
fn colour(xml: &mut Xml, name: &str, paint: &Paint) -> io::Result<()> {
    let Paint::Solid(colour) = paint else { return Err(io::Error::other("OFD 里只能用纯色")) };
    let [red, green, blue, alpha] = Color::from(colour.to_rgb()).to_vec4_u8();
    let value = xml::array([red, green, blue].map(f64::from));
    let element = xml.create_element(name).with_attribute(("Value", value.as_str()));
    if alpha == u8::MAX {
        element.write_empty()?;
    } else {
        element.with_attribute(("Alpha", alpha.to_string().as_str())).write_empty()?;
    }
    Ok(())
}

/// The box on the page around a box.
fn around(inner: Rect, way: Transform) -> Rect {
    let Rect { min, max } = inner;
    let [first, rest @ ..] =
        [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)].map(|corner| corner.transform(way));
    rest.into_iter().fold(Rect::new(first, first), |outer, corner| {
        Rect::new(outer.min.min(corner), outer.max.max(corner))
    })
}

/// What two boxes have in common.
fn common(a: Rect, b: Rect) -> Rect {
    Rect::new(a.min.max(b.min), a.max.min(b.max))
}
