//! The pictures on a page, put together to one.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterCache, InterpreterSettings, LumaData, SoftMask, interpret_page,
};

use crate::scan::{Bitmap, SCALE};

/// Dots of a picture that is taken in.
const MOST_DOTS: u64 = 60_000_000;

/// The longest edge of a page, in points, whose picture is taken in.
const LONGEST: f32 = 1_300.0;

/// The pictures of a page, in shades of grey; none of a page of an absurd size.
pub(super) fn of<'a>(page: &'a PdfPage<'a>, cache: &InterpreterCache<'a>) -> Option<Bitmap> {
    let (width, height) = page.render_dimensions();
    if !(width > 1.0 && height > 1.0 && width <= LONGEST && height <= LONGEST) {
        return None;
    }
    let scale = Affine::scale(f64::from(SCALE));
    let [a, b, c, d, e, f] = page.initial_transform(true).as_coeffs();
    let transform = scale * Affine::new([a, b, c, d, e, f]);
    let bitmap = Bitmap::white((width * SCALE) as usize, (height * SCALE) as usize);
    let bounds = Rect::new(0.0, 0.0, bitmap.width as f64, bitmap.height as f64);
    let mut context = Context::new(transform, bounds, cache, page.xref(), InterpreterSettings::default());
    let mut canvas = Canvas { bitmap, pictures_left: MOST_PICTURES };
    interpret_page(page, &mut context, &mut canvas);
    Some(canvas.bitmap)
}

/// Pictures of a page; a scan may come in strips.
const MOST_PICTURES: u32 = 500;

struct Canvas {
    bitmap: Bitmap,
    pictures_left: u32,
}

impl Canvas {
    /// Draws a picture of some size; its dots by column and row, where they cover anything.
    fn draw(
        &mut self,
        transform: Affine,
        (width, height): (u32, u32),
        shade: impl Fn(usize, usize) -> Option<u8>,
    ) {
        let area = transform.transform_rect_bbox(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
        let back = transform.inverse();
        let within = |at: f64, most: usize| at.clamp(0.0, most as f64) as usize;
        let (x0, x1) =
            (within(area.x0.floor(), self.bitmap.width), within(area.x1.ceil(), self.bitmap.width));
        let (y0, y1) =
            (within(area.y0.floor(), self.bitmap.height), within(area.y1.ceil(), self.bitmap.height));
        for y in y0..y1 {
            for x in x0..x1 {
                // Two by two places in each dot, so that thin lines stay in pictures that are finer.
                let mut sum = 0;
                let mut count = 0;
                for (dx, dy) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                    let at = back * Point::new(x as f64 + dx, y as f64 + dy);
                    let is_inside =
                        at.x >= 0.0 && at.y >= 0.0 && at.x < f64::from(width) && at.y < f64::from(height);
                    if is_inside && let Some(shade) = shade(at.x as usize, at.y as usize) {
                        sum += u32::from(shade);
                        count += 1;
                    }
                }
                if let Some(shade) = sum.checked_div(count) {
                    self.bitmap.shades[y * self.bitmap.width + x] = shade as u8;
                }
            }
        }
    }

    fn draw_stencil(&mut self, transform: Affine, mask: &LumaData) {
        let scale =
            Affine::scale_non_uniform(f64::from(mask.scale_factors.0), f64::from(mask.scale_factors.1));
        let width = mask.width as usize;
        let shade = |x: usize, y: usize| mask.data.get(y * width + x).map(|shade| 255 - shade);
        self.draw(transform * scale, (mask.width, mask.height), shade);
    }

    fn draw_raster(&mut self, transform: Affine, data: &ImageData) {
        let (x, y) = data.scale_factors();
        let transform = transform * Affine::scale_non_uniform(f64::from(x), f64::from(y));
        let width = data.width() as usize;
        let size = (data.width(), data.height());
        match data {
            ImageData::Luma(luma) => self.draw(transform, size, |x, y| luma.data.get(y * width + x).copied()),
            ImageData::Rgb(colors) => self.draw(transform, size, |x, y| {
                let at = (y * width + x) * 3;
                let [red, green, blue] = colors.data.get(at..at + 3)?.first_chunk::<3>()?.map(u32::from);
                Some(((red * 30 + green * 59 + blue * 11) / 100) as u8)
            }),
        }
    }
}

impl<'a> Device<'a> for Canvas {
    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let dots = u64::from(image.width()) * u64::from(image.height());
        let Some(left) = self.pictures_left.checked_sub(1) else { return };
        self.pictures_left = left;
        if dots == 0 || dots > MOST_DOTS {
            return;
        }
        match image {
            Image::Stencil(stencil) => {
                stencil.with_stencil(|mask, _| self.draw_stencil(props.transform, &mask), None);
            }
            Image::Raster(raster) => {
                raster.with_rgba(|data, _| self.draw_raster(props.transform, &data), None);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
