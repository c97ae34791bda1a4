//! What every object of a page has: a box, coordinates, colours and strokes (图元对象, 8.5).

use std::io;

use typst::layout::{Abs, Point, Rect, Transform};
use typst::visualize::{Color, Curve, CurveItem, FixedStroke, Geometry, LineCap, LineJoin, Paint};

use super::Ids;
use super::xml::{self, Xml};

/// The box of an object on the page, and the way to it from the coordinates of what is printed.
pub(super) struct Object {
    boundary: Rect,
    way: Transform,
    /// Whether less is shown than is printed.
    is_clipped: bool,
}

impl Object {
    /// Nothing where nothing is shown.
    pub(super) fn of(ink: Rect, way: Transform, clip: Option<Rect>) -> Option<Object> {
        let ink = around(ink, way);
        // Readers that cut objects at their box cut whole pixels.
        let room = Point::splat(Abs::mm(0.2));
        let ink = Rect::new(ink.min - room, ink.max + room);
        let boundary = clip.map_or(ink, |clip| common(ink, clip));
        let is_empty = boundary.min.x >= boundary.max.x || boundary.min.y >= boundary.max.y;
        (!is_empty).then(|| {
            // An object is placed from the corner of its box.
            let way = Transform::translate(-boundary.min.x, -boundary.min.y).pre_concat(way);
            Object { boundary, way, is_clipped: boundary != ink }
        })
    }

    pub(super) fn attributes(&self, ids: &mut Ids) -> Vec<(&'static str, String)> {
        let Rect { min, .. } = self.boundary;
        let size = self.boundary.size();
        let boundary = [min.x, min.y, size.x, size.y].map(Abs::to_mm);
        let mut attributes = vec![("ID", ids.next().to_string()), ("Boundary", xml::array(boundary))];
        if !self.way.is_only_translate() {
            let Transform { sx, ky, kx, sy, tx, ty } = self.way;
            let matrix = [sx.get(), ky.get(), kx.get(), sy.get(), tx.to_mm(), ty.to_mm()];
            attributes.push(("CTM", xml::array(matrix)));
        }
        attributes
    }

    /// Coordinates in the object, rounded as they are written: so what is lost does not add up along a line.
    pub(super) fn millimetres(&self, point: Point) -> (f64, f64) {
        let shift =
            if self.way.is_only_translate() { Point::new(self.way.tx, self.way.ty) } else { Point::zero() };
        let point = point + shift;
        let round = |length: Abs| (length.to_mm() * 1e4).round() / 1e4;
        (round(point.x), round(point.y))
    }

    /// A path in the short notation (AbbreviatedData, 9.3).
    pub(super) fn path(&self, geometry: &Geometry) -> String {
        let written = |name: &str, points: &[Point]| {
            let numbers = points.iter().flat_map(|point| <[f64; 2]>::from(self.millimetres(*point)));
            format!("{name} {}", xml::array(numbers))
        };
        let items = match geometry {
            Geometry::Line(to) => vec![CurveItem::Move(Point::zero()), CurveItem::Line(*to)],
            Geometry::Rect(size) => Curve::rect(*size).0,
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
    pub(super) fn clips(&self, xml: &mut Xml) -> io::Result<()> {
        let Some(back) = self.way.invert().filter(|_| self.is_clipped) else { return Ok(()) };
        let size = self.boundary.size();
        let corners =
            [Point::zero(), Point::with_x(size.x), Point::new(size.x, size.y), Point::with_y(size.y)];
        let [first, rest @ ..] = corners.map(|corner| corner.transform(back));
        let mut outline = vec![CurveItem::Move(first)];
        outline.extend(rest.map(CurveItem::Line));
        outline.push(CurveItem::Close);
        let path = self.path(&Geometry::Curve(Curve(outline)));
        let attributes =
            [("Boundary", xml::array([0.0, 0.0, size.x.to_mm(), size.y.to_mm()])), ("Fill", "true".into())];
        xml::element(xml, "ofd:Clips", &[], |xml| {
            xml::element(xml, "ofd:Clip", &[], |xml| {
                xml::element(xml, "ofd:Area", &[], |xml| {
                    xml::element(xml, "ofd:Path", &attributes, |xml| {
                        xml::text(xml, "ofd:AbbreviatedData", &path)
                    })
                })
            })
        })
    }
}

/// How a line is drawn.
pub(super) fn stroke(stroke: &FixedStroke) -> Vec<(&'static str, String)> {
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
pub(super) fn colour(xml: &mut Xml, name: &str, paint: &Paint) -> io::Result<()> {
    let Paint::Solid(colour) = paint else { return Err(io::Error::other("OFD 里只能用纯色")) };
    let [red, green, blue, alpha] = Color::from(colour.to_rgb()).to_vec4_u8();
    let mut attributes = vec![("Value", xml::array([red, green, blue].map(f64::from)))];
    if alpha < u8::MAX {
        attributes.push(("Alpha", alpha.to_string()));
    }
    xml::empty(xml, name, &attributes)
}

/// The box on the page around a box.
pub(super) fn around(inner: Rect, way: Transform) -> Rect {
    let Rect { min, max } = inner;
    let [first, rest @ ..] =
        [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)].map(|corner| corner.transform(way));
    rest.into_iter().fold(Rect::new(first, first), |outer, corner| {
        Rect::new(outer.min.min(corner), outer.max.max(corner))
    })
}

/// What two boxes have in common.
pub(super) fn common(a: Rect, b: Rect) -> Rect {
    Rect::new(a.min.max(b.min), a.max.min(b.max))
}
