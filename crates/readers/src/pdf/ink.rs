//! What the drawing instructions of a page print: characters, ruled lines, pictures.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, Paint, SoftMask, interpret_page,
};

use super::picture;
use super::unicode::Characters;
use crate::Unreadable;
use crate::layout::{Area, Glyph, Page, Rule};
use crate::limits::Budget;
use crate::scan::Reader;

/// Characters that a page with a text of its own has at least; a scan may carry a stamp of the scanner.
const FEW: usize = 20;

/// The share of the square of its height that the picture of a whole page covers.
const MOST_OF_PAGE: f32 = 0.35;

/// The first pages of a file, at most so many; those that are pictures are read by another program if it is there.
pub(super) fn pages(
    pdf: &Pdf,
    most: usize,
    reader: &mut Reader,
    budget: &mut Budget,
) -> Result<Vec<Page>, Unreadable> {
    let cache = InterpreterCache::new();
    let mut characters = Characters::new(pdf);
    let mut left = budget.limits.marks;
    let mut pages = Vec::new();
    let mut has_pictures = false;
    for page in pdf.pages().iter().take(most) {
        let mut ink = print(page, 0, &cache, &mut characters, &mut left).ok_or(Unreadable::TooMuchInk)?;
        // Pages turned by their instructions instead of by a setting are turned back.
        let most = (0..4).max_by_key(|turn| (ink.turned[*turn], *turn == 0)).unwrap_or(0);
        if most != 0 {
            ink = print(page, most, &cache, &mut characters, &mut left).ok_or(Unreadable::TooMuchInk)?;
        }
        let is_picture = ink.page.glyphs.len() < FEW && ink.picture > MOST_OF_PAGE * ink.page.height.powi(2);
        has_pictures |= is_picture;
        let picture = (is_picture && reader.is_willing()).then(|| picture::of(page, &cache)).flatten();
        match picture {
            Some(picture) => pages.push(reader.page(picture, budget)?),
            None => pages.push(Page { is_unread: is_picture, ..ink.page }),
        }
    }
    if has_pictures && pages.iter().all(|page| page.glyphs.len() < FEW) {
        return Err(Unreadable::Scanned);
    }
    Ok(pages)
}

/// Interprets a page after turning it by some quarters; `None` when it never comes to an end.
fn print<'a, 'c>(
    page: &'a PdfPage<'a>,
    quarters: usize,
    cache: &InterpreterCache<'a>,
    characters: &'c mut Characters<'a>,
    left: &'c mut u32,
) -> Option<Ink<'a, 'c>> {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    // Turning clockwise puts what ran downwards upright again, inside the page.
    let turn = match quarters {
        1 => Affine::new([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        2 => Affine::new([-1.0, 0.0, 0.0, -1.0, width, height]),
        3 => Affine::new([0.0, 1.0, -1.0, 0.0, height, 0.0]),
        _ => Affine::IDENTITY,
    };
    let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
    let transform = turn * Affine::new([a, b, c, d, e, f]);
    let height = if quarters % 2 == 1 { width } else { height };
    let bounds = Rect::new(0.0, 0.0, width.max(height), width.max(height));
    let mut context = Context::new(transform, bounds, cache, page.xref(), InterpreterSettings::default());
    let mut ink = Ink {
        page: Page { height: height as f32, ..Page::default() },
        faint: Vec::new(),
        picture: 0.0,
        opacity: vec![1.0],
        run: 0,
        turned: [0; 4],
        characters,
        left,
    };
    catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut ink)))
        .or_else(|cause| if cause.is::<Endless>() { Err(()) } else { resume_unwind(cause) })
        .ok()?;
    ink.take_watermarks_off();
    Some(ink)
}

/// Instructions that a form, a clip or a group counts for, which cost the library more.
const SCENE: u32 = 20;

/// The lightness of watermarks; white is what stands on dark areas.
const FAINT: std::ops::Range<f32> = 0.6..0.97;

/// What is less opaque may be a watermark.
const FAINT_OPACITY: f32 = 0.5;

/// How much bigger than most characters those of a watermark are.
const WATERMARK: f32 = 1.8;

/// Thrown to leave the library when a page draws without end: forms may contain forms ten times over.
struct Endless;

/// Gathers what is drawn.
struct Ink<'a, 'c> {
    page: Page,
    /// How much of the page pictures cover; square points.
    picture: f32,
    /// Characters in a colour as watermarks have.
    faint: Vec<Glyph>,
    /// How opaque the groups are that have been begun.
    opacity: Vec<f32>,
    /// Instructions that have printed characters.
    run: u32,
    /// How many characters run rightwards, downwards, leftwards and upwards.
    turned: [usize; 4],
    characters: &'c mut Characters<'a>,
    /// Drawing instructions that may still come.
    left: &'c mut u32,
}

impl Ink<'_, '_> {
    fn spend(&mut self, count: u32) {
        match self.left.checked_sub(count) {
            Some(left) => *self.left = left,
            // Not a panic: nobody is told, and only `print` sees it.
            None => resume_unwind(Box::new(Endless)),
        }
    }

    fn line(&mut self, a: Point, b: Point) {
        let (width, height) = ((b.x - a.x).abs(), (b.y - a.y).abs());
        let (x0, x1) = (a.x.min(b.x) as f32, a.x.max(b.x) as f32);
        let (y0, y1) = (a.y.min(b.y) as f32, a.y.max(b.y) as f32);
        let straight = width.min(height) < 1.0 && width.max(height) > 1.0;
        if straight && width > height {
            self.page.rules.push(Rule { is_horizontal: true, at: (y0 + y1) / 2.0, from: x0, to: x1 });
        } else if straight {
            self.page.rules.push(Rule { is_horizontal: false, at: (x0 + x1) / 2.0, from: y0, to: y1 });
        }
    }

    /// Whether a paint lets the paper through or is little darker than it.
    fn is_faint(&self, paint: &Paint<'_>) -> bool {
        let Paint::Color(color) = paint else { return false };
        let [red, green, blue, alpha] = color.to_rgba().to_rgba8().map(f32::from);
        let lightness = (0.3 * red + 0.59 * green + 0.11 * blue) / 255.0;
        let opacity = alpha / 255.0 * self.opacity.last().copied().unwrap_or(1.0);
        opacity < FAINT_OPACITY || FAINT.contains(&lightness)
    }

    /// Faint characters that are much bigger than the others are a watermark behind them; others are text.
    fn take_watermarks_off(&mut self) {
        let mut sizes: Vec<f32> = self.page.glyphs.iter().map(|glyph| glyph.size).collect();
        sizes.sort_by(f32::total_cmp);
        let limit = sizes.get(sizes.len() / 2).map_or(f32::INFINITY, |usual| usual * WATERMARK);
        self.page.glyphs.extend(self.faint.drain(..).filter(|glyph| glyph.size <= limit));
    }

    fn filled(&mut self, area: Rect) {
        let [x0, y0, x1, y1] = [area.x0, area.y0, area.x1, area.y1].map(|at| at as f32);
        self.page.fill(Area { x0, y0, x1, y1 });
    }
}

impl<'a> Device<'a> for Ink<'a, '_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.spend(1);
        let path = props.transform * path;
        match mode {
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => {
                for segment in path.segments() {
                    self.spend(1);
                    if let hayro_interpret::kurbo::PathSeg::Line(line) = segment {
                        self.line(line.p0, line.p1);
                    }
                }
            }
            DrawMode::Fill(_) => {
                for part in path.elements().split_inclusive(|el| matches!(el, PathEl::ClosePath)) {
                    self.spend(1);
                    self.filled(BezPath::from_vec(part.to_vec()).control_box());
                }
            }
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) && !run.glyphs().is_empty() {
            // Text behind a picture is what a program recognised in it.
            self.page.is_recognised = true;
        }
        let is_faint = self.is_faint(&props.paint);
        self.run += 1;
        for glyph in run.glyphs() {
            self.spend(1);
            let [a, b, c, d, x, y] = (props.transform * glyph.transform()).as_coeffs();
            // Coefficients are for a thousandth of the height of the font.
            let direction = if b.abs() * 20.0 < a.abs() {
                if a > 0.0 { 0 } else { 2 }
            } else if a.abs() * 20.0 < b.abs() {
                if b > 0.0 { 1 } else { 3 }
            } else {
                continue;
            };
            self.turned[direction] += 1;
            if direction != 0 {
                continue;
            }
            let size = (c.hypot(d) * 1000.0) as f32;
            let glyphs = if is_faint { &mut self.faint } else { &mut self.page.glyphs };
            let (text, advance) = self.characters.of(glyph);
            let width = (a * f64::from(advance)) as f32;
            let count = text.chars().count().max(1) as f32;
            for (at, character) in text.chars().enumerate() {
                let x = x as f32 + width / count * at as f32;
                if !character.is_whitespace() && size > 0.5 && x.is_finite() && y.is_finite() {
                    glyphs.push(Glyph {
                        c: character,
                        x,
                        width: width / count,
                        baseline: y as f32,
                        size,
                        run: self.run,
                    });
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.spend(1);
        let area = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let area = props.transform.transform_rect_bbox(area);
        self.picture += area.area() as f32;
        self.filled(area);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.spend(SCENE);
    }

    fn push_transparency_group(&mut self, opacity: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.spend(SCENE);
        let around = self.opacity.last().copied().unwrap_or(1.0);
        self.opacity.push(around * opacity);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {
        self.opacity.pop();
    }
}
